"""Asking for a full id, deciding, and looking: the kernel permits, the log holds every step."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from huhang.procedure.kernel import state_of
from huhang.vocabulary.words import Text
from huhang.web.accounts.log import log_act, log_read
from huhang.web.accounts.models import Person
from huhang.web.casework.log_of_acts import surroundings
from huhang.web.casework.models import Case
from huhang.web.casework.services import act_permitted
from huhang.web.inspections.finding_pages import FindingPage
from huhang.web.inspections.selectors import worker_of_finding
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError
from huhang.web.unmasking.models import Unmasking, UnmaskingAct
from huhang.web.unmasking.selectors import (
    actor_of,
    acts_of,
    may_look,
    may_take_part,
    open_request,
    procedure,
)

# Looking is written as a reading, by `worker_look`, and nowhere else.
DECIDED = frozenset({"allow", "refuse", "withdraw", "mask"})


def place_of(page: FindingPage) -> str:
    """The place whose people decide; of a finding without one, the place that the audit was asked for."""
    asked = page.run.place_codes
    return str(page.row["place"] or (asked[0] if len(asked) == 1 else "000000"))


def may_ask(person: Person, page: FindingPage) -> bool:
    """Whether the person may ask for the id in this finding."""
    return page.about_worker and may_take_part(person, place_of(page))


def unmasking_ask(
    *, person: Person, page: FindingPage, ground: str, reason: str, case: Case | None
) -> Unmasking:
    """Ask for the full id in a finding; a request that is still open is handed back instead."""
    if not may_ask(person, page):
        raise NotAllowedError(
            Text(
                "只有本地区的劳动监察员和负责人可以申请看全编号。",
                "Only inspectors and heads of the place can ask for a full id.",
            )
        )
    told = page.told
    with transaction.atomic():
        known = open_request(person, page.run.id, told.finding_id)
        if known is not None:
            return known
        unmasking = Unmasking.objects.create(
            run=page.run,
            finding_id=told.finding_id,
            subject=told.subject,
            place=place_of(page),
            company=Company.objects.get(platform_id=told.platform_id),
            case=case,
            asked_by=person,
        )
        matter = case.number if case else unmasking.subject_of_log
        fields = {"worker": told.subject, "matter": matter, "ground": ground, "reason": reason}
        act = _act_add(unmasking, person, "ask", fields, None)
        _log(person, unmasking, act, page.worker, ground=ground, matter=matter)
    return unmasking


def unmasking_act(
    *, person: Person, unmasking: Unmasking, kind: str, fields: Mapping[str, Any], seen: int
) -> UnmaskingAct:
    """Allow, refuse, withdraw or mask again; RefusedError with the kernel's reason.

    `seen` is the number of acts on the page that the person had open: of two people at once one wins.
    """
    if kind not in DECIDED:
        raise NotAllowedError(Text("没有这一项操作。", "There is no such act."))
    with transaction.atomic():
        locked = Unmasking.objects.select_for_update().get(pk=unmasking.pk)
        act = _act_add(locked, person, kind, fields, seen)
        if person != locked.asked_by:
            locked.unread = True
            locked.save(update_fields=["unread"])
        _log(person, locked, act, worker_of_finding(locked.run, locked.finding_id))
    return act


def unmasking_read(*, person: Person, unmasking: Unmasking) -> None:
    """Keep that the person who asked has seen what was decided."""
    if unmasking.unread and unmasking.asked_by == person:
        Unmasking.objects.filter(pk=unmasking.pk).update(unread=False)


def worker_look(*, person: Person, page: FindingPage) -> str | None:
    """The full id, where the person's own request allows it now; that it was shown is written down first."""
    with transaction.atomic():
        unmasking = open_request(person, page.run.id, page.told.finding_id)
        if unmasking is None:
            return None
        unmasking = Unmasking.objects.select_for_update().select_related("case").get(pk=unmasking.pk)
        if not may_look(unmasking, person):
            return None
        unmasking_read(person=person, unmasking=unmasking)
        act = _act_add(unmasking, person, "look", {}, None)
        log_read(
            person,
            "full id of a worker",
            unmasking.subject_of_log,
            place=unmasking.place,
            company=str(page.row["platform_id"]),
            about=page.worker,
            masked=False,
            unmasking=unmasking.pk,
            act=act.number,
        )
    return str(page.row["subject_id"])


def _act_add(
    unmasking: Unmasking, person: Person, kind: str, fields: Mapping[str, Any], seen: int | None
) -> UnmaskingAct:
    """Ask the kernel, write the act, and repeat the stage for lists."""
    acts, actor = acts_of(unmasking), actor_of(person, unmasking)
    written = {name: value for name, value in fields.items() if value}
    now = act_permitted(procedure(), acts, actor, kind, written, None, seen)
    act = UnmaskingAct.objects.create(
        unmasking=unmasking, number=now.number, kind=kind, at=now.at, by=person, role=now.role, fields=written
    )
    unmasking.stage = state_of(procedure(), (*acts, now), now.at, surroundings()).stage or ""
    unmasking.save(update_fields=["stage"])
    return act


def _log(
    person: Person, unmasking: Unmasking, act: UnmaskingAct, about: tuple[str, str] | None, **more: str
) -> None:
    log_act(
        person,
        act.kind,
        "full id of a worker",
        unmasking.subject_of_log,
        place=unmasking.place,
        company=unmasking.company.platform_id,
        detail={"unmasking": unmasking.pk, "act": act.number, **more},
        about=about,
    )
