"""Small made-up files in every format that is read."""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from huhang.records.handover import Handover, take_in
from huhang.records.mapping import load_mapping

Row = Mapping[str, str]

ORDER: Row = {
    "platform_id": "acme",
    "order_id": "1",
    "worker_id": "w1",
    "sector": "instant_delivery",
    "area_code": "310101",
    "status": "completed",
    "accepted_at": "2025-11-03T10:00:00",
    "completed_at": "2025-11-03T10:30:00",
    "pay_base_fen": "520",
}
FORMATS = ("csv", "csv.gz", "jsonl", "parquet", "xlsx")


def order(**cells: str) -> dict[str, str]:
    """An order with some cells changed."""
    return {**ORDER, **cells}


def csv_text(rows: Sequence[Row]) -> str:
    """The rows as CSV; the columns are those of the first row, then others as they come."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_rows(folder: Path, stem: str, rows: Sequence[Row], kind: str = "csv") -> Path:
    """Write rows of text to a file of one of the formats."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.{kind}"
    names = list(dict.fromkeys(name for row in rows for name in row))
    if kind == "csv":
        path.write_text(csv_text(rows), encoding="utf-8")
    elif kind == "csv.gz":
        path.write_bytes(gzip.compress(csv_text(rows).encode()))
    elif kind == "jsonl":
        lines = [json.dumps({name: value or None for name, value in row.items()}) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    elif kind == "parquet":
        columns = {name: pa.array([row.get(name) or None for row in rows], pa.string()) for name in names}
        pq.write_table(pa.table(columns), path)
    else:
        write_sheet(path, [names, *([row.get(name, "") for name in names] for row in rows)])
    return path


def write_sheet(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook of one sheet, each cell in its own type."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd hh:mm:ss", "in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            else:
                sheet.write(number, place, cell)
    book.close()
    return path


def write_mapping(folder: Path, text: str) -> Path:
    """Write a mapping file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def take(folder: Path, mapping: str | Path | None = None, **how: Any) -> Handover:
    """Take a folder in."""
    return take_in([folder], mapping=load_mapping(mapping) if mapping else None, **how)


def taken_orders(folder: Path, *rows: Row, **how: Any) -> Handover:
    """Write the rows as orders.csv and take them in."""
    write_rows(folder, "orders", rows)
    return take(folder, **how)


def bad_cells(handover: Handover) -> list[tuple[str, int, str, str, str]]:
    """The bad cells as (file, row, column, value, reason)."""
    return [
        (line.file, line.fault.row, line.fault.column, line.value, line.fault.reason)
        for line in handover.set_aside
    ]
