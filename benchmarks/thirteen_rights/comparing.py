"""Two sets of answers side by side: counts of verdicts, and findings with their measures and amounts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.thirteen_rights.by_pandas import COUNTED
from benchmarks.thirteen_rights.law import number_of

FINDING = [
    *("right", "verdict", "platform_id", "subject_id", "place", "period_from", "period_to"),
    *("measure", "threshold", "shortfall_fen"),
]
SHOWN = 5


def differences(by_pandas: Path, by_audit: Path, rights: Sequence[str]) -> list[str]:
    """One message for every right on which two folders of answers differ; none where all is the same."""
    tables = {}
    for name, key in (("findings", FINDING), ("verdicts", [*COUNTED, "subjects"])):
        tables[name] = [_rows(folder / f"{name}.parquet", key, rights) for folder in (by_pandas, by_audit)]
    return [message for right in rights for message in _of_right(right, tables)]


def _rows(file: Path, key: list[str], rights: Sequence[str]) -> pd.DataFrame:
    """The rows of some rights, days as numbers; what is unknown has no measure."""
    rows = pd.read_parquet(file)
    rows = rows[rows.right.isin(rights)].reset_index(drop=True)
    for name in {"period_from", "period_to"} & set(key):
        if rows[name].dtype == object:
            rows[name] = rows[name].map(number_of).astype("int64")
    if "measure" in key:
        rows[["measure", "threshold"]] = rows[["measure", "threshold"]].where(rows.verdict != "unknown")
        numbers = ["measure", "threshold", "shortfall_fen"]
        rows[numbers] = rows[numbers].astype("float64")
    if "subjects" in key:
        rows = rows.groupby(key[:-1], dropna=False).subjects.sum().reset_index()
    return rows[key]


def _of_right(right: str, tables: dict[str, list[pd.DataFrame]]) -> Iterator[str]:
    for name, both in tables.items():
        one, other = (table[table.right == right] for table in both)
        only_one, only_other = _without(one, other), _without(other, one)
        if len(only_one) or len(only_other):
            yield (
                f"{right}: {name} differ, {len(only_one)} rows only in pandas, "
                f"{len(only_other)} only in the audit\n"
                f"only in pandas:\n{only_one.head(SHOWN).to_string(index=False)}\n"
                f"only in the audit:\n{only_other.head(SHOWN).to_string(index=False)}"
            )


def _without(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Rows of one table that the other lacks; a row that stands twice has to be there twice."""
    names = list(one.columns)
    numbered = [table.assign(copy=table.groupby(names, dropna=False).cumcount()) for table in (one, other)]
    merged = numbered[0].merge(numbered[1], how="left", on=[*names, "copy"], indicator=True)
    return merged[merged["_merge"] == "left_only"][names]
