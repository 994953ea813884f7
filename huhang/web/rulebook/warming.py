"""What takes seconds the first time is done when the server starts: the law, its index, the queries."""

from collections.abc import Callable
from functools import partial
from threading import Thread, main_thread

from huhang.web.rulebook.finding.index import ready_index
from huhang.web.rulebook.mine_example import example
from huhang.web.rulebook.mine_form import MineForm
from huhang.web.rulebook.mine_told import work_out
from huhang.web.rulebook.values import rights_that_use


def _work_out(kind: str) -> None:
    form = MineForm(example(kind))
    if form.is_valid() and form.entered:
        work_out(form.entered)


_STEPS: tuple[Callable[[], object], ...] = (
    ready_index,
    partial(_work_out, "day"),
    partial(_work_out, "month"),
    partial(rights_that_use, "min_wage.hourly"),
)


def warm() -> None:
    """Read the law, make the index, and work out both examples once; no more once the server stops."""
    for step in _STEPS:
        if not main_thread().is_alive():
            return
        step()


def warm_beside() -> None:
    """Do so beside the requests that come in already.

    The process ends after the step under way: a thread cut off within a library brings the process down.
    """
    Thread(target=warm, name="warming").start()
