"""Jobs in words."""

from django import template

from huhang.vocabulary.words import Text
from huhang.web.jobs.kinds import KINDS

register = template.Library()

# What the steps of long work are called; what stands behind a colon is the file that it is about.
_STEPS = {
    "check": Text("核对", "checking"),
    "take in": Text("收入", "taking in"),
    "store": Text("存入", "storing"),
    "judge": Text("逐人判断", "judging worker by worker"),
    "report": Text("写报告", "writing the report"),
    "prepare": Text("备好清单", "preparing the lists"),
    "words": Text("备好清单", "preparing the lists"),
    "findings": Text("备好清单", "preparing the lists"),
    "orders": Text("备好清单", "preparing the lists"),
    "tallies": Text("备好清单", "preparing the lists"),
}


@register.filter
def step_name(step: str) -> Text:
    """A step of a job in words; one that is not known is the name of a file, and stays."""
    first, _, file = step.partition(":")
    known = _STEPS.get(first)
    if known is None:
        return Text(step, step)
    rest = step_name(file) if file else Text("", "")
    return Text(f"{known.zh} {rest.zh}".strip(), f"{known.en} {rest.en}".strip())


@register.filter
def job_name(kind: str) -> Text:
    """The name of a kind of jobs."""
    return KINDS[kind].text
