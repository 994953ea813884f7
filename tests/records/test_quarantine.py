"""The folder of rows set aside: told in two languages, harmless in a spreadsheet, whole or not at all."""

import csv
from pathlib import Path

import pytest

from huhang.records.row_faults import ROW_FAULTS
from huhang.records.tables.columns import SECTORS
from huhang.vocabulary.words import HuhangError
from tests.records.made_files import order, take, taken_orders, write_rows


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_line_says_where_what_why_and_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "quarantine"
    taken_orders(tmp_path / "data", order(), order(order_id="2", sector="猫"), quarantine=folder)
    assert (folder / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert _read(folder / "orders.csv") == [
        {
            "file": "orders.csv",
            "row": "3",
            "column": "sector",
            "value": "猫",
            "reason": "not_allowed",
            "what_to_do_zh": f"{ROW_FAULTS['not_allowed'].remedy.zh}可写：{'、'.join(SECTORS)}。",
            "what_to_do_en": f"{ROW_FAULTS['not_allowed'].remedy.en} Allowed: {', '.join(SECTORS)}.",
        }
    ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1 day", "@sum", '=HYPERLINK("x")'])
def test_a_value_is_no_formula(tmp_path: Path, value: str) -> None:
    taken_orders(tmp_path / "data", order(sector=value), quarantine=tmp_path / "q")
    assert _read(tmp_path / "q" / "orders.csv")[0]["value"] == "'" + value


def test_identities_are_masked(tmp_path: Path) -> None:
    worker = {"platform_id": "a", "worker_id": "w", "engaged_from": "2025-01-01", "id_number": "3" * 201}
    write_rows(tmp_path / "data", "workers", [worker])
    take(tmp_path / "data", quarantine=tmp_path / "q")
    assert _read(tmp_path / "q" / "workers.csv")[0]["value"] == "333***"


def test_a_later_run_leaves_nothing_stale_and_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "q"
    taken_orders(tmp_path / "data", order(sector="?"), quarantine=folder)
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    taken_orders(tmp_path / "data", order(), quarantine=folder)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_lines_are_in_the_order_of_file_row_and_column(tmp_path: Path) -> None:
    bad = [order(order_id=str(number), sector="?", status="?") for number in range(12)]
    write_rows(tmp_path / "data", "orders-2", bad)
    write_rows(tmp_path / "data", "orders-1", bad[:1])
    take(tmp_path / "data", quarantine=tmp_path / "q")
    found = [
        (line["file"], int(line["row"]), line["column"]) for line in _read(tmp_path / "q" / "orders.csv")
    ]
    assert found == sorted(found)
    assert len(found) == 26


def test_a_folder_that_cannot_be_written_stops_the_command(tmp_path: Path) -> None:
    (tmp_path / "q").write_text("a file", encoding="utf-8")
    with pytest.raises(HuhangError) as stopped:
        taken_orders(tmp_path / "data", order(sector="?"), quarantine=tmp_path / "q")
    assert stopped.value.exit_code == 8
