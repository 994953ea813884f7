"""Companies and their rights as the second part of the report shows them, and the gravest findings."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.report.content import Basis, CompanyPart, FindingLine, ReasonCount, RightRow
from huhang.audit.report.figures import grouped, length, yuan
from huhang.audit.report.law_words import (
    basis_of,
    category_name,
    clause_name,
    is_usable,
    named_reason,
    place_name,
)
from huhang.audit.report.tallies import AuditTables, Row, counts_of, joined, sums, top, where
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.words import Outcome, Text

ReasonWords = Callable[[str], Text]
TOP_ROWS = 20
_TOP_TIMES = 5
_TOP_REASONS = 3
_TOP_COMPANIES = 20
# What findings are alike in where companies are told; their differences are added up.
_ALIKE = ["platform_id", "right", "verdict", "force", "instruments", "clauses"]


@dataclass(frozen=True)
class Telling:
    """What turns codes into words: the law, the words of reasons, what is drawn further down the page.

    `drawn` gives the anchors of pictures by (platform_id, right).
    """

    book: LawBook
    reason_words: ReasonWords
    drawn: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def title(self, right: str) -> Text:
        """The name of a right."""
        loaded = self.book.rights.get(right)
        if loaded is None:
            return Text(right, right)
        return Text(loaded.title.zh, loaded.title.en[:1].upper() + loaded.title.en[1:])

    def reason(self, reason: str) -> Text:
        """A reason in words."""
        return named_reason(self.book, reason, self.reason_words(reason))

    def may_signal(self, right: str) -> bool:
        """Whether the right can give a signal: one that is measured in money cannot."""
        loaded = self.book.rights.get(right)
        return loaded is None or (loaded.right.unit != "fen" and loaded.right.subject != "payout")

    def has_amount(self, right: str) -> bool:
        """Whether a difference in money exists for the right."""
        return not self.may_signal(right)


def company_parts(tables: AuditTables, telling: Telling) -> tuple[CompanyPart, ...]:
    """The companies with most broken subjects first, at most twenty, each with all its rights."""
    platforms = sorted(
        {str(row["platform_id"]) for row in sums(tables.verdicts, ["platform_id"], "subjects")}
    )
    broken = {
        str(row["platform_id"]): cast(int, row["subjects"])
        for row in sums(where(tables.verdicts, verdict="broken"), ["platform_id"], "subjects")
    }
    ordered = sorted(platforms, key=lambda name: (-broken.get(name, 0), name))[:_TOP_COMPANIES]
    counted = replace(
        tables,
        findings=_counted(tables.findings),
        verdicts=_over_days(tables.verdicts),
        workers=_worked(tables.workers),
    )
    return tuple(_company(counted, platform, telling) for platform in ordered)


def gravest(findings: pa.Table, telling: Telling) -> tuple[FindingLine, ...]:
    """The findings with the greatest difference, filled up by the longest times; broken ones only."""
    short: pc.Expression = pc.field("shortfall_fen") > 0
    rows = top(findings, "shortfall_fen", TOP_ROWS, short, verdict="broken")
    without: pc.Expression = (pc.field("shortfall_fen") <= 0) | pc.field("shortfall_fen").is_null()
    times = top(findings, "measure", TOP_ROWS, without, verdict="broken", unit="s")
    rows = rows[: TOP_ROWS - min(_TOP_TIMES, len(times))]
    rows += times[: TOP_ROWS - len(rows)]
    return tuple(_finding_line(row, telling) for row in rows)


def measured(value: int | None, unit: str) -> Text:
    """A measure or threshold in its unit; a threshold of nothing is not told."""
    if not value:
        return Text("·", "·")
    if unit == "s":
        return length(value)
    if unit == "fen":
        return Text(f"{yuan(value)} 元", f"{yuan(value)} yuan")
    if unit == "days":
        return Text(f"{grouped(value)} 天", f"{grouped(value)} days")
    if unit == "ppm":
        share = f"{value // 10_000}.{value % 10_000 // 1_000} %"
        return Text(share, share)
    return Text(f"{grouped(value)} {unit}", f"{grouped(value)} {unit}")


def basis_of_row(row: Mapping[str, Any], book: LawBook) -> Basis:
    """What one finding rests on."""
    texts, clauses = row["instruments"] or (), row["clauses"] or ()
    return basis_of(book, row["right"], Outcome(row["verdict"]), row["force"], texts, clauses)


def detail_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The detail of a finding."""
    found: dict[str, Any] = json.loads(row["detail"] or "{}")
    return found


def _counted(findings: pa.Table) -> pa.Table:
    """One row for all findings that are alike; its shortfall_fen is their sum, lists are joined texts."""
    light = joined(joined(findings.select([*_ALIKE, "shortfall_fen"]), "instruments"), "clauses")
    sums_of = light.group_by(_ALIKE).aggregate([("shortfall_fen", "sum")])
    return sums_of.rename_columns([*_ALIKE, "shortfall_fen"])


