"""What takes seconds the first time is done when the server starts: the law, its index, the queries."""

from threading import Thread

from huhang.web.rulebook.finding.index import ready_index
from huhang.web.rulebook.mine_example import example
from huhang.web.rulebook.mine_form import MineForm
from huhang.web.rulebook.mine_told import work_out
from huhang.web.rulebook.values import rights_that_use


def warm() -> None:
    """Read the law, make the index, and work out both examples once."""
    ready_index()
    for kind in ("day", "month"):
        form = MineForm(example(kind))
        if form.is_valid() and form.entered:
            work_out(form.entered)
    rights_that_use("min_wage.hourly")


def warm_beside() -> None:
    """Do so beside the requests that come in already."""
    Thread(target=warm, name="warming", daemon=True).start()
