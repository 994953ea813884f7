"""The queries around the loops: orders prepared for the sweep, and its stretches added up into facts."""

# Every worker of the bucket gets a number, in the order of platform and worker.
CREW = """
CREATE TABLE crew AS
SELECT platform_id, worker_id, row_number() OVER (ORDER BY platform_id, worker_id) - 1 AS grp,
       w.work_area_code AS home_area,
       CASE WHEN w.category = 'A' OR (w.category IS NULL AND w.instrument = 'labour_contract')
            THEN w.employer_id END AS employer,
       w.partner_id AS home_partner
FROM (SELECT platform_id, worker_id FROM orders WHERE worker_id IS NOT NULL
      UNION SELECT platform_id, worker_id FROM sessions
      UNION SELECT platform_id, worker_id FROM deductions)
LEFT JOIN workers w USING (platform_id, worker_id)
"""

# Accepted orders only; `rank` puts the earlier accepted first, the smaller order_id of two at one second.
ORDERS_OF_WORK = """
CREATE TABLE work AS
SELECT row_number() OVER (ORDER BY grp, start_s, order_id, attempt) - 1 AS rank, *,
       end_s IS NULL OR end_s < start_s AS void,
       NOT void AND end_s > start_s AS has_time,
       has_time AND end_s - start_s > $long_order_s
           AND sector IN ('city_freight', 'road_freight', 'live_marketing') AND NOT has_breaks AS long_order
FROM (SELECT o.*, c.grp, l.day, epoch(o.accepted_at)::BIGINT AS start_s,
             epoch(CASE o.status WHEN 'completed' THEN o.completed_at
                                 WHEN 'cancelled' THEN o.cancelled_at END)::BIGINT AS end_s,
             coalesce(c.employer, o.partner_id, c.home_partner, o.platform_id) AS debtor,
             b.order_id IS NOT NULL AS has_breaks
      FROM orders o JOIN crew c USING (platform_id, worker_id)
      ASOF JOIN local_days l ON epoch(o.accepted_at)::BIGINT >= l.start_s
      LEFT JOIN (SELECT DISTINCT platform_id, order_id FROM order_breaks) b USING (platform_id, order_id)
      WHERE o.status <> 'refused')
"""

# Order time is the order minus its breaks, whatever their order and overlaps.
STRETCHES_OF_ORDERS = """
WITH cut AS (
    SELECT w.rank, w.grp, w.debtor, w.start_s, w.end_s,
           greatest(epoch(b.from_at)::BIGINT, w.start_s) AS break_from,
           least(epoch(b.to_at)::BIGINT, w.end_s) AS break_to
    FROM work w JOIN order_breaks b USING (platform_id, order_id)
    WHERE w.has_time AND break_from < break_to),
edges AS (
    SELECT *, coalesce(max(break_to) OVER (PARTITION BY rank ORDER BY break_from, break_to
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), start_s) AS reached
    FROM cut)
SELECT grp, debtor, start_s, end_s, rank FROM (
    SELECT grp, debtor, reached AS start_s, break_from AS end_s, rank FROM edges WHERE reached < break_from
    UNION ALL
    SELECT grp, debtor, max(break_to), end_s, rank FROM edges
    GROUP BY grp, debtor, end_s, rank HAVING max(break_to) < end_s
    UNION ALL
    SELECT grp, debtor, start_s, end_s, rank FROM work
    WHERE has_time AND rank NOT IN (SELECT rank FROM cut))
"""

SESSIONS = """
SELECT c.grp, epoch(s.online_at)::BIGINT AS start_s, epoch(s.offline_at)::BIGINT AS end_s,
       coalesce(s.demanded, false) AS demanded
FROM sessions s JOIN crew c USING (platform_id, worker_id) WHERE s.offline_at > s.online_at
"""

PIECES = """
SELECT c.platform_id, c.worker_id, l.day, k.kind, p.grp, p.start_s, p.end_s, p.end_s - p.start_s AS seconds,
       coalesce(w.area_code, c.home_area) AS area_code,
       coalesce(w.debtor, c.employer, c.home_partner, c.platform_id) AS debtor,
       CASE WHEN k.kind = 'in_hand' THEN w.order_id END AS order_id, w.sector, w.subsector,
       to_timestamp(p.start_s) AS starts_at, to_timestamp(p.end_s) AS ends_at
FROM {rows} p JOIN crew c USING (grp) JOIN local_days l ON p.day_number = l.number
JOIN kinds k ON p.kind_number = k.number LEFT JOIN work w USING (rank)
"""

