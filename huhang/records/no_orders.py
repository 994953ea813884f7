"""Why records that were taken in are of no use: no row is an order that can be audited, or no row at all."""

from collections.abc import Sequence
from pathlib import Path

from huhang.records.handover import Handover
from huhang.records.quality import REFUSED, FileQuality
from huhang.vocabulary.words import HuhangError, Text

_NAMED = 5


def no_orders(handover: Handover, sources: Sequence[Path]) -> HuhangError | None:
    """The error (exit code 3) of records without a usable order, and what is missing; None where one is."""
    orders = handover.tables.get("orders")
    if orders is not None and orders.num_rows:
        return None
    where = "、".join(str(source) for source in sources)
    why = _why([entry for entry in handover.quality.files if entry.table == "orders"])
    return HuhangError(
        f"{where} 里没有可用的订单，不能审计：{why.zh}",
        f"{where} has no usable order and cannot be audited: {why.en}",
        exit_code=3,
    )


def no_rows(handover: Handover, sources: Sequence[Path]) -> HuhangError | None:
    """The error (exit code 3) of records of which no row can be used; None where one can."""
    if handover.quality.accepted:
        return None
    where = "、".join(str(source) for source in sources)
    return HuhangError(
        f"{where} 里没有一行可用的数据。请核对导出的期间和筛选条件；被隔离的行请按原因改好后重新交来。",
        f"{where} has no usable row. Check the period and the filters of the export; correct the rows that "
        "were set aside as their reasons say, and hand them in again.",
        exit_code=3,
    )


def _why(entries: list[FileQuality]) -> Text:
    """What is the matter with the files of orders."""
    if not entries:
        return Text(
            "没有一个文件是订单表（orders）。请交来订单文件，文件名以 orders 开头（如 orders-2025-10.csv）；"
            "列名不同的，用映射文件（--mapping）对应。",
            "no file is an orders table. Hand one in under a name that begins with orders "
            "(orders-2025-10.csv); where its columns have other names, describe them in a mapping file "
            "(--mapping).",
        )
    more = " …" if len(entries) > _NAMED else ""
    names = Text(*(mark.join(entry.file for entry in entries[:_NAMED]) + more for mark in ("、", ", ")))
    rows = sum(entry.rows for entry in entries)
    if all(entry.state == REFUSED for entry in entries):
        return Text(
            f"订单文件（{names.zh}）缺少必需的列，没有接收。缺哪些列见 huhang check；"
            "请补上，或用映射文件（--mapping）对应。",
            f"required columns are missing in {names.en}; huhang check names them. Add them, or describe the "
            "file in a mapping file (--mapping).",
        )
    if not rows:
        return Text(
            f"订单文件（{names.zh}）只有表头，没有一行数据。请核对导出的期间和筛选条件，重新导出。",
            f"there is a header and no row in {names.en}. Check the period and the filters of the export, "
            "and export again.",
        )
    return Text(
        f"订单文件（{names.zh}）的 {rows} 行全部被隔离。原因见 huhang check；请改好后重新交来。",
        f"every row of {names.en} ({rows} in all) was set aside; huhang check tells why. Correct the rows "
        "and hand them in again.",
    )
