"""Pages of the law stay as they are until the law, the program or the reader's choices change."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from huhang import __version__
from huhang.law.loader import load_law
from huhang.web.accounts.seats import standing_of
from huhang.web.ui.language import language

_CHOICES = ("huhang_theme", "huhang_size")
Page = Callable[..., HttpResponse]


def law_tag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    """The tag of a page for somebody who has not logged in; None for others, whose name stands on it."""
    if standing_of(request.user).person is not None:
        return None
    choices = [request.COOKIES.get(name, "") for name in _CHOICES]
    parts = (__version__, load_law().version, language(), request.get_full_path(), *choices)
    return f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'


def fresh_by_law(view: Page) -> Page:
    """Answer "not changed" where the reader has the page already; ask again each time."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = condition(etag_func=law_tag)(view)(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return answered
