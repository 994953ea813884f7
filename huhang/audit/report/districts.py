"""Districts: one share with its base; what is unknown or too few to compare is hatched."""

from dataclasses import dataclass
from fractions import Fraction

from huhang.audit.report.content import DistrictRow, Districts

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
class DistrictList:
    """Districts in the order of their share; those not compared come last."""

    bars: tuple[DistrictBar, ...]
    steps: tuple[int, ...]
    least_base: int


def draw_districts(districts: Districts) -> DistrictList:
    """Order the districts, and give each a bar and a shade."""
    shares = {row.code: _share(row) for row in districts.rows}
    known = [share for share in shares.values() if share is not None]
    widest = max(known, default=Fraction(0)) or Fraction(1)
    step = _step(widest)
    ordered = sorted(
        districts.rows, key=lambda row: (shares[row.code] is None, -(shares[row.code] or 0), row.code)
    )
    return DistrictList(
        bars=tuple(_bar(row, shares[row.code], widest, step) for row in ordered),
        steps=tuple(step * n for n in range(_CLASSES + 1)),
        least_base=LEAST_BASE,
    )


def _share(row: DistrictRow) -> Fraction | None:
    return Fraction(row.broken, row.judged) if row.judged >= LEAST_BASE else None


def _step(widest: Fraction) -> int:
    """The width of a class in whole percent, so that five of them reach the highest share."""
    return max(1, -(-int(widest * 100) // _CLASSES))


def _bar(row: DistrictRow, share: Fraction | None, widest: Fraction, step: int) -> DistrictBar:
    if share is None:
        return DistrictBar(row, 0.0, 0)
    shade = min(_CLASSES, 1 + int(share * 100) // step)
    return DistrictBar(row, round(float(100 * share / widest), 3), shade)
