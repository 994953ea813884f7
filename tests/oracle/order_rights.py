"""Rights over days with prompts, groups of like orders and premiums, by brute force over plain rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.oracle.law_by_hand import STANDARD_FROM
from tests.oracle.second_sets import Row, in_force, is_void, local_day, was_accepted
from tests.oracle.standing import Audit, Person, void_share_is_too_high
from tests.oracle.streams import Handed

LONGEST_DAY_S = 8 * 3600
FEWEST = 200
BANDS_KM = ((0, 1), (1, 2), (2, 3), (3, 5), (5, 10**6))
# From 2025-07-01, in fen; before, the old fees are not confirmed.
NEW_FEES_FROM = date(2025, 7, 1)
STEPS = {"ride_hailing": (1,), "city_freight": (18,), "instant_delivery": (7, 25)}
# Shanghai is in the pilot since 2022, Hebei since 2025-07-01.
PILOT_FROM = {"31": date(2022, 7, 1), "13": date(2025, 7, 1)}


def _prompts(person: Person, day: date) -> list[Row]:
    """Prompts about the day that were shown on it, by time."""
    rows = [row for row in person.of("rest_prompts") if row["kind"] in (None, "daily")]
    zone = person.stream.zone
    return sorted(
        (row for row in rows if local_day(row["shown_at"], zone) == day), key=lambda r: r["shown_at"]
    )


def _confirmed_at(prompts: Sequence[Row]) -> int | None:
    """When the worker first confirmed to go on, to the first of these prompts or to a later one."""
    moments = []
    for prompt in prompts:
        if prompt["answer"] == "go_on":
            moments.append(prompt["shown_at"] if prompt["answered_at"] is None else prompt["answered_at"])
        elif prompt["answer"] is None and prompt["answered_at"] is not None:
            moments.append(prompt["answered_at"])
    return min(moments, default=None)


def _after_a_prompt(person: Person, day: date, moment: int | None, *, unless_confirmed: bool) -> bool:
    """Whether a moment of the day lies after a prompt, and before it was confirmed where that matters."""
    if moment is None or local_day(moment, person.stream.zone) != day:
        return False
    prompts = _prompts(person, day)
    for number, prompt in enumerate(prompts):
        confirmed = _confirmed_at(prompts[number:]) if unless_confirmed else None
        if prompt["shown_at"] < moment and (confirmed is None or moment < confirmed):
            return True
    return False


def _by_standard(person: Person, day: date, kind: tuple[str, str | None]) -> str:
    """What the standard says of a day above eight hours."""
    if kind[1] is None:
        return "unknown"
    if "rest_prompts" not in person.handed.tables:
        return "unknown"
    orders = [row for row in person.handed.rows("orders") if row["worker_id"] == person.worker_id]
    pushed = [row for row in orders if _after_a_prompt(person, day, row["offered_at"], unless_confirmed=True)]
    if not _prompts(person, day) or pushed:
        return "broken"
    silent = [
        row
        for row in orders
        if row["offered_at"] is None
        and _after_a_prompt(person, day, row["accepted_at"], unless_confirmed=False)
    ]
    return "unknown" if silent else "kept"


def longest_day(person: Person, audit: Audit) -> dict[tuple[date, str], tuple[str, int, int | None]]:
    """Verdict, seconds and limit of every day with order time, by the standard and by what was filed."""
    found: dict[tuple[date, str], tuple[str, int, int | None]] = {}
    seconds: Counter[date] = Counter()
    for cell in person.cells:
        if cell.order is not None:
            seconds[cell.day] += cell.seconds
    kinds = {(row["sector"], row["subsector"]) for row in person.stream.orders}
    for day, length in seconds.items():
        if not audit.holds(day):
            continue
        (kind,) = kinds
        rule = in_force(person.handed.rows("rules"), "working_time", day)
        limit = None if rule is None else rule["content"].get("longest_day_min")
        said: dict[str, tuple[str, int | None]] = {}
        if kind[0] == "instant_delivery" and kind[1] != "grocery" and day >= STANDARD_FROM:
            above = length > LONGEST_DAY_S
            said["standard"] = (_by_standard(person, day, kind) if above else "kept", LONGEST_DAY_S)
        if limit is not None:
            said["filed"] = ("broken" if length > limit * 60 else "kept", limit * 60)
        for name, (verdict, most) in (said or {"none": ("not_applicable", None)}).items():
            if void_share_is_too_high(person.accepted([day])):
                verdict = "unknown"
            elif person.category == "C":
                verdict = "not_applicable"
            found[day, name] = (verdict, length, most)
    return found


def _minutes(seconds: int) -> int:
    """Minutes, begun ones as whole, capped."""
    whole = seconds // 60
    return min(240, whole + (1 if seconds % 60 else 0))


@dataclass
class Group:
    """Minutes promised and taken of a group of like orders."""

    promised: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)

    @property
    def median(self) -> int:
        """The smallest minute within which at least half were done."""
        return min(m for m in set(self.taken) if 2 * sum(t <= m for t in self.taken) >= len(self.taken))

    @property
    def below(self) -> int:
        """How many were promised within fewer minutes than the median."""
        median = self.median
        return sum(minute < median for minute in self.promised)


def _band(metres: float) -> int:
    return next(n for n, (low, high) in enumerate(BANDS_KM) if low * 1000 <= metres < high * 1000)


def groups(handed: Handed, audit: Audit) -> dict[tuple[str, str, date, int, int], Group]:
    """Like deliveries of a company: by area, month, local hour and band of distance."""
    found: dict[tuple[str, str, date, int, int], Group] = defaultdict(Group)
    for row in handed.rows("orders"):
        times = [row["accepted_at"], row["promised_at"], row["completed_at"], row["distance_m"]]
        if row["status"] != "completed" or None in times or row["sector"] != "instant_delivery":
            continue
        day = local_day(row["accepted_at"], handed.zone)
        if is_void(row) or not audit.holds(day) or row["worker_id"] is None:
            continue
        hour = datetime.fromtimestamp(row["accepted_at"], ZoneInfo(handed.zone)).hour
        key = (handed.platform_id, row["area_code"], day.replace(day=1), hour, _band(row["distance_m"]))
        found[key].promised.append(_minutes(row["promised_at"] - row["accepted_at"]))
        found[key].taken.append(_minutes(row["completed_at"] - row["accepted_at"]))
    return found


@dataclass
class Premiums:
    """The orders of a company's month in an area that the pilot speaks of."""

    orders: int = 0
    blanks: int = 0
    paid: int = 0
    due: int = 0
    short: int = 0
    wrong: list[str] = field(default_factory=list)
    outside: int = 0
    unconfirmed: bool = False
    part: bool = False

    @property
    def verdict(self) -> str:
        """What is to be said of the month."""
        if not self.orders:
            return "not_applicable"
        if self.blanks or self.unconfirmed or not self.part:
            return "unknown"
        return "broken" if self.wrong else "kept"


