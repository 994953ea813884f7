"""What people may see of cases: government by place, a company its own once a paper was served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from huhang.procedure.acts import STRIKE, Act
from huhang.procedure.clocks import ClockState
from huhang.procedure.kernel import CaseState, PossibleAct
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.casework.letters import KINDS
from huhang.web.casework.log_of_acts import (
    actor_of,
    issued,
    plain_state,
    procedure_of,
    standing_acts,
    state_for,
)
from huhang.web.casework.models import Case, CaseAct, Paper, Proof

READERS = (Role.INSPECTOR, Role.HEAD, Role.OFFICER)
# What a company sees of the log: what was sent to it, its own acts, and how it ended.
_TOLD_ACTS = (
    "serve", "answer", "ask_more_time", "grant_time", "recheck", "statement", "waive_statement",
    "answer_points", "ask_hearing", "waive_hearing", "hold_talk", "close_cured", "close_minor",
    "close_no_violation", "performed", "drop_proposal", "revoke_decision",
)  # fmt: skip
# The way a case usually goes; the first of these that is open is the next act.
_NEXT = (
    "end_upheld", "end_changed", "end_revoked", "end_redone", "end_judged_upheld", "end_judged_changed",
    "end_judged_revoked", "end_judged_redone", "lapse", "close_overturned",
    "file_case", "finish_investigation", "serve", "close_cured", "recheck", "answer_points",
    "order_to_correct", "reminder_letter", "letter_of_advice", "statement", "answer", "legal_review",
    "handling_decision", "performed",
    "ask_review", "accept_review", "receive_copy", "reply", "decide_review", "receive_complaint", "defend",
    "judge",
)  # fmt: skip
# Possible at many stages, and never the way that a case usually goes.
_ASIDE = frozenset(
    {
        "correct_paper",
        "replace_officer",
        "preserve_evidence",
        "decide_on_evidence",
        "drop_proposal",
        "refer_crime",
        "revoke_decision",
    }
)
# Ways to a higher instance, and the outcomes after which a side has no reason to go it, though it may.
_ONWARD = frozenset({"appeal", "sue_after_review"})
_WON_BY_COMPANY = frozenset({"changed", "revoked", "redone"})
_WON_BY_BODY = frozenset({"upheld"})
# Offered first wherever they are open, whoever the stage waits for.
_WHOEVERS_TURN = frozenset({"serve", "legal_review", "lapse"}) | frozenset(
    kind for kind in _NEXT if kind.startswith("end_")
)
# Ways that are open against a decision and that nobody has taken: told with the decision, not in lists.
_UNUSED = Q(attacked__isnull=False, stage__in=("open", "unused"))


_WAITING = 20
_PROPOSALS = ("propose_handling", "propose_penalty")


@dataclass(frozen=True)
class Filters:
    """What a list of cases is narrowed to."""

    query: str = ""
    stage: str = ""
    state: str = ""

    @property
    def number(self) -> int:
        """How many are in use."""
        return sum(map(bool, (self.query, self.stage, self.state)))


@dataclass(frozen=True)
class Deadline:
    """A clock of a case that somebody has to mind."""

    case: Case
    clock: ClockState
    holder: Text
    mine: bool


def cases_for(person: Person) -> QuerySet[Case]:
    """The cases that the person may see, newest first."""
    standing = standing_of(person)
    seen = standing.places("place", *READERS) | (standing.own_company("company") & Q(told=True))
    return Case.objects.filter(seen).select_related("company", "body", "attacked__case")


def narrowed(cases: QuerySet[Case], filters: Filters) -> QuerySet[Case]:
    """The cases that fit the filters."""
    if filters.query:
        words = filters.query
        cases = cases.filter(
            Q(number__icontains=words)
            | Q(company__name_zh__icontains=words)
            | Q(company__platform_id__icontains=words)
        )
    if filters.stage:
        procedure, _, stage = filters.stage.rpartition(".")
        cases = cases.filter(stage=stage, procedure=procedure or "inspection")
    else:
        cases = cases.exclude(_UNUSED)
    if filters.state == "open":
        cases = cases.filter(ended=False)
    elif filters.state == "ended":
        cases = cases.filter(ended=True)
    elif filters.state == "late":
        cases = cases.filter(ended=False, due_on__lt=timezone.localdate())
    return cases


def reviews_of(case: Case) -> QuerySet[Case]:
    """Reconsideration and suit against the decisions of a case, in the order in which these were served."""
    return Case.objects.filter(attacked__case=case).select_related("attacked__case").order_by("id")


def is_company_side(person: Person, case: Case) -> bool:
    """Whether the person looks at the case as the company."""
    return "company" in actor_of(person, case).roles


def papers_for(person: Person, case: Case) -> QuerySet[Paper]:
    """The papers that the person may see: a company those that were served."""
    papers = Paper.objects.filter(case=case).select_related("act__by", "case__company", "case__body")
    if not is_company_side(person, case):
        return papers
    if case.attacked is not None:
        # Both sides are parties here, and each may read what the other handed in.
        return papers.filter(act__isnull=False)
    served = [act.fields["paper"] for act in standing_acts(case) if act.kind == "serve"]
    told = Q(kind__in=served) | Q(kind="serve") | Q(kind__in=[kind for kind in _TOLD_ACTS if kind in KINDS])
    return papers.filter(told, act__isnull=False)


def rows_of_log(person: Person, case: Case) -> QuerySet[CaseAct]:
    """The acts that the person may see, the latest first."""
    acts = CaseAct.objects.filter(case=case).select_related("by").prefetch_related("proofs")
    if is_company_side(person, case) and case.attacked is None:
        acts = acts.filter(Q(kind__in=_TOLD_ACTS) | Q(kind=STRIKE, role="company"))
    return acts.order_by("-number")


def proofs_for(person: Person, case: Case) -> QuerySet[Proof]:
    """The files that the person may open."""
    return Proof.objects.filter(case=case, act__in=rows_of_log(person, case))


def unserved(case: Case) -> list[Paper]:
    """Signed papers that were not served since."""
    acts = standing_acts(case)
    serve = procedure_of(case).acts.get("serve")
    if serve is None:
        return []
    papers = issued(case).filter(kind__in=serve.serves).select_related("act")
    return [paper for paper in papers if paper.act and not _served_after(acts, paper.kind, paper.act.number)]


def served(case: Case) -> list[Paper]:
    """Papers that were served, the last first; none that was served is ever rewritten."""
    waiting = {paper.pk for paper in unserved(case)}
    acts = procedure_of(case).acts
    kinds = [kind for kind, shape in acts.items() if any(kind in one.serves for one in acts.values())]
    papers = issued(case).filter(kind__in=kinds).exclude(kind="correct_paper")
    return [paper for paper in papers if paper.pk not in waiting]


def open_points(case: Case) -> list[str]:
    """The points of the company that nobody has answered yet, in the order in which they were made."""
    acts = standing_acts(case)
    last = max((act.number for act in acts if act.kind in _PROPOSALS), default=0)
    since = [act for act in acts if act.number > last]
    said, answered = (
        [point for act in since if act.kind == kind for point in _points(act)]
        for kind in ("statement", "answer_points")
    )
    return [point for point in dict.fromkeys(said) if point not in answered]


def _points(act: Act) -> tuple[str, ...]:
    points = act.fields.get("points")
    return points if isinstance(points, tuple) else ()


def _served_after(acts: tuple[Act, ...], kind: str, number: int) -> bool:
    return any(
        act.kind == "serve" and act.fields.get("paper") == kind and act.number > number for act in acts
    )


def possible_acts(person: Person, case: Case) -> tuple[list[PossibleAct], list[PossibleAct], CaseState]:
    """What the person can do now, the next act first; what is not open, each with its reason."""
    state = state_for(case, person)
    waiting = bool(unserved(case))
    ready = [act for act in state.allowed if act.kind != "serve" or waiting]
    ready = [act for act in ready if act.kind != "recheck" or case.told]
    ready = [act for act in ready if act.kind != "answer_points" or open_points(case)]
    order = {kind: place for place, kind in enumerate(_NEXT)}
    asked = came_in(case)
    if asked is not None and asked.kind == "ask_more_time":
        order["grant_time"] = -1
    if any(act.kind == "redo" for act in ready) and _to_be_redone(case):
        order["redo"] = -1
    ready.sort(key=lambda act: order.get(act.kind, len(order)))
    roles = actor_of(person, case).roles
    refused = [act for act in state.refused if roles & set(act.by)]
    return ready, refused, state


def next_act(
    person: Person, case: Case, ready: Sequence[PossibleAct], state: CaseState
) -> PossibleAct | None:
    """What the page offers first; None where it is another's turn, or the company has just acted itself."""
    aside = _ASIDE | _ONWARD if _has_won(person, case) else _ASIDE
    usual = next((act for act in ready if act.kind not in aside), None)
    last = came_in(case)
    if is_company_side(person, case):
        mine = last is None and (not state.must_act or "company" in state.must_act)
    else:
        roles = actor_of(person, case).roles
        mine = not state.must_act or last is not None or bool(roles & set(state.must_act))
        mine |= any(act.kind in _WHOEVERS_TURN for act in ready)
    return usual if mine else None


