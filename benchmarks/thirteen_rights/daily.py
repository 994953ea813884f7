"""time/daily: past the limit of a day the rider is asked, and nothing is pushed before the answer."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.facts import Facts
from benchmarks.thirteen_rights.judging import BROKEN, NOT_APPLICABLE, UNKNOWN, Test, judged, usable_time
from benchmarks.thirteen_rights.records import local_day, unix_s

LIMIT = "rest.daily_order_time.soft_cap.food_delivery"


def daily(facts: Facts) -> pd.DataFrame:
    days = facts.inside(facts.worker_days[facts.worker_days.in_hand_s > 0])
    days = facts.with_standing(days.assign(period_from=days.day, period_to=days.day))
    days = days.merge(_prompted(facts), how="left", on=["worker", "day"])
    counts = ["prompts", "pushed", "offers_blank"]
    days[counts] = days[counts].fillna(0)
    days["prompts_handed"] = days.platform_id.isin(facts.records.handed["rest_prompts"])
    return _judged(facts, _with_each_limit(facts, days))


def _with_each_limit(facts: Facts, days: pd.DataFrame) -> pd.DataFrame:
    """A row for every day and rule that speaks of it, or one without a rule."""
    days["kind_unknown"] = (days.sector == "instant_delivery") & days.subsector.isna()
    riding = days.kind_unknown | (days.subsector == "food_delivery")
    days = facts.law.at(days, LIMIT, "place", "day", "limit")
    days = facts.filed.at(days, "longest_day_min", "day")
    by_text = riding & days.limit_source.notna()
    by_filing = days.longest_day_min.notna()
    none = days[~by_text & ~by_filing].assign(rule="none", limit_s=np.nan, limit_unusable=False)
    text = days[by_text].assign(rule="standard", limit_s=days.limit_stated)
    filed = days[by_filing].assign(rule="filed", limit_s=days.longest_day_min * 60, limit_unusable=False)
    return pd.concat([text, filed, none], ignore_index=True)


def _judged(facts: Facts, days: pd.DataFrame) -> pd.DataFrame:
    over = days.in_hand_s > days.limit_s
    tests = [
        *usable_time(days, facts.law),
        Test(days.rule == "none", NOT_APPLICABLE),
        Test(days.limit_unusable & over, UNKNOWN),
        Test(days.limit_unusable, NOT_APPLICABLE),
        Test(over & (days.rule == "filed"), BROKEN),
        Test(over & days.kind_unknown, UNKNOWN),
        Test(over & ~days.prompts_handed, UNKNOWN),
        Test(over & ((days.prompts == 0) | (days.pushed > 0)), BROKEN),
        Test(over & (days.offers_blank > 0), UNKNOWN),
    ]
    return judged(days, tests, days.in_hand_s, days.limit_s)


def _prompted(facts: Facts) -> pd.DataFrame:
    """Prompts of each worker and day, orders pushed before the answer, and those of no known offer."""
    prompts = facts.records.tables["rest_prompts"]
    prompts = prompts[prompts.kind.fillna("daily") == "daily"]
    shown, answered = unix_s(prompts.shown_at), unix_s(prompts.answered_at)
    answered = answered.where(prompts.answer != "go_on", answered.fillna(shown))
    prompts = prompts[["worker"]].assign(
        shown_s=shown, confirmed_s=answered.where(prompts.answer != "stop"), day=local_day(shown)
    )
    prompts = prompts.sort_values(["worker", "shown_s"], ascending=[True, False])
    prompts["confirmed_s"] = (
        prompts.fillna({"confirmed_s": np.inf}).groupby(["worker", "day"]).confirmed_s.cummin()
    )
    orders = facts.records.orders
    orders = orders[orders.worker.isin(prompts.worker)]
    known = orders.offered_s.fillna(orders.start_s)
    offers = pd.DataFrame(
        {
            "worker": orders.worker,
            "known_s": known,
            "day": local_day(known),
            "offered": orders.offered_s.notna(),
        }
    )
    after = prompts.merge(offers, on=["worker", "day"])
    after = after[after.known_s > after.shown_s]
    after["pushed"] = after.offered & (after.known_s < after.confirmed_s)
    after["offers_blank"] = ~after.offered
    found = prompts.groupby(["worker", "day"]).size().rename("prompts").reset_index()
    counts = after.groupby(["worker", "day"])[["pushed", "offers_blank"]].sum().reset_index()
    return found.merge(counts, how="left", on=["worker", "day"])
