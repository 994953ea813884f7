"""What an audit comes to: counts by company, right, district and month, from sums made once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huhang.audit.report.content import OutcomeCounts
from huhang.audit.report.district_content import districts_from
from huhang.audit.report.district_rows import Districts
from huhang.audit.report.outcomes import OutcomePart, parts_of
from huhang.law.loader import load_law
from huhang.vocabulary.words import Text
from huhang.web.inspections.findings import Condition, Filters, condition_of
from huhang.web.inspections.reading import PreparedRun
from huhang.web.inspections.scopes import Scope
from huhang.web.inspections.telling import company_names, telling

COMPANIES_SHOWN = 60
_KEYS = ("platform_id", "right", "place", "month")
_ALL_RIGHTS = Text("全部权利中不符的份数", "Broken, of all rights")


@dataclass(frozen=True)
class Line:
    """One company, right or month: counts by outcome, the sum of differences, and a bar in percent."""

    key: str
    name: Text
    counts: OutcomeCounts
    fen: int | None
    width: float

    @property
    def parts(self) -> tuple[OutcomePart, ...]:
        """The five outcomes with their places in a strip."""
        return parts_of(self.counts)


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
    rows = _grouped(prepared, scope, filters)
    by = {key: [row for row in rows if row["kind"] == key] for key in ("", *_KEYS)}
    companies = _lines(by["platform_id"], "platform_id", lambda key: Text(key, key), filters)
    return Dashboard(
        counts=_counts(by[""]),
        fen=sum(row["fen"] or 0 for row in by[""]) if filters.right else None,
        companies=_named(companies[:COMPANIES_SHOWN]),
        companies_left_out=max(0, len(companies) - COMPANIES_SHOWN),
        rights=_lines(by["right"], "right", telling().title, filters),
        months=tuple(sorted(_lines(by["month"], "month", _month_name, filters), key=lambda line: line.key)),
        districts=_districts(by["place"], filters),
    )


def _grouped(prepared: PreparedRun, scope: Scope, filters: Filters) -> list[dict[str, Any]]:
    """Sums by each key and verdict, from the smallest tallies that know them; `kind` "": the whole."""
    condition = _condition(prepared, scope, filters)
    if not condition.possible:
        return []
    if filters.company or scope.company:
        return _summed(prepared, condition, "tallies", _KEYS)
    companies = "tallies" if filters.right or filters.month else "tallies_of_companies"
    return [
        *_summed(prepared, condition, "tallies_of_rights", _KEYS[1:]),
        *_summed(prepared, condition, companies, _KEYS[:1], whole=False),
    ]


def _condition(prepared: PreparedRun, scope: Scope, filters: Filters) -> Condition:
    found = condition_of(
        prepared, scope, Filters(company=filters.company, right=filters.right, district=filters.district)
    )
    if filters.month is None:
        return found
    return replace(
        found, sql=f"{found.sql} AND month = $month", values={**found.values, "month": filters.month}
    )


def _summed(
    prepared: PreparedRun, condition: Condition, table: str, keys: Sequence[str], *, whole: bool = True
) -> list[dict[str, Any]]:
    """Sums of a table of tallies by each of the keys and verdict, and those of the whole."""
    sets = ", ".join([f'("{key}", verdict)' for key in keys] + (["(verdict)"] if whole else []))
    kind = "".join(f" WHEN grouping(\"{key}\") = 0 THEN '{key}'" for key in keys)
    named = ", ".join(f'"{key}"' for key in keys)
    return prepared.rows(
        f"""SELECT CASE{kind} ELSE '' END AS kind, {named}, verdict,
                   sum(subjects)::BIGINT AS subjects, sum(fen)::BIGINT AS fen
            FROM {table} WHERE {condition.sql} GROUP BY GROUPING SETS ({sets})""",
        condition.values,
    )


def _counts(rows: Iterable[Mapping[str, Any]]) -> OutcomeCounts:
    return OutcomeCounts(**{str(row["verdict"]): int(row["subjects"]) for row in rows})


def _lines(
    rows: list[dict[str, Any]], key: str, name: Callable[[str], Text], filters: Filters
) -> tuple[Line, ...]:
    """A line for each value of a key, the most broken first; bars against the longest."""
    of_one_right = key == "right" or bool(filters.right)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row[key] is not None:
            found.setdefault(str(row[key]), []).append(row)
    lines = []
    for value, own in found.items():
        amounts = [row["fen"] for row in own if row["fen"] is not None and of_one_right]
        lines.append(Line(value, name(value), _counts(own), sum(amounts) if amounts else None, 0.0))
    longest = max((line.counts.broken or 0 for line in lines), default=0) or 1
    lines.sort(key=lambda line: (-(line.counts.broken or 0), line.key))
    return tuple(replace(line, width=round(100 * (line.counts.broken or 0) / longest, 2)) for line in lines)


def _named(companies: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of companies with the names of these."""
    names = company_names(line.key for line in companies)
    return tuple(replace(line, name=names.get(line.key, line.name)) for line in companies)


def _month_name(month: str) -> Text:
    return Text(month[:7], month[:7])


def _districts(rows: list[dict[str, Any]], filters: Filters) -> Districts | None:
    counted: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["place"]:
            counted.setdefault(str(row["place"]), {})[str(row["verdict"])] = int(row["subjects"])
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
