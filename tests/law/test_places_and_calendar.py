"""Places, wage tiers and the calendar as shipped."""

import csv
from datetime import date, timedelta

import pytest

from huhang.law.place_codes import place_codes
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import is_area_code, layers
from tests.law.shared import SHARED, needs_shared

SHANGHAI = "黄浦 徐汇 长宁 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 浦东新 金山 松江 青浦 奉贤 崇明"


def tier_on(book: LawBook, code: str, day: date) -> list[tuple[int, bool]]:
    """The tiers of an area on a day, with whether each is confirmed."""
    return [
        (tier.value, tier.confirmed)
        for tier in book.tiers
        if code in tier.places and tier.from_day <= day and (tier.until_day is None or day <= tier.until_day)
    ]


def test_every_place_has_its_layers(book: LawBook) -> None:
    for code, place in book.places.items():
        assert is_area_code(code)
        assert place.en
        if place.level != "nation":
            assert place.parent == layers(code)[1], code
            assert all(layer in book.places for layer in layers(code)), code


def test_the_codes_alone_are_those_of_all_places(book: LawBook) -> None:
    assert place_codes() == book.places.keys()


def test_shanghai_has_sixteen_districts_below_a_row_of_its_own(book: LawBook) -> None:
    districts = [place for place in book.places.values() if place.parent == "310100"]
    assert {place.zh for place in districts} == {f"{name}区" for name in SHANGHAI.split()}
    assert (book.places["310100"].zh, book.places["310100"].parent) == ("上海市辖区", "310000")
    assert {"Changning", "Minhang"} < {place.en for place in districts}


def test_hebei_has_its_eleven_cities(book: LawBook) -> None:
    cities = [place.en for place in book.places.values() if place.parent == "130000"]
    assert sorted(cities) == [
        "Baoding",
        "Cangzhou",
        "Chengde",
        "Handan",
        "Hengshui",
        "Langfang",
        "Qinhuangdao",
        "Shijiazhuang",
        "Tangshan",
        "Xingtai",
        "Zhangjiakou",
    ]


def test_an_abolished_code_names_what_came_after_it(book: LawBook) -> None:
    abolished = [place for place in book.places.values() if place.until_day is not None]
    assert abolished
    for place in abolished:
        assert place.successor is not None
        assert book.places[place.successor].until_day is None


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("130104", date(2024, 5, 1), [(1, True)]),
        ("130104", date(2016, 6, 30), []),
        ("130104", date(2016, 7, 1), [(1, True)]),
        ("130104", date(2025, 11, 30), [(1, True)]),
        ("130104", date(2025, 12, 1), [(1, False)]),
        ("130107", date(2020, 1, 1), [(3, True)]),
        ("130107", date(2025, 12, 1), []),
        ("130129", date(2020, 1, 1), [(4, True)]),
        ("130129", date(2023, 1, 1), [(3, True)]),
        ("130123", date(2019, 10, 31), [(2, True)]),
        ("130123", date(2019, 11, 1), []),
        ("130183", date(2023, 1, 1), [(2, True)]),
        ("130202", date(2024, 5, 1), []),
        ("320102", date(2026, 1, 1), [(1, False)]),
        ("330122", date(2026, 1, 1), []),
    ],
)
def test_the_tier_of_an_area_on_a_day(
    book: LawBook, code: str, day: date, expected: list[tuple[int, bool]]
) -> None:
    assert tier_on(book, code, day) == expected


def test_make_up_days_are_weekends_and_days_off_are_not_worked(book: LawBook) -> None:
    calendar = book.calendar
    assert calendar.known_years == set(range(2004, 2027))
    assert all(day.weekday() >= 5 for day in calendar.makeup_workdays)
    assert calendar.makeup_workdays.isdisjoint(calendar.days_off | calendar.statutory)
    for day in calendar.days_off | calendar.makeup_workdays:
        assert calendar.is_workday(day) == (day in calendar.makeup_workdays)


def test_a_statutory_day_is_off_in_every_published_year(book: LawBook) -> None:
    calendar = book.calendar
    published = {day for day in calendar.statutory if calendar.is_known(day)}
    assert published <= calendar.days_off


@pytest.mark.parametrize(
    ("year", "count"),
    [(2018, 11), (2019, 11), (2021, 11), (2022, 11), (2024, 11), (2025, 13), (2026, 13), (2027, 13)],
)
def test_the_number_of_statutory_days(book: LawBook, year: int, count: int) -> None:
    assert sum(1 for day in book.calendar.statutory if day.year == year) == count


def test_the_days_of_october_2025(book: LawBook) -> None:
    """National Day and Mid-Autumn in one break: 1 to 8 October off, 28 September and 11 October worked."""
    calendar = book.calendar
    october = [date(2025, 10, 1) + timedelta(days=number) for number in range(31)]
    assert [day.day for day in october if day in calendar.statutory] == [1, 2, 3, 6]
    assert [day.day for day in october if calendar.is_workday(day)][:3] == [9, 10, 11]
    assert calendar.workday_on_or_before(date(2025, 10, 8)) == date(2025, 9, 30)
    with pytest.raises(KeyError):
        calendar.is_workday(date(2027, 1, 4))


def test_the_calendar_agrees_with_the_parameters(book: LawBook) -> None:
    for key, days in (
        ("holiday.statutory_dates", book.calendar.statutory),
        ("holiday.makeup_workdays", book.calendar.makeup_workdays),
    ):
        for value in book.parameters[key]["000000"].values:
            assert value.from_day is not None
            assert isinstance(value.value, tuple)
            year = value.from_day.year
            assert {day.isoformat() for day in days if day.year == year} == set(value.value), (key, year)


@needs_shared
def test_every_arranged_day_is_shipped(book: LawBook) -> None:
    path = SHARED / "data" / "calendar-cn" / "cn_rest_and_makeup_days_2004_2026.csv"
    kinds: dict[str, set[date]] = {"休": set(), "班": set()}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kinds[row["kind"]].add(date.fromisoformat(row["date"]))
    assert kinds["休"] == set(book.calendar.days_off)
    assert kinds["班"] == set(book.calendar.makeup_workdays)


@needs_shared
def test_every_listed_region_is_shipped(book: LawBook) -> None:
    for name, zeros in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        path = SHARED / "data" / "regions-cn" / name
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                place = book.places[row["code"] + zeros]
                assert place.zh.endswith(row["name"]) or row["name"] in ("县", "市辖区"), row
