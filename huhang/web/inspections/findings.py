"""Lists of findings: filters, order, pages by key set; what a person may not see is never asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.http import QueryDict

from huhang.vocabulary.law import OF_COMPANIES
from huhang.web.inspections.preparing import ID_KEY, ORDERS
from huhang.web.inspections.reading import FEW, PreparedRun, unpacked
from huhang.web.inspections.scopes import Scope

ROWS_A_PAGE = 50
_ROWS_A_BATCH = 5000
_ID_DIGITS, _POSITION_DIGITS = 15, 9
# Rows are looked up by their numbers in the index, which is not used where the same query filters by anything
# else, or where the numbers come from another table.
_NUMBERED = "FROM findings WHERE row IN (SELECT unnest($numbers::INTEGER[]))"
# What a list needs, and no more: long columns are read for the rows shown only.
_LISTED = (
    'row, finding_id, "right", platform_id, place, verdict, force, reason, category, category_from, '
    "subject_kind, subject_id, period_from, period_to, measure, threshold, unit, shortfall_fen, "
    "instruments, clauses"
)


@dataclass(frozen=True)
class Sorting:
    """An order of the list: the prepared table that lies in it, and the order in words of the query."""

    table: str
    order: str


SORTINGS: dict[str, Sorting] = {
    "amount": Sorting("by_amount", ORDERS["by_amount"]),
    "newest": Sorting("by_last_day", ORDERS["by_last_day"]),
    "oldest": Sorting("by_first_day", ORDERS["by_first_day"]),
    "company": Sorting("findings", "row"),
}


@dataclass(frozen=True)
class Filters:
    """What is asked of a list; an empty value asks nothing."""

    company: str = ""
    right: str = ""
    outcome: str = ""
    district: str = ""
    force: str = ""
    amount_from: int | None = None
    text: str = ""
    month: date | None = None
    sort: str = "amount"

    @classmethod
    def of_query(cls, query: QueryDict) -> "Filters":
        """The filters in an address; what cannot be understood asks nothing."""
        sort = query.get("sort", "")
        return cls(
            company=query.get("company", ""),
            right=query.get("right", ""),
            outcome=query.get("outcome", ""),
            district=query.get("district", ""),
            force=query.get("force", ""),
            amount_from=_fen(query.get("amount", "")),
            text=query.get("q", "").strip(),
            month=_month(query.get("month", "")),
            sort=sort if sort in SORTINGS else "amount",
        )

    @property
    def number(self) -> int:
        """How many things are asked; the order is none."""
        nothing = Filters()
        return sum(
            getattr(self, one.name) != getattr(nothing, one.name)
            for one in fields(self)
            if one.name != "sort"
        )

    @property
    def any(self) -> bool:
        """Whether anything is asked."""
        return self.number > 0


def _fen(text: str) -> int | None:
    whole, _, cents = text.strip().replace(",", "").partition(".")
    if not (whole + cents).isdecimal() or len(whole) > 12 or not whole:
        return None
    return int(whole) * 100 + int((cents + "00")[:2])


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Condition:
    """What rows must fulfil, as SQL with named values; `possible` False where no row can.

    `few`: rows are named one by one, so that they are looked up rather than sought.
    """

    sql: str
    values: Mapping[str, Any]
    possible: bool = True
    few: bool = False


def condition_of(prepared: PreparedRun, scope: Scope, filters: Filters) -> Condition:
    """The condition of a scope and filters on rows of findings."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    possible = not scope.is_empty
    equal = {
        "platform_id": [word for word in (scope.company, filters.company) if word],
        "right": [filters.right] if filters.right else [],
        "verdict": [filters.outcome] if filters.outcome else [],
        "force": [filters.force] if filters.force else [],
    }
    for column, words in equal.items():
        for number, word in enumerate(words):
            possible = possible and word in prepared.words[column]
            values[f"{column}_{number}"] = word
            parts.append(f'"{column}" = ${column}_{number}::{column}_word')
    places = _places(prepared, scope, filters.district)
    if places is not None:
        possible = possible and bool(places)
        parts.append(f"place IN ({', '.join(f'$place_{n}::place_word' for n in range(len(places)))})")
        values |= {f"place_{n}": place for n, place in enumerate(places)}
    _other_parts(filters, parts, values)
    if filters.text:
        named = _rows_named(prepared, filters.text)
        possible = possible and bool(named)
        parts.append("row IN (SELECT unnest($named::INTEGER[]))")
        values["named"] = named
    return Condition(" AND ".join(parts) or "TRUE", values, possible, few=bool(filters.text))


