"""Who looked at data about a worker: entries of the log, told with office, role and ground, never a name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.models import ROLE_NAMES, LogEntry, LogWorker, Person
from huhang.web.accounts.seats import standing_of
from huhang.web.inspections.findings import Filters, about_worker, findings_with_ids
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.reading import PreparedRun, open_prepared
from huhang.web.inspections.scopes import Scope, scope_of
from huhang.web.inspections.telling import told_findings
from huhang.web.unmasking.models import Unmasking
from huhang.web.unmasking.selectors import ground_of

# What a finding is about, and its days.
Titled: TypeAlias = tuple[Text, Text]
_FULL_ID = "full id of a worker"
OF_HOURS = "hours of a person over platforms"
_DONE: dict[tuple[str, str], Text] = {
    ("read", "finding"): Text("看了关于您的一条结论", "saw a finding about you"),
    ("read", "day of a worker"): Text("看了您一天的接单时间", "saw the hours of a day of yours"),
    ("read", "export of findings"): Text(
        "导出的清单里有关于您的结论", "exported a list that has findings about you"
    ),
    ("ask", _FULL_ID): Text("申请看您的完整编号", "asked to see your full id"),
    ("allow", _FULL_ID): Text("批准了看您的完整编号", "allowed your full id to be seen"),
    ("refuse", _FULL_ID): Text("没有批准看您的完整编号", "did not allow your full id to be seen"),
    ("withdraw", _FULL_ID): Text("撤回了看您完整编号的申请", "withdrew the request for your full id"),
    ("mask", _FULL_ID): Text("恢复遮盖您的编号", "masked your id again"),
    ("read", _FULL_ID): Text("看了您的完整编号", "saw your full id"),
    ("read", OF_HOURS): Text(
        "看了您在各平台合计的接单时间", "saw your order time over all platforms together"
    ),
    ("prove", "worker"): Text("确认这个编号是您本人", "confirmed that this id is you"),
    ("mismatch", "worker"): Text(
        "有人到窗口说这个编号是自己，证件号码对不上，没有确认",
        "somebody said at a counter that this id is theirs; the identity number differed, and it was refused",
    ),
}
_OTHER = Text("处理了关于您的记录", "handled records about you")
_CHECKING = Text("核查线索", "checking leads")
_OWN = Text("本单位自己的数据", "the company's own data")
_MASKED = Text("已遮盖", "masked")
_SHOWN = Text("完整编号", "full id")
_NONE = Text("", "")


@dataclass(frozen=True)
class Look:
    """One time that somebody looked, asked or decided."""

    at: datetime
    office: Text
    role: Text
    done: Text
    what: Text
    days: Text
    company: str
    ground: Text
    shown: Text


def entries_about(person: Person) -> QuerySet[LogWorker]:
    """Entries about the person as a worker, by others, newest first."""
    return _all_about(person).exclude(entry__person=person.username).order_by("-entry_id")


def own_looks(person: Person) -> int:
    """How often the person looked at data about themself, which is logged once for each platform."""
    own = _all_about(person).filter(entry__person=person.username)
    return own.filter(platform_id=keys_of(person)[0][0]).count() if keys_of(person) else 0


def _all_about(person: Person) -> QuerySet[LogWorker]:
    condition = Q(pk__in=[])
    for platform, worker in keys_of(person):
        condition |= Q(platform_id=platform, worker_id=worker)
    return LogWorker.objects.filter(condition).select_related("entry", "body", "company")


def keys_of(person: Person) -> list[tuple[str, str]]:
    """The platforms and ids that the person has proven to be."""
    return [one.key for one in person.engagements.select_related("company")]


def looks(rows: Sequence[LogWorker]) -> list[Look]:
    """Entries in words."""
    titles = _titles(row.entry for row in rows)
    grounds = _grounds(row.entry for row in rows)
    return [_look(row, titles, grounds) for row in rows]


def _look(row: LogWorker, titles: dict[str, Titled], grounds: dict[int, Text]) -> Look:
    entry = row.entry
    office = row.body.name if row.body else row.company.name if row.company else _PLATFORM
    what, days = titles.get(entry.subject, (_NONE, _NONE))
    asked = grounds.get(int(entry.detail.get("unmasking", 0)))
    return Look(
        at=entry.at,
        office=office,
        role=_roles(entry),
        done=_DONE.get((entry.verb, entry.kind), _OTHER),
        what=what,
        days=days,
        company=row.platform_id,
        ground=asked or (_OWN if row.company else _CHECKING if entry.verb == "read" else _NONE),
        shown=_SHOWN if entry.verb == "read" and entry.detail.get("masked") is False else _MASKED,
    )


_PLATFORM = Text("平台", "the platform")


def _roles(entry: LogEntry) -> Text:
    names = [ROLE_NAMES[role] for role in entry.role.split(", ") if role in ROLE_NAMES]
    return Text("、".join(name.zh for name in names) or "—", ", ".join(name.en for name in names) or "—")


def _titles(entries: Iterable[LogEntry]) -> dict[str, Titled]:
    """For the subject of an entry what the finding is about and its days; none where the audit is gone."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for entry in entries:
        number, _, finding = entry.subject.partition("/")
        if finding and number.isdecimal():
            wanted[int(number)].add(finding)
    titles: dict[str, Titled] = {}
    for run in AuditRun.objects.filter(id__in=wanted):
        prepared = _prepared(run)
        rows = findings_with_ids(prepared, Scope(), sorted(wanted[run.id])) if prepared else []
        for told in told_findings(rows):
            titles[f"{run.id}/{told.finding_id}"] = (told.title, told.period)
    return titles


