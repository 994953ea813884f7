"""Asking for audits, registering made ones, releasing them to companies, and choosing findings."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from huhang.audit.output import RECEIPT
from huhang.audit.stored import open_audit
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.copying import copy_linked
from huhang.web.inspections.job_kinds import AUDIT, RECOMPUTATION
from huhang.web.inspections.models import AuditRun, Basket, Recomputation, Release, RunPlace
from huhang.web.inspections.preparing import OUTCOMES, prepare_run
from huhang.web.inspections.reading import open_prepared
from huhang.web.inspections.scopes import OF_FINDINGS
from huhang.web.inspections.selectors import findings_of
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_start
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError

RELEASING = (Role.INSPECTOR, Role.HEAD)
# More than this is a matter for several papers.
MOST_CHOSEN = 5000
Progress = Callable[[str, int, int], None]


def run_start(
    *, person: Person, places: Sequence[str], since: date, until: date, rights: Sequence[str], sample: bool
) -> Job:
    """Ask for an audit of places within the person's reach."""
    standing = standing_of(person)
    beyond = [place for place in places if not standing.reaches(place, *OF_FINDINGS)]
    if beyond or not places:
        raise NotAllowedError(
            Text(
                f"地区 {'、'.join(beyond) or '（空）'} 不在您的管辖范围内；请选择范围内的地区。",
                f"{', '.join(beyond) or '(none)'} is beyond your reach; choose places within it.",
            )
        )
    body = next((seat.body for seat in standing.seats if seat.body and seat.role in OF_FINDINGS), None)
    with transaction.atomic():
        run = AuditRun.objects.create(
            asked_by=person,
            body=body,
            asked_at=timezone.now(),
            since=since,
            until=until,
            rights=sorted(rights),
            sample=sample,
        )
        _add_places(run, places)
        log_act(
            person,
            "start",
            "audit",
            str(run.id),
            place=places[0],
            detail={"places": list(places), "since": str(since), "until": str(until), "rights": list(rights)},
        )
        run.job = job_start(kind=AUDIT, subject=run.id, person=person)
        run.save(update_fields=["job"])
    return run.job


def run_complete(*, run: AuditRun, progress: Progress | None = None) -> dict[str, Any]:
    """Make the results in the folder of a run ready for pages, and keep what they come to."""
    prepare_run(run.folder, progress)
    receipt = json.loads((run.folder / RECEIPT).read_text(encoding="utf-8"))
    summary = _summary(run)
    with transaction.atomic():
        run.receipt_number = receipt["number"]
        run.summary, run.ready = summary, True
        run.save(update_fields=["receipt_number", "summary", "ready"])
        for platform in open_prepared(run.folder).words["platform_id"]:
            Company.objects.get_or_create(
                platform_id=platform, defaults={"name_zh": platform, "place": run.place_codes[0]}
            )
        log_act(
            run.asked_by,
            "complete",
            "audit",
            str(run.id),
            place=run.place_codes[0],
            detail={"receipt": receipt["number"], **summary},
        )
    return {"receipt": receipt["number"]}


def run_register(*, folder: Path) -> AuditRun:
    """Take in an audit that `huhang audit` made in `folder`; its files are copied, or linked where one can.

    HuhangError (7) where the folder holds no audit.
    """
    receipt = open_audit(folder).receipt
    with transaction.atomic():
        run = AuditRun.objects.create(
            asked_at=timezone.now(),
            since=date.fromisoformat(receipt["from"]),
            until=date.fromisoformat(receipt["to"]),
            rights=receipt["rights"],
            sample=bool(receipt.get("sample")),
        )
        _add_places(run, receipt["places"])
    copy_linked(folder, run.folder)
    run_complete(run=run)
    return run


def _add_places(run: AuditRun, places: Sequence[str]) -> None:
    RunPlace.objects.bulk_create(RunPlace(run=run, place=place) for place in dict.fromkeys(places))


def _summary(run: AuditRun) -> dict[str, Any]:
    prepared = open_prepared(run.folder)
    sums = ", ".join(f"sum({outcome})::BIGINT AS {outcome}" for outcome in OUTCOMES)
    counts = prepared.rows(f"SELECT {sums} FROM tallies_of_rights", {})[0]
    found = prepared.rows("SELECT count(DISTINCT platform_id) AS companies FROM tallies_of_companies", {})[0]
    return {
        "counts": {outcome: number for outcome, number in counts.items() if number is not None},
        "companies": int(found["companies"]),
    }


