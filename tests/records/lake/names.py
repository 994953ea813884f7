"""What a Parquet file tells, rows or not."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def texts_in(path: Path) -> str:
    """The rows of a Parquet file, and the texts of its dictionaries, of which no row need speak."""
    told = []
    for name in pq.read_schema(path).names:
        for chunk in pq.ParquetFile(path, read_dictionary=[name]).read([name]).column(0).chunks:
            told += chunk.to_pylist()
            told += chunk.dictionary.to_pylist() if isinstance(chunk, pa.DictionaryArray) else []
    return str(told)
