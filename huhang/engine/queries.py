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

# Whatever is compared or added up many times is compared as a number, in the order of its text.
CODES = """
CREATE TABLE areas AS
SELECT area_code, row_number() OVER (ORDER BY area_code) - 1 AS area_id
FROM (SELECT area_code FROM orders UNION SELECT home_area FROM crew) WHERE area_code IS NOT NULL;
CREATE TABLE trades AS
SELECT sector, subsector, row_number() OVER (ORDER BY sector, subsector NULLS LAST) - 1 AS trade_id
FROM (SELECT DISTINCT sector, subsector FROM orders);
CREATE TABLE debtors AS
SELECT debtor, row_number() OVER (ORDER BY debtor) - 1 AS debtor_id
FROM (SELECT coalesce(employer, home_partner, platform_id) AS debtor FROM crew
      UNION SELECT partner_id FROM orders UNION SELECT platform_id FROM crew) WHERE debtor IS NOT NULL;
CREATE TABLE posts AS
SELECT c.*, a.area_id AS home_area_id, d.debtor_id AS home_debtor_id
FROM crew c LEFT JOIN areas a ON a.area_code = c.home_area
JOIN debtors d ON d.debtor = coalesce(c.employer, c.home_partner, c.platform_id)
"""

# Accepted orders only; `rank` puts the earlier accepted first, the smaller order_id of two at one second.
ORDERS_OF_WORK = """
CREATE TABLE work AS
SELECT row_number() OVER () - 1 AS rank, *
FROM (SELECT c.platform_id, c.worker_id, c.grp, o.order_id, o.attempt, o.status, o.day_number,
             a.area_id, t.trade_id, d.debtor_id, epoch(o.accepted_at)::BIGINT AS start_s,
             epoch(CASE o.status WHEN 'completed' THEN o.completed_at
                                 WHEN 'cancelled' THEN o.cancelled_at END)::BIGINT AS end_s,
             end_s IS NULL OR end_s < start_s AS void, NOT void AND end_s > start_s AS has_time,
             has_time AND end_s - start_s > $long_order_s
                 AND o.sector IN ('city_freight', 'road_freight', 'live_marketing') AND b.order_id IS NULL
                 AS long_order,
             {pay}
      FROM orders o JOIN posts c USING (platform_id, worker_id)
      LEFT JOIN areas a ON a.area_code = o.area_code
      JOIN trades t ON t.sector IS NOT DISTINCT FROM o.sector
                   AND t.subsector IS NOT DISTINCT FROM o.subsector
      JOIN debtors d ON d.debtor = coalesce(c.employer, o.partner_id, c.home_partner, o.platform_id)
      LEFT JOIN (SELECT DISTINCT platform_id, order_id FROM order_breaks) b USING (platform_id, order_id)
      WHERE o.accepted_at IS NOT NULL AND o.status <> 'refused'
      ORDER BY grp, start_s, order_id, attempt)
"""

# Order time is the order minus its breaks, whatever their order and overlaps.
STRETCHES_OF_ORDERS = """
WITH cut AS (
    SELECT w.rank, w.grp, w.debtor_id, w.start_s, w.end_s,
           greatest(epoch(b.from_at)::BIGINT, w.start_s) AS break_from,
           least(epoch(b.to_at)::BIGINT, w.end_s) AS break_to
    FROM work w JOIN order_breaks b USING (platform_id, order_id)
    WHERE w.has_time AND break_from < break_to),
edges AS (
    SELECT *, coalesce(max(break_to) OVER (PARTITION BY rank ORDER BY break_from, break_to
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), start_s) AS reached
    FROM cut)
SELECT grp, debtor_id, start_s, end_s, rank FROM (
    SELECT grp, debtor_id, reached AS start_s, break_from AS end_s, rank FROM edges WHERE reached < break_from
    UNION ALL
    SELECT grp, debtor_id, max(break_to), end_s, rank FROM edges
    GROUP BY grp, debtor_id, end_s, rank HAVING max(break_to) < end_s
    UNION ALL
    SELECT grp, debtor_id, start_s, end_s, rank FROM work
    WHERE has_time AND rank NOT IN (SELECT rank FROM cut))
"""

SESSIONS = """
SELECT c.grp, epoch(s.online_at)::BIGINT AS start_s, epoch(s.offline_at)::BIGINT AS end_s,
       coalesce(s.demanded, false) AS demanded
FROM sessions s JOIN crew c USING (platform_id, worker_id) WHERE s.offline_at > s.online_at
"""

# A second without an order is at home: the worker's own area and debtor.
PIECES = """
SELECT p.*, p.end_s - p.start_s AS seconds, coalesce(w.area_id, h.home_area_id) AS area_id, w.trade_id,
       coalesce(w.debtor_id, h.home_debtor_id) AS debtor_id
FROM {rows} p JOIN posts h USING (grp) LEFT JOIN work w USING (rank)
"""

