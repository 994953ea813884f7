"""Who a worker is to the company on a day: judgment > award > inspection > contract > declaration."""

import numpy as np
import pandas as pd

from benchmarks.thirteen_rights.records import Records

LONG_AGO, FOR_EVER = -1_000_000, 3_000_000
PAPERS = {"labour_contract": "A", "written_agreement": "B", "civil_contract": "C"}


def standings(records: Records) -> pd.DataFrame:
    """Category, where it comes from, hours and status of workers by from_day, until the next row."""
    contracts = _contracts(records.tables["agreements"])
    everybody = records.crew[["worker"]].assign(from_day=LONG_AGO)
    ends = contracts.assign(from_day=contracts.to_day + 1)
    borders = pd.concat([everybody, contracts, ends])[["worker", "from_day"]].drop_duplicates()
    under = borders.merge(contracts, on="worker", suffixes=("", "_signed"))
    under = under[(under.from_day_signed <= under.from_day) & (under.from_day <= under.to_day)]
    under = under.sort_values(["signed_on", "contract"], ascending=[False, True])
    under = under.drop_duplicates(["worker", "from_day"])[["worker", "from_day", "contract"]]
    found = borders.merge(under, how="left", on=["worker", "from_day"])
    crew = records.crew[
        ["worker", "category", "category_from", "instrument", "hours_system", "person_status"]
    ]
    found = _chosen(found.merge(crew, on="worker")).sort_values(["worker", "from_day"])
    before = found.groupby("worker")[["category", "category_from"]].shift()
    same = (found.category == before.category) & (found.category_from == before.category_from)
    return found[~same]


def _contracts(agreements: pd.DataFrame) -> pd.DataFrame:
    signed = agreements[agreements.signed_on.notna() & agreements.kind.isin(PAPERS)]
    return pd.DataFrame(
        {
            "worker": signed.worker,
            "signed_on": signed.signed_on,
            "from_day": signed.valid_from.fillna(signed.signed_on).astype("int64"),
            "to_day": signed.valid_to.fillna(FOR_EVER).astype("int64"),
            "contract": signed.kind.map(PAPERS),
        }
    )


def _chosen(found: pd.DataFrame) -> pd.DataFrame:
    """The strongest source for each worker and day."""
    decided = found.category_from.isin(["judgment", "award", "inspection"])
    steps = [
        decided,
        found.contract.notna(),
        found.category_from == "contract",
        found.category.notna(),
        found.instrument.notna() & (found.instrument != "none"),
    ]
    found = found.astype({"category": "object", "category_from": "object", "contract": "object"})
    declared = found.instrument.map(PAPERS).fillna("B").astype("object")
    category = [found.category, found.contract, found.category, found.category, declared]
    sources = [found.category_from, "contract", "contract", "declaration", "declaration"]
    return found.assign(
        category=np.select(steps, category, "B"), category_from=np.select(steps, sources, "assumed")
    )


def with_standing(subjects: pd.DataFrame, standing: pd.DataFrame, crew: pd.DataFrame) -> pd.DataFrame:
    """Subjects with category on their last day, whether it was another earlier, hours, status and names."""
    subjects = subjects.astype({"period_to": "int64"}).sort_values("period_to")
    found = pd.merge_asof(
        subjects,
        standing[["worker", "from_day", "category", "hours_system", "person_status"]].sort_values("from_day"),
        left_on="period_to",
        right_on="from_day",
        by="worker",
    )
    found["category_changes"] = (found.from_day > found.period_from) & (found.from_day > LONG_AGO)
    names = crew[["worker", "platform_id", "worker_id"]]
    missing = [name for name in names if name == "worker" or name not in found]
    return found.merge(names[missing], on="worker").assign(subject_id=lambda rows: rows.worker_id)
