"""One database for an audit: each group of workers has tables of its own in it while it is judged."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import duckdb
import pytest

from huhang.engine.asking import fetch, of_its_own, one_thread, run


def databases_in(db: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in db.execute("SELECT database_name FROM duckdb_databases()").fetchall()}


def test_it_begins_no_threads() -> None:
    asked = "SELECT current_setting('threads'), current_setting('async_threads')"
    with one_thread() as database:
        assert database.execute(asked).fetchall() == [(1, 0)]


def test_two_threads_have_tables_of_one_name_at_once() -> None:
    both_filled = Barrier(2, timeout=60)

    def sum_of(database: duckdb.DuckDBPyConnection, first: int) -> int:
        with of_its_own(database) as db:
            run(db, f"CREATE TABLE days AS SELECT unnest(range({first}, {first} + 1000)) AS day")
            run(db, f"CREATE TEMP TABLE judged AS SELECT max(day) AS day FROM days WHERE day >= {first}")
            db.execute(f"SET VARIABLE since = {first}")
            both_filled.wait()
            told = "SELECT sum(d.day) + max(j.day) + max(getvariable('since')) AS told FROM days d, judged j"
            return int(fetch(db, told)["told"][0].as_py())

    with one_thread() as database, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(partial(sum_of, database), (0, 1000)))
    assert told == [499_500 + 999 + 0, 1_499_500 + 1999 + 1000]


def test_nothing_of_it_is_left_whether_it_goes_well_or_not() -> None:
    with one_thread() as database:
        before = databases_in(database)
        with of_its_own(database) as db:
            run(db, "CREATE TABLE days AS SELECT 1 AS day")
            assert len(databases_in(database)) == len(before) + 1
        with pytest.raises(duckdb.CatalogException, match="nowhere"), of_its_own(database) as db:
            run(db, "CREATE TABLE days AS SELECT * FROM nowhere")
        assert databases_in(database) == before
        assert not database.execute("SHOW ALL TABLES").fetchall()
