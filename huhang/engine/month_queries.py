"""Months and days of workers with one debtor, from the facts of all buckets; run after the shared queries.

They read the tables of `derive`, the small record tables, `calendar` and the variables `since` and `until`.
"""

_MONTH_KEY = "platform_id, worker_id, debtor, month"
SUMS = (
    "orders",
    "void_orders",
    "long_orders",
    "base_fen",
    "incentive_fen",
    "base_blanks",
    "incentive_blanks",
)

COUNTED = ("base_blanks", "incentive_blanks", "holiday_blanks", "orders", "void_orders", "long_orders")

# Days of a worker with one debtor inside the audit with working time or orders; `place` is that of the work,
# else of the orders, `worked_at` that of the work alone.
_WITH_WORK = "with_work AND day BETWEEN getvariable('since') AND getvariable('until')"
_AUDITED = f"""
SELECT d.*, date_trunc('month', day)::DATE AS month, c.workday, c.statutory
FROM debtor_days d JOIN calendar c USING (day) WHERE {_WITH_WORK}"""

# A statutory holiday with work, beside the ordinary days of its month that lie inside the audit.
_HOLIDAYS = f"""
WITH audited AS NOT MATERIALIZED ({_AUDITED}),
holidays AS (FROM audited WHERE statutory AND working_s > 0),
ordinary AS (
    SELECT {_MONTH_KEY}, sum(base_fen + incentive_fen + holiday_fen)::BIGINT AS ordinary_pay_fen,
           sum(working_s)::BIGINT AS ordinary_s, count(*) AS ordinary_days,
           {", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTED)}
    FROM audited SEMI JOIN holidays USING ({_MONTH_KEY}) WHERE workday GROUP BY ALL)
SELECT d.platform_id, d.worker_id, d.debtor, d.worker_id AS subject_id,
       d.day AS period_from, d.day AS period_to, d.worked_at AS place,
       d.base_fen + d.incentive_fen + d.holiday_fen AS pay_fen, d.working_s, d.holiday_fen,
       d.workday IS NOT NULL AS calendar_known,
       {", ".join(f"d.{name} + coalesce(o.{name}, 0) AS {name}" for name in COUNTED)},
       coalesce(o.ordinary_pay_fen, 0) AS ordinary_pay_fen, coalesce(o.ordinary_s, 0) AS ordinary_s,
       coalesce(o.ordinary_days, 0) AS ordinary_days
FROM holidays d LEFT JOIN ordinary o USING ({_MONTH_KEY})
"""

# Only of workers who were employees at some time: days of others have no overtime.
_LABOUR_DAYS = f"""
SELECT d.* EXCLUDE (debtor_day, sector, subsector, with_work, worked_at, statutory, holiday_fen,
                    holiday_blanks),
       d.worker_id AS subject_id, d.day AS period_from, d.day AS period_to
FROM ({_AUDITED}) d
SEMI JOIN (FROM standing WHERE category = 'A') a
  ON d.platform_id = a.platform_id AND d.worker_id = a.worker_id
WHERE d.working_s > 0
"""

# Months with work and their number, by which rights know them as they know a settlement period.
_MONTH_SUMS = f"""
SELECT {_MONTH_KEY}, row_number() OVER () AS period,
       first(p.place ORDER BY p.working_s DESC, p.place) FILTER (p.place IS NOT NULL) AS most_at,
       {", ".join(f"sum(p.{name})::BIGINT AS {name}" for name in ("worked_days", "working_s", *SUMS))}
FROM (SELECT platform_id, worker_id, debtor, date_trunc('month', day)::DATE AS month, place,
             count_if(working_s > 0) AS worked_days,
             {", ".join(f"sum({name}) AS {name}" for name in ("working_s", *SUMS))}
      FROM debtor_days WHERE {_WITH_WORK} GROUP BY ALL) p
GROUP BY {_MONTH_KEY}
"""

_MONTH_DEDUCTIONS = """
SELECT m.period, d.day, d.reason, d.basis, d.amount_fen
FROM deduction_days d JOIN month_sums m
  ON m.platform_id = d.platform_id AND m.worker_id = d.worker_id AND m.debtor = d.debtor
 AND m.month = date_trunc('month', d.day)::DATE
WHERE d.day BETWEEN getvariable('since') AND getvariable('until')
"""

# Leave counts on working days, each once however many rows speak of it.
_MONTHS = """
WITH official AS (
    SELECT date_trunc('month', day)::DATE AS month,
           CASE WHEN bool_and(workday IS NOT NULL) THEN count_if(workday)::BIGINT END AS workdays
    FROM calendar GROUP BY ALL),
leave AS (
    SELECT l.platform_id, l.worker_id, date_trunc('month', c.day)::DATE AS month,
           count(DISTINCT c.day) AS leave_days
    FROM leaves l JOIN calendar c ON c.workday AND c.day BETWEEN l.from_day AND l.to_day GROUP BY ALL)
SELECT s.* EXCLUDE (most_at), s.worker_id AS subject_id,
       s.month AS period_from, last_day(s.month) AS period_to,
       s.month >= getvariable('since') AND last_day(s.month) <= getvariable('until') AS whole,
       coalesce(s.most_at, w.work_area_code) AS place, o.workdays, coalesce(l.leave_days, 0) AS leave_days,
       w.engaged_from <= s.month AND coalesce(w.engaged_to, last_day(s.month)) >= last_day(s.month)
           AS engaged,
       h.deductions AS deductions_handed
FROM month_sums s LEFT JOIN official o USING (month)
LEFT JOIN leave l USING (platform_id, worker_id, month)
LEFT JOIN workers w USING (platform_id, worker_id) LEFT JOIN handed h USING (platform_id)
"""

# Deductions of a settlement period day by day that some text forbids on the day.
_PERIOD_CUTS = """
SELECT period, day, reason, sum(amount_fen)::BIGINT AS amount_fen, sum(items)::BIGINT AS items
FROM period_deductions
WHERE reason IN ('bad_review', 'deposit')
GROUP BY ALL
"""

# In the order in which they are made.
MONTHS = {
    "period_cuts": _PERIOD_CUTS,
    "all_holidays": _HOLIDAYS,
    "all_labour_days": _LABOUR_DAYS,
    "month_sums": _MONTH_SUMS,
    "month_deductions": _MONTH_DEDUCTIONS,
    "all_months": _MONTHS,
}
MONTH_SUBJECTS = ("holidays", "labour_days", "months")
