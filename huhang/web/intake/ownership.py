"""Whose rows are in files: a company hands over its own and nobody else's."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.files import find_files
from huhang.records.handover import Progress, reading_files
from huhang.records.intake import Intake
from huhang.records.mapping import Mapping
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text

# Facts for everybody, which no company may set for the others.
_NOT_FROM_COMPANIES = ("weather",)
_OWNER_COLUMNS = ("platform_id", "company_id")
_MOST_NAMED = 5


class NotOwnRowsError(HuhangError):
    """Files with rows that are not the company's own."""


def check_owner(
    sources: Sequence[Path],
    platform_id: str,
    mapping: Mapping | None,
    known_areas: frozenset[str],
    known_workers: Callable[[], frozenset[str]],
    progress: Progress | None = None,
) -> None:
    """Read files and raise NotOwnRowsError where a good row names another company, or none where it should.

    `known_workers` tells those of the company that were handed over before.
    """
    with reading_files(find_files(sources), sources, mapping, known_areas, progress=progress) as intake:
        faults = [
            fault
            for table, staged in intake.tables.items()
            for fault in _faults(table, staged.pieces, platform_id)
        ]
        faults += _strange_insured(intake, known_workers)
    if faults:
        raise NotOwnRowsError(
            "这些文件没有收，湖没有改动：" + "".join(f"\n{fault.zh}" for fault in faults),
            "These files were not taken in, and nothing was changed:"
            + "".join(f"\n{fault.en}" for fault in faults),
        )


def _faults(table: str, pieces: Sequence[pa.Table], platform_id: str) -> list[Text]:
    """What is wrong with the rows of one table."""
    if table in _NOT_FROM_COMPANIES:
        return [
            Text(
                f"{TABLES[table].zh}（{table}）由主管部门交来，企业不能交；请去掉这个文件。",
                f"{table} is handed over by the authorities, not by companies; leave this file out.",
            )
        ]
    faults = []
    for column in _OWNER_COLUMNS:
        if column in TABLES[table].by_name:
            others, empty = _others(pieces, column, platform_id)
            if others:
                faults.append(_told_others(table, column, others, platform_id))
            if empty:
                faults.append(_told_empty(table, column, empty, platform_id))
    return faults


def _others(pieces: Sequence[pa.Table], column: str, platform_id: str) -> tuple[dict[str, int], int]:
    """The other companies named in a column with their rows, and the rows that name none."""
    others: dict[str, int] = {}
    empty = 0
    for piece in pieces:
        if column not in piece.column_names:
            empty += piece.num_rows
            continue
        counted: Any = pc.value_counts(piece.column(column).cast(pa.string()))
        for entry in counted.to_pylist():
            if entry["values"] is None:
                empty += entry["counts"]
            elif entry["values"] != platform_id:
                others[entry["values"]] = others.get(entry["values"], 0) + entry["counts"]
    return others, empty


def _told_others(table: str, column: str, others: dict[str, int], platform_id: str) -> Text:
    named = sorted(others)[:_MOST_NAMED]
    rest = len(others) - len(named)
    zh = "、".join(f"{name}（{others[name]} 行）" for name in named) + (
        f"等 {len(others)} 家" if rest else ""
    )
    en = ", ".join(f"{name} ({others[name]} rows)" for name in named) + (f" and {rest} more" if rest else "")
    return Text(
        f"{TABLES[table].zh}（{table}）的 {column} 写的是 {zh}，不是本企业的 {platform_id}。"
        "请只交本企业的行；若编号写法不同，请用映射文件的 values 或 constants 对应。",
        f"{table}: {column} says {en}, not your own {platform_id}. Hand over only your rows; if you write "
        "your name otherwise, map it under `values` or `constants` of a mapping file.",
    )


def _told_empty(table: str, column: str, rows: int, platform_id: str) -> Text:
    return Text(
        f"{TABLES[table].zh}（{table}）有 {rows} 行的 {column} 是空的；请写上本企业的 {platform_id}。",
        f"{table}: {column} is empty in {rows} rows; write your own {platform_id}.",
    )


def _strange_insured(intake: Intake, known: Callable[[], frozenset[str]]) -> list[Text]:
    """Insurance names no company: it may speak of workers only that the company has handed over."""
    insured = _names(intake, "insurances")
    strange = sorted(insured - _names(intake, "workers"))
    strange = sorted(set(strange) - known()) if strange else []
    if not strange:
        return []
    named = strange[:_MOST_NAMED]
    return [
        Text(
            f"参保（insurances）里有 {len(strange)} 人不在本企业的劳动者表里，如 {'、'.join(named)}；"
            "请一并交来劳动者表（workers），或核对编号。",
            f"insurances: {len(strange)} people are not among your workers, such as {', '.join(named)}; "
            "hand the workers table in too, or check their ids.",
        )
    ]


def _names(intake: Intake, table: str) -> set[str]:
    if table not in intake.tables:
        return set()
    pieces = [piece.column("worker_id").cast(pa.string()) for piece in intake.tables[table].pieces]
    return {str(name) for piece in pieces for name in piece.unique().to_pylist() if name is not None}
