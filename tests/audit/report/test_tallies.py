"""The greatest findings and the sums of companies, against plain Python over the same rows."""

from collections import Counter
from itertools import count
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from huhang.audit.report.content import ReportContent
from huhang.audit.report.tallies import top
from tests.audit.report.made_up import audit_tables, made_up_rows

amounts = st.one_of(st.none(), st.integers(-3, 9))
rows_of_findings = st.lists(st.tuples(st.sampled_from("ab"), amounts, amounts), max_size=30)


@given(rows_of_findings, st.integers(1, 6), st.booleans())
def test_the_greatest_come_first_and_equal_ones_by_their_id(
    told: list[tuple[str, int | None, int | None]], wanted: int, only_owed: bool
) -> None:
    numbers = count()
    rows: list[dict[str, Any]] = [
        {"finding_id": f"{next(numbers):03d}", "right": right, "measure": measure, "shortfall_fen": fen}
        for right, measure, fen in told
    ]
    names: dict[str, pa.DataType] = {"finding_id": pa.string(), "right": pa.string()}
    names |= {"measure": pa.int64(), "shortfall_fen": pa.int64()}
    table = pa.Table.from_pylist(rows, schema=pa.schema(names))
    owed: pc.Expression = pc.field("shortfall_fen") > 0
    found = top(table, "measure", wanted, owed if only_owed else None, right="a")
    kept = [
        row for row in rows if row["right"] == "a" and (not only_owed or int(row["shortfall_fen"] or 0) > 0)
    ]
    kept.sort(key=lambda row: (row["measure"] is None, -int(row["measure"] or 0), str(row["finding_id"])))
    assert found == kept[:wanted]


def test_companies_are_told_with_the_sums_of_their_rows(content: ReportContent) -> None:
    tables = audit_tables(made_up_rows(60))
    workers, findings = tables.workers.to_pylist(), tables.findings.to_pylist()
    orders: Counter[str] = Counter()
    short: Counter[tuple[str, str]] = Counter()
    for worker in workers:
        orders[worker["platform_id"]] += worker["orders"]
    for row in findings:
        short[row["platform_id"], row["right"]] += row["shortfall_fen"] or 0
    for company in content.companies:
        mine = {row["worker_id"] for row in workers if row["platform_id"] == company.platform_id}
        assert (company.workers, company.orders) == (len(mine), orders[company.platform_id])
        for told in company.rows:
            assert (told.shortfall_fen or 0) == short[company.platform_id, told.right]
