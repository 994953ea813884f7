"""Verify: what holds, holds; what changed is named; what is not there is not called changed."""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from huhang.audit.explain import explain
from huhang.audit.explaining.sheets import length
from huhang.audit.run import run_audit
from huhang.audit.verify import verify
from huhang.law.loader import load_law
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import HuhangError
from tests.audit.folders import SINCE, UNTIL, write_folder, write_rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("verify")
    folder = write_folder(home / "records")
    run_audit(folder, places=("000000",), since=SINCE, until=UNTIL, out=home / "out", jobs=1)
    return folder, home / "out"


def finding_of(out: Path, right: str, verdict: str = "broken") -> dict[str, object]:
    rows = pq.read_table(out / "findings.parquet").to_pylist()
    return next(row for row in rows if row["right"] == right and row["verdict"] == verdict)


def changed_copy(folder: Path, to: Path, change: Callable[[list[dict[str, str]]], None]) -> Path:
    shutil.copytree(folder, to)
    with (to / "orders.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write_rows(to / "orders.csv", rows)
    return to


def test_what_was_computed_holds(made: tuple[Path, Path]) -> None:
    found = verify(made[1], jobs=1)
    assert found.holds
    assert (found.changes, found.differences) == ((), ())
    one = finding_of(made[1], "pay/hourly_floor")
    assert verify(made[1], str(one["finding_id"])[:8], jobs=1).holds


def test_changed_data_is_named_by_its_table(made: tuple[Path, Path], tmp_path: Path) -> None:
    one = finding_of(made[1], "pay/hourly_floor")

    def pay_more(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["worker_id"] == one["subject_id"]:
                row["pay_base_fen"] = str(int(row["pay_base_fen"]) + 1)

    copy = changed_copy(made[0], tmp_path / "records", pay_more)
    found = verify(made[1], records=copy, jobs=1)
    assert not found.holds
    assert [text.en for text in found.changes] == ["data: the table orders changed"]
    single = verify(made[1], str(one["finding_id"]), records=copy, jobs=1)
    assert not single.holds
    assert "measure" in single.differences[0].en


def test_a_finding_holds_though_another_workers_rows_changed(made: tuple[Path, Path], tmp_path: Path) -> None:
    one = finding_of(made[1], "pay/hourly_floor")

    def pay_others_more(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["worker_id"] != one["subject_id"]:
                row["pay_base_fen"] = "99900"

    copy = changed_copy(made[0], tmp_path / "records", pay_others_more)
    found = verify(made[1], str(one["finding_id"]), records=copy, jobs=1)
    assert found.holds
    assert [text.en for text in found.changes] == ["data: the table orders changed"]


def test_data_that_is_gone_is_not_found_rather_than_changed(made: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(HuhangError) as caught:
        verify(made[1], records=tmp_path / "nowhere")
    assert caught.value.exit_code == 7
    with pytest.raises(HuhangError) as caught:
        verify(made[1], "ffffffff")
    assert caught.value.exit_code == 7
    with pytest.raises(HuhangError) as caught:
        verify(tmp_path)
    assert caught.value.exit_code == 7


def raised(book: LawBook, fen: int) -> LawBook:
    """The law with another hourly minimum in Shanghai."""
    layers = dict(book.parameters["min_wage.hourly"])
    old = layers["310000"]
    values = tuple(replace(value, value=fen) if value.value == 2500 else value for value in old.values)
    layers["310000"] = replace(old, values=values)
    return replace(book, parameters={**book.parameters, "min_wage.hourly": layers})


def test_a_changed_value_is_named_with_both_numbers(made: tuple[Path, Path]) -> None:
    found = verify(made[1], book=raised(load_law(), 2600), jobs=1)
    assert not found.holds
    assert any("2500" in text.en and "2600" in text.en for text in found.changes)
    assert found.differences


def test_a_changed_rule_is_named(made: tuple[Path, Path]) -> None:
    book = load_law()
    rights = dict(book.rights)
    rights["pay/hourly_floor"] = replace(rights["pay/hourly_floor"], version="another")
    found = verify(made[1], book=replace(book, rights=rights), jobs=1)
    assert [text.en for text in found.changes] == ["rule: pay/hourly_floor changed"]


def test_an_explanation_adds_up(made: tuple[Path, Path]) -> None:
    one = finding_of(made[1], "pay/hourly_floor")
    told = explain(made[1], str(one["finding_id"]), rows=True)
    by_title = {sheet.title.en: sheet for sheet in told.sheets}
    days = by_title["Working time by day and area"]
    shown = sum(int(str(row[-1])) for row in days.rows)
    assert shown == json.loads(str(one["detail"]))["working_s"]
    total = by_title["A. Floor due: working time × standard"].rows[-1]
    assert total[2] == length(shown)
    assert by_title["Orders"].rows


RIGHTS = ("pay/hourly_floor", "pay/in_full", "pay/on_time", "time/continuous", "pay/holiday_premium")


@pytest.mark.parametrize("right", RIGHTS)
def test_a_neutral_sheet_says_nothing_of_a_verdict(made: tuple[Path, Path], right: str) -> None:
    rows = pq.read_table(made[1] / "findings.parquet").to_pylist()
    for one in [row for row in rows if row["right"] == right][:1]:
        told = str(explain(made[1], str(one["finding_id"]), neutral=True).to_json())
        for word in ("不符", "差额", "应不低于", "上限", "broken", "Floor", "difference", "limit"):
            assert word not in told
