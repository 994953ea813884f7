"""Pages of hand-overs: the list, a new one, its preview, its verdict, its receipt."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from huhang.records.preview import Preview
from huhang.records.row_faults import ROW_FAULTS
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.models import Role
from huhang.web.accounts.people import person_of
from huhang.web.intake.files import Upload
from huhang.web.intake.forms import FilterForm, MappingForm
from huhang.web.intake.models import HandOver
from huhang.web.intake.reading import previews_of, unsaid_rights
from huhang.web.intake.selectors import READERS, chosen, hand_overs_for, quarantine_files, quarantined_cells
from huhang.web.intake.services import (
    hand_over_add_files,
    hand_over_make,
    hand_over_map,
    hand_over_remove_file,
    hand_over_start,
    hand_over_withdraw,
    own_company,
)
from huhang.web.intake.templates_of_tables import csv_template, xlsx_template
from huhang.web.intake.verdicts import verdict_of
from huhang.web.ui.language import spoken

_A_PAGE = 50
_CELLS_A_PAGE = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@behind(*READERS)
@require_GET
def hand_over_list(request: HttpRequest) -> HttpResponse:
    """Hand-overs, newest first."""
    form = FilterForm(request.GET or None)
    rows = hand_overs_for(person_of(request))
    if form.is_valid():
        told = form.cleaned_data
        rows = chosen(
            rows,
            state=told["state"],
            company=told["company"],
            since=told["since"],
            until=told["until"],
        )
    below = request.GET.get("below", "")
    if below.isdecimal():
        rows = rows.filter(id__lt=int(below))
    shown = list(rows[: _A_PAGE + 1])
    more = shown[_A_PAGE - 1].id if len(shown) > _A_PAGE else None
    return render(
        request,
        "intake/list.html",
        {"hand_overs": shown[:_A_PAGE], "more": more, "form": form, "used": form.number_used},
    )


@behind(Role.COMPLIANCE)
def hand_over_new(request: HttpRequest) -> HttpResponse:
    """Choose files; they are looked at before anything is filed."""
    person = person_of(request)
    company = own_company(person)
    if request.method == "POST":
        try:
            hand_over = hand_over_make(person=person, uploads=_uploads(request))
        except HuhangError as error:
            messages.error(request, spoken(error.text))
            return _go_on(request, reverse("hand_over_new"))
        return _go_on(request, reverse("hand_over", args=[hand_over.id]))
    return render(request, "intake/new.html", {"company": company, "tables": TABLES.values()})


def _go_on(request: HttpRequest, address: str) -> HttpResponse:
    """On to a page; an upload that shows its own progress is told where, so that it loads it once."""
    if "Huhang-Upload" in request.headers:
        return HttpResponse(status=204, headers={"Huhang-Next": address})
    return redirect(address)


@behind(*READERS)
@require_GET
def hand_over_page(request: HttpRequest, number: int) -> HttpResponse:
    """One hand-over: before filing what its files show, afterwards the verdict and the receipt."""
    hand_over = get_object_or_404(hand_overs_for(person_of(request)), id=number)
    if hand_over.is_under_way and hand_over.job and hand_over.job.asked_by == person_of(request):
        return redirect("job", number=hand_over.job.id)
    values: dict[str, Any] = {"hand_over": hand_over, "files": hand_over.files.all()}
    if hand_over.verdict:
        values |= {"verdict": verdict_of(hand_over.verdict), "set_aside": list(quarantine_files(hand_over))}
        return render(request, "intake/filed.html", values)
    if hand_over.state == HandOver.State.WITHDRAWN:
        return render(request, "intake/withdrawn.html", values)
    shown = previews_of(hand_over)
    sheets = [one for _, of_file in shown for one in of_file]
    values |= {
        "shown": [(file, [(one, _strangers(hand_over, one)) for one in of_file]) for file, of_file in shown],
        "usable": any(one.told is None for one in sheets),
        "unusable": any(one.told is not None for one in sheets),
        "unsaid": unsaid_rights(hand_over.company, sheets),
        "form": MappingForm(initial={"name": "" if hand_over.mapping_uploaded else hand_over.mapping}),
    }
    return render(request, "intake/ready.html", values)


def _strangers(hand_over: HandOver, sheet: Preview) -> list[str]:
    """Other companies that the first rows name; under a mapping the cells may still become one's own."""
    place = sheet.header.index(sheet.called["platform_id"]) if "platform_id" in sheet.called else None
    if hand_over.mapping or place is None:
        return []
    return sorted({row[place] for row in sheet.rows} - {hand_over.company.platform_id, ""})


