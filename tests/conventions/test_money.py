"""Money is whole fen, and its column says so."""

import re
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.records.schema import MONEY_KINDS
from huhang.records.tables import TABLES
from huhang.vocabulary import money
from huhang.vocabulary.money import above_zero

COLUMNS = [(f"{table.name}.{column.name}", column) for table in TABLES.values() for column in table.columns]


def test_money_columns_say_fen_and_only_they_do() -> None:
    money = {place for place, column in COLUMNS if column.kind in MONEY_KINDS}
    said = {place for place, column in COLUMNS if column.name.endswith("_fen")}
    assert len(money) >= 10
    assert money == said


def test_money_is_kept_as_whole_numbers() -> None:
    other = {place: column.arrow_type for place, column in COLUMNS if column.name.endswith("_fen")}
    assert {place: kind for place, kind in other.items() if kind != pa.int64()} == {}


@pytest.mark.parametrize("schema", [FINDINGS, VERDICTS], ids=["findings", "verdicts"])
def test_money_in_results_is_whole_fen(schema: pa.Schema) -> None:
    money = [field for field in schema if field.name.endswith("_fen")]
    assert {field.type for field in money} <= {pa.int64()}
    assert not [
        field.name for field in schema if pa.types.is_floating(field.type) or pa.types.is_decimal(field.type)
    ]


def test_what_is_not_known_is_never_taken_for_zero() -> None:
    """The greatest of nothing and 0 is 0 to the database, so rules ask for an amount `above_zero`."""
    assert money.__file__ is not None
    package = Path(money.__file__).parent.parent
    spoken = re.compile(r"ibis\.(greatest|least)\(")
    found = {path.name for path in package.rglob("*.py") if spoken.search(path.read_text(encoding="utf-8"))}
    assert found == {"money.py"}
    backend = ibis.duckdb.connect()
    backend.con.execute("CREATE TABLE amounts AS SELECT unnest([NULL, -1, 0, 5])::BIGINT AS fen")
    assert backend.to_pyarrow(above_zero(backend.table("amounts").fen)).to_pylist() == [None, 0, 0, 5]
    backend.disconnect()
