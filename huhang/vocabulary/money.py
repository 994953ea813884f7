"""Money is whole fen in 64-bit integers; this module alone rounds, and names the direction."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from huhang.vocabulary.queries import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

FEN_MAX = 2**63 - 1


def fen_from_yuan(text: str) -> int:
    """Whole fen from decimal yuan text ("12.30" gives 1230), exactly.

    Raises ValueError for text that is no number, has a part of a fen, or does not fit 64 bits.
    """
    try:
        fen = Decimal(text.strip()) * 100
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not fen.is_finite():
        raise ValueError("not a number")
    if fen != fen.to_integral_value():
        raise ValueError("part of a fen")
    if abs(fen) > FEN_MAX:
        raise ValueError("too large")
    return int(fen)


def yuan_text(fen: int) -> str:
    """Yuan with two decimals from whole fen (-1230 gives "-12.30")."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def ceil_div(dividend: int, divisor: int) -> int:
    """`dividend / divisor` rounded up to a whole number; `divisor` is positive."""
    return -(-dividend // divisor)


def ceil_div_column(dividend: ir.IntegerValue, divisor: int | ir.IntegerValue) -> ir.IntegerValue:
    """The column form of `ceil_div` for a dividend of zero or more and a positive divisor."""
    return ((dividend + divisor - 1) // divisor).cast("int64")


def above_zero(amount: ir.IntegerValue) -> ir.IntegerValue:
    """The amount where it is above 0, else 0; null where it is not known, which greatest() would call 0."""
    return ibis.ifelse(amount.isnull(), ibis.null("int64"), ibis.greatest(amount, 0))
