"""Parts of a form that belong together line by line: points, their answers, and what an order asks for."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from huhang.procedure.measures import DAYS, MATTERS, MEASURES
from huhang.web.casework.letters import differences_of, fitting_ids
from huhang.web.casework.log_of_acts import right_title
from huhang.web.casework.models import Case
from huhang.web.ui.language import label, spoken

POINTS, ANSWERS = "points", "answers"
# Fields of an act that these parts write; no field of the form has their names.
PAIRED = frozenset({POINTS, ANSWERS, MATTERS, MEASURES, DAYS})
_FIRST_BOXES = 3
_POINT = re.compile(r"point_(\d{1,3})")
_MOST_DAYS = 365


class Part:
    """Some fields of a form, and what they write into the act."""

    def fields(self) -> dict[str, forms.Field]:
        """The fields, by their names in the form."""
        return {}

    def written(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """What was typed, by the names of the fields of the act."""
        return {}

    def faults(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong beyond a single field, by the names in the form."""
        return {}


class PointsPart(Part):
    """What a company says, point by point: a box for each, and one more wherever the page adds it."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        sent = [int(found[1]) for name in data or () if (found := _POINT.fullmatch(name))]
        self.count = max([_FIRST_BOXES, *(number + 1 for number in sent)])

    def fields(self) -> dict[str, forms.Field]:
        """A box for each point; the first must be filled."""
        return {f"point_{number}": _point_box(number) for number in range(self.count)}

    def written(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """The points that were filled."""
        boxes = (values.get(f"point_{number}") or "" for number in range(self.count))
        return {POINTS: [text.strip() for text in boxes if text.strip()]}


class AnswersPart(Part):
    """An answer to each point that has none yet; the points go along, so that no answer slips to another."""

    def __init__(self, points: Sequence[str], data: Mapping[str, Any] | None) -> None:
        sent = [str(data[name]) for name in data if _POINT.fullmatch(name)] if data is not None else []
        self.points = sent or list(points)

    def fields(self) -> dict[str, forms.Field]:
        """Each point as the label of its answer."""
        made: dict[str, forms.Field] = {}
        for number, point in enumerate(self.points):
            hidden = forms.CharField(widget=forms.HiddenInput(), initial=point)
            made[f"point_{number}"] = hidden
            heading = label(f"第 {number + 1} 点：{point}", f"Point {number + 1}: {point}")
            made[f"answer_{number}"] = forms.CharField(label=heading, widget=_lines(3))
        return made

    def written(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """Points and answers, side by side."""
        numbers = range(len(self.points))
        return {
            POINTS: [str(values[f"point_{number}"]) for number in numbers],
            ANSWERS: [str(values[f"answer_{number}"]).strip() for number in numbers],
        }


class MeasuresPart(Part):
    """For each matter of an order what is to be done, and within how many days from service."""

    def __init__(self, case: Case, kind: str, known: Mapping[str, Any]) -> None:
        fitting = set(fitting_ids(case, kind))
        self.right_of = {
            found.finding_id: found.right
            for found in case.findings.all()
            if found.finding_id in fitting or found.finding_id in known.get("findings", [])
        }
        self.rights = sorted(set(self.right_of.values()))
        self.sums = differences_of(case, list(self.right_of))
        lists = [known.get(name) or [] for name in (MATTERS, MEASURES, DAYS)]
        self.known = {matter: (what, days) for matter, what, days in zip(*lists, strict=True)}

    def fields(self) -> dict[str, forms.Field]:
        """Two fields for each matter."""
        made: dict[str, forms.Field] = {}
        # Of several matters those need nothing whose findings are not chosen.
        alone = len(self.rights) == 1
        for number, right in enumerate(self.rights):
            title = spoken(right_title(right))
            what, days = self.known.get(right, (_usual(right in self.sums), None))
            made[f"measure_{number}"] = forms.CharField(
                label=label(f"{title}：怎样改正", f"{title}: what is to be done"),
                widget=_lines(2), required=alone, initial=what,
            )  # fmt: skip
            made[f"days_{number}"] = forms.IntegerField(
                label=label(f"{title}：送达后几日内改正", f"{title}: within how many days from service"),
                min_value=1, max_value=_MOST_DAYS, required=alone, initial=days,
                widget=forms.NumberInput(attrs={"class": "short"}),
            )  # fmt: skip
        return made

    def written(self, values: Mapping[str, Any]) -> dict[str, list[str]]:
        """The matters of the findings that were chosen, each with its measure and its days."""
        told = {
            right: (values.get(f"measure_{number}"), values.get(f"days_{number}"))
            for number, right in enumerate(self.rights)
            if right in self._chosen(values)
        }
        return {
            MATTERS: list(told),
            MEASURES: [str(what).strip() for what, _ in told.values()],
            DAYS: [str(days) for _, days in told.values()],
        }

    def faults(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What is missing for a matter that was chosen."""
        told: dict[str, str] = {}
        missing = label(
            "请填写：所选结果里有这个事项。", "Fill this in: a finding of this matter was chosen."
        )
        for number, right in enumerate(self.rights):
            for name in (f"measure_{number}", f"days_{number}"):
                if right in self._chosen(values) and not values.get(name):
                    told[name] = missing
        return told

    def _chosen(self, values: Mapping[str, Any]) -> set[str]:
        return {self.right_of[name] for name in values.get("findings") or () if name in self.right_of}


def _point_box(number: int) -> forms.CharField:
    return forms.CharField(
        label=label(f"第 {number + 1} 点", f"Point {number + 1}"),
        widget=forms.Textarea(attrs={"rows": 3, "data-more": label("再加一点", "Add a point")}),
        required=number == 0,
        max_length=4000,
    )


def _usual(money: bool) -> Any:
    """How money is usually put right; other matters are for the officer to say."""
    if not money:
        return ""
    return label(
        "按附件所列逐人补发差额，报送支付凭证",
        "Pay each worker the difference listed in the attachment, and send proof of payment",
    )


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