def _places(prepared: PreparedRun, scope: Scope, district: str) -> Sequence[str] | None:
    known = prepared.words["place"] if scope.places is None else scope.places
    if district:
        return [place for place in known if place == district]
    return scope.places


def _other_parts(filters: Filters, parts: list[str], values: dict[str, Any]) -> None:
    if filters.amount_from is not None:
        parts.append("amount >= $amount_from")
        values["amount_from"] = filters.amount_from
    if filters.month is not None:
        parts.append("period_from >= $month AND period_from < $month::DATE + INTERVAL 1 MONTH")
        values["month"] = filters.month


def _is_id(text: str) -> bool:
    """Whether a text is a beginning of an id that can be looked up."""
    head = text.lower()[:_ID_DIGITS]
    return len(head) >= 4 and all(sign in "0123456789abcdef" for sign in head)


def _rows_named(prepared: PreparedRun, text: str) -> list[int]:
    """The findings about a person or other subject, or whose id begins with a text.

    An id of a person is found whole only: parts of it would uncover masked ones sign by sign.
    """
    found = _rows_about(prepared, text)
    if _is_id(text):
        head = text.lower()[:_ID_DIGITS]
        first, last = (ID_KEY.format(f"${name}") for name in ("first", "last"))
        found += _numbers(
            prepared,
            f"SELECT row FROM by_id WHERE key BETWEEN {first} AND {last}",
            {"first": head.ljust(_ID_DIGITS, "0"), "last": head.ljust(_ID_DIGITS, "f")},
        )
    return found


def _rows_about(prepared: PreparedRun, subject: str) -> list[int]:
    """The findings about a person or other subject."""
    keyed = _numbers(prepared, "SELECT row FROM by_subject WHERE key = hash($subject)", {"subject": subject})
    found = prepared.rows(f"SELECT row, subject_id {_NUMBERED}", {"numbers": keyed})
    return [int(row["row"]) for row in found if row["subject_id"] == subject]


def _numbers(prepared: PreparedRun, query: str, values: Mapping[str, Any]) -> list[int]:
    return [int(row["row"]) for row in prepared.rows(query, values)]


@dataclass(frozen=True)
class Page:
    """Rows of a list, and where the next page begins (None: nowhere)."""

    rows: list[dict[str, Any]]
    after: str | None


def page_of_findings(prepared: PreparedRun, scope: Scope, filters: Filters, after: str = "") -> Page:
    """One page of a list of findings, from behind the position that `after` names."""
    condition = condition_of(prepared, scope, filters)
    if not condition.possible:
        return Page([], None)
    start = int(after) if after.isdecimal() and len(after) <= _POSITION_DIGITS else -1
    # Few rows were looked up by what somebody typed, and are not asked for again.
    read = prepared.rows if condition.few else prepared.kept
    found = read(_positions(SORTINGS[filters.sort], condition), {**condition.values, "start": start})
    shown = found[:ROWS_A_PAGE]
    last = str(shown[-1]["position"]) if len(found) > ROWS_A_PAGE else None
    return Page(_rows(prepared, [row["row"] for row in shown]), last)


def _positions(sorting: Sorting, condition: Condition) -> str:
    """The query for the next rows and their positions in the order of the list, one more than a page shows.

    A table that lies in the order of the list is read from the last position until the page is full; few rows
    are looked up and sorted.
    """
    if condition.few:
        return f"""SELECT row, position FROM (
                       SELECT row, row_number() OVER (ORDER BY {sorting.order}) AS position
                       FROM findings WHERE {condition.sql})
                   WHERE position > $start ORDER BY position LIMIT {ROWS_A_PAGE + 1}"""
    return f"""SELECT row, rowid AS position FROM {sorting.table}
               WHERE rowid > $start AND {condition.sql} LIMIT {ROWS_A_PAGE + 1}"""


