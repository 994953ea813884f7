"""The folder of an installation: database, secret key, lake, audits, files handed over."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Where things lie in the folder of an installation."""

    root: Path

    @property
    def database(self) -> Path:
        """The embedded database."""
        return self.root / "platform.sqlite3"

    @property
    def lake(self) -> Path:
        """The lake that holds all records taken in."""
        return self.root / "lake"

    @property
    def audits(self) -> Path:
        """A folder of results for each audit."""
        return self.root / "audits"

    @property
    def files(self) -> Path:
        """Files handed over and proofs attached."""
        return self.root / "files"

    def secret_key(self) -> str:
        """The key that signs sessions; made at first use, readable by the owner only."""
        path = self.root / "secret.key"
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            key = secrets.token_urlsafe(48)
            file.write(key)
        return key
