"""The queries that turn the facts of all buckets into the subjects that rights judge.

They read the tables of `derive`, the small record tables, `calendar` (one row per day) and the variables
`since` and `until`, and are run in the order of `SHARED`.
"""

from huhang.engine.alike_queries import APART, CONTRACTS, SPELLS
from huhang.engine.payout_queries import COMPANY_PAYOUTS, DUE_DAYS, PAYOUT_ROWS, PAYOUTS, SETTLED
from huhang.engine.prompt_facts import PROMPT_DAYS
from huhang.engine.work import PARTS_OF_PAY

# Who the worker is to the company, from which day to which, whatever the day; judgment > award > inspection >
# contract > declaration. With what the record of the worker says for good.
_STANDING = f"""
WITH contracts AS ({CONTRACTS}),
borders AS (
    SELECT platform_id, worker_id, unnest([DATE '0001-01-01', from_day, to_day + 1]) AS from_day
    FROM contracts
    UNION SELECT platform_id, worker_id, DATE '0001-01-01' FROM workers),
found AS (
    SELECT b.platform_id, b.worker_id, b.from_day,
           first(c.category ORDER BY c.signed_on DESC, c.category) FILTER (c.category IS NOT NULL) AS contract
    FROM borders b LEFT JOIN contracts c
      ON c.platform_id = b.platform_id AND c.worker_id = b.worker_id
     AND c.from_day <= b.from_day AND b.from_day <= c.to_day
    GROUP BY ALL),
chosen AS (
    SELECT f.platform_id, f.worker_id, f.from_day,
           CASE WHEN w.category_from IN ('judgment', 'award', 'inspection') THEN 1
                WHEN contract IS NOT NULL THEN 2
                WHEN w.category_from = 'contract' THEN 3
                WHEN w.category IS NOT NULL THEN 4
                WHEN w.instrument <> 'none' THEN 5 ELSE 6 END AS step,
           CASE step WHEN 2 THEN contract WHEN 5 THEN
                CASE w.instrument WHEN 'labour_contract' THEN 'A' WHEN 'civil_contract' THEN 'C' ELSE 'B' END
                WHEN 6 THEN 'B' ELSE w.category END AS category,
           CASE step WHEN 1 THEN w.category_from WHEN 2 THEN 'contract' WHEN 3 THEN 'contract'
                     WHEN 6 THEN 'assumed' ELSE 'declaration' END AS category_from,
           w.hours_system, w.person_status
    FROM found f LEFT JOIN workers w USING (platform_id, worker_id))
SELECT *, coalesce(lead(from_day) OVER (PARTITION BY platform_id, worker_id ORDER BY from_day) - 1,
                   DATE '9999-12-31') AS to_day
FROM (SELECT platform_id, worker_id, from_day, category, category_from, hours_system, person_status
      FROM chosen
      WINDOW worker AS (PARTITION BY platform_id, worker_id ORDER BY from_day)
      QUALIFY category IS DISTINCT FROM lag(category) OVER worker
           OR category_from IS DISTINCT FROM lag(category_from) OVER worker)
"""

# A version is in force until the next version of the same subject; a key it drops is no longer set. Of two
# subjects that set one key on a day, the version that came into force last speaks.
_FILED_RULES = """
WITH versions AS (
    SELECT platform_id, subject, rule_version, effective_from AS begun,
           coalesce(lead(effective_from) OVER (PARTITION BY platform_id, subject, k.key
                    ORDER BY effective_from, rule_version) - 1, DATE '9999-12-30') AS ended,
           CASE WHEN consulted_on IS NULL THEN 'promise' ELSE 'agreement' END AS force,
           k.key, (content ->> k.key)::DOUBLE::BIGINT AS value
    FROM rules, (SELECT unnest(['allowance_min', 'longest_spell_min', 'least_break_min', 'longest_day_min',
                                'rest_every_days', 'pay_cycle_days', 'due_day',
                                'injury_premium_step']) AS key) k
    WHERE effective_from IS NOT NULL
    QUALIFY value IS NOT NULL AND begun <= ended),
borders AS (
    SELECT platform_id, key, day AS from_day,
           coalesce(lead(day) OVER (PARTITION BY platform_id, key ORDER BY day) - 1, day) AS to_day
    FROM (SELECT DISTINCT platform_id, key, unnest([begun, ended + 1]) AS day FROM versions))
SELECT v.* EXCLUDE (begun, ended), b.from_day, b.to_day
FROM borders b JOIN versions v USING (platform_id, key)
WHERE b.from_day BETWEEN v.begun AND v.ended
QUALIFY row_number() OVER (PARTITION BY platform_id, key, b.from_day
                           ORDER BY v.begun DESC, v.subject DESC) = 1
"""

