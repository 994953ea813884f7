"""What the beginning of a file shows is what taking it in makes of it."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from huhang.records.mapping import Mapping
from huhang.records.preview import HEAD_BYTES, preview

HEADER = "platform_id,order_id,worker_id,sector,area_code,status,accepted_at,completed_at,pay_base_yuan"
LINE = "p0,o{n},w1,instant_delivery,310101,completed,2025-11-01T10:00,2025-11-01T10:20,6.50"
LINES = [HEADER, *(LINE.format(n=n) for n in range(20))]
CELLS = [line.split(",") for line in LINES]


def write(path: Path) -> Path:
    text = "\n".join(LINES) + "\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif path.suffix == ".parquet":
        columns = [list(column) for column in zip(*CELLS[1:], strict=True)]
        pq.write_table(pa.table(dict(zip(CELLS[0], columns, strict=True))), path)
    elif path.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet("orders")
            for number, cells in enumerate(CELLS):
                sheet.write_row(number, 0, cells)
    elif path.suffix == ".jsonl":
        objects = (dict(zip(CELLS[0], cells, strict=True)) for cells in CELLS[1:])
        path.write_text("".join(json.dumps(one) + "\n" for one in objects))
    else:
        path.write_text(text, encoding="gb18030")
    return path


@pytest.mark.parametrize("name", ["o.csv", "o.csv.gz", "o.parquet", "o.xlsx", "o.jsonl"])
def test_every_format_shows_its_first_rows_and_what_they_are(tmp_path: Path, name: str) -> None:
    (shown,) = preview(write(tmp_path / name), rows=3)
    assert (shown.table, shown.told) == ("orders", None)
    assert [list(row) for row in shown.rows] == CELLS[1:4]
    assert shown.called["pay_base_fen"] == "pay_base_yuan"
    assert "picked_up_at" in shown.missing
    assert "pay_base_fen" not in shown.missing


def test_only_the_beginning_of_a_large_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    # What lies beyond the beginning is no text at all and would be told.
    lines = [HEADER, *(LINE.format(n=n) for n in range(2 * HEAD_BYTES // len(LINE)))]
    path.write_bytes("\n".join(lines).encode() + b"\n\0\0\0")
    assert preview(path)[0].table == "orders"


def test_what_cannot_be_used_says_why(tmp_path: Path) -> None:
    for name, content, word in (
        ("orders.csv", "platform_id,order_id\np0,1\n", "worker_id"),
        ("stuff.csv", "a,b\n1,2\n", "映射"),
        ("scan.pdf", "%PDF", "CSV"),
        ("orders-2.csv", "", "空"),
    ):
        path = tmp_path / name
        path.write_text(content)
        told = preview(path)[0].told
        assert told is not None
        assert word in told.zh


def test_a_mapping_names_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("no,rider\n1,w1\n")
    told = {"platform_id": "p0", "sector": "instant_delivery", "area_code": "310101", "status": "open"}
    mapping = Mapping.model_validate(
        {
            "tables": [
                {
                    "table": "orders",
                    "columns": {"order_id": "no", "worker_id": "rider", "accepted_at": "no"},
                    "constants": told,
                }
            ]
        }
    )
    (shown,) = preview(path, mapping)
    assert (shown.table, shown.told) == ("orders", None)
    assert shown.called["worker_id"] == "rider"
    assert set(told) <= shown.handed
