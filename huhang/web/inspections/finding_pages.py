"""What the page of one finding shows: words, texts, values, arithmetic, pictures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from markupsafe import Markup

from huhang.audit.explain import values_named
from huhang.audit.explaining import arithmetic
from huhang.audit.explaining.sheets import Sheet
from huhang.audit.finding_pictures import draw_finding
from huhang.audit.output import RECEIPT
from huhang.audit.report.drawing import Pictures
from huhang.audit.report.law_values import rulers_for
from huhang.audit.report.law_words import clause_name, document_name, instrument_name, operative_clauses
from huhang.audit.report.slip_content import HOURLY_FLOOR
from huhang.audit.report.wording import full_wording
from huhang.law.loader import load_law
from huhang.records.lake.handing import open_lake
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Outcome, Text
from huhang.web.inspections.masks import mask_id
from huhang.web.inspections.models import AuditRun
from huhang.web.inspections.telling import ToldFinding, told_findings
from huhang.web.ui.language import language

_MOST_RULERS = 2
_RECEIPTS_KEPT = 16


@dataclass(frozen=True)
class ValueUsed:
    """A value of the law that a finding rests on."""

    name: Text
    value: Text
    days: str
    source: Text
    review: str | None


class ComputedRun(Protocol):
    """What computed a finding: an audit, or a dry run of a company."""

    @property
    def folder(self) -> Path:
        """Where its results lie."""

    @property
    def since(self) -> date:
        """Its first day."""

    @property
    def until(self) -> date:
        """Its last day."""


@dataclass(frozen=True)
class ComputedFinding:
    """One finding of whatever computed it, ready to be shown."""

    run: ComputedRun
    row: Mapping[str, Any]

    @cached_property
    def told(self) -> ToldFinding:
        """The finding in words."""
        return told_findings([self.row])[0]

    @cached_property
    def detail(self) -> dict[str, Any]:
        """The detail of the finding."""
        found: dict[str, Any] = json.loads(self.row["detail"] or "{}")
        return found

    @cached_property
    def receipt(self) -> dict[str, Any]:
        """The receipt of the run."""
        path = self.run.folder / RECEIPT
        return _receipt(path, path.stat().st_mtime_ns)

    @property
    def wording(self) -> Text:
        """What may be said of the finding."""
        return full_wording(self.told.basis)

    @property
    def clauses(self) -> list[tuple[Text, Text]]:
        """The clauses that it rests on, then those that the right serves here: name and duty."""
        book = load_law()
        served = tuple(self.row["clauses"])
        own = operative_clauses(book, self.row["right"], tuple(self.row["instruments"]), served)
        return [
            (clause_name(book, name), book.clause(name).duty)
            for name in dict.fromkeys([*own, *served])
            if name in book.clause_home
        ]

    @property
    def instruments(self) -> list[Text]:
        """The operative texts with number and title."""
        return [document_name(load_law(), name) for name in self.row["instruments"]]

    @property
    def values(self) -> list[ValueUsed]:
        """The dated values used, with days and sources."""
        return [
            ValueUsed(
                name=Text(row["zh"], row["en"]),
                value=value_text(row["value"], row["unit"]),
                days=f"{row['from']} – {row['until'] or '…'}",
                source=instrument_name(load_law(), row["source"]),
                review=row["review"],
            )
            for row in values_named(self.receipt, self.detail, self.row)
        ]

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The arithmetic, line by line."""
        zone = self.receipt["zones"].get(self.row["platform_id"], CHINA_ZONE)
        return arithmetic.arithmetic_of(self.row["right"], self.detail, arithmetic.Telling(load_law(), zone))

    @property
    def pictures(self) -> Pictures:
        """What draws pictures around the period of the run."""
        return Pictures(language(), self.run.since, self.run.until)

    @property
    def rulers(self) -> list[tuple[Text, Markup]]:
        """The history of the values used at the place of the finding."""
        keys = dict.fromkeys(row["key"] for row in values_named(self.receipt, self.detail, self.row))
        wanted = [(key, str(self.row["place"])) for key in keys if self.row["place"]]
        found = rulers_for(load_law(), wanted, self.row["instruments"])[:_MOST_RULERS]
        return [
            (Text(f"{r.place.zh} · {r.name.zh}", f"{r.place.en} · {r.name.en}"), self.pictures.ruler(r))
            for r in found
        ]

    @property
    def about_worker(self) -> bool:
        """Whether there is a worker whose days can be drawn."""
        return self.row["subject_kind"] not in OF_COMPANIES

    @property
    def worker(self) -> tuple[str, str] | None:
        """The platform and id of the worker whom it is about."""
        return (str(self.row["platform_id"]), str(self.row["subject_id"])) if self.about_worker else None

    @property
    def has_slip(self) -> bool:
        """Whether the arithmetic is set as a slip."""
        return (self.told.right, self.told.outcome) == (HOURLY_FLOOR, Outcome.BROKEN)

    @property
    def may_act(self) -> bool:
        """Whether the finding is one that something can follow from."""
        return self.row["verdict"] in (Outcome.BROKEN, Outcome.SIGNAL)


@lru_cache(maxsize=_RECEIPTS_KEPT)
def _receipt(path: Path, written: int) -> dict[str, Any]:
    """Read once for each content of the file, and changed by nobody."""
    del written
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class FindingPage(ComputedFinding):
    """One finding of an audit."""

    run: AuditRun


@dataclass(frozen=True)
class EvidencePart:
    """Days worked with their seconds, the day drawn and its picture, and the slip if there is one."""

    days: tuple[tuple[date, int], ...]
    day: date | None
    picture: Markup | None
    slip: Markup | None


def evidence_of(page: ComputedFinding, day: date | None) -> EvidencePart:
    """The pictures of a finding about a worker, drawn from what the lake holds now; ids are masked."""
    lake = open_lake(settings.HOME.lake)
    found = draw_finding(page.row, lake, load_law(), page.run.until, day)
    masked = mask_id(str(page.row["subject_id"]))
    pictures = page.pictures
    return EvidencePart(
        days=found.days,
        day=found.day.day if found.day else None,
        picture=pictures.day(replace(found.day, worker_id=masked)) if found.day else None,
        slip=pictures.slip(found.slip) if found.slip else None,
    )
