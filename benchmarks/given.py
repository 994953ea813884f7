"""What benchmarks are given, refused in one sentence where it is not what they need, and what they say."""

import sys
from pathlib import Path

from huhang.records.lake.manifest import read_manifest
from huhang.vocabulary.words import HuhangError

PLANTED = "planted.json"


def lake(text: str) -> Path:
    """The folder of a lake, as a type of argparse; ends the program else."""
    folder = _folder(text)
    try:
        read_manifest(folder)
    except HuhangError as error:
        raise SystemExit(error.text.en) from None
    return folder


def city(text: str) -> Path:
    """The folder of a city that `huhang demo` made, as a type of argparse; ends the program else."""
    folder = _folder(text)
    if not (folder / PLANTED).is_file():
        raise SystemExit(f"{folder} is no made city (it has no {PLANTED}); make one with huhang demo FOLDER.")
    if not any(folder.rglob("*.parquet")):
        raise SystemExit(f"{folder} holds no records (*.parquet); make them again with huhang demo FOLDER.")
    return folder


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise SystemExit(f"There is no folder {text}; name one that is there.")
    return Path(text)


def say(line: str) -> None:
    """What is being done now, on the stream of errors, so that the figures stay by themselves."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
