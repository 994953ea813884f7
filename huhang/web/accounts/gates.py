"""Every view stands behind a role, or is on the list of what is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from huhang.vocabulary.words import Text
from huhang.web.accounts.seats import standing_of
from huhang.web.ui.faults import NotAllowedError

View = Callable[..., HttpResponseBase]

# Who may open each view: roles (none: anybody logged in), or None for everybody.
GATES: dict[View, frozenset[str] | None] = {}


def behind(*roles: str) -> Callable[[View], View]:
    """Let only people in who hold one of the roles; without roles anybody who has logged in."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if roles and not standing_of(request.user).holds(*roles):
                raise NotAllowedError(
                    Text(
                        "您的岗位不能打开这一页。需要时请系统管理员调整岗位。",
                        "Your seat does not open this page. Ask the system keeper if it should.",
                    )
                )
            return view(request, *args, **kwargs)

        GATES[guarded] = frozenset(roles)
        return guarded

    return wrap


def open_to_all(view: View) -> View:
    """Let everybody in, without a log-in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    GATES[opened] = None
    return opened
