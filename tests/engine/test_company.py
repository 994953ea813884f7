"""What all orders together tell of companies, in whatever pieces and kinds of text they come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Literal

import pyarrow as pa
import pytest

from huhang.engine.company import OWING, tables_of_companies
from huhang.engine.facts import RECORDS, calendar_table
from huhang.law.loader import load_law
from huhang.records.tables import TABLES
from huhang.vocabulary.days import month_first, month_last

BEGIN = datetime(2025, 3, 10, tzinfo=UTC)
DAY = date(2025, 3, 10)
PLATFORMS, PARTNERS = ("jia", "yi", None), ("p1", "p2", None)
Row = dict[str, Any]


def order(dice: Random, number: int) -> Row:
    """An order; a few name nobody, tell no status or no time, or were refused."""
    return {
        "platform_id": PLATFORMS[number * 3 // 900] if dice.random() < 0.95 else None,
        "worker_id": f"w{number // 20}" if dice.random() < 0.95 else None,
        "partner_id": dice.choice(PARTNERS) if number // 20 % 5 == 3 else PARTNERS[number // 20 % 3],
        "status": dice.choice(("completed", "refused", None)),
        "accepted_at": BEGIN + timedelta(days=number % 60) if dice.random() < 0.9 else None,
    }


def in_pieces(rows: Sequence[Row], kind: pa.DataType, times: pa.DataType) -> list[pa.Table]:
    """Three pieces of uneven chunks, each with texts of its own."""
    fields = [pa.field(name, times if name == "accepted_at" else kind) for name in OWING["orders"]]
    chunks = [
        pa.Table.from_pylist(list(rows[at : at + 70]), pa.schema(fields)) for at in range(0, len(rows), 70)
    ]
    return [
        pa.concat_tables(chunks[:5]),
        pa.concat_tables(chunks[5:6]).slice(3),
        pa.concat_tables(chunks[6:]),
    ]


def told(pieces: Sequence[pa.Table], payouts: Sequence[Row] = ()) -> dict[str, pa.Table]:
    """The tables of companies, of two buckets: the first piece, and all others."""

    def reading(some: Sequence[pa.Table]) -> Iterator[Mapping[str, pa.Table]]:
        return ({"orders": piece} for piece in some)

    records = {name: TABLES[name].arrow_schema.empty_table() for name in RECORDS}
    records["payouts"] = pa.Table.from_pylist(list(payouts), TABLES["payouts"].arrow_schema)
    calendar = calendar_table(load_law().calendar, DAY, DAY + timedelta(days=60))
    buckets = [lambda: reading(pieces[:1]), lambda: reading(pieces[1:])]
    return tables_of_companies(records, calendar, buckets, {}, 2)


def counted(rows: Sequence[Row]) -> list[Row]:
    return [
        row
        for row in rows
        if row["platform_id"] and row["worker_id"] and row["status"] != "refused" and row["accepted_at"]
    ]


@pytest.mark.parametrize("unit", ["s", "ms"])
@pytest.mark.parametrize("kind", [pa.string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_orders_that_count_tell_whose_debt_a_payout_is_and_how_far_a_company_reaches(
    kind: pa.DataType, unit: Literal["s", "ms"]
) -> None:
    dice = Random(5)
    rows = [order(dice, number) for number in range(900)]
    pieces = in_pieces(rows, kind, pa.timestamp(unit, "UTC"))
    of_pieces = counted([row for piece in pieces for row in piece.to_pylist()])
    workers = sorted({(row["platform_id"], row["worker_id"]) for row in of_pieces})
    payouts = [
        {"platform_id": platform, "worker_id": worker, "payout_id": f"{platform}-{worker}",
         "period_from": DAY, "period_to": DAY, "amount_fen": 1}
        for platform, worker in workers
    ]  # fmt: skip
    found = told(pieces, payouts)
    debtors: dict[tuple[str, str], set[str]] = {}
    for row in of_pieces:
        key = row["platform_id"], row["worker_id"]
        debtors.setdefault(key, set()).add(row["partner_id"] or row["platform_id"])
    only = {key: names.pop() if len(names) == 1 else key[0] for key, names in debtors.items()}
    paid = found["company_payouts"].to_pylist()
    assert {(row["platform_id"], row["worker_id"]): row["debtor"] for row in paid} == only
    assert len(set(only.values())) == 4
    reached = {
        row["platform_id"]: (row["first_day"], row["last_day"]) for row in found["company_reach"].to_pylist()
    }
    days = {
        name: [row["accepted_at"].date() for row in of_pieces if row["platform_id"] == name]
        for name in ("jia", "yi")
    }
    assert reached == {name: (month_first(min(of)), month_last(max(of))) for name, of in days.items()}


def test_no_orders_tell_of_no_company() -> None:
    nothing = TABLES["orders"].arrow_schema.empty_table().select(OWING["orders"])
    assert told([nothing])["company_reach"].num_rows == 0
