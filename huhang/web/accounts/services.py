"""Writes of accounts."""

from django.db import transaction

from huhang.web.accounts.forms import PasswordForm
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person


def password_set(*, person: Person, form: PasswordForm) -> None:
    """Set the person's own password, checked by the form before."""
    with transaction.atomic():
        form.save()
        log_act(person, "set password", "person", person.username)
