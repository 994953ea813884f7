"""Districts: one share with its base; what is unknown or too few to compare is hatched."""

from dataclasses import dataclass
from fractions import Fraction

from huhang.audit.report.district_rows import CityDistricts, DistrictRow, Districts, Tile

# A presentation convention: below this many judged subjects a share says nothing, and is not compared.
LEAST_BASE = 20
_CLASSES = 5


@dataclass(frozen=True)
class DistrictBar:
    """A district with its bar: width in percent of the widest, shade 1 to 5; 0 = not compared."""

    row: DistrictRow
    width: float
    shade: int


@dataclass(frozen=True)
class CityDrawing:
    """A city: its districts in the order of their share, and its tiles with what is known of each."""

    city: CityDistricts
    bars: tuple[DistrictBar, ...]
    tiles: tuple[tuple[Tile, DistrictBar | None], ...]

    @property
    def columns(self) -> int:
        """How many tiles lie side by side."""
        return max((tile.column for tile, _ in self.tiles), default=0)

    @property
    def absent(self) -> bool:
        """Whether a tile has nothing to tell."""
        return any(bar is None for _, bar in self.tiles)


@dataclass(frozen=True)
class DistrictDrawing:
    """Cities one by one, shaded alike; `steps` are the borders of the shades in percent."""

    cities: tuple[CityDrawing, ...]
    steps: tuple[int, ...]
    least_base: int

    @property
    def bars(self) -> tuple[DistrictBar, ...]:
        """The districts of all cities."""
        return tuple(bar for city in self.cities for bar in city.bars)

    @property
    def legend(self) -> tuple[tuple[int, int, int], ...]:
        """The shades that occur: number, from and below which percent."""
        found = {bar.shade for bar in self.bars}
        return tuple((n, self.steps[n - 1], self.steps[n]) for n in range(1, _CLASSES + 1) if n in found)


def draw_districts(districts: Districts) -> DistrictDrawing:
    """Order the districts of each city, and give each a bar and a shade; those not compared come last."""
    steps = _steps([share for share in map(_share, districts.rows) if share is not None])
    cities = tuple(_draw_city(city, districts, steps) for city in districts.cities)
    return DistrictDrawing(cities=cities, steps=steps, least_base=LEAST_BASE)


def _draw_city(city: CityDistricts, districts: Districts, steps: tuple[int, ...]) -> CityDrawing:
    known = [share for share in map(_share, districts.rows) if share is not None]
    widest = max(known, default=Fraction(0)) or Fraction(1)
    shares = {row.code: _share(row) for row in city.rows}
    ordered = sorted(
        city.rows, key=lambda row: (shares[row.code] is None, -(shares[row.code] or 0), row.code)
    )
    bars = tuple(_bar(row, shares[row.code], widest, steps) for row in ordered)
    by_code = {bar.row.code: bar for bar in bars}
    return CityDrawing(city, bars, tuple((tile, by_code.get(tile.code)) for tile in city.tiles))


def _share(row: DistrictRow) -> Fraction | None:
    return Fraction(row.broken, row.judged) if row.judged >= LEAST_BASE else None


def _steps(shares: list[Fraction]) -> tuple[int, ...]:
    """The borders of five classes of whole percent, from the lowest share to above the highest."""
    low, high = int(100 * min(shares, default=Fraction(0))), int(100 * max(shares, default=Fraction(0)))
    step = (high - low) // _CLASSES + 1
    return tuple(low + step * n for n in range(_CLASSES + 1))


def _bar(row: DistrictRow, share: Fraction | None, widest: Fraction, steps: tuple[int, ...]) -> DistrictBar:
    if share is None:
        return DistrictBar(row, 0.0, 0)
    shade = 1 + (int(share * 100) - steps[0]) // (steps[1] - steps[0])
    return DistrictBar(row, round(float(100 * share / widest), 3), shade)