def _grounds(entries: Iterable[LogEntry]) -> dict[int, Text]:
    """The ground of each request to see a full id that the entries name."""
    wanted = {int(entry.detail["unmasking"]) for entry in entries if "unmasking" in entry.detail}
    return {one.pk: ground_of(one) for one in Unmasking.objects.filter(pk__in=wanted)}


def _prepared(run: AuditRun) -> PreparedRun | None:
    try:
        return open_prepared(run.folder)
    except HuhangError:
        return None


def exports_about(person: Person, most: int) -> list[Look]:
    """Lists that others exported with findings about the person, newest first.

    Which rows a list had is told by its filters and by what the one who exported it could see that day.
    """
    found: list[tuple[LogEntry, str]] = []
    keys = keys_of(person)
    for run in AuditRun.objects.filter(ready=True).prefetch_related("places", "releases__company"):
        prepared = _prepared(run)
        about = [key for key in keys if prepared and about_worker(prepared, Scope(), Filters(), key)]
        if prepared is None or not about:
            continue
        for entry in LogEntry.objects.filter(kind="export of findings", subject=str(run.id)):
            found += [(entry, key[0]) for key in about if _was_in(entry, run, prepared, key)]
    found.sort(key=lambda pair: -pair[0].id)
    return [_export(entry, platform) for entry, platform in found[:most]]


def _was_in(entry: LogEntry, run: AuditRun, prepared: PreparedRun, key: tuple[str, str]) -> bool:
    reader = Person.objects.filter(username=entry.person).first()
    if reader is None:
        return False
    standing = standing_of(reader, timezone.localdate(entry.at))
    scope = scope_of(standing, run, prepared.words["place"])
    filters = Filters.of_query(QueryDict(str(entry.detail.get("filters", ""))))
    return about_worker(prepared, scope, filters, key)


def _export(entry: LogEntry, platform: str) -> Look:
    reader = Person.objects.get(username=entry.person)
    seats = standing_of(reader, timezone.localdate(entry.at)).seats
    seat = next(iter(seats), None)
    office = seat.body or seat.company if seat else None
    return Look(
        at=entry.at,
        office=office.name if office else _PLATFORM,
        role=_roles(entry),
        done=_DONE["read", entry.kind],
        what=_NONE,
        days=_NONE,
        company=platform,
        ground=_OWN if seat and seat.company else _CHECKING,
        shown=_MASKED,
    )
