"""Verdicts of all rights as the two tables an audit hands on: findings one by one, verdicts counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.asking import fetch, one_thread, run
from huhang.engine.judge import TOLD
from huhang.engine.plan import Plan, PlannedRight
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import FORCES_WITHOUT_VERDICT

_FINDINGS: dict[str, pa.DataType] = {
    "finding_id": pa.string(),
    "right": pa.string(),
    "verdict": pa.string(),
    "reason": pa.string(),
    "force": pa.string(),
    "category": pa.string(),
    "category_from": pa.string(),
    "clauses": pa.list_(pa.string()),
    "instruments": pa.list_(pa.string()),
    "place": pa.string(),
    "subject_kind": pa.string(),
    "subject_id": pa.string(),
    "platform_id": pa.string(),
    "period_from": pa.date32(),
    "period_to": pa.date32(),
    "measure": pa.int64(),
    "threshold": pa.int64(),
    "unit": pa.string(),
    "shortfall_fen": pa.int64(),
    "detail": pa.string(),
}
FINDINGS = pa.schema(_FINDINGS)
_VERDICTS: dict[str, pa.DataType] = {
    "right": pa.string(),
    "platform_id": pa.string(),
    "place": pa.string(),
    "period_from": pa.date32(),
    "verdict": pa.string(),
    "reason": pa.string(),
    "subjects": pa.int64(),
}
VERDICTS = pa.schema(_VERDICTS)

# One order for every run: by right, company, place, subject and day, whoever computed it first.
_ORDER = '"right", platform_id, place, subject_id, period_from, period_to, finding_id'
_ID_LENGTH = 20
# Rows of counts that wait before they are added up: so many, or as many as they are added to.
_MOST_WAITING = 300_000
_TOLD = pa.array(TOLD)
_TOLD_ROWS = pa.schema({**_FINDINGS, "would_be": pa.string(), "worker_id": pa.string()})
_IDENTITY = (
    "right_name", "verdict", "reason", "instrument", "platform_id", "subject_id", "place", "period_from",
    "period_to", "category", "category_from", "measure", "threshold", "due_fen", "detail",
)  # fmt: skip

# What is kept of every subject to be counted, and what besides of one of which something is told. Naming it
# spares all other columns the way through the query.
_COUNTED = ("platform_id", "place", "period_from", "verdict", "reason", "instrument")
_TOLD_OF = {
    **dict.fromkeys(("worker_id", "subject_kind", "subject_id"), "VARCHAR"),
    "period_to": "DATE",
    **dict.fromkeys(("category", "category_from", "force"), "VARCHAR"),
    **dict.fromkeys(("measure", "threshold", "due_fen"), "BIGINT"),
    **dict.fromkeys(("would_be", "unit", "detail"), "VARCHAR"),
}
# The answers of all rights in one table. Most rows are only counted: what is told of the others is a list of
# one, so that it takes no room in those.
_JUDGED = f"""
CREATE TEMP TABLE judged (
    {", ".join(f"{name} {'DATE' if name == 'period_from' else 'VARCHAR'}" for name in _COUNTED)},
    right_name VARCHAR, subjects BIGINT,
    told STRUCT({", ".join(f"{name} {kind}" for name, kind in _TOLD_OF.items())})[])
"""
# Only what no rule forbids may be judged once for many (alike_queries.py).
_TOLD_TOGETHER = "SELECT right_name FROM judged WHERE told IS NOT NULL AND subjects > 1 LIMIT 1"
_FINDING_ID = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in _IDENTITY)
_WHAT_IS_TOLD = f"""
WITH rows AS (SELECT * EXCLUDE (told), unnest(told, max_depth := 2) FROM judged WHERE told IS NOT NULL)
SELECT substr(sha256(concat_ws('|', {_FINDING_ID})), 1, {_ID_LENGTH}) AS finding_id,
       right_name AS "right", verdict, nullif(reason, '') AS reason, force,
       category, category_from, coalesce(s.clauses, []) AS clauses,
       CASE WHEN instrument IS NULL THEN [] ELSE [instrument] END AS instruments, place,
       subject_kind, subject_id, platform_id, period_from, period_to,
       measure, threshold, unit, due_fen AS shortfall_fen, detail, would_be, worker_id
FROM rows LEFT JOIN served s USING (right_name, place)
"""
_COUNTS = """
SELECT right_name AS "right", platform_id, place, period_from, verdict, nullif(reason, '') AS reason,
       sum(subjects)::BIGINT AS subjects