_IN_AUDIT = "day BETWEEN getvariable('since') AND getvariable('until')"

# Each day with work or money, in its settlement period, else, inside the audit, in what its calendar month
# leaves over.
_PERIOD_DAYS = f"""
WITH placed AS (
    SELECT s.period, a.debtor_day, a.platform_id, a.worker_id, a.debtor, a.day,
           a.subsector = 'food_delivery' AS food,
           a.sector = 'instant_delivery' AND a.subsector IS NULL AS kind_unknown
    FROM debtor_days a LEFT JOIN settled s
      ON s.platform_id = a.platform_id AND s.worker_id = a.worker_id AND s.debtor = a.debtor
     AND a.day BETWEEN s.period_from AND s.period_to),
left_days AS (SELECT *, date_trunc('month', day)::DATE AS month
              FROM placed WHERE period IS NULL AND {_IN_AUDIT}),
months AS (SELECT DISTINCT platform_id, worker_id, debtor, month FROM left_days),
left_over AS (
    SELECT m.*, min(c.day) AS settlement_from, max(c.day) AS settlement_to,
           (SELECT count(*) FROM settled) + row_number() OVER () AS period
    FROM months m JOIN calendar c ON date_trunc('month', c.day)::DATE = m.month
    WHERE NOT EXISTS (FROM settled s WHERE s.platform_id = m.platform_id AND s.worker_id = m.worker_id
                      AND s.debtor = m.debtor AND c.day BETWEEN s.period_from AND s.period_to)
    GROUP BY m.platform_id, m.worker_id, m.debtor, m.month)
SELECT period, debtor_day, day, food, kind_unknown, NULL::VARCHAR AS platform_id, NULL::VARCHAR AS worker_id,
       NULL::VARCHAR AS debtor, NULL::DATE AS settlement_from, NULL::DATE AS settlement_to
FROM placed WHERE period IS NOT NULL
UNION ALL
SELECT l.period, d.debtor_day, d.day, d.food, d.kind_unknown, d.platform_id, d.worker_id,
       d.debtor, l.settlement_from, l.settlement_to
FROM left_days d JOIN left_over l USING (platform_id, worker_id, debtor, month)
"""

_PERIOD_SECONDS = """
SELECT p.period, s.day, s.area_code, s.in_hand_s, s.demanded_s, s.allowance_s, s.working_s
FROM seconds s JOIN period_days p USING (debtor_day)
"""

# The time of a period in each area inside the audit, and all that it has there, inside or not.
_TIMES = ("in_hand_s", "demanded_s", "allowance_s", "working_s")
_PERIOD_AREAS = f"""
SELECT period, area_code, sum(working_s)::BIGINT AS ever_s,
       {", ".join(f"(sum({name}) FILTER ({_IN_AUDIT}))::BIGINT AS {name}" for name in _TIMES)}
FROM period_seconds GROUP BY ALL
"""

_PERIOD_DEDUCTIONS = f"""
SELECT p.period, d.day, d.reason, d.basis, d.amount_fen, d.items
FROM deduction_days d JOIN period_days p USING (debtor_day) WHERE d.{_IN_AUDIT}
"""

PAID_SUMS = ("orders", "void_orders", "long_orders", "tip_fen", "tip_blanks", *(
    f"{name}_{what}" for name in PARTS_OF_PAY for what in ("fen", "blanks")
))  # fmt: skip

_PERIOD_PAY = f"""
SELECT period, {", ".join(f"sum({name})::BIGINT AS {name}" for name in PAID_SUMS)},
       min(area_code) AS pay_area
FROM pay_days d JOIN period_days p USING (debtor_day) WHERE d.{_IN_AUDIT} GROUP BY period
"""

# The days that the orders of a whole company cover: they are taken to begin and end with whole months.
_COMPANY_REACH = """
SELECT platform_id, date_trunc('month', min(day))::DATE AS first_day, last_day(max(day)) AS last_day
FROM pay_days GROUP BY ALL
"""

# A period of a payout is a subject even where nothing was done in it.
_PERIOD_KEYS = """
SELECT period, platform_id, worker_id, debtor, period_from AS settlement_from, period_to AS settlement_to,
       payouts, paid_fen, due_on, due_from
FROM settled WHERE period_from <= getvariable('until') AND period_to >= getvariable('since')
UNION ALL BY NAME
SELECT DISTINCT period, platform_id, worker_id, debtor, settlement_from, settlement_to
FROM period_days WHERE settlement_from IS NOT NULL
"""

