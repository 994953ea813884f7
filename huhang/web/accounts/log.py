"""Writing and reading the log of every act and every reading of personal data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from huhang.vocabulary.words import Text
from huhang.web.accounts.chain import COVERED, FIRST, Break, digest_of, first_break
from huhang.web.accounts.line import in_line
from huhang.web.accounts.models import LogEntry, LogWorker, Person
from huhang.web.accounts.seats import reach, standing_of


def log_act(
    person: Person | None,
    verb: str,
    kind: str,
    subject: str,
    *,
    place: str = "",
    company: str = "",
    detail: Mapping[str, Any] | None = None,
    about: tuple[str, str] | None = None,
) -> LogEntry:
    """Write an act into the log, inside the transaction that does it.

    `verb` and `kind` are English words for search (hand_over, company); `company` a platform id; `detail`
    plain JSON values without personal data; `about` the platform id and worker id of the worker concerned,
    who will see the entry.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an act and its entry in the log belong into one transaction")
    last = LogEntry.objects.select_for_update().order_by("-id").values_list("id", "digest").first()
    number, digest = last or (0, FIRST)
    entry = LogEntry(
        id=number + 1,
        at=timezone.now().replace(microsecond=0),
        person=person.username if person else "",
        person_name=person.name if person else "",
        role=", ".join(sorted(standing_of(person).roles)) if person else "",
        verb=verb,
        kind=kind,
        subject=subject,
        place=place,
        company=company,
        detail=dict(detail or {}),
        before=digest,
    )
    entry.digest = digest_of(_content(entry), entry.before)
    entry.save(force_insert=True)
    if about is not None and person is not None:
        _note_worker(entry, person, about)
    return entry


def _note_worker(entry: LogEntry, person: Person, about: tuple[str, str]) -> None:
    seats = standing_of(person).seats
    seat = next((seat for seat in seats if seat.place and entry.place.startswith(reach(seat.place))), None)
    seat = seat or next(iter(seats), None)
    LogWorker.objects.create(
        entry=entry,
        platform_id=about[0],
        worker_id=about[1],
        body=seat.body if seat else None,
        company=seat.company if seat else None,
    )


def log_read(
    person: Person,
    kind: str,
    subject: str,
    *,
    place: str = "",
    company: str = "",
    about: tuple[str, str] | None = None,
    **detail: Any,
) -> None:
    """Write down that a person saw personal data; the rest as in `log_act`."""
    with in_line(), transaction.atomic():
        log_act(person, "read", kind, subject, place=place, company=company, detail=detail, about=about)


@dataclass(frozen=True)
class LogCheck:
    """What checking the log found: entries, the last digest, and the first that is not as written."""

    entries: int
    last: str
    broken: Break | None
    cut_off: bool

    @property
    def holds(self) -> bool:
        """Whether the log is what was written."""
        return self.broken is None and not self.cut_off

    @property
    def told(self) -> Text:
        """The answer in words."""
        if self.broken:
            number = self.broken.number
            if self.broken.why == "missing":
                return Text(
                    f"日志被改动过：第 {number} 条不见了。请立即封存数据库并报告负责人。",
                    f"The log was altered: entry {number} is missing. Seal the database and report at once.",
                )
            return Text(
                f"日志被改动过：第 {number} 条与写入时不同。请立即封存数据库并报告负责人。",
                f"The log was altered: entry {number} is not what was written. Seal the database and report.",
            )
        if self.cut_off:
            return Text(
                "日志的尾部被删过：里面没有您记下的那一条。请立即封存数据库并报告负责人。",
                "The end of the log was cut off: the entry that you noted is not in it. Seal the database "
                "and report at once.",
            )
        return Text(
            f"日志完好：{self.entries} 条，逐条与写入时一致。最后一条的摘要：{self.last}",
            f"The log holds: {self.entries} entries, each as it was written. Digest of the last: {self.last}",
        )

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {
            "holds": self.holds,
            "entries": self.entries,
            "last": self.last,
            "first_broken": self.broken.number if self.broken else None,
            "why": self.broken.why if self.broken else "cut_off" if self.cut_off else None,
        }


def verify_log(expected: str | None = None) -> LogCheck:
    """Check every entry; `expected` is a digest noted earlier, without which a cut end shows nowhere."""
    broken = first_break(_rows())
    last = LogEntry.objects.order_by("-id").first()
    cut_off = bool(expected) and not LogEntry.objects.filter(digest=expected).exists()
    return LogCheck(LogEntry.objects.count(), last.digest if last else FIRST, broken, cut_off)


def _rows() -> Iterator[Mapping[str, Any]]:
    for entry in LogEntry.objects.order_by("id").iterator(chunk_size=2000):
        yield _content(entry) | {"before": entry.before, "digest": entry.digest}


def _content(entry: LogEntry) -> dict[str, Any]:
    content = {name: getattr(entry, name) for name in COVERED}
    content["at"] = entry.at.astimezone(timezone.get_default_timezone()).isoformat()
    return content
