"""The chain of a fact on the page of a finding; what comes after the finding is told by other apps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person

NOTICE, PUT_RIGHT, PAID = "notice", "put_right", "paid"
_NAMES = {
    "rule": Text("规则", "rule"),
    "records": Text("数据", "records"),
    "owed": Text("应得", "owed"),
    "finding": Text("结论", "finding"),
    NOTICE: Text("通知", "notice"),
    PUT_RIGHT: Text("整改", "put right"),
    PAID: Text("付清", "paid"),
}


@dataclass(frozen=True)
class FindingLink:
    """What another app knows of a finding: the step (notice, put_right, paid), where it opens, its words."""

    step: str
    href: str
    text: Text
    done: bool


LinkSource = Callable[[Person, int, str], Sequence[FindingLink]]
_SOURCES: list[LinkSource] = []


def add_link_source(source: LinkSource) -> None:
    """Let an app tell what became of a finding: asked with a person, the number of the run, and its id."""
    _SOURCES.append(source)


@dataclass(frozen=True)
class Link:
    """A link of the chain: done, now or next."""

    name: Text
    state: str
    href: str
    note: Text | None = None


def chain_of_finding(person: Person, run_id: int, finding_id: str, owed: bool) -> list[Link]:
    """The seven links of a finding, those before it leading into its page."""
    told = [link for source in _SOURCES for link in source(person, run_id, finding_id)]
    latest = {link.step: link for link in told}
    begun = [step for step in (NOTICE, PUT_RIGHT, PAID) if step in latest]
    links = [
        Link(_NAMES["rule"], "done", "#rule"),
        Link(_NAMES["records"], "done", "#records"),
        Link(_NAMES["owed"], "done" if owed else "next", "#owed" if owed else ""),
        Link(_NAMES["finding"], "done" if begun else "now", "#finding"),
    ]
    for step in (NOTICE, PUT_RIGHT, PAID):
        link = latest.get(step)
        if link is None:
            links.append(Link(_NAMES[step], "next", ""))
        else:
            now = step == begun[-1] and not link.done
            links.append(Link(_NAMES[step], "now" if now else "done", link.href, link.text))
    return links
