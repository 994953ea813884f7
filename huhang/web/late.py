"""What an app tells others of itself when the program starts, without loading what stands behind it."""

from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Late:
    """A function known by its name, loaded when it is first called: what it needs takes seconds to load."""

    name: str

    def load(self) -> Any:
        """The function itself."""
        return import_string(self.name)

    def __call__(self, *args: Any) -> Any:
        """What it gives."""
        return self.load()(*args)
