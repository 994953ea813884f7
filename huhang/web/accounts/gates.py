"""Every view stands behind a role, or is on the list of what is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from huhang.vocabulary.words import Text
from huhang.web.accounts.seats import standing_of
from huhang.web.ui.faults import NotAllowedError, page_before
from huhang.web.ui.language import spoken

View = Callable[..., HttpResponseBase]

# Who may open each view: roles (none: anybody logged in), or None for everybody.
GATES: dict[View, frozenset[str] | None] = {}


def behind(*roles: str) -> Callable[[View], View]:
    """Let only people in who hold one of the roles; without roles anybody who has logged in."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _asked_to_log_in(request)
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


def _asked_to_log_in(request: HttpRequest) -> HttpResponse:
    """To the log-in, and from there back to the page where the person was; nothing of a post is done."""
    if "HX-Request" in request.headers:
        # A part of a page: the page stays and says so.
        return HttpResponse(status=401)
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    text = Text(
        "登录已过期，刚才的没有交出去。登录后回到原来那一页，填过的都还在；选过的文件要重新选。",
        "Your log-in had ended, and nothing was sent. After logging in you are back on that page with what "
        "you typed; files are to be chosen again.",
    )
    messages.warning(request, spoken(text))
    return redirect_to_login(page_before(request) or "")


def open_to_all(view: View) -> View:
    """Let everybody in, without a log-in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    GATES[opened] = None
    return opened
