"""The seven checks as an analyst writes them in pandas: one table after the other, all in memory."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks.seven_checks import (
    BREAK_S,
    CHINA_S,
    DAY_S,
    FLOOR_FEN_PER_HOUR,
    HOLIDAYS,
    LONG_DAY_S,
    ORDER_COLUMNS,
    PAYOUT_COLUMNS,
    RUN_DAYS,
    SPELL_S,
)

WORKER = ["platform_id", "worker_id"]


def answers(lake: Path) -> dict[str, pa.Table]:
    orders = pd.read_parquet(lake / "data" / "orders", columns=ORDER_COLUMNS)
    done = orders[orders.status.isin(["completed", "cancelled"]) & orders.accepted_at.notna()].copy()
    end = done.completed_at.where(done.status == "completed", done.cancelled_at)
    done["start_s"] = (done.accepted_at - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    done["end_s"] = (end - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    blocks = _blocks(done[done.end_s > done.start_s])
    days = _days(blocks)
    accepted = orders[orders.accepted_at.notna() & (orders.status != "refused")].copy()
    second = (accepted.accepted_at - pd.Timestamp(0, tz="UTC")) // pd.Timedelta("1s")
    accepted["day"] = (second + CHINA_S) // DAY_S
    accepted["pay_fen"] = accepted.pay_base_fen.fillna(0) + accepted.pay_incentive_fen.fillna(0)
    pay = accepted.groupby([*WORKER, "day"], observed=True).pay_fen.sum().astype("int64").reset_index()
    both = days.merge(pay, how="outer", on=[*WORKER, "day"]).fillna({"in_hand_s": 0, "pay_fen": 0})
    both = both.astype({"in_hand_s": "int64", "pay_fen": "int64", "day": "int64"})
    both["month"] = pd.to_datetime(both.day, unit="D").dt.to_period("M").astype("int64")
    months = both.groupby([*WORKER, "month"], observed=True)[["pay_fen", "in_hand_s"]].sum().reset_index()
    payouts = pd.read_parquet(lake / "data" / "payouts", columns=PAYOUT_COLUMNS)
    found = {
        "long_days": days[days.in_hand_s > LONG_DAY_S][[*WORKER, "day"]],
        "spells": _spells(blocks),
        "runs": _runs(days),
        "weeks": _weeks(days),
        "hourly": months[months.pay_fen * 3600 < FLOOR_FEN_PER_HOUR * months.in_hand_s],
        "holidays": both[both.day.isin(HOLIDAYS) & (both.in_hand_s > 0)][
            [*WORKER, "day", "pay_fen", "in_hand_s"]
        ],
        "late": payouts[payouts.paid_on > payouts.due_on][["platform_id", "payout_id"]],
    }
    return {name: pa.Table.from_pandas(table, preserve_index=False) for name, table in found.items()}


def _blocks(done: pd.DataFrame) -> pd.DataFrame:
    """Stretches of time with an order in hand, overlapping orders merged."""
    done = done.sort_values([*WORKER, "start_s"])
    worker = done.groupby(WORKER, observed=True, sort=False)
    reached = worker.end_s.cummax().groupby([done.platform_id, done.worker_id], observed=True).shift()
    block = (reached.isna() | (done.start_s > reached)).cumsum()
    return (
        done.groupby(block)
        .agg(
            platform_id=("platform_id", "first"),
            worker_id=("worker_id", "first"),
            start_s=("start_s", "min"),
            end_s=("end_s", "max"),
        )
        .reset_index(drop=True)
    )


def _days(blocks: pd.DataFrame) -> pd.DataFrame:
    first = (blocks.start_s + CHINA_S) // DAY_S
    last = (blocks.end_s - 1 + CHINA_S) // DAY_S
    cut = blocks.loc[blocks.index.repeat(last - first + 1)].copy()
    cut["day"] = np.repeat(first.to_numpy(), last - first + 1) + cut.groupby(level=0).cumcount().to_numpy()
    begun = cut.day * DAY_S - CHINA_S
    cut["in_hand_s"] = np.minimum(cut.end_s, begun + DAY_S) - np.maximum(cut.start_s, begun)
    return cut.groupby([*WORKER, "day"], observed=True).in_hand_s.sum().astype("int64").reset_index()


def _spells(blocks: pd.DataFrame) -> pd.DataFrame:
    before = blocks.groupby(WORKER, observed=True, sort=False).end_s.shift()
    spell = (before.isna() | (blocks.start_s - before >= BREAK_S)).cumsum()
    spells = blocks.groupby(spell).agg(
        platform_id=("platform_id", "first"),
        worker_id=("worker_id", "first"),
        start_s=("start_s", "min"),
        end_s=("end_s", "max"),
    )
    return spells[spells.end_s - spells.start_s > SPELL_S]


def _runs(days: pd.DataFrame) -> pd.DataFrame:
    days = days[days.in_hand_s > 0].sort_values([*WORKER, "day"])
    island = days.day - days.groupby(WORKER, observed=True, sort=False).cumcount()
    runs = days.groupby([*WORKER, island.rename("island")], observed=True).day.agg(["min", "max", "count"])
    long = runs[runs["count"] >= RUN_DAYS].reset_index()
    return long.rename(columns={"min": "first_day", "max": "last_day"})[[*WORKER, "first_day", "last_day"]]


def _weeks(days: pd.DataFrame) -> pd.DataFrame:
    week = days.day - (days.day + 3) % 7
    counted = days[days.in_hand_s > 0].groupby([*WORKER, week.rename("week")], observed=True).size()
    return counted[counted == 7].reset_index()[[*WORKER, "week"]]
