"""Checked rows of all files, kept until they are merged; beyond a bound they wait on disk."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from huhang.records.coverage import Tally
from huhang.records.piecework import Known
from huhang.records.schema import Table


@dataclass
class StagedTable:
    """The checked rows of one table, piece by piece, what they cover, and rows that were known before."""

    table: Table
    pieces: list[pa.Table] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    known: list[Known] = field(default_factory=list)


@dataclass
class Spill:
    """Where pieces go that do not fit into `bytes_in_memory`; a folder of None keeps all in memory."""

    folder: Path | None = None
    bytes_in_memory: int = 0
    held: int = 0
    written: int = 0

    def keep(self, table: Table, rows: pa.Table) -> pa.Table:
        """The rows, in memory or read from disk as they are needed; identities never go to disk."""
        size = rows.nbytes
        named = any(column.is_identity for column in table.columns)
        if self.folder is None or named or self.held + size <= self.bytes_in_memory:
            self.held += size
            return rows
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{self.written:06d}.arrow"
        self.written += 1
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, rows.schema) as writer:
            writer.write_table(rows)
        source: Any = pa.memory_map(str(path), "rb")
        return pa.ipc.open_file(source).read_all()
