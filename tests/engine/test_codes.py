"""Text coded together: the same text has one number, in the order of the texts, however it comes."""

from typing import Any

import pyarrow as pa
import pytest

from huhang.engine.codes import NOTHING, code_together, coded, named
from huhang.engine.crew import number_workers

NAMES = ["丙", "甲", None, "乙", "甲"]


def plain(values: list[str | None]) -> Any:
    """A column of plain text."""
    return pa.chunked_array([pa.array(values, pa.string())])


def of_a_file(values: list[str | None], others: int = 5) -> Any:
    """The same as a few rows of a file whose dictionary has more texts."""
    rest = [f"其他{number}" for number in range(others)]
    return pa.chunked_array([pa.array([*rest, *values, *rest], pa.string()).dictionary_encode()]).slice(
        others, len(values)
    )


def in_chunks(values: list[str | None]) -> Any:
    """The same row by row, each with a dictionary of its own."""
    return pa.chunked_array([pa.array([value], pa.string()).dictionary_encode() for value in values])


@pytest.mark.parametrize("form", [plain, of_a_file, in_chunks])
def test_numbers_are_in_the_order_of_the_texts(form: Any) -> None:
    known = sorted({name for name in NAMES if name is not None} | {"丁"})
    (numbers, others), texts = code_together([form(NAMES), plain(["丁", None])])
    assert texts.to_pylist() == known
    assert numbers.tolist() == [NOTHING if name is None else known.index(name) for name in NAMES]
    assert others.tolist() == [known.index("丁"), NOTHING]
    assert named(numbers, texts).to_pylist() == coded(numbers, texts).to_pylist() == NAMES


def workers(platform: str, names: list[str | None]) -> pa.Table:
    """Rows that name workers of one platform, from a file that names many more."""
    return pa.table({"platform_id": plain([platform] * len(names)), "worker_id": of_a_file(names)})


def test_facts_name_workers_with_work_alone() -> None:
    crew = number_workers(
        {
            "orders": workers("p", ["甲", "乙", "甲", None]),
            "sessions": workers("p", ["丙"]),
            "deductions": workers("q", ["甲"]),
            "workers": workers("p", ["丁", "乙"]),
        }
    )
    assert crew.workers.to_pylist() == sorted(["甲", "乙", "丙"])
    rows = crew.rows["orders"]
    assert rows.tolist()[-1] == NOTHING
    shown = crew.names(rows[:-1])
    assert shown["platform_id"].to_pylist() == ["p"] * 3
    assert shown["worker_id"].to_pylist() == ["甲", "乙", "甲"]
    elsewhere = crew.names(crew.rows["deductions"])
    assert (elsewhere["platform_id"].to_pylist(), elsewhere["worker_id"].to_pylist()) == (["q"], ["甲"])
    of_the_second = crew.names(crew.rows["orders"][1:2])["worker_id"].to_pylist()
    assert of_the_second == ["乙"]
    assert [number for number in crew.about.tolist() if number != NOTHING] == [1]
