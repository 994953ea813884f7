"""Every right on a lake in pandas: `python -m benchmarks.thirteen_rights.by_pandas LAKE FROM TO OUT`."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks import given
from benchmarks.thirteen_rights.continuous import continuous
from benchmarks.thirteen_rights.cuts import bad_review_cut, charges
from benchmarks.thirteen_rights.daily import daily
from benchmarks.thirteen_rights.facts import Facts, derive
from benchmarks.thirteen_rights.holiday_premium import holiday_premium
from benchmarks.thirteen_rights.hourly_floor import hourly_floor
from benchmarks.thirteen_rights.in_full import in_full
from benchmarks.thirteen_rights.injury_premium import injury_premium
from benchmarks.thirteen_rights.judging import BROKEN, SIGNAL, UNKNOWN
from benchmarks.thirteen_rights.law import Law, number_of
from benchmarks.thirteen_rights.monthly_floor import monthly_floor
from benchmarks.thirteen_rights.on_time import on_time
from benchmarks.thirteen_rights.overtime_limit import overtime_limit
from benchmarks.thirteen_rights.records import Records, read_records
from benchmarks.thirteen_rights.strictest_limit import strictest_limit
from benchmarks.thirteen_rights.weekly_rest import weekly_rest
from huhang.law.loader import load_law

RIGHTS: dict[str, Callable[[Facts], pd.DataFrame]] = {
    "algorithm/strictest_limit": strictest_limit,
    "cover/injury_premium": injury_premium,
    "pay/hourly_floor": hourly_floor,
    "pay/in_full": in_full,
    "pay/on_time": on_time,
    "pay/bad_review_cut": bad_review_cut,
    "pay/charges": charges,
    "pay/monthly_floor": monthly_floor,
    "pay/holiday_premium": holiday_premium,
    "time/overtime_limit": overtime_limit,
    "time/continuous": continuous,
    "time/daily": daily,
    "time/weekly_rest": weekly_rest,
}
# Days of work before and after the audit whose law may be asked for.
SPARE_DAYS = 3
COUNTED = ["right", "platform_id", "place", "period_from", "verdict"]


def answers(lake: Path, since: date, until: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings one by one, and all verdicts counted."""
    records = read_records(lake)
    first, last = number_of(since), number_of(until)
    law = Law(load_law(), records.areas, *_reach(records, first, last))
    facts = derive(records, law, first, last)
    found = pd.concat([right(facts).assign(right=name) for name, right in RIGHTS.items()])
    counts = found.groupby(COUNTED, dropna=False).size().rename("subjects").reset_index()
    return found[found.verdict.isin([BROKEN, SIGNAL, UNKNOWN])], counts


def _reach(records: Records, since: int, until: int) -> tuple[int, int]:
    days = records.orders.day
    return int(min(days.min(), since)) - SPARE_DAYS, int(max(days.max(), until)) + SPARE_DAYS


def write(found: tuple[pd.DataFrame, pd.DataFrame], out: Path) -> None:
    """Write answers under the names that an audit gives its tables."""
    out.mkdir(exist_ok=True)
    for table, name in zip(found, ("findings", "verdicts"), strict=True):
        table.to_parquet(out / f"{name}.parquet", index=False)


def main() -> None:
    lake, since, until, out = sys.argv[1:]
    write(answers(given.lake(lake), date.fromisoformat(since), date.fromisoformat(until)), Path(out))


if __name__ == "__main__":
    main()
