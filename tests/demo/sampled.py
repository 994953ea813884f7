"""A few workers of a made city as the oracle wants them, and what it says must or may be found of them."""

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.handover import Handover
from tests.oracle.cut_rights import bad_review_cut, charges
from tests.oracle.debtors import by_debtor
from tests.oracle.monthly import monthly_floor
from tests.oracle.order_rights import longest_day
from tests.oracle.overtime import overtime_limit
from tests.oracle.pay_rights import holiday_premium, hourly_floor, in_full, on_time
from tests.oracle.second_sets import Row
from tests.oracle.standing import Audit, Judged, Person
from tests.oracle.streams import Handed
from tests.oracle.time_rights import continuous, weekly_rest

Found = tuple[str, ...]
FOUND = ("broken", "signal")
Oracle = Callable[[Person, Audit], list[Judged]]
# Whoever owes the pay answers for it; time is judged over all orders of the company.
OF_DEBTORS: tuple[Oracle, ...] = (hourly_floor, on_time, in_full, holiday_premium, charges)
OF_DEBTORS += (bad_review_cut, monthly_floor, overtime_limit)
OF_COMPANIES: tuple[Oracle, ...] = (continuous, weekly_rest)


@dataclass
class Said:
    """What must be found, and what may be besides because the words leave it open."""

    must: Counter[Found] = field(default_factory=Counter)
    may: Counter[Found] = field(default_factory=Counter)


def sample(workers: Iterable[tuple[str, str]], share: int, seed: int) -> set[tuple[str, str]]:
    """One in `share` of the workers, each as platform and worker."""
    everybody = sorted(set(workers))
    return set(Random(seed).sample(everybody, len(everybody) // share))


def subject(row: Mapping[str, Any]) -> Found:
    """What tells one finding from another."""
    names = ("right", "verdict", "platform_id", "subject_id", "period_from", "period_to")
    return tuple(str(row[name]) for name in names)


def found_of(findings: Iterable[Mapping[str, Any]], workers: Container[tuple[str, str]]) -> Counter[Found]:
    """What an audit found broken or a signal of these workers."""
    return Counter(
        subject(row)
        for row in findings
        if row["verdict"] in FOUND and (row["platform_id"], row["subject_id"]) in workers
    )


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as the oracle has them: moments as seconds, days as days, content opened."""
    for number, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            seconds = table.column(number).cast(pa.timestamp("s", tz="UTC")).cast(pa.int64())
            table = table.set_column(number, column.name, seconds)
    rows: list[dict[str, Any]] = table.to_pylist()
    for row in rows:
        if "content" in row:
            row["content"] = _plain(row["content"])
    return rows


def _edges(orders: pa.Table) -> list[Row]:
    """The first and the last order of a company under somebody else's name: how far its records reach."""
    accepted = orders.filter(~pc.is_null(pc.field("accepted_at"))).sort_by("accepted_at")
    ends = pa.concat_tables([accepted.slice(0, 1), accepted.slice(accepted.num_rows - 1, 1)])
    return [row | {"worker_id": "somebody else"} for row in _rows(ends)]


def handed_of(handover: Handover, platform: str, worker: str) -> Handed:
    """One worker with all rows, the rules of the company, and how far its orders reach."""
    own = handover.of_worker(platform, worker).tables
    tables: dict[str, Sequence[Row]] = {
        name: _rows(table)
        for name, table in own.items()
        if "platform_id" in table.column_names and name != "rules"
    }
    rules = handover.tables["rules"].filter(pc.field("platform_id") == platform)
    everybody = handover.tables["orders"].filter(pc.field("platform_id") == platform)
    tables["orders"] = [*tables["orders"], *_edges(everybody)]
    return Handed(platform, tables | {"rules": _rows(rules)})


def _count(said: Said, platform: str, judged: Judged) -> None:
    for verdict in FOUND:
        if verdict in judged.outcomes:
            days = (str(judged.first), str(judged.last))
            key = (judged.right, verdict, platform, judged.worker_id, *days)
            (said.must if judged.settled else said.may)[key] += 1


def _judgements(handed: Handed, worker: str, audit: Audit) -> Iterator[Judged]:
    whole = Person(handed, worker)
    for oracle in OF_COMPANIES:
        yield from oracle(whole, audit)
    for part in by_debtor(handed).values():
        person = Person(part, worker)
        for oracle in OF_DEBTORS:
            yield from oracle(person, audit)
    for (day, _), (verdict, seconds, limit) in longest_day(whole, audit).items():
        yield Judged("time/daily", worker, day, day, frozenset({verdict}), seconds, limit)


def oracle_says(handover: Handover, workers: Iterable[tuple[str, str]], since: date, until: date) -> Said:
    """What the oracle finds of these workers, right by right."""
    said = Said()
    for platform, worker in workers:
        handed = handed_of(handover, platform, worker)
        for judged in _judgements(handed, worker, Audit(since, until)):
            _count(said, platform, judged)
    return said
