"""The recheck: the same rights again, on records that came in after the paper was served."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from huhang.audit.run import run_audit
from huhang.records.lake.handing import open_lake
from huhang.vocabulary.words import HuhangError, Outcome, Text
from huhang.web.accounts.models import Person
from huhang.web.casework.audits import receipt_of
from huhang.web.casework.fresh_records import last_taken_in, records_mark
from huhang.web.casework.job_kinds import RECHECK
from huhang.web.casework.log_of_acts import acts_of, procedure_of, standing_acts, state_for, surroundings
from huhang.web.casework.models import Case, CaseFinding
from huhang.web.casework.services import RefusedError, act_do
from huhang.web.jobs.kinds import Progress
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_start

# Of what is still open so many are named in the act.
_NAMED = 20


def recheck_start(*, person: Person, case: Case) -> Job:
    """Ask for the recheck; refused while nothing new came in from the company since the service."""
    allowed = {act.kind for act in state_for(case, person).allowed}
    if RECHECK not in allowed:
        raise RefusedError(
            Text(
                "现在不能复核：要在送达之后，由监察员办理。",
                "No recheck now: it follows service, and an inspector does it.",
            ),
            "stage",
        )
    _refuse_old_records(case)
    return job_start(kind=RECHECK, subject=case.pk, person=person)


def recheck_work(job: Job, progress: Progress) -> dict[str, Any]:
    """Run the rights of the case again, and write the act that tells the result."""
    case = Case.objects.select_related("company", "body").get(pk=job.subject)
    _refuse_old_records(case)
    taken_in, after = last_taken_in(), _after_service(case)
    rows = _audited_again(case, job, progress)
    still = [found for found in case.findings.all() if is_open(found, rows, after)]
    with transaction.atomic():
        act_do(
            person=job.asked_by,
            case=case,
            kind=RECHECK,
            fields={
                "data_taken_in_at": taken_in.isoformat() if taken_in else "",
                "result": "not_cured" if still else "cured",
                "findings": [found.finding_id for found in still[:_NAMED]],
                "matters": sorted({found.right for found in still}),
                "note": _note(case, len(still)),
            },
            seen=None,
        )
    return {"case": case.pk, "still_open": len(still)}


@dataclass(frozen=True)
class After:
    """The day of service, and the last local day that the records speak of."""

    served_on: date
    known_until: date


def is_open(finding: CaseFinding, rows: Sequence[Mapping[str, Any]], after: After) -> bool:
    """Whether what was found is still there, or cannot be told yet.

    Money is judged again for the same subject and days: it can be paid late. What was done cannot be undone,
    so other findings are looked for in the days after the service, which the records must reach.
    """
    same = [row for row in rows if row["right"] == finding.right]
    if finding.row["shortfall_fen"]:
        owed = (row for row in same if row["shortfall_fen"] or row["verdict"] == Outcome.UNKNOWN)
        return any(_same_subject(finding.row, row) for row in owed)
    if after.known_until <= after.served_on:
        return True
    return any(str(row["period_to"]) > after.served_on.isoformat() for row in same)


def _audited_again(case: Case, job: Job, progress: Progress) -> list[Mapping[str, Any]]:
    """What the same rights find at the company now: broken, signals and what cannot be told."""
    receipt = receipt_of(case.audit)
    out = settings.HOME.audits / f"recheck-{case.pk}-{job.pk}"
    shutil.rmtree(out, ignore_errors=True)
    result = run_audit(
        settings.HOME.lake,
        places=receipt["places"],
        since=date.fromisoformat(receipt["from"]),
        # As of today: what was paid meanwhile counts.
        until=max(date.fromisoformat(receipt["to"]), timezone.localdate()),
        rights=sorted({finding.right for finding in case.findings.all()}),
        out=out,
        progress=progress,
    )
    return [row for row in result.findings.to_pylist() if row["platform_id"] == case.company.platform_id]


def _after_service(case: Case) -> After:
    days = [
        served.day
        for kind in procedure_of(case).acts["serve"].serves
        if (served := surroundings().case(procedure_of(case), acts_of(case), timezone.now()).service(kind))
        and served.day
    ]
    extent = open_lake(settings.HOME.lake).extent()
    known = timezone.localtime(extent[1]).date() if extent else date.min
    return After(max(days, default=timezone.localdate()), known)


def _same_subject(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    same = all(before[name] == now[name] for name in ("subject_kind", "subject_id"))
    first, last = str(now["period_from"]), str(now["period_to"])
    return same and first <= before["period_to"] and last >= before["period_from"]


def _note(case: Case, still: int) -> str:
    count = case.findings.count()
    return f"重新核查 {count} 项，其中 {still} 项仍未改正或无法判断。"


def _refuse_old_records(case: Case) -> None:
    served = [act.at for act in standing_acts(case) if act.kind == "serve"]
    taken_in = last_taken_in()
    mark = records_mark(case.company.platform_id)
    if not served or not taken_in or taken_in < max(served) or mark == case.records_at_service:
        raise HuhangError(
            f"送达之后还没有收到 {case.company.name_zh} 的新数据，不能复核。请等企业交来改正后的数据。",
            f"Nothing new has come in from {case.company.name.en} since the service, so nothing can be "
            "checked again. Wait for the records that show what was put right.",
        )
