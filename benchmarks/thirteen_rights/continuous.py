"""time/continuous: no spell longer than the limit of a rule that speaks of it."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import Facts, with_trade
from benchmarks.thirteen_rights.judging import (
    BROKEN,
    NOT_APPLICABLE,
    SIGNAL,
    UNKNOWN,
    Test,
    judged,
    one_category,
    usable_time,
)
from benchmarks.thirteen_rights.records import local_day
from benchmarks.thirteen_rights.working_time import ALLOWANCE, mostly

MOTOR_DRIVERS = ("ride_hailing", "city_freight", "road_freight", "designated_driving")
TEXTS = {
    "text": (
        "rest.continuous_order_time.limit.food_delivery",
        "rest.continuous_order_time.dispatch_pause.food_delivery",
    ),
    "motor": (
        "rest.continuous_driving.limit.motor_vehicle_drivers",
        "rest.continuous_driving.min_stop.motor_vehicle_drivers",
    ),
}


def continuous(facts: Facts) -> pd.DataFrame:
    usual = facts.law.convention("spell.least_break")
    texts = pd.concat([_texts(facts, kind, usual) for kind in TEXTS])
    spells = facts.with_standing(_spells(facts, usual))
    spells["kind_unknown"] = (spells.sector == "instant_delivery") & spells.subsector.isna()
    riding = spells.kind_unknown | (spells.subsector == "food_delivery")
    speaks_of = np.where(spells.sector.isin(MOTOR_DRIVERS), "motor", "none")
    spells["rule_kind"] = np.where(riding, "text", speaks_of)
    by_text = spells.merge(texts, on=["place", "period_from", "rule_kind"])
    by_filing = _by_filing(facts, spells, usual)
    spoken_of = spells.spell.isin(by_text.spell) | spells.spell.isin(by_filing.spell)
    unruled = spells[~spoken_of].assign(rule_kind="none", limit_s=np.nan, rule_unusable=False)
    return _judged(facts, pd.concat([by_text, by_filing, unruled], ignore_index=True))


def _judged(facts: Facts, spells: pd.DataFrame) -> pd.DataFrame:
    over = spells.length_s > spells.limit_s
    tests = [
        one_category(spells),
        *usable_time(spells, facts.law),
        Test(spells.place.isna(), UNKNOWN),
        Test(spells.rule_kind == "none", NOT_APPLICABLE),
        Test(spells.rule_unusable & over, UNKNOWN),
        Test(spells.rule_unusable, NOT_APPLICABLE),
        Test(over & spells.kind_unknown & (spells.rule_kind != "filed"), UNKNOWN),
        Test(over & (spells.rule_kind == "motor"), SIGNAL),
        Test(over, BROKEN),
    ]
    return judged(spells, tests, spells.length_s, spells.limit_s)


def _spells(facts: Facts, usual: int) -> pd.DataFrame:
    """Spells that end in the audit, with their orders, and the area and trade of most of their seconds."""
    spells = facts.time.spells.copy()
    spells["length_s"] = spells.end_s - spells.start_s
    spells["period_from"] = local_day(spells.start_s)
    spells["period_to"] = local_day(spells.end_s - 1)
    pieces = facts.time.pieces[facts.time.pieces.kind != ALLOWANCE]
    spells["place"] = mostly(pieces, ["spell"], "area", "seconds").astype("str")
    spells["trade"] = mostly(pieces, ["spell"], "trade", "seconds")
    spells = with_trade(spells.reset_index())
    spells = spells[spells.period_to.between(facts.since, facts.until)]
    for column, count in _counts(facts, spells).items():
        spells[column] = spells.spell.map(count).fillna(0)
    return spells.assign(least_break_s=usual)


def _counts(facts: Facts, spells: pd.DataFrame) -> dict[str, pd.Series]:
    """Orders that begin within each spell of whoever has void or long ones; nobody else's matter."""
    orders = facts.records.orders
    doubtful = orders[orders.void | orders.long].worker
    orders = orders[(orders.timed | orders.void) & orders.worker.isin(doubtful)]
    orders = orders.astype({"start_s": "int64"}).sort_values("start_s")
    edges = spells[["worker", "start_s", "end_s", "spell"]].rename(columns={"end_s": "spell_end_s"})
    found = pd.merge_asof(orders, edges.sort_values("start_s"), on="start_s", by="worker")
    within = found[found.start_s < found.spell_end_s].groupby("spell")
    void, timed = within.void.sum(), within.timed.sum()
    return {"orders": timed, "void_orders": void, "long_orders": within.long.sum()}


def _texts(facts: Facts, kind: str, usual: int) -> pd.DataFrame:
    """Every text with its limit by place and day, where the break that ends its spells is the usual one."""
    limit, least = (facts.law.each(key) for key in TEXTS[kind])
    least = least[["area", "day", "source", "stated", "unusable"]]
    both = limit.merge(least, how="left", on=["area", "day", "source"], suffixes=("", "_break"))
    own_break = both.stated_break.fillna(usual)
    if (own_break != usual).any():
        raise ValueError("a text ends spells by a break of its own, which this script does not follow")
    unusable = both.unusable | both.unusable_break.eq(True)
    return pd.DataFrame(
        {
            "place": both.area,
            "period_from": both.day,
            "rule_kind": kind,
            "limit_s": both.stated,
            "rule_unusable": unusable,
        }
    )


def _by_filing(facts: Facts, spells: pd.DataFrame, usual: int) -> pd.DataFrame:
    filed = facts.filed.at(spells, "longest_spell_min", "period_from")
    filed = facts.filed.at(filed, "least_break_min", "period_from")
    filed = filed[filed.longest_spell_min.notna()]
    if (filed.least_break_min.fillna(usual / 60) * 60 != usual).any():
        raise ValueError("a company ends spells by a break of its own, which this script does not follow")
    return filed.assign(rule_kind="filed", limit_s=filed.longest_spell_min * 60, rule_unusable=False)
