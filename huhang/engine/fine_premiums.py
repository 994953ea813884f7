"""Premiums for injury cover that no rule calls wrong: no order needs to be named for them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import pyarrow as pa

from huhang.engine.parameters import parameter_table
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.premiums import FEE, STEP, STEPS, trade_of


@dataclass(frozen=True)
class FinePremiums:
    """What is right whoever paid it, in fen.

    `lawful` are, by trade, the steps that are lawful wherever and whenever any is known; `filed` is what each
    company ever filed as its step, whether lawful or not. Of neither known, what no rule speaks of is fine.
    """

    lawful: Mapping[str, frozenset[int]] = field(default_factory=dict)
    filed: Mapping[str, frozenset[float]] = field(default_factory=dict)

    def has(self, platform: str | None, sector: str | None, subsector: str | None, fen: int | None) -> bool:
        """Whether such a premium of a company for an order of a trade is never wrong, as no blank is."""
        trade = trade_of(sector, subsector)
        if fen is None or trade not in STEPS:
            return True
        return fen in self.lawful.get(trade, ()) and self.filed.get(platform or "", frozenset()) <= {fen}


def fine_premiums(
    book: LawBook, rules: pa.Table, areas: Iterable[str], first: date, last: date
) -> FinePremiums:
    """Those of some areas and days, where companies filed `rules`."""
    lawful = {}
    for trade, keys in STEPS.items():
        steps = _by_area_and_day(parameter_table(book, FEE + key, areas, first, last) for key in keys)
        lawful[trade] = reduce(frozenset.intersection, steps) if steps else frozenset[int]()
    filed: dict[str, set[float]] = defaultdict(set)
    for rule in rules.select(["platform_id", "content"]).to_pylist():
        step = json.loads(rule["content"] or "{}").get(STEP)
        if step is not None:
            filed[rule["platform_id"]].add(float(step))
    return FinePremiums(lawful, {platform: frozenset(steps) for platform, steps in filed.items()})


def _by_area_and_day(tables: Iterable[pa.Table]) -> list[frozenset[int]]:
    """The lawful steps of each area and day that has any."""
    rows = pa.concat_tables(tables).select(["area_code", "day", "value"]).drop_null()
    steps = rows.group_by(["area_code", "day"], use_threads=False).aggregate([("value", "distinct")])
    return [frozenset(found or ()) for found in steps.column("value_distinct").to_pylist()]
