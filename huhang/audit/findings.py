"""Verdicts of all rights as the two tables an audit hands on: findings one by one, verdicts counted."""

from collections.abc import Iterable

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend

from huhang.vocabulary.law import LawBook, LoadedRight
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
_IDENTITY = (
    "d.right_name", "verdict", "reason", "instrument", "platform_id", "subject_id", "place", "period_from",
    "period_to", "category", "category_from", "measure", "threshold", "due_fen", "detail",
)  # fmt: skip


class Verdicts:
    """The verdicts of one audit, gathered right by right in the database of its facts."""

    def __init__(self, backend: Backend, book: LawBook, areas: Iterable[str]) -> None:
        self._backend = backend
        self._db = backend.con
        self._db.register("served", _served(book, areas))
        self._made = 0

    def add(self, loaded: LoadedRight, judged: ir.Table) -> dict[str, int]:
        """Store the subjects of one right; returns the number of subjects by verdict.

        An amount belongs to what is broken, or would be; nothing else has one.
        """
        details = sorted(name for name in judged.columns if name.startswith("detail_"))
        pairs = ", ".join(f"'{name.removeprefix('detail_')}', {name}" for name in details)
        identity = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in _IDENTITY)
        right = loaded.right
        rows = f"""
            SELECT substr(sha256(concat_ws('|', {identity})), 1, {_ID_LENGTH}) AS finding_id,
                   d.right_name AS "right", verdict, nullif(reason, '') AS reason, force,
                   category, category_from, coalesce(s.clauses, []) AS clauses,
                   CASE WHEN instrument IS NULL THEN [] ELSE [instrument] END AS instruments, place,
                   subject_kind, subject_id, platform_id, period_from, period_to,
                   measure, threshold, '{right.unit}' AS unit, due_fen AS shortfall_fen, detail,
                   would_be, worker_id
            FROM (SELECT *, '{loaded.name}' AS right_name, json_object({pairs})::VARCHAR AS detail,
                         CASE WHEN 'broken' IN (verdict, would_be) THEN shortfall_fen END
                             AS due_fen
                  FROM ({self._backend.compile(judged)})) d
            LEFT JOIN served s ON s.right_name = d.right_name AND s.area_code = d.place"""
        into = "INSERT INTO judged BY NAME" if self._made else "CREATE TABLE judged AS"
        self._db.execute(f"{into} {rows}")
        self._made += 1
        counted = self._db.execute(
            'SELECT verdict, count(*) FROM judged WHERE "right" = ? GROUP BY verdict ORDER BY verdict',
            [loaded.name],
        )
        return dict(counted.fetchall())

    def findings(self) -> pa.Table:
        """Broken, signal and unknown, one row each, in one order."""
        return self._rows("verdict IN ('broken', 'signal', 'unknown')")

    def would_be(self) -> pa.Table:
        """What would be broken, kept or a signal for persons whose status lies outside; never findings."""
        return self._rows("would_be IS NOT NULL", verdict="would_be")

    def counts(self) -> pa.Table:
        """Subjects counted by right, company, place, first day, verdict and reason."""
        return _fetch(
            self._db,
            """SELECT "right", platform_id, place, period_from, verdict, reason, count(*) AS subjects
               FROM judged GROUP BY ALL ORDER BY ALL""",
        ).cast(VERDICTS)

    def instruments(self) -> list[str]:
        """The texts that verdicts rest on."""
        rows = self._db.execute("SELECT DISTINCT unnest(instruments) AS id FROM judged ORDER BY id")
        return [str(name) for (name,) in rows.fetchall()]

    def _rows(self, condition: str, verdict: str = "verdict") -> pa.Table:
        names = ", ".join(f'"{name}"' for name in FINDINGS.names)
        chosen = f"SELECT * REPLACE ({verdict} AS verdict) FROM judged WHERE {condition}"
        return _fetch(self._db, f"SELECT {names} FROM ({chosen}) ORDER BY {_ORDER}").cast(FINDINGS)


def _served(book: LawBook, areas: Iterable[str]) -> pa.Table:
    """The clauses that each right serves in each area: those of documents that hold there."""
    rows = []
    for area in areas:
        for name, loaded in book.rights.items():
            clauses = [clause for clause in loaded.right.clauses if _holds(book, clause, area)]
            rows.append({"right_name": name, "area_code": area, "clauses": clauses})
    kinds: dict[str, pa.DataType] = {
        "right_name": pa.string(),
        "area_code": pa.string(),
        "clauses": pa.list_(pa.string()),
    }
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _holds(book: LawBook, clause: str, area: str) -> bool:
    instrument = book.instruments[book.clause_home[clause]]
    return instrument.force not in FORCES_WITHOUT_VERDICT and instrument.holds_at(area)


def _fetch(db: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    table = db.sql(query).to_arrow_table()
    assert isinstance(table, pa.Table)
    return table
