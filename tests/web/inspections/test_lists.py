"""Lists of findings: all of them, each once, in their order, with the filters asked, within one's reach."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.http import QueryDict
from django.test import Client

from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.words import Outcome
from huhang.web.accounts.models import Person, Role
from huhang.web.inspections import findings, tables
from huhang.web.inspections.dashboards import Dashboard, dashboard_of
from huhang.web.inspections.findings import SORTINGS, Filters, page_of_findings
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.preparing import prepared_of
from huhang.web.inspections.reading import PreparedRun, open_prepared
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.selectors import findings_of, rows_for
from huhang.web.registry.models import Company


def rows_of(run: AuditRun) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(run.folder / "findings.parquet").to_pylist()
    return rows


def walk(run: AuditRun, scope: Scope, filters: Filters) -> list[dict[str, Any]]:
    prepared, after, found = open_prepared(run.folder), "", []
    while True:
        page = page_of_findings(prepared, scope, filters, after)
        found += page.rows
        if page.after is None:
            return found
        after = page.after


@pytest.mark.parametrize("sort", SORTINGS)
def test_pages_show_every_finding_once_in_order(
    run: AuditRun, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "ROWS_A_PAGE", 7)
    shown = walk(run, Scope(), Filters(sort=sort))
    assert sorted(row["finding_id"] for row in shown) == sorted(row["finding_id"] for row in rows_of(run))
    amounts = [-1 if row["shortfall_fen"] is None else row["shortfall_fen"] for row in shown]
    days = [row["period_from"] for row in shown]
    if sort == "amount":
        assert amounts == sorted(amounts, reverse=True)
    if sort == "newest":
        assert days == sorted(days, reverse=True)
    if sort == "oldest":
        assert days == sorted(days)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("company=p0", lambda row: row["platform_id"] == "p0"),
        ("right=pay/hourly_floor", lambda row: row["right"] == "pay/hourly_floor"),
        ("outcome=broken", lambda row: row["verdict"] == "broken"),
        ("district=310101", lambda row: row["place"] == "310101"),
        ("force=standard", lambda row: row["force"] == "standard"),
        ("amount=12.5", lambda row: (row["shortfall_fen"] or 0) >= 1250),
        ("q=w3", lambda row: row["subject_id"] == "w3"),
        ("month=2025-12", lambda row: str(row["period_from"]).startswith("2025-12")),
        ("company=p1&outcome=broken", lambda row: (row["platform_id"], row["verdict"]) == ("p1", "broken")),
        ("company=nobody", lambda row: False),
        ("q=w", lambda row: False),
    ],
)
def test_a_filter_leaves_what_fits(run: AuditRun, query: str, fits: Callable[[Any], bool]) -> None:
    filters = Filters.of_query(QueryDict(query))
    shown = walk(run, Scope(), filters)
    assert sorted(row["finding_id"] for row in shown) == sorted(
        row["finding_id"] for row in rows_of(run) if fits(row)
    )
    assert findings.count_findings(open_prepared(run.folder), Scope(), filters)[0] == len(shown)


def test_a_finding_is_found_by_the_beginning_of_its_id(run: AuditRun) -> None:
    wanted = rows_of(run)[3]["finding_id"]
    shown = walk(run, Scope(), Filters(text=wanted[:8]))
    assert [row["finding_id"] for row in shown] == [wanted]


@pytest.mark.parametrize("after", ["x~1", "9~", "~", "2025-13-40~3", "1~99999999999999999999", "'~1"])
def test_an_address_that_was_tampered_with_shows_a_list(
    run: AuditRun, seated: Callable[..., Person], browse: Callable[[Person], Client], after: str
) -> None:
    client = browse(seated(Role.INSPECTOR, "310000"))
    for sort in SORTINGS:
        answer = client.get(f"/audits/{run.id}/findings/", {"after": after, "sort": sort, "month": "x"})
        assert answer.status_code == 200


def test_an_inspector_sees_findings_of_the_own_places_only(
    run: AuditRun, seated: Callable[..., Person]
) -> None:
    for place, beginning in (("310000", "31"), ("130100", "1301"), ("310101", "310101")):
        inspector = seated(Role.INSPECTOR, place)
        shown = walk(run, rows_for(inspector, run)[1], Filters())
        expected = [row for row in rows_of(run) if (row["place"] or "").startswith(beginning)]
        assert {row["finding_id"] for row in shown} == {row["finding_id"] for row in expected}
        assert shown
        # Nor by the ids of others.
        ids = [row["finding_id"] for row in rows_of(run)]
        assert len(findings_of(inspector, run, ids)) == len(expected)


def test_a_page_tells_which_places_alone_it_is_about(
    run: AuditRun, seated: Callable[..., Person], browse: Callable[[Person], Client]
) -> None:
    told = "只含您辖区内的结论：上海市。"
    city, country = (browse(seated(Role.INSPECTOR, place)) for place in ("310000", "000000"))
    for path in (f"/audits/{run.id}/", f"/audits/{run.id}/findings/"):
        assert told in city.get(path).content.decode(), path
        assert "只含您辖区内的结论" not in country.get(path).content.decode(), path


def test_a_company_sees_its_own_findings_where_they_were_released(
    run: AuditRun,
    seated: Callable[..., Person],
    browse: Callable[[Person], Client],
    release: Callable[..., Company],
) -> None:
    head = seated(Role.HEAD, "310000")
    own, other = (Company.objects.get(platform_id=name) for name in ("p0", "p1"))
    officers = {name: seated(Role.COMPLIANCE, company=c) for name, c in (("p0", own), ("p1", other))}
    assert browse(officers["p0"]).get(f"/audits/{run.id}/findings/").status_code == 404
    release(run, "p0", "310000", head)
    assert browse(officers["p1"]).get(f"/audits/{run.id}/findings/").status_code == 404
    assert browse(officers["p0"]).get(f"/audits/{run.id}/findings/").status_code == 200
    shown = walk(run, rows_for(officers["p0"], run)[1], Filters())
    expected = [
        row for row in rows_of(run) if row["platform_id"] == "p0" and (row["place"] or "").startswith("31")
    ]
    assert {row["finding_id"] for row in shown} == {row["finding_id"] for row in expected}
    assert shown


def test_ids_of_people_are_masked(
    run: AuditRun, seated: Callable[..., Person], browse: Callable[[Person], Client]
) -> None:
    page = browse(seated(Role.INSPECTOR, "310000")).get(f"/audits/{run.id}/findings/").content.decode()
    assert "***" in page
    workers = {row["subject_id"] for row in rows_of(run) if row["subject_kind"] not in OF_COMPANIES}
    assert len(workers) > 3
    assert not any(f">{worker}<" in page for worker in workers)


def test_differences_are_summed_within_one_right_only(run: AuditRun) -> None:
    prepared = open_prepared(run.folder)
    assert findings.count_findings(prepared, Scope(), Filters())[1] is None
    board = dashboard_of(prepared, Scope(), Filters())
    assert board.fen is None
    assert {line.fen for line in (*board.companies, *board.months)} == {None}
    for right in {row["right"] for row in rows_of(run)}:
        own = sum(row["shortfall_fen"] or 0 for row in rows_of(run) if row["right"] == right)
        assert findings.count_findings(prepared, Scope(), Filters(right=right))[1] == own
        assert dashboard_of(prepared, Scope(), Filters(right=right)).fen == own
        assert next(line for line in board.rights if line.key == right).fen in {own, None}


def test_results_that_an_earlier_build_prepared_otherwise_are_prepared_again(run: AuditRun) -> None:
    expected = walk(run, Scope(), Filters())
    earlier = run.folder.with_suffix(".duckdb")
    prepared_of(run.folder).rename(earlier)
    assert walk(run, Scope(), Filters()) == expected
    assert not earlier.exists()


def test_tallies_of_all_companies_agree_with_those_of_one(run: AuditRun) -> None:
    prepared = open_prepared(run.folder)
    for right in sorted({row["right"] for row in rows_of(run)}):
        whole = dashboard_of(prepared, Scope(), Filters(right=right))
        assert whole.companies
        for line in whole.companies:
            own = dashboard_of(prepared, Scope(), Filters(company=line.key, right=right))
            assert (own.counts, own.fen) == (line.counts, line.fen or 0)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", lambda row: True),
        ("district=310101", lambda row: row["place"] == "310101"),
        ("month=2025-12", lambda row: str(row["period_from"]).startswith("2025-12")),
        ("right=pay/hourly_floor", lambda row: row["right"] == "pay/hourly_floor"),
        ("company=p1", lambda row: row["platform_id"] == "p1"),
        (
            "right=pay/hourly_floor&month=2025-11&district=310101",
            lambda row: (
                (row["right"], row["place"], str(row["period_from"])[:7])
                == ("pay/hourly_floor", "310101", "2025-11")
            ),
        ),
    ],
)
def test_a_dashboard_counts_what_was_judged(run: AuditRun, query: str, fits: Callable[[Any], bool]) -> None:
    judged = [row for row in pq.read_table(run.folder / "verdicts.parquet").to_pylist() if fits(row)]
    board = dashboard_of(open_prepared(run.folder), Scope(), Filters.of_query(QueryDict(query)))
    whole, by_company, by_month = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in judged:
        whole[row["verdict"]] += row["subjects"]
        by_company[row["platform_id"], row["verdict"]] += row["subjects"]
        by_month[str(row["period_from"])[:7], row["verdict"]] += row["subjects"]
    assert judged
    assert counted("", board) == {("", outcome): number for outcome, number in whole.items()}
    assert counted("companies", board) == by_company
    assert counted("months", board) == by_month


def test_each_sees_the_own_dashboard_however_often_others_ask(run: AuditRun) -> None:
    judged, prepared = pq.read_table(run.folder / "verdicts.parquet").to_pylist(), open_prepared(run.folder)
    for place in ("310101", "130102", "310101", "130102"):
        board = dashboard_of(prepared, Scope((place,)), Filters())
        assert board.counts.total == sum(row["subjects"] for row in judged if row["place"] == place) > 0
    for company in ("p0", "p1", "p0", "p1"):
        board = dashboard_of(prepared, Scope(None, company), Filters())
        assert board.counts.total == sum(row["subjects"] for row in judged if row["platform_id"] == company)


def test_a_page_that_another_saw_before_is_ones_own_as_the_platform_stands_now(
    run: AuditRun, seated: Callable[..., Person], browse: Callable[[Person], Client]
) -> None:
    people = [browse(seated(Role.INSPECTOR, place)) for place in ("310000", "130100", "310101")]
    asked = [(client, lang) for client in people for lang in ("zh", "en")]

    def shown(client: Client, lang: str) -> tuple[str, str]:
        board, rows = (
            client.get(f"/audits/{run.id}/{page}?lang={lang}").content.decode() for page in ("", "findings/")
        )
        counts = board[board.index('<p class="answer"') :].split("csrfmiddlewaretoken", maxsplit=1)[0]
        return counts, rows[rows.index('<tbody id="rows">') : rows.index("</tbody>")]

    alone = []
    for client, lang in asked:
        for kept in (tables._table_of_lines, tables._rows_of_findings, tables.drawn_districts):
            kept.cache_clear()
        alone.append(shown(client, lang))
    assert all(len(set(pages)) == len(asked) for pages in zip(*alone, strict=True))
    assert [shown(client, lang) for client, lang in asked] == alone
    Company.objects.filter(platform_id="p0").update(name_zh="改了名的公司")
    assert all("改了名的公司" in page for page in shown(people[0], "zh"))


def counted(lines: str, board: Dashboard) -> dict[tuple[str, str], int]:
    of = [(line.name.zh, line) for line in getattr(board, lines)] if lines else [("", board)]
    found = {(name, outcome.value): one.counts.of(outcome) or 0 for name, one in of for outcome in Outcome}
    return {key: number for key, number in found.items() if number}


def test_a_finding_that_one_person_opened_is_read_once_and_hidden_from_who_may_not_see_it(
    run: AuditRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = PreparedRun(run.folder)
    row = next(row for row in rows_of(run) if row["place"] and row["detail"])
    first = findings.findings_with_ids(prepared, Scope(), [row["finding_id"]])
    monkeypatch.setattr(prepared, "_db", None)
    assert findings.findings_with_ids(prepared, Scope(), [row["finding_id"]]) == first
    assert first[0]["detail"] == row["detail"]
    own, others = Scope((row["place"],), row["platform_id"]), ("999999",)
    assert findings.findings_with_ids(prepared, own, [row["finding_id"]]) == first
    for scope in (Scope(others), Scope(None, "another"), Scope(others, row["platform_id"]), Scope(())):
        assert findings.findings_with_ids(prepared, scope, [row["finding_id"]]) == []


def test_a_finding_without_a_place_is_seen_by_who_reaches_all_places() -> None:
    row = {"place": None, "platform_id": "p0"}
    assert Scope().shows(row)
    assert Scope(None, "p0").shows(row)
    assert not Scope(("310101",)).shows(row)
