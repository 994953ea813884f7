"""Seven checks on the orders and payouts of a lake, done in several ways that must agree.

Every way is a module with `answers(lake) -> dict[str, pyarrow.Table]`; the rows of a table may come in any
order. The checks, on local days of China and on orders completed or cancelled after acceptance, overlapping
ones counted once:

1. long_days: platform_id, worker_id, day (days since 1970) with more than 8 hours in hand
2. spells: platform_id, worker_id, start_s, end_s of work above 4 hours without a break of 20 minutes
3. runs: platform_id, worker_id, first_day, last_day of 7 days in a row or more with time in hand
4. weeks: platform_id, worker_id, week (days since 1970 of its Monday) with time in hand on all 7 days
5. hourly: platform_id, worker_id, month (months since 1970), pay_fen, in_hand_s where base and incentive
   pay of the month is below 24 yuan an hour in hand
6. holidays: platform_id, worker_id, day, pay_fen, in_hand_s of work on the statutory days of October 2025
7. late: platform_id, payout_id of payouts paid after they were due
"""

CHINA_S = 8 * 3600
DAY_S = 86400
LONG_DAY_S = 8 * 3600
SPELL_S = 4 * 3600
BREAK_S = 1200
RUN_DAYS = 7
FLOOR_FEN_PER_HOUR = 2400
HOLIDAYS = (20362, 20363, 20364, 20367)  # 2025-10-01, 02, 03 and 06

ORDER_COLUMNS = [
    *("platform_id", "worker_id", "status", "accepted_at", "completed_at", "cancelled_at"),
    *("pay_base_fen", "pay_incentive_fen"),
]
PAYOUT_COLUMNS = ["platform_id", "payout_id", "due_on", "paid_on"]