def _insured(handed: Iterable[Row], worker_id: str, day: date) -> bool:
    return any(
        row["worker_id"] == worker_id
        and row["kind"] == "work_injury"
        and row["valid_from"] <= day
        and (row["valid_to"] is None or day <= row["valid_to"])
        for row in handed
    )


def premiums(
    handed: Handed, audit: Audit, insurances: Sequence[Row]
) -> dict[tuple[str, str, date], Premiums]:
    """Every month of the company in every area."""
    found: dict[tuple[str, str, date], Premiums] = defaultdict(Premiums)
    for row in handed.rows("orders"):
        if row["status"] != "completed" or not was_accepted(row):
            continue
        day = local_day(row["accepted_at"], handed.zone)
        if not audit.holds(day) or _insured(insurances, row["worker_id"], day):
            continue
        month = found[handed.platform_id, row["area_code"], day.replace(day=1)]
        steps = STEPS.get(row["sector"])
        if steps is None or day < PILOT_FROM[row["area_code"][:2]]:
            month.outside += 1
            continue
        rule = in_force(handed.rows("rules"), "pay", day)
        filed = None if rule is None else rule["content"].get("injury_premium_step")
        _count(month, row, steps, filed, day)
    return found


def _count(month: Premiums, row: Row, steps: tuple[int, ...], filed: int | None, day: date) -> None:
    paid = row["injury_premium_fen"]
    month.orders += 1
    month.part |= filed is not None or (paid or 0) > 0
    month.unconfirmed |= day < NEW_FEES_FROM
    if paid is None:
        month.blanks += 1
        return
    right = [filed] if filed in steps else list(steps)
    due = paid if paid in right else right[0]
    month.paid += paid
    month.due += due or 0
    if paid not in right:
        month.wrong.append(row["order_id"])
        month.short += max(0, (due or 0) - paid)
