"""What goes in and comes out of the interface."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from huhang.vocabulary.words import Text
from huhang.web.intake.models import HandOver


class Words(Schema):
    """Something said in both languages."""

    zh: str
    en: str


class Misread(Words):
    """A request that was not understood; `detail` says field by field what is wrong."""

    detail: list[Any]


class FileOut(Schema):
    """A file of a hand-over."""

    name: str
    size: int
    sha256: str


class HandOverOut(Schema):
    """Where a hand-over stands.

    `state` is ready, filed, recognised or withdrawn; `job` waiting, running, done, failed or cancelled, null
    before it was started; `told` says why the last start was refused.
    """

    id: int
    company: str
    state: str
    job: str | None
    step: str
    percent: int | None
    told: Words | None
    receipt: str
    rows: int
    accepted: int
    quarantined: int
    made_at: datetime
    files: list[FileOut]


class PageOut(Schema):
    """A page of hand-overs, newest first; ask again with `below` for older ones."""

    items: list[HandOverOut]
    below: int | None


class ReceiptOut(Schema):
    """The receipt of what was taken in."""

    receipt: str
    company: str
    taken_in_at: datetime | None
    first_day: date | None
    last_day: date | None
    rows: int
    accepted: int
    quarantined: int
    files: list[FileOut]


def words(text: Text | None) -> Words | None:
    """A text as it goes out."""
    return Words(zh=text.zh, en=text.en) if text else None


def hand_over_out(one: HandOver) -> HandOverOut:
    """A hand-over as it goes out."""
    job = one.job
    return HandOverOut(
        id=one.id,
        company=one.company.platform_id,
        state=one.state,
        job=job.state if job else None,
        step=job.step if job else "",
        percent=job.percent if job else None,
        told=words(one.told),
        receipt=one.receipt,
        rows=one.rows,
        accepted=one.accepted,
        quarantined=one.quarantined,
        made_at=one.made_at,
        files=_files(one),
    )


def receipt_out(one: HandOver) -> ReceiptOut:
    """A receipt as it goes out."""
    return ReceiptOut(
        receipt=one.receipt,
        company=one.company.platform_id,
        taken_in_at=one.ended_at,
        first_day=one.first_day,
        last_day=one.last_day,
        rows=one.rows,
        accepted=one.accepted,
        quarantined=one.quarantined,
        files=_files(one),
    )


def _files(one: HandOver) -> list[FileOut]:
    return [FileOut(name=file.name, size=file.size, sha256=file.sha256) for file in one.files.all()]


Verdict = dict[str, Any]
