"""At a counter: a worker's log-in is opened, and an id of a platform is shown to be theirs."""

from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import is_lake
from huhang.records.lake.same_person import has_number
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.registry.models import Company
from huhang.web.worker.models import Engagement
from huhang.web.worker.services import engagement_prove

# Counters of the labour bureau and of the union, where an identity document is seen.
AT_COUNTERS = (Role.OFFICER, Role.UNION)
# No letters and digits that are taken for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PASSWORD_LENGTH = 14


class Proven(NamedTuple):
    """What a counter has done: the engagement, a password shown once, whether records hold the number."""

    engagement: Engagement
    password: str
    number_on_record: bool


def engagement_prove_at_counter(
    *, by: Person, username: str, name: str, company: Company, worker_id: str, id_number: str
) -> Proven:
    """Note that whoever stands at the counter is the worker of an id; HuhangError where something differs.

    The identity number serves to compare and is kept nowhere. A try that fails is in the log, and the worker
    whose id it was sees it.
    """
    same = _has_number(company, worker_id, id_number)
    if same is False:
        with transaction.atomic():
            key = (company.platform_id, worker_id)
            log_act(by, "mismatch", "worker", "counter", company=company.platform_id, about=key)
        raise HuhangError(
            f"{company.platform_id} 的编号 {worker_id} 在记录里是另一个证件号码，没有确认。"
            "请核对编号和证件号码；两样都没错的，请企业更正记录。",
            f"In the records the id {worker_id} of {company.platform_id} has another identity number; "
            "nothing was confirmed. Check both; if both are right, the company has to correct its records.",
        )
    with transaction.atomic():
        person, password = _account(by, username, name)
        engagement = engagement_prove(
            person=person, company=company, worker_id=worker_id, proof=Engagement.Proof.COUNTER, by=by
        )
    return Proven(engagement, password, same is True)


def _has_number(company: Company, worker_id: str, id_number: str) -> bool | None:
    if not is_lake(settings.HOME.lake):
        return None
    return has_number(open_lake(settings.HOME.lake), company.platform_id, worker_id, id_number)


def _account(by: Person, username: str, name: str) -> tuple[Person, str]:
    """The account of that name, or a new one with a password to be handed over once."""
    known = Person.objects.filter(username=username).first()
    if known is not None and known.name != name:
        raise HuhangError(
            f"登录名 {username} 已经是别人的，姓名与证件不一致；请换一个登录名，或者核对姓名。",
            f"The log-in {username} is somebody else's, by the name on the document: choose another, or "
            "check the name.",
        )
    if known is not None:
        return known, ""
    password = get_random_string(_PASSWORD_LENGTH, _LETTERS)
    made = Person.objects.enrol(username, name, password)
    Seat.objects.create(person=made, role=Role.WORKER, since=timezone.localdate())
    log_act(by, "enrol", "person", username)
    return made, password
