"""`huhang audit`, `explain` and `verify` over one small folder, worked out by hand."""

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from rich.cells import cell_len

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run
from tests.cli.test_check import HEADER

# Two hours in Huangpu at 25.00 an hour need 50.00; w1 was paid 40.00, w2 60.00.
ROWS = (
    "P1,o1,w1,instant_delivery,310101,completed,2025-10-01T10:00:00,2025-10-01T12:00:00,40.00,0\n"
    "P1,o2,w2,instant_delivery,310101,completed,2025-10-01T10:00:00,2025-10-01T12:00:00,60.00,0\n"
)
DEDUCTIONS = "platform_id,deduction_id,worker_id,occurred_at,reason,amount_fen\n"
ASKED = ("--place", "310000", "--from", "2025-10-01", "--to", "2025-10-31", "--rights", "pay/hourly_floor")


def hand_over(folder: Path, rows: str = ROWS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "orders.csv").write_text(HEADER + rows, encoding="utf-8")
    (folder / "deductions.csv").write_text(DEDUCTIONS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with records/ and out/, the audit of them."""
    home = tmp_path_factory.mktemp("audited")
    records = hand_over(home / "records")
    assert run(["audit", str(records), *ASKED, "--out", str(home / "out"), "--json"]) == ExitCode.DONE
    return home


def findings(out: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(out / "findings.parquet").to_pylist()
    return rows


def broken_id(out: Path) -> str:
    (found,) = [row["finding_id"] for row in findings(out) if row["verdict"] == "broken"]
    return str(found)


def test_the_difference_is_that_worked_out_by_hand(audited: Path) -> None:
    (found,) = findings(audited / "out")
    assert (found["subject_id"], found["measure"], found["threshold"]) == ("w1", 4000, 5000)
    assert found["shortfall_fen"] == 1000


def test_everything_promised_is_in_the_folder(audited: Path) -> None:
    names = {path.name for path in (audited / "out").iterdir()}
    assert {"worker_days.parquet", "spells.parquet", "findings.parquet", "verdicts.parquet"} <= names
    assert {"run.json", "report.html", "report.xlsx"} <= names


def test_the_summary_for_people(audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", str(audited / "records"), *ASKED, "--out", str(tmp_path / "out")]
    assert run([*arguments, "--fail-on-broken"]) == ExitCode.BROKEN_FOUND
    text = capsys.readouterr().out
    for words in ("上海市", "小时最低报酬", "10.00", "按本计算的差额", "report.html", "huhang verify"):
        assert words in text
    tables = text.split("\n报告：")[0]
    assert max(cell_len(line) for line in tables.splitlines()) <= 80
    assert run([*arguments, "--lang", "en"]) == ExitCode.DONE
    assert "hourly floor" in capsys.readouterr().out


def test_the_summary_for_programs(audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["audit", str(audited / "records"), *ASKED, "--out", str(tmp_path / "out"), "--json"]
    assert run(arguments) == ExitCode.DONE
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert told["counts"] == {"pay/hourly_floor": {"broken": 1, "kept": 1}}
    assert (told["broken"], told["findings"]) == (1, 1)
    assert told["shortfall_fen"] == {"pay/hourly_floor": {"P1": 1000}}
    assert shown.err == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("--place", "310999"), "310999"),
        (("--place", "上海"), "310000 上海市"),
        (("--from", "2025-11-01"), "2025-11-01"),
        (("--to", "2025-10-32"), "2025-10-32"),
        (("--rights", "pay/hourly"), "pay/hourly_floor"),
        (("--rights", " , "), "--rights 里没有写权利"),
        (("--from", "1990-01-01", "--to", "1990-12-31"), "1990"),
    ],
)
def test_what_is_asked_wrongly_is_refused_and_nothing_is_written(
    changed: tuple[str, ...],
    words: str,
    audited: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # --place may be repeated, so a wrong one stands beside a right one.
    arguments = ["audit", str(audited / "records"), *ASKED, *changed, "--out", str(tmp_path / "out")]
    assert run(arguments) == ExitCode.WRONG_USE
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_orders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "deductions.csv").write_text(DEDUCTIONS, encoding="utf-8")
    arguments = ["audit", str(tmp_path / "records"), *ASKED, "--out", str(tmp_path / "out")]
    assert run(arguments) == ExitCode.NO_ROWS
    assert "orders" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("column", ["pay_base_fen", "amount_fen"])
def test_amounts_too_great_to_be_added_up_are_set_aside(
    column: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = hand_over(tmp_path / "records")
    if column == "pay_base_fen":
        names = HEADER.replace("_yuan", "_fen")
        huge = "P1,h{},w1,instant_delivery,310101,completed,2025-10-02T10:00:00,2025-10-02T12:00:00,{},0\n"
        rows = names + huge.format(1, 2**63 - 1) + huge.format(2, 2**63 - 9)
        (records / "orders-2.csv").write_text(rows, encoding="utf-8")
    else:
        rows = "".join(f"P1,d{n},w1,2025-10-01T13:00:00,late,{2**63 - n}\n" for n in (1, 2))
        (records / "deductions.csv").write_text(DEDUCTIONS + rows, encoding="utf-8")
    assert run(["check", str(records)]) == ExitCode.QUARANTINED
    assert "数值过大" in capsys.readouterr().out
    asked = ["audit", str(records), *ASKED, "--rights", "pay/hourly_floor,pay/in_full", "--json"]
    assert run([*asked, "--out", str(tmp_path / "out")]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["quality"]["quarantined"] == 2


def test_a_folder_with_other_things_is_not_overwritten(
    audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    arguments = ["audit", str(audited / "records"), *ASKED, "--out", str(tmp_path)]
    assert run(arguments) == ExitCode.NOT_WRITTEN
    assert str(tmp_path) in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_arithmetic_is_told(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = audited / "out"
    assert run(["explain", str(out), broken_id(out), "--rows"]) == ExitCode.DONE
    text = capsys.readouterr().out
    for words in ("2 小时 00 分", "25.00", "40.00", "10.00", "沪人社规〔2022〕1号", "SH-5b", "o1"):
        assert words in text
    assert "o2" not in text
    assert run(["explain", str(out), broken_id(out), "--lang", "en"]) == ExitCode.DONE
    english = " ".join(capsys.readouterr().out.split())
    assert "Rests on: Hu Ren She Gui [2022] No. 1" in english
    assert not set(english) & set("沪人社规号文")


@pytest.mark.parametrize("command", ["explain", "verify"])
def test_an_empty_id_is_refused_with_where_ids_stand(
    command: str, audited: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for empty in ("", " "):
        assert run([command, str(audited / "out"), empty]) == ExitCode.WRONG_USE
        assert "没有写结论编号" in capsys.readouterr().err
    assert run([command, str(audited / "out"), f" {broken_id(audited / 'out')} "]) == ExitCode.DONE


@pytest.mark.parametrize("name", ["run.json", "findings.parquet"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}"])
def test_damaged_results_are_told_as_such(
    name: str, content: bytes | None, audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shutil.copytree(audited / "out", tmp_path / "out")
    (out / name).unlink()
    if content is not None:
        (out / name).write_bytes(content)
    for command in (["verify", str(out)], ["explain", str(out), "x"]):
        assert run(command) == ExitCode.NOT_FOUND
        told = capsys.readouterr().err
        assert str(out) in told
        assert ("没有 run.json" if (name, content) == ("run.json", None) else "重新审计") in told


def test_the_neutral_sheet_has_no_verdict(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = audited / "out"
    assert run(["explain", str(out), broken_id(out), "--neutral", "--lang", "en"]) == ExitCode.DONE
    text = capsys.readouterr().out
    assert "2 h 00 min" in text
    assert "broken" not in text
    assert "10.00" not in text


def test_the_explanation_as_json(audited: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = audited / "out"
    assert run(["explain", str(out), broken_id(out), "--json"]) == ExitCode.DONE
    assert {"title", "lines", "sheets", "notes"} <= json.loads(capsys.readouterr().out).keys()


def test_an_audit_holds_until_its_data_change(
    audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, moved = str(audited / "out"), tmp_path / "moved"
    shutil.copytree(audited / "records", moved)
    assert run(["verify", out]) == ExitCode.DONE
    assert "成立" in capsys.readouterr().out
    assert run(["verify", out, "--records", str(moved)]) == ExitCode.DONE
    hand_over(moved, ROWS.replace("40.00", "41.00"))
    capsys.readouterr()
    assert run(["verify", out, "--records", str(moved), "--json"]) == ExitCode.DOES_NOT_HOLD
    told = json.loads(capsys.readouterr().out)
    assert told["holds"] is False
    assert [change["en"] for change in told["changes"]] == ["data: the table orders changed"]
    assert run(["verify", out, broken_id(audited / "out"), "--records", str(moved)]) == ExitCode.DOES_NOT_HOLD
    assert "不成立" in capsys.readouterr().out


def test_data_not_found_is_another_answer(audited: Path, tmp_path: Path) -> None:
    out = str(audited / "out")
    assert run(["verify", out, "--records", str(tmp_path / "gone")]) == ExitCode.NOT_FOUND
    assert run(["verify", str(tmp_path)]) == ExitCode.NOT_FOUND
    assert run(["explain", out, "nothing-like-it"]) == ExitCode.NOT_FOUND
    assert run(["verify", out, "nothing-like-it"]) == ExitCode.NOT_FOUND
