"""Setting an act right that was not served: it stays in the record, and a later act says what holds."""

from copy import copy
from typing import Any

from django.db import transaction

from huhang.procedure.acts import STRIKE
from huhang.procedure.fields import CORRECTION_REASON, needed_fields
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.models import Person
from huhang.web.casework.forms import FILES
from huhang.web.casework.letters import KINDS
from huhang.web.casework.log_of_acts import actor_of, procedure_of
from huhang.web.casework.models import Case, CaseAct
from huhang.web.casework.services import Fields, act_write

# Computed by a job, counted from, or answered point by point: struck and done again, never written otherwise.
_NEVER_REWRITTEN = frozenset({"recheck", "serve", "statement"})


def may_be_struck(person: Person, case: Case, act: CaseAct) -> bool:
    """Whether the page offers to set the act right; whether it is possible the kernel says."""
    shape = procedure_of(case).acts.get(act.kind)
    if shape is None or act.number == 1 or act.corrects is not None or case.ended:
        return False
    corrected = CaseAct.objects.filter(case=case, corrects=act.number, kind=STRIKE).exists()
    return not corrected and bool(set(shape.by) & actor_of(person, case).roles)


def may_be_rewritten(case: Case, act: CaseAct) -> bool:
    """Whether its fields can be written anew; an act that made a paper is struck and done again."""
    return act.kind not in KINDS and act.kind not in _NEVER_REWRITTEN


def as_it_holds(case: Case, act: CaseAct) -> CaseAct:
    """An act with the fields of its last correction, its own where it was never set right."""
    last = CaseAct.objects.filter(case=case, corrects=act.number).order_by("number").last()
    if last is None:
        return act
    holding = copy(act)
    holding.fields = {name: value for name, value in last.fields.items() if name != CORRECTION_REASON}
    return holding


def act_strike(*, person: Person, case: Case, number: int, reason: str, seen: int | None) -> CaseAct:
    """Strike an act made by mistake; RefusedError where a later act rests on it or its paper was served."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        target = _target(person, case, number)
        served = target.fields.get("paper") if target.kind == "serve" else None
        if served and Case.objects.filter(attacked__case=case, attacked__kind=served).exists():
            raise HuhangError(
                "这次送达已经打开复议和诉讼的途径，不能撤销；请发更正通知书。",
                "This service has opened the ways to reconsideration and suit and is not struck: "
                "issue a notice of correction.",
            )
        act = act_write(case, person, STRIKE, {CORRECTION_REASON: reason}, seen, target)
        if target.kind == "serve":
            case.told = _was_served(case)
            case.save(update_fields=["told"])
    return act


def act_rewrite(
    *, person: Person, case: Case, number: int, fields: Fields, reason: str, seen: int | None
) -> CaseAct:
    """Write the fields of an act anew, all of them; files that came with it stay with it."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        target = _target(person, case, number)
        if not may_be_rewritten(case, target):
            raise HuhangError(
                "这一项不能改写；请撤销后重新办理。", "This act is not rewritten: strike it, and do it again."
            )
        files = {name: value for name, value in target.fields.items() if name in FILES}
        written = {**files, **fields, CORRECTION_REASON: reason}
        if procedure_of(case).acts[target.kind].signed:
            written["signed_by"] = person.username
        return act_write(case, person, target.kind, written, seen, target)


def _target(person: Person, case: Case, number: int) -> CaseAct:
    target = CaseAct.objects.filter(case=case, number=number).first()
    if target is None or not may_be_struck(person, case, target):
        raise HuhangError(
            f"第 {number} 项不能由您更正。", f"Act no. {number} is not yours to set right.", exit_code=7
        )
    return target


def _was_served(case: Case) -> bool:
    struck = CaseAct.objects.filter(case=case, kind=STRIKE).values("corrects")
    return CaseAct.objects.filter(case=case, kind="serve").exclude(number__in=struck).exists()


def needs_of(case: Case, kind: str) -> tuple[list[str], list[str]]:
    """The fields that an act must have and may have, but for the files that it came with."""
    procedure = procedure_of(case)
    shape = procedure.acts[kind]
    needs = [name for name in needed_fields(procedure, shape) if name not in FILES]
    return needs, [name for name in shape.may if name not in FILES]


def corrections_of(case: Case) -> dict[int, tuple[Text, int]]:
    """For each act that was set right: how, and by which act."""
    told: dict[int, tuple[Text, int]] = {}
    rows: Any = CaseAct.objects.filter(case=case, corrects__isnull=False).order_by("number")
    for row in rows:
        words = Text("已撤销", "struck") if row.kind == STRIKE else Text("已更正", "set right")
        told[row.corrects] = (words, row.number)
    return told
