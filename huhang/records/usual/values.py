"""Cells read to values by compiled loops; a cell that is not plain is marked, for the checks in SQL to judge.

Every loop takes the text, where each cell begins and ends, and `words`: the texts that say that nothing is
there. It gives the values and, of each cell, whether it is MISSING, READ or ODD.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from huhang.records.usual.written import Octets, Places

MISSING, READ, ODD = 0, 1, 2
States = NDArray[np.uint8]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_ZERO, _NINE, _POINT, _PLUS, _MINUS, _COLON = 48, 57, 46, 43, 45, 58
_T, _Z, _SMALL_Z, _BLANK = 84, 90, 122, 32
# Whole numbers of so many digits fit into 64 bits; into a float without loss.
_DIGITS, _FLOAT_DIGITS = 18, 15
_SECONDS_PER_DAY, _SECONDS_PER_HOUR = 86_400, 3_600

# Of each month from the first year to before the last: its first day and its length; a cheap calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
NO_DAY = -(10**9)
_MONTHS = np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR}-02", dtype="datetime64[M]").astype("datetime64[D]")
_FIRSTS = _MONTHS[:-1].astype(np.int64)
_LENGTHS = np.diff(_MONTHS).astype(np.int64)


@njit(nogil=True, cache=True)
def octet_at(text: Octets, place: int) -> Any:
    """One octet; a place without a sign spares the check for places counted from the end."""
    return np.int64(text[np.uint64(place)])


class Words(NamedTuple):
    """Texts, one behind the other, where each ends, and which octets they begin with."""

    text: Octets
    ends: Places
    begins: NDArray[np.bool_]


def words_of(texts: tuple[str, ...]) -> Words:
    """The texts in the form that the loops take; the empty one is always among them."""
    coded = [text.encode() for text in texts if text]
    begins = np.zeros(256, dtype=np.bool_)
    begins[[text[0] for text in coded]] = True
    ends = np.cumsum([len(text) for text in coded], dtype=np.int64).astype(np.int32)
    return Words(np.frombuffer(b"".join(coded), np.uint8), ends, begins)


@njit(nogil=True, cache=True)
def is_missing(text: Octets, start: int, end: int, words: Words) -> bool:
    """Whether a cell says that nothing is there."""
    if start == end:
        return True
    if not words.begins[octet_at(text, start)]:
        return False
    begin = 0
    for number in range(len(words.ends)):
        length = words.ends[number] - begin
        if length == end - start:
            same = True
            for i in range(length):
                if octet_at(text, start + i) != words.text[begin + i]:
                    same = False
                    break
            if same:
                return True
        begin = words.ends[number]
    return False


@njit(nogil=True, cache=True)
def _digits(text: Octets, start: int, end: int) -> int:
    """The number that digits write; -1 where something else is among them, or there are none or too many."""
    if end - start > _DIGITS or end <= start:
        return -1
    number = 0
    for i in range(start, end):
        digit = octet_at(text, i) - _ZERO
        if digit > 9 or octet_at(text, i) < _ZERO:
            return -1
        number = number * 10 + digit
    return number


@njit(nogil=True, cache=True)
def whole_numbers(
    text: Octets, starts: Places, ends: Places, words: Words, least: int, most: int, with_zeros: bool
) -> tuple[Ints, States]:
    """Whole numbers from `least` to `most`; `with_zeros` also such as 12.0."""
    values, states = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.uint8)
    for row in range(len(starts)):
        start, end = starts[row], ends[row]
        if is_missing(text, start, end, words):
            continue
        if (
            with_zeros
            and end - start > 2
            and octet_at(text, end - 1) == _ZERO
            and octet_at(text, end - 2) == _POINT
        ):
            end -= 2
        negative = octet_at(text, start) == _MINUS
        number = _digits(text, start + negative, end)
        value = -number if negative else number
        if number < 0 or value < least or value > most:
            states[row] = ODD
        else:
            values[row] = value
            states[row] = READ
    return values, states


@njit(nogil=True, cache=True)
def hundredths(
    text: Octets, starts: Places, ends: Places, words: Words, least: int, most: int
) -> tuple[Ints, States]:
    """Decimal numbers with at most two decimals, in hundredths (yuan in fen) from `least` to `most`."""
    values, states = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.uint8)
    for row in range(len(starts)):
        start, end = starts[row], ends[row]
        if is_missing(text, start, end, words):
            continue
        negative = octet_at(text, start) == _MINUS
        start += negative
        point = end
        for i in range(max(start, end - 3), end):
            if octet_at(text, i) == _POINT:
                point = i
                break
        whole = _digits(text, start, point)
        decimals = end - point - 1
        part = 0
        if decimals > 0:
            part = _digits(text, point + 1, end) * (10 if decimals == 1 else 1)
        value = whole * 100 + part
        value = -value if negative else value
        if whole < 0 or part < 0 or point - start > _FLOAT_DIGITS or value < least or value > most:
            states[row] = ODD
        else:
            values[row] = value
            states[row] = READ
    return values, states


@njit(nogil=True, cache=True)
def decimal_numbers(text: Octets, starts: Places, ends: Places, words: Words) -> tuple[Floats, States]:
    """Decimal numbers as floats: digits divided by a power of ten, both exact, so rounded once."""
    values, states = np.zeros(len(starts), np.float64), np.zeros(len(starts), np.uint8)
    for row in range(len(starts)):
        start, end = starts[row], ends[row]
        if is_missing(text, start, end, words):
            continue
        negative = octet_at(text, start) == _MINUS
        start += negative
        number = digits = 0
        scale, after_point, sound = 1.0, False, start < end and octet_at(text, start) != _POINT
        for i in range(start, end):
            if octet_at(text, i) == _POINT and not after_point:
                after_point = True
                continue
            if octet_at(text, i) < _ZERO or octet_at(text, i) > _NINE or digits == _FLOAT_DIGITS:
                sound = False
                break
            number = number * 10 + octet_at(text, i) - _ZERO
            digits += 1
            if after_point:
                scale *= 10.0
        if not sound:
            states[row] = ODD
        else:
            values[row] = (-number if negative else number) / scale
            states[row] = READ
    return values, states


@njit(nogil=True, cache=True)
def _pair(text: Octets, place: int) -> Any:
    """The number of two digits; near a million where they are none. Without branches it is quick."""
    tens, ones = octet_at(text, place) - _ZERO, octet_at(text, place + 1) - _ZERO
    return tens * 10 + ones + 1_000_000 * ((tens < 0) | (tens > 9) | (ones < 0) | (ones > 9))


@njit(nogil=True, cache=True)
def _day_number(text: Octets, place: int, gap: int) -> int:
    """Days from 1970-01-01 to a day YYYY-MM-DD (`gap` 1) or YYYYMMDD (0); NO_DAY where it is none."""
    year = _pair(text, place) * 100 + _pair(text, place + 2)
    month, day = _pair(text, place + 4 + gap), _pair(text, place + 6 + 2 * gap)
    if (year < _FIRST_YEAR) | (year >= _LAST_YEAR) | (month < 1) | (month > 12) | (day < 1):
        return NO_DAY
    if gap and (octet_at(text, place + 4) != _MINUS) | (octet_at(text, place + 7) != _MINUS):
        return NO_DAY
    number = (year - _FIRST_YEAR) * 12 + month - 1
    return NO_DAY if day > _LENGTHS[number] else _FIRSTS[number] + day - 1


@njit(nogil=True, cache=True)
def days(
    text: Octets, starts: Places, ends: Places, words: Words, first: int, last: int
) -> tuple[Ints, States]:
    """Days since 1970-01-01 of days written 2025-10-01 or 20251001, from `first` to before `last`."""
    values, states = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.uint8)
    for row in range(len(starts)):
        start, end = starts[row], ends[row]
        if is_missing(text, start, end, words):
            continue
        number = last
        if end - start == 10:
            number = _day_number(text, start, 1)
        elif end - start == 8:
            number = _day_number(text, start, 0)
        if number < first or number >= last:
            states[row] = ODD
        else:
            values[row] = number
            states[row] = READ
    return values, states


@njit(nogil=True, cache=True)
def _offset(text: Octets, place: int, end: int) -> Any:
    """Seconds east of UTC of Z, +08, +0800 or +08:00; a day and more where it is none of them."""
    nothing = _SECONDS_PER_DAY
    if end - place == 1 and (octet_at(text, place) == _Z or octet_at(text, place) == _SMALL_Z):
        return 0
    length = end - place
    if length not in (3, 5, 6) or (octet_at(text, place) != _PLUS and octet_at(text, place) != _MINUS):
        return nothing
    if length == 6 and octet_at(text, place + 3) != _COLON:
        return nothing
    hours = _pair(text, place + 1)
    minutes = _pair(text, end - 2) if length > 3 else 0
    if hours > 14 or minutes > 59:
        return nothing
    seconds = hours * _SECONDS_PER_HOUR + minutes * 60
    return -seconds if octet_at(text, place) == _MINUS else seconds


@njit(nogil=True, cache=True)
def clock_times(
    text: Octets, starts: Places, ends: Places, words: Words
) -> tuple[Ints, States, NDArray[np.bool_]]:
    """Seconds since 1970 of times 2025-10-01T10:00:00, and which of them tell their own offset from UTC.

    Those are in UTC, the others on the local clock. A blank may stand for the T, parts of seconds are cut.
    """
    size = len(starts)
    values, states = np.zeros(size, np.int64), np.zeros(size, np.uint8)
    in_utc = np.zeros(size, np.bool_)
    for row in range(size):
        start, end = starts[row], ends[row]
        if is_missing(text, start, end, words):
            continue
        states[row] = ODD
        if end - start < 19:
            continue
        day = _day_number(text, start, 1)
        hour, minute, second = _pair(text, start + 11), _pair(text, start + 14), _pair(text, start + 17)
        between = octet_at(text, start + 10)
        colons = (octet_at(text, start + 13) == _COLON) & (octet_at(text, start + 16) == _COLON)
        if not colons or (day == NO_DAY) | (hour > 23) | (minute > 59) | (second > 59):
            continue
        if (between != _T) & (between != _BLANK):
            continue
        place = start + 19
        if place < end and octet_at(text, place) == _POINT:
            place += 1
            while place < end and place < start + 26 and _ZERO <= octet_at(text, place) <= _NINE:
                place += 1
            if place == start + 20:
                continue
        offset = 0
        if place < end:
            offset = _offset(text, place, end)
            if offset >= _SECONDS_PER_DAY:
                continue
            in_utc[row] = True
        values[row] = day * _SECONDS_PER_DAY + hour * _SECONDS_PER_HOUR + minute * 60 + second - offset
        states[row] = READ
    return values, states, in_utc
