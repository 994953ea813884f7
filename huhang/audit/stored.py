"""An audit read back from its folder: the receipt, the findings, and the records it was made from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from huhang.audit.output import RECEIPT
from huhang.audit.receipt import FORMAT
from huhang.audit.result import Asked
from huhang.audit.run import take
from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import HuhangError

NOT_FOUND = 7


@dataclass(frozen=True)
class StoredAudit:
    """The receipt and the findings of an earlier audit."""

    folder: Path
    receipt: Mapping[str, Any]
    findings: pa.Table

    @property
    def asked(self) -> Asked:
        """What the audit was asked for."""
        return Asked(
            tuple(self.receipt["places"]),
            date.fromisoformat(self.receipt["from"]),
            date.fromisoformat(self.receipt["to"]),
            tuple(self.receipt["rights"]),
        )

    def finding(self, finding_id: str) -> dict[str, Any]:
        """One finding by its id, or by a beginning that only it has; HuhangError (7) where there is none."""
        found = self.findings.filter(pc.starts_with(self.findings.column("finding_id"), finding_id))
        if found.num_rows == 1:
            row: dict[str, Any] = found.to_pylist()[0]
            return row
        many = found.num_rows > 1
        raise HuhangError(
            f"{self.folder} 里{'有多条' if many else '没有'}编号以 {finding_id} 开头的结论。"
            "编号见 findings.parquet、report.html 或 report.xlsx。",
            f"{self.folder} has {'several findings' if many else 'no finding'} with an id that begins "
            f"with {finding_id}. Ids stand in findings.parquet, report.html and report.xlsx.",
            exit_code=NOT_FOUND,
        )


def open_audit(folder: Path) -> StoredAudit:
    """Read an audit's folder; HuhangError (7) where there is none, (2) where it is of a newer format."""
    path = folder / RECEIPT
    if not path.is_file():
        raise HuhangError(
            f"{folder} 里没有 {RECEIPT}，不是一次审计的结果。请写 huhang audit 的 --out 文件夹。",
            f"{folder} has no {RECEIPT}: it is not the result of an audit. Name the --out of huhang audit.",
            exit_code=NOT_FOUND,
        )
    try:
        receipt = json.loads(path.read_text(encoding="utf-8"))
        findings = pq.read_table(folder / "findings.parquet")
        newer = receipt["format"] > FORMAT
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise HuhangError(
            f"{folder} 里的结果不完整或已损坏（{type(error).__name__}）。请从备份恢复，或重新审计。",
            f"The results in {folder} are damaged or not whole ({type(error).__name__}). "
            "Restore them from a backup, or audit again.",
            exit_code=NOT_FOUND,
        ) from None
    if newer:
        raise HuhangError(
            f"{path} 是更新的格式（{receipt['format']}）。请升级护航后再看。",
            f"{path} is of a newer format ({receipt['format']}). Upgrade Huhang to read it.",
        )
    return StoredAudit(folder, receipt, findings)


def records_of(stored: StoredAudit, records: Path | None, book: LawBook) -> Handover:
    """Take in again the records of the audit, from `records` or where the receipt says they were.

    HuhangError (7) where they are not found.
    """
    named = records or (Path(stored.receipt["records"]) if stored.receipt["records"] else None)
    if named is None or not named.exists():
        raise HuhangError(
            f"找不到当时的数据：{named or '收据里没有写'}。请用 --records 写出数据文件夹。",
            f"The data is not found: {named or 'the receipt names none'}. Name its folder with --records.",
            exit_code=NOT_FOUND,
        )
    mapping = stored.receipt.get("mapping")
    return take(named, book, mapping, None)
