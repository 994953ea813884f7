"""What is judged once for many is what each of them would have been told one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from huhang.audit import findings, prepare
from huhang.engine import alike_queries, company_facts
from tests.engine.folders import Audited, audited, write_folder
from tests.oracle.batches import gathered
from tests.oracle.second_sets import Row
from tests.oracle.standing import Audit
from tests.oracle.streams import Handed, time_stream

AUDIT = Audit(date(2025, 6, 1), date(2025, 12, 31))
RIGHTS = ("time/continuous", "time/daily", "time/weekly_rest")
KINDS = ("labour_contract", "civil_contract", "written_agreement")
STATUSES = (None, None, "student", "pensioner")


def with_relations(number: int, handed: Handed) -> Handed:
    """Workers of every status, many with agreements that begin or end around the days of their orders."""
    about = {str(row["worker_id"]): row for row in handed.rows("workers")}
    agreements: list[Row] = []
    for place, (worker_id, row) in enumerate(sorted(about.items())):
        about[worker_id] = {**row, "person_status": STATUSES[(number + place) % len(STATUSES)]}
        days = sorted(
            datetime.fromtimestamp(order["accepted_at"], UTC).date()
            for order in handed.rows("orders")
            if order["accepted_at"] is not None
        )
        if not days or (number + place) % 3 == 0:
            continue
        since = days[len(days) // 2] + timedelta(days=number % 5 - 2)
        agreements.append(
            {
                "agreement_id": f"{handed.platform_id}-{worker_id}",
                "platform_id": handed.platform_id,
                "worker_id": worker_id,
                "kind": KINDS[number % len(KINDS)],
                "signed_on": since,
                "valid_from": since,
                "valid_to": since + timedelta(days=number % 4),
            }
        )
    return replace(
        handed, tables={**handed.tables, "workers": list(about.values()), "agreements": agreements}
    )


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    everybody = [with_relations(number, one) for number, one in enumerate(gathered(time_stream, 150))]
    return write_folder(tmp_path_factory.mktemp("alike") / "records", everybody)


@pytest.fixture(scope="module")
def judged(records: Path) -> Audited:
    return audited(records, AUDIT, rights=RIGHTS, jobs=3)


def test_one_by_one_gives_the_same(records: Path, judged: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "_shortest", lambda *_: 0)
    result, tables = judged
    one_by_one, other = audited(records, AUDIT, rights=RIGHTS)
    assert tables["findings"].equals(other["findings"])
    assert tables["verdicts"].equals(other["verdicts"])
    assert result.would_be.equals(one_by_one.would_be)
    assert {"broken", "kept", "unknown", "not_applicable"} <= set(tables["verdicts"]["verdict"].to_pylist())
    assert result.would_be.num_rows


def test_adding_up_on_the_way_gives_the_same(
    records: Path, judged: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "ORDERS_TOGETHER", 100)
    for module in (alike_queries, company_facts, findings):
        monkeypatch.setattr(module, "_MOST_WAITING", 5)
    result, tables = judged
    in_groups, other = audited(records, AUDIT, rights=RIGHTS, jobs=2)
    assert [name for name, table in tables.items() if not table.equals(other[name])] == []
    assert result.would_be.equals(in_groups.would_be)
