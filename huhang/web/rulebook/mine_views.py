"""Work out mine: what somebody enters is run through the real rights, shown, and forgotten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huhang.web.accounts.gates import open_to_all
from huhang.web.rulebook.mine_example import example
from huhang.web.rulebook.mine_form import MineForm
from huhang.web.rulebook.mine_told import work_out


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The form, and with it what was worked out."""
    if request.method != "POST":
        asked = request.GET.get("example")
        return render(request, "rulebook/mine.html", {"form": MineForm(example(asked) if asked else None)})
    form = MineForm(request.POST)
    result = None
    if not request.POST.get("more") and form.is_valid() and form.entered:
        result = work_out(form.entered)
    page = {"form": form, "result": result, "more": bool(request.POST.get("more"))}
    return render(request, "rulebook/mine.html", page)
