"""Faults told in words: what happened, what was kept, what to do."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from huhang.vocabulary.words import HuhangError, Text
from huhang.web.ui.language import spoken


class NotAllowedError(Exception):
    """A page or an act that the person's seats do not allow."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class FaultMiddleware:
    """Turns errors that have words into a page that says them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for an error that has words; others go to the log and to the page of faults."""
        if isinstance(error, NotAllowedError):
            return fault_page(request, error.text, 403)
        if isinstance(error, HuhangError):
            return fault_page(request, error.text, 400)
        return None


# Programs are told in the shape that the interface describes.
_OF_PROGRAMS = "/api/v1/"


def fault_page(request: HttpRequest, text: Text, status: int) -> HttpResponse:
    """A page that says what happened; to a program the words as JSON."""
    if request.path.startswith(_OF_PROGRAMS):
        return JsonResponse(text._asdict(), status=status)
    return render(request, "ui/fault.html", {"text": text, "status": status}, status=status)


def page_before(request: HttpRequest) -> str | None:
    """The page of this platform from which something was sent."""
    address = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(address, request.get_host(), require_https=request.is_secure()):
        return None
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page from before a log-in: back to it as it is now, where what was typed is kept."""
    text = Text(
        "这一页是重新登录以前打开的，刚才的没有交出去。填过的都还在，请再交一次；浏览器要允许 Cookie。",
        "This page was opened before you logged in again, and nothing was sent. What you typed is still "
        "there: send it once more. Your browser must accept cookies.",
    )
    address = page_before(request)
    if address is None or request.path.startswith(_OF_PROGRAMS):
        return fault_page(request, text, 403)
    messages.warning(request, spoken(text))
    return redirect(address)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing at this address, or nothing that this person may see."""
    text = Text(
        "没有找到这一页，或者它不在您能看到的范围内。请从首页或列表重新打开。",
        "There is no such page, or it is not among what you may see. Open it again from a list.",
    )
    if isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], Text):
        text = exception.args[0]
    return fault_page(request, text, 404)


def fault(request: HttpRequest) -> HttpResponse:
    """The program is at fault."""
    text = Text(
        "程序出错，没有保存这一次的操作；之前保存的都在。请重试；再出错，请把时间告诉系统管理员。",
        "The program failed; this step was not saved, all before it was. Try again; if it fails again, "
        "tell the system keeper the time.",
    )
    return fault_page(request, text, 500)
