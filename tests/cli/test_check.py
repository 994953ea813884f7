"""`huhang check` over small folders: what it says, and how it ends."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run

HEADER = (
    "platform_id,order_id,worker_id,sector,area_code,status,accepted_at,completed_at,"
    "pay_base_yuan,pay_incentive_yuan\n"
)
GOOD = "P1,o1,w1,instant_delivery,310101,completed,2025-10-01T10:00:00,2025-10-01T12:00:00,40.00,0\n"
BAD_MONEY = "P1,o2,w1,instant_delivery,310101,completed,2025-10-02T10:00:00,2025-10-02T12:00:00,{},0\n"


def orders(folder: Path, *lines: str) -> Path:
    (folder / "orders.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return folder


def test_good_rows_need_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(orders(tmp_path, GOOD))]) == ExitCode.DONE
    assert "全部可用" in capsys.readouterr().out


def test_a_bad_row_is_named_with_its_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = orders(tmp_path, GOOD, BAD_MONEY.format("forty"))
    assert run(["check", str(folder)]) == ExitCode.QUARANTINED
    text = capsys.readouterr().out
    for words in ("orders.csv", "第 3 行", "pay_base_yuan", "forty", "不是数", "只写数字", "--quarantine"):
        assert words in text
    assert run(["check", str(folder), "--lang", "en"]) == ExitCode.QUARANTINED
    assert "row 3, pay_base_yuan" in capsys.readouterr().out


def test_the_values_that_are_allowed_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = orders(tmp_path, GOOD, GOOD.replace("o1", "o2").replace("completed", "done"))
    assert run(["check", str(folder)]) == ExitCode.QUARANTINED
    assert "可写：completed、cancelled、refused、open。" in "".join(capsys.readouterr().out.split())
    asked = ["check", str(folder), "--json", "--quarantine", str(tmp_path / "aside")]
    assert run(asked) == ExitCode.QUARANTINED
    (cell,) = json.loads(capsys.readouterr().out)["set_aside"]
    assert cell["what_to_do"]["en"].endswith("Allowed: completed, cancelled, refused, open.")
    assert cell["what_to_do"]["zh"] in (tmp_path / "aside" / "orders.csv").read_text("utf-8-sig")


def test_a_row_that_cannot_be_split_has_no_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(orders(tmp_path, GOOD, "P1,o2\n")), "--lang", "en"]) == ExitCode.QUARANTINED
    text = capsys.readouterr().out
    assert "row 3" in text
    assert "row 3," not in text
    assert "1 row." in text


def test_the_same_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = orders(tmp_path, GOOD, BAD_MONEY.format("forty"))
    assert run(["check", str(folder), "--json"]) == ExitCode.QUARANTINED
    verdict = json.loads(capsys.readouterr().out)
    assert (verdict["rows"], verdict["accepted"], verdict["quarantined"]) == (2, 1, 1)
    assert verdict["usable"] is False
    (cell,) = verdict["set_aside"]
    assert (cell["file"], cell["row"], cell["column"]) == ("orders.csv", 3, "pay_base_yuan")
    assert (cell["value"], cell["reason"]) == ("forty", "not_a_number")


def test_all_bad_rows_can_be_written_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = tmp_path / "records"
    records.mkdir()
    orders(records, GOOD, *(BAD_MONEY.replace("o2", f"o{n}").format("x") for n in range(2, 40)))
    aside = tmp_path / "aside"
    assert run(["check", str(records), "--quarantine", str(aside)]) == ExitCode.QUARANTINED
    assert "另有 18 处没有列出" in capsys.readouterr().out
    assert len((aside / "orders.csv").read_text("utf-8-sig").splitlines()) == 1 + 38


def test_a_value_of_a_million_characters_is_cut(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = orders(tmp_path, GOOD, BAD_MONEY.format("9x" * 500_000))
    assert run(["check", str(folder)]) == ExitCode.QUARANTINED
    text = capsys.readouterr().out
    assert len(text) < 5000
    tables = [line for line in text.splitlines() if "─" in line or "9x9x" in line]
    assert max(cell_len(line) for line in tables) <= 80


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_nothing_to_check(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert run(["check", str(tmp_path / name)]) == ExitCode.NO_ROWS
    shown = capsys.readouterr()
    assert shown.out == ""
    assert str(tmp_path / name) in shown.err


PAYOUT = (
    "platform_id,payout_id,worker_id,period_from,period_to,amount_fen\nP1,p1,w1,2025-10-01,2025-10-31,1\n"
)
NO_ORDERS = [
    ({"orders.csv": HEADER}, "orders.csv）只有表头", "there is a header and no row"),
    ({"payouts.csv": PAYOUT}, "没有一个文件是订单表", "no file is an orders table"),
    ({"orders.csv": HEADER + BAD_MONEY.format("x")}, "1 行全部被隔离", "(1 in all) was set aside"),
    (
        {"orders.csv": "order_id\no1\n", "payouts.csv": PAYOUT},
        "缺少必需的列",
        "required columns are missing in orders.csv",
    ),
]


@pytest.mark.parametrize(("files", "zh", "en"), NO_ORDERS)
def test_a_folder_without_orders_is_of_no_use_to_check_and_to_audit(
    files: dict[str, str], zh: str, en: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = tmp_path / "records"
    records.mkdir()
    for name, content in files.items():
        (records / name).write_text(content, encoding="utf-8")
    asked = [
        "--place",
        "310000",
        "--from",
        "2025-10-01",
        "--to",
        "2025-10-31",
        "--out",
        str(tmp_path / "out"),
    ]
    assert run(["audit", str(records), *asked]) == ExitCode.NO_ROWS
    assert zh in capsys.readouterr().err
    assert run(["check", str(records)]) == ExitCode.NO_ROWS
    shown = capsys.readouterr()
    assert zh in shown.err
    assert "全部可用" not in shown.out
    assert run(["check", str(records), "--json", "--lang", "en"]) == ExitCode.NO_ROWS
    shown = capsys.readouterr()
    verdict = json.loads(shown.out)
    assert (verdict["usable"], verdict["error"]["exit_code"]) == (False, 3)
    assert en in verdict["error"]["en"]
    assert en in shown.err


def test_one_file_of_another_table_may_be_checked_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "payouts.csv"
    path.write_text(PAYOUT, encoding="utf-8")
    assert run(["check", str(path)]) == ExitCode.DONE
    path.write_text(PAYOUT.splitlines()[0], encoding="utf-8")
    assert run(["check", str(path)]) == ExitCode.NO_ROWS
    assert "没有一行可用的数据" in capsys.readouterr().err


def test_a_missing_column_and_a_good_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orders(tmp_path, GOOD)
    (tmp_path / "deductions.csv").write_text("platform_id,deduction_id\nP1,d1\n", encoding="utf-8")
    assert run(["check", str(tmp_path)]) == ExitCode.QUARANTINED
    text = capsys.readouterr().out
    assert "deductions.csv" in text
    assert "amount_fen" in text


def test_a_mapping_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = orders(tmp_path, GOOD)
    assert run(["check", str(folder), "--mapping", str(tmp_path / "none.yaml")]) == ExitCode.WRONG_USE
    assert "none.yaml" in capsys.readouterr().err
