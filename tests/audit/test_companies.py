"""Rights over companies and over days with prompts, from end to end: however rows come, the same is found."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from huhang.audit.explain import explain
from huhang.audit.run import run_audit
from huhang.audit.verify import verify
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.law import OF_COMPANIES
from tests.engine.folders import write_folder
from tests.engine.test_invariants import shuffled, split
from tests.oracle.batches import gathered
from tests.oracle.order_streams import long_day, many_orders, paid_orders
from tests.oracle.streams import Handed

RIGHTS = ("time/daily", "algorithm/strictest_limit", "cover/injury_premium")
TABLES = ("findings", "verdicts", "would_be")


def streams() -> list[Handed]:
    """A few companies of each kind, with workers in several buckets."""
    return [*gathered(many_orders, 12), *gathered(paid_orders, 30, 100), *gathered(long_day, 20, 200)]


def audit(records: Path, out: Path, jobs: int = 1) -> None:
    since, until = date(2025, 6, 1), date(2025, 12, 31)
    run_audit(records, places=("000000",), since=since, until=until, out=out, jobs=jobs, rights=RIGHTS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of records, a lake of it, and the audit of the folder."""
    home = tmp_path_factory.mktemp("companies")
    take_in_to_lake([write_folder(home / "records", streams())], home / "lake")
    audit(home / "records", home / "out")
    return home


@pytest.mark.parametrize("records", ["lake", "shuffled", "split"])
def test_however_the_rows_come_the_same_is_found(records: str, home: Path, tmp_path: Path) -> None:
    folder = home / "lake"
    if records != "lake":
        change = shuffled if records == "shuffled" else split
        folder = write_folder(tmp_path / "records", streams(), change)
    audit(folder, tmp_path / "out", jobs=3)
    for name in TABLES:
        ours, theirs = (pq.read_table(out / f"{name}.parquet") for out in (tmp_path / "out", home / "out"))
        assert ours.equals(theirs), name


def found(home: Path, right: str) -> dict[str, Any]:
    """A finding of the right that is more than unknown."""
    rows = pq.read_table(home / "out" / "findings.parquet").to_pylist()
    return next(row for row in rows if row["right"] == right and row["verdict"] != "unknown")


def test_a_company_has_no_category_and_a_name_for_each_subject(home: Path) -> None:
    rows = pq.read_table(home / "out" / "findings.parquet").to_pylist()
    companies = [row for row in rows if row["subject_kind"] in OF_COMPANIES]
    assert {row["category"] for row in companies} == {None}
    names = [(row["right"], row["platform_id"], row["subject_id"]) for row in companies]
    assert len(names) == len(set(names))
    assert {row["right"] for row in companies} == set(RIGHTS[1:])


@pytest.mark.parametrize("right", RIGHTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_can_be_explained_down_to_its_orders(right: str, lang: str, home: Path) -> None:
    finding = found(home, right)
    told = [
        explain(home / "out", finding["finding_id"], records=home / name, rows=True)
        for name in ("records", "lake")
    ]
    assert told[0] == told[1]
    text = "\n".join(line.in_language(lang) for line in told[0].lines)
    assert finding["subject_id"] in told[0].title.in_language(lang)
    assert ("劳动者类别" in text or "Category:" in text) == (right == "time/daily")
    sheets = {sheet.title.in_language("en"): sheet for sheet in told[0].sheets}
    if right == "cover/injury_premium":
        samples = sheets["Orders with a wrong premium or none, ten at most"].rows
        orders = sheets["Completed orders"].rows
        assert {row[0] for row in orders} >= {
            str(row[0].zh) for row in samples if not isinstance(row[0], str)
        }
    if right == "algorithm/strictest_limit":
        (size,) = (row[1] for row in sheets["Limits and times"].rows if str(row[0]).find("like orders") > 0)
        assert size == str(len(sheets["Completed orders"].rows))


def test_neutral_sheets_judge_nothing(home: Path) -> None:
    for right in RIGHTS:
        told = explain(home / "out", found(home, right)["finding_id"], neutral=True)
        rows = [cell for sheet in told.sheets for row in sheet.rows for cell in row]
        words = " ".join(cell if isinstance(cell, str) else cell.en for cell in rows)
        assert not [word for word in ("wrong premium", "due (yuan)", "below the median") if word in words]


def test_the_audit_holds(home: Path) -> None:
    assert verify(home / "out", records=home / "lake").holds
