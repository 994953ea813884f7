"""What the report says, before it is drawn: texts in two languages, money in fen, time in seconds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from huhang.audit.report.district_rows import Districts
from huhang.audit.report.spread import Spread
from huhang.vocabulary.words import Force, Outcome, Text

BatchSource = Callable[[], Iterable[pa.RecordBatch]]


@dataclass(frozen=True)
class OutcomeCounts:
    """How many subjects had each outcome; None where a right cannot have it."""

    broken: int | None = 0
    signal: int | None = 0
    unknown: int | None = 0
    kept: int | None = 0
    not_applicable: int | None = 0

    def of(self, outcome: Outcome) -> int | None:
        """The count of one outcome."""
        found: int | None = getattr(self, outcome.value)
        return found

    @property
    def total(self) -> int:
        """All subjects, whatever the outcome."""
        return sum(self.of(outcome) or 0 for outcome in Outcome)

    @property
    def judged(self) -> int:
        """Subjects about which something could be said: kept or broken."""
        return (self.broken or 0) + (self.kept or 0)


@dataclass(frozen=True)
class Phrase:
    """A piece of a sentence; `strong` where the eye should rest."""

    text: Text
    strong: bool = False


@dataclass(frozen=True)
class LawText:
    """A text that the audit rests on, with the days on which it holds (None = open)."""

    force: Force
    name: Text
    from_day: date | None
    until_day: date | None


@dataclass(frozen=True)
class Basis:
    """What an outcome rests on: the force and the clause of the operative text.

    A signal has neither; `force` is then None.
    """

    outcome: Outcome
    force: Force | None
    clause: Text


@dataclass(frozen=True)
class ReasonCount:
    """Why some subjects could not be judged, or were not in scope, and how many."""

    outcome: Outcome
    reason: Text
    subjects: int


@dataclass(frozen=True)
class RightRow:
    """One right at one company: what it serves, what it rests on, five counts, the difference in fen."""

    right: str
    title: Text
    clauses: tuple[Text, ...]
    bases: tuple[Basis, ...]
    counts: OutcomeCounts
    shortfall_fen: int | None
    reasons: tuple[ReasonCount, ...] = ()
    shown_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompanyPart:
    """One company with its rights."""

    platform_id: str
    workers: int
    orders: int
    rows: tuple[RightRow, ...]


@dataclass(frozen=True)
class FindingLine:
    """One finding of the list of the gravest."""

    finding_id: str
    basis: Basis
    title: Text
    subject: str
    platform_id: str
    place: Text
    category: Text
    from_day: date
    to_day: date
    measured: Text
    threshold: Text
    shortfall_fen: int | None


@dataclass(frozen=True)
class OrderBar:
    """One order of a day; seconds count from local midnight of that day and may pass 86,400.

    `area` is the place of a district code. `starts_s` equals `ends_s` where the order has no order time.
    """

    number: int
    order_id: str
    starts_s: int
    ends_s: int
    area_code: str
    status: str


@dataclass(frozen=True)
class Stretch:
    """A stretch of a kind of time (in_hand, demanded, allowance), in seconds from local midnight."""

    kind: str
    starts_s: int
    ends_s: int
    area_code: str


@dataclass(frozen=True)
class SpellBar:
    """A spell of work, in seconds from local midnight; `limit_s` None where no rule limits it."""

    starts_s: int
    ends_s: int
    orders: int
    limit_s: int | None = None

    @property
    def over_s(self) -> int:
        """Seconds beyond the limit; 0 where there is none."""
        return max(0, self.ends_s - self.starts_s - self.limit_s) if self.limit_s else 0


@dataclass(frozen=True)
class DayLimit:
    """A line in the running total of a day."""

    seconds: int
    label: Text


@dataclass(frozen=True)
class WorkerDayPicture:
    """The day of one worker at one company: orders, their union, spells, limits, and what was found."""

    anchor: str
    worker_id: str
    platform_id: str
    day: date
    category: Text
    finding_id: str
    basis: Basis
    headline: Text
    orders: tuple[OrderBar, ...]
    stretches: tuple[Stretch, ...]
    spells: tuple[SpellBar, ...]
    limits: tuple[DayLimit, ...]
    least_break_s: int | None
    areas: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class FloorLine:
    """Seconds of work at one hourly standard, on one day or over some days, in one area."""

    from_day: date
    to_day: date
    area: Text
    seconds: int
    fen_per_hour: int
    source: Text
    anchor: str | None = None


@dataclass(frozen=True)
class PayLine:
    """One amount of the slip; `counts` False where it may not fill the floor."""

    label: Text
    fen: int
    source: Text
    counts: bool = True


@dataclass(frozen=True)
class Slip:
    """The arithmetic of one worker and period: floor due, counted pay, difference (all in fen)."""

    anchor: str
    worker_id: str
    platform_id: str
    from_day: date
    to_day: date
    category: Text
    finding_id: str
    basis: Basis
    floor_lines: tuple[FloorLine, ...]
    working_s: int
    floor_fen: int
    pay_lines: tuple[PayLine, ...]
    counted_fen: int
    shortfall_fen: int
    in_hand_s: int
    in_hand_floor_fen: int | None
    notes: tuple[Text, ...]
    areas: tuple[str, ...] = ()
    ruler: str | None = None


@dataclass(frozen=True)
class Step:
    """One dated value of a ruler; `height` None where nothing is known, with the reason in `source`."""

    label: Text
    height: float | None
    from_day: date
    until_day: date | None
    source: Text


@dataclass(frozen=True)
class Rail:
    """A text in force beside the ruler; `until_day` None where no end is known."""

    label: Text
    from_day: date
    until_day: date | None


@dataclass(frozen=True)
class Ruler:
    """The history of one value at one place."""

    anchor: str
    name: Text
    place: Text
    unit: Text
    steps: tuple[Step, ...]
    rails: tuple[Rail, ...]


@dataclass(frozen=True)
class TableQuality:
    """Rows of one table: handed over, accepted, set aside, accepted with void time."""

    name: Text
    rows: int
    accepted: int
    set_aside: int


@dataclass(frozen=True)
class Hole:
    """What is missing, and what cannot be said because of it."""

    what: Text
    consequence: Text


@dataclass(frozen=True)
class DataQuality:
    """What came in, what was set aside and why, and what is missing."""

    files: int
    tables: tuple[TableQuality, ...]
    reasons: tuple[tuple[Text, int], ...]
    accepted_with_fault: tuple[tuple[Text, int], ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True)
class Receipts:
    """What is needed to compute the same again."""

    engine: str
    data_hash: str
    rights_hash: str
    parameters_hash: str


@dataclass(frozen=True)
class ParameterUsed:
    """A value of the law used in the audit: as it is computed with (`value`, in `unit`), and as told."""

    key: str
    place: str
    place_name: Text
    name: Text
    value: str
    told: Text
    unit: Text
    from_day: str
    until_day: str
    source: Text
    review: str


@dataclass(frozen=True)
class WorkbookTables:
    """The long tables of the workbook, streamed; workers have a column of fen for each right in money.

    `words` say the codes of the findings: by column, then by code.
    """

    findings: BatchSource
    workers: BatchSource
    words: Mapping[str, Mapping[str, Text]]
    rights_in_money: tuple[tuple[str, Text], ...]
    parameters: tuple[ParameterUsed, ...]


@dataclass(frozen=True)
class ReportContent:
    """Everything that the page and the workbook say."""

    number: str
    made_on: date
    title: Text
    sample: bool
    from_day: date
    to_day: date
    places: tuple[Text, ...]
    answer: tuple[Phrase, ...]
    open_groups: int
    workers: int
    rows_handed_over: int
    counts: OutcomeCounts
    checked: tuple[tuple[Text, Text], ...]
    texts: tuple[LawText, ...]
    companies: tuple[CompanyPart, ...]
    companies_left_out: int
    gravest: tuple[FindingLine, ...]
    spreads: tuple[Spread, ...]
    findings: int
    days: tuple[WorkerDayPicture, ...]
    slips: tuple[Slip, ...]
    rulers: tuple[Ruler, ...]
    districts: Districts | None
    quality: DataQuality
    receipts: Receipts
    tables: WorkbookTables

    @property
    def has_bases(self) -> bool:
        """Whether any outcome rests on a text or is a lead, so that the words of forces need telling."""
        return any(row.bases for company in self.companies for row in company.rows)
