"""The kernel of procedures beside the database: acts of a case, who acts, what is allowed now."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django.db.models import QuerySet
from django.utils import timezone

from huhang.engine.parameters import resolve
from huhang.law.loader import load_law
from huhang.procedure.acts import STRIKE, Act, Actor, standing
from huhang.procedure.case import ClockValue
from huhang.procedure.kernel import CaseState, Surroundings, state_of
from huhang.procedure.loading import load_procedures
from huhang.procedure.model import Procedure
from huhang.procedure.powers import Cap, cap_of, lowest
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import Category, Force, Outcome, Text
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.models import Case, CaseAct, CaseFinding, Paper

# What a seat may be in a procedure. Legal review and the chair of a hearing are never the investigator.
_ROLES: dict[str, frozenset[str]] = {
    Role.INSPECTOR: frozenset({"inspector", "defender"}),
    Role.HEAD: frozenset({"head"}),
    Role.OFFICER: frozenset({"reviewer", "chair", "defender"}),
    Role.COMPLIANCE: frozenset({"company"}),
}
SEATS = tuple(_ROLES)


@cache
def book() -> LawBook:
    """The law as shipped."""
    return load_law()


def right_title(name: str) -> Text:
    """What a right is called; a name that the law no longer knows stays as it is."""
    right = book().rights.get(name)
    return right.title if right else Text(name, name)


def procedure_of(case: Case) -> Procedure:
    """The procedure that a case runs by."""
    return load_procedures()[case.procedure]


@cache
def surroundings() -> Surroundings:
    """Calendar and dated values of the law."""
    return Surroundings(book().calendar, _clock_value)


def _clock_value(key: str, place: str, day: date) -> ClockValue:
    unit = next(iter(book().parameters[key].values())).unit
    found = resolve(book(), key, place, day)
    if isinstance(found.value, int):
        return ClockValue(found.value, unit, found.entry)
    return ClockValue(None, unit, found.entry, _in_words(key, reason_text(found.reason or "not set")))


def _in_words(key: str, reason: Text) -> Text:
    """The reason with what the number is called instead of its key, which means nothing to people."""
    named = re.compile(re.escape(key) + r"\s?[（(]\d{6}[）)]")
    parameter = next(iter(book().parameters[key].values()))
    return Text(
        named.sub(f"“{parameter.name.zh}”的天数", reason.zh), named.sub(f'"{parameter.name.en}"', reason.en)
    )


def acts_of(case: Case) -> tuple[Act, ...]:
    """The acts as the kernel reads them."""
    rows = CaseAct.objects.filter(case=case).select_related("by").order_by("number")
    return tuple(row.told(case.place) for row in rows)


def standing_acts(case: Case) -> tuple[Act, ...]:
    """The acts as they stand, what was struck left out and what was set right as it should be."""
    return standing(acts_of(case))


def issued(case: Case) -> QuerySet[Paper]:
    """The papers that were issued or made by an act that stands."""
    struck = CaseAct.objects.filter(case=case, kind=STRIKE).values("corrects")
    return Paper.objects.filter(case=case, act__isnull=False).exclude(act__number__in=struck)


def actor_of(person: Person, case: Case) -> Actor:
    """The person with the roles that they hold for this case."""
    standing = standing_of(person)
    roles: set[str] = set()
    for seat in standing.seats:
        if seat.role == Role.COMPLIANCE:
            roles |= _ROLES[seat.role] if seat.company_id == case.company_id else frozenset()
        elif seat.role in _ROLES and standing.reaches(case.place, seat.role):
            roles |= _ROLES[seat.role]
    return Actor(person.username, frozenset(roles), (case.place,))


def cap_of_findings(findings: Iterable[CaseFinding]) -> Cap:
    """What the weakest of the findings allows."""
    return lowest(_cap(finding) for finding in findings)


def _cap(finding: CaseFinding) -> Cap:
    row, right = finding.row, book().rights.get(finding.right)
    force = Force(row["force"]) if row["force"] else Force.SUGGESTION
    category = Category(row["category"]) if row["category"] else None
    return cap_of(force, category, Outcome(row["verdict"]), right.powers if right else ())


def highest_cap(case: Case) -> Cap:
    """What the strongest finding of the case allows: a paper may be about that one alone."""
    caps = [_cap(finding) for finding in case.findings.all()]
    return max(caps, key=lambda cap: cap.power, default=lowest(()))


def state_for(case: Case, person: Person, now: datetime | None = None) -> CaseState:
    """The state of the case as this person may act in it."""
    return state_of(
        procedure_of(case),
        acts_of(case),
        now or timezone.now(),
        surroundings(),
        actor_of(person, case),
        highest_cap(case),
    )


def plain_state(case: Case, now: datetime | None = None) -> CaseState:
    """The state of the case whoever looks."""
    return state_of(procedure_of(case), acts_of(case), now or timezone.now(), surroundings())
