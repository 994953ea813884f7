"""Made cities audited: a clean one has nothing to find, a real one exactly what was put in."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huhang.audit.result import AuditResult
from huhang.audit.run import run_audit
from huhang.demo.city import PLANTED, City, MadePart, make_city, make_part
from huhang.demo.plan import Part
from huhang.law.loader import load_law
from huhang.procedure.powers import cap_of
from huhang.vocabulary.powers import Power
from huhang.vocabulary.words import Category, Force, HuhangError, Outcome
from tests.demo.cities import SINCE, UNTIL, one_district, plan
from tests.demo.sampled import FOUND, found_of, oracle_says, sample, subject

# What the law itself leaves open: Hebei's tiers and floors from 2025-12-01.
OPEN_LAW = ("min_wage.tier for 13", "min_wage.hourly for 13", "min_wage.monthly for 13")
# A handful of orders without a usable time is above the share that a small period may have.
OF_FAULTS = ("void time",)


def _audit(faults: str, workers: int, folder: Path) -> tuple[City, AuditResult, list[dict[str, Any]]]:
    city = make_city(plan(workers, faults), folder / "city")
    out = folder / "out"
    result = run_audit(folder / "city", places=["000000"], since=SINCE, until=UNTIL, out=out, sample=True)
    return city, result, result.findings.to_pylist()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, AuditResult, list[dict[str, Any]]]:
    return _audit("none", 150, tmp_path_factory.mktemp("clean"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, AuditResult, list[dict[str, Any]]]:
    return _audit("real", 220, tmp_path_factory.mktemp("real"))


def test_in_a_clean_city_nothing_is_found(clean: tuple[City, AuditResult, list[dict[str, Any]]]) -> None:
    city, result, findings = clean
    assert city.planted == []
    assert city.faults == {}
    assert [row for row in findings if row["verdict"] in FOUND] == []
    assert result.handover.quality.quarantined == 0


def test_in_a_clean_city_only_the_open_law_of_hebei_is_unknown(
    clean: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    unknown = [row for row in clean[2] if row["verdict"] == "unknown"]
    assert [row for row in unknown if not str(row["reason"]).startswith(OPEN_LAW)] == []
    assert {str(row["period_to"])[:7] for row in unknown} == {"2025-12"}
    assert {row["place"][:4] for row in unknown} == {"1301"}


def _told(row: dict[str, Any]) -> tuple[str, ...]:
    """What is planted, by the worker or, of a whole company, by the name of the subject."""
    whose = row["worker"] or row["subject"]
    return (row["right"], row["verdict"], row["platform"], whose, row["from"], row["to"])


def test_in_a_real_city_exactly_what_was_planted_is_found(
    real: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    city, _, findings = real
    planted = Counter(_told(row) for row in city.planted)
    found = Counter(subject(row) for row in findings if row["verdict"] in FOUND)
    assert found - planted == Counter()
    assert planted - found == Counter()
    asked = {row["kind"] for row in city.planted}
    assert asked >= {"below_floor", "holiday_not_paid", "unbroken", "not_paid", "underpaid", "paid_in_kind"}
    assert asked >= {"no_prompt", "pushed_early", "below_month", "no_premium"}
    assert asked >= {"underpaid_employee", "paid_late_employee"}


def test_what_was_planted_on_employees_rests_on_the_labour_law_and_may_be_ordered_to_be_put_right(
    real: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    city, _, findings = real
    planted = {_told(row) for row in city.planted if row.get("instrument") == "labour-law"}
    found = [row for row in findings if subject(row) in planted and row["force"] == "law"]
    assert {subject(row) for row in found} == planted
    assert {row["right"] for row in found} >= {"pay/in_full", "pay/on_time", "time/weekly_rest"}
    for row in found:
        assert (row["category"], row["instruments"]) == ("A", ["labour-law"]), row
        powers = load_law().rights[row["right"]].powers
        cap = cap_of(Force.LAW, Category.LABOUR_RELATION, Outcome.BROKEN, powers)
        assert cap.power >= Power.ORDER


def test_of_a_sample_of_workers_the_oracle_says_the_same(
    real: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    city, result, findings = real
    rows = result.handover.tables["workers"].to_pylist()
    workers = sample([(row["platform_id"], row["worker_id"]) for row in rows], 40, seed=7)
    workers |= sample([(row["platform"], row["worker"]) for row in city.planted if row["worker"]], 15, seed=7)
    said = oracle_says(result.handover, workers, SINCE, UNTIL)
    found = found_of(findings, workers)
    assert said.must - found == Counter()
    assert found - said.must - said.may == Counter()
    assert len({right for right, *_ in said.must}) >= 4


@pytest.mark.parametrize("faults", ["none", "real"])
def test_a_company_that_promises_too_much_is_found_where_its_orders_are_many(
    faults: str, tmp_path: Path
) -> None:
    made = one_district(320, faults)
    city = make_city(made, tmp_path / "city")
    rights = ["algorithm/strictest_limit", "cover/injury_premium"]
    out = tmp_path / "out"
    result = run_audit(
        tmp_path / "city", places=["310101"], since=made.since, until=made.until, out=out, rights=rights
    )
    rows = result.findings.to_pylist()
    planted = [row for row in city.planted if row["right"] in rights]
    assert Counter(subject(row) for row in rows) == Counter(_told(row) for row in planted)
    kinds = {"strictest_limit", "no_premium"} if faults == "real" else set()
    assert {row["kind"] for row in planted} == kinds
    for row in planted:
        found = next(finding for finding in rows if subject(finding) == _told(row))
        detail = json.loads(found["detail"])
        assert row["orders"] in (detail.get("promised_below"), detail.get("wrong"))
        assert found["shortfall_fen"] == row["fen"]
    assert result.receipt["counts"]["algorithm/strictest_limit"].get("kept", 0) > 5


def test_planted_amounts_are_found_to_the_fen(
    real: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    city, _, findings = real
    found = {subject(row): row for row in findings}
    told = 0
    for row in city.planted:
        whose = _told(row)
        if row["fen"] is not None and whose in found:
            assert found[whose]["shortfall_fen"] == row["fen"], row
            told += 1
    assert told >= 10


def test_faults_are_found_as_they_were_put_in(
    real: tuple[City, AuditResult, list[dict[str, Any]]],
) -> None:
    city, result, findings = real
    quality = result.handover.quality
    assert quality.quarantined <= city.faults["dated_1970"] * 2
    assert abs(quality.tables["orders"].counts["duplicates"] - city.faults["rows_per_item"]) <= 2
    others = {row["reason"] for row in findings if row["verdict"] == "unknown"}
    open_law = {reason for reason in others if str(reason).startswith((*OPEN_LAW, "rest."))}
    assert others - open_law <= set(OF_FAULTS)
    assert city.faults["pick_up_missing"] / city.rows["orders"] == pytest.approx(0.08, abs=0.015)


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    make_city(plan(60, "real"), tmp_path / "one", jobs=1)
    make_city(plan(60, "real"), tmp_path / "three", jobs=3)
    make_city(plan(60, "real", seed=4), tmp_path / "other", jobs=1)
    assert dict(_files(tmp_path / "one")) == dict(_files(tmp_path / "three"))
    assert dict(_files(tmp_path / "one")) != dict(_files(tmp_path / "other"))


def test_what_was_planted_is_written_down(tmp_path: Path) -> None:
    city = make_city(plan(60, "real"), tmp_path / "city")
    told = json.loads((tmp_path / "city" / PLANTED).read_text("utf-8"))
    assert told["planted"] == city.planted
    assert told["rows"] == city.rows
    assert told["city"]["seed"] == 3


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(HuhangError) as refused:
        make_city(plan(20, "none"), tmp_path)
    assert refused.value.exit_code == 8
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_city_broken_off_begins_no_further_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def counted(part: Part) -> MadePart:
        begun.append(part.number)
        return make_part(part)

    def broken_off(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("huhang.demo.city.make_part", counted)
    with pytest.raises(KeyboardInterrupt):
        make_city(plan(60, "none"), tmp_path / "city", jobs=1, progress=broken_off)
    # The part under way when the first was told is finished, and no other.
    assert len(begun) <= 2 < len(plan(60, "none").parts())
    assert list(tmp_path.iterdir()) == []
