"""The queries that turn the facts of all buckets into the subjects that rights judge.

They read the tables of `derive`, the small record tables, `calendar` (one row per day) and the variables
`since` and `until`, and are run in the order of `SHARED`.
"""

from huhang.engine.queries import PAY_COLUMNS

# Who the worker is to the company, from which day; judgment > award > inspection > contract > declaration.
_STANDING = """
WITH contracts AS (
    SELECT platform_id, worker_id, signed_on, coalesce(valid_from, signed_on) AS from_day,
           coalesce(valid_to, DATE '9999-12-30') AS to_day,
           CASE kind WHEN 'labour_contract' THEN 'A' WHEN 'written_agreement' THEN 'B'
                     WHEN 'civil_contract' THEN 'C' END AS category
    FROM agreements WHERE worker_id IS NOT NULL AND signed_on IS NOT NULL
      AND kind IN ('labour_contract', 'written_agreement', 'civil_contract')),
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
                     WHEN 6 THEN 'assumed' ELSE 'declaration' END AS category_from
    FROM found f LEFT JOIN workers w USING (platform_id, worker_id))
SELECT platform_id, worker_id, from_day, category, category_from FROM chosen
WINDOW worker AS (PARTITION BY platform_id, worker_id ORDER BY from_day)
QUALIFY category IS DISTINCT FROM lag(category) OVER worker
     OR category_from IS DISTINCT FROM lag(category_from) OVER worker
"""

# A version is in force until the next version of the same subject; a key it drops is no longer set.
_FILED_RULES = """
SELECT platform_id, subject, rule_version, effective_from AS from_day,
       coalesce(lead(effective_from) OVER (PARTITION BY platform_id, subject, k.key
                ORDER BY effective_from, rule_version) - 1, DATE '9999-12-30') AS to_day,
       CASE WHEN consulted_on IS NULL THEN 'promise' ELSE 'agreement' END AS force,
       k.key, (content ->> k.key)::DOUBLE::BIGINT AS value
FROM rules, (SELECT unnest(['allowance_min', 'longest_spell_min', 'least_break_min', 'longest_day_min',
                            'rest_every_days', 'pay_cycle_days', 'due_day']) AS key) k
WHERE effective_from IS NOT NULL
QUALIFY value IS NOT NULL AND from_day <= to_day
"""

# A payout without a partner is that of the worker's only debtor: a platform that pays on behalf is a payer.
_PAYOUT_ROWS = """
WITH sole AS (
    SELECT platform_id, worker_id, min(debtor) AS debtor FROM pay_days
    GROUP BY ALL HAVING count(DISTINCT debtor) = 1),
paid AS (
    SELECT p.*, w.category = 'A' OR (w.category IS NULL AND w.instrument = 'labour_contract') AS employed,
           coalesce(CASE WHEN employed THEN w.employer_id END,
                    p.partner_id, o.debtor, w.partner_id, p.platform_id) AS debtor,
           w.work_area_code AS home_area
    FROM payouts p LEFT JOIN workers w USING (platform_id, worker_id)
    LEFT JOIN sole o USING (platform_id, worker_id)),
dated AS (
    SELECT p.*, r.rule_version AS due_rule,
           CASE WHEN r.value IS NULL THEN NULL  -- least() would pass over it
                WHEN r.value > day(p.period_to)
                THEN least(date_trunc('month', p.period_to)::DATE + (r.value - 1)::INT, last_day(p.period_to))
                ELSE least(last_day(p.period_to) + r.value::INT, last_day(last_day(p.period_to) + 1)) END
           AS rule_due
    FROM paid p LEFT JOIN filed_rules r
      ON r.platform_id = p.platform_id AND r.key = 'due_day' AND p.period_to BETWEEN r.from_day AND r.to_day)
SELECT d.* EXCLUDE (rule_due), coalesce(d.due_on, d.rule_due) AS named_due,
       coalesce(c.workday_on_or_before, named_due) AS effective_due,
       CASE WHEN d.due_on IS NOT NULL THEN 'payout' WHEN d.rule_due IS NOT NULL THEN 'rule' END AS due_from
FROM dated d LEFT JOIN calendar c ON c.day = coalesce(d.due_on, d.rule_due)
"""

