"""The arithmetic that stands beside the numbers of the cases, for whoever reads along."""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from huhang.law.right_folders import CASES_FILE

_COMMENT = re.compile(r"""^(?:[^"'#]|"[^"]*"|'[^']*')*?\s#\s*(?P<said>.*\S)""")
_ROOT = Path(__file__).parent


@cache
def case_arithmetic(right: str) -> tuple[tuple[str, ...], ...]:
    """What is written beside the numbers of each case of a shipped right, line by line."""
    written = (_ROOT / right / CASES_FILE).read_text(encoding="utf-8")
    node = yaml.compose(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(node, yaml.SequenceNode)
    lines = written.splitlines()
    starts = [case.start_mark.line for case in node.value] + [len(lines)]
    return tuple(
        tuple(found["said"] for line in lines[first:last] if (found := _COMMENT.match(line)))
        for first, last in pairwise(starts)
    )
