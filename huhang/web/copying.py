"""Copying folders whose files are never written again."""

import os
import shutil
from pathlib import Path


def copy_linked(source: Path, target: Path) -> None:
    """Copy a folder, its files linked where the disk can do that; those there already stay."""
    shutil.copytree(source, target, copy_function=_link, dirs_exist_ok=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        shutil.copy2(source, target)