# All that were handed over: one outside the audit may overlap one inside, or settle a part of a month.
_SETTLED = """
SELECT DISTINCT platform_id, worker_id, debtor, period_from, period_to FROM payout_rows
"""

# Each day with work or money, in its settlement period, else in what its calendar month leaves over.
_PERIOD_DAYS = """
WITH active AS (
    SELECT platform_id, worker_id, debtor, day FROM seconds
    UNION SELECT platform_id, worker_id, debtor, day FROM pay_days
    UNION SELECT platform_id, worker_id, debtor, day FROM deduction_days),
inside AS (SELECT * FROM active WHERE day BETWEEN getvariable('since') AND getvariable('until')),
placed AS (
    SELECT a.*, s.period_from, s.period_to FROM inside a LEFT JOIN settled s
      ON s.platform_id = a.platform_id AND s.worker_id = a.worker_id AND s.debtor = a.debtor
     AND a.day BETWEEN s.period_from AND s.period_to),
months AS (SELECT DISTINCT platform_id, worker_id, debtor, date_trunc('month', day)::DATE AS month
           FROM placed WHERE period_from IS NULL),
left_over AS (
    SELECT m.*, min(c.day) AS period_from, max(c.day) AS period_to
    FROM months m JOIN calendar c ON date_trunc('month', c.day)::DATE = m.month
    WHERE NOT EXISTS (FROM settled s WHERE s.platform_id = m.platform_id AND s.worker_id = m.worker_id
                      AND s.debtor = m.debtor AND c.day BETWEEN s.period_from AND s.period_to)
    GROUP BY ALL)
SELECT platform_id, worker_id, debtor, day, period_from, period_to, true AS settled FROM placed
WHERE period_from IS NOT NULL
UNION ALL
SELECT p.platform_id, p.worker_id, p.debtor, p.day, l.period_from, l.period_to, false
FROM placed p JOIN left_over l
  ON l.platform_id = p.platform_id AND l.worker_id = p.worker_id AND l.debtor = p.debtor
 AND l.month = date_trunc('month', p.day)::DATE
WHERE p.period_from IS NULL
"""

KEY = "platform_id, worker_id, debtor, settlement_from, settlement_to, settled"

_PERIOD_SECONDS = f"""
SELECT {KEY}, day, area_code, sum(in_hand_s)::BIGINT AS in_hand_s, sum(demanded_s)::BIGINT AS demanded_s,
       sum(allowance_s)::BIGINT AS allowance_s, sum(working_s)::BIGINT AS working_s
FROM (SELECT * RENAME (period_from AS settlement_from, period_to AS settlement_to) FROM period_days)
JOIN seconds USING (platform_id, worker_id, debtor, day) GROUP BY ALL
"""

_PERIOD_DEDUCTIONS = f"""
SELECT {KEY}, reason, basis, sum(amount_fen)::BIGINT AS amount_fen
FROM (SELECT * RENAME (period_from AS settlement_from, period_to AS settlement_to) FROM period_days)
JOIN deduction_days USING (platform_id, worker_id, debtor, day) GROUP BY ALL
"""

PAID_SUMS = ("orders", "void_orders", "long_orders", "tip_fen", "tip_blanks", *(
    f"{name}_{what}" for name in PAY_COLUMNS for what in ("fen", "blanks")
))  # fmt: skip

_PERIOD_PAY = f"""
SELECT {KEY}, {", ".join(f"sum({name})::BIGINT AS {name}" for name in PAID_SUMS)},
       first(area_code ORDER BY area_code) AS pay_area
FROM (SELECT * RENAME (period_from AS settlement_from, period_to AS settlement_to) FROM period_days)
JOIN pay_days USING (platform_id, worker_id, debtor, day) GROUP BY {KEY}
"""

# What was paid by the end of the audit, and when the last of it is due.
_PERIOD_PAID = """
SELECT platform_id, worker_id, debtor, period_from AS settlement_from, period_to AS settlement_to,
       true AS settled, count(*) AS payouts, max(effective_due) AS due_on,
       coalesce(sum(amount_fen) FILTER (paid_on <= getvariable('until')), 0)::BIGINT AS paid_fen,
       max(paid_on) AS paid_on
FROM payout_rows GROUP BY ALL
"""

