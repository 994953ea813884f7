"""The months of companies in an area, from the facts of the orders of all their workers added up.

They read these facts, `handed` and the variables `since` and `until`.
"""

# Nobody in particular: the subject is a company.
_NOBODY = """NULL::VARCHAR AS worker_id, NULL::VARCHAR AS category, NULL::VARCHAR AS category_from,
       NULL::VARCHAR AS person_status"""

_INSIDE = "greatest(month, getvariable('since')) AS period_from, least(last_day(month), getvariable('until'))"
_AUDITED = "day BETWEEN getvariable('since') AND getvariable('until')"

# Where a company has orders, by month: whom to name where nothing at all can be said of groups of orders.
_COMPANY_MONTHS = f"""
SELECT DISTINCT platform_id, area_code AS place, area_code || '/' || strftime(month, '%Y-%m') AS subject_id,
       {_INSIDE} AS period_to, 0::BIGINT AS orders, {_NOBODY}
FROM (SELECT *, date_trunc('month', day)::DATE AS month FROM order_days WHERE {_AUDITED})
"""

# Deductions for lateness of a company in a month; null where none were handed over.
_LATE_MONTHS = f"""
SELECT platform_id, date_trunc('month', day)::DATE AS month, sum(items)::BIGINT AS late_items,
       sum(amount_fen)::BIGINT AS late_fen
FROM late_days WHERE {_AUDITED} GROUP BY ALL
"""

_GROUPS = f"""
SELECT m.platform_id, m.area_code AS place, m.hour::BIGINT AS hour, m.orders, m.food,
       ['0-1km', '1-2km', '2-3km', '3-5km', '5km-'][m.band + 1] AS distance,
       concat_ws('/', m.area_code, strftime(month, '%Y-%m'), printf('%02dh', m.hour), distance) AS subject_id,
       m.taken_median, m.promised_median, m.promised_below, m.taken_within,
       {_INSIDE} AS period_to, CASE WHEN h.deductions THEN coalesce(l.late_items, 0) END AS late_items,
       CASE WHEN h.deductions THEN coalesce(l.late_fen, 0) END AS late_fen, {_NOBODY}
FROM medians m LEFT JOIN late_months l USING (platform_id, month)
LEFT JOIN handed h USING (platform_id)
"""

_PREMIUM_DAYS = f"""
SELECT platform_id, area_code AS place, area_code || '/' || strftime(month, '%Y-%m') AS subject_id, day,
       {_INSIDE} AS period_to, sector, subsector, premium_fen, orders, samples,
       coalesce(h.insurances, false) AS insurances_handed, {_NOBODY}
FROM (SELECT *, date_trunc('month', day)::DATE AS month FROM premiums WHERE {_AUDITED})
LEFT JOIN handed h USING (platform_id)
"""

# In the order in which they are made.
COMPANIES = {
    "company_months": _COMPANY_MONTHS,
    "late_months": _LATE_MONTHS,
    "groups": _GROUPS,
    "premium_days": _PREMIUM_DAYS,
}
COMPANY_SUBJECTS = ("company_months", "groups", "premium_days")