_SECONDS = """
SELECT platform_id, worker_id, debtor, day, area_code,
       coalesce(sum(seconds) FILTER (kind = 'in_hand'), 0)::BIGINT AS in_hand_s,
       coalesce(sum(seconds) FILTER (kind = 'demanded'), 0)::BIGINT AS demanded_s,
       coalesce(sum(seconds) FILTER (kind = 'allowance'), 0)::BIGINT AS allowance_s,
       sum(seconds)::BIGINT AS working_s
FROM (SELECT * FROM piece_rows WHERE kind <> 'in_hand' OR grp NOT IN (SELECT grp FROM several_debtors)
      UNION ALL SELECT * FROM debtor_rows)
GROUP BY ALL
"""

SPELLS = """
WITH breaks AS (SELECT DISTINCT least_break_s FROM spell_rows),
held AS (
    SELECT s.spell, p.area_code, p.sector, p.subsector, p.seconds
    FROM (SELECT * FROM piece_rows, breaks WHERE kind <> 'allowance') p
    ASOF JOIN spell_rows s
      ON p.grp = s.grp AND p.least_break_s = s.least_break_s AND p.start_s >= s.start_s),
places AS (
    SELECT spell, first(area_code ORDER BY seconds DESC, area_code) AS place
    FROM (SELECT spell, area_code, sum(seconds) AS seconds FROM held GROUP BY ALL) GROUP BY spell),
sectors AS (
    SELECT spell, first({'sector': sector, 'subsector': subsector} ORDER BY seconds DESC, sector, subsector)
           AS kind
    FROM (SELECT spell, sector, subsector, sum(seconds) AS seconds FROM held GROUP BY ALL) GROUP BY spell),
counts AS (
    SELECT s.spell, count_if(o.has_time)::BIGINT AS orders,
           count_if(o.void AND o.start_s < s.end_s)::BIGINT AS void_orders,
           count_if(o.long_order)::BIGINT AS long_orders
    FROM (SELECT grp, start_s, has_time, void, long_order, least_break_s FROM work, breaks
          WHERE has_time OR void) o
    ASOF JOIN spell_rows s
      ON o.grp = s.grp AND o.least_break_s = s.least_break_s AND o.start_s >= s.start_s
    GROUP BY s.spell)
SELECT c.platform_id, c.worker_id, s.least_break_s,
       to_timestamp(s.start_s) AS starts_at, to_timestamp(s.end_s) AS ends_at,
       a.day, b.day AS last_day, s.end_s - s.start_s AS length_s,
       coalesce(n.orders, 0) AS orders, coalesce(n.void_orders, 0) AS void_orders,
       coalesce(n.long_orders, 0) AS long_orders, p.place,
       k.kind.sector AS sector, k.kind.subsector AS subsector, s.grp, s.start_s, s.end_s
FROM spell_rows s JOIN crew c USING (grp)
ASOF JOIN local_days a ON s.start_s >= a.start_s ASOF JOIN local_days b ON s.end_s - 1 >= b.start_s
JOIN places p USING (spell) JOIN sectors k USING (spell) LEFT JOIN counts n USING (spell)
"""

