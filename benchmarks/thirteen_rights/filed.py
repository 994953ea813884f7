"""What companies filed: each key with its value, day by day."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass
class FiledRules:
    """platform_id, key, from_day and value (not a number where nothing is set from that day on)."""

    rows: pd.DataFrame

    def at(self, subjects: pd.DataFrame, key: str, day: str) -> pd.DataFrame:
        """Subjects with a column `key`: the value of their company in force on `day`."""
        rows = self.rows[self.rows.key == key].sort_values("from_day")
        asked = subjects[["platform_id", day]].reset_index(drop=True).reset_index().sort_values(day)
        found = pd.merge_asof(
            asked.astype({day: "int64"}), rows, left_on=day, right_on="from_day", by="platform_id"
        )
        return subjects.assign(**{key: found.sort_values("index").value.to_numpy()})


def filed_rules(rules: pd.DataFrame) -> FiledRules:
    """A version holds until the next of its subject; of two subjects the version that came last speaks."""
    rules = rules[rules.effective_from.notna()].sort_values(["effective_from", "rule_version"])
    versions = [
        (row.platform_id, row.subject, int(row.effective_from), json.loads(row.content or "{}"))
        for row in rules.itertuples()
    ]
    rows = []
    for platform in sorted({version[0] for version in versions}):
        mine = [version[1:] for version in versions if version[0] == platform]
        keys = {key for _, _, content in mine for key, value in content.items() if _is_number(value)}
        for key in sorted(keys):
            for day in sorted({begun for _, begun, _ in mine}):
                in_force = {subject: (begun, content) for subject, begun, content in mine if begun <= day}
                setting = [
                    (begun, subject, content[key])
                    for subject, (begun, content) in in_force.items()
                    if _is_number(content.get(key))
                ]
                rows.append((platform, key, day, max(setting)[2] if setting else np.nan))
    columns = ["platform_id", "key", "from_day", "value"]
    frame = pd.DataFrame(rows, columns=columns).astype({"platform_id": "str", "key": "str"})
    return FiledRules(frame.astype({"from_day": "int64", "value": "float64"}))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