_PERIODS = f"""
WITH time AS (
    SELECT period, {", ".join(f"sum(a.{name})::BIGINT AS {name}" for name in _TIMES)},
           coalesce(sum(a.working_s) FILTER (area_code IS NULL), 0)::BIGINT AS placeless_s,
           first(area_code ORDER BY a.working_s DESC, area_code)
               FILTER (area_code IS NOT NULL AND a.working_s IS NOT NULL) AS place
    FROM period_areas a GROUP BY period),
kinds AS (
    SELECT period, bool_or(food) AS food, bool_or(kind_unknown) AS kind_unknown
    FROM period_days WHERE {_IN_AUDIT} GROUP BY period),
overlapping AS (
    SELECT DISTINCT a.period
    FROM settled a JOIN settled b ON a.platform_id = b.platform_id AND a.worker_id = b.worker_id
     AND a.debtor = b.debtor AND a.period_from <= b.period_to AND b.period_from <= a.period_to
     AND a.period <> b.period)
SELECT k.* EXCLUDE (payouts, paid_fen, due_on, due_from), k.payouts IS NOT NULL AS settled,
       k.worker_id AS subject_id, greatest(settlement_from, getvariable('since')) AS period_from,
       least(settlement_to, getvariable('until')) AS period_to,
       settlement_from >= getvariable('since') AND settlement_to <= getvariable('until') AS whole,
       coalesce(settlement_from >= r.first_day AND settlement_to <= r.last_day, false) AS reached,
       h.deductions AS deductions_handed, h.payouts AS payouts_handed, h.sessions AS sessions_handed,
       o.period IS NOT NULL AS overlaps, coalesce(t.place, m.pay_area, w.work_area_code) AS place,
       {", ".join(f"coalesce(t.{name}, 0) AS {name}" for name in (*_TIMES, "placeless_s"))},
       {", ".join(f"coalesce(m.{name}, 0) AS {name}" for name in PAID_SUMS)},
       coalesce(f.food, false) AS food, coalesce(f.kind_unknown, false) AS kind_unknown,
       getvariable('until') AS as_of, coalesce(k.payouts, 0) AS payouts, coalesce(k.paid_fen, 0) AS paid_fen,
       coalesce(k.due_on, d.filed_due, d.usual_due) AS due_on,
       CASE WHEN k.due_on IS NOT NULL THEN k.due_from WHEN d.filed_due IS NOT NULL THEN 'rule'
            WHEN d.usual_due IS NOT NULL THEN 'colleagues' END AS due_from
FROM period_keys k LEFT JOIN time t USING (period) LEFT JOIN period_pay m USING (period)
LEFT JOIN kinds f USING (period) LEFT JOIN overlapping o USING (period)
LEFT JOIN workers w USING (platform_id, worker_id)
LEFT JOIN handed h USING (platform_id) LEFT JOIN company_reach r USING (platform_id)
LEFT JOIN due_days d USING (platform_id, debtor, settlement_to)
"""

_WEEKS = """
SELECT *, worker_id AS subject_id FROM weeks
WHERE period_from >= getvariable('since') AND period_to <= getvariable('until')
"""

_RUNS = """
SELECT *, worker_id AS subject_id FROM runs
WHERE period_to BETWEEN getvariable('since') AND getvariable('until')
"""

# The company's category for the worker on the last day; whether it was another one earlier in the period.
WITH_STANDING = """
SELECT s.*, coalesce(g.category, 'B') AS category, coalesce(g.category_from, 'assumed') AS category_from,
       coalesce(g.from_day > s.period_from AND g.from_day > DATE '0001-01-01', false) AS category_changes,
       g.hours_system, g.person_status
FROM {subjects} s LEFT JOIN standing g
  ON s.platform_id = g.platform_id AND s.worker_id = g.worker_id
 AND s.period_to BETWEEN g.from_day AND g.to_day
"""

# In the order in which they are made.
SHARED = {
    "standing": _STANDING,
    "apart": APART,
    "filed_rules": _FILED_RULES,
    "payout_rows": PAYOUT_ROWS,
    "company_payouts": COMPANY_PAYOUTS,
    "settled": SETTLED,
    "period_days": _PERIOD_DAYS,
    "period_seconds": _PERIOD_SECONDS,
    "period_areas": _PERIOD_AREAS,
    "period_deductions": _PERIOD_DEDUCTIONS,
    "period_pay": _PERIOD_PAY,
    "period_keys": _PERIOD_KEYS,
    "company_reach": _COMPANY_REACH,
    "due_days": DUE_DAYS,
    "all_periods": _PERIODS,
    "all_payouts": PAYOUTS,
    "all_weeks": _WEEKS,
    "all_runs": _RUNS,
    "all_spells": SPELLS,
    "prompt_days": PROMPT_DAYS,
}
SUBJECTS = ("periods", "payouts", "weeks", "runs", "spells")
