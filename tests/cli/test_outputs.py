"""The words about the result files are about the columns that are really written."""

import pytest

from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.audit.result import SPELLS, WORKER_DAYS
from huhang.cli.outputs import TABLES

WRITTEN = {
    "findings.parquet": FINDINGS,
    "would_be.parquet": FINDINGS,
    "verdicts.parquet": VERDICTS,
    "worker_days.parquet": WORKER_DAYS,
    "spells.parquet": SPELLS,
}


@pytest.mark.parametrize("name", TABLES)
def test_columns_are_described_as_written(name: str) -> None:
    _, columns = TABLES[name]
    written = [
        (field.name, str(field.type).replace("element: ", "").replace("item: ", ""))
        for field in WRITTEN[name]
    ]
    assert [(column.name, column.kind) for column in columns] == written
