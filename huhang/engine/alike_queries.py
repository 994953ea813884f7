"""The queries that count what no rule forbids instead of judging it one by one.

A spell or a day that is fine whoever worked it is told of nobody: all that a rule asks of it is its place,
day and trade and the standing of its worker. Subjects that agree in these are one row, `subjects` of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import duckdb
import pyarrow as pa

from huhang.engine.asking import fetch, one_thread
from huhang.engine.judge import OUTSIDE_STATUS
from huhang.engine.sums import Sums

# Agreements that say what the relation of a worker to the company is, and from which day to which.
CONTRACTS = """
    SELECT platform_id, worker_id, signed_on, coalesce(valid_from, signed_on) AS from_day,
           coalesce(valid_to, DATE '9999-12-30') AS to_day,
           CASE kind WHEN 'labour_contract' THEN 'A' WHEN 'written_agreement' THEN 'B'
                     WHEN 'civil_contract' THEN 'C' END AS category
    FROM agreements WHERE worker_id IS NOT NULL AND signed_on IS NOT NULL
      AND kind IN ('labour_contract', 'written_agreement', 'civil_contract')"""

# Workers who are told one by one whatever they did: who may be of another category during the audit, or are
# of another status.
_NEAR = "BETWEEN getvariable('since') - 7 AND getvariable('until')"
APART = f"""
SELECT platform_id, worker_id FROM ({CONTRACTS}) WHERE from_day {_NEAR} OR to_day + 1 {_NEAR}
UNION SELECT platform_id, worker_id FROM workers WHERE person_status IN {OUTSIDE_STATUS}
"""

_FINE = "{length} <= getvariable('{fine}') AND void_orders = 0 AND long_orders = 0 AND place IS NOT NULL"
_FINE_SPELL = _FINE.format(length="length_s", fine="fine_spell_s")
_FINE_DAY = _FINE.format(length="in_hand_s", fine="fine_day_s")
_AUDITED = "BETWEEN getvariable('since') AND getvariable('until')"

# What is told one by one: what is not fine, and all of those who are told one by one whatever they did.
SPELLS = f"""
WITH chosen AS (
    FROM spells WHERE NOT ({_FINE_SPELL})
    UNION ALL
    FROM spells SEMI JOIN apart USING (platform_id, worker_id) WHERE {_FINE_SPELL})
SELECT * EXCLUDE (day, last_day, starts_at, ends_at), day AS period_from, last_day AS period_to,
       strftime(make_timestamp(start_s * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS starts_at,
       strftime(make_timestamp(end_s * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS ends_at,
       worker_id AS subject_id, 1::BIGINT AS subjects
FROM chosen WHERE last_day {_AUDITED}
"""

DAYS = f"""
WITH audited AS (FROM worker_days WHERE in_hand_s > 0 AND day {_AUDITED}),
chosen AS (
    FROM audited WHERE NOT ({_FINE_DAY})
    UNION ALL
    FROM audited SEMI JOIN apart USING (platform_id, worker_id) WHERE {_FINE_DAY})
SELECT w.platform_id, w.worker_id, w.worker_id AS subject_id, w.day AS period_from, w.day AS period_to,
       w.place, w.sector, w.subsector, w.orders, w.void_orders, w.long_orders,
       w.in_hand_s, w.working_s, w.span_s, w.online_s,
       coalesce(p.prompts, 0) AS prompts, coalesce(p.pushed, 0) AS pushed,
       coalesce(p.offers_blank, 0) AS offers_blank, coalesce(h.rest_prompts, false) AS prompts_handed,
       1::BIGINT AS subjects
FROM chosen w
LEFT JOIN prompt_days p USING (platform_id, worker_id, day) LEFT JOIN handed h USING (platform_id)
"""

# The rest, with what is kept of it: place, days, trade, the worker for the sake of standing, and the length.
_REST: Mapping[str, str] = {
    "spells": f"""
        SELECT platform_id, worker_id, least_break_s, day AS period_from, last_day AS period_to,
               place, sector, subsector, length_s, subjects
        FROM like_spells ANTI JOIN apart USING (platform_id, worker_id) WHERE last_day {_AUDITED}""",
    "days": f"""
        SELECT platform_id, worker_id, day AS period_from, day AS period_to,
               place, sector, subsector, in_hand_s, 1 AS subjects
        FROM worker_days ANTI JOIN apart USING (platform_id, worker_id)
        WHERE in_hand_s > 0 AND day {_AUDITED} AND {_FINE_DAY}""",
}
_LENGTHS = {"spells": "length_s", "days": "in_hand_s"}
ALIKE = tuple(_REST)
# Rows that wait before they are added up.
_MOST_WAITING = 300_000


def who_is_apart(records: Mapping[str, pa.Table], since: date, until: date) -> pa.Table:
    """Workers who are told one by one whatever they did in an audit: platform_id, worker_id."""
    with duckdb.connect() as db:
        for name in ("agreements", "workers"):
            db.register(name, records[name])
        db.execute(f"SET VARIABLE since = DATE '{since}'; SET VARIABLE until = DATE '{until}'")
        return fetch(db, APART)


def alike_query(subjects: str, standing: str) -> str:
    """The query for subjects that are alike, one row for each kind; `standing` adds that of their workers."""
    of_workers = standing.format(subjects=f"({_REST[subjects]})")
    return _added_up(subjects, f"SELECT * EXCLUDE (worker_id) FROM ({of_workers})")


def _added_up(subjects: str, query: str) -> str:
    length = _LENGTHS[subjects]
    return f"""
        SELECT * EXCLUDE ({length}, subjects), max({length}) AS {length}, sum(subjects)::BIGINT AS subjects
        FROM ({query}) GROUP BY ALL"""


def _together(subjects: str, parts: Sequence[pa.Table]) -> pa.Table:
    with one_thread() as db:
        db.register("parts", pa.concat_tables(parts))
        return fetch(db, _added_up(subjects, "FROM parts"))


def alike_so_far() -> Sums:
    """Subjects that are alike among all groups of workers, judged when all have been added."""
    return Sums({name: partial(_together, name) for name in ALIKE}, _MOST_WAITING)
