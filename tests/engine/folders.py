"""Folders of files as a company hands them over, and what an audit makes of them."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from huhang.audit.assess import assess
from huhang.audit.long_tables import LONG, LongTables
from huhang.audit.result import Asked, AuditResult
from huhang.audit.run import take
from huhang.law.loader import load_law
from tests.engine.verdicts import RIGHTS
from tests.oracle.handing_over import arrow_table
from tests.oracle.standing import Audit
from tests.oracle.streams import Handed

TABLES = (
    *("orders", "sessions", "order_breaks", "workers", "payouts", "deductions", "rules"),
    *("rest_prompts", "insurances", "agreements"),
)
Audited = tuple[AuditResult, dict[str, pa.Table]]
Change = Callable[[str, pa.Table], Sequence[pa.Table]]


def as_it_is(name: str, table: pa.Table) -> Sequence[pa.Table]:
    """One file with the rows as they are."""
    return [table]


def _text(table: pa.Table) -> pa.Table:
    """Times as ISO text with their offset, everything else as CSV writes it."""
    for number, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            written = pc.strftime(table.column(number), format="%Y-%m-%dT%H:%M:%SZ")
            table = table.set_column(number, field.name, written)
    return table


def write_folder(
    folder: Path, handed: Iterable[Handed], change: Change = as_it_is, *, csv: bool = False
) -> Path:
    """Write the rows as files, each table in as many as `change` makes of it, without empty columns."""
    folder.mkdir()
    everybody = list(handed)
    for name in TABLES:
        whole = arrow_table(name, [row for one in everybody for row in one.rows(name)])
        if not whole.num_rows:
            continue
        filled = [column for column in whole.column_names if whole[column].null_count < whole.num_rows]
        for number, part in enumerate(change(name, whole.select(filled))):
            path = folder / f"{name}-{number}.{'csv' if csv else 'parquet'}"
            if csv:
                pa_csv.write_csv(_text(part), path)
            else:
                pq.write_table(part, path)
    return folder


def audited(folder: Path, audit: Audit, *, jobs: int = 1, rights: Sequence[str] = RIGHTS) -> Audited:
    """The audit of a folder, all places and some rights, and the tables that it hands on."""
    book = load_law()
    handover = take(folder, book, None, None, None)
    asked = Asked(("000000",), audit.since, audit.until, tuple(rights))
    with TemporaryDirectory() as aside, TemporaryDirectory() as written:
        long = LongTables(Path(aside))
        result = assess(handover, book, asked, jobs=jobs, told=long.add)
        for name in LONG:
            long.write(name, Path(written))
        told = {name: pq.read_table(Path(written) / f"{name}.parquet") for name in LONG}
    return result, {"findings": result.findings, "verdicts": result.verdicts, **told}