# Where a worker has no payout, the company's other payouts of that month say when it was due; a day
# before the period's own end says nothing about it.
_USUAL_DUE = """
SELECT platform_id, debtor, date_trunc('month', period_to)::DATE AS month,
       max(coalesce(effective_due, paid_on)) AS usual_due
FROM payout_rows GROUP BY ALL
"""

# A period of a payout is a subject even where nothing was done in it.
_PERIODS = f"""
WITH keys AS (
    SELECT platform_id, worker_id, debtor, period_from AS settlement_from, period_to AS settlement_to,
           true AS settled FROM settled
    WHERE period_from <= getvariable('until') AND period_to >= getvariable('since')
    UNION SELECT platform_id, worker_id, debtor, period_from, period_to, settled FROM period_days),
time AS (
    SELECT {KEY}, sum(in_hand_s)::BIGINT AS in_hand_s, sum(demanded_s)::BIGINT AS demanded_s,
           sum(allowance_s)::BIGINT AS allowance_s, sum(working_s)::BIGINT AS working_s,
           coalesce(sum(working_s) FILTER (area_code IS NULL), 0)::BIGINT AS placeless_s
    FROM period_seconds GROUP BY ALL),
places AS (
    SELECT {KEY}, first(area_code ORDER BY working_s DESC, area_code) AS place
    FROM (SELECT {KEY}, area_code, sum(working_s) AS working_s FROM period_seconds
          WHERE area_code IS NOT NULL GROUP BY ALL) GROUP BY {KEY}),
reach AS (  -- a company's orders are taken to begin and end with whole months
    SELECT platform_id, date_trunc('month', min(day))::DATE AS first_day, last_day(max(day)) AS last_day
    FROM pay_days GROUP BY ALL),
overlapping AS (
    SELECT DISTINCT a.platform_id, a.worker_id, a.debtor, a.period_from AS settlement_from,
           a.period_to AS settlement_to
    FROM settled a JOIN settled b ON a.platform_id = b.platform_id AND a.worker_id = b.worker_id
     AND a.debtor = b.debtor AND a.period_from <= b.period_to AND b.period_from <= a.period_to
     AND (a.period_from, a.period_to) <> (b.period_from, b.period_to))
SELECT k.*, k.worker_id AS subject_id, greatest(settlement_from, getvariable('since')) AS period_from,
       least(settlement_to, getvariable('until')) AS period_to,
       settlement_from >= getvariable('since') AND settlement_to <= getvariable('until') AS whole,
       coalesce(settlement_from >= r.first_day AND settlement_to <= r.last_day, false) AS reached,
       h.deductions AS deductions_handed, h.payouts AS payouts_handed, h.sessions AS sessions_handed,
       o.debtor IS NOT NULL AS overlaps, coalesce(p.place, m.pay_area, w.work_area_code) AS place,
       {
    ", ".join(
        f"coalesce(t.{name}, 0) AS {name}"
        for name in ("in_hand_s", "demanded_s", "allowance_s", "working_s", "placeless_s")
    )
},
       {", ".join(f"coalesce(m.{name}, 0) AS {name}" for name in PAID_SUMS)},
       getvariable('until') AS as_of, coalesce(q.payouts, 0) AS payouts, coalesce(q.paid_fen, 0) AS paid_fen,
       CASE WHEN k.settled THEN coalesce(q.due_on, q.paid_on)
            WHEN u.usual_due >= k.settlement_to THEN u.usual_due END AS due_on
FROM keys k LEFT JOIN time t USING ({KEY}) LEFT JOIN places p USING ({KEY})
LEFT JOIN period_pay m USING ({KEY}) LEFT JOIN workers w USING (platform_id, worker_id)
LEFT JOIN handed h USING (platform_id) LEFT JOIN reach r USING (platform_id)
LEFT JOIN period_paid q USING ({KEY})
LEFT JOIN usual_due u ON NOT k.settled AND k.platform_id = u.platform_id AND k.debtor = u.debtor
     AND date_trunc('month', k.settlement_to)::DATE = u.month
LEFT JOIN overlapping o ON k.settled AND k.platform_id = o.platform_id AND k.worker_id = o.worker_id
     AND k.debtor = o.debtor AND k.settlement_from = o.settlement_from AND k.settlement_to = o.settlement_to
"""

