"""Reads of the intake, limited to one's own company or the companies of one's places."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pyarrow.compute as pc
from django.conf import settings
from django.db.models import Q, QuerySet

from huhang.records.lake.handing import read_table
from huhang.records.lake.manifest import TakeInEntry, is_lake, read_manifest
from huhang.records.tables import TABLES
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.intake.models import HandOver

READERS = (Role.COMPLIANCE, Role.OFFICER, Role.INSPECTOR, Role.HEAD)
_OF_PLACE = (Role.OFFICER, Role.INSPECTOR, Role.HEAD)


def hand_overs_for(person: Person) -> QuerySet[HandOver]:
    """Hand-overs that the person may see, newest first: the own company's, or filed ones of own places."""
    standing = standing_of(person)
    own = standing.own_company() if standing.holds(Role.COMPLIANCE) else Q(pk__in=[])
    filed = Q(state__in=(HandOver.State.FILED, HandOver.State.RECOGNISED))
    seen = own | (standing.places("company__place", *_OF_PLACE) & filed)
    return HandOver.objects.filter(seen).select_related("company", "made_by", "job")


def chosen(
    rows: QuerySet[HandOver], *, state: str, company: str, since: date | None, until: date | None
) -> QuerySet[HandOver]:
    """Hand-overs by state, company, and the days on which they were begun."""
    if state:
        rows = rows.filter(state=state)
    if company:
        rows = rows.filter(Q(company__platform_id=company) | Q(company__name_zh__icontains=company))
    if since:
        rows = rows.filter(made_at__date__gte=since)
    if until:
        rows = rows.filter(made_at__date__lte=until)
    return rows


def to_finish(person: Person) -> list[HandOver]:
    """Hand-overs of the person's company that wait for somebody to finish them, for the desk."""
    standing = standing_of(person)
    if not standing.holds(Role.COMPLIANCE):
        return []
    return list(hand_overs_for(person).filter(state=HandOver.State.READY)[:5])


def lake_entry(hand_over: HandOver) -> TakeInEntry | None:
    """What the lake says of a filed hand-over; None before, or where the lake is gone."""
    lake: Path = settings.HOME.lake
    if not hand_over.receipt or not is_lake(lake):
        return None
    entries = read_manifest(lake).take_ins
    return next((entry for entry in entries if entry.receipt == hand_over.receipt), None)


def quarantine_files(hand_over: HandOver) -> dict[str, Path]:
    """The files of rows set aside, by table."""
    entry = lake_entry(hand_over)
    lake: Path = settings.HOME.lake
    found = {Path(path).stem: lake / path for path in entry.kept} if entry else {}
    return {table: found[table] for table in TABLES if table in found}


def quarantined_cells(path: Path, after: int, most: int) -> list[dict[str, str]]:
    """Cells set aside, from behind the `after`th on, each with its place in the file as `number`."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows: Iterator[dict[str, str]] = csv.DictReader(stream)
        return [
            row | {"number": str(after + place)}
            for place, row in enumerate(islice(rows, after, after + most), start=1)
        ]


def rules_filed(platform: str) -> list[dict[str, str]]:
    """The rules of a platform as the lake has them."""
    lake: Path = settings.HOME.lake
    if not is_lake(lake):
        return []
    files = [file for file in read_manifest(lake).of("rules") if platform in file.platforms]
    rows = read_table(lake, TABLES["rules"], files, pc.field("platform_id") == platform).to_pylist()
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
