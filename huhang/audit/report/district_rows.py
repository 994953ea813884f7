"""What the report says by district: counts of one measure, city by city."""

from dataclasses import dataclass

from huhang.vocabulary.words import Text


@dataclass(frozen=True)
class DistrictRow:
    """A district: subjects broken, judged and unknown, and why nothing is compared where so."""

    code: str
    name: Text
    broken: int
    judged: int
    unknown: int
    why: Text | None = None


@dataclass(frozen=True)
class Tile:
    """A district of a drawn city, whether or not anything was judged there; row and column count from 1."""

    code: str
    name: Text
    column: int
    row: int


@dataclass(frozen=True)
class CityDistricts:
    """The districts of one city that have rows, and all its tiles; no tiles where the city is not drawn."""

    name: Text
    rows: tuple[DistrictRow, ...]
    tiles: tuple[Tile, ...] = ()


@dataclass(frozen=True)
class Districts:
    """One measure by district."""

    measure: Text
    cities: tuple[CityDistricts, ...]

    @property
    def rows(self) -> tuple[DistrictRow, ...]:
        """The districts of all cities."""
        return tuple(row for city in self.cities for row in city.rows)
