"""Who is asking."""

from django.http import HttpRequest

from huhang.web.accounts.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person who has logged in; views behind a gate have one."""
    if not isinstance(request.user, Person):
        raise TypeError("this view stands behind no gate")
    return request.user
