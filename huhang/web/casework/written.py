"""What a paper says in the words that were written down for it, its earlier papers, and the law's terms."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from huhang.papers.content import Remedy
from huhang.procedure.acts import Act
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person
from huhang.web.casework.log_of_acts import issued, procedure_of, standing_acts, surroundings
from huhang.web.casework.models import Case, Paper

_PROPOSALS = ("propose_handling", "propose_penalty")
_DECISIONS = ("handling_decision", "penalty_decision")
# The papers that a paper answers or follows; the last of them that was issued is named in it.
_EARLIER: Mapping[str, tuple[str, ...]] = {
    "answer_points": _PROPOSALS,
    "announce_hearing": ("propose_penalty",),
    "hold_hearing": ("propose_penalty",),
    "legal_review": _PROPOSALS,
    "drop_proposal": _PROPOSALS,
    "handling_decision": ("propose_handling",),
    "penalty_decision": ("propose_penalty",),
    "demand": _DECISIONS,
    "apply_to_court": _DECISIONS,
    "revoke_decision": _DECISIONS,
    "decide_on_evidence": ("preserve_evidence",),
    "hold_talk": ("summons_to_talk",),
    "grant_time": (
        "letter_of_advice", "reminder_letter", "summons_to_talk", "agreed_rectification", "order_to_correct",
    ),
}  # fmt: skip
# What was written into the earlier paper and need not be written again.
_CARRIED = (
    "findings", "facts", "reason", "article", "ruling", "amount_fen", "performance", "items", "meeting_on",
    "meeting_time", "meeting_place", "exception", "exception_facts",
)  # fmt: skip
_PLAIN = (
    "facts",
    "wrong_text",
    "right_text",
    "reason",
    "article",
    "ruling",
    "performance",
    "to_body",
    "minutes",
)
_TERMS = {
    "hearing_term": "procedure.inspection.hearing_request",
    "demand_term": "procedure.inspection.demand",
    "evidence_term": "procedure.inspection.preserved_evidence",
    "extension_term": "procedure.inspection.investigation_extension",
}


def earlier_paper(case: Case, kind: str) -> Paper | None:
    """The paper that one of this kind answers or follows."""
    if case.attacked is not None:
        return case.attacked
    papers = issued(case).filter(kind__in=_EARLIER.get(kind, ()))
    return papers.select_related("case__company", "case__body").order_by("act__number").last()


def paper_title(paper: Paper) -> Text:
    """What the procedure calls the paper."""
    shape = procedure_of(paper.case).acts[paper.kind]
    return shape.paper.text() if shape.paper else shape.text()


def named(paper: Paper) -> str:
    """A paper as others name it: title and number."""
    return f"{paper_title(paper).zh}（{paper.number}）"


def carried(case: Case, kind: str) -> dict[str, Any]:
    """What the earlier paper says already."""
    earlier = earlier_paper(case, kind)
    fields = earlier.fields if earlier else {}
    return {name: fields[name] for name in _CARRIED if fields.get(name)}


def written_for(paper: Paper) -> dict[str, Text]:
    """Everything that was written down for the paper, and the terms that the law sets for it."""
    case, fields = paper.case, paper.fields
    same = {name: str(fields[name]) for name in _PLAIN if fields.get(name)}
    if fields.get("amount_fen"):
        same["amount"] = yuan_text(fields["amount_fen"])
    if fields.get("items"):
        same["items"] = "\n".join(fields["items"])
    for name in ("officers", "chair"):
        if fields.get(name):
            same[name] = "、".join(names_of(fields[name]))
    if paper.kind == "apply_to_court":
        same["served_papers"] = "\n".join(_served_papers(case))
    told = {name: Text(value, value) for name, value in same.items()}
    terms = {name: term_of(case, key) for name, key in _TERMS.items()}
    return {**told, **{name: term for name, term in terms.items() if term}}


def term_of(case: Case, key: str) -> Text | None:
    """A term as the law in force sets it here today; None where that is not known."""
    value = surroundings().values(key, case.place, timezone.localdate())
    if value.amount is None:
        return None
    words = value_text(value.amount, value.unit)
    return Text(words.zh.replace(" ", ""), words.en)


def remedies_of(case: Case) -> tuple[Remedy, ...]:
    """Reconsideration and suit, each with the term that the law in force sets."""
    upper = Text("本级人民政府", "the people's government of the same level")
    court = Text("有管辖权的人民法院", "the court that has jurisdiction")
    ways = (
        (Text("申请行政复议", "reconsideration"), upper, "procedure.review.ask"),
        (Text("提起行政诉讼", "a suit"), court, "procedure.suit.directly"),
    )
    return tuple(Remedy(name, to, _from_service(term_of(case, key))) for name, to, key in ways)


def names_of(usernames: str | Iterable[str]) -> list[str]:
    """The names of people of this platform; a name that is none of theirs stays as it is."""
    asked = [usernames] if isinstance(usernames, str) else list(usernames)
    known = dict(Person.objects.filter(username__in=asked).values_list("username", "name"))
    return [known.get(username, username) for username in asked]


def _from_service(term: Text | None) -> Text | None:
    return (
        Text(f"自收到本文书之日起{term.zh}内", f"within {term.en} of receiving this paper") if term else None
    )


def _served_papers(case: Case) -> list[str]:
    procedure = procedure_of(case)
    papers = {
        paper.kind: paper for paper in Paper.objects.filter(case=case, act__isnull=False).order_by("id")
    }
    lines = []
    for act in standing_acts(case):
        paper = papers.get(str(act.fields.get("paper")))
        if act.kind == "serve" and paper is not None:
            manner = procedure.manners[str(act.fields["manner"])]
            lines.append(f"{named(paper)}：{_day_of(act, manner.day)}，{manner.zh}")
    return lines


def _day_of(act: Act, field: str) -> date:
    return date.fromisoformat(str(act.fields[field]))
