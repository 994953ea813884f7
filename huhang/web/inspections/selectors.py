"""What a person may see of audits and findings; other apps ask here, never the tables."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import is_lake
from huhang.vocabulary.law import OF_COMPANIES
from huhang.web.accounts.models import Person
from huhang.web.accounts.seats import Standing, reach, standing_of
from huhang.web.inspections import findings as lists
from huhang.web.inspections.models import AuditRun, Basket, Recomputation, Release
from huhang.web.inspections.reading import PreparedRun, open_prepared
from huhang.web.inspections.scopes import OF_COUNTS, OF_FINDINGS, Scope, above, scope_of


def runs_for(person: Person, *, counts: bool = False) -> QuerySet[AuditRun]:
    """The audits that a person may see: of own places; a company those released to it, when ready.

    `counts` adds those of which only counts may be seen.
    """
    standing = standing_of(person)
    runs = AuditRun.objects.prefetch_related("places").select_related("job")
    if standing.company is not None:
        runs = runs.prefetch_related("releases__company")
        return runs.filter(ready=True, releases__company=standing.company).distinct()
    return runs.filter(_reached(standing, OF_COUNTS if counts else OF_FINDINGS)).distinct()


def _reached(standing: Standing, roles: Sequence[str]) -> Q:
    """Runs of a place within one's own, or of one that one's own lies in."""
    condition = Q(pk__in=[])
    for seat in standing.seats:
        if seat.place and seat.role in roles:
            condition |= Q(places__place__startswith=reach(seat.place)) | Q(
                places__place__in=above(seat.place)
            )
    return condition


def rows_for(person: Person, run: AuditRun, *, counts: bool = False) -> tuple[PreparedRun, Scope]:
    """The prepared rows of an audit that is ready, and which of them the person sees."""
    prepared = open_prepared(run.folder)
    return prepared, scope_of(standing_of(person), run, prepared.words["place"], counts=counts)


def findings_of(person: Person, run: AuditRun, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The findings with these ids that the person may see, with all columns of findings.parquet."""
    return lists.findings_with_ids(*rows_for(person, run), ids)


def worker_of_finding(run: AuditRun, finding_id: str) -> tuple[str, str] | None:
    """The platform and id of the worker whom a finding is about, for the log alone."""
    rows = lists.findings_with_ids(open_prepared(run.folder), Scope(), [finding_id])
    if not rows or rows[0]["subject_kind"] in OF_COMPANIES:
        return None
    return str(rows[0]["platform_id"]), str(rows[0]["subject_id"])


def basket_of(person: Person, run: AuditRun) -> Basket | None:
    """The findings of an audit that the person has chosen."""
    return Basket.objects.filter(person=person, run=run).select_related("company").first()


def recomputation_of(run: AuditRun, finding_id: str) -> Recomputation | None:
    """The last time that a finding was computed again."""
    return Recomputation.objects.filter(run=run, finding_id=finding_id).first()


def case_address() -> str | None:
    """Where an inspection is opened from chosen findings; None where the platform has no such page."""
    try:
        return reverse("case_open")
    except NoReverseMatch:
        return None


def releases_by(person: Person, run: AuditRun) -> QuerySet[Release]:
    """What bureaus of the person's places have released of an audit."""
    released = run.releases.filter(standing_of(person).places("place", *OF_FINDINGS))
    return released.select_related("company").order_by("company__platform_id")


def days_of_records() -> tuple[date, date] | None:
    """The first and the last day, in China, of the records taken in; None where there are none."""
    extent = open_lake(settings.HOME.lake).extent() if is_lake(settings.HOME.lake) else None
    if extent is None:
        return None
    first, last = (timezone.localtime(moment).date() for moment in extent)
    return first, last
