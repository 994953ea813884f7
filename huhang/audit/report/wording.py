"""The words that a force allows: nothing is called a violation of law unless the text is law."""

from huhang.audit.report.content import Basis, RightRow
from huhang.vocabulary.words import FORCE_NAMES, FORCES_OF_LAW, FORCES_WITHOUT_VERDICT, Force, Outcome, Text

LEAD = Text("线索", "lead")
LOOK = Text("请人查看", "for a person to look at")

_SHORT: dict[Force, Text] = {
    Force.COLLECTIVE_CONTRACT: Text("疑似未按集体合同履行", "suspected breach of the collective contract"),
    Force.AGREEMENT: Text("疑似未按协议履行", "suspected breach of the agreement"),
    Force.GUIDE: Text("低于指引", "below the guide"),
    Force.STANDARD: Text("低于标准", "below the standard"),
    Force.PROMISE: Text("未兑现承诺", "promise not kept"),
}
_TAGS: dict[Force, str] = {
    Force.COLLECTIVE_CONTRACT: "contract",
    Force.AGREEMENT: "contract",
    Force.GUIDE: "guide",
    Force.STANDARD: "standard",
    Force.PROMISE: "promise",
}


def force_word(basis: Basis) -> Text:
    """The word in the box: the force of the text, or "lead" for a signal."""
    if basis.outcome is Outcome.SIGNAL or basis.force is None:
        return LEAD
    return FORCE_NAMES[basis.force]


def tag_class(basis: Basis) -> str:
    """The look of the box; law is solid, a standard dashed, a promise dotted."""
    if basis.outcome is Outcome.SIGNAL or basis.force is None:
        return "clue"
    return force_class(basis.force)


def force_class(force: Force) -> str:
    """The look of the box of a force."""
    if force in FORCES_OF_LAW:
        return "law"
    if force in FORCES_WITHOUT_VERDICT:
        return "guide"
    return _TAGS.get(force, "document")


def short_wording(basis: Basis) -> Text:
    """What may be said of an outcome in a few words."""
    if basis.outcome is Outcome.SIGNAL or basis.force is None:
        return LOOK
    if basis.outcome is not Outcome.BROKEN:
        return Text("", "")
    if basis.force in FORCES_OF_LAW:
        return Text("疑似违法", "suspected violation of law")
    if basis.force in FORCES_WITHOUT_VERDICT:
        return LOOK
    return _SHORT.get(basis.force, Text("疑似不符合", "suspected: not in line"))


def force_words(row: RightRow) -> tuple[Basis, ...]:
    """The forces that the outcomes of a right rest on, each once."""
    return tuple({(basis.outcome, basis.force): basis for basis in reversed(row.bases)}.values())[::-1]


def told_clauses(row: RightRow) -> tuple[Text, ...]:
    """The clauses named under a right: those that outcomes rest on, else those that the right serves."""
    operative = dict.fromkeys(basis.clause for basis in row.bases if basis.force and basis.clause.zh)
    return tuple(operative) or row.clauses


def full_wording(basis: Basis) -> Text:
    """What may be said of an outcome, with the clause."""
    clause = basis.clause
    if basis.outcome is Outcome.SIGNAL or basis.force is None or basis.force in FORCES_WITHOUT_VERDICT:
        return Text("线索：请人查看的事实，不作结论", "Lead: facts for a person to look at, no verdict")
    if basis.force in FORCES_OF_LAW:
        return Text(f"疑似违反{clause.zh}", f"Suspected violation of {clause.en}")
    if basis.force in _SHORT:
        short = _SHORT[basis.force]
        return Text(f"{short.zh}：{clause.zh}", f"{short.en[0].upper()}{short.en[1:]}: {clause.en}")
    return Text(f"疑似不符合{clause.zh}", f"Suspected: not in line with {clause.en}")


def force_examples() -> tuple[tuple[str, Text, Text], ...]:
    """How each kind of force is worded, for the legend: look of the box, its word, the wording."""
    return (
        (
            "law",
            FORCE_NAMES[Force.LAW],
            Text("疑似违反〈某法〉第几条", "Suspected violation of the law, with its article"),
        ),
        (
            "document",
            FORCE_NAMES[Force.NORMATIVE_DOCUMENT],
            Text("疑似不符合〈某文件〉第几项", "Suspected: not in line with the document, with its item"),
        ),
        (
            "standard",
            FORCE_NAMES[Force.STANDARD],
            Text("低于标准第几条", "Below the standard, with its clause"),
        ),
        ("guide", FORCE_NAMES[Force.GUIDE], Text("低于指引第几条", "Below the guide, with its clause")),
        (
            "promise",
            FORCE_NAMES[Force.PROMISE],
            Text("未兑现企业公布的承诺", "The company’s published promise was not kept"),
        ),
        (
            "clue",
            LEAD,
            Text(
                "请人查看的事实，不带金额，不作结论", "Facts for a person to look at: no amount, no verdict"
            ),
        ),
    )
