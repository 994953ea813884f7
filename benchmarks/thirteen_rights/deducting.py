"""What deductions take from the pay that counts towards a floor."""

import pandas as pd

from benchmarks.thirteen_rights.law import Law

OWN_CONTRIBUTIONS = ("social_insurance", "housing_fund")
NOT_COUNTED = ("tax", *OWN_CONTRIBUTIONS, "court_order", "advance")


def counted_deductions(subjects: pd.DataFrame, rows: pd.DataFrame, law: Law, key: str) -> pd.DataFrame:
    """Subjects with deducted_fen and on_top_unknown; `rows` are deductions with the number of their subject.

    Tax, contributions and the like leave the pay as it is, but for own contributions where the place has them
    paid on top of the floor.
    """
    rows = law.at(rows, key, "place", "period_to", "on_top")
    own = rows.reason.isin(OWN_CONTRIBUTIONS)
    pairs = zip(rows.reason, rows.on_top_text, strict=True)
    on_top = pd.Series([isinstance(text, tuple) and reason in text for reason, text in pairs], rows.index)
    counts = ~rows.reason.isin(NOT_COUNTED) | (own & on_top.astype(bool))
    of_subject = rows.number
    fen = rows.amount_fen.where(counts, 0).groupby(of_subject).sum()
    unknown = (own & rows.on_top_text.isna()).groupby(of_subject).any()
    return subjects.assign(
        deducted_fen=subjects.number.map(fen).fillna(0),
        on_top_unknown=subjects.number.map(unknown).eq(True),
    )
