"""The same rows give the same tables and the same hash, however they are split, ordered and stored."""

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.records.handover import Handover
from huhang.records.schema import MOST
from huhang.vocabulary.money import fen_from_yuan
from tests.records.made_files import FORMATS, Row, bad_cells, order, take, write_rows

TEXTS = st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
    lambda text: text.lower() not in {"nan", "nat", "null", "<na>"}
)
FEN = st.one_of(st.just(""), st.integers(0, MOST).map(str))
SETTINGS = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def orders(draw: st.DrawFn) -> list[dict[str, str]]:
    """Orders with distinct keys, some cells empty."""
    keys = draw(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8, unique=True))
    return [
        order(
            order_id=order_id,
            worker_id=worker_id,
            partner_id=draw(st.one_of(st.just(""), TEXTS)),
            pay_base_fen=draw(FEN),
            distance_m=draw(st.one_of(st.just(""), st.floats(0, 1e6).map(repr))),
            completed_at=draw(st.sampled_from(["", "0", "2025-11-03T10:30:00", "2025-11-03T02:30:00Z"])),
        )
        for order_id, worker_id in keys
    ]


def _taken(files: Sequence[tuple[Sequence[Row], str]]) -> Handover:
    with tempfile.TemporaryDirectory() as folder:
        for number, (rows, kind) in enumerate(files):
            if rows:
                write_rows(Path(folder) / f"part{number % 2}", f"orders_{number}", rows, kind)
        return take(Path(folder))


@SETTINGS
@given(rows=orders(), data=st.data())
def test_split_order_format_and_repetition_do_not_matter(
    rows: list[dict[str, str]], data: st.DataObject
) -> None:
    whole = _taken([(rows, "csv")])
    shuffled: list[Row] = list(data.draw(st.permutations(rows)))
    cut = data.draw(st.integers(0, len(rows)))
    kinds = st.sampled_from(FORMATS)
    parts = [
        (shuffled[:cut], data.draw(kinds)),
        (shuffled[cut:], data.draw(kinds)),
        (data.draw(st.lists(st.sampled_from(shuffled), max_size=3)), data.draw(kinds)),
    ]
    other = _taken(parts)
    assert bad_cells(whole) == []
    assert whole.tables["orders"].num_rows == len(rows)
    assert other.tables["orders"].equals(whole.tables["orders"])
    assert (other.data_hash, other.table_hashes) == (whole.data_hash, whole.table_hashes)
    counts = other.quality.tables["orders"].counts
    assert counts["duplicates"] == len(parts[2][0])


@SETTINGS
@given(rows=orders(), column=st.sampled_from(["pay_base_fen", "partner_id", "distance_m", "completed_at"]))
def test_any_other_cell_gives_another_hash(rows: list[dict[str, str]], column: str) -> None:
    changed = {
        "pay_base_fen": "77",
        "partner_id": "other p",
        "distance_m": "5",
        "completed_at": "2025-11-04T00:00Z",
    }
    others: list[Row] = [rows[0] | {column: changed[column]}, *rows[1:]]
    same = rows[0][column] == changed[column]
    assert (_taken([(others, "csv")]).data_hash == _taken([(list(rows), "csv")]).data_hash) is same


@SETTINGS
@given(rows=orders(), spoilt=st.sets(st.integers(0, 7)), twice=st.booleans())
def test_every_row_is_accounted_for(rows: list[dict[str, str]], spoilt: set[int], twice: bool) -> None:
    made: list[Row] = [
        row | ({"sector": "?", "status": "?"} if number in spoilt else {}) for number, row in enumerate(rows)
    ]
    handover = _taken([(made, "csv"), (made if twice else [], "csv")])
    bad = len([number for number in spoilt if number < len(rows)])
    for entry in handover.quality.files:
        left_out = entry.quarantined + entry.duplicates + entry.merged + entry.corrected
        assert entry.rows == entry.accepted + left_out
        assert entry.quarantined == bad
    assert handover.tables["orders"].num_rows == handover.quality.accepted == len(rows) - bad


AMOUNTS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=3),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=2),
    st.sampled_from([Decimal(fen) / 100 for fen in (2**63 - 1, 2**63, MOST, MOST + 1, -MOST, -MOST - 1)]),
)


@SETTINGS
@given(amounts=st.lists(AMOUNTS.map(lambda amount: f"{amount:f}"), min_size=1, max_size=30))
def test_yuan_becomes_fen_as_the_one_rounding_module_has_it(amounts: list[str]) -> None:
    rows = [
        {
            "platform_id": "acme",
            "deduction_id": str(number),
            "worker_id": "w",
            "occurred_at": "2025-11-03T10:00:00",
            "reason": "late",
            "amount_yuan": amount,
        }
        for number, amount in enumerate(amounts)
    ]
    with tempfile.TemporaryDirectory() as folder:
        write_rows(Path(folder), "deductions", rows)
        handover = take(Path(folder))
    table = handover.tables["deductions"]
    found = dict(zip(table["deduction_id"].to_pylist(), table["amount_fen"].to_pylist(), strict=True))
    expected, reasons = {}, {}
    for number, amount in enumerate(amounts):
        try:
            fen = fen_from_yuan(amount)
            if abs(fen) > MOST:
                reasons[number + 2] = "too_large"
            else:
                expected[str(number)] = fen
        except ValueError as error:
            reasons[number + 2] = {"part of a fen": "part_of_fen", "too large": "too_large"}[str(error)]
    assert found == expected
    assert {cell[1]: cell[4] for cell in bad_cells(handover)} == reasons


@pytest.mark.parametrize("kind", FORMATS)
def test_identities_are_in_no_hash(tmp_path: Path, kind: str) -> None:
    worker = {"platform_id": "acme", "worker_id": "w1", "engaged_from": "2025-01-01", "name": "张三"}
    write_rows(tmp_path / "a", "workers", [worker], kind)
    write_rows(tmp_path / "b", "workers", [worker | {"name": "李四"}], kind)
    first, second = take(tmp_path / "a"), take(tmp_path / "b")
    assert first.data_hash == second.data_hash
    assert first.tables["workers"]["name"].to_pylist() == ["张三"]
