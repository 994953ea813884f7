"""Verdicts from tests in order: the first that holds decides, else the subject's right is kept."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.law import Law

KEPT, BROKEN, SIGNAL = "kept", "broken", "signal"
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"
MILLION = 1_000_000
ANSWER = ["platform_id", "subject_id", "place", "period_from", "period_to"]
OUTSIDE_STATUS = ("student", "pensioner", "over_age")


class Test(NamedTuple):
    """If the condition holds, this is the verdict; tests of the data come before the worker's standing."""

    condition: pd.Series
    verdict: str
    of_data: bool = False


def judged(
    subjects: pd.DataFrame,
    tests: list[Test],
    measure: pd.Series,
    threshold: "pd.Series | int",
    shortfall: "pd.Series | None" = None,
    *,
    of_companies: bool = False,
) -> pd.DataFrame:
    """The subjects with verdict, measure, threshold and shortfall_fen, as an audit tells them."""
    held = [test.condition.fillna(False).astype(bool) for test in tests]
    verdict = np.select(held, [test.verdict for test in tests], KEPT)
    by_data = np.select(held, [test.of_data for test in tests], False)
    if not of_companies:
        verdict = _by_standing(subjects, verdict, by_data)
    answer = subjects[ANSWER].assign(verdict=verdict, measure=measure, threshold=threshold)
    answer["shortfall_fen"] = np.nan if shortfall is None else shortfall
    told = answer.verdict.isin([BROKEN, SIGNAL])
    answer[["measure", "threshold"]] = answer[["measure", "threshold"]].where(told)
    answer["shortfall_fen"] = answer.shortfall_fen.where(answer.verdict == BROKEN)
    return answer


def _by_standing(subjects: pd.DataFrame, verdict: np.ndarray, by_data: np.ndarray) -> np.ndarray:
    """Own business and students, pensioners and over-aged, of whom the rights do not speak."""
    own = (subjects.category == "C") & ~by_data
    verdict = np.where(own, NOT_APPLICABLE, verdict)
    outside = subjects.person_status.isin(OUTSIDE_STATUS) & ~by_data
    verdict = np.where(outside & (subjects.category == "B"), NOT_APPLICABLE, verdict)
    return np.where(outside & (subjects.category == "A"), UNKNOWN, verdict)


def one_category(subjects: pd.DataFrame) -> Test:
    return Test(subjects.category_changes, UNKNOWN, of_data=True)


def usable_time(subjects: pd.DataFrame, law: Law) -> list[Test]:
    most = law.convention("data.void_share_max")
    void = subjects.void_orders * MILLION > subjects.orders * most
    return [Test(void, UNKNOWN, of_data=True), Test(subjects.long_orders > 0, UNKNOWN, of_data=True)]


def blank(subjects: pd.DataFrame, *names: str) -> list[Test]:
    return [Test(subjects[f"{name}_blanks"] > 0, UNKNOWN, of_data=True) for name in names]


def with_text(subjects: pd.DataFrame, law: Law, keys: dict[str, str], day: str = "period_to") -> pd.DataFrame:
    """Subjects with the text in force for their category (null: none) and whether it cannot be used."""
    text, unusable = pd.Series(None, subjects.index, dtype="object"), pd.Series(False, subjects.index)
    for category, key in keys.items():
        found = law.at(subjects[["place", day]], key, "place", day, "found").set_index(subjects.index)
        mine = subjects.category == category
        text = text.mask(mine, found.found_text)
        unusable = unusable.mask(mine, found.found_unusable)
    return subjects.assign(text=text, text_unusable=unusable.astype(bool))


def text_in_force(subjects: pd.DataFrame) -> list[Test]:
    return [
        Test(subjects.text.isna() & ~subjects.text_unusable, NOT_APPLICABLE),
        Test(subjects.text_unusable, UNKNOWN),
    ]
