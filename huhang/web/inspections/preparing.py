"""Findings and counts of an audit made ready for pages: one DuckDB file, sorted once as pages read it.

A list reads narrow rows in its own order and stops when the page is full; only then are the rows shown
looked up, by an index. Counts are added up once, so that no dashboard scans findings. What is long (`detail`)
stays in the results.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from huhang.vocabulary.words import Outcome

Progress = Callable[[str, int, int], None]

# Whatever the number of findings; what does not fit is sorted on disk.
_MEMORY = "2GB"
# Part of the file's name: what an earlier build prepared otherwise is prepared again.
_LAYOUT = 4
# A word of these columns is stored and compared as a small number; pages filter by the first ones.
WORDS = ("right", "platform_id", "place", "verdict", "force", "subject_kind")
_TOLD_WORDS = ("reason", "category", "category_from", "unit")
_LISTS = ("clauses", "instruments")
_PLAIN = ("finding_id", "subject_id", "period_from", "period_to", "measure", "threshold", "shortfall_fen")
# Rows on which all else is equal stay in one order for every run.
_ORDER = 'platform_id, "right", verdict, amount DESC, period_from, subject_id, finding_id'
# The orders of lists beside that of the findings themselves.
ORDERS = {
    "by_amount": "amount DESC, row",
    "by_first_day": "period_from, row",
    "by_last_day": "period_from DESC, row",
}
# The first fifteen hexadecimal digits of a finding's id as a number.
ID_KEY = "('0x' || substr({}, 1, 15))::BIGINT"


def prepared_of(folder: Path) -> Path:
    """Where the prepared rows of the results in `folder` lie: beside it."""
    return folder.with_suffix(f".{_LAYOUT}.duckdb")


def prepare_run(folder: Path, progress: Progress | None = None) -> Path:
    """Prepare the results in `folder`; the file made appears whole or not at all."""
    prepared = prepared_of(folder)
    with tempfile.TemporaryDirectory(prefix=f".{prepared.name}-", dir=prepared.parent) as scratch:
        fresh = Path(scratch) / "prepared.duckdb"
        with duckdb.connect(str(fresh), config={"temp_directory": scratch, "memory_limit": _MEMORY}) as db:
            parts = _parts(folder)
            for step, (name, do) in enumerate(parts):
                if progress:
                    progress(name, step, len(parts))
                do(db)
        os.replace(fresh, prepared)
    if progress:
        progress("prepare", len(parts), len(parts))
    return prepared


def _parts(folder: Path) -> list[tuple[str, Callable[[duckdb.DuckDBPyConnection], None]]]:
    findings, verdicts = (_quoted(str(folder / f"{name}.parquet")) for name in ("findings", "verdicts"))
    return [
        ("words", lambda db: _make_words(db, findings, verdicts)),
        ("findings", lambda db: _make_findings(db, findings)),
        ("orders", _make_orders),
        ("counts", _make_counts),
        ("tallies", lambda db: _make_tallies(db, verdicts)),
    ]


def _make_words(db: duckdb.DuckDBPyConnection, findings: str, verdicts: str) -> None:
    """A type for each column of few words."""
    for column in (*WORDS, *_TOLD_WORDS, *_LISTS):
        word = _joined(column) if column in _LISTS else f'"{column}"'
        source = f"SELECT {word} AS word FROM read_parquet('{findings}')"
        if column in ("right", "platform_id", "place", "verdict"):
            source += f" UNION ALL SELECT {word} FROM read_parquet('{verdicts}')"
        words = db.sql(f"SELECT DISTINCT word FROM ({source}) WHERE word IS NOT NULL ORDER BY word")
        named = ", ".join(f"'{_quoted(str(word))}'" for (word,) in words.fetchall()) or "''"
        db.execute(f"CREATE TYPE {column}_word AS ENUM ({named})")


def _joined(column: str) -> str:
    return f'to_json("{column}")::VARCHAR'


def _make_findings(db: duckdb.DuckDBPyConnection, findings: str) -> None:
    """Every finding with its number, its amount (-1: none), and its row in the results."""
    words = ", ".join(f'"{column}"::{column}_word AS "{column}"' for column in (*WORDS, *_TOLD_WORDS))
    lists = ", ".join(f"{_joined(column)}::{column}_word AS {column}" for column in _LISTS)
    db.execute(
        f"""CREATE TABLE findings AS
            SELECT (row_number() OVER ())::INTEGER AS row, * FROM (
                SELECT {words}, {lists}, coalesce(shortfall_fen, -1) AS amount, {", ".join(_PLAIN)},
                       file_row_number::INTEGER AS source_row
                FROM read_parquet('{findings}', file_row_number = true) ORDER BY {_ORDER})"""
    )
    db.execute("CREATE UNIQUE INDEX finding_of_row ON findings (row)")


def _make_orders(db: duckdb.DuckDBPyConnection) -> None:
    """What lists filter and sort by, once in each order; and where a person and an id are found."""
    for name, order in ORDERS.items():
        db.execute(
            f"""CREATE TABLE {name} AS
                SELECT row, "right", platform_id, place, verdict, force, amount, period_from
                FROM findings ORDER BY {order}"""
        )
    db.execute("CREATE TABLE by_subject AS SELECT hash(subject_id) AS key, row FROM findings ORDER BY ALL")
    db.execute(
        f"CREATE TABLE by_id AS SELECT {ID_KEY.format('finding_id')} AS key, row FROM findings ORDER BY ALL"
    )


def _make_counts(db: duckdb.DuckDBPyConnection) -> None:
    """Findings and their differences by all that lists filter by, except amounts, ids and single days."""
    keys = '"right", place, verdict, force'
    db.execute(
        f"""CREATE TABLE counts_of_companies AS
            SELECT platform_id, {keys}, date_trunc('month', period_from)::DATE AS period_from,
                   count(*) AS findings, sum(amount) FILTER (amount > 0)::BIGINT AS fen
            FROM by_amount GROUP BY ALL ORDER BY platform_id"""
    )
    db.execute(
        f"""CREATE TABLE counts AS
            SELECT {keys}, period_from, sum(findings)::BIGINT AS findings, sum(fen)::BIGINT AS fen
            FROM counts_of_companies GROUP BY ALL"""
    )


def _make_tallies(db: duckdb.DuckDBPyConnection, verdicts: str) -> None:
    """Subjects of each outcome and differences by company, right, district and month, or fewer."""
    counted = ", ".join(
        f"""sum(subjects) FILTER (verdict = '{outcome}')::BIGINT AS {outcome}""" for outcome in OUTCOMES
    )
    db.execute(
        f"""CREATE TABLE tallies AS
            WITH counted AS (
                SELECT platform_id::platform_id_word AS platform_id, "right"::right_word AS "right",
                       place::place_word AS place, date_trunc('month', period_from)::DATE AS month, {counted}
                FROM read_parquet('{verdicts}') GROUP BY ALL),
            due AS (
                SELECT platform_id, "right", place, date_trunc('month', period_from)::DATE AS month,
                       sum(amount)::BIGINT AS fen
                FROM by_amount WHERE verdict = 'broken' AND amount >= 0 GROUP BY ALL)
            SELECT c.*, CASE WHEN c.broken IS NOT NULL THEN due.fen END AS fen
            FROM counted c LEFT JOIN due
              ON due.platform_id = c.platform_id AND due."right" = c."right" AND due.month = c.month
             AND due.place IS NOT DISTINCT FROM c.place
            ORDER BY ALL"""
    )
    sums = ", ".join(f"sum({column})::BIGINT AS {column}" for column in COUNTED)
    for name, keys in _TALLIES.items():
        db.execute(f"CREATE TABLE {name} AS SELECT {keys}, {sums} FROM tallies GROUP BY ALL ORDER BY {keys}")


# What tallies count: subjects of each outcome, and the differences of those broken.
OUTCOMES = tuple(outcome.value for outcome in Outcome)
COUNTED = (*OUTCOMES, "fen")
# Tallies of a whole audit: in the order in which one right or month of all companies is read, and fewer rows
# where less is asked.
_TALLIES = {
    "tallies_by_right": '"right", month, place, platform_id',
    "tallies_by_month": "month, place, platform_id",
    "tallies_of_companies": "place, platform_id",
    "tallies_of_rights": '"right", month, place',
}


def _quoted(text: str) -> str:
    return text.replace("'", "''")