def _rows(prepared: PreparedRun, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The listed columns of rows, in the order of their numbers given."""
    found = prepared.kept(f"SELECT {_LISTED} {_NUMBERED}", {"numbers": tuple(numbers)})
    by_number = {row["row"]: row for row in found}
    return [by_number[number] for number in numbers]


def count_findings(prepared: PreparedRun, scope: Scope, filters: Filters) -> tuple[int, int | None]:
    """How many findings fulfil the filters, and the sum of their differences in fen.

    There is a sum of one right only: the same money may stand under two, paid late and not in full.
    """
    condition = condition_of(prepared, scope, filters)
    if not condition.possible:
        return 0, None
    if condition.few or filters.amount_from is not None:
        table, number = "findings" if condition.few else "by_amount", "count(*)"
        fen = "sum(amount) FILTER (amount > 0)"
    else:
        table = "counts_of_companies" if filters.company or scope.company else "counts"
        number, fen = "coalesce(sum(findings), 0)", "sum(fen)"
    read = prepared.rows if condition.few else prepared.kept
    found = read(
        f"""SELECT {number}::BIGINT AS n, coalesce({fen}, 0)::BIGINT AS fen
            FROM {table} WHERE {condition.sql}""",
        condition.values,
    )[0]
    return int(found["n"]), int(found["fen"]) if filters.right else None


def findings_with_ids(prepared: PreparedRun, scope: Scope, ids: Sequence[str]) -> list[dict[str, Any]]:
    """All columns of the findings with these ids that the scope shows, in the order of the list."""
    # The beginnings of ids are kept as numbers: what is none of them names no finding.
    known = {one for one in ids if _is_id(one)}
    if scope.is_empty or not known:
        return []
    # The page of a finding asks again for its pictures, and people open what others have opened.
    read = prepared.kept if len(known) <= FEW else prepared.rows
    numbered = read(
        f"SELECT row FROM by_id WHERE key IN (SELECT {ID_KEY.format('unnest($ids::VARCHAR[])')})",
        {"ids": tuple(sorted(known))},
    )
    found = read(
        f"SELECT {_LISTED}, source_row {_NUMBERED} ORDER BY row",
        {"numbers": tuple(int(row["row"]) for row in numbered)},
    )
    found = [row for row in found if row["finding_id"] in known and scope.shows(row)]
    details = prepared.details([row["source_row"] for row in found]) if found else {}
    return [row | {"detail": details[row["source_row"]]} for row in found]


def about_worker(prepared: PreparedRun, scope: Scope, filters: Filters, worker: tuple[str, str]) -> bool:
    """Whether a list with these filters has a finding about the worker with this platform and id."""
    condition = condition_of(prepared, scope, filters)
    if not condition.possible or worker[0] not in prepared.words["platform_id"]:
        return False
    found = prepared.rows(
        f"""SELECT platform_id, subject_kind, coalesce({condition.sql}, false) AS seen {_NUMBERED}""",
        {**condition.values, "numbers": _rows_about(prepared, worker[1])},
    )
    return any(
        row["seen"] and row["platform_id"] == worker[0] and row["subject_kind"] not in OF_COMPANIES
        for row in found
    )


def ids_of_findings(prepared: PreparedRun, scope: Scope, filters: Filters, most: int) -> list[str]:
    """The ids of findings that fulfil the filters, at most so many."""
    condition = condition_of(prepared, scope, filters)
    if not condition.possible:
        return []
    found = prepared.rows(
        f"SELECT finding_id FROM findings WHERE {condition.sql} ORDER BY row LIMIT {int(most)}",
        condition.values,
    )
    return [str(row["finding_id"]) for row in found]


def rows_streamed(prepared: PreparedRun, scope: Scope, filters: Filters) -> Iterator[list[dict[str, Any]]]:
    """All rows that fulfil the filters, in the order asked, some thousands at a time."""
    condition = condition_of(prepared, scope, filters)
    if not condition.possible:
        return
    sorting = SORTINGS[filters.sort]
    # Rows lie in their own order, and are read in it.
    order = "" if sorting.order == "row" else f"ORDER BY {sorting.order}"
    query = f"SELECT {_LISTED} FROM findings WHERE {condition.sql} {order}"
    for batch in prepared.batches(query, condition.values, _ROWS_A_BATCH):
        yield [unpacked(row) for row in batch.to_pylist()]
