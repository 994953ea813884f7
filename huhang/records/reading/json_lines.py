"""JSON Lines: one object a line, every value turned to text."""

from typing import cast

import duckdb
import numpy as np
import pyarrow as pa

from huhang.records.reading.packed import as_utf8
from huhang.records.reading.raw import VALUE_SHOWN, RawRows, UnusableFileError, check_header, finished
from huhang.records.row_faults import CellFault

_SAID = r"""
CREATE TABLE said AS
SELECT row, line, CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END AS sound
FROM lines WHERE trim(line, ' \t\r') <> '' ORDER BY row
"""
_UNSOUND = "SELECT row, line FROM said WHERE NOT sound ORDER BY row"
_NAMES = """
SELECT name, min(row * 1000 + place) AS first
FROM (SELECT row, unnest(json_keys(line)) AS name, unnest(range(len(json_keys(line)))) AS place
      FROM said WHERE sound)
GROUP BY name ORDER BY first, name
"""


def read_json_lines(content: bytes) -> RawRows:
    """Rows of a JSON Lines file; row 1 is the first line. Nested values stay JSON text."""
    text, replaced = as_utf8(content)
    lines = text.decode().split("\n")
    with duckdb.connect() as connection:
        connection.register(
            "lines", pa.table({"row": np.arange(1, len(lines) + 1), "line": pa.array(lines, pa.string())})
        )
        connection.execute(_SAID)
        faults = [
            CellFault(int(row), "", str(line)[:VALUE_SHOWN].rstrip("\r"), "not_json")
            for row, line in connection.execute(_UNSOUND).fetchall()
        ]
        names = [str(name) for name, _ in connection.execute(_NAMES).fetchall()]
        if not names:
            raise UnusableFileError(
                "没有一行是 JSON 对象；每行应是一个完整的对象。",
                "no line is a JSON object; each line must be one whole object.",
            )
        table = _values(connection, names)
    numbers = table["row"].to_numpy().astype(np.int64)
    columns = table.drop_columns(["row"]).rename_columns(check_header(names))
    return finished(RawRows(columns, numbers, faults), replaced=replaced)


def _values(connection: duckdb.DuckDBPyConnection, names: list[str]) -> pa.Table:
    """The values as text columns in the order of `names`, beside the row number."""
    pointers = ["/" + name.replace("~", "~0").replace("/", "~1") for name in names]
    picked = "".join(f", parts[{place}] AS v{place}" for place in range(1, len(names) + 1))
    query = (
        f"SELECT row{picked} FROM (SELECT row, json_extract_string(line, $pointers::VARCHAR[]) AS parts"
        " FROM said WHERE sound ORDER BY row)"
    )
    return cast(pa.Table, connection.sql(query, params={"pointers": pointers}).to_arrow_table())
