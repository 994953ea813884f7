"""What is made once for all processes of a run of the tests."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock


@dataclass(frozen=True)
class OnceARun:
    """Folders that the first process that asks makes and the others copy; none writes into another's."""

    shared: Path

    def copy(self, name: str, make: Callable[[Path], None], target: Path) -> Path:
        """A copy of the folder with this name at `target`, which must not be there yet."""
        made = self.shared / name
        with FileLock(self.shared / f"{name}.lock"):
            if not made.exists():
                begun = self.shared / f"{name}-begun"
                shutil.rmtree(begun, ignore_errors=True)
                begun.mkdir()
                make(begun)
                begun.rename(made)
        shutil.copytree(made, target, symlinks=True)
        return target
