"""When pay was due: by the payout, by the filed rule, or by when half of the colleagues were due."""

from datetime import date, timedelta

from tests.oracle.law_by_hand import workday_on_or_before
from tests.oracle.second_sets import Row, in_force
from tests.oracle.standing import Period, Person, month_of


def filed(rules: list[Row], key: str, day: date) -> int | None:
    """What the company filed under a key and has in force on a day; of several subjects, the latest."""
    versions = [in_force(rules, subject, day) for subject in {rule["subject"] for rule in rules}]
    setting = [rule for rule in versions if rule is not None and key in rule["content"]]
    if not setting:
        return None
    latest = max(setting, key=lambda rule: (rule["effective_from"], rule["subject"]))
    return int(latest["content"][key])


def filed_due(person: Person, last: date) -> date | None:
    """The working day on or before the next filed due day after the last day of a period."""
    number = filed(list(person.handed.rows("rules")), "due_day", last)
    if number is None:
        return None
    day = last + timedelta(days=1)
    while day.day != number and not (day.day < number and day == month_of(day)[1]):
        day += timedelta(days=1)
    return workday_on_or_before(day)


def payout_due(person: Person, payout: Row) -> date | None:
    """When a payout was due by its own word, else by the filed rule."""
    if payout["due_on"] is not None:
        return workday_on_or_before(payout["due_on"])
    return filed_due(person, payout["period_to"])


def _half_were_due(person: Person, last: date) -> date | None:
    """The day by which half of the workers with a payout that covers a day had theirs due, or in hand."""
    covering: dict[str, list[Row]] = {}
    for row in person.handed.rows("payouts"):
        if row["period_from"] <= last <= row["period_to"]:
            covering.setdefault(row["worker_id"], []).append(row)
    days: list[date] = []
    for rows in covering.values():
        named = [due for row in rows if (due := payout_due(person, row)) is not None]
        paid = [row["paid_on"] for row in rows if row["paid_on"] is not None]
        days += [max(named or paid)] if named or paid else []
    days = [day for day in days if day >= last]
    by_then = [day for day in days if 2 * sum(other <= day for other in days) >= len(days)]
    return min(by_then, default=None)


def due_day(person: Person, period: Period, payouts: list[Row]) -> date | None:
    """When the pay of a period was due, `payouts` being those of the very same period; None if not known."""
    named = [due for row in payouts if (due := payout_due(person, row)) is not None]
    if named:
        return max(named)
    return filed_due(person, period[1]) or _half_were_due(person, period[1])
