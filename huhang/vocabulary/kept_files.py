"""Where things that take seconds to make are kept from one run to the next; any of them may be deleted."""

import os
from pathlib import Path


def kept_in(what: str) -> Path:
    """The folder of one kind of kept things: within XDG_CACHE_HOME, else ~/.cache.

    RuntimeError where there is no home.
    """
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "huhang" / what