# Work that began on an earlier day and ends within the tail belongs to the day it began.
_WORKER_DAYS = """
WITH time AS (
    SELECT grp, day, coalesce(sum(seconds) FILTER (kind = 'in_hand'), 0)::BIGINT AS in_hand_s,
           coalesce(sum(seconds) FILTER (kind = 'demanded'), 0)::BIGINT AS demanded_s,
           coalesce(sum(seconds) FILTER (kind = 'allowance'), 0)::BIGINT AS allowance_s,
           sum(seconds)::BIGINT AS working_s, max(end_s) - min(start_s) AS span_s
    FROM piece_rows GROUP BY ALL),
counts AS (
    SELECT grp, day, count(*) AS orders, count_if(void)::BIGINT AS void_orders,
           count_if(long_order)::BIGINT AS long_orders
    FROM work GROUP BY ALL),
online AS (SELECT grp, day, sum(seconds)::BIGINT AS online_s FROM online_rows GROUP BY ALL),
longest AS (SELECT grp, day, max(length_s) AS longest_spell_s FROM spells
            WHERE least_break_s = $usual_break GROUP BY ALL),
own AS (
    SELECT p.grp, p.day FROM (SELECT * FROM piece_rows WHERE kind = 'in_hand') p
    JOIN local_days l USING (day)
    ASOF JOIN (SELECT * FROM spells WHERE least_break_s = $usual_break) s
      ON p.grp = s.grp AND p.start_s >= s.start_s
    WHERE s.start_s >= l.start_s OR s.end_s > l.start_s + $tail_s
    GROUP BY ALL),
places AS (
    SELECT grp, day, first(area_code ORDER BY weight DESC, area_code) AS place,
           first(sector ORDER BY weight DESC, sector) AS sector,
           first(subsector ORDER BY weight DESC, subsector) AS subsector
    FROM (SELECT grp, day, area_code, sector, subsector, sum(seconds) * 1000000 AS weight
          FROM piece_rows GROUP BY ALL
          UNION ALL SELECT grp, day, area_code, sector, subsector, count(*) FROM work GROUP BY ALL)
    GROUP BY grp, day)
SELECT c.platform_id, c.worker_id, d.day, coalesce(n.orders, 0) AS orders,
       coalesce(n.void_orders, 0) AS void_orders, coalesce(n.long_orders, 0) AS long_orders,
       coalesce(t.in_hand_s, 0) AS in_hand_s, coalesce(t.demanded_s, 0) AS demanded_s,
       coalesce(t.allowance_s, 0) AS allowance_s, coalesce(t.working_s, 0) AS working_s,
       coalesce(t.span_s, 0) AS span_s, o.online_s, coalesce(s.longest_spell_s, 0) AS longest_spell_s,
       w.grp IS NOT NULL AS worked, coalesce(p.place, c.home_area) AS place, p.sector, p.subsector
FROM (SELECT grp, day FROM time UNION SELECT grp, day FROM counts UNION SELECT grp, day FROM online) d
JOIN crew c USING (grp) LEFT JOIN time t USING (grp, day) LEFT JOIN counts n USING (grp, day)
LEFT JOIN online o USING (grp, day) LEFT JOIN longest s USING (grp, day) LEFT JOIN own w USING (grp, day)
LEFT JOIN places p USING (grp, day)
"""

PAY_COLUMNS = ("base", "incentive", "one_off", "night", "weather", "holiday")

# A blank is an empty cell of a completed order; of the others a blank is as nothing.
_PAY_DAYS = f"""
SELECT platform_id, worker_id, debtor, day, count(*) AS orders, count_if(void)::BIGINT AS void_orders,
       count_if(long_order)::BIGINT AS long_orders, first(area_code ORDER BY area_code) AS area_code,
       {", ".join(f"coalesce(sum(pay_{name}_fen), 0)::BIGINT AS {name}_fen" for name in PAY_COLUMNS)},
       coalesce(sum(tip_fen), 0)::BIGINT AS tip_fen,
       {
    ", ".join(
        f"count_if(status = 'completed' AND pay_{name}_fen IS NULL)::BIGINT AS {name}_blanks"
        for name in PAY_COLUMNS
    )
},
       count_if(status = 'completed' AND tip_fen IS NULL)::BIGINT AS tip_blanks
FROM work GROUP BY ALL
"""

# A deduction without its order belongs to the debtor of the last order before it, else of the first.
_DEDUCTION_DAYS = """
SELECT d.platform_id, d.worker_id,
       coalesce(own.debtor, before.debtor, earliest.debtor, c.employer, c.home_partner, d.platform_id)
           AS debtor, l.day, d.reason, d.basis, sum(d.amount_fen)::BIGINT AS amount_fen,
       count(*) AS items
FROM (SELECT *, epoch(occurred_at)::BIGINT AS at_s FROM deductions) d
JOIN crew c USING (platform_id, worker_id) ASOF JOIN local_days l ON d.at_s >= l.start_s
LEFT JOIN (SELECT platform_id, worker_id, order_id, min(debtor) AS debtor FROM work GROUP BY ALL) own
  USING (platform_id, worker_id, order_id)
ASOF LEFT JOIN (SELECT grp, start_s, min(debtor) AS debtor FROM work GROUP BY ALL) before
  ON c.grp = before.grp AND d.at_s >= before.start_s
LEFT JOIN (SELECT grp, first(debtor ORDER BY rank) AS debtor FROM work GROUP BY grp) earliest
  ON c.grp = earliest.grp
GROUP BY ALL
"""

# In the order in which they are made.
FACTS = {
    "worker_days": _WORKER_DAYS,
    "seconds": _SECONDS,
    "pay_days": _PAY_DAYS,
    "deduction_days": _DEDUCTION_DAYS,
}
