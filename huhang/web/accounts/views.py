"""Logging in and out, and the log."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from huhang.vocabulary.words import Text
from huhang.web.accounts.forms import LogInForm, PasswordForm
from huhang.web.accounts.gates import behind, open_to_all
from huhang.web.accounts.log import verify_log
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.selectors import log_entries_for
from huhang.web.accounts.services import password_set
from huhang.web.ui.language import spoken

_ENTRIES_A_PAGE = 50

log_in = open_to_all(
    auth_views.LoginView.as_view(
        template_name="accounts/log_in.html",
        authentication_form=LogInForm,
        redirect_authenticated_user=True,
    )
)


@behind()
@require_GET
def still_in(request: HttpRequest) -> HttpResponse:
    """Whether the session still runs: the token of its forms, else on to the log-in."""
    return HttpResponse(get_token(request), content_type="text/plain")


log_out = behind()(auth_views.LogoutView.as_view())


@behind()
def password(request: HttpRequest) -> HttpResponse:
    """A password of one's own; other log-ins of the same person end."""
    person = person_of(request)
    form = PasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password_set(person=person, form=form)
        update_session_auth_hash(request, person)
        messages.success(request, spoken(Text("密码已改。", "Your password was changed.")))
        return redirect("desk")
    return render(request, "accounts/password.html", {"form": form})


@behind(Role.HEAD, Role.KEEPER)
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The log, newest first, a page at a time by the number of its entries."""
    below = request.GET.get("below", "")
    entries = log_entries_for(person_of(request), request.GET.get("q", "").strip())
    if below.isdecimal():
        entries = entries.filter(id__lt=int(below))
    shown = list(entries[: _ENTRIES_A_PAGE + 1])
    more = shown[_ENTRIES_A_PAGE - 1].id if len(shown) > _ENTRIES_A_PAGE else None
    values: dict[str, Any] = {
        "entries": shown[:_ENTRIES_A_PAGE],
        "more": more,
        "query": request.GET.get("q", ""),
    }
    if "verify" in request.GET:
        values["check"] = verify_log()
    return render(request, "accounts/log.html", values)
