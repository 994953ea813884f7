"""Powers: what a body may do about a finding, weakest first, and on which provision."""

from enum import IntEnum
from typing import NamedTuple

from huhang.vocabulary.words import Text


class Power(IntEnum):
    """How far an act reaches into the affairs of a company; a higher one includes those below."""

    NONE = 0
    INQUIRE = 1
    ADVISE = 2
    TALK = 3
    ORDER = 4
    PENALISE = 5


POWER_NAMES: dict[Power, Text] = {
    Power.NONE: Text("不采取措施", "no act"),
    Power.INQUIRE: Text("询问", "inquiry"),
    Power.ADVISE: Text("建议", "advice"),
    Power.TALK: Text("指导约谈", "guidance and talk"),
    Power.ORDER: Text("责令改正或处理", "order"),
    Power.PENALISE: Text("行政处罚", "penalty"),
}


class RightPower(NamedTuple):
    """One power that a right can lead to: the body that has it, and the articles that give it.

    Articles are written as "inspection-regulation-2004 26(2)": an instrument of the law and its article.
    `everyone`: the article protects all workers, not only those in a labour relation.
    """

    power: Power
    body: str
    articles: tuple[str, ...]
    everyone: bool = False
