"""What all rights share: days, pay, deductions and debtors of workers, derived once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.filed import FiledRules, filed_rules
from benchmarks.thirteen_rights.law import Law
from benchmarks.thirteen_rights.records import PARTS, PAY, Records, local_day, midnight, unix_s
from benchmarks.thirteen_rights.standing import standings, with_standing
from benchmarks.thirteen_rights.working_time import IN_HAND, WorkingTime, mostly, working_time

DEBTOR_DAY = ["worker", "debtor", "day"]


@dataclass(eq=False)
class Facts:
    """The records with the law at their places and days, and what was derived from them.

    worker_days: a worker's day with order time, orders, void and long ones, whether it was worked, place and
    trade; seconds: working time by worker, debtor, day and area; pay_days and deductions by worker, debtor
    and day.
    """

    records: Records
    law: Law
    filed: FiledRules
    since: int
    until: int
    time: WorkingTime
    standing: pd.DataFrame
    worker_days: pd.DataFrame
    seconds: pd.DataFrame
    pay_days: pd.DataFrame
    deductions: pd.DataFrame

    def inside(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows whose day lies in the audit."""
        return rows[rows.day.between(self.since, self.until)]

    def with_standing(self, subjects: pd.DataFrame) -> pd.DataFrame:
        return with_standing(subjects, self.standing, self.records.crew)


def derive(records: Records, law: Law, since: int, until: int) -> Facts:
    filed = filed_rules(records.tables["rules"])
    orders = records.orders
    limit = law.convention("data.long_order")
    orders["long"] = orders.timed & orders.is_long_trade & (orders.end_s - orders.start_s > limit)
    time = working_time(records, filed, law.convention("spell.least_break"))
    seconds = time.owed.groupby([*DEBTOR_DAY, "area"], observed=True, dropna=False).seconds.sum()
    return Facts(
        records=records,
        law=law,
        filed=filed,
        since=since,
        until=until,
        time=time,
        standing=standings(records),
        worker_days=_worker_days(records, time, law.convention("rest.day_tail")),
        seconds=seconds.rename("working_s").reset_index(),
        pay_days=_pay_days(orders[orders.counts]),
        deductions=_deductions(records),
    )


def _worker_days(records: Records, time: WorkingTime, tail_s: int) -> pd.DataFrame:
    """Every day with working time, orders or presence online."""
    pieces, day = time.pieces, ["worker", "day"]
    in_hand = pieces[pieces.kind == IN_HAND]
    spell = time.spells.reindex(in_hand.spell)
    begun = midnight(in_hand.day).to_numpy()
    own = (spell.start_s.to_numpy() >= begun) | (spell.end_s.to_numpy() > begun + tail_s)
    orders = records.orders[records.orders.counts].astype({"day": "int64"})
    found = orders.groupby(day)[["counts", "void", "long"]].sum()
    found.columns = ["orders", "void_orders", "long_orders"]
    online = _days_online(records.tables["sessions"])
    rows = pd.concat([found.reset_index(), pieces[day].drop_duplicates(), online])
    days = rows.groupby(day).sum().astype("int64")
    days["in_hand_s"] = in_hand.groupby(day).seconds.sum()
    days["worked"] = in_hand[own].groupby(day).size()
    days = days.fillna({"in_hand_s": 0, "worked": 0}).astype({"in_hand_s": "int64"})
    days["worked"] = days.worked > 0
    weights = pd.concat(
        [
            pieces[[*day, "area", "trade"]].assign(weight=pieces.seconds * 4096),
            orders[[*day, "area", "trade"]].assign(weight=1),
        ]
    )
    days["place"] = mostly(weights, day, "area", "weight")
    days["trade"] = mostly(weights, day, "trade", "weight")
    days = days.reset_index().merge(records.crew[["worker", "home_area"]], on="worker")
    days["place"] = days.place.fillna(days.home_area).astype("str")
    return with_trade(days.drop(columns="home_area"))


def _days_online(sessions: pd.DataFrame) -> pd.DataFrame:
    start, end = unix_s(sessions.online_at), unix_s(sessions.offline_at)
    online = sessions[["worker"]].assign(first=local_day(start), last=local_day(end - 1))[end > start]
    online = online.astype("int64").reset_index(drop=True)
    days = online.loc[online.index.repeat(online["last"] - online["first"] + 1)]
    days["day"] = days["first"] + days.groupby(level=0).cumcount()
    return days[["worker", "day"]].drop_duplicates()


def with_trade(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with sector and subsector in place of their trade."""
    known = [trade.split("/") for trade in rows.trade.cat.categories]
    names = pd.DataFrame(known, rows.trade.cat.categories, ["sector", "subsector"]).replace("~", None)
    return rows.astype({"trade": "str"}).join(names, on="trade").drop(columns="trade")


def _pay_days(counted: pd.DataFrame) -> pd.DataFrame:
    """Fen and blanks of each part of pay by worker, debtor and day of acceptance."""
    done = counted.status == "completed"
    columns = {f"{name}_fen": counted[PAY[name]].fillna(0).astype("int64") for name in PARTS}
    columns |= {f"{name}_blanks": counted[PAY[name]].isna() & done for name in PARTS}
    rows = counted[["worker", "debtor"]].assign(
        day=counted.day.astype("int64"),
        orders=1,
        void_orders=counted.void,
        long_orders=counted.long,
        **columns,
    )
    days = rows.groupby(DEBTOR_DAY).sum()
    days["pay_area"] = counted.groupby(DEBTOR_DAY).area.min()
    return days.astype(dict.fromkeys(days.columns.drop("pay_area"), "int64")).reset_index()


def _deductions(records: Records) -> pd.DataFrame:
    """Deductions with their day and debtor: of their order, else of the last before, else of the first."""
    deductions = records.tables["deductions"].reset_index(drop=True)
    second = unix_s(deductions.occurred_at).astype("int64")
    deductions = deductions.assign(second=second, day=local_day(second))
    orders = records.orders
    tied = deductions[deductions.order_id.notna()].reset_index()
    of_tied = orders[orders.worker.isin(tied.worker)][["worker", "order_id", "debtor"]]
    of_tied = tied.merge(of_tied, on=["worker", "order_id"]).groupby("index").debtor.min()
    counted = orders[orders.counts][["worker", "start_s", "debtor"]].astype({"start_s": "int64"})
    at_once = counted.sort_values(["start_s", "debtor"]).drop_duplicates(["worker", "start_s"])
    asked = deductions[["worker", "second"]].reset_index().sort_values("second")
    before = pd.merge_asof(asked, at_once, left_on="second", right_on="start_s", by="worker")
    first = counted.groupby("worker").debtor.first()
    debtor = of_tied.reindex(deductions.index)
    debtor = debtor.fillna(before.set_index("index").debtor).fillna(deductions.worker.map(first))
    return deductions.assign(debtor=debtor.fillna(deductions.worker.map(records.crew.home_debtor)))


def heaviest_area(seconds: pd.DataFrame, by: list[str]) -> pd.Series:
    """The area with most working seconds of each group; of several the smaller code."""
    return mostly(seconds, by, "area", "working_s").astype("str")


def zeros(rows: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Rows with whole numbers, nothing taken for 0."""
    return rows.assign(**{name: rows[name].fillna(0).astype(np.int64) for name in names})
