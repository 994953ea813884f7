"""An audit and the analyst's script in pandas answer the same on a city with faults and breaches."""

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.thirteen_rights.by_pandas import RIGHTS, answers, write
from benchmarks.thirteen_rights.comparing import differences
from huhang.audit.run import run_audit
from huhang.demo.city import make_city
from huhang.law.loader import load_law
from huhang.records.lake.taking_in import take_in_to_lake
from tests.demo.cities import SINCE, UNTIL, plan


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answers of both, under `pandas` and `audit`."""
    folder = tmp_path_factory.mktemp("city")
    make_city(plan(90, "real"), folder / "city")
    lake = folder / "lake"
    take_in_to_lake([folder / "city"], lake)
    write(answers(lake, SINCE, UNTIL), folder / "pandas")
    run_audit(lake, places=["000000"], since=SINCE, until=UNTIL, out=folder / "audit", sample=True)
    return folder


def test_pandas_and_the_audit_give_the_same_answers(answered: Path) -> None:
    assert set(RIGHTS) == set(load_law().rights)
    assert differences(answered / "pandas", answered / "audit", list(RIGHTS)) == []
    findings = pd.read_parquet(answered / "audit" / "findings.parquet")
    found = findings[findings.verdict.isin(["broken", "signal"])]
    assert len(set(found.right)) >= 9


@pytest.mark.parametrize(
    ("table", "column"), [("findings", "measure"), ("findings", "subject_id"), ("verdicts", "verdict")]
)
def test_one_other_answer_is_told_with_its_right(
    answered: Path, tmp_path: Path, table: str, column: str
) -> None:
    right = "time/weekly_rest"
    for name in ("findings", "verdicts"):
        rows = pd.read_parquet(answered / "pandas" / f"{name}.parquet")
        if name == table:
            row = rows.index[(rows.right == right) & (rows.verdict == "broken")][0]
            rows.loc[row, column] = 99 if column == "measure" else "another"
        rows.to_parquet(tmp_path / f"{name}.parquet", index=False)
    told = differences(tmp_path, answered / "audit", list(RIGHTS))
    assert [message.split(":")[0] for message in told] == [right]
    assert "1 rows only in pandas, 1 only in the audit" in told[0]
