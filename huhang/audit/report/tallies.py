"""Counts over findings and verdicts, made by Arrow: nothing here walks over single rows of a city."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.report.content import OutcomeCounts
from huhang.vocabulary.words import Outcome

Row = dict[str, object]
# Is handed the worker_ids of a few workers.
SpellsOf = Callable[[Sequence[str]], pa.Table]


@dataclass(frozen=True)
class AuditTables:
    """The tables of an audit: findings, verdicts, what each worker worked, and spells.

    Spells are as many as there are in the city: only those of a few workers are ever asked for.
    """

    findings: pa.Table
    verdicts: pa.Table
    workers: pa.Table
    spells: SpellsOf


def where(table: pa.Table, **equal: str) -> pa.Table:
    """The rows in which each named column has the given text."""
    for column, value in equal.items():
        same: Any = pc.equal(table[column], pa.scalar(value))
        table = table.filter(same)
    return table


def sums(table: pa.Table, keys: Sequence[str], column: str) -> list[Row]:
    """One row for each combination of keys with the sum of a column under its own name, sorted by keys."""
    grouped = table.group_by(list(keys)).aggregate([(column, "sum")])
    grouped = grouped.rename_columns([*keys, column])
    return grouped.sort_by([(key, "ascending") for key in keys]).to_pylist()


def counts_of(verdicts: pa.Table, *, may_signal: bool = True) -> OutcomeCounts:
    """The five counts of some verdict rows; the signal is None where the right cannot give one."""
    found = {
        str(row["verdict"]): cast(int, row["subjects"]) for row in sums(verdicts, ["verdict"], "subjects")
    }
    return OutcomeCounts(
        broken=found.get(Outcome.BROKEN, 0),
        signal=found.get(Outcome.SIGNAL, 0) if may_signal or Outcome.SIGNAL in found else None,
        unknown=found.get(Outcome.UNKNOWN, 0),
        kept=found.get(Outcome.KEPT, 0),
        not_applicable=found.get(Outcome.NOT_APPLICABLE, 0),
    )


def top(
    findings: pa.Table, column: str, rows: int, condition: pc.Expression | None = None, **equal: str
) -> list[Row]:
    """The findings with the greatest value of `column`, equal ones by finding_id; nulls come last.

    `equal` names what columns must hold, `condition` may ask more of `column` and shortfall_fen. Only the
    rows returned are copied.
    """
    names = list(dict.fromkeys([column, "finding_id", "shortfall_fen", *equal]))
    light = findings.select(names).append_column("row", pa.array(np.arange(findings.num_rows)))
    light = where(light, **equal)
    light = light if condition is None else light.filter(condition)
    order: list[tuple[str, Literal["ascending", "descending"]]]
    order = [(column, "descending"), ("finding_id", "ascending")]
    places = pc.sort_indices(light.select([column, "finding_id"]), sort_keys=order)
    return findings.take(light["row"].take(places.slice(0, rows))).to_pylist()


def joined(table: pa.Table, column: str) -> pa.Table:
    """The table with a list column turned into one text each, so that it can be a key."""
    texts: Any = pc.binary_join(table[column].cast(pa.list_(pa.string())), "\n")
    return table.set_column(table.schema.get_field_index(column), column, texts)


def distinct(table: pa.Table, *columns: str) -> int:
    """How many different combinations of the columns there are."""
    return int(table.select(list(columns)).group_by(list(columns)).aggregate([]).num_rows)
