"""The sample that the project ships: written anew the same, and audited with what was planted found."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from huhang.audit.result import AuditResult
from huhang.audit.run import run_audit
from huhang.law.loader import load_law
from huhang.records.quality import SKIPPED
from huhang.vocabulary.words import Outcome

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "two-cities"
PLAN = yaml.safe_load(Path(__file__).with_name("planted.yaml").read_text("utf-8"))
PLANTED: list[dict[str, Any]] = PLAN["planted"]
AUDIT = PLAN["audit"]
LAW = ROOT / "huhang" / "law"
RIGHTS = sorted(load_law().rights)
FOUND = ("broken", "signal", "unknown")
HERO, HERO_DAYS = "QF-3107", ("2025-12-01", "2025-12-15")


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> AuditResult:
    out = tmp_path_factory.mktemp("sample") / "out"
    days = {"since": AUDIT["since"], "until": AUDIT["until"]}
    return run_audit(SAMPLE, places=AUDIT["places"], **days, out=out, sample=True)


@pytest.fixture(scope="module")
def findings(audit: AuditResult) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = audit.findings.to_pylist()
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def test_what_is_unknown_has_no_force_and_no_measure_of_nothing(findings: list[dict[str, Any]]) -> None:
    unknown = [row for row in findings if row["verdict"] == "unknown"]
    assert len(unknown) > 10
    assert {row["force"] for row in unknown} == {None}
    assert 0 not in {row[column] for row in unknown for column in ("measure", "threshold")}
    assert None not in {row["force"] for row in findings if row["verdict"] == "broken"}


def _of(entry: dict[str, Any]) -> tuple[Any, ...]:
    named = (entry[name] for name in ("right", "verdict", "platform", "subject", "place", "from"))
    return (*named, entry["to"])


def _is(row: dict[str, Any]) -> tuple[Any, ...]:
    named = ("right", "verdict", "platform_id", "subject_id", "place", "period_from", "period_to")
    return tuple(row[name] for name in named)


def _rows(company: str, table: str) -> Iterator[dict[str, str]]:
    with (SAMPLE / company / f"{table}.csv").open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


def test_the_script_writes_the_same_bytes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_sample.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, cwd=tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.csv")}
    shipped = {path.relative_to(SAMPLE): path.read_bytes() for path in SAMPLE.rglob("*.csv")}
    assert written == shipped


def test_the_sample_is_small_and_names_nobody() -> None:
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 2_000_000
    for path in SAMPLE.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = set(next(csv.reader(stream)))
        assert not header & {"name", "phone", "id_number", "birth_date", "sex"}, path.name


def test_every_planted_subject_is_told_of_in_the_read_me() -> None:
    text = (SAMPLE / "README.md").read_text("utf-8")
    assert {entry["subject"] for entry in PLANTED if entry["subject"] not in text} == set()


@pytest.mark.parametrize("verdict", ["broken", "signal"])
def test_exactly_what_was_planted_is_found(findings: list[dict[str, Any]], verdict: str) -> None:
    found = Counter(_is(row) for row in findings if row["verdict"] == verdict)
    assert found == Counter(_of(entry) for entry in PLANTED if entry["verdict"] == verdict)


def test_planted_findings_have_their_force_measure_and_causes(findings: list[dict[str, Any]]) -> None:
    by_subject = {_is(row): row for row in findings}
    for entry in PLANTED:
        if entry["verdict"] in ("broken", "signal"):
            row = by_subject[_of(entry)]
            told = {name: entry[name] for name in ("force", "measure", "shortfall_fen") if name in entry}
            assert {name: row[name] for name in told} == told, entry
            assert row["detail"].get("causes", []) == entry.get("causes", []), entry


@pytest.mark.parametrize(
    "entry",
    [entry for entry in PLANTED if entry["verdict"] == "unknown"],
    ids=lambda entry: f"{entry['right']} {entry['subject']}",
)
def test_what_was_hidden_is_unknown(findings: list[dict[str, Any]], entry: dict[str, Any]) -> None:
    wanted = (entry["right"], "unknown", entry["platform"], entry["subject"], entry["place"], entry["from"])
    assert entry["reason"] in [row["reason"] for row in findings if _is(row)[:6] == wanted]


@pytest.mark.parametrize(
    "entry",
    [entry for entry in PLANTED if entry["verdict"] not in FOUND],
    ids=lambda entry: f"{entry['right']} {entry['subject']} {entry['verdict']}",
)
def test_what_is_in_order_is_counted(
    audit: AuditResult, findings: list[dict[str, Any]], entry: dict[str, Any]
) -> None:
    names = ("right", "platform", "place", "from", "verdict")
    counted = {
        (row["right"], row["platform_id"], row["place"], row["period_from"], row["verdict"], row["reason"])
        for row in audit.verdicts.to_pylist()
    }
    assert (*(entry[name] for name in names), entry.get("reason")) in counted
    subject = (entry["right"], entry["platform"], entry["subject"], entry["from"])
    held = [(row["right"], row["platform_id"], row["subject_id"], row["period_from"]) for row in findings]
    assert subject not in held


def outcomes_of(right: str) -> set[str]:
    """What a right can give: kept, out of its scope, and whatever its own file names besides.

    The strictest limit names neither broken nor unknown, the premium for injury cover no signal.
    """
    source = (LAW / right / "rule.py").read_text("utf-8")
    named = {str(Outcome[name]) for name in re.findall(r"\bOutcome\.([A-Z_]+)", source)}
    return named | {str(Outcome.KEPT), str(Outcome.NOT_APPLICABLE)}


def test_each_right_shows_every_outcome_it_can_give(audit: AuditResult) -> None:
    given: dict[str, set[str]] = {}
    for row in audit.verdicts.to_pylist():
        given.setdefault(row["right"], set()).add(row["verdict"])
    assert given == {right: outcomes_of(right) for right in RIGHTS}


@pytest.mark.parametrize("right", RIGHTS)
def test_every_outcome_of_every_right_is_planted(right: str) -> None:
    assert {entry["verdict"] for entry in PLANTED if entry["right"] == right} == outcomes_of(right)


def test_the_spoiled_rows_are_set_aside_and_the_rest_kept(audit: AuditResult) -> None:
    quality = audit.handover.quality
    orders = quality.tables["orders"]
    assert dict(orders.reasons) == PLAN["set_aside"]
    assert orders.counts["duplicates"] == PLAN["duplicates"]
    assert orders.counts["accepted"] > 3_000
    assert {file.file for file in quality.files if file.state == SKIPPED} == {"README.md"}
    assert orders.coverage.clock_faults["completed_at_before_accepted_at"] == 4
    assert (orders.coverage.pick_ups_missing or 0) > 20


def _second(cell: str) -> int:
    """Seconds on the clock of the place since 1970."""
    return int(datetime.fromisoformat(cell).replace(tzinfo=UTC).timestamp())


def _in_the_half_month(cell: str) -> bool:
    return HERO_DAYS[0] <= cell[:10] <= HERO_DAYS[1]


def _work_of_the_hero() -> set[int]:
    """Every second of orders, demanded presence and pauses up to a quarter of an hour, one by one."""
    orders = [row for row in _rows("qingfeng", "orders") if row["worker_id"] == HERO]
    sessions = [row for row in _rows("qingfeng", "sessions") if row["worker_id"] == HERO]
    spans = [(row["accepted_at"], row["completed_at"] or row["cancelled_at"]) for row in orders]
    spans += [(row["online_at"], row["offline_at"]) for row in sessions]
    seconds: set[int] = set()
    for first, last in spans:
        if _in_the_half_month(first):
            seconds.update(range(_second(first), _second(last)))
    for before, after in pairwise(sorted(seconds)):
        if after - before - 1 <= 15 * 60:
            seconds.update(range(before + 1, after))
    return seconds


def test_the_gravest_shortfall_comes_out_by_hand(findings: list[dict[str, Any]]) -> None:
    named = (row for row in findings if row["right"] == "pay/hourly_floor" and row["subject_id"] == HERO)
    row = next(named)
    floor = -(-len(_work_of_the_hero()) * 2500 // 3600)  # 25 yuan an hour in every district of Shanghai
    pay = sum(
        int(order[name].replace(".", ""))
        for order in _rows("qingfeng", "orders")
        if order["worker_id"] == HERO and _in_the_half_month(order["accepted_at"])
        for name in ("pay_base_yuan", "pay_incentive_yuan")
    )
    counted = pay - 5000 - 3000
    assert (row["threshold"], row["measure"], row["shortfall_fen"]) == (floor, counted, floor - counted)
    assert 20_000 < row["shortfall_fen"] < 60_000
    assert {line["area"] for line in row["detail"]["lines"]} == {"310104", "310112"}
