"""Pages of the rules that companies file, with the marks of trade secrets on them."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.people import person_of
from huhang.web.accounts.seats import standing_of
from huhang.web.intake.csv_lines import csv_lines
from huhang.web.intake.forms import SecretForm
from huhang.web.intake.models import TradeSecret
from huhang.web.intake.rule_words import filed_rule
from huhang.web.intake.selectors import READERS, rules_filed
from huhang.web.intake.trade_secrets import secret_columns, secret_lift, secret_mark, veiled
from huhang.web.registry.models import Company
from huhang.web.ui.language import spoken

_RULES = TABLES["rules"]
_MOST = 500


@behind(*READERS)
def rule_filings(request: HttpRequest) -> HttpResponse:
    """The rules that a company has filed; the company marks what is its secret."""
    person = person_of(request)
    company = _company(person, request.GET.get("company", ""))
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            secret_mark(person=person, table="rules", **form.cleaned_data)
            messages.success(request, spoken(Text("已标为商业秘密。", "Marked as a trade secret.")))
        except HuhangError as error:
            messages.error(request, spoken(error.text))
        return redirect("rule_filings")
    rows = rules_filed(company.platform_id) if company else []
    secret = secret_columns(company.platform_id, "rules") if company else frozenset[str]()
    values = {
        "company": company,
        "companies": [] if standing_of(person).company else _companies(person),
        "rules": [filed_rule(row, secret) for row in rows[:_MOST]],
        "secrets": TradeSecret.objects.filter(company=company) if company else [],
        "form": form,
    }
    return render(request, "intake/rules.html", values)


@behind(Role.COMPLIANCE)
@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """Take a mark back."""
    number = request.POST.get("mark", "")
    secret_lift(person=person_of(request), number=int(number) if number.isdecimal() else 0)
    return redirect("rule_filings")


@behind(*READERS)
@require_GET
def rule_export(request: HttpRequest, platform: str) -> HttpResponseBase:
    """The rules of a company as CSV; what it marked as its trade secret is left out for everybody else."""
    person = person_of(request)
    company = _company(person, platform)
    if company is None or company.platform_id != platform:
        raise Http404
    own = standing_of(person).company == company
    secret = frozenset[str]() if own else secret_columns(platform, "rules")
    names = [column.name for column in _RULES.columns]

    def cells() -> Iterator[list[object]]:
        yield from ([veiled(row, secret)[name] for name in names] for row in rules_filed(platform))

    response = StreamingHttpResponse(csv_lines(names, cells()), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="rules-{platform}.csv"'
    return response


def _companies(person: Person) -> list[Company]:
    """The companies of the places that the person looks after."""
    return list(Company.objects.filter(standing_of(person).places("place", *READERS)))


def _company(person: Person, platform: str) -> Company | None:
    """The own company, else the one asked for (or the first) among those of one's places."""
    standing = standing_of(person)
    if standing.company is not None:
        return standing.company
    companies = _companies(person)
    return next(
        (one for one in companies if one.platform_id == platform or not platform),
        None,
    )
