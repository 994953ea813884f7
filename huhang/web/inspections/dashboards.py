"""What an audit comes to: counts by company, right, district and month, from sums made once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huhang.audit.report.content import OutcomeCounts
from huhang.audit.report.district_content import districts_from
from huhang.audit.report.district_rows import Districts
from huhang.audit.report.outcomes import OutcomePart, parts_of
from huhang.law.loader import load_law
from huhang.vocabulary.words import Text
from huhang.web.inspections.findings import Condition, Filters, condition_of
from huhang.web.inspections.preparing import COUNTED, OUTCOMES
from huhang.web.inspections.reading import PreparedRun
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.telling import company_names, telling

COMPANIES_SHOWN = 60
_KEYS = ("right", "place", "month")
_SUMS = ", ".join(f"sum({column})::BIGINT AS {column}" for column in COUNTED)
_ALL_RIGHTS = Text("全部权利中不符的份数", "Broken, of all rights")


@dataclass(frozen=True)
class Line:
    """One company, right or month: counts by outcome, the sum of differences, and a bar in percent."""

    key: str
    name: Text
    counts: OutcomeCounts
    fen: int | None
    width: float


@dataclass(frozen=True)
class Dashboard:
    """The counts of an audit that a person may see, with the filters asked."""

    counts: OutcomeCounts
    # Known for one right only: the same money may stand under two (paid late and not in full).
    fen: int | None
    companies: tuple[Line, ...]
    companies_left_out: int
    rights: tuple[Line, ...]
    months: tuple[Line, ...]
    districts: Districts | None

    @property
    def parts(self) -> tuple[OutcomePart, ...]:
        """The five outcomes with their places in the strip."""
        return parts_of(self.counts)


def dashboard_of(prepared: PreparedRun, scope: Scope, filters: Filters) -> Dashboard:
    """Count what the scope shows and the filters leave (company, right, district, month)."""
    condition = _condition(prepared, scope, filters)
    if not condition.possible:
        return Dashboard(OutcomeCounts(), None, (), 0, (), (), None)
    of_one = bool(filters.company or scope.company)
    rows = _summed(prepared, condition, "tallies" if of_one else "tallies_of_rights")
    by = {key: [row for row in rows if row["kind"] == key] for key in ("", *_KEYS)}
    companies = _companies(prepared, condition, filters, of_one=of_one)
    return Dashboard(
        counts=_counts(by[""][0]),
        fen=by[""][0]["fen"] or 0 if filters.right else None,
        companies=_named(_lines(companies, "platform_id", _plain, filters)),
        companies_left_out=max(0, companies[0]["number"] - COMPANIES_SHOWN) if companies else 0,
        rights=_lines(by["right"], "right", telling().title, filters),
        months=tuple(sorted(_lines(by["month"], "month", _plain, filters), key=lambda line: line.key)),
        districts=_districts(by["place"], filters),
    )


def _condition(prepared: PreparedRun, scope: Scope, filters: Filters) -> Condition:
    found = condition_of(
        prepared, scope, Filters(company=filters.company, right=filters.right, district=filters.district)
    )
    if filters.month is None:
        return found
    return replace(
        found, sql=f"{found.sql} AND month = $month", values={**found.values, "month": filters.month}
    )


def _summed(prepared: PreparedRun, condition: Condition, table: str) -> list[dict[str, Any]]:
    """Sums of a table of tallies by each key, and of the whole (`kind` "")."""
    sets = ", ".join(f'("{key}")' for key in _KEYS)
    kind = "".join(f" WHEN grouping(\"{key}\") = 0 THEN '{key}'" for key in _KEYS)
    return prepared.kept(
        f"""SELECT CASE{kind} ELSE '' END AS kind, "right", place, strftime(month, '%Y-%m') AS month, {_SUMS}
            FROM {table} WHERE {condition.sql} GROUP BY GROUPING SETS ({sets}, ())""",
        condition.values,
    )


def _companies(
    prepared: PreparedRun, condition: Condition, filters: Filters, *, of_one: bool
) -> list[dict[str, Any]]:
    """Sums of the companies with most broken, each with the number of all companies, from the fewest rows."""
    table = "tallies_of_companies"
    if of_one:
        table = "tallies"
    elif filters.right:
        table = "tallies_by_right"
    elif filters.month:
        table = "tallies_by_month"
    return prepared.kept(
        f"""SELECT platform_id, count(*) OVER () AS number, {_SUMS}
            FROM {table} WHERE {condition.sql} AND platform_id IS NOT NULL GROUP BY platform_id
            ORDER BY coalesce(sum(broken), 0) DESC, platform_id LIMIT {COMPANIES_SHOWN}""",
        condition.values,
    )


def _counts(row: Mapping[str, Any]) -> OutcomeCounts:
    return OutcomeCounts(**{outcome: row[outcome] or 0 for outcome in OUTCOMES})


def _lines(
    rows: list[dict[str, Any]], key: str, name: Callable[[str], Text], filters: Filters
) -> tuple[Line, ...]:
    """A line for each value of a key, the most broken first; bars against the longest."""
    of_one_right = key == "right" or bool(filters.right)
    longest = max((row["broken"] or 0 for row in rows), default=0) or 1
    lines = [
        Line(
            key=str(row[key]),
            name=name(str(row[key])),
            counts=_counts(row),
            fen=row["fen"] if of_one_right else None,
            width=round(100 * (row["broken"] or 0) / longest, 2),
        )
        for row in rows
        if row[key] is not None
    ]
    return tuple(sorted(lines, key=lambda line: (-(line.counts.broken or 0), line.key)))


def _named(companies: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of companies with the names of these."""
    names = company_names(line.key for line in companies)
    return tuple(replace(line, name=names.get(line.key, line.name)) for line in companies)


def _plain(key: str) -> Text:
    return Text(key, key)


def _districts(rows: list[dict[str, Any]], filters: Filters) -> Districts | None:
    counted = {
        str(row["place"]): {outcome: row[outcome] for outcome in OUTCOMES if row[outcome] is not None}
        for row in rows
        if row["place"]
    }
    measure = _ALL_RIGHTS
    if filters.right:
        title = telling().title(filters.right)
        measure = Text(f"{title.zh}：不符的份数", f"{title.en}: broken")
    return districts_from(counted, measure, load_law())


@dataclass(frozen=True)
class Column:
    """A column of the chart of months; x in percent, y in pixels."""

    line: Line
    x: float
    width: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where the words stand."""
        return round(self.x + self.width / 2, 2)

    @property
    def label_y(self) -> float:
        """Where the number stands, above the column."""
        return self.y - 6


def columns_of(months: tuple[Line, ...]) -> list[Column]:
    """A column for each month, as high as its part of the highest."""
    room = 100 / max(1, len(months))
    wide = min(12.0, room * 0.6)
    return [
        Column(
            line,
            round(room * number + (room - wide) / 2, 2),
            round(wide, 2),
            round(_GROUND - _TALLEST * line.width / 100, 1),
            round(_TALLEST * line.width / 100, 1),
        )
        for number, line in enumerate(months)
    ]


# Pixels from the top of the chart to its ground, and of the highest column.
_GROUND, _TALLEST = 126, 100
