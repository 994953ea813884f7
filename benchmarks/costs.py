"""What a program costs, as the system says when it ends."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HUHANG = str(Path(sys.executable).parent / "huhang")


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of the CPU, and the most memory held, in MiB."""

    seconds: float
    cpu: float
    megabytes: int


def run(*command: object) -> Cost:
    """The cost of a program; what it says of an error stands before the end of the benchmark."""
    words = [str(word) for word in command]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as program:
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {program.returncode}")
    return Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
