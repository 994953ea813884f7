"""The log shows every alteration, and the database refuses most."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huhang.web.accounts import log as written
from huhang.web.accounts.chain import FIRST, digest_of, first_break
from huhang.web.accounts.line import in_line
from huhang.web.accounts.log import log_act, log_read, verify_log
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.accounts.selectors import log_entries_for
from huhang.web.home import Home


def write(count: int, person: Person | None = None) -> None:
    for number in range(count):
        with transaction.atomic():
            log_act(person, "do", "thing", str(number), detail={"n": number})


def without_triggers(statement: str) -> None:
    """What somebody with the database's own tools can do."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS log_no_update")
        cursor.execute("DROP TRIGGER IF EXISTS log_no_delete")
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_who_reads_at_the_same_time_stands_in_line(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = Home(tmp_path)
    begun = Event()
    monkeypatch.setattr(written, "log_act", lambda *_, **__: begun.set())
    with ThreadPoolExecutor(1) as another:
        # Each opens the file for itself, so that threads wait as processes do.
        with in_line():
            waiting = another.submit(log_read, Person(username="somebody"), "finding", "1")
            assert not begun.wait(0.3)
        waiting.result()
    assert begun.is_set()


@pytest.mark.django_db
def test_what_is_read_within_an_act_waits_for_nobody(
    seated: Callable[..., Person], settings: Any, tmp_path: Path
) -> None:
    settings.HOME = Home(tmp_path / "none")
    log_read(seated(Role.INSPECTOR, "310000"), "finding", "1")
    assert verify_log().holds


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_entries() -> None:
    write(3)
    for statement in ("UPDATE accounts_logentry SET verb = 'x'", "DELETE FROM accounts_logentry"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify_log().holds


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE accounts_logentry SET subject = 'else' WHERE id = 4", 4),
        ("UPDATE accounts_logentry SET person_name = 'else' WHERE id = 1", 1),
        ("UPDATE accounts_logentry SET detail = '{}' WHERE id = 7", 7),
        ("DELETE FROM accounts_logentry WHERE id = 5", 5),
        ("UPDATE accounts_logentry SET id = 50 WHERE id = 9", 9),
    ],
)
def test_the_first_altered_entry_is_named(statement: str, first: int) -> None:
    write(9)
    assert verify_log().holds
    without_triggers(statement)
    found = verify_log()
    assert not found.holds
    assert found.broken is not None
    assert found.broken.number == first


@pytest.mark.django_db
def test_a_cut_end_shows_to_who_noted_the_last_digest() -> None:
    write(5)
    noted = verify_log().last
    without_triggers("DELETE FROM accounts_logentry WHERE id = 5")
    assert verify_log().holds
    assert not verify_log(noted).holds


@pytest.mark.django_db(transaction=True)
def test_an_act_needs_the_transaction_that_does_it() -> None:
    with pytest.raises(RuntimeError):
        log_act(None, "do", "thing", "1")
    assert not LogEntry.objects.exists()


def entries(subjects: list[str]) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    before = FIRST
    for number, subject in enumerate(subjects, 1):
        entry = dict.fromkeys(
            ("at", "person", "person_name", "role", "verb", "kind", "place", "company", "detail"), ""
        ) | {"id": number, "subject": subject, "before": before}
        before = digest_of(entry, before)
        made.append(entry | {"digest": before})
    return made


@given(st.lists(st.text(max_size=8), min_size=2, max_size=12), st.data())
def test_whatever_is_altered_the_first_such_entry_is_found(subjects: list[str], data: st.DataObject) -> None:
    log = entries(subjects)
    assert first_break(log) is None
    place = data.draw(st.integers(0, len(log) - 1))
    kind = data.draw(st.sampled_from(["content", "digest", "missing"]))
    if kind == "content":
        log[place] = log[place] | {"subject": str(log[place]["subject"]) + "x"}
    elif kind == "digest":
        log[place] = log[place] | {"digest": "f" * 64}
    elif place == len(log) - 1:
        return
    else:
        del log[place]
    found = first_break(log)
    assert found is not None
    assert found.number == place + 1


@pytest.mark.django_db
def test_a_head_reads_of_own_places_only(
    seated: Callable[..., Person], browse: Callable[..., object]
) -> None:
    head, keeper = seated(Role.HEAD, "310000"), seated(Role.KEEPER)
    with transaction.atomic():
        log_act(None, "do", "thing", "within", place="310115")
        log_act(None, "do", "thing", "outside", place="130100")
    assert {entry.subject for entry in log_entries_for(head)} == {"within"}
    assert {entry.subject for entry in log_entries_for(keeper)} == {"within", "outside"}
