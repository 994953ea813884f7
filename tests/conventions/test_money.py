"""Money is whole fen, and its column says so."""

import pyarrow as pa

from huhang.records.schema import MONEY_KINDS
from huhang.records.tables import TABLES

COLUMNS = [(f"{table.name}.{column.name}", column) for table in TABLES.values() for column in table.columns]


def test_money_columns_say_fen_and_only_they_do() -> None:
    money = {place for place, column in COLUMNS if column.kind in MONEY_KINDS}
    said = {place for place, column in COLUMNS if column.name.endswith("_fen")}
    assert len(money) >= 10
    assert money == said


def test_money_is_kept_as_whole_numbers() -> None:
    other = {place: column.arrow_type for place, column in COLUMNS if column.name.endswith("_fen")}
    assert {place: kind for place, kind in other.items() if kind != pa.int64()} == {}
