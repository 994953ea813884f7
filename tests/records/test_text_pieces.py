"""A CSV file in pieces of whole lines, whatever the size of the blocks in which it is read."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.records.reading import text_pieces
from huhang.records.reading.text_pieces import Rooms, TextPiece, open_csv

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
    pieces = list(text.pieces(Rooms()))
    assert b"".join(piece.text for piece in pieces).decode() == "\n".join(written) + "\n"
    line, start = 2, 4
    for piece in pieces:
        assert (piece.line, piece.start, piece.text[-1:]) == (line, start, b"\n")
        line, start = line + piece.text.count(b"\n"), start + len(piece.text)


def test_memory_is_used_again_only_when_nothing_refers_to_it() -> None:
    rooms, size = Rooms(), text_pieces.PIECE_BYTES
    one = rooms.room(size)
    held = TextPiece(one, 1, 0, 1)
    two = rooms.room(size)
    octets = np.frombuffer(two, np.uint8)
    three = rooms.room(size)
    assert all(rooms.room(size + more) is three for more in (0, 1, -1))
    assert len(three) == size - 1
    assert len({id(one), id(two), id(three)}) == 3
    del held
    assert rooms.room(size) is one
    del octets
    with memoryview(one):
        assert rooms.room(size) is two
