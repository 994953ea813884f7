"""Every format and encoding gives the same rows; what cannot be read is said, and the rest goes on."""

import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huhang.records.reading import packed
from huhang.vocabulary.words import HuhangError
from tests.records.made_files import (
    FORMATS,
    bad_cells,
    csv_text,
    order,
    take,
    write_rows,
    write_sheet,
)

CHINESE = [order(partner_id="护航配送站"), order(order_id="2", partner_id="张三的店")]


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_rows(tmp_path: Path, kind: str) -> None:
    write_rows(tmp_path, "orders", CHINESE, kind)
    table = take(tmp_path).tables["orders"]
    assert table["partner_id"].to_pylist() == ["护航配送站", "张三的店"]
    assert table["pay_base_fen"].to_pylist() == [520, 520]
    assert table["accepted_at"].to_pylist() == [datetime(2025, 11, 3, 2, tzinfo=UTC)] * 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_gives_the_same_rows(tmp_path: Path, encoding: str, line_end: str) -> None:
    text = csv_text(CHINESE).replace("\n", line_end)
    (tmp_path / "orders.csv").write_bytes(text.encode(encoding))
    handover = take(tmp_path)
    assert handover.tables["orders"]["partner_id"].to_pylist() == ["护航配送站", "张三的店"]
    assert handover.quality.files[0].warnings == []


def test_a_damaged_byte_spoils_its_row_alone(tmp_path: Path) -> None:
    content = csv_text(CHINESE).encode().replace("张三的店".encode(), b"\xe5\xbc\xff")
    (tmp_path / "orders.csv").write_bytes(content)
    handover = take(tmp_path)
    assert handover.tables["orders"]["order_id"].to_pylist() == ["1"]
    ((_, row, column, _, reason),) = bad_cells(handover)
    assert (row, column, reason) == (3, "partner_id", "bad_characters")


BODY = csv_text([order()]).splitlines()
HEADER, GOOD = BODY


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (GOOD + ",7", "wrong_number_of_cells"),
        ("acme,9", "wrong_number_of_cells"),
        (GOOD.replace("w1", '"w1'), "broken_quote"),
        ("x" * 1_000_000, "too_long"),
        ("x" * 1_000_001, "too_long"),
        (GOOD.replace("w1", "w" * 1_000_000), "too_long"),
        (GOOD.replace("w1", '"' + "w" * 999_000 + '"'), "too_long"),
        (GOOD.replace("w1", "w" * 20_000_000), "too_long"),
    ],
    ids=lambda value: str(value)[-24:],
)
def test_a_bad_line_spoils_itself_alone(tmp_path: Path, line: str, reason: str) -> None:
    after = GOOD.replace("acme,1,", "acme,2,")
    (tmp_path / "orders.csv").write_text("\n".join([HEADER, GOOD, "", line, after]) + "\n", encoding="utf-8")
    handover = take(tmp_path)
    assert handover.tables["orders"]["order_id"].to_pylist() == ["1", "2"]
    ((file, row, _, value, found),) = bad_cells(handover)
    assert (file, row, found) == ("orders.csv", 4, reason)
    assert len(value) <= 200
    assert handover.quality.rows == 3


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_known_by_the_header(tmp_path: Path, delimiter: str) -> None:
    text = "\n \n" + csv_text([order(), order(sector="?")]).replace(",", delimiter)
    (tmp_path / "orders.csv").write_text(text, encoding="utf-8")
    handover = take(tmp_path)
    assert handover.tables["orders"]["pay_base_fen"].to_pylist() == [520]
    assert [cell[1] for cell in bad_cells(handover)] == [5]


def test_text_over_several_lines_is_one_row(tmp_path: Path) -> None:
    text = 'agreement_id,text,kind\n1,"第一条\n第二条，""全文""",x\n2,"broken,x\n3,ok,x\n'
    (tmp_path / "agreements.csv").write_text(text, encoding="utf-8")
    handover = take(tmp_path)
    assert handover.tables["agreements"]["text"].to_pylist() == ['第一条\n第二条，"全文"', "ok"]
    assert [cell[1] for cell in bad_cells(handover)] == [3]


