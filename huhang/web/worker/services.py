"""Proving that a person is the worker of an id, and looking at their hours over all platforms."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from huhang.audit.one_person import Key
from huhang.records.lake.handing import open_lake
from huhang.records.lake.same_person import ids_of_person
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.inspections.finding_pages import FindingPage
from huhang.web.registry.models import Company
from huhang.web.unmasking.selectors import shown_for_safety
from huhang.web.unmasking.services import worker_look
from huhang.web.worker.looks import OF_HOURS
from huhang.web.worker.models import Engagement


def engagement_prove(
    *, person: Person, company: Company, worker_id: str, proof: str, by: Person | None
) -> Engagement:
    """Note that `person` is a worker of a company, as `by` has seen proven; HuhangError where it cannot be.

    Who speaks for a company or holds an office is never a worker in the same log-in: what they see as one
    would be open to them as the other.
    """
    if standing_of(person).roles != {Role.WORKER}:
        raise HuhangError(
            f"登录名 {person.username} 不是只有劳动者岗位的账号；请给劳动者本人单独开一个账号。",
            f"{person.username} is not an account that has a worker's seat alone: give the worker an account "
            "of their own.",
        )
    with transaction.atomic():
        known = Engagement.objects.filter(company=company, worker_id=worker_id).first()
        if known is not None and known.person != person:
            raise HuhangError(
                f"{company.platform_id} 的这个编号已经属于另一个账号；请先核对是谁的。",
                f"This id of {company.platform_id} belongs to another account already: find out whose it is.",
            )
        if known is not None:
            return known
        made = Engagement.objects.create(
            person=person, company=company, worker_id=worker_id, proof=proof, proven_at=timezone.now()
        )
        log_act(
            by, "prove", "worker", str(made.pk), company=company.platform_id, detail={"proof": proof},
            about=made.key,
        )  # fmt: skip
    return made


def hours_look(*, person: Person, page: FindingPage) -> list[Key] | None:
    """Every id of the worker of a finding, where a request on the ground of safety allows `person` to look.

    None where none does. That the ids were joined, on which ground, is written down for each of them first.
    """
    unmasking = shown_for_safety(person, page.run.id, page.told.finding_id)
    if unmasking is None or page.worker is None or worker_look(person=person, page=page) is None:
        return None
    keys = ids_of_worker(page.worker)
    with transaction.atomic():
        for key in keys:
            log_act(
                person, "read", OF_HOURS, unmasking.subject_of_log, place=unmasking.place, company=key[0],
                detail={"unmasking": unmasking.pk, "masked": False}, about=key,
            )  # fmt: skip
    return keys


def ids_of_worker(key: Key) -> list[Key]:
    """The ids of the person whom a platform knows by one: by identity number, or proven by themself."""
    known = set(ids_of_person(open_lake(settings.HOME.lake), *key))
    proven = Engagement.objects.filter(company__platform_id=key[0], worker_id=key[1]).first()
    if proven is not None:
        own = Engagement.objects.filter(person=proven.person).select_related("company")
        known |= {one.key for one in own}
    return sorted(known)
