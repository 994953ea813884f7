"""The arithmetic of a slip: exact amounts line by line, rounded up once in the sum."""

from dataclasses import dataclass
from fractions import Fraction

from huhang.audit.report.content import FloorLine, PayLine, Slip
from huhang.audit.report.figures import floor_of, rounded_up, yuan_four


@dataclass(frozen=True)
class SlipLine:
    """A line of the floor with its amount in yuan, to four decimals (two usual, two small)."""

    line: FloorLine
    yuan: str
    small: str


@dataclass(frozen=True)
class SlipDrawing:
    """A slip ready to be set; `exact` is the sum before rounding, `adds_up` whether all sums agree."""

    lines: tuple[SlipLine, ...]
    exact: tuple[str, str]
    counted: tuple[PayLine, ...]
    left_out: tuple[PayLine, ...]
    standards: tuple[int, ...]
    adds_up: bool


def draw_slip(slip: Slip) -> SlipDrawing:
    """Work out the amount of every line, and whether lines and sums agree."""
    amounts = [floor_of(line.seconds, line.fen_per_hour) for line in slip.floor_lines]
    whole = sum(amounts, Fraction(0))
    counted = tuple(line for line in slip.pay_lines if line.counts)
    return SlipDrawing(
        lines=tuple(
            SlipLine(line, *yuan_four(amount)) for line, amount in zip(slip.floor_lines, amounts, strict=True)
        ),
        exact=yuan_four(whole),
        counted=counted,
        left_out=tuple(line for line in slip.pay_lines if not line.counts),
        standards=tuple(sorted({line.fen_per_hour for line in slip.floor_lines})),
        adds_up=(
            rounded_up(whole) == slip.floor_fen
            and sum(line.seconds for line in slip.floor_lines) == slip.working_s
            and sum(line.fen for line in counted) == slip.counted_fen
            and slip.floor_fen - slip.counted_fen == slip.shortfall_fen
        ),
    )