def _over_days(verdicts: pa.Table) -> pa.Table:
    """The verdicts of all days together: most rows are of one day, and nothing here asks for days."""
    keys = [name for name in verdicts.column_names if name not in ("period_from", "subjects")]
    return verdicts.group_by(keys).aggregate([("subjects", "sum")]).rename_columns([*keys, "subjects"])


def _worked(workers: pa.Table) -> pa.Table:
    """The workers and orders of each company."""
    told = workers.group_by("platform_id").aggregate([("worker_id", "count"), ("orders", "sum")])
    return told.rename_columns(["platform_id", "workers", "orders"])


def _company(counted: AuditTables, platform: str, telling: Telling) -> CompanyPart:
    verdicts = where(counted.verdicts, platform_id=platform)
    findings = where(counted.findings, platform_id=platform)
    worked = where(counted.workers, platform_id=platform).to_pylist()
    workers, orders = (worked[0]["workers"], worked[0]["orders"]) if worked else (0, 0)
    rights = sorted({str(name) for name in verdicts["right"].unique().to_pylist()})
    rows = tuple(_right_row(platform, right, verdicts, findings, telling) for right in rights)
    return CompanyPart(platform, int(workers), int(orders or 0), rows)


def _right_row(
    platform: str, right: str, verdicts: pa.Table, findings: pa.Table, telling: Telling
) -> RightRow:
    judged, found = where(verdicts, right=right), where(findings, right=right)
    loaded = telling.book.rights.get(right)
    broken = where(found, verdict="broken")
    return RightRow(
        right=right,
        title=telling.title(right),
        clauses=_served(telling.book, loaded.right.clauses if loaded else (), judged),
        bases=_bases(found, telling.book),
        counts=counts_of(judged, may_signal=telling.may_signal(right)),
        shortfall_fen=int(pc.sum(broken["shortfall_fen"]).as_py() or 0)
        if telling.has_amount(right)
        else None,
        reasons=_reasons(judged, telling),
        shown_in=telling.drawn.get((platform, right), ()),
    )


def _served(book: LawBook, clauses: tuple[str, ...], verdicts: pa.Table) -> tuple[Text, ...]:
    """The clauses that the right serves where it was judged; models and drafts are left out."""
    places = [str(place) for place in verdicts["place"].unique().to_pylist() if place]
    homes = {clause: book.instruments.get(book.clause_home.get(clause, "")) for clause in clauses}
    return tuple(
        clause_name(book, clause)
        for clause, home in homes.items()
        if home is not None and is_usable(home) and any(home.holds_at(place) for place in places)
    )


def _bases(findings: pa.Table, book: LawBook) -> tuple[Basis, ...]:
    told = findings.filter(pc.field("verdict").isin([Outcome.BROKEN.value, Outcome.SIGNAL.value]))
    columns = ["right", "verdict", "force", "instruments", "clauses"]
    rows = told.select(columns).group_by(columns).aggregate([]).to_pylist()
    rows.sort(key=lambda row: tuple(str(row[column]) for column in columns))
    bases = [_basis(book, r) for r in rows]
    return tuple(dict.fromkeys(bases))


def _basis(book: LawBook, row: Mapping[str, Any]) -> Basis:
    texts, clauses = _split(row["instruments"]), _split(row["clauses"])
    return basis_of(book, row["right"], Outcome(row["verdict"]), row["force"], texts, clauses)


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("\n") if part)


def _reasons(verdicts: pa.Table, telling: Telling) -> tuple[ReasonCount, ...]:
    wanted = (Outcome.UNKNOWN.value, Outcome.NOT_APPLICABLE.value)
    rows = [row for row in sums(verdicts, ["verdict", "reason"], "subjects") if row["verdict"] in wanted]
    rows.sort(key=lambda row: (row["verdict"] != "unknown", -cast(int, row["subjects"]), str(row["reason"])))
    return tuple(
        ReasonCount(
            Outcome(str(row["verdict"])),
            telling.reason(str(row["reason"] or "")),
            cast(int, row["subjects"]),
        )
        for row in rows[:_TOP_REASONS]
    )


def _finding_line(row: Row, telling: Telling) -> FindingLine:
    unit = str(row["unit"])
    return FindingLine(
        finding_id=str(row["finding_id"]),
        basis=basis_of_row(row, telling.book),
        title=telling.title(str(row["right"])),
        subject=str(row["subject_id"]),
        platform_id=str(row["platform_id"]),
        place=place_name(telling.book, str(row["place"])),
        category=_category(row),
        from_day=cast(date, row["period_from"]),
        to_day=cast(date, row["period_to"]),
        measured=measured(cast("int | None", row["measure"]), unit),
        threshold=measured(cast("int | None", row["threshold"]), unit),
        shortfall_fen=cast("int | None", row["shortfall_fen"]),
    )


def _category(row: Row) -> Text:
    """The category of a worker; a company has none."""
    if row["subject_kind"] in OF_COMPANIES:
        return Text("企业", "a company")
    return category_name(cast("str | None", row["category"]), cast("str | None", row["category_from"]))
