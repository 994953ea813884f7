"""The work of a filing: whose rows they are, then into the lake, then the verdict and the receipt."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from huhang.law.loader import load_law
from huhang.records.lake.manifest import TakeInEntry, read_manifest
from huhang.records.lake.taking_in import take_in_to_lake
from huhang.vocabulary.words import HuhangError
from huhang.web.intake.models import HandOver
from huhang.web.intake.ownership import check_owner
from huhang.web.intake.reading import mapping_of, named, workers_in_lake
from huhang.web.intake.services import hand_over_file, hand_over_refuse
from huhang.web.jobs.kinds import Progress
from huhang.web.jobs.models import Job


def file_hand_over(job: Job, progress: Progress) -> dict[str, Any]:
    """Take the files of a hand-over into the lake; done again after a crash it finds what was done."""
    hand_over = HandOver.objects.select_related("company", "made_by").get(id=job.subject)
    if hand_over.state != HandOver.State.READY:
        return {"receipt": hand_over.receipt}
    try:
        entry, again = _take_in(hand_over, job, progress)
    except HuhangError as error:
        told = named(error, {str(hand_over.folder / "files"): "“交来的文件”"})
        hand_over_refuse(hand_over=hand_over, told=told.text)
        raise told from None
    lake: Path = settings.HOME.lake
    verdict = json.loads((lake / entry.verdict).read_text(encoding="utf-8"))
    hand_over_file(hand_over=hand_over, entry=entry, verdict=verdict, again=again)
    return {"receipt": entry.receipt}


def _take_in(hand_over: HandOver, job: Job, progress: Progress) -> tuple[TakeInEntry, bool]:
    """The lake's entry of the take-in, and whether all files had been taken in before this job."""
    sources, mapping = [hand_over.folder / "files"], mapping_of(hand_over)
    areas = frozenset(load_law().places)
    company = hand_over.company
    check_owner(
        sources, company.platform_id, mapping, areas, lambda: workers_in_lake(company),
        lambda step, done, total: progress(f"check:{step}", done, total),
    )  # fmt: skip
    taken = take_in_to_lake(
        sources,
        settings.HOME.lake,
        mapping=mapping,
        known_areas=areas,
        wait=True,
        progress=lambda step, done, total: progress(f"take in:{step}", done, total),
    )
    if taken.entry:
        return taken.entry, False
    hashes = set(hand_over.files.values_list("sha256", flat=True))
    known = [
        entry
        for entry in read_manifest(settings.HOME.lake).take_ins
        if hashes & {file.sha256 for file in entry.files}
    ]
    # A job that was killed after the commit finds its own entry, which nobody has written down yet.
    written_down = HandOver.objects.filter(receipt=known[-1].receipt).exists()
    return known[-1], written_down or known[-1].at < job.asked_at.isoformat(timespec="seconds")