def test_a_line_that_is_no_json_spoils_itself_alone(tmp_path: Path) -> None:
    path = write_rows(tmp_path, "orders", [order(), order(order_id="2")], "jsonl")
    first, second = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([first, '{"order_id": ', "", "[1]", second]), encoding="utf-8")
    handover = take(tmp_path)
    assert handover.tables["orders"]["order_id"].to_pylist() == ["1", "2"]
    assert [(cell[1], cell[4]) for cell in bad_cells(handover)] == [(2, "not_json"), (4, "not_json")]


def test_numbers_of_json_keep_their_value(tmp_path: Path) -> None:
    path = write_rows(tmp_path, "orders", [order()], "jsonl")
    text = path.read_text("utf-8").replace('"pay_base_fen": "520"', '"pay_base_yuan": 5.2, "distance_m": 1e3')
    path.write_text(text, encoding="utf-8")
    table = take(tmp_path).tables["orders"]
    assert (table["pay_base_fen"].to_pylist(), table["distance_m"].to_pylist()) == ([520], [1000.0])


def test_parquet_types_are_read_as_what_they_mean(tmp_path: Path) -> None:
    accepted = datetime(2025, 11, 3, 2, 0, 0, 999_999, tzinfo=UTC)
    columns = {name: [value] * 2 for name, value in order().items()}
    table = pa.table(
        columns
        | {
            "order_id": [1, 2],
            "worker_id": pa.array(["w1", "w1"]).dictionary_encode(),
            "accepted_at": pa.array([accepted] * 2, pa.timestamp("us", "America/New_York")),
            "completed_at": pa.array([None, datetime.fromisoformat("2025-11-03T10:30")], pa.timestamp("ns")),
            "pay_base_fen": [520.0, None],
            "distance_m": [1.5, 2.0],
        }
    )
    pq.write_table(table, tmp_path / "orders.parquet")
    found = take(tmp_path).tables["orders"]
    assert found["order_id"].to_pylist() == ["1", "2"]
    assert found["accepted_at"].to_pylist() == [datetime(2025, 11, 3, 2, tzinfo=UTC)] * 2
    assert found["completed_at"].to_pylist() == [None, datetime(2025, 11, 3, 2, 30, tzinfo=UTC)]
    assert found["pay_base_fen"].to_pylist() == [520, None]
    assert found["distance_m"].to_pylist() == [1.5, 2.0]


def test_octets_of_parquet_that_are_no_text_are_told(tmp_path: Path) -> None:
    columns: dict[str, Any] = {name: [value] * 2 for name, value in order().items()}
    table = pa.table(columns | {"order_id": pa.array(["骑".encode(), b"\xff\xfe"], pa.binary())})
    pq.write_table(table, tmp_path / "orders.parquet")
    handover = take(tmp_path)
    assert handover.tables["orders"]["order_id"].to_pylist() == ["骑"]
    assert [(cell[1], cell[2], cell[4]) for cell in bad_cells(handover)] == [
        (2, "order_id", "bad_characters")
    ]


def test_parquet_numbers_too_great_for_their_type_are_told(tmp_path: Path) -> None:
    columns = {name: [value] * 4 for name, value in order().items()}
    table = pa.table(
        columns
        | {
            "order_id": ["1", "2", "3", "4"],
            "worker_id": [12345.0, 123456789012345678.0, 12345.0, 12345.0],
            "pay_base_fen": pa.array([520, 520, 2**64 - 1, 520], pa.uint64()),
            "pay_incentive_fen": [0.0, 0.0, 0.0, 1e18],
        }
    )
    pq.write_table(table, tmp_path / "orders.parquet")
    handover = take(tmp_path)
    assert handover.tables["orders"]["worker_id"].to_pylist() == ["12345"]
    assert [cell[1:] for cell in bad_cells(handover)] == [
        (2, "worker_id", "123456789012345680", "digits_lost"),
        (3, "pay_base_fen", str(2**64 - 1), "too_large"),
        (4, "pay_incentive_fen", "1000000000000000000", "too_large"),
    ]