def _has_won(person: Person, case: Case) -> bool:
    """Whether reconsideration or the judgment went as the person's side wished, in whole or in part."""
    return _outcome(case) in (_WON_BY_COMPANY if is_company_side(person, case) else _WON_BY_BODY)


def _outcome(review: Case) -> str:
    """What was decided last in reconsideration or by the first judgment; empty before."""
    decided = [str(act.fields["outcome"]) for act in standing_acts(review) if "outcome" in act.fields]
    return decided[-1] if decided else ""


def _to_be_redone(case: Case) -> bool:
    """Whether the last decision of a case is to be made again."""
    review = reviews_of(case).last()
    return review is not None and "redone" in (review.stage, _outcome(review))


def came_in(case: Case) -> CaseAct | None:
    """What the company did last, where nobody has acted since; None where the last act was another's."""
    last = CaseAct.objects.filter(case=case).order_by("-number").first()
    return last if last and last.role == "company" and not case.ended else None


def cases_waiting_for(person: Person) -> list[tuple[Case, CaseAct]]:
    """Cases in which the company did something last, the longest waiting first, for who acts for the body."""
    last = CaseAct.objects.filter(case=OuterRef("pk")).order_by("-number")
    seen = Case.objects.filter(standing_of(person).places("place", *READERS), ended=False)
    found = seen.annotate(by=Subquery(last.values("role")[:1])).filter(by="company")
    found = found.select_related("company", "attacked").order_by("id")
    return [(case, act) for case in found[:_WAITING] if (act := came_in(case))]


def deadlines_for(person: Person) -> list[Deadline]:
    """Running clocks of the cases that the person may see, the nearest first; own ones marked."""
    found: list[Deadline] = []
    for case in cases_for(person).filter(ended=False, due_on__isnull=False).order_by("due_on")[:200]:
        roles = actor_of(person, case).roles
        procedure = procedure_of(case)
        unused = case.attacked is not None and case.stage == "open"
        for clock in plain_state(case).clocks:
            if clock.status in ("running", "overdue", "unknown", "paused"):
                holder = procedure.role_text(clock.holder)
                mine = bool(roles & {*clock.holder, clock.step or ""})
                if mine or not unused:
                    found.append(Deadline(case, clock, holder, mine))
    return sorted(found, key=lambda one: (not one.mine, one.clock.due or date.max))
