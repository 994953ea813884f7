"""The pages of the law: documents, clauses, rights and dated values."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huhang.law.loader import load_law
from huhang.vocabulary.words import FORCE_NAMES, MODALITY_NAMES, Force, Modality, Text
from huhang.web.accounts.gates import open_to_all
from huhang.web.rulebook import selectors
from huhang.web.rulebook.asking import day_asked, place_asked
from huhang.web.rulebook.cases import cases_page, first_cases
from huhang.web.rulebook.finding.entries import KINDS, glossary
from huhang.web.rulebook.finding.tokens import runs
from huhang.web.rulebook.freshness import fresh_by_law
from huhang.web.rulebook.searching import search_page
from huhang.web.rulebook.values import key_groups, keys_of_right, value_page
from huhang.web.rulebook.words import SUBJECT_AREAS, SUBJECT_NAMES, WHO_NAMES

_FEATURED = (
    "min_wage.hourly",
    "min_wage.monthly",
    "rest.continuous_order_time.limit.food_delivery",
    "oip.base_fee_per_order.instant_delivery",
)


def _today() -> date:
    return timezone.localdate()


def _none(zh: str, en: str) -> Http404:
    return Http404(Text(zh, en))


def _show(request: HttpRequest, template: str, /, **values: Any) -> HttpResponse:
    return render(request, f"rulebook/{template}.html", values)


def _rights_by_area() -> list[tuple[Text, list[Any]]]:
    rights = load_law().rights
    return [
        (text, [loaded for name, loaded in sorted(rights.items()) if name.startswith(f"{area}/")])
        for area, text in SUBJECT_AREAS.items()
    ]


@open_to_all
@require_safe
@fresh_by_law
def overview(request: HttpRequest) -> HttpResponse:
    """The door to the law: search, rights, and how much there is; or what was found."""
    book = load_law()
    if runs(request.GET.get("q", "")):
        asked = (request.GET.get(name, "") for name in ("q", "kind", "skip"))
        return _show(request, "found", found=search_page(*asked), kinds=list(KINDS.items()))
    featured = [(key, next(iter(book.parameters[key].values())).name) for key in _FEATURED]
    counts = {"instruments": len(book.instruments), "clauses": len(book.clause_home)}
    counts |= {"rights": len(book.rights), "values": len(book.parameters)}
    return _show(request, "overview", areas=_rights_by_area(), featured=featured, counts=counts)


@open_to_all
@require_safe
@fresh_by_law
def instruments(request: HttpRequest) -> HttpResponse:
    """All documents, by place, force and day."""
    book, day = load_law(), day_asked(request, _today())
    place, force = request.GET.get("place", ""), request.GET.get("force", "")
    place = place if place in book.places else ""
    force = force if force in set(Force) else ""
    lines = selectors.instrument_lines(book, place=place, force=force, day=day)
    if request.GET.get("in_force"):
        lines = [line for line in lines if line.state == "now"]
    forces = [(str(name), FORCE_NAMES[name]) for name in Force]
    there = {line.force for line in selectors.instrument_lines(book, place="", force="", day=day)}
    return _show(
        request,
        "instruments",
        lines=lines,
        total=len(lines),
        places=selectors.instrument_places(book),
        forces=[(name, text) for name, text in forces if name in there],
        day=day,
        chosen={"place": place, "force": force, "in_force": request.GET.get("in_force", "")},
    )


@open_to_all
@require_safe
@fresh_by_law
def instrument(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """One document with all its clauses."""
    book = load_law()
    if instrument_id not in book.instruments:
        raise _none(
            f"没有编号为“{instrument_id}”的文件。全部文件见“文件”一页。",
            f"No document has the id “{instrument_id}”. All documents stand on the page of documents.",
        )
    found = book.instruments[instrument_id]
    carries_out = [selectors.instrument_line(book, book.instruments[i], _today()) for i in found.carries_out]
    carried = [other for other in book.instruments.values() if instrument_id in other.carries_out]
    sets = [
        (key, layer.name)
        for key, by_place in book.parameters.items()
        for layer in list(by_place.values())[:400]
        if any(value.source == instrument_id for value in layer.values)
    ]
    return _show(
        request,
        "instrument",
        instrument=found,
        line=selectors.instrument_line(book, found, _today()),
        clauses=selectors.clause_lines(book, [clause.id for clause in found.clauses]),
        modalities=_counted(found.clauses),
        carries_out=carries_out,
        carried_out_by=[selectors.instrument_line(book, other, _today()) for other in carried],
        sets=list(dict.fromkeys(sets)),
    )


def _counted(clauses: Any) -> list[tuple[Text, int]]:
    counts = Counter(clause.modality for clause in clauses)
    return [(MODALITY_NAMES[modality], counts[modality]) for modality in Modality if counts[modality]]


@open_to_all
@require_safe
@fresh_by_law
def clauses(request: HttpRequest) -> HttpResponse:
    """All clauses, by who has the duty and how binding it is."""
    book = load_law()
    who, modality = request.GET.get("who", ""), request.GET.get("modality", "")
    lines = [
        line
        for line in selectors.clause_lines(book, book.clause_home)
        if (not who or line.clause.who == who) and (not modality or line.clause.modality == modality)
    ]
    if request.GET.get("computed"):
        lines = [line for line in lines if line.rights]
    return _show(
        request,
        "clauses",
        lines=lines,
        total=len(lines),
        whos=list(WHO_NAMES.items()),
        modalities=[(str(name), MODALITY_NAMES[name]) for name in Modality],
        chosen={"who": who, "modality": modality, "computed": request.GET.get("computed", "")},
    )


@open_to_all
@require_safe
@fresh_by_law
def clause(request: HttpRequest, clause_id: str) -> HttpResponse:
    """One clause: what it says, to whom, how binding, and what makes it work."""
    book = load_law()
    if clause_id not in book.clause_home:
        raise _none(
            f"没有条款“{clause_id}”。全部条款见“条款”一页。",
            f"There is no clause “{clause_id}”. All clauses stand on the page of clauses.",
        )
    home = book.instruments[book.clause_home[clause_id]]
    before, after = selectors.neighbours(home.clauses, clause_id)
    sets = [
        (key, layer.name)
        for key, by_place in book.parameters.items()
        for layer in by_place.values()
        if any(value.clause == clause_id for value in layer.values)
    ]
    return _show(
        request,
        "clause",
        line=selectors.clause_line(book, clause_id),
        instrument=selectors.instrument_line(book, home, _today()),
        before=before,
        after=after,
        sets=list(dict.fromkeys(sets)),
    )


@open_to_all
@require_safe
@fresh_by_law
def rights(request: HttpRequest) -> HttpResponse:
    """All rights that are worked out."""
    return _show(request, "rights", areas=_rights_by_area())


@open_to_all
@require_safe
@fresh_by_law
def right(request: HttpRequest, name: str) -> HttpResponse:
    """One right: what it protects, how it is worked out, by which texts and values, and cases."""
    book = load_law()
    if name not in book.rights:
        raise _none(
            f"没有名为“{name}”的权利。全部权利见“权利”一页。",
            f"No right is called “{name}”. All rights stand on the page of rights.",
        )
    loaded = book.rights[name]
    served = set(loaded.right.clauses)
    lines = selectors.clause_lines(book, selectors.clauses_of_right(book, loaded))
    return _show(
        request,
        "right",
        right=loaded,
        subject=SUBJECT_NAMES[loaded.right.subject],
        served=[line for line in lines if line.clause.id in served],
        beside=[line for line in lines if line.clause.id not in served],
        powers=selectors.power_lines(book, loaded),
        keys=keys_of_right(book, name),
        cases=first_cases(loaded),
        total=len(loaded.cases),
    )


@open_to_all
@require_safe
@fresh_by_law
def cases(request: HttpRequest, name: str) -> HttpResponse:
    """The named situations of a right, some at a time."""
    book = load_law()
    if name not in book.rights:
        raise _none(f"没有名为“{name}”的权利。", f"No right is called “{name}”.")
    page = cases_page(book.rights[name], request.GET.get("after", ""))
    return _show(request, "cases", right=book.rights[name], page=page)


@open_to_all
@require_safe
@fresh_by_law
def terms(request: HttpRequest) -> HttpResponse:
    """The terms: one in Chinese, one in English."""
    return _show(request, "terms", sections=glossary().items())


@open_to_all
@require_safe
@fresh_by_law
def values(request: HttpRequest) -> HttpResponse:
    """All keys of dated values."""
    return _show(request, "values", groups=key_groups(load_law()))


@open_to_all
@require_safe
@fresh_by_law
def value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: what holds at a place on a day, its history as steps, and what every layer sets."""
    book = load_law()
    if key not in book.parameters:
        raise _none(
            f"没有名为“{key}”的数值。全部数值见“数值”一页。",
            f"No value is called “{key}”. All values stand on the page of values.",
        )
    asked = place_asked(book, request.GET.get("place", ""))
    page = value_page(book, key, asked.code, day_asked(request, _today()))
    return _show(request, "value", page=page, asked=asked)
