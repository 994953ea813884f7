"""What is asked for an audit."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import forms

from huhang.law.loader import load_law
from huhang.vocabulary.places import Place
from huhang.vocabulary.words import Text
from huhang.web.accounts.seats import Standing
from huhang.web.inspections.scopes import OF_FINDINGS
from huhang.web.ui.language import label, spoken

_QUARTERS_OFFERED = 6


def quarters_until(day: date) -> list[tuple[date, date]]:
    """The first and last days of the last quarters, the one of the day first."""
    last = day.year * 4 + (day.month - 1) // 3
    starts = [date(n // 4, 3 * (n % 4) + 1, 1) for n in range(last + 1, last - _QUARTERS_OFFERED, -1)]
    return [(first, after - timedelta(days=1)) for after, first in pairwise(starts)]


def usual_quarter(quarters: Sequence[tuple[date, date]], last: date) -> tuple[date, date]:
    """Of quarters, the newest first, the newest that is whole by a day; else the first of them."""
    return next((quarter for quarter in quarters if quarter[1] <= last), quarters[0])


def places_of(standing: Standing) -> list[Place]:
    """The places that a person may audit: those of the seats, and what lies directly in them."""
    places = load_law().places
    own = {seat.place for seat in standing.seats if seat.place and seat.role in OF_FINDINGS}
    found = own.union(*(_parts_of(code) for code in own))
    return sorted((places[code] for code in found if code in places), key=lambda place: place.code)


def _parts_of(code: str) -> list[str]:
    """What lies directly in a place; of a municipality its districts, not the level that only holds them."""
    parts = [place.code for place in load_law().places.values() if place.parent == code]
    return _parts_of(parts[0]) if len(parts) == 1 else parts


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RunForm(forms.Form):
    """Places, days and rights of an audit."""

    since = forms.DateField(label=label("从", "From"), widget=_day_input())
    until = forms.DateField(label=label("至", "To"), widget=_day_input())

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"] = forms.MultipleChoiceField(
            label=label("地区", "Places"),
            choices=[(place.code, spoken(Text(place.zh, place.en))) for place in places_of(standing)],
            widget=forms.CheckboxSelectMultiple,
        )
        rights = sorted(load_law().rights.items())
        self.fields["rights"] = forms.MultipleChoiceField(
            label=label("只查这些权利", "These rights only"),
            choices=[(name, spoken(loaded.title)) for name, loaded in rights],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            told = Text(
                "结束日在开始日之前，请改正。", "The last day lies before the first; put one of them right."
            )
            self.add_error("until", spoken(told))
        return values
