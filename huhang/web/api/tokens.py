"""Making, knowing and withdrawing tokens."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person
from huhang.web.api.models import ApiToken

_PREFIX = "hh_"
_DAYS = 365
_MOST = 20


def token_make(*, person: Person, name: str) -> str:
    """A new token, good for a year; it is told this once and cannot be read again."""
    if not name.strip():
        raise HuhangError("请给令牌起个名字，写明谁在用。", "Give the token a name that tells what uses it.")
    if ApiToken.objects.filter(person=person, withdrawn_at=None).count() >= _MOST:
        raise HuhangError(
            f"最多 {_MOST} 个令牌；请先作废不用的。",
            f"At most {_MOST} tokens: withdraw one that is not used.",
        )
    told = _PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            person=person,
            name=name.strip()[:60],
            digest=_digest(told),
            made_at=timezone.now(),
            expires_on=timezone.localdate() + timedelta(days=_DAYS),
        )
        log_act(person, "make token", "token", str(token.id), detail={"name": token.name})
    return told


def token_withdraw(*, person: Person, number: int) -> None:
    """Make a token of one's own useless from now on."""
    with transaction.atomic():
        changed = ApiToken.objects.filter(person=person, id=number, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        if changed:
            log_act(person, "withdraw token", "token", str(number))


def person_by_token(told: str) -> Person | None:
    """Whose token this is; None for one that is unknown, withdrawn, too old, or of a closed account."""
    token = (
        ApiToken.objects.select_related("person")
        .filter(digest=_digest(told), withdrawn_at=None, expires_on__gte=timezone.localdate())
        .first()
    )
    if token is None or not token.person.is_active:
        return None
    ApiToken.objects.filter(id=token.id).update(used_at=timezone.now())
    return token.person


def _digest(told: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(told.encode()).hexdigest()