FROM judged GROUP BY ALL
"""
_TEXTS = "SELECT DISTINCT instrument FROM judged WHERE instrument IS NOT NULL"


@dataclass(frozen=True)
class Found:
    """What a right, a bucket or an audit found; `told` has findings and what would be, `counts` all."""

    told: pa.Table
    counts: pa.Table
    instruments: frozenset[str]

    def findings(self) -> pa.Table:
        """Broken, signal and unknown, one row each.

        What is unknown rests on no text yet, so that it has no force; and a missing fact is not zero.
        """
        rows = self._rows(pc.is_in(pc.field("verdict"), value_set=_TOLD))
        unknown: Any = pc.equal(rows["verdict"], pa.scalar("unknown"))
        rows = _emptied(rows, "force", unknown)
        for column in ("measure", "threshold"):
            rows = _emptied(rows, column, pc.and_kleene(unknown, pc.equal(rows[column], pa.scalar(0))))
        return rows

    def would_be(self) -> pa.Table:
        """What would be broken, kept or a signal for persons whose status lies outside; never findings."""
        return self._rows(pc.is_valid(pc.field("would_be")), "would_be")

    def by_verdict(self, right: str) -> dict[str, int]:
        """How many subjects of a right had which verdict."""
        rows = (
            self.counts.filter(pc.field("right") == right)
            .group_by("verdict")
            .aggregate([("subjects", "sum")])
        )
        return dict(sorted((row["verdict"], row["subjects_sum"]) for row in rows.to_pylist()))

    def _rows(self, chosen: pc.Expression, verdict: str = "verdict") -> pa.Table:
        rows = self.told.filter(chosen)
        rows = rows.set_column(rows.column_names.index("verdict"), "verdict", rows.column(verdict))
        return rows.select(FINDINGS.names).cast(FINDINGS)


def _emptied(rows: pa.Table, column: str, where: Any) -> pa.Table:
    """The rows with nothing in a column where a mask says so."""
    nothing = pa.scalar(None, rows.schema.field(column).type)
    values = pc.if_else(pc.fill_null(where, False), nothing, rows[column])
    return rows.set_column(rows.schema.get_field_index(column), column, values)


def find(db: duckdb.DuckDBPyConnection, plan: Plan, served: pa.Table, *, of_companies: bool = False) -> Found:
    """Ask every right of the plan of the facts in the database: those of workers, or those of companies."""
    db.register("served", served)
    for name, table in plan.law.items():
        db.register(name, table)
    run(db, _JUDGED)
    for planned in plan.rights:
        if planned.of_companies is of_companies:
            _ask(db, planned)
    for (right,) in db.execute(_TOLD_TOGETHER).fetchall():
        raise ValueError(f"{right}: something is told of subjects that were taken for alike")
    told, counts = fetch(db, _WHAT_IS_TOLD).cast(_TOLD_ROWS), fetch(db, _COUNTS).cast(VERDICTS)
    texts = frozenset(str(text) for (text,) in db.execute(_TEXTS).fetchall())
    db.execute("DROP TABLE judged")
    return Found(told, counts, texts)


def _ask(db: duckdb.DuckDBPyConnection, planned: PlannedRight) -> None:
    """Add the answers of one right; an amount belongs to what is broken, or would be, and to nothing else."""
    pairs = ", ".join(f"'{name}', detail_{name}" for name in planned.details)
    values = {name: name for name in _TOLD_OF} | {
        "due_fen": "CASE WHEN 'broken' IN (verdict, would_be) THEN shortfall_fen END",
        "unit": f"'{planned.unit}'",
        "detail": f"json_object({pairs})",
    }
    told = ", ".join(f"'{name}': ({values[name]})::{kind}" for name, kind in _TOLD_OF.items())
    run(
        db,
        f"""INSERT INTO judged BY NAME
            SELECT {", ".join(_COUNTED)}, '{planned.name}' AS right_name, {planned.subjects} AS subjects,
                   CASE WHEN told THEN [{{{told}}}] END AS told
            FROM ({planned.query})""",
    )


class Gathered:
    """What was found so far: what is told, compressed, and the numbers of verdicts, added up as they grow."""

    def __init__(self) -> None:
        self._told: list[pa.Buffer] = []
        self._counts = [VERDICTS.empty_table()]
        self._instruments = frozenset[str]()

    def add(self, part: Found) -> None:
        """Add what was found in one more group of buckets."""
        self._told.append(_compressed(part.told))
        self._counts.append(part.counts)
        self._instruments |= part.instruments
        first, *waiting = (counts.num_rows for counts in self._counts)
        if sum(waiting) > max(_MOST_WAITING, first):
            self._counts = [_added(self._counts)]

    def whole(self) -> Found:
        """All of it, in one order for every run, whoever computed it first."""
        parts = [pa.ipc.open_stream(part).read_all() for part in self._told]
        with duckdb.connect() as db:
            db.register("told", pa.concat_tables([_TOLD_ROWS.empty_table(), *parts]))
            told = fetch(db, f"SELECT * FROM told ORDER BY {_ORDER}")
        return Found(told, _added(self._counts), self._instruments)


def _compressed(rows: pa.Table) -> pa.Buffer:
    kept = pa.BufferOutputStream()
    with pa.ipc.new_stream(kept, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(rows)
    return kept.getvalue()


def _added(counts: Sequence[pa.Table]) -> pa.Table:
    with one_thread() as db:
        db.register("counts", pa.concat_tables(counts))
        return fetch(
            db,
            """SELECT "right", platform_id, place, period_from, verdict, reason,
                      sum(subjects)::BIGINT AS subjects
               FROM counts GROUP BY ALL ORDER BY ALL""",
        ).cast(VERDICTS)


def served_clauses(book: LawBook, areas: Iterable[str]) -> pa.Table:
    """The clauses that each right serves in each area: those of documents that hold there."""
    rows = []
    for area in areas:
        for name, loaded in book.rights.items():
            clauses = [clause for clause in loaded.right.clauses if _holds(book, clause, area)]
            rows.append({"right_name": name, "place": area, "clauses": clauses})
    kinds: dict[str, pa.DataType] = {
        "right_name": pa.string(),
        "place": pa.string(),
        "clauses": pa.list_(pa.string()),
    }
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _holds(book: LawBook, clause: str, area: str) -> bool:
    instrument = book.instruments[book.clause_home[clause]]
    return instrument.force not in FORCES_WITHOUT_VERDICT and instrument.holds_at(area)
