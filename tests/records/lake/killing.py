"""A take-in that is killed: after so many operations on files, or after so long a time."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np

from huhang.records.lake.taking_in import take_in_to_lake
from huhang.records.places import find, table_of
from huhang.records.zones import zone_clock
from huhang.vocabulary.days import CHINA_ZONE

# Loaded and computed once, for all processes made from the one that imports this.
zone_clock(CHINA_ZONE)
find(table_of(np.zeros(1, np.int64)), np.zeros(1, np.int64), np.zeros(1, np.int64))

WATCHED = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "fcntl.flock"})


def take_in_and_die(records: str, lake: str, operations: int, seconds: float) -> None:
    """Take a folder in; the process is killed at the n-th operation on files (0: never), or in time."""
    left = [operations]

    def watch(event: str, details: tuple[object, ...]) -> None:
        if event in WATCHED and str(details[0]).startswith((lake, "<")) and operations:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def later() -> None:
        time.sleep(seconds)
        os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    if seconds:
        threading.Thread(target=later, daemon=True).start()
    take_in_to_lake([Path(records)], Path(lake))