# A statutory holiday with work, beside the ordinary days of its month that lie inside the audit.
COUNTED = ("base_blanks", "incentive_blanks", "holiday_blanks", "orders", "void_orders", "long_orders")

_HOLIDAYS = f"""
WITH worked AS (
    SELECT platform_id, worker_id, debtor, day, sum(working_s)::BIGINT AS working_s
    FROM seconds WHERE day BETWEEN getvariable('since') AND getvariable('until') GROUP BY ALL),
days AS (
    SELECT platform_id, worker_id, debtor, day, coalesce(s.working_s, 0) AS working_s,
           coalesce(p.base_fen + p.incentive_fen + p.holiday_fen, 0) AS pay_fen,
           coalesce(p.holiday_fen, 0) AS holiday_fen,
           {", ".join(f"coalesce(p.{name}, 0) AS {name}" for name in COUNTED)}, c.statutory, c.workday,
           date_trunc('month', day)::DATE AS month
    FROM worked s FULL JOIN (FROM pay_days
         WHERE day BETWEEN getvariable('since') AND getvariable('until')) p
      USING (platform_id, worker_id, debtor, day) JOIN calendar c USING (day)),
ordinary AS (
    SELECT platform_id, worker_id, debtor, month, sum(pay_fen)::BIGINT AS ordinary_pay_fen,
           sum(working_s)::BIGINT AS ordinary_s, count(*) AS ordinary_days,
           {", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTED)}
    FROM days WHERE workday GROUP BY ALL),
places AS (
    SELECT platform_id, worker_id, debtor, day, first(area_code ORDER BY working_s DESC, area_code) AS place
    FROM seconds WHERE area_code IS NOT NULL GROUP BY ALL)
SELECT d.platform_id, d.worker_id, d.debtor, d.worker_id AS subject_id,
       d.day AS period_from, d.day AS period_to,
       p.place, d.pay_fen, d.working_s, d.holiday_fen, d.workday IS NOT NULL AS calendar_known,
       {", ".join(f"d.{name} + coalesce(o.{name}, 0) AS {name}" for name in COUNTED)},
       coalesce(o.ordinary_pay_fen, 0) AS ordinary_pay_fen, coalesce(o.ordinary_s, 0) AS ordinary_s,
       coalesce(o.ordinary_days, 0) AS ordinary_days
FROM days d LEFT JOIN ordinary o USING (platform_id, worker_id, debtor, month)
LEFT JOIN places p USING (platform_id, worker_id, debtor, day)
WHERE d.statutory AND d.working_s > 0
"""

# A payout is judged in the audit that its period or its due day falls into.
_PAYOUTS = """
WITH areas AS (
    SELECT r.platform_id, r.payout_id, s.area_code, sum(s.working_s) AS working_s
    FROM payout_rows r JOIN seconds s
      ON s.platform_id = r.platform_id AND s.worker_id = r.worker_id AND s.debtor = r.debtor
     AND s.day BETWEEN r.period_from AND r.period_to AND s.area_code IS NOT NULL
    GROUP BY ALL),
places AS (SELECT platform_id, payout_id, first(area_code ORDER BY working_s DESC, area_code) AS place
           FROM areas GROUP BY ALL),
usual AS (SELECT platform_id, worker_id, first(area_code ORDER BY working_s DESC, area_code) AS place
          FROM (SELECT platform_id, worker_id, area_code, sum(working_s) AS working_s FROM seconds
                WHERE area_code IS NOT NULL GROUP BY ALL) GROUP BY ALL)
SELECT r.platform_id, r.worker_id, r.debtor, r.worker_id AS subject_id, r.payout_id,
       r.period_from, r.period_to,
       coalesce(p.place, u.place, r.home_area) AS place,
       getvariable('until') AS as_of, least(r.period_to, as_of) AS judged_on,
       r.amount_fen, r.channel, r.paid_on,
       r.effective_due, r.due_from, r.due_rule
FROM payout_rows r LEFT JOIN places p USING (platform_id, payout_id)
LEFT JOIN usual u USING (platform_id, worker_id)
WHERE (r.period_from <= getvariable('until') AND r.period_to >= getvariable('since'))
   OR r.effective_due BETWEEN getvariable('since') AND getvariable('until')
"""

