"""Rows of findings in words: names instead of codes, ids of people masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from huhang.audit.report.company_parts import Telling, measured
from huhang.audit.report.content import Basis
from huhang.audit.report.figures import span
from huhang.audit.report.law_words import basis_of, category_name, place_name
from huhang.audit.report.wording import force_word, short_wording, tag_class
from huhang.law.loader import load_law
from huhang.vocabulary.law import OF_COMPANIES
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome, Text
from huhang.web.inspections.masks import masked_subject
from huhang.web.registry.models import Company


@cache
def telling() -> Telling:
    """What turns codes into words."""
    return Telling(load_law(), reason_text)


@dataclass(frozen=True)
class ToldFinding:
    """A finding as a list shows it."""

    finding_id: str
    outcome: str
    outcome_name: Text
    right: str
    title: Text
    platform_id: str
    company: Text
    subject: str
    about_person: bool
    place: Text
    period: Text
    days: tuple[date, date]
    basis: Basis
    # None where nothing is concluded: what is unknown rests on no text and is no lead.
    force_word: Text | None
    force_class: str
    wording: Text
    reason: Text | None
    category: Text | None
    measured: Text
    threshold: Text
    fen: int | None


def told_findings(rows: Iterable[Mapping[str, Any]]) -> list[ToldFinding]:
    """Rows of findings in words."""
    listed = list(rows)
    names = company_names({str(row["platform_id"]) for row in listed})
    return [told_finding(row, names) for row in listed]


def told_finding(row: Mapping[str, Any], names: Mapping[str, Text]) -> ToldFinding:
    """One finding in words."""
    words = telling()
    basis = _basis(row["right"], row["verdict"], row["force"], *_texts(row))
    of_company = row["subject_kind"] in OF_COMPANIES
    platform = str(row["platform_id"])
    unknown = Text("不知道", "not known")
    return ToldFinding(
        finding_id=row["finding_id"],
        outcome=row["verdict"],
        outcome_name=OUTCOME_NAMES[Outcome(row["verdict"])],
        right=row["right"],
        title=words.title(row["right"]),
        platform_id=platform,
        company=names.get(platform, Text(platform, platform)),
        subject=masked_subject(row["subject_kind"], row["subject_id"]),
        about_person=not of_company,
        place=place_name(words.book, row["place"]) if row["place"] else unknown,
        period=span(row["period_from"], row["period_to"]),
        days=(row["period_from"], row["period_to"]),
        basis=basis,
        force_word=None if basis.outcome is Outcome.UNKNOWN else force_word(basis),
        force_class=tag_class(basis),
        wording=short_wording(basis),
        reason=words.reason(row["reason"]) if row["reason"] else None,
        category=None if of_company else category_name(row["category"], row["category_from"]),
        measured=_measure(row),
        threshold=measured(row["threshold"], row["unit"]),
        fen=row["shortfall_fen"],
    )


def _measure(row: Mapping[str, Any]) -> Text:
    """What was measured; nothing paid of a sum that was owed is told as such."""
    if row["unit"] == "fen" and row["measure"] == 0 and row["threshold"]:
        return Text("0.00 元", "0.00 yuan")
    return measured(row["measure"], row["unit"])


def _texts(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(row["instruments"] or ()), tuple(row["clauses"] or ())


@lru_cache(maxsize=4096)
def _basis(
    right: str, verdict: str, force: str | None, instruments: tuple[str, ...], clauses: tuple[str, ...]
) -> Basis:
    """What a finding rests on: the same for thousands of them."""
    return basis_of(telling().book, right, Outcome(verdict), force, instruments, clauses)


def company_names(platforms: Iterable[str]) -> dict[str, Text]:
    """The names of companies by their platform id."""
    named = Company.objects.filter(platform_id__in=platforms)
    return {company.platform_id: company.name for company in named.only("platform_id", "name_zh", "name_en")}
