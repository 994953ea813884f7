"""How far an act may go: a pure function of force, category, outcome and the powers that the right names."""

from collections.abc import Iterable
from typing import NamedTuple

from huhang.vocabulary.powers import POWER_NAMES, Power, RightPower
from huhang.vocabulary.words import (
    FORCE_NAMES,
    FORCES_OF_LAW,
    FORCES_WITHOUT_VERDICT,
    Category,
    Force,
    Outcome,
    Text,
)

# Below law: guidance, reminder letter, talk, agreed rectification, mediation, referral.
_FORCES_OF_TALK = frozenset(
    {Force.NORMATIVE_DOCUMENT, Force.JUDICIAL_INTERPRETATION, Force.COLLECTIVE_CONTRACT, Force.AGREEMENT}
)


class Cap(NamedTuple):
    """The highest power, why it is no higher, and the articles and body where the right names them."""

    power: Power
    why: Text
    articles: tuple[str, ...] = ()
    body: str | None = None


def cap_of(force: Force, category: Category | None, outcome: Outcome, powers: Iterable[RightPower]) -> Cap:
    """The cap on acts about one finding; `category` None is assumed to be B."""
    listed = tuple(powers)
    cap = _cap(force, category or Category.NOT_FULLY_QUALIFYING, outcome, listed)
    within = [power for power in listed if power.power <= cap.power]
    return cap._replace(body=max(within).body) if within else cap


def _cap(force: Force, category: Category, outcome: Outcome, powers: tuple[RightPower, ...]) -> Cap:
    if outcome in (Outcome.KEPT, Outcome.NOT_APPLICABLE):
        return Cap(Power.NONE, Text("没有查出不符", "nothing was found to be broken"))
    if outcome in (Outcome.SIGNAL, Outcome.UNKNOWN):
        return Cap(Power.INQUIRE, Text("线索或无法判断，只能询问", "a signal or unknown: an inquiry only"))
    name = FORCE_NAMES[force]
    if force in FORCES_WITHOUT_VERDICT:
        return Cap(Power.NONE, Text(f"{name.zh}不产生结论", f"a {name.en} gives no verdict"))
    if force in _FORCES_OF_TALK:
        return Cap(
            Power.TALK,
            Text(f"依据是{name.zh}，最多指导约谈", f"it rests on a {name.en}: guidance and talk at most"),
        )
    if force not in FORCES_OF_LAW:
        return Cap(
            Power.ADVISE,
            Text(f"依据是{name.zh}，只能发建议函", f"it rests on a {name.en}: a letter of advice at most"),
        )
    return _by_law(category, powers)


def _by_law(category: Category, powers: tuple[RightPower, ...]) -> Cap:
    """Law: the highest power whose article protects this worker; without one, talk."""
    open_here = [
        power
        for power in powers
        if power.articles and (power.everyone or category is Category.LABOUR_RELATION)
    ]
    highest = max(open_here, default=None)
    if highest is not None and highest.power > Power.TALK:
        name = POWER_NAMES[highest.power]
        why = Text(f"该权利的条文最高到{name.zh}", f"the articles of this right go up to: {name.en}")
        return Cap(highest.power, why, highest.articles)
    if category is Category.OWN_BUSINESS:
        return Cap(Power.NONE, Text("自主经营，劳动法不适用", "own business: labour law does not apply"))
    if category is Category.LABOUR_RELATION or not powers:
        why = Text(
            "没有给出处理或处罚的条文，最多指导约谈",
            "no article gives an order or a penalty: guidance and talk at most",
        )
    else:
        why = Text(
            "不是劳动关系，条文只保护劳动关系，最多指导约谈",
            "no labour relation, and the articles protect those in one only: guidance and talk at most",
        )
    return Cap(Power.TALK, why)


def lowest(caps: Iterable[Cap]) -> Cap:
    """The cap on one paper about several findings: what its weakest finding allows; none allow nothing."""
    return min(
        caps,
        key=lambda cap: cap.power,
        default=Cap(Power.NONE, Text("没有选中任何发现", "no finding was chosen")),
    )
