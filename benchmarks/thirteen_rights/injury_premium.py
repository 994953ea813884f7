"""cover/injury_premium: for every order the platform pays the premium for injury cover."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import Facts, with_trade
from benchmarks.thirteen_rights.judging import BROKEN, MILLION, NOT_APPLICABLE, UNKNOWN, Test, judged
from benchmarks.thirteen_rights.law import day_of
from benchmarks.thirteen_rights.records import month_first, month_last

STEP = "injury_premium_step"
FEE = "oip.base_fee_per_order."
STEPS = {
    "ride_hailing": ("ride_hailing",),
    "city_freight": ("city_freight",),
    "instant_delivery": ("instant_delivery.low", "instant_delivery.high", "instant_delivery"),
    "food_delivery": ("instant_delivery.low", "instant_delivery.high", "food_delivery"),
}
MONTH = ["platform_id", "place", "month"]
COLUMNS = ["platform_id", "place", "day", "trade", "premium_fen"]


def injury_premium(facts: Facts) -> pd.DataFrame:
    rows = _with_due(facts, _with_part(facts, _with_steps(facts, _days(facts))))
    here = rows.spoken_of
    amounts = {
        "counted": rows.orders,
        "blanks": rows.orders.where(rows.premium_fen.isna(), 0),
        "wrong": rows.orders.where(rows.premium_fen.notna() & (rows.premium_fen != rows.due_fen), 0),
        "paid_fen": rows.orders * rows.premium_fen,
        "right_fen": rows.orders * rows.due_fen,
        "short_fen": rows.orders * (rows.due_fen - rows.premium_fen).clip(lower=0),
        "floated_ppm": rows.orders * rows.base_fen * rows.factor,
    }
    amounts = {name: column.where(here, 0) for name, column in amounts.items()}
    flags = {name: rows[name] & here for name in ("takes_part", "unusable")}
    flags["floated"] = here & (rows.factor != MILLION)
    months = rows.assign(**amounts, **flags).groupby(MONTH, dropna=False)
    found = months[list(amounts)].sum().join(months[list(flags)].any()).reset_index()
    return _judged(facts, found)


def _judged(facts: Facts, months: pd.DataFrame) -> pd.DataFrame:
    floated = months.floated_ppm // MILLION
    right = months.right_fen.where(~months.floated, floated)
    short = months.short_fen.where(~months.floated, (floated - months.paid_fen).clip(lower=0))
    names = {month: day_of(month).strftime("%Y-%m") for month in months.month.unique()}
    months = months.assign(
        subject_id=months.place + "/" + months.month.map(names),
        period_from=months.month.clip(lower=facts.since),
        period_to=month_last(months.month).clip(upper=facts.until),
    )
    tests = [
        Test(months.counted == 0, NOT_APPLICABLE),
        Test(months.blanks > 0, UNKNOWN),
        Test(months.unusable, UNKNOWN),
        Test(~months.takes_part, UNKNOWN),
        Test((months.wrong > 0).where(~months.floated, short > 0), BROKEN),
    ]
    return judged(months, tests, months.paid_fen, right, short, of_companies=True)


def _days(facts: Facts) -> pd.DataFrame:
    """Completed orders by company, place, day, trade and premium, without those of insured workers."""
    orders = facts.inside(facts.records.orders[lambda rows: rows.counts])
    orders = orders[orders.status == "completed"].reset_index(drop=True)
    orders = orders.merge(facts.records.crew[["worker", "platform_id", "worker_id"]], on="worker")
    cover = facts.records.tables["insurances"]
    cover = cover[cover.kind == "work_injury"].fillna({"valid_to": np.inf})
    covered = orders[["worker_id", "day"]].reset_index().merge(cover, on="worker_id")
    covered = covered[covered.day.between(covered.valid_from, covered.valid_to)]
    rows = orders.drop(covered["index"].unique()).rename(columns={"injury_premium_fen": "premium_fen"})
    rows["place"] = rows.area.astype("str")
    found = rows.groupby(COLUMNS, dropna=False, observed=True).size().rename("orders").reset_index()
    found = with_trade(found).astype({"day": "int64"})
    food = (found.sector == "instant_delivery") & (found.subsector == "food_delivery")
    return found.assign(trade=found.sector.where(~food, "food_delivery"), month=month_first(found.day))


def _fees(facts: Facts) -> pd.DataFrame:
    """Every fee that is set for a trade, by place and day."""
    fees = [facts.law.value(FEE + key).assign(trade=trade) for trade, keys in STEPS.items() for key in keys]
    return pd.concat(fees).rename(columns={"area": "place"})


def _with_steps(facts: Facts, days: pd.DataFrame) -> pd.DataFrame:
    """Rows with the lowest fee of their trade there and then, and whether one of them cannot be used."""
    steps = _fees(facts).groupby(["place", "day", "trade"])
    steps = steps.agg(lowest=("value", "min"), fee_unusable=("unusable", "any"))
    return days.merge(steps.reset_index(), how="left", on=["place", "day", "trade"])


def _with_part(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """Whether the pilot is in force, whether the company takes part, and by what the fee floats."""
    for key, name in (("in_force", "pilot"), ("platforms", "listed"), ("floating_factor", "floating")):
        rows = facts.law.at(rows, f"oip.{key}", "place", "day", name)
    rows = facts.filed.at(rows, STEP, "day")
    named = pd.Series(
        [
            isinstance(listed, tuple) and platform in listed
            for platform, listed in zip(rows.platform_id, rows.listed_text, strict=True)
        ],
        rows.index,
    )
    in_force = rows.pilot_text.notna() | rows.pilot_unusable
    fee = rows.fee_unusable.eq(True) | rows.lowest.isna()
    return rows.assign(
        spoken_of=in_force & rows.trade.isin(list(STEPS)),
        takes_part=named.astype(bool) | rows[STEP].notna() | (rows.premium_fen > 0),
        unusable=rows.pilot_unusable | fee | rows.floating_unusable,
        factor=rows.floating.fillna(MILLION),
    )


def _with_due(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """The step that was filed, if it is a lawful one, else any lawful step, else the lowest."""
    own_step = rows[STEP].where(_is_lawful(facts, rows, STEP))
    any_step = rows.premium_fen.where(_is_lawful(facts, rows, "premium_fen"), rows.lowest)
    return rows.assign(base_fen=own_step.fillna(rows.lowest), due_fen=own_step.fillna(any_step))


def _is_lawful(facts: Facts, rows: pd.DataFrame, column: str) -> pd.Series:
    """Whether an amount is one of the fees of the trade at the place on the day."""
    key = ["place", "day", "trade"]
    fees = _fees(facts)[[*key, "value"]].dropna().drop_duplicates().rename(columns={"value": column})
    asked = rows[[*key, column]].astype({column: "float64"})
    found = asked.merge(fees, how="left", on=[*key, column], indicator="lawful")
    return (found.lawful == "both").set_axis(rows.index)
