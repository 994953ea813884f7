"""Findings and counts of an audit made ready for pages: one DuckDB file in the order that pages read.

Rows of a company and right lie together, the greatest difference first, so that a filtered list reads only
what it shows; counts are added up once, so that no dashboard scans findings.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

Progress = Callable[[str, int, int], None]

_WORDS = ("right", "platform_id", "place", "verdict", "force", "subject_kind")
# Rows on which all else is equal stay in one order for every run.
_ORDER = 'platform_id, "right", verdict, amount DESC, period_from, subject_id, finding_id'
_STEPS = 3


def prepare_run(folder: Path, prepared: Path, progress: Progress | None = None) -> None:
    """Make `prepared` from the results in `folder`; it appears whole or not at all."""
    prepared.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{prepared.name}-", dir=prepared.parent) as scratch:
        fresh = Path(scratch) / "prepared.duckdb"
        with duckdb.connect(str(fresh), config={"temp_directory": scratch}) as db:
            for step, (name, do) in enumerate(_parts(folder)):
                if progress:
                    progress(name, step, _STEPS)
                do(db)
        os.replace(fresh, prepared)
    if progress:
        progress("prepare", _STEPS, _STEPS)


def _parts(folder: Path) -> list[tuple[str, Callable[[duckdb.DuckDBPyConnection], None]]]:
    findings, verdicts = str(folder / "findings.parquet"), str(folder / "verdicts.parquet")
    return [
        ("words", lambda db: _make_words(db, findings, verdicts)),
        ("findings", lambda db: _make_findings(db, findings)),
        ("tallies", lambda db: _make_tallies(db, verdicts)),
    ]


def _make_words(db: duckdb.DuckDBPyConnection, findings: str, verdicts: str) -> None:
    """A type for each column of few words, so that a word is compared as a small number."""
    for column in _WORDS:
        source = f"SELECT \"{column}\" AS word FROM read_parquet('{_quoted(findings)}')"
        if column not in ("force", "subject_kind"):
            source += f" UNION SELECT \"{column}\" FROM read_parquet('{_quoted(verdicts)}')"
        words = db.sql(f"SELECT DISTINCT word FROM ({source}) WHERE word IS NOT NULL ORDER BY word")
        named = ", ".join(f"'{_quoted(str(word))}'" for (word,) in words.fetchall()) or "''"
        db.execute(f"CREATE TYPE {column}_word AS ENUM ({named})")


def _make_findings(db: duckdb.DuckDBPyConnection, findings: str) -> None:
    """Every finding with its number, its amount (-1: none), and what it is looked up by."""
    words = ", ".join(f'"{column}"::{column}_word AS "{column}"' for column in _WORDS)
    rest = ", ".join(f'"{column}"' for column in _REST)
    db.execute(
        f"""CREATE TABLE findings AS
            SELECT (row_number() OVER (ORDER BY {_ORDER}))::INTEGER AS row, {words},
                   amount, period_from,
                   hash(subject_id) AS subject_key, {ID_KEY.format("finding_id")} AS id_key, {rest}
            FROM (SELECT *, coalesce(shortfall_fen, -1) AS amount
                  FROM read_parquet('{_quoted(findings)}')) ORDER BY {_ORDER}"""
    )


_REST = (
    "finding_id", "reason", "category", "category_from", "clauses", "instruments", "subject_id", "period_to",
    "measure", "threshold", "unit", "shortfall_fen", "detail",
)  # fmt: skip
# The first fifteen hexadecimal digits of a finding's id as a number.
ID_KEY = "('0x' || substr({}, 1, 15))::BIGINT"


def _make_tallies(db: duckdb.DuckDBPyConnection, verdicts: str) -> None:
    """Subjects and differences by company, right, district, month and outcome."""
    db.execute(
        f"""CREATE TABLE tallies AS
            WITH counted AS (
                SELECT platform_id, "right", place, date_trunc('month', period_from)::DATE AS month,
                       verdict, sum(subjects)::BIGINT AS subjects
                FROM read_parquet('{_quoted(verdicts)}') GROUP BY ALL),
            due AS (
                SELECT platform_id::VARCHAR AS platform_id, "right"::VARCHAR AS "right",
                       place::VARCHAR AS place, date_trunc('month', period_from)::DATE AS month,
                       verdict::VARCHAR AS verdict, sum(shortfall_fen)::BIGINT AS fen,
                       count(shortfall_fen) AS amounts
                FROM findings WHERE verdict = 'broken' GROUP BY ALL)
            SELECT c.platform_id::platform_id_word AS platform_id, c."right"::right_word AS "right",
                   c.place::place_word AS place, c.month, c.verdict::verdict_word AS verdict, c.subjects,
                   due.fen, coalesce(due.amounts, 0) AS amounts
            FROM counted c LEFT JOIN due
              ON due.platform_id = c.platform_id AND due."right" = c."right" AND due.month = c.month
             AND due.verdict = c.verdict AND due.place IS NOT DISTINCT FROM c.place
            ORDER BY 1, 2, 3, 4, 5"""
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")
