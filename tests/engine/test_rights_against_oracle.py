"""The verdicts of rights about workers against the oracle's, on a thousand random platforms."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from tests.engine.verdicts import verdicts
from tests.oracle.batches import gathered, smallest
from tests.oracle.cut_rights import bad_review_cut, charges
from tests.oracle.debtors import by_debtor
from tests.oracle.money_streams import AUTUMN, SEASONS, money_stream, partner_stream, rest_stream
from tests.oracle.month_streams import month_stream
from tests.oracle.monthly import monthly_floor
from tests.oracle.pay_rights import holiday_premium, hourly_floor, in_full, on_time
from tests.oracle.standing import Audit, Judged, Person
from tests.oracle.streams import Dice, Handed, time_stream
from tests.oracle.time_rights import continuous, weekly_rest

Row = Mapping[str, Any]
Parts = Callable[[Handed], Mapping[str | None, Handed]]
Disagreement = tuple[str, str, list[Row], Judged | None]
Oracle = Callable[[Person, Audit], list[Judged]]
PAY: dict[str, Oracle] = {
    "pay/hourly_floor": hourly_floor,
    "pay/on_time": on_time,
    "pay/in_full": in_full,
    "pay/holiday_premium": holiday_premium,
}
CUTS: dict[str, Oracle] = {"pay/charges": charges, "pay/bad_review_cut": bad_review_cut}
MONTHS: dict[str, Oracle] = {"pay/monthly_floor": monthly_floor}
# Rights whose measure is a sum of money, set against another.
SUMS = ("pay/hourly_floor", "pay/in_full", *CUTS, *MONTHS)
TIME: dict[str, Oracle] = {"time/continuous": continuous, "time/weekly_rest": weekly_rest}
EVERYTHING = Audit(date(2025, 6, 1), date(2025, 12, 31))
DECEMBER = Audit(date(2025, 12, 1), date(2025, 12, 31))
# Subjects that need no verdict of their own: nothing was broken, nothing is a signal.
QUIET = frozenset({"kept", "not_applicable", "unknown"})


def subject_of(right: str, row: Row) -> tuple[Any, ...]:
    """What tells the engine's subjects of one worker apart."""
    keys = {
        "pay/hourly_floor": ("settlement_from", "settlement_to", "settled"),
        "pay/in_full": ("settlement_from", "settlement_to", "settled"),
        "pay/charges": ("settlement_from", "settlement_to", "settled"),
        "pay/bad_review_cut": ("settlement_from", "settlement_to", "settled"),
        "pay/monthly_floor": ("period_from",),
        "pay/on_time": ("detail_payout_id",),
        "pay/holiday_premium": ("period_from",),
        "time/weekly_rest": ("period_from", "period_to"),
    }
    if right == "time/continuous":
        return (row["start_s"], row["end_s"], "filed" if row["rule_kind"] == "filed" else "text")
    return tuple(row[name] for name in keys[right])


def subject_of_oracle(judged: Judged) -> tuple[Any, ...]:
    """The same for the oracle's."""
    if judged.right in ("pay/holiday_premium", "pay/monthly_floor"):
        return (judged.first,)
    if judged.right == "time/weekly_rest":
        return (judged.first, judged.last)
    return judged.key if isinstance(judged.key, tuple) else (judged.key,)


def figures(right: str, row: Row) -> tuple[Any, ...]:
    """The figures of a finding that the oracle computes, too."""
    if right in SUMS:
        return (row["measure"], row["threshold"], row["shortfall_fen"])
    if right == "pay/holiday_premium":
        return (row["shortfall_fen"],)
    if right == "pay/on_time":
        return (sorted(row["detail_causes"]),)
    return (row["measure"],) if right == "time/continuous" or row["verdict"] == "signal" else ()


def figures_of_oracle(judged: Judged, verdict: str) -> tuple[Any, ...]:
    """The same from the oracle."""
    if judged.right in SUMS:
        return (judged.measure, judged.threshold, judged.shortfall)
    if judged.right == "pay/on_time":
        return (sorted(judged.why.split(",")),)
    return (judged.measure,) if judged.right != "time/weekly_rest" or verdict == "signal" else ()