# The pieces with their names, for a picture or an explanation of a few workers.
NAMED_PIECES = """
SELECT c.platform_id, c.worker_id, l.day, k.kind, p.seconds, a.area_code,
       to_timestamp(p.start_s) AS starts_at, to_timestamp(p.end_s) AS ends_at
FROM piece_rows p JOIN crew c USING (grp) JOIN local_days l ON p.day_number = l.number
JOIN kinds k ON p.kind_number = k.number LEFT JOIN areas a USING (area_id)
"""

_SUMS = """
       sum(CASE WHEN kind_number = 0 THEN seconds ELSE 0 END)::BIGINT AS in_hand_s,
       sum(CASE WHEN kind_number = 1 THEN seconds ELSE 0 END)::BIGINT AS demanded_s,
       sum(CASE WHEN kind_number = 2 THEN seconds ELSE 0 END)::BIGINT AS allowance_s,
       sum(seconds)::BIGINT AS working_s"""

_SECONDS = f"""
WITH added AS (
    SELECT grp, debtor_id, day_number, area_id,{_SUMS}
    FROM (SELECT grp, debtor_id, day_number, area_id, kind_number, seconds FROM piece_rows
          WHERE kind_number <> 0 OR grp NOT IN (SELECT grp FROM several_debtors)
          UNION ALL
          SELECT grp, debtor_id, day_number, area_id, kind_number, seconds FROM debtor_rows)
    GROUP BY ALL)
SELECT c.platform_id, c.worker_id, d.debtor, l.day, a.area_code, in_hand_s, demanded_s, allowance_s, working_s
FROM added p JOIN crew c USING (grp) JOIN debtors d USING (debtor_id)
JOIN local_days l ON p.day_number = l.number LEFT JOIN areas a USING (area_id)
"""

# Of several with the same weight the smaller number wins, which is the smaller code.
_HEAVIEST = "arg_max({id}, weight * 1048576 - {id})"

# `spell_pieces` has the number of the spell on every piece of it, `spell_orders` on every order.
SPELLS = f"""
WITH places AS (
    SELECT spell, {_HEAVIEST.format(id="area_id")} AS area_id
    FROM (SELECT spell, area_id, sum(seconds) AS weight FROM spell_pieces
          WHERE area_id IS NOT NULL GROUP BY ALL) GROUP BY spell),
kinds_of_work AS (
    SELECT spell, {_HEAVIEST.format(id="trade_id")} AS trade_id
    FROM (SELECT spell, trade_id, sum(seconds) AS weight FROM spell_pieces
          WHERE trade_id IS NOT NULL GROUP BY ALL) GROUP BY spell),
counts AS (
    SELECT spell, sum(has_time::INT)::BIGINT AS orders, sum(void::INT)::BIGINT AS void_orders,
           sum(long_order::INT)::BIGINT AS long_orders
    FROM spell_orders GROUP BY spell)
SELECT c.platform_id, c.worker_id, s.least_break_s,
       to_timestamp(s.start_s) AS starts_at, to_timestamp(s.end_s) AS ends_at,
       f.day, u.day AS last_day, s.end_s - s.start_s AS length_s,
       coalesce(n.orders, 0) AS orders, coalesce(n.void_orders, 0) AS void_orders,
       coalesce(n.long_orders, 0) AS long_orders, a.area_code AS place, t.sector, t.subsector,
       s.start_s, s.end_s
FROM spell_rows s JOIN crew c USING (grp)
JOIN local_days f ON s.day_number = f.number JOIN local_days u ON s.last_day_number = u.number
LEFT JOIN places p USING (spell) LEFT JOIN areas a USING (area_id)
LEFT JOIN kinds_of_work k USING (spell) LEFT JOIN trades t USING (trade_id)
LEFT JOIN counts n USING (spell)
"""

