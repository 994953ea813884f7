"""A session that ends in the middle: nothing is done, nothing typed is lost, and the way back is told."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import huhang.web
from huhang.web.accounts.models import Person, Role

# Passwords are never kept; and what is worked out for anybody, of which nothing is stored.
NOT_KEPT = {"accounts/log_in.html", "accounts/password.html", "rulebook/mine.html"}
TEMPLATES = sorted(Path(huhang.web.__file__).parent.glob("*/templates/**/*.html"))


class PostForms(HTMLParser):
    """The forms of a template that send something, and what a person fills in each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[dict[str, str | None], list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.inside = known.get("method") == "post"
            if self.inside:
                self.found.append((known, []))
        elif self.inside and tag in {"input", "select", "textarea"} and known.get("type") != "hidden":
            self.found[-1][1].append(tag)

    def handle_data(self, data: str) -> None:
        if self.inside and ("ui/_fields.html" in data or "_rows.html" in data or "{{ form." in data):
            self.found[-1][1].append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"


def post_forms() -> Iterator[tuple[str, dict[str, str | None], list[str]]]:
    for path in TEMPLATES:
        reader = PostForms()
        reader.feed(path.read_text("utf-8"))
        name = "/".join(path.parts[-2:])
        yield from ((name, known, fields) for known, fields in reader.found if name not in NOT_KEPT)


def test_every_form_that_is_filled_in_is_kept() -> None:
    filled = [(name, known) for name, known, fields in post_forms() if fields]
    assert len(filled) > 10
    # A choice of one company alone is no loss.
    lost = [name for name, known in filled if "data-keep" not in known and known.get("class") != "filters"]
    assert lost == []


@pytest.mark.django_db
def test_what_is_sent_after_the_end_comes_back_to_its_page(browse: Callable[..., Client]) -> None:
    client = browse(None)
    page = "http://testserver/hand-overs/7/?lang=zh#mapping"
    sent = client.post("/hand-overs/7/map/", {"name": "x"}, headers={"Referer": page})
    assert sent["Location"].startswith("/log-in/?next=/hand-overs/7/")
    assert "刚才的没有交出去" in client.get(sent["Location"]).content.decode()
    elsewhere = client.post("/hand-overs/7/map/", headers={"Referer": "https://elsewhere.example/"})
    assert "elsewhere" not in elsewhere["Location"]


@pytest.mark.django_db
def test_a_part_of_a_page_is_not_replaced_by_the_log_in(browse: Callable[..., Client]) -> None:
    assert browse(None).get("/jobs/news/", headers={"HX-Request": "true"}).status_code == 401


@pytest.mark.django_db
def test_a_page_from_before_a_log_in_sends_once_more(seated: Callable[..., Person]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(seated(Role.INSPECTOR, "310000"), backend="django.contrib.auth.backends.ModelBackend")
    stale = {"csrfmiddlewaretoken": "a" * 64}
    sent = client.post("/audits/new/", stale, headers={"Referer": "http://testserver/audits/new/"})
    assert (sent.status_code, sent["Location"]) == (302, "/audits/new/")
    assert "请再交一次" in client.get("/audits/new/").content.decode()
    assert client.post("/audits/new/", stale).status_code == 403