@behind(Role.COMPLIANCE)
@require_POST
def hand_over_change(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Add or remove files, choose a mapping, withdraw, or start."""
    person = person_of(request)
    hand_over = _own(request, number)
    try:
        if what == "start":
            return redirect("job", number=hand_over_start(hand_over=hand_over, person=person).id)
        if what == "add":
            hand_over_add_files(hand_over=hand_over, person=person, uploads=_uploads(request))
        elif what == "remove":
            file = request.POST.get("file", "")
            hand_over_remove_file(
                hand_over=hand_over, person=person, number=int(file) if file.isdecimal() else 0
            )
        elif what == "withdraw":
            hand_over_withdraw(hand_over=hand_over, person=person)
        else:
            _map(request, hand_over)
    except HuhangError as error:
        messages.error(request, spoken(error.text))
    return _go_on(request, reverse("hand_over", args=[number]))


def _map(request: HttpRequest, hand_over: HandOver) -> None:
    form = MappingForm(request.POST, request.FILES)
    if not form.is_valid():
        raise HuhangError(
            "没有这个映射，或者上传的映射文件是空的；请从列表里选一个，或上传 YAML 文件。",
            "There is no such mapping, or the file is empty: choose one of the list, or upload a YAML file.",
        )
    hand_over_map(
        hand_over=hand_over,
        person=person_of(request),
        name=form.cleaned_data["name"],
        upload=form.uploaded,
    )
    messages.success(
        request,
        spoken(Text("已换映射，下面是重新读的结果。", "The files were read again with this mapping.")),
    )


@behind(*READERS)
@require_GET
def quarantine(request: HttpRequest, number: int, table: str) -> HttpResponse:
    """Cells set aside in one table, with the reason and what to do, a page at a time."""
    hand_over = get_object_or_404(hand_overs_for(person_of(request)), id=number)
    path = quarantine_files(hand_over).get(table)
    if path is None:
        raise Http404
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() else 0
    cells = quarantined_cells(path, start, _CELLS_A_PAGE + 1)
    more = start + _CELLS_A_PAGE if len(cells) > _CELLS_A_PAGE else None
    shown = [cell | {"fault": ROW_FAULTS.get(cell["reason"])} for cell in cells[:_CELLS_A_PAGE]]
    values = {"hand_over": hand_over, "table": TABLES[table], "cells": shown, "more": more}
    return render(request, "intake/quarantine.html", values)


@behind(*READERS)
@require_GET
def quarantine_file(request: HttpRequest, number: int, table: str) -> HttpResponseBase:
    """The file of cells set aside."""
    hand_over = get_object_or_404(hand_overs_for(person_of(request)), id=number)
    path = quarantine_files(hand_over).get(table)
    if path is None:
        raise Http404
    name = f"{hand_over.receipt}-{table}-quarantine.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")


@behind(*READERS)
@require_GET
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt, to be printed."""
    hand_over = get_object_or_404(hand_overs_for(person_of(request)).exclude(receipt=""), id=number)
    values = {
        "hand_over": hand_over,
        "files": hand_over.files.all(),
        "verdict": verdict_of(hand_over.verdict),
    }
    return render(request, "intake/receipt.html", values)


@behind(Role.COMPLIANCE)
@require_GET
def table_template(request: HttpRequest, table: str, ending: str) -> HttpResponse:
    """An empty file of a table to fill in."""
    if table not in TABLES or ending not in {"csv", "xlsx"}:
        raise Http404
    content = csv_template(TABLES[table]) if ending == "csv" else xlsx_template(TABLES[table])
    response = HttpResponse(content, content_type="text/csv" if ending == "csv" else _XLSX)
    response["Content-Disposition"] = f'attachment; filename="{table}.{ending}"'
    return response


def _own(request: HttpRequest, number: int) -> HandOver:
    """A hand-over of the own company."""
    own_company(person_of(request))
    return get_object_or_404(hand_overs_for(person_of(request)), id=number)


def _uploads(request: HttpRequest) -> list[Upload]:
    return cast(list[Upload], request.FILES.getlist("files"))
