"""Figures as people read them: groups of three, yuan with two decimals, hours and minutes, days."""

from datetime import date
from fractions import Fraction

from huhang.vocabulary.money import ceil_div, yuan_text
from huhang.vocabulary.words import Text

# No-break space: in the CJK faces it is thin, while the narrow one (U+202F) all but vanishes.
THIN = "\u00a0"
MINUS = "\u2212"
_WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def grouped(number: int) -> str:
    """A whole number in groups of three, held together by thin no-break spaces."""
    sign = MINUS if number < 0 else ""
    return sign + f"{abs(number):,}".replace(",", THIN)


def yuan(fen: int) -> str:
    """Yuan with two decimals from whole fen, in groups of three."""
    whole, cents = yuan_text(abs(fen)).split(".")
    return (MINUS if fen < 0 else "") + f"{grouped(int(whole))}.{cents}"


def yuan_four(fen: Fraction) -> tuple[str, str]:
    """Yuan with four decimals, cut and not rounded: the two usual ones and the two small ones."""
    hundredths = int(fen * 100)
    return yuan(hundredths // 100), f"{hundredths % 100:02d}"


def floor_of(seconds: int, fen_per_hour: int) -> Fraction:
    """Exact fen due for seconds at an hourly standard."""
    return Fraction(seconds * fen_per_hour, 3600)


def rounded_up(fen: Fraction) -> int:
    """Whole fen, rounded up."""
    return ceil_div(fen.numerator, fen.denominator)


def length(seconds: int) -> Text:
    """A length of time; seconds are left out where they are zero (29,100 gives 8 小时 05 分)."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    zh, en = [], []
    if hours:
        zh.append(f"{grouped(hours)}{THIN}小时")
        en.append(f"{grouped(hours)}{THIN}h")
    if hours or minutes or not left:
        zh.append(f"{minutes:02d}{THIN}分" if hours else f"{minutes}{THIN}分")
        en.append(f"{minutes:02d}{THIN}min" if hours else f"{minutes}{THIN}min")
    if left:
        zh.append(f"{left:02d}{THIN}秒" if hours or minutes else f"{left}{THIN}秒")
        en.append(f"{left:02d}{THIN}s" if hours or minutes else f"{left}{THIN}s")
    return Text(THIN.join(zh), THIN.join(en))


def clock(seconds: int, *, with_seconds: bool = False) -> str:
    """The time of day of seconds from local midnight; "+1" where it lies on a following day."""
    day, rest = divmod(seconds, 86_400)
    text = f"{rest // 3600:02d}:{rest % 3600 // 60:02d}"
    if with_seconds:
        text += f":{rest % 60:02d}"
    return text + (f"{THIN}{day:+d}" if day else "")


def weekday(day: date) -> Text:
    """The short name of the day of the week."""
    return _WEEKDAYS[day.weekday()]


def span(first: date | None, last: date | None) -> Text:
    """A run of days, both ends included; None is open."""
    if first is None and last is None:
        return Text("起止未写明", "dates not stated")
    if last is None:
        return Text(f"{first} 起", f"from {first}")
    if first is None:
        return Text(f"至 {last}", f"until {last}")
    if first == last:
        return Text(f"{first}", f"{first}")
    return Text(f"{first} 至 {last}", f"{first} to {last}")


def percent(part: int, whole: int, decimals: int = 1) -> str:
    """A share with some decimals, rounded half up; "–" without a base."""
    if whole == 0:
        return "–"
    unit = 10**decimals
    parts = (part * 200 * unit + whole) // (2 * whole)
    return f"{grouped(parts // unit)}.{parts % unit:0{decimals}}{THIN}%"
