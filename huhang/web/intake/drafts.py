"""Dry runs: the very same audit over a company's own records, and what the company says of it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from huhang.audit.run import run_audit
from huhang.law.loader import load_law
from huhang.records.lake.lock import one_writer
from huhang.records.lake.manifest import is_lake
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.copying import copy_linked
from huhang.web.intake.files import Upload, keep_upload, safe_name
from huhang.web.intake.job_kinds import DRAFT
from huhang.web.intake.models import DraftObjection, DraftRun, HandOver
from huhang.web.intake.ownership import check_owner
from huhang.web.intake.reading import mapping_of, named, workers_in_lake
from huhang.web.intake.services import own_company
from huhang.web.jobs.kinds import Progress
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_start

_SHOWN = ("broken", "signal", "unknown")


def drafts_for(person: Person) -> QuerySet[DraftRun]:
    """The dry runs of the person's own company; nobody else sees them."""
    standing = standing_of(person)
    if not standing.holds(Role.COMPLIANCE):
        return DraftRun.objects.none()
    return DraftRun.objects.filter(standing.own_company()).select_related("company", "job", "hand_over")


def draft_start(
    *, person: Person, place: str, since: date, until: date, hand_over: HandOver | None = None
) -> Job:
    """Ask for a dry run over what the company has filed, with the files of a hand-over counted in."""
    company = own_company(person)
    if hand_over is not None and not hand_over.is_open:
        raise HuhangError(
            "这次交件已经结束；请直接对已交的记录试算。",
            "This hand-over is over: run over what was filed.",
        )
    if hand_over is None and not is_lake(settings.HOME.lake):
        raise HuhangError(
            "还没有已交的记录；请先选文件，再试算。", "Nothing has been filed yet: choose files first."
        )
    with transaction.atomic():
        run = DraftRun.objects.create(
            company=company, made_by=person, made_at=timezone.now(), hand_over=hand_over,
            place=place, since=since, until=until,
        )  # fmt: skip
        run.job = job_start(kind=DRAFT, subject=run.id, person=person)
        run.save(update_fields=["job"])
        _log(person, "start", run, {"place": place, "since": str(since), "until": str(until)})
    return run.job


def audit_draft(job: Job, progress: Progress) -> dict[str, Any]:
    """Audit the company's own rows of the lake, or of the lake as it would be with its files."""
    run = DraftRun.objects.select_related("company", "hand_over", "made_by").get(id=job.subject)
    with _lake_as_it_would_be(run, progress) as lake:
        try:
            result = run_audit(
                lake, places=[run.place], since=run.since, until=run.until, out=run.folder,
                platform=run.company.platform_id, progress=progress,
            )  # fmt: skip
        except HuhangError as error:
            raise named(error, {str(lake): "“本企业的记录”"}) from None
    verdicts = result.findings.column("verdict").to_pylist()
    counts = {verdict: verdicts.count(verdict) for verdict in _SHOWN}
    run.counts = counts
    with transaction.atomic():
        run.ready = True
        run.save(update_fields=["ready", "counts"])
        _log(run.made_by, "complete", run, counts)
    return counts


@contextmanager
def _lake_as_it_would_be(run: DraftRun, progress: Progress) -> Iterator[Path]:
    """The lake, or a passing copy into which the files were taken; what is linked is never written to."""
    lake: Path = settings.HOME.lake
    if run.hand_over is None:
        yield lake
        return
    hand_over, areas = run.hand_over, frozenset(load_law().places)
    sources, mapping = [hand_over.folder / "files"], mapping_of(hand_over)
    place: Path = settings.HOME.files
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="draft-", dir=place) as folder:
        passing = Path(folder) / "lake"
        try:
            check_owner(
                sources, run.company.platform_id, mapping, areas, lambda: workers_in_lake(run.company),
                progress,
            )  # fmt: skip
            if is_lake(lake):
                with one_writer(lake, wait=True):
                    copy_linked(lake, passing)
                key = lake.with_name(lake.name + ".key")
                if key.exists():
                    shutil.copy2(key, passing.with_name(passing.name + ".key"))
            take_in_to_lake(sources, passing, mapping=mapping, known_areas=areas, progress=progress)
        except HuhangError as error:
            raise named(error, {str(sources[0]): "“交来的文件”"}) from None
        yield passing


def draft_findings(
    run: DraftRun, *, right: str = "", verdict: str = "", after: int = 0, most: int = 50
) -> pa.Table:
    """Findings of a dry run by right, the greatest difference first, behind so many, at most so many."""
    rows = pq.read_table(run.folder / "findings.parquet")
    for column, wanted in (("right", right), ("verdict", verdict)):
        if wanted:
            rows = rows.filter(pc.field(column) == wanted)
    order: list[tuple[str, Literal["ascending", "descending"]]] = [
        ("right", "ascending"), ("shortfall_fen", "descending"), ("finding_id", "ascending"),
    ]  # fmt: skip
    return rows.sort_by(order).slice(after, most)


def draft_finding(run: DraftRun, finding_id: str) -> dict[str, Any] | None:
    """One finding of a dry run."""
    rows = pq.read_table(run.folder / "findings.parquet", filters=pc.field("finding_id") == finding_id)
    return dict(rows.to_pylist()[0]) if rows.num_rows else None


def objection_make(
    *, person: Person, run: DraftRun, finding_id: str, text: str, proof: "Upload | None" = None
) -> DraftObjection:
    """Say something against a finding, with a file as proof; kept as it was said."""
    if not text.strip():
        raise HuhangError(
            "没有写理由；请写明这一条哪里不对。", "No reason is given: say what is wrong about this finding."
        )
    if draft_finding(run, finding_id) is None:
        raise HuhangError(
            f"试算里没有 {finding_id} 这一条。", f"The dry run has no finding {finding_id}.", exit_code=7
        )
    with transaction.atomic():
        made = DraftObjection.objects.create(
            run=run, company=run.company, finding_id=finding_id, text=text.strip(),
            proof_name=safe_name(proof.name or "") if proof else "", made_by=person, made_at=timezone.now(),
        )  # fmt: skip
        if proof:
            made.proof_sha256 = keep_upload(proof, made.proof)
            made.save(update_fields=["proof_sha256"])
        detail = {"finding": finding_id, "proof": made.proof_sha256}
        _log(person, "object", run, detail)
    return made


def objections_to(person: Person, finding_ids: list[str]) -> QuerySet[DraftObjection]:
    """What companies said against findings, for the company itself and for inspectors of its place."""
    standing = standing_of(person)
    seen = standing.places("company__place", Role.INSPECTOR, Role.HEAD)
    if standing.holds(Role.COMPLIANCE):
        seen |= standing.own_company()
    rows = DraftObjection.objects.filter(seen, finding_id__in=finding_ids)
    return rows.select_related("company", "made_by")


def _log(person: Person, verb: str, run: DraftRun, detail: dict[str, Any]) -> None:
    company = run.company
    log_act(
        person, verb, "draft audit", str(run.id),
        place=company.place, company=company.platform_id, detail=detail,
    )  # fmt: skip
