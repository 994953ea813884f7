"""Who is judged over which days: category, settlement periods, and what a judgement is."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.oracle.debtors import cells_of_debtor
from tests.oracle.second_sets import Cell, Row, Stream, is_void, local_day, timeline, was_accepted
from tests.oracle.streams import MONEY_COLUMNS, Handed

Period = tuple[date, date]
VOID_SHARE_MAX = (5, 100)


@dataclass(frozen=True)
class Audit:
    """The days asked for, both included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True)
class Judged:
    """What a right says of one subject; several outcomes where the words leave it open.

    `absent` as an outcome means that the subject need not be reported at all.
    """

    right: str
    worker_id: str
    first: date
    last: date
    outcomes: Set[str]
    measure: int | None = None
    threshold: int | None = None
    shortfall: int | None = None
    key: object = None
    why: str = ""

    @property
    def settled(self) -> bool:
        """Whether the words leave no choice."""
        return len(self.outcomes) == 1


@dataclass(frozen=True)
class Subject:
    """A worker of one platform over some days of the audit."""

    worker_id: str
    days: frozenset[date]
    period: Period
    settled: bool
    overlapping: bool
    whole: bool

    @property
    def key(self) -> tuple[date, date, bool]:
        """What tells the subjects of a worker apart."""
        return (*self.period, self.settled)


@dataclass
class Person:
    """One worker of one platform, or of one debtor there, with the time line laid out once."""

    handed: Handed
    worker_id: str
    stream: Stream = field(init=False)
    cells: list[Cell] = field(init=False)

    def __post_init__(self) -> None:
        self.stream = self.handed.stream(self.worker_id)
        alone = self.handed.whole is None
        self.cells = timeline(self.stream) if alone else cells_of_debtor(self.handed, self.worker_id)

    def of(self, table: str) -> list[Row]:
        """The rows of a table about this worker."""
        return [row for row in self.handed.rows(table) if row["worker_id"] == self.worker_id]

    @property
    def row(self) -> Row | None:
        return next(iter(self.of("workers")), None)

    @property
    def category(self) -> str:
        """A, B or C: as found or declared, B where nothing is known."""
        if self.row is None:
            return "B"
        by_paper = {"labour_contract": "A", "written_agreement": "B", "civil_contract": "C"}
        return str(self.row["category"] or by_paper.get(self.row["instrument"], "B"))

    @property
    def hours_system(self) -> str | None:
        return None if self.row is None else self.row["hours_system"]

    def accepted(self, days: Iterable[date]) -> list[Row]:
        """Orders taken on on these local days, in the order of acceptance."""
        wanted = set(days)
        found = [
            order
            for order in self.stream.orders
            if was_accepted(order) and local_day(order["accepted_at"], self.stream.zone) in wanted
        ]
        return sorted(found, key=lambda order: (order["accepted_at"], order["order_id"]))

    def working(self, days: Iterable[date]) -> list[Cell]:
        """Working cells of these local days."""
        wanted = set(days)
        return [cell for cell in self.cells if cell.working and cell.day in wanted]

    def has_place(self) -> bool:
        """Whether anything at all handed over about the worker, for whatever debtor, says where they work."""
        if self.stream.work_area is not None:
            return True
        whole = self.handed.whole
        cells = self.cells if whole is None else timeline(whole.stream(self.worker_id))
        return any(cell.working and cell.area is not None for cell in cells)

    def deductions(self, days: Iterable[date]) -> list[Row]:
        """Deductions that occurred on these local days."""
        wanted = set(days)
        rows = self.of("deductions")
        return [row for row in rows if local_day(row["occurred_at"], self.stream.zone) in wanted]


def each_day(first: date, last: date) -> list[date]:
    """Every day of a period."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    return first, next_first - timedelta(days=1)


def subjects(person: Person, audit: Audit) -> list[Subject]:
    """Settlement periods of the worker's payouts, and calendar months less the days that these cover."""
    periods = sorted({(row["period_from"], row["period_to"]) for row in person.of("payouts")})
    found: list[Subject] = []
    for period in periods:
        days = set(each_day(*period))
        overlapping = any(days & set(each_day(*other)) for other in periods if other != period)
        inside = frozenset(day for day in days if audit.holds(day))
        if inside:
            found.append(
                Subject(person.worker_id, inside, period, True, overlapping, len(inside) == len(days))
            )
    covered = {day for period in periods for day in each_day(*period)}
    for month in sorted({month_of(day) for day in each_day(audit.since, audit.until)}):
        days = set(each_day(*month)) - covered
        inside = frozenset(day for day in days if audit.holds(day))
        if inside:
            rest = (min(days), max(days))
            found.append(Subject(person.worker_id, inside, rest, False, False, inside == days))
    return found


def void_share_is_too_high(orders: Sequence[Row]) -> bool:
    """Whether more than 5 % of the orders have no usable time."""
    void = sum(1 for order in orders if is_void(order))
    return void * VOID_SHARE_MAX[1] > len(orders) * VOID_SHARE_MAX[0]


def has_blank(orders: Iterable[Row], columns: Iterable[str] = MONEY_COLUMNS) -> bool:
    """Whether a completed order has an empty cell in one of the money columns."""
    wanted = tuple(columns)
    return any(
        order["status"] == "completed" and any(order[column] is None for column in wanted) for order in orders
    )


def money(orders: Iterable[Row], columns: Iterable[str]) -> int:
    """What stands in the columns; an order that was not completed may have nothing written."""
    wanted = tuple(columns)
    return sum(order[column] or 0 for order in orders for column in wanted)