# Work that began on an earlier day and ends within the tail belongs to the day it began (`own`).
_WORKER_DAYS = f"""
WITH time AS (
    SELECT grp, day_number,{_SUMS}, max(end_s) - min(start_s) AS span_s, bool_or(own) AS worked
    FROM piece_rows GROUP BY ALL),
counts AS (
    SELECT grp, day_number, count(*) AS orders, sum(void::INT)::BIGINT AS void_orders,
           sum(long_order::INT)::BIGINT AS long_orders
    FROM work GROUP BY ALL),
online AS (SELECT grp, day_number, sum(seconds)::BIGINT AS online_s FROM online_rows GROUP BY ALL),
longest AS (SELECT grp, day_number, max(end_s - start_s) AS longest_spell_s FROM spell_rows
            WHERE least_break_s = $usual_break GROUP BY ALL),
weights AS (
    SELECT grp, day_number, area_id, trade_id, sum(seconds) * 4096 AS weight FROM piece_rows GROUP BY ALL
    UNION ALL
    SELECT grp, day_number, area_id, trade_id, count(*) FROM work GROUP BY ALL),
places AS (
    SELECT grp, day_number, {_HEAVIEST.format(id="area_id")} AS area_id
    FROM (SELECT grp, day_number, area_id, sum(weight)::HUGEINT AS weight FROM weights
          WHERE area_id IS NOT NULL GROUP BY ALL) GROUP BY ALL),
kinds_of_work AS (
    SELECT grp, day_number, {_HEAVIEST.format(id="trade_id")} AS trade_id
    FROM (SELECT grp, day_number, trade_id, sum(weight)::HUGEINT AS weight FROM weights
          WHERE trade_id IS NOT NULL GROUP BY ALL) GROUP BY ALL)
SELECT c.platform_id, c.worker_id, l.day, coalesce(n.orders, 0) AS orders,
       coalesce(n.void_orders, 0) AS void_orders, coalesce(n.long_orders, 0) AS long_orders,
       coalesce(t.in_hand_s, 0) AS in_hand_s, coalesce(t.demanded_s, 0) AS demanded_s,
       coalesce(t.allowance_s, 0) AS allowance_s, coalesce(t.working_s, 0) AS working_s,
       coalesce(t.span_s, 0) AS span_s, o.online_s, coalesce(s.longest_spell_s, 0) AS longest_spell_s,
       coalesce(t.worked, false) AS worked, coalesce(a.area_code, c.home_area) AS place, k.sector, k.subsector
FROM (SELECT grp, day_number FROM time UNION SELECT grp, day_number FROM counts
      UNION SELECT grp, day_number FROM online) d
JOIN crew c USING (grp) JOIN local_days l ON d.day_number = l.number
LEFT JOIN time t USING (grp, day_number) LEFT JOIN counts n USING (grp, day_number)
LEFT JOIN online o USING (grp, day_number) LEFT JOIN longest s USING (grp, day_number)
LEFT JOIN places p USING (grp, day_number) LEFT JOIN areas a USING (area_id)
LEFT JOIN kinds_of_work w USING (grp, day_number) LEFT JOIN trades k USING (trade_id)
"""

PAY_COLUMNS = ("base", "incentive", "one_off", "night", "weather", "holiday")

PAY_OF_WORK = ", ".join((*(f"o.pay_{name}_fen" for name in PAY_COLUMNS), "o.tip_fen"))

# A blank is an empty cell of a completed order; of the others a blank is as nothing.
_PAY_DAYS = f"""
WITH added AS (
    SELECT grp, debtor_id, day_number, count(*) AS orders, sum(void::INT)::BIGINT AS void_orders,
           sum(long_order::INT)::BIGINT AS long_orders, min(area_id) AS area_id,
           {", ".join(f"coalesce(sum(pay_{name}_fen), 0)::BIGINT AS {name}_fen" for name in PAY_COLUMNS)},
           coalesce(sum(tip_fen), 0)::BIGINT AS tip_fen,
           {
    ", ".join(
        f"sum((status = 'completed' AND pay_{name}_fen IS NULL)::INT)::BIGINT AS {name}_blanks"
        for name in PAY_COLUMNS
    )
},
           sum((status = 'completed' AND tip_fen IS NULL)::INT)::BIGINT AS tip_blanks
    FROM work GROUP BY ALL)
SELECT c.platform_id, c.worker_id, d.debtor, l.day, a.area_code,
       p.* EXCLUDE (grp, debtor_id, day_number, area_id)
FROM added p JOIN crew c USING (grp) JOIN debtors d USING (debtor_id)
JOIN local_days l ON p.day_number = l.number LEFT JOIN areas a USING (area_id)
"""

# A deduction without its order belongs to the debtor of the last order before it, else of the first.
_DEDUCTION_DAYS = """
SELECT d.platform_id, d.worker_id,
       n.debtor, l.day, d.reason, d.basis, sum(d.amount_fen)::BIGINT AS amount_fen,
       count(*) AS items
FROM (SELECT *, epoch(occurred_at)::BIGINT AS at_s FROM deductions) d
JOIN posts c USING (platform_id, worker_id) ASOF JOIN local_days l ON d.at_s >= l.start_s
LEFT JOIN (SELECT platform_id, worker_id, order_id, min(debtor_id) AS debtor_id
           FROM work GROUP BY ALL) own
  USING (platform_id, worker_id, order_id)
ASOF LEFT JOIN (SELECT grp, start_s, min(debtor_id) AS debtor_id FROM work GROUP BY ALL) before
  ON c.grp = before.grp AND d.at_s >= before.start_s
LEFT JOIN (SELECT grp, arg_min(debtor_id, rank) AS debtor_id FROM work GROUP BY grp) earliest
  ON c.grp = earliest.grp
JOIN debtors n
  ON n.debtor_id = coalesce(own.debtor_id, before.debtor_id, earliest.debtor_id, c.home_debtor_id)
GROUP BY ALL
"""

# In the order in which they are made.
FACTS = {
    "worker_days": _WORKER_DAYS,
    "seconds": _SECONDS,
    "pay_days": _PAY_DAYS,
    "deduction_days": _DEDUCTION_DAYS,
}
