"""A new installation shows a hand-over with its receipt, and its lake stays as it was."""

from collections.abc import Callable
from typing import Any

import pytest

from huhang.records.lake.handing import open_lake
from huhang.web.accounts.models import Person
from huhang.web.demo.hand_overs import load_demo_hand_over
from huhang.web.home import Home
from huhang.web.intake.models import HandOver
from tests.web.intake.conftest import csv_of


@pytest.mark.django_db
def test_the_demo_has_a_filed_hand_over_and_loads_it_once(
    hand: Callable[..., HandOver],
    officer: Callable[[str], Person],
    home: Home,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    rule = {"platform_id": "p0", "subject": "pay", "rule_version": "v1", "content": '{"due_day": 5}'}
    hand("p0", csv_of([rule | {"effective_from": "2025-01-01"}], "rules.csv"))
    HandOver.objects.all().delete()
    before = open_lake(home.lake).data_hash
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            load_demo_hand_over()
    made = HandOver.objects.get()
    assert (made.state, made.rows, made.quarantined) == (HandOver.State.FILED, 2, 1)
    assert open_lake(home.lake).data_hash == before
