"""Queries and templates kept from an earlier run are those made now, and are never in the way."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from huhang.audit.run import run_audit
from huhang.engine.kept_queries import QUERIES, fetch_queries, keep_queries, name_of
from huhang.vocabulary.kept_files import kept_in
from tests.audit.folders import SINCE, UNTIL, write_folder

# Of orders, of days and of pay; writing the queries of all rights takes ten seconds each time.
RIGHTS = ("pay/in_full", "time/continuous", "time/daily")


def findings(records: Path, out: Path, place: str = "000000") -> pa.Table:
    audited = run_audit(records, places=(place,), since=SINCE, until=UNTIL, out=out, jobs=1, rights=RIGHTS)
    return audited.findings


def test_a_second_run_finds_the_same_with_queries_kept_by_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    records = write_folder(tmp_path / "records")
    first = findings(records, tmp_path / "first")
    assert first.num_rows > 0
    (kept,) = kept_in(QUERIES).iterdir()
    written = kept.stat().st_mtime_ns
    assert findings(records, tmp_path / "second").equals(first)
    assert [file.stat().st_mtime_ns for file in kept_in(QUERIES).iterdir()] == [written]
    kept.write_text("{", encoding="utf-8")
    assert findings(records, tmp_path / "third").equals(first)


def test_with_kept_queries_an_audit_needs_no_ibis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    records = write_folder(tmp_path / "records")
    loaded = []
    for run in ("first", "second"):
        words = ["audit", str(records), "--place", "000000", "--from", str(SINCE), "--to", str(UNTIL)]
        words += ["--out", str(tmp_path / run), "--rights", ",".join(RIGHTS), "--json"]
        code = f"import sys; from huhang.cli.main import run; print(run({words}), 'ibis.expr' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        loaded.append(done.stdout.splitlines()[-1])
    assert loaded == ["0 True", "0 False"]


def test_where_nothing_can_be_kept_nothing_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    keep_queries("some", {"rights": []})
    assert fetch_queries("some") is None
    run_audit(write_folder(tmp_path / "records"), places=("000000",), since=SINCE, until=UNTIL,
              out=tmp_path / "out", jobs=1, rights=RIGHTS)  # fmt: skip
    assert (tmp_path / "out" / "report.html").is_file()


def test_whatever_queries_are_made_from_has_a_say_in_their_name() -> None:
    assert name_of({"places": ["310000"]}) == name_of({"places": ["310000"]})
    assert name_of({"places": ["310000"]}) != name_of({"places": ["130100"]})
