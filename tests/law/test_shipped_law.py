"""The law that comes with the package: whole, sourced, without gaps, true to the clauses of the mission."""

from datetime import date, timedelta
from itertools import groupby

import pytest

from huhang.law.instrument_files import CONVENTION
from huhang.law.loader import SHIPPED_ROOT
from huhang.vocabulary.law import LawBook, Parameter
from huhang.vocabulary.places import covers, layers
from huhang.vocabulary.words import FORCES_WITHOUT_VERDICT, Force, Modality
from huhang.vocabulary.yaml_files import read_yaml_file
from tests.law.shared import needs_shared, read_evidence

RIGHTS = {
    "pay/hourly_floor",
    "pay/on_time",
    "pay/in_full",
    "pay/holiday_premium",
    "time/continuous",
    "time/weekly_rest",
    "pay/bad_review_cut",
    "pay/charges",
    "pay/monthly_floor",
    "time/overtime_limit",
}
NOT_IN_FORCE = {"plan", "consultation", "model", "news"}


def all_layers(book: LawBook) -> list[Parameter]:
    """Every layer of every key."""
    return [layer for by_place in book.parameters.values() for layer in by_place.values()]


def test_the_rights_of_the_first_audit_are_there(book: LawBook) -> None:
    assert set(book.rights) >= RIGHTS


def test_every_dated_value_has_a_source_that_resolves(book: LawBook) -> None:
    for layer in all_layers(book):
        for value in layer.values:
            assert value.source == CONVENTION or value.source in book.instruments, layer.key
    for tier in book.tiers:
        assert tier.source in book.instruments


def test_the_source_of_a_clause_is_its_instrument(book: LawBook) -> None:
    for layer in all_layers(book):
        for value in layer.values:
            if value.clause is not None:
                assert book.clause_home[value.clause] == value.source, (layer.key, value)


def test_no_gap_and_no_overlap_inside_a_layer(book: LawBook) -> None:
    for layer in all_layers(book):
        dated = [value for value in layer.values if value.from_day is not None]
        for _, run in groupby(dated, key=lambda value: value.tier):
            ends: date | None = None
            for value in run:
                assert value.from_day is not None
                assert ends is None or value.from_day == ends + timedelta(days=1), (layer.key, layer.place)
                ends = value.until_day or date.max


def test_a_lower_layer_is_allowed_by_every_layer_above(book: LawBook) -> None:
    for key, by_place in book.parameters.items():
        for place in by_place:
            for above in set(layers(place)[1:]) & set(by_place):
                assert book.places[place].level in by_place[above].overridable_by, (key, place)


def test_a_key_has_one_unit_at_all_places(book: LawBook) -> None:
    mixed = {key: {layer.unit for layer in by_place.values()} for key, by_place in book.parameters.items()}
    assert {key for key, units in mixed.items() if len(units) > 1} == set()


def test_every_tier_of_a_value_is_that_of_some_area_or_known_to_have_none(book: LawBook) -> None:
    """An area with a tier finds the value of its tier in a layer above it on every day of the tier."""
    hourly = book.parameters["min_wage.hourly"]
    for tier in book.tiers:
        for code in tier.places:
            layer = next(hourly[place] for place in layers(code) if place in hourly)
            held = [value for value in layer.values if value.tier == tier.value]
            days = (tier.from_day, tier.until_day or tier.from_day)
            for day in days:
                assert any(
                    value.from_day is not None
                    and value.from_day <= day
                    and (value.until_day is None or day <= value.until_day)
                    for value in held
                ), (code, tier)


def test_drafts_and_practice_never_give_a_verdict(book: LawBook) -> None:
    for key, by_place in book.parameters.items():
        for layer in by_place.values():
            for value in layer.values:
                force = book.instruments[value.source].force if value.source != CONVENTION else None
                if key.startswith("draft."):
                    assert value.from_day is None
                if key.startswith("practice."):
                    assert force is Force.PRACTICE
                if key in ("min_wage.hourly", "min_wage.monthly"):
                    assert force is Force.NORMATIVE_DOCUMENT


def test_a_document_without_a_place_is_of_a_force_without_verdict(book: LawBook) -> None:
    for instrument in book.instruments.values():
        if instrument.place is None:
            assert instrument.force in FORCES_WITHOUT_VERDICT, instrument.id


def test_shanghai_document_ends_on_its_day(book: LawBook) -> None:
    assert book.instruments["sh-2022-1"].until_day == date(2026, 12, 31)
    assert book.instruments["he-2021-5"].from_day == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("place", "hourly", "monthly"),
    [
        ("310000", ("social_insurance",), ("social_insurance", "housing_fund")),
        ("130000", (), ()),
        ("110000", ("social_insurance", "housing_fund"), ("social_insurance", "housing_fund")),
    ],
)
def test_what_comes_on_top_of_the_floor(
    book: LawBook, place: str, hourly: tuple[str, ...], monthly: tuple[str, ...]
) -> None:
    for kind, expected in (("hourly", hourly), ("monthly", monthly)):
        layer = book.parameters[f"min_wage.{kind}.on_top"][place]
        assert {value.value for value in layer.values} == {expected}
        assert layer.values[-1].until_day is None
        floor = book.parameters[f"min_wage.{kind}"][place].values
        assert all(
            min(value.from_day for value in floor if value.from_day) <= on_top.from_day
            for on_top in layer.values
            if on_top.from_day
        )


@needs_shared
def test_every_clause_of_the_mission_is_there_with_its_modality(book: LawBook) -> None:
    wanted = read_evidence("mission/clauses.yaml")["clauses"]
    assert len(wanted) > 150
    for row in wanted:
        clause = book.clause(row["id"])
        assert (clause.modality, clause.who) == (Modality(row["modality"]), row["who"]), row["id"]
        assert clause.duty.zh
        assert clause.duty.en
        assert clause.duty.en != row["duty"], f"{row['id']}: in own words"


@needs_shared
def test_every_document_of_the_mission_is_there(book: LawBook) -> None:
    rows = read_evidence("mission/clauses.yaml")
    for prefix, document in rows["documents"].items():
        homes = {book.clause_home[row["id"]] for row in rows["clauses"] if row["id"].split("-")[0] == prefix}
        assert len(homes) <= 1, prefix
        for home in homes:
            instrument = book.instruments[home]
            if document["number"] is not None:
                assert instrument.number == document["number"]
            if document["level"] in NOT_IN_FORCE:
                assert instrument.place is None or instrument.force in FORCES_WITHOUT_VERDICT, home


def test_every_file_of_parameters_names_a_place_that_covers_something(book: LawBook) -> None:
    for path in (SHIPPED_ROOT / "parameters").glob("*.yaml"):
        assert read_yaml_file(path, SHIPPED_ROOT).data
        assert any(covers(path.stem, code) for code in book.places)
