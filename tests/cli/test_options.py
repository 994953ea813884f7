"""Days, periods and places as they are written on the command line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huhang.cli.options import check_place, day_of, period_of
from huhang.vocabulary.places import Place
from huhang.vocabulary.words import HuhangError

PLACES = {
    place.code: place
    for place in (
        Place("000000", "全国", "China", "nation", None),
        Place("130000", "河北省", "Hebei", "province", "000000"),
        Place("130100", "石家庄市", "Shijiazhuang", "city", "130000"),
        Place("130104", "桥西区", "Qiaoxi", "district", "130100"),
        Place("310000", "上海市", "Shanghai", "province", "000000"),
    )
}


@given(st.dates())
def test_a_day_written_as_iso_is_read(day: date) -> None:
    assert day_of(day.isoformat(), "--on") == day


@pytest.mark.parametrize(
    "text", ["2025-13-01", "2025-02-29", "20251001", "2025-1-1", "昨天", "", "2025-W40-1"]
)
def test_anything_else_is_refused_with_its_option(text: str) -> None:
    with pytest.raises(HuhangError) as caught:
        day_of(text, "--from")
    assert caught.value.exit_code == 2
    for words in caught.value.text:
        assert "--from" in words
        assert text in words


def test_a_period_may_be_one_day() -> None:
    assert period_of("2025-10-01", "2025-10-01") == (date(2025, 10, 1), date(2025, 10, 1))


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(HuhangError, match=r"2025-10-02.*2025-10-01"):
        period_of("2025-10-02", "2025-10-01")


@pytest.mark.parametrize("code", ["310000", "000000", "ZZ-NYC"])
def test_known_places_and_foreign_areas_are_taken(code: str) -> None:
    assert check_place(code, PLACES) == code


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("130105", "130104"),
        ("上海", "310000"),
        ("石家庄", "130100"),
        ("qiaoxi", "130104"),
        ("31000", "310000"),
    ],
)
def test_an_unknown_place_is_refused_with_the_nearest(written: str, nearest: str) -> None:
    with pytest.raises(HuhangError) as caught:
        check_place(written, PLACES)
    assert caught.value.exit_code == 2
    assert all(nearest in words for words in caught.value.text)
