"""What may not be taken off at all, by brute force: deposits, and cuts for bad reviews alone."""

from collections.abc import Callable, Iterable
from datetime import date

from tests.oracle.law_by_hand import STANDARD_FROM
from tests.oracle.pay_rights import has_anything, lacks_place, one
from tests.oracle.second_sets import Row, local_day
from tests.oracle.standing import Audit, Judged, Person, Subject, subjects


def _taken(rows: Iterable[Row]) -> int:
    """What was taken, less what was given back."""
    return sum(row["amount_fen"] for row in rows)


def _cut(person: Person, subject: Subject, reason: str) -> list[Row]:
    return [row for row in person.deductions(subject.days) if row["reason"] == reason]


def _judged(
    right: str, person: Person, audit: Audit, decide: Callable[[Subject], tuple[str, int | None]]
) -> list[Judged]:
    """Every settlement period with anything in it, as `decide` has it once the data are there."""
    found: list[Judged] = []
    for subject in subjects(person, audit):
        if not subject.settled and not has_anything(person, subject.days):
            continue
        outcome, fen = decide(subject)
        if "deductions" not in person.handed.tables:
            outcome, fen = "unknown", None
        elif person.category == "C":
            outcome, fen = "not_applicable", None
        elif lacks_place(person, subject.days):
            outcome, fen = "unknown", None
        period = (min(subject.days), max(subject.days))
        shortfall = None if fen is None else max(0, fen)
        found.append(Judged(right, person.worker_id, *period, one(outcome), fen, 0, shortfall, subject.key))
    return found


def charges(person: Person, audit: Audit) -> list[Judged]:
    """Deposits taken in a period and not given back in it; a text forbids them everywhere since 2022."""

    def decide(subject: Subject) -> tuple[str, int | None]:
        fen = _taken(_cut(person, subject, "deposit"))
        return ("broken" if fen > 0 else "kept"), fen

    return _judged("pay/charges", person, audit, decide)


def _kinds(person: Person, days: Iterable[date]) -> set[tuple[str, str | None]]:
    """What was delivered or driven on the days."""
    wanted = set(days)
    return {
        (cell.order["sector"], cell.order["subsector"])
        for cell in person.cells
        if cell.order is not None and cell.day in wanted
    } | {(row["sector"], row["subsector"]) for row in person.accepted(wanted)}


def bad_review_cut(person: Person, audit: Audit) -> list[Judged]:
    """Cuts for bad reviews where food was delivered, from the first day of the standard; no other text."""

    def decide(subject: Subject) -> tuple[str, int | None]:
        kinds = _kinds(person, subject.days)
        food = any(subsector == "food_delivery" for _, subsector in kinds)
        unnamed = ("instant_delivery", None) in kinds and not food
        cuts = _cut(person, subject, "bad_review")
        days = [local_day(row["occurred_at"], person.stream.zone) for row in cuts] or [max(subject.days)]
        if not (food or unnamed) or max(days) < STANDARD_FROM:
            return "not_applicable", None
        spoken = [row for row in cuts if local_day(row["occurred_at"], person.stream.zone) >= STANDARD_FROM]
        fen = _taken(spoken)
        if unnamed and fen > 0:
            return "unknown", None
        return ("broken" if fen > 0 else "kept"), fen

    return _judged("pay/bad_review_cut", person, audit, decide)
