"""Read piece by piece with compiled loops, or whole and checked by SQL: the same rows, faults and counts."""

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huhang.records import handover
from huhang.records.handover import Handover, take_in
from huhang.records.mapping import load_mapping
from huhang.records.reading import text_pieces
from tests.records.made_files import bad_cells

SETTINGS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
COLUMNS = (
    *("platform_id", "order_id", "worker_id", "attempt", "sector", "area_code", "status", "accepted_at"),
    *("completed_at", "distance_m", "pay_base_yuan", "tip_fen", "revised_at", "note"),
)
BLANKS = ("", " ", "\u3000", "nan", "NULL", "0")
TIMES = (
    *("2025-11-03T10:00:00", "2025-11-03 10:00", "2025-11-03T10:00:00.9", "2025-11-03T10:00:00Z"),
    *("2025-11-03T10:00:00+0800", "2025-11-03T10:00:00 +08", "2025-02-29T10:00:00", "2024-02-29T23:59:59"),
    *("2025-11-03T24:00:00", "1761000000", "1999-12-31T23:59:59", "2025-11-03T10:00:00.", "2025-1-3 1:0:0"),
    *("2025-11-03T10:00:00+15:00", "２０２５-11-03T10:00:00", "0.0", " 2025-11-03T10:00:00 "),
)
NUMBERS = (
    *("7", "-7", "+7", "007", "7.0", "7.00", "7.5", "7.125", ".5", "5.", "1e3", "1e400", "7,0", "0x7", "--7"),
    *("1000000000000", "1000000000001", "-0", "9" * 18, "9" * 19, "9" * 40, "12345678901234.56", "7 ", "٧"),
)
TEXTS = ("a", " a ", "\u00a0a", "甲", "a\u200b", 'a"b', "x" * 200, "x" * 201, "é" * 150, "'", "a;b", "\x1f")
GOOD = {
    "platform_id": ("acme", "acme", " acme "),
    "order_id": ("1", "2", "3", "4", *TEXTS),
    "worker_id": ("w1", "w2", *TEXTS),
    "attempt": ("", "1", "2.0"),
    "sector": ("instant_delivery", " instant_delivery", "Instant_delivery"),
    "area_code": ("310101", "310101", "31010", "999999", "ZZ-NYC"),
    "status": ("completed", "cancelled", "refused", "open", "?"),
    "distance_m": NUMBERS,
    "pay_base_yuan": NUMBERS,
    "tip_fen": NUMBERS,
    "note": TEXTS,
} | dict.fromkeys(("accepted_at", "completed_at", "revised_at"), TIMES)


def cell(name: str) -> st.SearchStrategy[str]:
    """A cell of a column, mostly one that can be read."""
    return st.one_of(
        st.sampled_from(GOOD[name][:3]),
        st.sampled_from(GOOD[name]),
        st.sampled_from(BLANKS),
        st.text(st.characters(codec="utf-8", exclude_characters='\r\n",\0'), max_size=4),
    )


def quoted(text: str, how: int) -> str:
    """The text as a cell, in quotes or not."""
    return '"' + text.replace('"', '""') + '"' if how == 0 or "," in text else text


ROWS = st.tuples(*(st.tuples(cell(name), st.integers(0, 9)).map(lambda c: quoted(*c)) for name in COLUMNS))
ODD_ENDS = ("a\rb", "acme,1\r", " ", "")
STRANGE = st.sampled_from(
    [*ODD_ENDS, ",,", "," * 13, "a,b", '"', 'acme,"1', '1",w', "a" * 300, '"a\nb",1', '"a""b"c']
)
LINES = st.lists(
    st.one_of(ROWS.map(",".join), ROWS.map(",".join), ROWS.map(",".join), STRANGE), min_size=1, max_size=40
)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Files are cut every few lines."""
    monkeypatch.setattr(text_pieces, "PIECE_BYTES", 400)
    return monkeypatch


def both_ways(content: bytes, patch: pytest.MonkeyPatch, name: str, mapping: str | None) -> list[Handover]:
    """The same file taken in whole, and piece by piece."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        if mapping:
            path = Path(folder) / "mapping.yaml"
            path.write_text(mapping, encoding="utf-8")
        known = load_mapping(str(path)) if mapping else None
        for few in (1 << 60, 0):
            patch.setattr(handover, "FEW_BYTES", few)
            found.append(take_in([Path(folder) / name], mapping=known, known_areas=frozenset({"310101"})))
    return found


def assert_same(content: bytes, patch: pytest.MonkeyPatch, name: str, mapping: str | None = None) -> None:
    whole, pieces = both_ways(content, patch, name, mapping)
    assert bad_cells(pieces) == bad_cells(whole)
    assert pieces.quality.to_json() == whole.quality.to_json()
    for table, rows in whole.tables.items():
        assert pieces.tables[table].equals(rows), table
    assert pieces.data_hash == whole.data_hash


HEADER = ",".join(COLUMNS)


@SETTINGS
@given(lines=LINES, end=st.sampled_from(["\n", "\r\n"]), last=st.booleans(), mark=st.booleans())
@example(lines=['acme,"1', 'a",w1'], end="\n", last=True, mark=False)
@example(lines=["a\rb", "acme"], end="\n", last=True, mark=False)
def test_any_csv_file(
    small_pieces: pytest.MonkeyPatch, lines: list[str], end: str, last: bool, mark: bool
) -> None:
    text = end.join([HEADER, *lines]) + (end if last else "")
    assert_same(b"\xef\xbb\xbf" * mark + text.encode(), small_pieces, "orders.csv")


PLAIN = st.tuples(*(cell(name).filter(lambda text: not {'"', ","} & set(text)) for name in COLUMNS))


@SETTINGS
@given(
    lines=st.lists(st.one_of(PLAIN.map(",".join), PLAIN.map(",".join), STRANGE), min_size=1, max_size=40),
    end=st.sampled_from(["\n", "\r\n"]),
)
@example(lines=[",".join(GOOD[name][0] for name in COLUMNS) + "\r"] * 3, end="\r\n")
def test_lines_without_quotation_marks(small_pieces: pytest.MonkeyPatch, lines: list[str], end: str) -> None:
    assert_same(end.join([HEADER, *lines]).encode(), small_pieces, "orders.csv")


MAPPING = """
table: orders
zone: America/New_York
units: {completed_at: unix_ms, distance_m: km, tip_fen: yuan}
columns: {subsector: note}
values: {status: {"?": completed, open: ""}, subsector: {a: parcel}}
nulls: ["7", x]
constants: {work_mode: dedicated}
"""


@SETTINGS
@given(lines=LINES)
def test_under_a_mapping(small_pieces: pytest.MonkeyPatch, lines: list[str]) -> None:
    assert_same("\n".join([HEADER, *lines]).encode(), small_pieces, "orders.csv", MAPPING)


@SETTINGS
@given(lines=LINES)
def test_packed_and_in_another_encoding(small_pieces: pytest.MonkeyPatch, lines: list[str]) -> None:
    text = "\n".join([HEADER, *lines, ",".join(["甲乙丙丁"] * len(COLUMNS))])
    assert_same(gzip.compress(text.encode("gb18030")), small_pieces, "orders.csv.gz")
    assert_same(gzip.compress(text.encode()), small_pieces, "orders.csv.gz")
