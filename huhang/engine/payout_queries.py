"""The queries about payouts: whose they are, which periods they settle, and when pay was due.

They are run with those of `shared_queries`, in its order.
"""

# The next day of that number after a period's last; a month that is too short has its last day instead.
# Where the rule sets no day the whole is null: least() alone would pass over it.
_FILED_DUE = """CASE WHEN r.value > day({day}) AND {day} < last_day({day})
                THEN least(date_trunc('month', {day})::DATE + (r.value - 1)::INT, last_day({day}))
                WHEN r.value >= 1
                THEN least(last_day({day}) + r.value::INT, last_day(last_day({day}) + 1)) END"""

# A payout without a partner is that of the worker's only debtor: a platform that pays on behalf is a payer.
PAYOUT_ROWS = f"""
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
           {_FILED_DUE.format(day="p.period_to")} AS rule_due
    FROM paid p LEFT JOIN filed_rules r
      ON r.platform_id = p.platform_id AND r.key = 'due_day' AND p.period_to BETWEEN r.from_day AND r.to_day)
SELECT d.* EXCLUDE (rule_due), coalesce(d.due_on, d.rule_due) AS named_due,
       coalesce(c.workday_on_or_before, named_due) AS effective_due,
       CASE WHEN d.due_on IS NOT NULL THEN 'payout' WHEN d.rule_due IS NOT NULL THEN 'rule' END AS due_from
FROM dated d LEFT JOIN calendar c ON c.day = coalesce(d.due_on, d.rule_due)
"""

# What a company's other payouts tell of when it usually pays.
COMPANY_PAYOUTS = """
SELECT platform_id, worker_id, debtor, period_from, period_to, effective_due, paid_on FROM payout_rows
"""

# The periods of all payouts that were handed over: one outside the audit may overlap one inside, or settle a
# part of a month. With what was paid by the end of the audit, and when the last of it is due by the payouts'
# own days or a rule. Rights know a period by its number.
SETTLED = """
SELECT *, row_number() OVER () AS period
FROM (SELECT platform_id, worker_id, debtor, period_from, period_to,
             count(*) AS payouts, max(effective_due) AS due_on, arg_max(due_from, effective_due) AS due_from,
             coalesce(sum(amount_fen) FILTER (paid_on <= getvariable('until')), 0)::BIGINT AS paid_fen
      FROM payout_rows GROUP BY ALL)
"""

# When pay up to a day was due where no payout of the period says so: by the filed rule, and by the day by
# which half of the colleagues whose payouts cover that day had theirs, at the latest of their instalments.
DUE_DAYS = f"""
WITH ends AS (
    SELECT DISTINCT platform_id, debtor, settlement_to AS day FROM period_keys WHERE due_on IS NULL),
told AS (
    SELECT e.platform_id, e.debtor, e.day, p.worker_id, coalesce(max(p.effective_due), max(p.paid_on)) AS due
    FROM company_payouts p JOIN ends e ON e.platform_id = p.platform_id AND e.debtor = p.debtor
     AND e.day BETWEEN p.period_from AND p.period_to
    GROUP BY ALL HAVING due >= e.day),
usual AS (SELECT platform_id, debtor, day, quantile_disc(due, 0.5) AS usual_due FROM told GROUP BY ALL),
filed AS (
    SELECT e.*, {_FILED_DUE.format(day="e.day")} AS rule_due
    FROM ends e LEFT JOIN filed_rules r
      ON e.platform_id = r.platform_id AND r.key = 'due_day' AND e.day BETWEEN r.from_day AND r.to_day)
SELECT f.platform_id, f.debtor, f.day AS settlement_to, u.usual_due,
       coalesce(c.workday_on_or_before, f.rule_due) AS filed_due
FROM filed f LEFT JOIN usual u USING (platform_id, debtor, day) LEFT JOIN calendar c ON c.day = f.rule_due
"""

# A payout is judged in the audit that its period or its due day falls into.
PAYOUTS = """
WITH places AS (SELECT period, first(area_code ORDER BY ever_s DESC, area_code) AS place
           FROM period_areas WHERE area_code IS NOT NULL GROUP BY period),
placed AS (
    SELECT r.*, p.place
    FROM payout_rows r LEFT JOIN settled s USING (platform_id, worker_id, debtor, period_from, period_to)
    LEFT JOIN places p USING (period)),
placeless AS (FROM placed WHERE place IS NULL),
usual AS (SELECT platform_id, worker_id, first(area_code ORDER BY working_s DESC, area_code) AS place
          FROM (SELECT platform_id, worker_id, area_code, sum(working_s) AS working_s
                FROM seconds SEMI JOIN placeless USING (platform_id, worker_id)
                WHERE area_code IS NOT NULL GROUP BY ALL) GROUP BY ALL)
SELECT r.platform_id, r.worker_id, r.debtor, r.worker_id AS subject_id, r.payout_id,
       r.period_from, r.period_to,
       coalesce(r.place, u.place, r.home_area) AS place,
       getvariable('until') AS as_of, least(r.period_to, as_of) AS judged_on,
       r.amount_fen, r.channel, r.paid_on,
       r.effective_due, r.due_from, r.due_rule
FROM placed r LEFT JOIN usual u USING (platform_id, worker_id)
WHERE (r.period_from <= getvariable('until') AND r.period_to >= getvariable('since'))
   OR r.effective_due BETWEEN getvariable('since') AND getvariable('until')
"""
