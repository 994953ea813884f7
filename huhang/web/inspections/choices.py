"""What the filters of lists and dashboards offer, as options of a select."""

import time
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from huhang.law.loader import load_law
from huhang.vocabulary.words import FORCE_NAMES, OUTCOME_NAMES, Force, Outcome, Text
from huhang.web.inspections.findings import SORTINGS, Filters
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.reading import PreparedRun
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.telling import company_names, telling
from huhang.web.ui.language import language

FILTER_NAMES = {
    "company": Text("企业", "Company"),
    "right": Text("权利", "Right"),
    "outcome": Text("结果", "Outcome"),
    "district": Text("区", "District"),
    "force": Text("效力", "Force"),
    "month": Text("月份", "Month"),
    "sort": Text("排序", "Order"),
}
SORTING_NAMES = {
    "amount": Text("差额从大到小", "greatest difference first"),
    "newest": Text("从新到旧", "newest first"),
    "oldest": Text("从旧到新", "oldest first"),
    "company": Text("按企业和权利", "by company and right"),
}
_LISTED = (Outcome.BROKEN, Outcome.SIGNAL, Outcome.UNKNOWN)
_FRESH_SECONDS = 60
_Choices = Iterable[tuple[str, Text]]


def choices_of(run: AuditRun, prepared: PreparedRun, scope: Scope, filters: Filters) -> dict[str, SafeString]:
    """The options of each filter, with the one chosen marked; empty where there is nothing to choose."""
    book, words = load_law(), prepared.words
    places = words["place"] if scope.places is None else scope.places
    known = [book.places.get(code) for code in places]
    month = f"{filters.month:%Y-%m}" if filters.month else ""
    chosen = {
        "right": (((word, telling().title(word)) for word in words["right"]), filters.right),
        "outcome": (((word.value, OUTCOME_NAMES[word]) for word in _LISTED), filters.outcome),
        "district": (((p.code, Text(p.zh, p.en)) for p in known if p), filters.district),
        "force": (((word, FORCE_NAMES[Force(word)]) for word in words["force"]), filters.force),
        "month": (_months(run), month),
        "sort": (((name, SORTING_NAMES[name]) for name in SORTINGS), filters.sort),
    }
    options = {
        name: _marked(_options(choices, language()), value) for name, (choices, value) in chosen.items()
    }
    companies = "" if scope.company else company_options(words["platform_id"])
    return options | {"company": _marked(companies, filters.company)}


def company_options(platforms: Sequence[str]) -> str:
    """The options of companies; a name that was changed is seen within a minute."""
    return _company_options(tuple(platforms), language(), int(time.time() // _FRESH_SECONDS))


@lru_cache(maxsize=16)
def _company_options(platforms: tuple[str, ...], lang: str, minute: int) -> str:
    """Made once a minute: there may be thousands on every page."""
    del minute
    names = company_names(platforms)
    return _options(((one, names.get(one, Text(one, one))) for one in platforms), lang)


def _options(choices: _Choices, lang: str) -> str:
    return "".join(
        f'<option value="{escape(value)}">{escape(text.in_language(lang))}</option>'
        for value, text in choices
    )


def _marked(options: str, value: str) -> SafeString:
    """Options of which the chosen one says so."""
    plain = format_html('<option value="{}"', value)
    return mark_safe(options.replace(f"{plain}>", f"{plain} selected>", 1))


def _months(run: AuditRun) -> list[tuple[str, Text]]:
    first, last = run.since.year * 12 + run.since.month - 1, run.until.year * 12 + run.until.month
    names = [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last)]
    return [(name, Text(name, name)) for name in names]
