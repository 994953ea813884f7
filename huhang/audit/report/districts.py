"""Districts: one share with its base; what is unknown or too few to compare is hatched."""

from dataclasses import dataclass
from fractions import Fraction

from huhang.audit.report import figures
from huhang.audit.report.district_rows import CityDistricts, DistrictRow, Districts, Tile

# A presentation convention: below this many judged subjects a share says nothing, and is not compared.
LEAST_BASE = 20
_CLASSES = 5
# Borders are whole per cent; shares so close that this would not tell them apart have tenths, or hundredths.
_MOST_DECIMALS = 2
_LEAST_SPREAD = 2


@dataclass(frozen=True)
class DistrictBar:
    """A district with its bar: width in percent of the widest, shade 1 to 5; 0 = not compared.

    `share` is its share in words, with a decimal more than the borders of the shades.
    """

    row: DistrictRow
    width: float
    shade: int
    share: str


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
class Scale:
    """The borders of the shades: whole numbers, in percent with so many decimals."""

    steps: tuple[int, ...]
    decimals: int

    def number(self, share: Fraction) -> int:
        """A share in the unit of the borders, rounded down."""
        return int(share * 100 * 10**self.decimals)

    def shade(self, share: Fraction) -> int:
        """The shade of a share, from 1 on."""
        return 1 + (self.number(share) - self.steps[0]) // (self.steps[1] - self.steps[0])

    def border(self, number: int) -> str:
        """A border in percent."""
        return f"{self.steps[number] / 10**self.decimals:.{self.decimals}f}"


@dataclass(frozen=True)
class DistrictDrawing:
    """Cities one by one, shaded alike."""

    cities: tuple[CityDrawing, ...]
    scale: Scale
    least_base: int

    @property
    def bars(self) -> tuple[DistrictBar, ...]:
        """The districts of all cities."""
        return tuple(bar for city in self.cities for bar in city.bars)

    @property
    def legend(self) -> tuple[tuple[int, str, str], ...]:
        """The shades that occur: number, from and below which percent."""
        found = sorted({bar.shade for bar in self.bars} - {0})
        return tuple((shade, self.scale.border(shade - 1), self.scale.border(shade)) for shade in found)


def draw_districts(districts: Districts) -> DistrictDrawing:
    """Order the districts of each city, and give each a bar and a shade; those not compared come last."""
    scale = _scale([share for share in map(_share, districts.rows) if share is not None])
    cities = tuple(_draw_city(city, districts, scale) for city in districts.cities)
    return DistrictDrawing(cities=cities, scale=scale, least_base=LEAST_BASE)


def _draw_city(city: CityDistricts, districts: Districts, scale: Scale) -> CityDrawing:
    known = [share for share in map(_share, districts.rows) if share is not None]
    widest = max(known, default=Fraction(0)) or Fraction(1)
    shares = {row.code: _share(row) for row in city.rows}
    ordered = sorted(
        city.rows, key=lambda row: (shares[row.code] is None, -(shares[row.code] or 0), row.code)
    )
    bars = tuple(_bar(row, shares[row.code], widest, scale) for row in ordered)
    by_code = {bar.row.code: bar for bar in bars}
    return CityDrawing(city, bars, tuple((tile, by_code.get(tile.code)) for tile in city.tiles))


def _share(row: DistrictRow) -> Fraction | None:
    return Fraction(row.broken, row.judged) if row.judged >= LEAST_BASE else None


def _scale(shares: list[Fraction]) -> Scale:
    """Five classes from the lowest share to above the highest."""
    low, high = min(shares, default=Fraction(0)), max(shares, default=Fraction(0))
    for decimals in range(_MOST_DECIMALS + 1):
        first, last = (int(share * 100 * 10**decimals) for share in (low, high))
        if last - first >= _LEAST_SPREAD or low == high:
            break
    step = (last - first) // _CLASSES + 1
    return Scale(tuple(first + step * n for n in range(_CLASSES + 1)), decimals)


def _bar(row: DistrictRow, share: Fraction | None, widest: Fraction, scale: Scale) -> DistrictBar:
    told = figures.percent(row.broken, row.judged, scale.decimals + 1)
    if share is None:
        return DistrictBar(row, 0.0, 0, told)
    return DistrictBar(row, round(float(100 * share / widest), 3), scale.shade(share), told)
