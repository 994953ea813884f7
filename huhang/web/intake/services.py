"""Writes of the intake: files added and removed, a mapping chosen, a hand-over begun, filed or withdrawn."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from huhang.records.lake.manifest import TakeInEntry
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.intake.files import Upload, drop_folder, free_name, keep_upload, safe_name
from huhang.web.intake.job_kinds import FILING
from huhang.web.intake.models import HandOver, HandOverFile
from huhang.web.intake.reading import UPLOADED, load_uploaded_mapping, mapping_of, previews_of
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_start
from huhang.web.registry.models import Company
from huhang.web.ui.faults import NotAllowedError

MOST_FILES = 200


def own_company(person: Person) -> Company:
    """The company that the person hands over for; NotAllowedError for anybody else."""
    standing = standing_of(person)
    if not standing.holds(Role.COMPLIANCE) or standing.company is None:
        raise NotAllowedError(
            Text("只有企业的合规人员可以交件。", "Only a company's compliance officer can hand files over.")
        )
    return standing.company


def hand_over_make(*, person: Person, uploads: Sequence[Upload]) -> HandOver:
    """A new hand-over of files, to be looked at before it is filed."""
    company = own_company(person)
    with transaction.atomic():
        hand_over = HandOver.objects.create(company=company, made_by=person, made_at=timezone.now())
        _log(person, "upload", hand_over, {"files": len(uploads)})
    try:
        hand_over_add_files(hand_over=hand_over, person=person, uploads=uploads)
    except HuhangError:
        with transaction.atomic():
            hand_over_withdraw(hand_over=hand_over, person=person)
        raise
    return hand_over


def hand_over_add_files(*, hand_over: HandOver, person: Person, uploads: Sequence[Upload]) -> None:
    """Add files; the same content twice is kept once. Nothing is held in memory."""
    if not uploads:
        raise HuhangError("没有选文件；请选一个或几个文件。", "No file was chosen: choose one or more.")
    _check_open(hand_over)
    taken = set(hand_over.files.values_list("name", flat=True))
    if len(taken) + len(uploads) > MOST_FILES:
        raise HuhangError(
            f"一次最多交 {MOST_FILES} 个文件；请分几次交，或合并文件。",
            f"At most {MOST_FILES} files go into one hand-over; hand over in parts, or merge files.",
        )
    for upload in uploads:
        name = free_name(safe_name(upload.name or ""), taken)
        path = hand_over.folder / "files" / name
        digest = keep_upload(upload, path)
        if hand_over.files.filter(sha256=digest).exists():
            path.unlink()
            continue
        taken.add(name)
        with transaction.atomic():
            HandOverFile.objects.create(
                hand_over=hand_over, name=name, size=path.stat().st_size, sha256=digest
            )
            _log(person, "add file", hand_over, {"sha256": digest})
    HandOver.objects.filter(id=hand_over.id).update(told_zh="", told_en="")


def hand_over_remove_file(*, hand_over: HandOver, person: Person, number: int) -> None:
    """Take a file back before it is filed."""
    _check_open(hand_over)
    with transaction.atomic():
        file = hand_over.files.filter(id=number).first()
        if file is None:
            return
        file.delete()
        file.path.unlink(missing_ok=True)
        _log(person, "remove file", hand_over, {"sha256": file.sha256})
        HandOver.objects.filter(id=hand_over.id).update(told_zh="", told_en="")


def hand_over_map(
    *, hand_over: HandOver, person: Person, name: str = "", upload: "Upload | None" = None
) -> None:
    """Choose a shipped mapping by name, upload one, or (neither) read columns under their own names.

    HuhangError names the line of an uploaded mapping that is wrong.
    """
    _check_open(hand_over)
    if upload:
        name = safe_name(upload.name or UPLOADED)
        fresh = hand_over.folder / f"{UPLOADED}.new"
        keep_upload(upload, fresh)
        try:
            load_uploaded_mapping(fresh, name)
        except HuhangError:
            fresh.unlink()
            raise
        fresh.replace(hand_over.folder / UPLOADED)
    with transaction.atomic():
        HandOver.objects.filter(id=hand_over.id).update(
            mapping=name, mapping_uploaded=bool(upload), told_zh="", told_en=""
        )
        _log(person, "map", hand_over, {"mapping": name})
    hand_over.refresh_from_db()
    mapping_of(hand_over)


def hand_over_start(*, hand_over: HandOver, person: Person) -> Job:
    """Begin to file: a job checks every row, takes the files into the lake and writes the receipt."""
    with transaction.atomic():
        locked = HandOver.objects.select_for_update().get(id=hand_over.id)
        _check_open(locked)
        shown = previews_of(locked)
        if not any(one.told is None for _, sheets in shown for one in sheets):
            reasons = [(file.name, one.told) for file, sheets in shown for one in sheets if one.told]
            raise HuhangError(
                "没有一个文件能用，没有开始。" + "".join(f"\n{name}：{told.zh}" for name, told in reasons),
                "None of the files can be used, so nothing was begun."
                + "".join(f"\n{name}: {told.en}" for name, told in reasons),
            )
        for file, sheets in shown:
            file.columns = {one.table: sorted(one.handed) for one in sheets if one.table and not one.told}
            file.save(update_fields=["columns"])
        job = job_start(kind=FILING, subject=locked.id, person=person)
        HandOver.objects.filter(id=locked.id).update(job=job, told_zh="", told_en="")
        _log(person, "hand over", locked, {"files": [file.sha256 for file, _ in shown]})
    return job


def hand_over_refuse(*, hand_over: HandOver, told: Text) -> None:
    """Say why files were not taken in; they stay as they are, to be mended and tried again."""
    with transaction.atomic():
        HandOver.objects.filter(id=hand_over.id).update(told_zh=told.zh, told_en=told.en)
        _log(hand_over.made_by, "refuse", hand_over, {})


def hand_over_file(
    *, hand_over: HandOver, entry: TakeInEntry, verdict: dict[str, Any], again: bool = False
) -> None:
    """Write down that the files are in the lake (`again`: they had been before), and drop their bytes."""
    state = HandOver.State.RECOGNISED if again else HandOver.State.FILED
    days = [table[edge] for table in verdict["tables"].values() for edge in ("first_day", "last_day")]
    known = sorted(date.fromisoformat(day) for day in days if day)
    with transaction.atomic():
        HandOver.objects.filter(id=hand_over.id).update(
            state=state,
            receipt=entry.receipt,
            counts=entry.counts,
            verdict=verdict,
            rows=verdict["rows"],
            accepted=verdict["accepted"],
            quarantined=verdict["quarantined"],
            first_day=known[0] if known else None,
            last_day=known[-1] if known else None,
            ended_at=timezone.now(),
        )
        _log(
            hand_over.made_by, "take in" if not again else "recognise", hand_over, {"receipt": entry.receipt}
        )
    drop_folder(hand_over.folder)


def hand_over_withdraw(*, hand_over: HandOver, person: Person) -> None:
    """Take a hand-over back before it is filed; its files are removed for good."""
    with transaction.atomic():
        locked = HandOver.objects.select_for_update().get(id=hand_over.id)
        _check_open(locked)
        HandOver.objects.filter(id=locked.id).update(state=HandOver.State.WITHDRAWN, ended_at=timezone.now())
        _log(person, "withdraw", locked, {})
    drop_folder(hand_over.folder)


def _check_open(hand_over: HandOver) -> None:
    if not hand_over.is_open:
        raise HuhangError(
            f"交件 {hand_over.id} 正在收或已经结束，不能再改；要补交，请另起一次交件。",
            f"Hand-over {hand_over.id} is being taken in or is over and cannot be changed; "
            "to hand over more, begin another.",
        )


def _log(person: Person, verb: str, hand_over: HandOver, detail: dict[str, Any]) -> None:
    company = hand_over.company
    log_act(
        person, verb, "hand-over", str(hand_over.id),
        place=company.place, company=company.platform_id, detail=detail,
    )  # fmt: skip
