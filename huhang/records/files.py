"""Which files there are, what format each has, and opening them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from huhang.records.reading.csv_text import read_csv
from huhang.records.reading.json_lines import read_json_lines
from huhang.records.reading.packed import gunzipped
from huhang.records.reading.parquet import read_parquet
from huhang.records.reading.raw import RawRows, UnusableFileError
from huhang.records.reading.xlsx import read_xlsx
from huhang.vocabulary.words import HuhangError, Text

FORMATS: dict[str, str] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}


# What Huhang itself writes is no record: by which files such a folder is known, and what it is.
_OURS: dict[tuple[str, ...], Text] = {
    ("run.json", "findings.parquet"): Text(
        "是审计的结果，不是数据，没有读；以后请用 --out 写到数据文件夹之外。",
        "the results of an audit, no records: not read. Let --out lie outside the folder of records.",
    ),
    ("manifest.json", "huhang-lake.lock"): Text(
        "是湖，里面的数据在收入（take-in）时已检查，没有读；湖请直接用 huhang audit 审计。",
        "a lake, whose rows were checked when they were taken in: not read. Audit it with huhang audit.",
    ),
    ("huhang-lake.lock",): Text(
        "是还没有数据的湖；请先用 huhang take-in 收入数据。",
        "a lake without any records; take some in first, with huhang take-in.",
    ),
}


@dataclass(frozen=True)
class SourceFile:
    """One file handed over; `label` is its path below the folder handed over, `format` "" if unknown.

    `told` says of a folder that is not looked into what it is.
    """

    path: Path
    label: str
    format: str
    packed: bool
    told: Text | None = None

    @property
    def stem(self) -> str:
        """The file's name without folders and endings."""
        return self.path.name.split(".", 1)[0]


def find_files(sources: Sequence[Path]) -> list[SourceFile]:
    """Every file below the sources, hidden ones left out, in the order of their labels.

    A folder that Huhang wrote stands there as one entry. HuhangError (3) where something cannot be found.
    """
    found: dict[Path, SourceFile] = {}
    for source in sources:
        if source.is_dir():
            for file in _below(source, source):
                found.setdefault(file.path.resolve(), file)
        elif source.is_file():
            found.setdefault(source.resolve(), _source_file(source, source.name))
        else:
            raise HuhangError(
                f"找不到 {source}；请核对文件夹或文件的路径。",
                f"{source} does not exist; check the path of the folder or file.",
                exit_code=3,
            )
    return sorted(found.values(), key=lambda file: (file.label, str(file.path)))


def _below(folder: Path, source: Path) -> Iterator[SourceFile]:
    """The files in a folder and in the folders below it."""
    for names, told in _OURS.items():
        if all((folder / name).is_file() for name in names):
            label = folder.name if folder == source else folder.relative_to(source).as_posix()
            yield SourceFile(folder, f"{label}/", "", False, told)
            return
    for path in _listed(folder):
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, source)
        elif path.is_file():
            yield _source_file(path, path.relative_to(source).as_posix())


def _listed(folder: Path) -> list[Path]:
    """What is in a folder, hidden entries left out."""
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError as error:
        reason = error.strerror or "OSError"
        raise HuhangError(
            f"文件夹 {folder} 打不开（{reason}）；请核对权限。",
            f"the folder {folder} cannot be opened ({reason}); check its permissions.",
            exit_code=3,
        ) from None


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


def digest_of(path: Path) -> str:
    """The SHA-256 of the bytes of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
