"""What a program costs, as the system says when it ends.

It is started by a small process of its own: a program counts the memory of whoever started it as its own.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

HUHANG = str(Path(sys.executable).parent / "huhang")


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of the CPU, and the most memory held, in MiB."""

    seconds: float
    cpu: float
    megabytes: int


def run(*command: object) -> Cost:
    """The cost of a program; what it says of an error stands before the end of the benchmark.

    Its modules are kept compiled, as those of an installed program are.
    """
    words = [str(word) for word in command]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ended = subprocess.run(
        [sys.executable, "-I", __file__, *words], check=False, stdout=subprocess.PIPE, text=True, env=kept
    )
    if ended.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {ended.returncode}")
    return Cost(**json.loads(ended.stdout))


def main(words: list[str]) -> int:
    """Run a program and write what it cost, as JSON; gives its exit code."""
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as program:
        _, status, used = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    cost = Cost(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
    sys.stdout.write(json.dumps(asdict(cost)))
    return program.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
