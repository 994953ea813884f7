"""How long the rulebook's search takes: .venv/bin/python -m benchmarks.web_search [requests]

Asks the served pages through Django's client, without a network: words of two characters, longer ones,
English, and words that stand nowhere. Tells p50 and p95 of the whole request in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client

from benchmarks import given
from huhang.web.running import prepare

WORDS = ("押金", "差评", "最低工资", "连续接单", "职业伤害保障", "骑手", "算法", "上海", "应当", "休息",
         "deposit", "minimum wage", "hours", "SH-5b", "押金彩虹", "龘龘", "工", "2022")  # fmt: skip


def main(requests: int) -> None:
    """Ask and tell."""
    with tempfile.TemporaryDirectory() as home:
        given.say(f"search of the law: {requests} requests on a new platform")
        prepare(Path(home))
        client = Client(SERVER_NAME="127.0.0.1")
        took = []
        for number in range(requests + len(WORDS)):
            address = f"/law/?{urlencode({'q': WORDS[number % len(WORDS)]})}"
            start = time.perf_counter()
            response = client.get(address)
            took.append(1000 * (time.perf_counter() - start))
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
    took = sorted(took[len(WORDS) :])
    p95 = took[int(0.95 * len(took))]
    sys.stdout.write(f"{requests} searches: p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
