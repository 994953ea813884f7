"""Facts of some random streams, written to a file: run with the compiler switched off to compare."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from huhang.engine.derive import derive
from tests.engine.test_against_oracle import habits
from tests.oracle.batches import gathered
from tests.oracle.handing_over import arrow_tables
from tests.oracle.money_streams import AUTUMN, money_stream
from tests.oracle.streams import time_stream

NEEDED = ("orders", "sessions", "order_breaks", "workers", "deductions", "rest_prompts", "insurances")


def write_facts(folder: Path) -> None:
    """Derive the facts of twenty streams of each kind and write them, a file for each table."""
    makes = {"time": time_stream, "money": lambda dice: money_stream(dice, AUTUMN)}
    for kind, make in makes.items():
        handed = gathered(make, 20)
        zones = {one.platform_id: one.zone for one in handed}
        found = derive(arrow_tables(handed, NEEDED), zones, habits(handed), with_pieces=True)
        for name, table in found.items():
            pq.write_table(table, folder / f"{kind}-{name}.parquet")


if __name__ == "__main__":
    write_facts(Path(sys.argv[1]))
