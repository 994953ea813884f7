"""Chinese first, English complete: which of the two a page speaks."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import lazy

from huhang.vocabulary.words import Text

COOKIE = settings.LANGUAGE_COOKIE_NAME
_KNOWN = {"zh-hans", "en"}
# Asked for hundreds of times on a page: Django's own answer takes ten times as long.
_SPOKEN: ContextVar[str] = ContextVar("language of the page", default="zh")


def language() -> str:
    """The language of the page being made: "zh" or "en"."""
    return _SPOKEN.get()


def spoken(text: Text) -> str:
    """A text in the language of the page."""
    return text.in_language(language())


def _spoken(zh: str, en: str) -> str:
    return spoken(Text(zh, en))


# A label that is put into words when the page is made, for forms.
label: Any = lazy(_spoken, str)


class LanguageMiddleware:
    """Speaks the language chosen by ?lang=, else by the cookie, else Chinese."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose before the page is made, and keep a choice that was asked for."""
        asked = {"zh": "zh-hans"}.get(request.GET.get("lang", ""), request.GET.get("lang", ""))
        chosen = asked if asked in _KNOWN else request.COOKIES.get(COOKIE, "")
        code = chosen if chosen in _KNOWN else settings.LANGUAGE_CODE
        before = _SPOKEN.set("en" if code == "en" else "zh")
        try:
            with translation.override(code):
                request.LANGUAGE_CODE = code
                response = self.get_response(request)
        finally:
            _SPOKEN.reset(before)
        if asked in _KNOWN:
            response.set_cookie(COOKIE, asked, max_age=365 * 24 * 3600, samesite="Lax")
        return response
