"""Every address stands behind a role, or is on the short list of what is open to all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from huhang.web.accounts.gates import GATES
from huhang.web.accounts.models import Person, Role

LAW = {
    "rulebook",
    "mine",
    "terms",
    "instruments",
    "instrument",
    "clauses",
    "clause",
    "rights",
    "right",
    "cases",
    "values",
    "value",
}
# Programs come with a token; tests/web/api sees to it that nothing answers without one.
OF_PROGRAMS = "/api/v1/"
OPEN = {"front", "health", "log_in", "pictures_css", "pictures_js"} | LAW


def addresses(resolver: Any = None, before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        elif not address.startswith(OF_PROGRAMS):
            yield address, entry


def test_every_address_has_a_gate() -> None:
    without = [address for address, entry in addresses() if entry.callback not in GATES]
    assert without == []


def test_what_is_open_to_all_is_on_the_list() -> None:
    opened = {entry.name for _, entry in addresses() if GATES.get(entry.callback, frozenset()) is None}
    assert {name for name in opened if name} == OPEN


@pytest.mark.django_db
def test_without_a_log_in_a_page_asks_for_one(browse: Callable[..., Client]) -> None:
    for address, entry in addresses():
        if GATES[entry.callback] is not None and "<" not in address:
            response = browse(None).get(address)
            assert (address, response.status_code) == (address, 302)
            assert response["Location"].startswith("/log-in/")


@pytest.mark.django_db
def test_a_seat_opens_its_own_pages_only(
    seated: Callable[..., Person], browse: Callable[..., Client]
) -> None:
    inspector, keeper = browse(seated(Role.INSPECTOR, "310000")), browse(seated(Role.KEEPER))
    assert inspector.get("/log/").status_code == 403
    assert keeper.get("/log/").status_code == 200


@pytest.mark.django_db
def test_pages_come_with_a_strict_policy_and_no_inline_code(
    seated: Callable[..., Person], browse: Callable[..., Client]
) -> None:
    client = browse(seated(Role.KEEPER))
    for address in ("/", "/desk/", "/log/", "/jobs/", "/nowhere/"):
        response = client.get(address)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert "onclick" not in page
        assert "<script>" not in page


@pytest.mark.django_db
def test_a_page_speaks_the_language_asked_for(browse: Callable[..., Client]) -> None:
    client = browse(None)
    assert "登录办事" in client.get("/").content.decode()
    assert "Log in to work" in client.get("/?lang=en").content.decode()
    # The choice is kept.
    assert "Log in to work" in client.get("/").content.decode()