def test_typed_cells_of_a_workbook_are_read_as_what_they_mean(tmp_path: Path) -> None:
    clock = datetime.fromisoformat("2025-11-03T10:00:01")
    header = list(order())
    rows: list[list[Any]] = [list(order().values()) for _ in range(2000)]
    for number, row in enumerate(rows):
        row[header.index("accepted_at")] = clock.replace(second=number % 60)
        row[header.index("order_id")] = number
        row[header.index("pay_base_fen")] = 520
    write_sheet(tmp_path / "orders.xlsx", [header, *rows])
    table = take(tmp_path).tables["orders"]
    seconds = {int(order_id): at.second for order_id, at in _pairs(table)}
    assert seconds == {number: number % 60 for number in range(2000)}


def _pairs(table: pa.Table) -> list[tuple[Any, Any]]:
    return list(zip(table["order_id"].to_pylist(), table["accepted_at"].to_pylist(), strict=True))


def test_a_title_above_the_header_is_told_by_the_columns_found(tmp_path: Path) -> None:
    write_sheet(tmp_path / "orders.xlsx", [["十一月订单"], list(order()), list(order().values())])
    with pytest.raises(HuhangError, match="十一月订单"):
        take(tmp_path)


def test_identity_numbers_typed_as_numbers_are_refused_and_explained(tmp_path: Path) -> None:
    header = ["platform_id", "worker_id", "engaged_from", "id_number", "phone"]
    number = 310101199001011234
    write_sheet(
        tmp_path / "workers.xlsx",
        [
            header,
            ["acme", "w1", "2025-01-01", number, 13800000000],
            ["acme", "w2", "2025-01-01", str(number), ""],
        ],
    )
    handover = take(tmp_path)
    ((_, row, column, value, reason),) = bad_cells(handover)
    assert (row, column, value, reason) == (2, "id_number", "310***", "digits_lost")
    assert handover.tables["workers"]["id_number"].to_pylist() == [str(number)]


def _bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b"platform_id,order_id\n" + b"0" * (80 << 20), 9))


def _zip_bomb(path: Path) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 << 20))


def _truncated(path: Path) -> None:
    table = pa.table({name: [value] for name, value in order().items()})
    pq.write_table(table, path)
    path.write_bytes(path.read_bytes()[:-20])


