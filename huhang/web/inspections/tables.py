"""The long tables of audits, set by Jinja: it is several times faster with rows than Django's templates."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from huhang.audit.report.district_rows import Districts
from huhang.audit.report.drawing import Pictures
from huhang.audit.report.outcomes import ORDER
from huhang.vocabulary.words import OUTCOME_NAMES, Text
from huhang.web.inspections.dashboards import Line
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.telling import ToldFinding
from huhang.web.inspections.templatetags.outcomes import shape
from huhang.web.ui.language import language, spoken
from huhang.web.ui.templatetags.words import grouped, say, yuan

# Tables kept by each process, of at most a hundred kilobytes each.
_TABLES_KEPT = 128


def environment(**options: Any) -> Environment:
    """Jinja with the words and figures of the pages."""
    made = Environment(**options | {"undefined": StrictUndefined})
    made.filters |= {"say": say, "yuan": yuan, "grouped": grouped, "shape": shape, "in_address": quote_plus}
    made.globals["t"] = lambda zh, en: spoken(Text(zh, en))
    return made


def rows_of_findings(
    run: AuditRun, findings: Sequence[ToldFinding], query: QueryDict, after: str | None, *, may_choose: bool
) -> SafeString:
    """The rows of a list of findings, and what asks for the next ones."""
    more = f"{_others(query, 'after')}after={after}" if after else None
    return _rows_of_findings(
        tuple(findings), reverse("findings", args=[run.id]), more, may_choose, language()
    )


# Whoever looks at the same list or dashboard sees the same rows: all that they show is asked for by name.
@lru_cache(maxsize=_TABLES_KEPT)
def _rows_of_findings(
    findings: tuple[ToldFinding, ...], address: str, more: str | None, may_choose: bool, lang: str
) -> SafeString:
    del lang
    values = {"findings": findings, "may_choose": may_choose, "address": address, "more": more}
    return _set("rows.html", values)


def table_of_lines(lines: Sequence[Line], key: str, title: Text, query: QueryDict) -> SafeString:
    """A table of companies, rights or months; each leads to the page with it as the filter `key`."""
    return _table_of_lines(tuple(lines), title, f"{_others(query, key)}{key}=", language())


@lru_cache(maxsize=_TABLES_KEPT)
def _table_of_lines(lines: tuple[Line, ...], title: Text, address: str, lang: str) -> SafeString:
    values = {
        "rows": [(line, [(outcome, line.counts.of(outcome) or 0) for outcome in ORDER]) for line in lines],
        "title": title,
        "names": {outcome: OUTCOME_NAMES[outcome].in_language(lang) for outcome in ORDER},
        "address": address,
    }
    return _set("lines.html", values)


@lru_cache(maxsize=_TABLES_KEPT)
def drawn_districts(pictures: Pictures, districts: Districts) -> Markup:
    """The map of districts, kept like the tables beside it."""
    return pictures.districts(districts)


def _others(query: QueryDict, name: str) -> str:
    """The beginning of the address of this page with another value of a filter."""
    others = [(one, value) for one, given in query.lists() if one != name for value in given]
    return f"?{urlencode(others)}&" if others else "?"


def _set(name: str, values: dict[str, Any]) -> SafeString:
    return mark_safe(render_to_string(f"inspections/{name}", values, using="tables"))
