"""A CSV file in pieces of whole lines, whatever the size of the blocks in which it is read."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.records.reading import text_pieces
from huhang.records.reading.text_pieces import open_csv

lines = st.lists(st.text("ab1,", max_size=9), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines, st.integers(1, 40), st.booleans())
def test_pieces_are_the_lines_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: list[str], size: int, ended: bool
) -> None:
    body = "\n".join(written) + "\n" * (ended or not written[-1])
    path = tmp_path / "orders.csv"
    path.write_text(f"a,b\n{body}")
    text = open_csv(path, packed=False)
    monkeypatch.setattr(text_pieces, "PIECE_BYTES", size)
    pieces = list(text.pieces())
    assert b"".join(piece.text for piece in pieces).decode() == "\n".join(written) + "\n"
    line, start = 2, 4
    for piece in pieces:
        assert (piece.line, piece.start, piece.text[-1:]) == (line, start, b"\n")
        line, start = line + piece.text.count(b"\n"), start + len(piece.text)
