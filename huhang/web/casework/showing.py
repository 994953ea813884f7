"""Cases in words for pages: the log, findings, what an act will do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from huhang.papers.content import PaperKind
from huhang.papers.findings import paper_finding
from huhang.papers.force_words import force_text
from huhang.papers.wording import paper_name
from huhang.procedure.clocks import ClockState
from huhang.procedure.fields import CORRECTION_REASON
from huhang.procedure.kernel import PossibleAct
from huhang.procedure.measures import MEASURES, MeasureState, measure_states
from huhang.procedure.model import Procedure
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person
from huhang.web.casework.forms import FILES
from huhang.web.casework.letters import decided_ids, differences_of, is_drafted
from huhang.web.casework.log_of_acts import (
    acts_of,
    book,
    plain_state,
    procedure_of,
    right_title,
    standing_acts,
    surroundings,
)
from huhang.web.casework.models import Case, CaseAct, Paper, Proof
from huhang.web.casework.selectors import is_company_side
from huhang.web.casework.written import names_of, paper_title
from huhang.web.inspections.masks import masked_subject
from huhang.web.intake.drafts import objections_to
from huhang.web.intake.models import DraftObjection
from huhang.web.ui.language import spoken

# The paper that calls to a meeting, the field with its day, and the act that records it.
_MEETINGS = (
    ("summons_to_talk", "meeting_on", "hold_talk"),
    ("announce_hearing", "hearing_on", "hold_hearing"),
)
_OTHER_FIELDS = {CORRECTION_REASON: Text("更正的理由", "why it is set right")}
_OVERTURNED = frozenset({"changed", "revoked", "redone"})


@dataclass(frozen=True)
class ShownAct:
    """One line of the log of a case."""

    number: int
    at: Any
    who: str
    title: str
    facts: tuple[tuple[str, str], ...]
    paper: Paper | None
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class ShownFinding:
    """One finding as the case page lists it."""

    finding_id: str
    right: Text
    subject: str
    place: Text
    period: str
    words: Text
    difference_fen: int | None
    decided: bool


@dataclass(frozen=True)
class ShownMeasure:
    """What an order asks for in one matter; `amount_fen` is the difference by this calculation."""

    matter: Text
    state: MeasureState
    amount_fen: int | None


@dataclass(frozen=True)
class Step:
    """An act that can be done now: where it is done, and what it will do."""

    kind: str
    title: Text
    address: str
    will: Text


def shown_act(case: Case, act: CaseAct) -> ShownAct:
    """An act with its fields in words."""
    title = act_title(case, act)
    if act.corrects is not None:
        title = Text(f"更正第 {act.corrects} 项：{title.zh}", f"no. {act.corrects} set right: {title.en}")
    return ShownAct(
        act.number,
        act.at,
        act.by.name,
        spoken(title),
        tuple(_facts(case, act.fields)),
        Paper.objects.filter(act=act).first(),
        tuple(act.proofs.all()),
    )


def act_title(case: Case, act: CaseAct) -> Text:
    """What an act is called."""
    shape = procedure_of(case).acts.get(act.kind)
    return shape.text() if shape else Text("撤销误记", "strike an entry made by mistake")


def shown_findings(case: Case) -> list[ShownFinding]:
    """The findings of a case; workers are masked."""
    decided = decided_ids(case)
    return [shown_row(found.row, decided=found.finding_id in decided) for found in case.findings.all()]


def shown_measures(case: Case) -> list[ShownMeasure]:
    """What the last order asks for, matter by matter, as it stands today."""
    found = surroundings().case(procedure_of(case), acts_of(case), timezone.now())
    states = measure_states(found)
    if not states:
        return []
    paper = next(act for act in reversed(found.acts) if act.fields.get(MEASURES))
    named = paper.fields.get("findings", ())
    sums = differences_of(case, named if isinstance(named, tuple) else ())
    return [ShownMeasure(right_title(state.matter), state, sums.get(state.matter)) for state in states]


def shown_objections(person: Person, case: Case) -> list[tuple[DraftObjection, ShownFinding]]:
    """What the company said against findings of the case, as far as the person may see it, oldest first."""
    findings = {found.finding_id: found for found in shown_findings(case)}
    said = objections_to(person, list(findings)).filter(company=case.company)
    return [(one, findings[one.finding_id]) for one in said]


def meetings(person: Person, case: Case) -> list[tuple[Text, str]]:
    """Talks and hearings to come, when and where; a company sees them once their paper was served."""
    found = surroundings().case(procedure_of(case), acts_of(case), timezone.now())
    told: list[tuple[Text, str]] = []
    for paper, day, held in _MEETINGS:
        act = found.latest(paper) if paper in found.procedure.acts and not found.ended else None
        if act is None or any(later.kind == held for later in found.since((paper,))):
            continue
        if found.service(paper) is None and is_company_side(person, case):
            continue
        words = [
            str(act.fields[name]) for name in (day, "meeting_time", "meeting_place") if act.fields.get(name)
        ]
        told.append((found.procedure.fields[day].text(), " ".join(words)))
    return told


@dataclass(frozen=True)
class ShownReview:
    """Reconsideration or suit against a decision, as the case of the decision tells of it."""

    case: Case
    decision: str
    stage: Text
    terms: tuple[ClockState, ...]

    @property
    def overturned(self) -> bool:
        """Whether the decision no longer holds as it was made."""
        return self.case.stage in _OVERTURNED


def shown_review(review: Case) -> ShownReview:
    """Where it stands; while nobody has taken a way, until when each is open."""
    state = plain_state(review)
    running = tuple(clock for clock in state.clocks if clock.status in ("running", "over", "unknown"))
    decision = str(standing_acts(review)[0].fields["decision"])
    return ShownReview(review, decision, state.stage_title, running if state.stage == "open" else ())


def set_aside(case: Case) -> Text | None:
    """That the last order or decision was set aside, by what and from which day; None where it holds."""
    found = surroundings().case(procedure_of(case), acts_of(case), timezone.now())
    papers = (paper for shape in found.procedure.acts.values() for paper in shape.overturns)
    acts = [(act, paper) for paper in papers if (act := found.overturned(paper))]
    if not acts:
        return None
    last, paper = max(acts, key=lambda one: one[0].number)
    fields, shape = last.fields, found.procedure.acts[last.kind]
    named = (found.procedure.acts[paper].paper or found.procedure.acts[paper]).text()
    by = (found.procedure.fields["overturned_by"].choices or {})[str(fields["overturned_by"])]
    note = shape.note.text() if shape.note else shape.text()
    number, day = fields["number"], fields["overturned_on"]
    return Text(
        f"{by.zh}（{number}）已撤销{named.zh}，{day} 送达。{note.zh}",
        f"The {named.en} was set aside by {by.en} {number}, served {day}. {note.en}",
    )


def shown_row(row: Mapping[str, Any], *, decided: bool = False) -> ShownFinding:
    """A row of findings as lists show it."""
    line = paper_finding(row, book(), decided=decided)
    return ShownFinding(
        line.finding_id,
        line.right,
        masked_subject(row["subject_kind"], row["subject_id"]),
        line.place,
        f"{line.period_from} – {line.period_to}",
        force_text(line),
        line.difference_fen,
        decided,
    )


def shown_title(paper: Paper) -> Text:
    """What a paper is called; that of an act of service is its receipt."""
    return paper_name(PaperKind.SERVICE_RECEIPT) if paper.kind == "serve" else paper_title(paper)


def step_of(case: Case, act: PossibleAct, address: str) -> Step:
    """An act with what it will do, in words."""
    procedure = procedure_of(case)
    shape = procedure.acts[act.kind]
    zh, en = [], []
    if is_drafted(case, act.kind):
        zh.append("先起草并预览，由有权的人签发")
        en.append("first a draft to look at, which who holds the power signs")
        if procedure.is_served(act.kind):
            zh.append("送达之后期限才起算")
            en.append("clocks run from its service")
    elif act.kind == "recheck":
        zh.append("用送达之后交来的数据把同样的权利再算一遍，并记下结果")
        en.append("the same rights are computed again on records that came in after the service")
    if shape.to:
        stage = procedure.stages[shape.to].text()
        zh.append(f"案件进入“{stage.zh}”")
        en.append(f'the case moves to "{stage.en}"')
    zh.append(f"依据{act.basis.zh}")
    en.append(f"under {act.basis.en}")
    return Step(act.kind, act.title, address, Text("；".join(zh) + "。", "; ".join(en) + "."))


def excepted(case: Case, act: PossibleAct) -> Text | None:
    """The grounds on which an act is possible though it is not open; None where there is none."""
    grounds = [procedure_of(case).exceptions[name] for name in act.exceptions]
    if not grounds:
        return None
    return Text("、".join(one.zh for one in grounds), ", ".join(one.en for one in grounds))


def _facts(case: Case, fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts, procedure = [], procedure_of(case)
    for name, value in fields.items():
        if name in FILES:
            continue
        shape = procedure.fields.get(name)
        title = spoken(shape.text() if shape else _OTHER_FIELDS.get(name, Text(name, name)))
        if name == "company" and value == case.company.name_zh:
            # The act keeps the name as it was; in English it is read by the name that the registry knows.
            facts.append((title, str(case.company)))
            continue
        facts.append((title, _value(procedure, name, value)))
    return facts


def _value(procedure: Procedure, name: str, value: Any) -> str:
    shape = procedure.fields.get(name)
    if name == "paper" and value in procedure.acts:
        return spoken((procedure.acts[value].paper or procedure.acts[value]).text())
    if name == "manner" and value in procedure.manners:
        return spoken(procedure.manners[value].text())
    if shape and shape.choices and value in shape.choices:
        return spoken(shape.choices[value].text())
    if name == "findings":
        return spoken(Text(f"{len(value)} 项", f"{len(value)}"))
    if name == "signed_by" or (shape and shape.kind == "people"):
        return "、".join(names_of(value))
    if name == "matters":
        return "、".join(spoken(right_title(item)) for item in value)
    if isinstance(value, bool):
        return spoken(Text("是", "yes") if value else Text("否", "no"))
    if isinstance(value, list):
        return _lines(value)
    if shape and shape.kind == "instant":
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if shape and shape.kind == "fen":
        return spoken(Text(f"{yuan_text(value)} 元", f"{yuan_text(value)} yuan"))
    return str(value)


def _lines(items: list[str]) -> str:
    """One a line, numbered where there are several."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
