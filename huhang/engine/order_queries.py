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

_GROUP = "platform_id, area_code, month, hour, band"

# The median is the smallest minute by which half of the orders were done.
_GROUPS = f"""
WITH told AS (
    SELECT * REPLACE (hour::BIGINT AS hour, band::BIGINT AS band, minute::BIGINT AS minute) FROM limits),
running AS (
    SELECT *, sum(taken) OVER whole AS orders, sum(taken) OVER so_far AS taken_by,
           sum(promised) OVER so_far AS promised_by
    FROM told
    WINDOW whole AS (PARTITION BY {_GROUP}), so_far AS (PARTITION BY {_GROUP} ORDER BY minute)),
medians AS (
    SELECT {_GROUP}, any_value(orders)::BIGINT AS orders, sum(food)::BIGINT AS food_orders,
           min(minute) FILTER (2 * taken_by >= orders) AS taken_median,
           min(minute) FILTER (2 * promised_by >= orders) AS promised_median
    FROM running GROUP BY ALL),
below AS (
    SELECT {_GROUP}, coalesce(sum(promised) FILTER (minute < taken_median), 0)::BIGINT AS promised_below,
           coalesce(sum(taken) FILTER (minute <= promised_median), 0)::BIGINT AS taken_within
    FROM told JOIN medians USING ({_GROUP}) GROUP BY ALL)
SELECT m.platform_id, m.area_code AS place, m.hour, m.orders, m.food_orders > 0 AS food,
       ['0-1km', '1-2km', '2-3km', '3-5km', '5km-'][m.band + 1] AS distance,
       concat_ws('/', m.area_code, strftime(month, '%Y-%m'), printf('%02dh', m.hour), distance) AS subject_id,
       m.taken_median, m.promised_median, b.promised_below, b.taken_within,
       {_INSIDE} AS period_to, CASE WHEN h.deductions THEN coalesce(l.late_items, 0) END AS late_items,
       CASE WHEN h.deductions THEN coalesce(l.late_fen, 0) END AS late_fen, {_NOBODY}
FROM medians m JOIN below b USING ({_GROUP}) LEFT JOIN late_months l USING (platform_id, month)
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
