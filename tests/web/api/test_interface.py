"""The interface does what the pages do, for whoever has a token, and nothing for anybody else."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.api.interface import api
from huhang.web.api.models import ApiToken
from huhang.web.api.tokens import token_make, token_withdraw
from huhang.web.intake.models import HandOver
from tests.web.intake.conftest import companies, csv_of, hand, home, officer, orders_of

__all__ = ["companies", "hand", "home", "officer"]
Officer = Callable[[str], Person]


def by_program(person: Person) -> Client:
    return Client(headers={"authorization": f"Bearer {token_make(person=person, name='test')}"})


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield f"{method} {path}", told


def test_a_program_hands_over_and_gets_verdict_quarantine_and_receipt(
    officer: Officer, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client = by_program(officer("p0"))
    rows = orders_of("p0")
    made = client.post("/api/v1/hand-overs", {"files": [csv_of([*rows, rows[0] | {"status": "lost"}])]})
    assert made.status_code == 201, made.content
    page = f"/api/v1/hand-overs/{made.json()['id']}"
    for what in ("verdict", "receipt", "quarantine/orders.csv"):
        assert client.get(f"{page}/{what}").status_code == 409
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{page}/start").status_code == 202
    told = client.get(page).json()
    assert (told["state"], told["accepted"], told["quarantined"]) == ("filed", len(rows), 1)
    assert client.get(f"{page}/receipt").json()["receipt"] == told["receipt"]
    assert client.get(f"{page}/verdict").json()["tables"]["orders"]["rows"] == len(rows) + 1
    file = client.get(f"{page}/quarantine/orders.csv")
    assert "lost" in file.getvalue().decode()
    file.close()
    assert [one["id"] for one in client.get("/api/v1/hand-overs?state=filed").json()["items"]] == [told["id"]]
    assert client.post(f"{page}/start").status_code == 400


def test_nothing_answers_without_a_token_that_is_good(officer: Officer) -> None:
    person = officer("p0")
    told = token_make(person=person, name="gone")
    token_withdraw(person=person, number=ApiToken.objects.get(name="gone").id)
    closed = token_make(person=officer("p1"), name="closed")
    Person.objects.filter(id=officer("p1").id).update(is_active=False)
    old = token_make(person=person, name="old")
    ApiToken.objects.filter(name="old").update(expires_on="2020-01-01")
    for header in ("", "Bearer nothing", f"Bearer {told}", f"Bearer {closed}", f"Bearer {old}"):
        client = Client(headers={"authorization": header} if header else {})
        for name, _ in operations():
            method, path = name.split(" ")
            address = path.replace("{number}", "1").replace("{table}", "orders")
            answer = getattr(client, method)(address)
            assert (name, answer.status_code) == (name, 401)
            assert "请在“交件" in answer.json()["zh"]


def test_a_log_in_alone_is_no_token_and_the_description_asks_for_one(
    officer: Officer, browse: Callable[..., Client]
) -> None:
    client = browse(officer("p0"))
    assert client.get("/api/v1/hand-overs").status_code == 401
    for page in ("/api/v1/docs", "/api/v1/openapi.json"):
        assert client.get(page).status_code == 200
        assert browse(None).get(page).status_code == 302


def test_what_is_wrong_with_a_request_or_a_file_is_told_in_words(officer: Officer) -> None:
    client = by_program(officer("p0"))
    nothing = client.post("/api/v1/hand-overs")
    assert nothing.status_code == 422
    # As a person reads it who tries the interface in a terminal.
    assert "file/files" in nothing.content.decode()
    assert "请求里这些地方" in nothing.content.decode()
    scan = SimpleUploadedFile("账单.pdf", b"%PDF-1.7")
    made = client.post("/api/v1/hand-overs", {"files": [scan]}).json()
    refused = client.post(f"/api/v1/hand-overs/{made['id']}/start")
    assert refused.status_code == 400
    assert "账单.pdf：不是可读的格式。请另存为 CSV" in refused.json()["zh"]
    assert "账单.pdf: not a format that is read" in refused.json()["en"]


def test_a_program_sees_nothing_of_another_company(
    officer: Officer, hand: Callable[..., HandOver], seated: Callable[..., Person]
) -> None:
    filed = hand("p0", csv_of(orders_of("p0")))
    other, inspector = by_program(officer("p1")), by_program(seated(Role.INSPECTOR, "310000"))
    assert other.get("/api/v1/hand-overs").json()["items"] == []
    for what in ("", "/verdict", "/receipt", "/quarantine/orders.csv"):
        assert other.get(f"/api/v1/hand-overs/{filed.id}{what}").status_code == 404
    assert other.post(f"/api/v1/hand-overs/{filed.id}/start").status_code == 404
    assert inspector.get(f"/api/v1/hand-overs/{filed.id}/receipt").status_code == 200
    assert inspector.post(f"/api/v1/hand-overs/{filed.id}/start").status_code == 403
    upload = inspector.post("/api/v1/hand-overs", {"files": [csv_of(orders_of("p0"))]})
    assert upload.status_code == 403


def test_a_token_is_shown_once_and_only_its_hash_is_kept(
    officer: Officer, browse: Callable[..., Client]
) -> None:
    client = browse(officer("p0"))
    page = client.post("/api/tokens/", {"name": "ERP"})
    told = page.content.decode().split('<code class="token">')[1].split("<")[0]
    assert Client(headers={"authorization": f"Bearer {told}"}).get("/api/v1/hand-overs").status_code == 200
    assert told not in client.get("/api/tokens/").content.decode()
    assert told not in str(list(ApiToken.objects.values())) + str(list(LogEntry.objects.values()))
    client.post("/api/tokens/", {"withdraw": ApiToken.objects.get().id})
    assert Client(headers={"authorization": f"Bearer {told}"}).get("/api/v1/hand-overs").status_code == 401


def test_every_operation_declares_its_refusals() -> None:
    for name, told in operations():
        assert {"401", "403", "404", "422"} <= {str(code) for code in told["responses"]}, name


def test_an_address_that_cannot_be_is_told_as_the_description_says(officer: Officer) -> None:
    client = by_program(officer("p0"))
    for name, told in operations():
        method, path = name.split(" ")
        if "{number}" in path:
            for wrong in ("null", "-1", "1.5", "%2e%2e", "9" * 30):
                address = path.replace("{number}", wrong).replace("{table}", "orders")
                answer = getattr(client, method)(address)
                assert (address, answer.status_code) == (address, 404)
                assert set(answer.json()) == {"zh", "en"}
                assert "404" in {str(status) for status in told["responses"]}


def test_rows_set_aside_are_described_as_csv() -> None:
    told = next(told for name, told in operations() if name.endswith(".csv"))
    assert "text/csv" in told["responses"][200]["content"]