def is_sample() -> bool:
    """Whether the records of this installation are invented, as its reports then say."""
    first = AuditRun.objects.order_by("id").first()
    return first is not None and first.sample


def recomputation_start(*, run: AuditRun, finding_id: str, person: Person) -> Job:
    """Ask for a finding to be computed again."""
    with transaction.atomic():
        again = Recomputation.objects.create(run=run, finding_id=finding_id)
        log_act(person, "compute again", "finding", f"{run.id}/{finding_id}", place=run.place_codes[0])
        again.job = job_start(kind=RECOMPUTATION, subject=again.id, person=person)
        again.save(update_fields=["job"])
    return again.job


def recomputation_complete(*, again: Recomputation, holds: bool, told: Sequence[Text]) -> dict[str, Any]:
    """Keep what computing a finding again came to."""
    with transaction.atomic():
        again.holds, again.at, again.told = holds, timezone.now(), [[text.zh, text.en] for text in told]
        again.save(update_fields=["holds", "at", "told"])
        log_act(
            None, "computed again", "finding", f"{again.run_id}/{again.finding_id}", detail={"holds": holds}
        )
    return {"holds": holds}


def check_chosen(number: int) -> None:
    """HuhangError where so many findings are too many for one inspection; nothing is cut off."""
    if number > MOST_CHOSEN:
        raise HuhangError(
            f"这样一共会选中 {number:,} 条，一次检查最多 {MOST_CHOSEN:,} 条。没有选入，原来已选的不变。"
            "请回到清单，再按权利、结果、区或月份缩小范围，分几次检查。",
            f"That would choose {number:,} findings; one inspection holds {MOST_CHOSEN:,} at most. None were "
            "added, and what was chosen before is as it was. Go back and narrow the list by right, outcome, "
            "district or month, and open several inspections.",
        )


def findings_choose(*, run: AuditRun, person: Person, ids: Sequence[str]) -> Basket:
    """Put findings of one company into the person's basket for the run; HuhangError where they do not fit.

    Chosen before and of another company: refused, so that nothing is mixed unseen.
    """
    rows = findings_of(person, run, ids)
    platforms = {str(row["platform_id"]) for row in rows}
    if len(platforms) != 1:
        raise HuhangError(
            "请只选一家企业的结论：一次检查只对一家企业。请先按企业筛选。",
            "Choose findings of one company: an inspection is of one. Filter by company first.",
        )
    with transaction.atomic():
        company = Company.objects.get(platform_id=platforms.pop())
        basket, _ = Basket.objects.get_or_create(run=run, person=person, defaults={"company": company})
        if basket.company != company:
            raise HuhangError(
                f"已选的结论属于 {basket.company.name_zh}；请先用掉或清空，再选另一家的。",
                f"Those chosen are of {basket.company.name.en}; use or clear them before choosing another's.",
            )
        chosen = list(dict.fromkeys([*basket.finding_ids, *(str(row["finding_id"]) for row in rows)]))
        check_chosen(len(chosen))
        basket.finding_ids = chosen
        basket.save(update_fields=["finding_ids"])
        log_act(
            person,
            "choose",
            "findings",
            str(run.id),
            company=company.platform_id,
            detail={"chosen": len(rows), "in all": len(basket.finding_ids)},
        )
    return basket


def basket_empty(*, run: AuditRun, person: Person) -> None:
    """Clear what the person has chosen in a run."""
    with transaction.atomic():
        Basket.objects.filter(run=run, person=person).delete()
        log_act(person, "clear", "findings", str(run.id))


def run_release(*, run: AuditRun, company: Company, person: Person) -> None:
    """Let a company see its findings of a run in the places that the person's bureau reaches."""
    standing = standing_of(person)
    places = {seat.place for seat in standing.seats if seat.place and seat.role in RELEASING}
    if not places:
        raise NotAllowedError(
            Text("只有监察员和负责人可以发布。", "Only inspectors and heads may release findings.")
        )
    with transaction.atomic():
        for place in sorted(places):
            Release.objects.get_or_create(
                run=run, company=company, place=place, defaults={"by": person, "at": timezone.now()}
            )
            log_act(person, "release", "audit", str(run.id), place=place, company=company.platform_id)


def release_withdraw(*, run: AuditRun, company: Company, person: Person) -> None:
    """Take back what the person's bureau let a company see."""
    places = {seat.place for seat in standing_of(person).seats if seat.place and seat.role in RELEASING}
    with transaction.atomic():
        for place in sorted(places):
            Release.objects.filter(run=run, company=company, place=place).delete()
            log_act(person, "withdraw", "audit", str(run.id), place=place, company=company.platform_id)