def differs(right: str, rows: Sequence[Row], judged: Judged | None) -> bool:
    """Whether the engine's rows about one subject are not what the oracle allows."""
    if right == "time/continuous" and len(rows) > 1:
        # Texts that stand side by side answer apart; the city's guide, whose start is not known, is left out.
        rows = [row for row in rows if row["instrument"] != "sjz-guide" and row["threshold"] is not None]
    outcomes = sorted(row["verdict"] for row in rows) or ["absent"]
    if judged is None:
        return not (right == "time/weekly_rest" and set(outcomes) <= QUIET)
    if len(outcomes) > 1 or outcomes[0] not in judged.outcomes:
        return True
    if outcomes[0] not in ("broken", "signal"):
        return False
    return figures(right, rows[0]) != figures_of_oracle(judged, outcomes[0])


def whole(handed: Handed) -> dict[str | None, Handed]:
    """One debtor only: the platform."""
    return {None: handed}


def disagreements(
    handed: Sequence[Handed], audit: Audit, rights: Mapping[str, Oracle], parts: Parts = whole
) -> list[Disagreement]:
    """Every subject about which engine and oracle differ; `parts` are what each debtor answers for."""
    found = verdicts(handed, audit, tuple(rights))
    wrong: list[Disagreement] = []
    for right, oracle in rights.items():
        engine: dict[tuple[Any, ...], list[Row]] = {}
        for row in found[right]:
            debtor = None if parts is whole else row["debtor"]
            key = (row["platform_id"], debtor, row["worker_id"], *subject_of(right, row))
            engine.setdefault(key, []).append(row)
        allowed = {
            (one.platform_id, debtor, worker_id, *subject_of_oracle(judged)): judged
            for one in handed
            for debtor, part in parts(one).items()
            for worker_id in part.workers()
            for judged in oracle(Person(part, worker_id), audit)
        }
        for key in engine.keys() | allowed.keys():
            rows, judged = engine.get(key, []), allowed.get(key)
            if differs(right, rows, judged):
                wrong.append((key[0], right, rows, judged))
    return wrong


def agree(
    make: Callable[[Dice], Handed],
    examples: int,
    audit: Audit,
    rights: Mapping[str, Oracle],
    parts: Parts = whole,
) -> None:
    """Compare many platforms in one call; a disagreement is shown on the smallest platform that has it."""
    batch = gathered(make, examples)
    wrong = disagreements(batch, audit, rights, parts)
    if wrong:
        first = next(one for one in batch if one.platform_id == wrong[0][0])

        def still(several: Sequence[Handed]) -> set[str]:
            return {platform for platform, *_ in disagreements(several, audit, rights, parts)}

        example = smallest(first, still)
        told = disagreements([example], audit, rights, parts)
        raise AssertionError(f"{len(wrong)} subjects differ; smallest: {example.tables}\n{told}")


@pytest.mark.parametrize("season", sorted(SEASONS))
def test_floor_and_payday_and_paid_in_full(season: str) -> None:
    place = SEASONS[season]
    rights = {name: PAY[name] for name in ("pay/hourly_floor", "pay/on_time", "pay/in_full")}
    agree(lambda dice: money_stream(dice, place), 300, place.audit, rights)


def test_holiday_premium() -> None:
    rights = {"pay/holiday_premium": holiday_premium}
    agree(lambda dice: money_stream(dice, AUTUMN), 400, AUTUMN.audit, rights)


@pytest.mark.parametrize("season", sorted(SEASONS))
def test_what_may_not_be_taken_off(season: str) -> None:
    place = SEASONS[season]
    agree(lambda dice: money_stream(dice, place), 150, place.audit, CUTS)
    agree(lambda dice: partner_stream(dice, place), 50, place.audit, CUTS, by_debtor)


def test_monthly_floor() -> None:
    agree(month_stream, 200, EVERYTHING, MONTHS)


def test_continuous_work() -> None:
    agree(time_stream, 600, EVERYTHING, TIME)


def test_weekly_rest() -> None:
    agree(rest_stream, 300, DECEMBER, TIME)


@pytest.mark.parametrize("season", sorted(SEASONS))
def test_each_debtor_answers_for_its_own_orders(season: str) -> None:
    place = SEASONS[season]
    agree(lambda dice: partner_stream(dice, place), 150, place.audit, PAY, by_debtor)
