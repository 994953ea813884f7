"""A few rows about one worker, judged by some rights at once: every answer is told, also what is kept."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from huhang.audit.prepare import Prepared, prepare
from huhang.engine.asking import one_thread
from huhang.engine.buckets import workers_of
from huhang.engine.derive import derive
from huhang.engine.facts import RECORDS, Surroundings, calendar_table, judge_alike, lay_out_facts
from huhang.engine.plan import PlannedRight, make_plan
from huhang.records.handover import Handover
from huhang.records.quality import Quality
from huhang.records.tables import TABLES
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import NATION
from huhang.vocabulary.words import Outcome

_ONE_DAY = timedelta(days=1)
_ANSWER = (
    "verdict", "reason", "instrument", "force", "place", "category", "category_from", "subject_kind",
    "period_from", "period_to", "measure", "threshold", "shortfall_fen",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a right says of one subject; amounts in fen, measures in the right's unit.

    `detail` is the arithmetic as findings have it, for `explaining.arithmetic_of`.
    """

    right: str
    outcome: Outcome
    reason: str | None
    instrument: str | None
    force: str | None
    place: str | None
    category: str | None
    category_from: str | None
    subject_kind: str
    period_from: date
    period_to: date
    measure: int | None
    threshold: int | None
    shortfall_fen: int | None
    detail: Mapping[str, Any]


def judge_worker(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    book: LawBook,
    rights: Sequence[str],
    since: date,
    until: date,
) -> list[Answer]:
    """Judge rows by table, named as records have them; nothing is written, and no company is judged.

    A table with no rows counts as handed over. Answers stand by right, then by their first day.
    """
    tables = {name: _table(name, found) for name, found in rows.items()}
    present = {name: frozenset(TABLES[name].by_name) for name in tables}
    handover = Handover(tables, present, {}, Quality([], {}), [], "", {})
    prepared = prepare(handover, book, until, since=since)
    small = {name: prepared.tables[name] for name in RECORDS} | {"handed": prepared.handed_over}
    around = Surroundings(small, calendar_table(book.calendar, since, until), since, until)
    first, last = prepared.reach
    reach = min(first, since - _ONE_DAY), max(last, until + _ONE_DAY)
    plan = make_plan(
        book, rights, (NATION,), prepared.handed, prepared.areas, reach, prepared.tables, around,
        all_lists=True,
    )  # fmt: skip
    with one_thread() as db:
        _lay_out(db, prepared, around)
        for name, table in plan.law.items():
            db.register(name, table)
        return [answer for planned in plan.rights for answer in _answers(db, planned)]


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = TABLES[name].arrow_schema
    whole = [{column: row.get(column) for column in schema.names} for row in rows]
    table = pa.Table.from_pylist(whole, schema=schema)
    return table.sort_by([(column, "ascending") for column in TABLES[name].key])


def _lay_out(db: duckdb.DuckDBPyConnection, prepared: Prepared, around: Surroundings) -> None:
    derived = derive(prepared.tables, {}, prepared.habits)
    judge_alike(db, lay_out_facts(db, derived, workers_of(derived), around))


def _answers(db: duckdb.DuckDBPyConnection, planned: PlannedRight) -> list[Answer]:
    pairs = ", ".join(f"'{name}', detail_{name}" for name in planned.details)
    found = db.execute(
        f"""SELECT {", ".join(_ANSWER)}, json_object({pairs})::VARCHAR
            FROM ({planned.query}) ORDER BY period_from, period_to, measure"""
    ).fetchall()
    return [_answer(planned.name, row) for row in found]


def _answer(right: str, row: Sequence[Any]) -> Answer:
    told = dict(zip(_ANSWER, row, strict=False))
    outcome = Outcome(told.pop("verdict"))
    short = told.pop("shortfall_fen")
    reason = told.pop("reason") or None
    return Answer(
        right=right,
        outcome=outcome,
        reason=reason,
        shortfall_fen=short if outcome is Outcome.BROKEN else None,
        detail=json.loads(row[-1] or "{}"),
        **told,
    )
