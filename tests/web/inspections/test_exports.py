"""Exports: the list with its filters, whole, masked, and within one's reach."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pypdf
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.inspections import exports
from huhang.web.inspections.models import AuditRun
from huhang.web.registry.models import Company

Browse = Callable[[Person], Client]


def rows_of(run: AuditRun) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(run.folder / "findings.parquet").to_pylist()
    return rows


def table_of(client: Client, run: AuditRun, form: str, query: str = "") -> list[list[str]]:
    """Head and rows of an export."""
    answer: Any = client.get(f"/audits/{run.id}/findings/findings.{form}?{query}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [
        [str(cell) for cell in row]
        for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("query", ["", "company=p0", "right=pay/hourly_floor&outcome=broken&sort=company"])
def test_an_export_has_the_rows_of_the_list(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, form: str, query: str
) -> None:
    told = table_of(browse(seated(Role.INSPECTOR, "310000")), run, form, query)
    expected = [
        row
        for row in rows_of(run)
        if (row["place"] or "").startswith("31")
        and ("company" not in query or row["platform_id"] == "p0" or "sort" in query)
        and ("right" not in query or (row["right"], row["verdict"]) == ("pay/hourly_floor", "broken"))
    ]
    assert sorted(row[0] for row in told[1:]) == sorted(row["finding_id"] for row in expected)
    fen = sum(round(float(row[-1]) * 100) for row in told[1:] if row[-1])
    assert fen == sum(row["shortfall_fen"] or 0 for row in expected)
    workers = {row["subject_id"] for row in expected if row["subject_kind"] not in OF_COMPANIES}
    assert not workers & {cell for row in told for cell in row}


def test_what_is_unknown_has_no_force_and_is_no_lead(
    run: AuditRun, seated: Callable[..., Person], browse: Browse
) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    forces: dict[str, set[str]] = {}
    for _, outcome, _, force, *_ in table_of(client, run, "csv")[1:]:
        forces.setdefault(outcome, set()).add(force)
    unknown = OUTCOME_NAMES[Outcome.UNKNOWN].zh
    assert forces.pop(unknown) == {""}
    assert forces
    assert "" not in set().union(*forces.values())
    page = client.get(f"/audits/{run.id}/findings/?outcome=unknown").content.decode()
    assert unknown in page
    assert 'class="tag clue"' not in page


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_an_export_is_limited_as_the_list_is(
    run: AuditRun, seated: Callable[..., Person], browse: Browse, release: Callable[..., Company], form: str
) -> None:
    own = release(run, "p0", "310000", seated(Role.HEAD, "310000"))
    officer = seated(Role.COMPLIANCE, company=own)
    other = seated(Role.COMPLIANCE, company=Company.objects.get(platform_id="p1"))
    address = f"/audits/{run.id}/findings/findings.{form}"
    assert browse(other).get(address).status_code == 404
    assert browse(seated(Role.OFFICIAL, "310000")).get(address).status_code == 403
    opened = browse(officer).get(address)
    assert opened.status_code == 200
    opened.close()
    if form != "pdf":
        own_rows = {
            row["finding_id"]
            for row in rows_of(run)
            if row["platform_id"] == "p0" and (row["place"] or "").startswith("31")
        }
        assert {row[0] for row in table_of(browse(officer), run, form)[1:]} == own_rows
    assert LogEntry.objects.filter(verb="read", kind="export of findings").exists()


def test_a_pdf_is_one_and_says_how_many(run: AuditRun, seated: Callable[..., Person], browse: Browse) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    answer: Any = client.get(f"/audits/{run.id}/findings/findings.pdf?company=p0&outcome=broken")
    assert answer.status_code == 200
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    )
    count = sum(
        (row["platform_id"], row["verdict"], (row["place"] or "")[:2]) == ("p0", "broken", "31")
        for row in rows_of(run)
    )
    assert f"{count} 条结论" in "".join(text.split("\n"))


@pytest.mark.parametrize(("form", "limit"), [("xlsx", "MOST_IN_WORKBOOK"), ("pdf", "MOST_IN_PDF")])
def test_a_list_that_is_too_long_for_a_file_is_refused_with_its_number(
    run: AuditRun,
    seated: Callable[..., Person],
    browse: Browse,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    limit: str,
) -> None:
    monkeypatch.setattr(exports, limit, 3)
    client = browse(seated(Role.INSPECTOR, "310000"))
    count = sum((row["place"] or "").startswith("31") for row in rows_of(run))
    answer = client.get(f"/audits/{run.id}/findings/findings.{form}")
    assert answer.status_code == 400
    assert f"{count:,} 条" in answer.content.decode()
    assert len(table_of(client, run, "csv")) == count + 1
