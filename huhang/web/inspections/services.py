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
from huhang.vocabulary.words import Text
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person
from huhang.web.accounts.seats import standing_of
from huhang.web.copying import copy_linked
from huhang.web.inspections.models import AuditRun, Recomputation, RunPlace
from huhang.web.inspections.preparing import prepare_run
from huhang.web.inspections.reading import open_prepared
from huhang.web.inspections.scopes import OF_FINDINGS
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_start
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError

AUDIT, RECOMPUTATION = "audit", "recomputation"
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
    prepare_run(run.folder, run.prepared, progress)
    receipt = json.loads((run.folder / RECEIPT).read_text(encoding="utf-8"))
    summary = _summary(run)
    with transaction.atomic():
        run.receipt_number = receipt["number"]
        run.summary, run.ready = summary, True
        run.save(update_fields=["receipt_number", "summary", "ready"])
        for platform in open_prepared(run.prepared).words["platform_id"]:
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
    prepared = open_prepared(run.prepared)
    counts = prepared.rows(
        "SELECT verdict, sum(subjects)::BIGINT AS n FROM tallies GROUP BY verdict ORDER BY verdict", {}
    )
    sums = prepared.rows(
        "SELECT coalesce(sum(fen), 0)::BIGINT AS fen, count(DISTINCT platform_id) AS companies FROM tallies",
        {},
    )[0]
    return {
        "counts": {str(row["verdict"]): int(row["n"]) for row in counts},
        "fen": int(sums["fen"]),
        "companies": int(sums["companies"]),
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
