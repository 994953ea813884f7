"""The page of one's own tokens."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.gates import behind
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.api.models import ApiToken
from huhang.web.api.tokens import token_make, token_withdraw
from huhang.web.ui.language import spoken


@behind(Role.COMPLIANCE)
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown on the page that makes it and never again."""
    person = person_of(request)
    told = ""
    if request.method == "POST" and "withdraw" in request.POST:
        number = request.POST["withdraw"]
        token_withdraw(person=person, number=int(number) if number.isdecimal() else 0)
        return redirect("tokens")
    if request.method == "POST":
        try:
            told = token_make(person=person, name=request.POST.get("name", ""))
        except HuhangError as error:
            messages.error(request, spoken(error.text))
    rows = ApiToken.objects.filter(person=person, withdrawn_at=None)
    response = render(request, "api/tokens.html", {"tokens": rows, "told": told})
    response["Cache-Control"] = "no-store"
    return response
