"""What must not change the outcome of an audit, and what may change it in one direction only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from huhang.audit import prepare
from tests.engine.folders import Audited, Change, audited, write_folder
from tests.engine.test_against_oracle import engine_facts
from tests.engine.verdicts import verdicts
from tests.oracle.batches import gathered
from tests.oracle.money_streams import AUTUMN, SUMMER, money_stream
from tests.oracle.second_sets import Row, was_accepted
from tests.oracle.standing import Audit
from tests.oracle.streams import Handed, blank_order, time_stream

Judged = dict[str, Any]
NAMES = ("worker_id", "subject_id")
SHOWN = (
    *("platform_id", "worker_id", "subject_id", "period_from", "period_to", "place", "verdict", "reason"),
    *("measure", "threshold", "shortfall_fen"),
)
WEEK_S = 7 * 86400
DAY_COLUMNS = ("effective_from", "period_from", "period_to", "due_on", "paid_on")
SECOND_COLUMNS = (
    *("accepted_at", "completed_at", "cancelled_at", "online_at", "offline_at", "from_at", "to_at"),
    "occurred_at",
)


def shuffled(name: str, table: pa.Table) -> Sequence[pa.Table]:
    rows = list(range(table.num_rows))
    Random(name).shuffle(rows)
    return [table.take(rows)]


def split(name: str, table: pa.Table) -> Sequence[pa.Table]:
    """Three files, one row after the other."""
    return [table.take(list(range(part, table.num_rows, 3))) for part in range(3)]


def doubled(name: str, table: pa.Table) -> Sequence[pa.Table]:
    """Every row twice, the second time in another file."""
    return [table, table.take(list(reversed(range(table.num_rows))))]


@pytest.fixture(scope="module")
def autumn() -> list[Handed]:
    return gathered(lambda dice: money_stream(dice, AUTUMN), 40)


@pytest.fixture(scope="module")
def plain(autumn: list[Handed], tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """The audit of the files as they are."""
    return audited(write_folder(tmp_path_factory.mktemp("records") / "plain", autumn), AUTUMN.audit)


@pytest.fixture(scope="module")
def before(autumn: list[Handed]) -> list[Judged]:
    """Every subject with its verdict, before anything is changed."""
    return judged(autumn, AUTUMN.audit)


@pytest.mark.parametrize("change", [shuffled, split, doubled])
def test_how_files_are_cut_changes_nothing(
    change: Change, autumn: list[Handed], plain: Audited, tmp_path: Path
) -> None:
    other = audited(write_folder(tmp_path / "other", autumn, change), AUTUMN.audit)
    assert other[1] == plain[1]
    assert other[0].handover.data_hash == plain[0].handover.data_hash


def test_format_and_jobs_change_nothing(autumn: list[Handed], plain: Audited, tmp_path: Path) -> None:
    other = audited(write_folder(tmp_path / "csv", autumn, split, csv=True), AUTUMN.audit, jobs=5)
    assert other[1] == plain[1]
    assert other[0].handover.data_hash == plain[0].handover.data_hash


def test_facts_of_few_orders_at_a_time_are_the_same(
    autumn: list[Handed], plain: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "ORDERS_AT_ONCE", 9)
    other = audited(write_folder(tmp_path / "few", autumn, shuffled), AUTUMN.audit)
    assert other[1] == plain[1]


def judged(handed: Sequence[Handed], audit: Audit) -> list[Judged]:
    """Every subject of every right, its name, its verdict and its figures."""
    found = verdicts(handed, audit)
    return [{"right": right} | {name: row[name] for name in SHOWN} for right in found for row in found[right]]


def told(rows: Sequence[Judged], without: tuple[str, ...] = ()) -> list[str]:
    """The subjects in a fixed order, but for the columns left out."""
    return sorted(str({name: cell for name, cell in row.items() if name not in without}) for row in rows)


def changed(handed: Handed, table: str, rows: Sequence[Row]) -> Handed:
    return replace(handed, tables=dict(handed.tables) | {table: rows})


def test_refused_orders_change_nothing(autumn: list[Handed], before: list[Judged]) -> None:
    refused = [
        blank_order(one.workers()[0], "refused") | {"platform_id": one.platform_id, "status": "refused"}
        for one in autumn
    ]
    more = [
        changed(one, "orders", [*one.rows("orders"), row]) for one, row in zip(autumn, refused, strict=True)
    ]
    assert told(judged(more, AUTUMN.audit)) == told(before)


def renamed(handed: Handed) -> Handed:
    """Workers under other names, in the opposite order of the alphabet."""
    names = {worker: f"z{9 - int(worker[1:])}" for worker in ("w0", "w1", "w2")}
    tables = {
        table: [
            dict(row) | ({"worker_id": names[row["worker_id"]]} if "worker_id" in row else {}) for row in rows
        ]
        for table, rows in handed.tables.items()
    }
    return replace(handed, tables=tables)


def test_names_of_workers_change_nothing_else(autumn: list[Handed], before: list[Judged]) -> None:
    after = judged([renamed(one) for one in autumn], AUTUMN.audit)
    assert told(after, NAMES) == told(before, NAMES)


def paid_more(handed: Handed) -> Handed:
    rows = [
        dict(row) | {"pay_base_fen": None if row["pay_base_fen"] is None else row["pay_base_fen"] + 37}
        for row in handed.rows("orders")
    ]
    return changed(handed, "orders", rows)


def test_more_pay_never_breaks_the_floor() -> None:
    handed = gathered(lambda dice: money_stream(dice, SUMMER), 150)

    def floors(platforms: Sequence[Handed]) -> dict[tuple[Any, ...], str]:
        names = ("platform_id", "worker_id", "settlement_from", "settlement_to", "settled")
        rows = verdicts(platforms, SUMMER.audit, ("pay/hourly_floor",))["pay/hourly_floor"]
        return {tuple(row[name] for name in names): row["verdict"] for row in rows}

    before, after = floors(handed), floors([paid_more(one) for one in handed])
    assert before.keys() == after.keys()
    moves = {(before[key], after[key]) for key in before if before[key] != after[key]}
    assert moves == {("broken", "kept")} or moves == {("broken", "kept"), ("broken", "unknown")}


def shifted(handed: Handed, weeks: int) -> Handed:
    """Everything the same number of weeks later."""

    def moved(row: Row) -> Row:
        later = {name: row[name] + weeks * WEEK_S for name in SECOND_COLUMNS if row.get(name) is not None}
        days = {name: row[name] + timedelta(weeks=weeks) for name in DAY_COLUMNS if row.get(name) is not None}
        return dict(row) | later | days

    return replace(
        handed, tables={name: [moved(row) for row in rows] for name, rows in handed.tables.items()}
    )


def test_whole_weeks_later_facts_are_the_same() -> None:
    handed = gathered(time_stream, 300)
    later = engine_facts([shifted(one, 3) for one in handed])

    def moved(key: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(part + timedelta(weeks=3) if isinstance(part, date) else part for part in key)

    for worker, facts in engine_facts(handed).items():
        assert later[worker]["days"] == {moved(key): found for key, found in facts["days"].items()}
        assert later[worker]["areas"] == {moved(key): found for key, found in facts["areas"].items()}


def halved(row: Row) -> list[Row]:
    """The order as two that touch in its middle."""
    if row["status"] != "completed" or not was_accepted(row) or row["completed_at"] is None:
        return [row]
    middle = (row["accepted_at"] + row["completed_at"]) // 2
    if not row["accepted_at"] < middle < row["completed_at"]:
        return [row]
    second = dict(row) | {"order_id": f"{row['order_id']}-b", "accepted_at": middle}
    return [dict(row) | {"completed_at": middle}, second]


def test_orders_that_touch_are_as_one() -> None:
    handed = [changed(one, "order_breaks", []) for one in gathered(time_stream, 300)]
    cut = [
        changed(one, "orders", [part for row in one.rows("orders") for part in halved(row)]) for one in handed
    ]
    after = engine_facts(cut)
    for worker, facts in engine_facts(handed).items():
        assert after[worker]["spells"] == facts["spells"]
        # orders and void orders are counted, all lengths of time stay.
        lengths = {day: found[2:] for day, found in facts["days"].items()}
        assert {day: found[2:] for day, found in after[worker]["days"].items() if day in lengths} == lengths
