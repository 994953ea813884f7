"""The seven checks on Polars, lazy and streaming."""

from pathlib import Path

import polars as pl
import pyarrow as pa

from benchmarks.seven_checks import (
    BREAK_S,
    CHINA_S,
    DAY_S,
    FLOOR_FEN_PER_HOUR,
    HOLIDAYS,
    LONG_DAY_S,
    RUN_DAYS,
    SPELL_S,
)

WORKER = ["platform_id", "worker_id"]


def answers(lake: Path) -> dict[str, pa.Table]:
    orders = pl.scan_parquet(f"{lake}/data/orders/*.parquet")
    payouts = pl.scan_parquet(f"{lake}/data/payouts/*.parquet")
    blocks = _blocks(orders).collect(engine="streaming")
    days = _days(blocks.lazy()).collect(engine="streaming")
    pay = (
        orders.filter(pl.col("accepted_at").is_not_null() & (pl.col("status") != "refused"))
        .group_by(*WORKER, ((pl.col("accepted_at").dt.epoch("s") + CHINA_S) // DAY_S).alias("day"))
        .agg(
            (pl.col("pay_base_fen").fill_null(0) + pl.col("pay_incentive_fen").fill_null(0))
            .sum()
            .alias("pay_fen")
        )
    )
    both = (
        days.lazy()
        .join(pay, on=[*WORKER, "day"], how="full", coalesce=True)
        .with_columns(pl.col("in_hand_s", "pay_fen").fill_null(0))
        .collect(engine="streaming")
    )
    date = pl.col("day").cast(pl.Int32).cast(pl.Date)
    month = (date.dt.year().cast(pl.Int64) - 1970) * 12 + date.dt.month() - 1
    months = both.group_by(*WORKER, month.alias("month")).agg(pl.col("pay_fen", "in_hand_s").sum())
    island = pl.col("day") - pl.int_range(pl.len()).over(WORKER)
    runs = (
        days.sort(*WORKER, "day")
        .group_by(*WORKER, island.alias("island"))
        .agg(first_day=pl.col("day").min(), last_day=pl.col("day").max(), count=pl.len())
    )
    weeks = days.group_by(*WORKER, (pl.col("day") - (pl.col("day") + 3) % 7).alias("week")).len()
    late = payouts.filter(pl.col("paid_on") > pl.col("due_on"))
    found = {
        "long_days": days.filter(pl.col("in_hand_s") > LONG_DAY_S).select(*WORKER, "day"),
        "spells": _spells(blocks),
        "runs": runs.filter(pl.col("count") >= RUN_DAYS).select(*WORKER, "first_day", "last_day"),
        "weeks": weeks.filter(pl.col("len") == 7).select(*WORKER, "week"),
        "hourly": months.filter(pl.col("pay_fen") * 3600 < FLOOR_FEN_PER_HOUR * pl.col("in_hand_s")),
        "holidays": both.filter(pl.col("day").is_in(HOLIDAYS) & (pl.col("in_hand_s") > 0)).select(
            *WORKER, "day", "pay_fen", "in_hand_s"
        ),
        "late": late.select("platform_id", "payout_id").collect(),
    }
    return {name: table.to_arrow() for name, table in found.items()}


def _blocks(orders: pl.LazyFrame) -> pl.LazyFrame:
    end = pl.when(pl.col("status") == "completed").then("completed_at").otherwise("cancelled_at")
    return (
        orders.filter(
            pl.col("status").is_in(["completed", "cancelled"]) & pl.col("accepted_at").is_not_null()
        )
        .select(*WORKER, start_s=pl.col("accepted_at").dt.epoch("s"), end_s=end.dt.epoch("s"))
        .filter(pl.col("end_s") > pl.col("start_s"))
        .sort(*WORKER, "start_s")
        .with_columns(reached=pl.col("end_s").cum_max().shift().over(WORKER))
        .with_columns(block=(pl.col("reached").is_null() | (pl.col("start_s") > pl.col("reached"))).cum_sum())
        .group_by("block")
        .agg(*(pl.col(name).first() for name in WORKER), pl.col("start_s").min(), pl.col("end_s").max())
    )


def _days(blocks: pl.LazyFrame) -> pl.LazyFrame:
    first = (pl.col("start_s") + CHINA_S) // DAY_S
    last = (pl.col("end_s") - 1 + CHINA_S) // DAY_S
    begun = pl.col("day") * DAY_S - CHINA_S
    length = pl.min_horizontal(pl.col("end_s"), begun + DAY_S) - pl.max_horizontal(pl.col("start_s"), begun)
    return (
        blocks.with_columns(day=pl.int_ranges(first, last + 1))
        .explode("day")
        .group_by(*WORKER, "day")
        .agg(length.sum().alias("in_hand_s"))
    )


def _spells(blocks: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("start_s") - pl.col("end_s").shift().over(WORKER)
    return (
        blocks.sort(*WORKER, "start_s")
        .with_columns(spell=(gap.is_null() | (gap >= BREAK_S)).cum_sum())
        .group_by("spell")
        .agg(*(pl.col(name).first() for name in WORKER), pl.col("start_s").min(), pl.col("end_s").max())
        .filter(pl.col("end_s") - pl.col("start_s") > SPELL_S)
        .select(*WORKER, "start_s", "end_s")
    )