UNREADABLE = {
    "empty.csv": lambda path: path.write_bytes(b""),
    "blank.csv": lambda path: path.write_bytes(b"\n \n"),
    "binary.csv": lambda path: path.write_bytes(b"PK\0\0\0"),
    "none.jsonl": lambda path: path.write_bytes(b'[1]\n"x"\n'),
    "twice.csv": lambda path: path.write_text("order_id,order_id\n1,2\n"),
    "orders.csv.gz": lambda path: path.write_bytes(gzip.compress(b"a,b\n" * 99)[:-9]),
    "none.csv.gz": lambda path: path.write_bytes(b"not gzip"),
    "bomb.csv.gz": _bomb,
    "orders.parquet": _truncated,
    "orders.xlsx": lambda path: path.write_bytes(b"PK"),
    "bomb.xlsx": _zip_bomb,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(tmp_path: Path, name: str) -> None:
    write_rows(tmp_path, "orders-good", [order()], "jsonl")
    UNREADABLE[name](tmp_path / name)
    handover = take(tmp_path)
    (entry,) = [entry for entry in handover.quality.files if entry.file == name]
    assert entry.state == "unreadable"
    assert entry.told is not None
    assert f"{name} unreadable: {entry.told.en}" in handover.quality.lines("en")
    assert handover.tables["orders"].num_rows == 1


def test_gzip_of_several_members_is_read_whole() -> None:
    packed_twice = gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n") + b"\0\0"
    assert packed.gunzipped(packed_twice) == b"a,b\n1,2\n"


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders", [order()])
    (tmp_path / "payouts.csv").write_text(
        "platform_id,payout_id,worker_id,period_from,period_to,amount_fen\n", encoding="utf-8"
    )
    assert take(tmp_path).tables["payouts"].num_rows == 0


def test_files_that_are_no_table_are_skipped_and_told(tmp_path: Path) -> None:
    write_rows(tmp_path / "2025" / "11", "x", [order()])
    (tmp_path / "README.md").write_text("hello", encoding="utf-8")
    (tmp_path / ".hidden.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    files = {entry.file: entry.state for entry in take(tmp_path).quality.files}
    assert files == {"2025/11/x.csv": "taken", "README.md": "skipped", "notes.csv": "skipped"}


def test_what_huhang_wrote_is_no_record_and_is_told_once(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders", [order(), order(order_id="2", pay_base_fen="x")])
    for folder, names in {
        "out": ("run.json", "findings.parquet"),
        "lake": ("manifest.json", "huhang-lake.lock"),
    }.items():
        (tmp_path / "x" / folder / "quarantine").mkdir(parents=True)
        for name in (*names, "orders.csv", "quarantine/orders.csv"):
            (tmp_path / "x" / folder / name).write_text("{}", encoding="utf-8")
    take(tmp_path, quarantine=tmp_path / "aside")
    found = take(tmp_path)
    told = {entry.file: (entry.state, entry.told.en if entry.told else "") for entry in found.quality.files}
    assert list(told) == ["aside/orders.csv", "orders.csv", "x/lake/", "x/out/"]
    assert told["orders.csv"] == ("taken", "")
    for name, words in {
        "aside/orders.csv": "rows set aside",
        "x/out/": "an audit",
        "x/lake/": "a lake",
    }.items():
        assert told[name][0] == "skipped"
        assert words in told[name][1]
    (tmp_path / "x" / "new").mkdir()
    (tmp_path / "x" / "new" / "huhang-lake.lock").touch()
    for name in ("lake", "new", "out"):
        with pytest.raises(HuhangError, match=f"{name}/: ") as error:
            take(tmp_path / "x" / name)
        assert error.value.exit_code == 3


def test_unknown_columns_are_told_and_not_fatal(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders", [order(mood="good")])
    handover = take(tmp_path)
    assert handover.quality.accepted == 1
    ((file, warning),) = handover.quality.warnings
    assert file == "orders.csv"
    assert "mood" in warning.zh


def test_a_missing_required_column_refuses_its_file_alone(tmp_path: Path) -> None:
    row = order()
    del row["area_code"]
    write_rows(tmp_path, "orders-bad", [row])
    write_rows(tmp_path, "orders-good", [order()])
    handover = take(tmp_path)
    (line,) = [line for line in handover.quality.lines("en") if "orders-bad" in line]
    assert "orders-bad.csv refused" in line
    assert "area_code" in line
    assert "--mapping" in line
    assert handover.quality.accepted == 1


@pytest.mark.parametrize("make", ["nothing", "nofolder", "column", "notes"])
def test_without_anything_usable_the_reason_is_given(tmp_path: Path, make: str) -> None:
    if make == "column":
        write_rows(tmp_path, "orders", [{"order_id": "1"}])
    elif make == "notes":
        (tmp_path / "a.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(HuhangError) as stopped:
        take(tmp_path / "none" if make == "nofolder" else tmp_path)
    assert stopped.value.exit_code == 3
    named = {"column": "platform_id", "notes": "a.txt", "nofolder": "none", "nothing": tmp_path.name}[make]
    assert named in stopped.value.text.zh
    assert named in stopped.value.text.en


def test_yuan_and_fen_of_one_sum_are_refused(tmp_path: Path) -> None:
    write_rows(tmp_path, "orders", [order(pay_base_yuan="5.20")])
    write_rows(tmp_path, "payouts", [])
    with pytest.raises(HuhangError, match="pay_base_yuan"):
        take(tmp_path)
