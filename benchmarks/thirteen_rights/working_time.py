"""Working time: who holds each second, required presence, allowance, days, spells, and where it was."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.filed import FiledRules
from benchmarks.thirteen_rights.records import DAY_S, Records, local_day, midnight, unix_s

IN_HAND, DEMANDED, ALLOWANCE = 0, 1, 2


@dataclass
class WorkingTime:
    """`presence`: stretches in hand or demanded, never overlapping, with the spell they belong to.

    `pieces`: working time cut at midnight with kind, seconds, and the area, trade and debtor it belongs to;
    `owed`: the same with order time laid out for each debtor alone; `spells`: worker, start_s and end_s.
    """

    presence: pd.DataFrame
    pieces: pd.DataFrame
    owed: pd.DataFrame
    spells: pd.DataFrame


def working_time(records: Records, filed: FiledRules, least_break: int) -> WorkingTime:
    orders = records.orders
    in_hand = held(orders[orders.timed], ["worker"])
    demanded = demanded_presence(records, in_hand)
    presence = pd.concat([in_hand, demanded]).sort_values(["worker", "start_s"], ignore_index=True)
    before = presence.groupby("worker").end_s.shift()
    presence["spell"] = (before.isna() | (presence.start_s - before >= least_break)).cumsum() - 1
    spells = presence.groupby("spell").agg(
        worker=("worker", "first"), start_s=("start_s", "first"), end_s=("end_s", "last")
    )
    allowance = allowance_gaps(presence, before, records, filed)
    pieces = cut_at_midnight(pd.concat([presence, allowance]).sort_values(["worker", "start_s"]))
    lend_orders(pieces)
    pieces = with_owners(pieces, records)
    return WorkingTime(presence, pieces, by_debtor(pieces, records), spells)


def held(orders: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """What each order adds to those accepted before it: a second of several belongs to the first of them."""
    reached = orders.groupby(by).end_s.cummax().groupby([orders[name] for name in by]).shift()
    start = np.maximum(orders.start_s, reached.fillna(0))
    adds = start < orders.end_s
    found = pd.DataFrame({"worker": orders.worker, "start_s": start, "end_s": orders.end_s})[adds]
    return found.astype("int64").assign(kind=IN_HAND, order=orders.index[adds].astype("float64"))


def demanded_presence(records: Records, in_hand: pd.DataFrame) -> pd.DataFrame:
    """Sessions in which presence was required, overlapping ones united, less what orders cover."""
    sessions = records.tables["sessions"]
    sessions = sessions[sessions.demanded.eq(True)]
    start, end = unix_s(sessions.online_at), unix_s(sessions.offline_at)
    required = pd.DataFrame({"worker": sessions.worker, "start_s": start, "end_s": end})[end > start]
    of_these = in_hand[in_hand.worker.isin(required.worker)]
    steps = [
        pd.DataFrame({"worker": table.worker, "second": table[edge], name: step})
        for table, name in ((required, "required"), (of_these, "orders"))
        for edge, step in (("start_s", 1), ("end_s", -1))
    ]
    line = pd.concat(steps).fillna(0).groupby(["worker", "second"]).sum().groupby("worker").cumsum()
    line = line.reset_index()
    line["end_s"] = line.groupby("worker").second.shift(-1)
    found = line[(line.required > 0) & (line.orders == 0)].rename(columns={"second": "start_s"})
    found = found[["worker", "start_s", "end_s"]].astype("int64")
    return found.assign(kind=DEMANDED, order=np.nan)


def allowance_gaps(
    presence: pd.DataFrame, before: pd.Series, records: Records, filed: FiledRules
) -> pd.DataFrame:
    """Gaps between stretches that are not longer than the agreed allowance of the day they begin on."""
    gaps = pd.DataFrame({"worker": presence.worker, "start_s": before, "end_s": presence.start_s}).dropna()
    gaps = gaps[gaps.end_s > gaps.start_s].astype("int64")
    gaps["platform_id"] = records.crew.platform_id.reindex(gaps.worker).to_numpy()
    gaps["day"] = local_day(gaps.start_s)
    allowed = filed.at(gaps, "allowance_min", "day").allowance_min * 60
    gaps = gaps[(gaps.end_s - gaps.start_s <= allowed).to_numpy()]
    return gaps[["worker", "start_s", "end_s"]].assign(kind=ALLOWANCE, order=np.nan, spell=-1)


def cut_at_midnight(stretches: pd.DataFrame) -> pd.DataFrame:
    """Pieces of stretches, each on one local day, with its seconds."""
    stretches = stretches.reset_index(drop=True)
    first, last = local_day(stretches.start_s), local_day(stretches.end_s - 1)
    days = last - first + 1
    pieces = stretches.loc[stretches.index.repeat(days)]
    pieces["day"] = first.repeat(days) + pieces.groupby(level=0).cumcount()
    begun = midnight(pieces.day)
    end = np.minimum(pieces.end_s, begun + DAY_S)
    pieces["seconds"] = end - np.maximum(pieces.start_s, begun)
    return pieces.reset_index(drop=True)


def lend_orders(pieces: pd.DataFrame) -> None:
    """Give a piece without an order the last one before it on that day, else the next."""
    of_day = [pieces.worker, pieces.day]
    lent = pieces.order.groupby(of_day).ffill()
    pieces["order"] = lent.groupby(of_day).bfill()


def with_owners(pieces: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Pieces with area, trade and debtor of their order, else those of the worker."""
    of_order = records.orders[["area", "trade", "debtor"]]
    found = pieces.merge(of_order, how="left", left_on="order", right_index=True)
    found = found.merge(records.crew[["worker", "home_area", "home_debtor"]], how="left", on="worker")
    found["area"] = found.area.fillna(found.home_area)
    found["debtor"] = found.debtor.fillna(found.home_debtor)
    return found.drop(columns=["home_area", "home_debtor"])


def by_debtor(pieces: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Pieces as they are, but of workers with several debtors the order time of each debtor alone."""
    orders = records.orders
    counted = orders[orders.counts]
    debtors = counted.groupby("worker").debtor.nunique()
    several = debtors.index[debtors > 1]
    if not len(several):
        return pieces
    theirs = orders[orders.timed & orders.worker.isin(several)]
    again = with_owners(cut_at_midnight(held(theirs, ["worker", "debtor"])), records)
    others = pieces[(pieces.kind != IN_HAND) | ~pieces.worker.isin(several)]
    return pd.concat([others, again], ignore_index=True)


def mostly(rows: pd.DataFrame, by: list[str], what: str, weight: str) -> pd.Series:
    """What most of the weight has in each group; of several the first in order."""
    sums = rows[rows[what].notna()].groupby([*by, what], observed=True)[weight].sum().reset_index()
    sums = sums.sort_values([*by, weight, what], ascending=[True] * len(by) + [False, True])
    return sums.drop_duplicates(by).set_index(by)[what]
