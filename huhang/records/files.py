"""Which files there are, what format each has, and opening them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huhang.records.reading.csv_text import read_csv
from huhang.records.reading.json_lines import read_json_lines
from huhang.records.reading.packed import gunzipped
from huhang.records.reading.parquet import read_parquet
from huhang.records.reading.raw import RawRows, UnusableFileError
from huhang.records.reading.xlsx import read_xlsx
from huhang.vocabulary.words import HuhangError

FORMATS: dict[str, str] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}


@dataclass(frozen=True)
class SourceFile:
    """One file handed over; `label` is its path below the folder handed over, `format` "" if unknown."""

    path: Path
    label: str
    format: str
    packed: bool

    @property
    def stem(self) -> str:
        """The file's name without folders and endings."""
        return self.path.name.split(".", 1)[0]


def find_files(sources: Sequence[Path]) -> list[SourceFile]:
    """Every file below the sources, hidden ones left out, in the order of their labels."""
    found: dict[Path, SourceFile] = {}
    for source in sources:
        if source.is_dir():
            for path in source.rglob("*"):
                inner = path.relative_to(source)
                if path.is_file() and not any(part.startswith(".") for part in inner.parts):
                    found.setdefault(path.resolve(), _source_file(path, inner.as_posix()))
        elif source.is_file():
            found.setdefault(source.resolve(), _source_file(source, source.name))
        else:
            raise HuhangError(
                f"找不到 {source}；请核对文件夹或文件的路径。",
                f"{source} does not exist; check the path of the folder or file.",
                exit_code=3,
            )
    return sorted(found.values(), key=lambda file: (file.label, str(file.path)))


def _source_file(path: Path, label: str) -> SourceFile:
    """A file with the format that its endings tell."""
    endings = [ending.lower() for ending in path.suffixes]
    packed = endings[-1:] == [".gz"]
    inner = endings[-2:-1] if packed else endings[-1:]
    known = FORMATS.get(inner[0], "") if inner else ""
    if packed and known not in {"csv", "jsonl"}:
        known = ""
    return SourceFile(path, label, known, packed)


def open_file(file: SourceFile) -> tuple[str, list[RawRows]]:
    """The SHA-256 of the file's bytes, and its rows (one entry for each sheet of a workbook)."""
    try:
        content = file.path.read_bytes()
    except OSError as error:
        reason = error.strerror or "OSError"
        raise UnusableFileError(
            f"文件读不出来（{reason}）；请核对权限与磁盘。",
            f"the file cannot be read ({reason}); check its permissions and the disk.",
        ) from None
    digest = hashlib.sha256(content).hexdigest()
    if not content:
        raise UnusableFileError(
            "文件是空的；请核对导出是否成功。", "the file is empty; check that the export worked."
        )
    return digest, _rows(file, gunzipped(content) if file.packed else content)


def _rows(file: SourceFile, content: bytes) -> list[RawRows]:
    """The rows of the content in the file's format."""
    if file.format == "xlsx":
        return read_xlsx(content)
    if file.format == "parquet":
        return [read_parquet(content)]
    return [read_json_lines(content) if file.format == "jsonl" else read_csv(content)]
