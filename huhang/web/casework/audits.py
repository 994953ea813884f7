"""Findings of an audit on disk, as far as a person may act on them."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from huhang.audit.output import RECEIPT
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,100}")
# What a case can be about.
_ACTED_ON = ("broken", "signal")


def audit_folder(name: str) -> Path:
    """The folder of an audit of this installation; HuhangError where there is none."""
    folder: Path = settings.HOME.audits / name
    if not _NAME.fullmatch(name) or not (folder / RECEIPT).is_file():
        raise HuhangError(
            f"没有编号为 {name} 的核查。请从核查列表重新打开。",
            f"There is no audit {name}. Open it again from the list of audits.",
        )
    return folder


def receipt_of(name: str) -> dict[str, Any]:
    """The receipt of an audit."""
    receipt: dict[str, Any] = json.loads((audit_folder(name) / RECEIPT).read_text(encoding="utf-8"))
    return receipt


def audits_there() -> list[str]:
    """The audits of this installation, the latest first."""
    folder: Path = settings.HOME.audits
    found = [path for path in folder.glob("*") if (path / RECEIPT).is_file()] if folder.is_dir() else []
    return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


def findings_of(name: str, platform: str, person: Person) -> list[dict[str, Any]]:
    """Broken findings and signals of one company, in the places that the person inspects."""
    found = pq.read_table(
        audit_folder(name) / "findings.parquet",
        filters=(pc.field("platform_id") == platform) & pc.field("verdict").isin(list(_ACTED_ON)),
    )
    standing = standing_of(person)
    rows: list[dict[str, Any]] = found.to_pylist()
    return [_plain(row) for row in rows if standing.reaches(row["place"] or "", Role.INSPECTOR, Role.HEAD)]


def chosen(rows: Sequence[dict[str, Any]], ids: Sequence[str]) -> list[dict[str, Any]]:
    """The rows with these ids; HuhangError names the first that is not among them."""
    known = {row["finding_id"]: row for row in rows}
    missing = next((name for name in ids if name not in known), None)
    if missing is not None or not ids:
        raise HuhangError(
            f"核查结果 {missing or '（一条都没选）'} 不在这次核查里，或者不归您的地区。请重新选择。",
            f"The finding {missing or '(none was chosen)'} is not in this audit, or not in your area. "
            "Choose again.",
        )
    return [known[name] for name in dict.fromkeys(ids)]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """The row as JSON can hold it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
