"""Facts of companies, added up bucket by bucket: what only all of a company's workers together tell."""

from collections.abc import Mapping, Sequence
from threading import Lock

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huhang.engine.asking import run
from huhang.engine.limit_groups import LimitSums
from huhang.engine.order_queries import COMPANIES
from huhang.engine.premium_groups import premiums_together
from huhang.engine.sums import Sums, Together

_PLACE_DAY = ["platform_id", "area_code", "day"]


def _late_days(parts: Sequence[pa.Table]) -> pa.Table:
    """Deductions for lateness by company and day."""
    days = _together(parts).group_by(["platform_id", "day"], use_threads=False)
    rows = days.aggregate([("items", "sum"), ("amount_fen", "sum")])
    return rows.rename_columns({"items_sum": "items", "amount_fen_sum": "amount_fen"})


def _order_days(parts: Sequence[pa.Table]) -> pa.Table:
    """The days with orders of each company in each area."""
    return _together(parts).group_by(_PLACE_DAY, use_threads=False).aggregate([])


def _together(parts: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(parts).unify_dictionaries()


# Of the facts of several buckets, and again of such sums: counts are added.
_ADDED: Mapping[str, Together] = {
    "premiums": premiums_together,
    "late_days": _late_days,
    "order_days": _order_days,
}
# Rows that wait before they are added up.
_MOST_WAITING = 100_000


def company_facts(derived: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """What the facts of some workers tell of their companies; of buckets together, not yet added up."""
    days = derived["deduction_days"]
    late = days.filter(pc.equal(days.column("reason"), pa.scalar("late")))
    return {
        "deliveries": derived["deliveries"],
        "premiums": derived["premiums"],
        "late_days": _late_days([late.select(["platform_id", "day", "items", "amount_fen"])]),
        "order_days": _order_days([derived["pay_days"].select(_PLACE_DAY)]),
    }


class CompanyFacts:
    """The facts of companies of all buckets so far; several threads may add to them."""

    def __init__(self) -> None:
        self._adding = Lock()
        self._limits = LimitSums()
        self._sums = Sums(_ADDED, _MOST_WAITING)

    def add(self, part: Mapping[str, pa.Table]) -> None:
        """Add those of one more bucket."""
        with self._adding:
            self._limits.add(part["deliveries"])
        self._sums.add(part)

    def tables(self) -> dict[str, pa.Table]:
        """All of them added up, and of limits the medians of each group."""
        return {**self._sums.tables(), "medians": self._limits.medians()}


def lay_out_companies(db: duckdb.DuckDBPyConnection, added: Mapping[str, pa.Table]) -> None:
    """Make the tables about companies; `handed` and the days of the audit are there already."""
    for name in ("medians", *_ADDED):
        db.register(name, added[name])
    for name, query in COMPANIES.items():
        run(db, f"CREATE TABLE {name} AS {query}")
