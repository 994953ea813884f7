"""Local times against the standard library, around every change of clock of a year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huhang.records.zones import zone_clock

ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns"]


def _seconds(clock: datetime) -> int:
    return int(clock.replace(tzinfo=UTC).timestamp())


@given(zone=st.sampled_from(ZONES), day=st.integers(0, 365 * 60), minute=st.integers(0, 1439))
def test_local_time_is_as_the_standard_library_has_it(zone: str, day: int, minute: int) -> None:
    clock, info = zone_clock(zone), ZoneInfo(zone)
    start = datetime(2005, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    local = start + timedelta(days=day, minutes=minute)
    utc, skipped = clock.to_utc(np.array([_seconds(local)]))
    first, second = (int(local.replace(tzinfo=info, fold=fold).timestamp()) for fold in (0, 1))
    there = datetime.fromtimestamp(first, info).replace(tzinfo=None) == local
    assert bool(skipped[0]) is not there
    assert not there or utc[0] == first
    assert bool(clock.occurs_twice(np.array([_seconds(local)]))[0]) is (second > first)


@pytest.mark.parametrize("zone", ZONES[1:])
def test_both_sides_of_every_change(zone: str) -> None:
    clock, info = zone_clock(zone), ZoneInfo(zone)
    for change, before in zip(clock.changes[:20].tolist(), clock.before[:20].tolist(), strict=True):
        for step in (-1, 0, 1, 1799, 1800, 3599, 3600):
            local = change + before + step
            naive = datetime.fromtimestamp(local, UTC).replace(tzinfo=None)
            expected = int(naive.replace(tzinfo=info).timestamp())
            utc, skipped = clock.to_utc(np.array([local]))
            assert skipped[0] or utc[0] == expected


def test_china_has_one_clock() -> None:
    assert zone_clock("Asia/Shanghai").fixed_offset == 8 * 3600
    assert zone_clock("America/New_York").fixed_offset is None
