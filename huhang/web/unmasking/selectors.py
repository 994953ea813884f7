"""Which requests a person may see, what state they are in, and what waits for a second person."""

from django.db.models import QuerySet
from django.utils import timezone

from huhang.procedure.acts import Act, Actor
from huhang.procedure.kernel import CaseState, state_of
from huhang.procedure.loading import load_procedures
from huhang.procedure.model import Procedure
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import Standing, standing_of
from huhang.web.casework.log_of_acts import surroundings
from huhang.web.casework.models import Case
from huhang.web.casework.selectors import cases_for
from huhang.web.unmasking.models import Unmasking

# Who may ask, and who may be the second person.
SEATS = (Role.INSPECTOR, Role.HEAD)
_ON_DESK = 20
# Asked for every page: having it written by Django takes three times as long as asking it.
_UNREAD = "SELECT * FROM unmasking_unmasking WHERE asked_by_id = %s AND unread ORDER BY id LIMIT %s"


def procedure() -> Procedure:
    """The procedure that every request runs by."""
    return load_procedures()["unmasking"]


def may_take_part(person: Person, place: str) -> bool:
    """Whether the person holds a seat for the place that may ask and allow; a company's never does."""
    standing = standing_of(person)
    return standing.company is None and standing.reaches(place, *SEATS)


def unmaskings_for(person: Person) -> QuerySet[Unmasking]:
    """The requests of the places where the person may take part, newest first."""
    standing = standing_of(person)
    seen = Unmasking.objects.select_related("run", "company", "case", "asked_by")
    if standing.company is not None:
        return seen.none()
    return seen.filter(standing.places("place", *SEATS))


def waiting_for(person: Person) -> list[Unmasking]:
    """Requests of others that the person may decide, the oldest first, for the desk."""
    waiting = unmaskings_for(person).filter(stage="asked").exclude(asked_by=person)
    return list(waiting.order_by("id")[:_ON_DESK])


def decided_for(standing: Standing) -> list[tuple[Unmasking, Text]]:
    """The person's own requests that another one has decided since they last looked, with how."""
    if standing.person is None or not standing.holds(*SEATS):
        return []
    unread = Unmasking.objects.raw(_UNREAD, [standing.person.pk, _ON_DESK])
    return [(one, procedure().stages[one.stage].text()) for one in unread]


def ground_of(unmasking: Unmasking) -> Text:
    """On what ground the id was asked for."""
    asked = unmasking.acts.get(number=1)
    return (procedure().fields["ground"].choices or {})[asked.fields["ground"]].text()


def acts_of(unmasking: Unmasking) -> tuple[Act, ...]:
    """The acts as the kernel reads them."""
    rows = unmasking.acts.select_related("by").order_by("number")
    return tuple(row.told(unmasking.place) for row in rows)


def actor_of(person: Person, unmasking: Unmasking) -> Actor:
    """The person as the kernel knows them: who asked is the officer, whoever reaches the place may allow.

    That nobody allows their own request is the procedure's gate.
    """
    roles: frozenset[str] = frozenset()
    if may_take_part(person, unmasking.place):
        roles = frozenset({"allower", "officer"} if person == unmasking.asked_by else {"allower"})
    return Actor(person.username, roles, (unmasking.place,))


def state_for(unmasking: Unmasking, person: Person) -> CaseState:
    """The state of a request as this person may act in it."""
    return state_of(
        procedure(), acts_of(unmasking), timezone.now(), surroundings(), actor_of(person, unmasking)
    )


def open_request(person: Person, run_id: int, finding_id: str) -> Unmasking | None:
    """The person's own request about a finding that waits, or that still shows the id."""
    found = unmaskings_for(person).filter(
        asked_by=person, run_id=run_id, finding_id=finding_id, stage__in=["asked", "shown"]
    )
    return next((one for one in found if _is_open(one, person)), None)


def shown_for_safety(person: Person, run_id: int, finding_id: str) -> Unmasking | None:
    """The person's own request about a finding, allowed on the ground of safety and still in time."""
    found = open_request(person, run_id, finding_id)
    if found is None or not may_look(found, person):
        return None
    return found if found.acts.get(number=1).fields["ground"] == "safety" else None


def last_request(person: Person, run_id: int, finding_id: str) -> Unmasking | None:
    """The person's own latest request about a finding, however it ended."""
    own = Unmasking.objects.filter(asked_by=person, run_id=run_id, finding_id=finding_id)
    # Most findings were asked about by nobody: what belongs to a request is fetched where there is one.
    return unmaskings_for(person).filter(pk__in=own).first() if own.exists() else None


def _is_open(unmasking: Unmasking, person: Person) -> bool:
    return unmasking.stage == "asked" or may_look(unmasking, person)


def may_look(unmasking: Unmasking, person: Person) -> bool:
    """Whether the id is shown to the person now: allowed, in time, and its case not ended."""
    if unmasking.case is not None and unmasking.case.ended:
        return False
    return any(act.kind == "look" for act in state_for(unmasking, person).allowed)


def cases_about(person: Person, run_id: int, finding_id: str) -> QuerySet[Case]:
    """The running cases about a finding that the person may see."""
    return cases_for(person).filter(audit=str(run_id), ended=False, findings__finding_id=finding_id)
