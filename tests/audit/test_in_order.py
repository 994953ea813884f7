"""Rows put aside in several parts, brought into one order however they stand."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from huhang.audit.in_order import WORKER, Aside
from huhang.audit.result import SPELLS

BEGIN = datetime(2025, 11, 1, tzinfo=UTC)
KEYS = ("platform_id", "worker_id", "starts_at")
Row = dict[str, Any]


def spell(company: str | None, worker: str | None, hour: int) -> Row:
    at = BEGIN + timedelta(hours=hour)
    return {
        "platform_id": company,
        "worker_id": worker,
        "starts_at": at,
        "ends_at": at + timedelta(minutes=hour),
        "length_s": 60 * hour,
        "orders": hour % 3,
    }


def spells_of(companies: Sequence[str | None], workers: Sequence[str | None]) -> list[list[Row]]:
    """The spells of each worker, of whom some have many more than others."""
    who = [(company, worker) for company in companies for worker in workers]
    return [
        [spell(company, worker, hour) for hour in range(1 + 7 * number % 23)]
        for number, (company, worker) in enumerate(who)
    ]


def put_aside(folder: Path, parts: Sequence[list[Row]]) -> Aside:
    aside = Aside(folder, "spells", SPELLS)
    for rows in parts:
        aside.add(pa.Table.from_pylist(rows, SPELLS))
    return aside


def expected(parts: Sequence[list[Row]]) -> pa.Table:
    rows = pa.Table.from_pylist([row for part in parts for row in part], SPELLS)
    return rows.sort_by([(key, "ascending") for key in KEYS])


def brought(aside: Aside, together: int) -> list[pa.Table]:
    return [rows.cast(SPELLS) for rows in aside.in_order("starts_at", together)]


def whole_workers(chance: random.Random) -> list[list[Row]]:
    """As an audit puts them aside: each worker once, and each file a few stretches in order."""
    workers = spells_of(["b", "a"], [f"骑手{number}" for number in range(40)])
    chance.shuffle(workers)
    parts = []
    for first in range(0, len(workers), 20):
        half = [
            sorted(workers[at : at + 10], key=lambda rows: tuple(rows[0].values())[:2])
            for at in (first, first + 10)
        ]
        parts.append([row for rows in half for one in rows for row in one])
    return parts


def scattered(chance: random.Random) -> list[list[Row]]:
    """As no audit does: spells in any order and file, some that name nobody; a file is empty."""
    rows = [row for of_one in spells_of(["b", None, "a"], ["w2", None, "w10", "w1"]) for row in of_one]
    chance.shuffle(rows)
    return [rows[:30], [], rows[30:31], rows[31:]]


@pytest.mark.parametrize("drawn", [whole_workers, scattered])
@pytest.mark.parametrize("together", [1, 50, 100_000])
def test_rows_come_in_one_order_however_they_stand(tmp_path: Path, drawn: Any, together: int) -> None:
    parts = drawn(random.Random(3))
    found = brought(put_aside(tmp_path, parts), together)
    assert pa.concat_tables(found).equals(expected(parts))


def test_parts_come_in_pieces_with_a_dictionary_for_each(tmp_path: Path) -> None:
    """As facts are derived: a worker's rows may go on in the next piece, times are finer than written."""
    parts = whole_workers(random.Random(6))
    coded = pa.dictionary(pa.int32(), pa.string())
    times = dict.fromkeys(("starts_at", "ends_at"), pa.timestamp("us", tz="UTC"))
    kinds = {**dict.fromkeys(WORKER, coded), **times}
    schema = pa.schema([column.with_type(kinds.get(column.name, column.type)) for column in SPELLS])
    aside = Aside(tmp_path, "spells", SPELLS)
    for rows in parts:
        pieces = [pa.Table.from_pylist(rows[at : at + 17], SPELLS) for at in range(0, len(rows), 17)]
        aside.add(pa.concat_tables([piece.cast(schema) for piece in pieces]))
    assert pa.concat_tables(brought(aside, 50)).equals(expected(parts))


def test_those_are_found_who_are_asked_for(tmp_path: Path) -> None:
    parts = scattered(random.Random(7))
    aside = put_aside(tmp_path, parts)
    asked = [row for part in parts for row in part if row["worker_id"] in ("w1", "w10")]
    found = aside.of(["w10", "w1", "nobody"])
    assert found.schema.equals(SPELLS)
    assert found.sort_by([(key, "ascending") for key in KEYS]).equals(expected([asked]))
    assert aside.of([]).equals(SPELLS.empty_table())


def test_rows_come_some_whole_workers_at_a_time(tmp_path: Path) -> None:
    parts = whole_workers(random.Random(4))
    found = brought(put_aside(tmp_path, parts), 50)
    seen = [
        {(row["platform_id"], row["worker_id"]) for row in rows.select(WORKER).to_pylist()} for rows in found
    ]
    assert len(seen) > 10
    assert len(set().union(*seen)) == sum(len(workers) for workers in seen) == 80
    assert max(rows.num_rows for rows in found) <= 50 + 23


def test_no_rows_are_in_order(tmp_path: Path) -> None:
    for parts in range(3):
        aside = put_aside(tmp_path, [[]] * parts)
        assert brought(aside, 10) == []
        assert aside.of(["w1"]).equals(SPELLS.empty_table())