_MOST_WORKED = """
places AS (
    SELECT platform_id, worker_id, period_from, first(area_code ORDER BY working_s DESC, area_code) AS place
    FROM (SELECT b.platform_id, b.worker_id, b.period_from, s.area_code, sum(s.working_s) AS working_s
          FROM bouts b JOIN seconds s ON s.platform_id = b.platform_id AND s.worker_id = b.worker_id
           AND s.day BETWEEN b.period_from AND b.period_to AND s.area_code IS NOT NULL GROUP BY ALL)
    GROUP BY ALL)"""

_WEEKS = f"""
WITH bouts AS (
    SELECT platform_id, worker_id, date_trunc('week', day)::DATE AS period_from, period_from + 6 AS period_to,
           count_if(worked)::BIGINT AS worked_days, sum(in_hand_s)::BIGINT AS in_hand_s,
           sum(orders)::BIGINT AS orders, sum(void_orders)::BIGINT AS void_orders,
           sum(long_orders)::BIGINT AS long_orders
    FROM worker_days GROUP BY platform_id, worker_id, date_trunc('week', day)::DATE
    HAVING period_from >= getvariable('since') AND period_to <= getvariable('until')),
{_MOST_WORKED}
SELECT b.*, b.worker_id AS subject_id, p.place FROM bouts b
LEFT JOIN places p USING (platform_id, worker_id, period_from)
"""

_RUNS = f"""
WITH days AS (
    SELECT *, day - row_number() OVER (PARTITION BY platform_id, worker_id ORDER BY day)::INT AS island
    FROM worker_days WHERE in_hand_s > 0),
bouts AS (
    SELECT platform_id, worker_id, min(day) AS period_from, max(day) AS period_to, count(*) AS days,
           sum(orders)::BIGINT AS orders, sum(void_orders)::BIGINT AS void_orders,
           sum(long_orders)::BIGINT AS long_orders,
           first({{'sector': sector, 'subsector': subsector}} ORDER BY in_hand_s DESC, day) AS kind
    FROM days GROUP BY platform_id, worker_id, island
    HAVING max(day) BETWEEN getvariable('since') AND getvariable('until')),
{_MOST_WORKED}
SELECT b.* EXCLUDE (kind), kind.sector, kind.subsector, b.worker_id AS subject_id, p.place FROM bouts b
LEFT JOIN places p USING (platform_id, worker_id, period_from)
"""

_SPELLS = """
SELECT * EXCLUDE (day, last_day, starts_at, ends_at), day AS period_from, last_day AS period_to,
       strftime(make_timestamp(start_s * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS starts_at,
       strftime(make_timestamp(end_s * 1000000), '%Y-%m-%dT%H:%M:%SZ') AS ends_at,
       worker_id AS subject_id
FROM spells WHERE last_day BETWEEN getvariable('since') AND getvariable('until')
"""

# The company's category for the worker on the last day; whether it was another one earlier in the period.
WITH_STANDING = """
SELECT s.*, coalesce(g.category, 'B') AS category, coalesce(g.category_from, 'assumed') AS category_from,
       coalesce(g.from_day > s.period_from AND g.from_day > DATE '0001-01-01', false) AS category_changes,
       w.hours_system, w.person_status
FROM {subjects} s ASOF LEFT JOIN standing g
  ON s.platform_id = g.platform_id AND s.worker_id = g.worker_id AND s.period_to >= g.from_day
LEFT JOIN workers w ON s.platform_id = w.platform_id AND s.worker_id = w.worker_id
"""

# In the order in which they are made.
SHARED = {
    "standing": _STANDING,
    "filed_rules": _FILED_RULES,
    "payout_rows": _PAYOUT_ROWS,
    "settled": _SETTLED,
    "period_days": _PERIOD_DAYS,
    "period_seconds": _PERIOD_SECONDS,
    "period_deductions": _PERIOD_DEDUCTIONS,
    "period_pay": _PERIOD_PAY,
    "period_paid": _PERIOD_PAID,
    "usual_due": _USUAL_DUE,
    "all_periods": _PERIODS,
    "all_holidays": _HOLIDAYS,
    "all_payouts": _PAYOUTS,
    "all_weeks": _WEEKS,
    "all_runs": _RUNS,
    "all_spells": _SPELLS,
}
SUBJECTS = ("periods", "holidays", "payouts", "weeks", "runs", "spells")
