"""Limits of many buckets added up: their medians are those of all orders at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any, NamedTuple

import pyarrow as pa

from huhang.engine.limit_facts import DELIVERIES
from huhang.engine.limit_groups import LimitSums

Group = tuple[str, str | None, date, int, int]
# The minutes promised and taken of an order, and whether it was food.
Minutes = tuple[int, int, bool]


class Made(NamedTuple):
    group: Group
    minutes: Minutes


def orders(dice: Random, many: int) -> list[Made]:
    found = []
    for _ in range(many):
        group = (
            dice.choice(["jia", "yi"]),
            dice.choice(["310101", "130100", None]),
            dice.choice([date(2025, 11, 1), date(2025, 12, 1)]),
            dice.choice([0, 11, 23]),
            dice.choice([0, 4]),
        )
        found.append(Made(group, (dice.choice([-1, 0, 30, 240]), dice.randrange(241), dice.random() < 0.5)))
    return found


def deliveries_of(made: Sequence[Made]) -> pa.Table:
    """A row for each order, as facts tell them."""
    rows = [dict(zip(DELIVERIES.names, (*group, *minutes), strict=True)) for group, minutes in made]
    columns: list[Any] = []
    for field in DELIVERIES:
        values = [row[field.name] for row in rows]
        if isinstance(field.type, pa.DictionaryType):
            coded = pa.array(values, field.type.value_type).dictionary_encode()
            indices = coded.indices.cast(field.type.index_type)
            columns.append(pa.DictionaryArray.from_arrays(indices, coded.dictionary))
        else:
            columns.append(pa.array(values, field.type))
    return pa.table(columns, schema=DELIVERIES)


def medians_of(made: Sequence[Made]) -> set[tuple[object, ...]]:
    of: dict[Group, list[Minutes]] = defaultdict(list)
    for one in made:
        of[one.group].append(one.minutes)
    found: set[tuple[object, ...]] = set()
    for group, minutes in of.items():
        middle = (len(minutes) - 1) // 2
        promised = sorted(minute for minute, _, _ in minutes)
        taken = sorted(minute for _, minute, _ in minutes)
        below = sum(minute < taken[middle] for minute in promised)
        within = sum(minute <= promised[middle] for minute in taken)
        food = any(food for _, _, food in minutes)
        found.add((*group, len(minutes), taken[middle], promised[middle], below, within, food))
    return found


def test_medians_are_those_of_all_orders_however_they_come() -> None:
    dice = Random(11)
    for many in (0, 1, 2, 300, 3_000):
        made = orders(dice, many)
        expected = medians_of(made)
        for parts in (1, 2, 7):
            sums = LimitSums()
            for part in range(parts):
                sums.add(deliveries_of(made[part::parts]))
            told = sums.medians().to_pylist()
            assert len(told) == len(expected)
            assert {tuple(row.values()) for row in told} == expected
