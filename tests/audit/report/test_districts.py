"""The city: every district has one tile, shades follow the shares, and the table says what the map says."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huhang.audit.report.city_tiles import tile_name, tiles_of
from huhang.audit.report.content import ReportContent
from huhang.audit.report.district_content import districts_of
from huhang.audit.report.district_rows import CityDistricts, DistrictRow, Districts
from huhang.audit.report.districts import LEAST_BASE, draw_districts
from huhang.law.loader import load_law
from huhang.vocabulary.words import Text
from tests.audit.report.made_up import audit_tables, made_up_rows
from tests.audit.report.small_law import law_book

SHANGHAI, SHIJIAZHUANG = "310100", "130100"


@pytest.mark.parametrize(("city", "districts"), [(SHANGHAI, 16), (SHIJIAZHUANG, 24)])
def test_every_district_of_a_drawn_city_has_one_tile_of_its_own(city: str, districts: int) -> None:
    """Shijiazhuang has 22 districts and counties, and two zones that statistics count apart."""
    tiles = tiles_of(city)
    below = {code for code, place in load_law().places.items() if place.parent == city}
    assert {tile.code for tile in tiles} == below
    assert len(tiles) == len({(tile.column, tile.row) for tile in tiles}) == districts
    assert max(tile.column for tile in tiles) in (5, 6)
    assert max(tile.row for tile in tiles) == 6


# Plain geography: who lies north, and who lies west, of whom.
@pytest.mark.parametrize(
    "chain", ["310151 310113 310106 310104 310112 310120", "130125 130123 130102 130111 130127"]
)
def test_from_north_to_south(chain: str) -> None:
    rows = {tile.code: tile.row for tile in (*tiles_of(SHANGHAI), *tiles_of(SHIJIAZHUANG))}
    assert all(rows[north] < rows[south] for north, south in pairwise(chain.split()))


@pytest.mark.parametrize("chain", ["310118 310105 310104 310101 310115", "130121 130104 130108 130181"])
def test_from_west_to_east(chain: str) -> None:
    columns = {tile.code: tile.column for tile in (*tiles_of(SHANGHAI), *tiles_of(SHIJIAZHUANG))}
    assert all(columns[west] < columns[east] for west, east in pairwise(chain.split()))


def test_a_name_fits_into_its_tile() -> None:
    book = load_law()
    for tile in (*tiles_of(SHANGHAI), *tiles_of(SHIJIAZHUANG)):
        place = book.places[tile.code]
        name = tile_name(tile.code, Text(place.zh, place.en))
        assert len(name.zh) <= 4
        assert max(map(len, name.en.split())) <= 9


def test_a_city_that_is_not_drawn_has_no_tiles() -> None:
    assert tiles_of("110100") == ()
    assert tiles_of("ZZ-nowhere") == ()


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(0, 9)), min_size=1, max_size=12)
)
def test_a_higher_share_is_never_lighter(counts: list[tuple[int, int, int]]) -> None:
    rows = tuple(
        DistrictRow(f"31{n:04d}", Text("区", "district"), broken, broken + kept, unknown)
        for n, (broken, kept, unknown) in enumerate(counts)
    )
    drawn = draw_districts(Districts(Text("量", "measure"), (CityDistricts(Text("市", "city"), rows),)))
    compared = [bar for bar in drawn.bars if bar.shade]
    assert {bar.row.code for bar in compared} == {row.code for row in rows if row.judged >= LEAST_BASE}
    assert all(1 <= bar.shade <= 5 for bar in compared)
    for above, below in pairwise(compared):
        assert above.shade >= below.shade
        assert above.width >= below.width
    for bar in compared:
        low, high = (Fraction(drawn.scale.border(at)) for at in (bar.shade - 1, bar.shade))
        assert low <= Fraction(100 * bar.row.broken, bar.row.judged) < high


@pytest.mark.parametrize(
    ("broken", "legend", "shares"),
    [
        ((1, 15), [("0.01", "0.04"), ("0.13", "0.16")], ["0.150", "0.010"]),
        ((10, 150), [("0.1", "0.4"), ("1.3", "1.6")], ["1.50", "0.10"]),
        ((100, 1500), [("1", "4"), ("13", "16")], ["15.0", "1.0"]),
        ((15, 15), [("0", "1")], ["0.2", "0.2"]),
    ],
)
def test_shares_that_are_close_are_told_apart(
    broken: tuple[int, int], legend: list[tuple[str, str]], shares: list[str]
) -> None:
    rows = tuple(
        DistrictRow(f"31{n:04d}", Text("区", "district"), many, 10_000, 0) for n, many in enumerate(broken)
    )
    drawn = draw_districts(Districts(Text("量", "measure"), (CityDistricts(Text("市", "city"), rows),)))
    assert [(low, high) for _, low, high in drawn.legend] == legend
    assert [bar.share.removesuffix("%").strip() for bar in drawn.bars] == shares


def test_the_map_says_what_the_table_says(page: str, content: ReportContent) -> None:
    assert content.districts is not None
    for drawn in draw_districts(content.districts).cities:
        assert {bar.row.code for _, bar in drawn.tiles if bar} <= {bar.row.code for bar in drawn.bars}
    part = page[page.index('<section id="districts"') :]
    part = part[: part.index("</section>")]
    tiles = re.findall(r'<li class="tile [^"]*shade([1-5])"', part)
    bars = re.findall(r'<rect class="shade([1-5])" x="0"', part)
    assert sorted(tiles) == sorted(bars) != []


def test_cities_are_told_apart_and_a_municipality_is_called_by_its_name() -> None:
    told = districts_of(audit_tables(made_up_rows(60)).verdicts, law_book())
    assert told is not None
    assert {city.name.zh for city in told.cities} == {"上海市", "石家庄市"}
    assert all(len({row.code[:4] for row in city.rows}) == 1 for city in told.cities)
