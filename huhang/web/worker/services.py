"""Writing down that a person is the worker whom a platform knows by an id."""

from django.db import transaction
from django.utils import timezone

from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.registry.models import Company
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
