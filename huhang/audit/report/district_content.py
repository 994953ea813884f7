"""From verdicts to what is said by district."""

from collections.abc import Mapping
from typing import cast

import pyarrow as pa

from huhang.audit.report.city_tiles import tile_name, tiles_of
from huhang.audit.report.district_rows import CityDistricts, DistrictRow, Districts, Tile
from huhang.audit.report.law_words import place_name
from huhang.audit.report.slip_content import HOURLY_FLOOR
from huhang.audit.report.tallies import sums, where
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text

_MEASURE = Text("报酬低于小时最低标准的结算周期", "Pay periods below the hourly floor")


def districts_of(verdicts: pa.Table, book: LawBook) -> Districts | None:
    """The hourly floor by district; None where nothing was judged or unknown anywhere."""
    found: dict[str, dict[str, int]] = {}
    for row in sums(where(verdicts, right=HOURLY_FLOOR), ["place", "verdict"], "subjects"):
        if row["place"]:
            counts = found.setdefault(str(row["place"]), {})
            counts[str(row["verdict"])] = cast(int, row["subjects"])
    return districts_from(found, _MEASURE, book)


def districts_from(
    counted: Mapping[str, Mapping[str, int]], measure: Text, book: LawBook
) -> Districts | None:
    """A measure by district from the subjects of each place by verdict; None where nothing can be told."""
    cities: dict[str, list[DistrictRow]] = {}
    for code, counts in sorted(counted.items()):
        district = _district(book, code, counts)
        if district.judged or district.unknown:
            cities.setdefault(_city_of(code), []).append(district)
    told = [_city(book, city, rows) for city, rows in cities.items()]
    told.sort(key=lambda city: -sum(row.judged for row in city.rows))
    return Districts(measure, tuple(told)) if told else None


def _city_of(code: str) -> str:
    return f"{code[:4]}00" if code[:4].isdigit() else code


def _city(book: LawBook, city: str, rows: list[DistrictRow]) -> CityDistricts:
    tiles = tuple(
        Tile(tile.code, tile_name(tile.code, place_name(book, tile.code)), tile.column, tile.row)
        for tile in tiles_of(city)
    )
    return CityDistricts(_city_name(book, city), tuple(rows), tiles)


def _city_name(book: LawBook, city: str) -> Text:
    """The name of a city; the districts of a municipality are called by its own name."""
    province = f"{city[:2]}0000"
    municipality = city.endswith("0100") and city[:2] in ("11", "12", "31", "50")
    return place_name(book, province if municipality and province in book.places else city)


def _district(book: LawBook, code: str, counts: Mapping[str, int]) -> DistrictRow:
    broken = counts.get("broken", 0)
    return DistrictRow(
        code,
        tile_name(code, place_name(book, code)),
        broken,
        broken + counts.get("kept", 0),
        counts.get("unknown", 0),
    )
