"""The form of "work out mine": place, work, stretches or a month, pay, what was taken off."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django import forms
from django.http import QueryDict

from huhang.audit.explaining.sheets import DEDUCTED
from huhang.law.loader import load_law
from huhang.vocabulary.days import month_last
from huhang.vocabulary.money import fen_from_yuan
from huhang.web.rulebook.asking import place_asked
from huhang.web.rulebook.mine_entered import KINDS, RELATIONS, Entered, Month, Stretch, Taken
from huhang.web.ui.language import label, spoken

ROWS, MOST_ROWS, TAKEN_ROWS = 5, 62, 3
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_HOURS = re.compile(r"(\d{1,3})(?:[:：](\d{1,2})|(?:\.(\d{1,2})))?")
_MOST_FEN = 100_000_000
_REASONS = ("late", "bad_review", "complaint", "refusal", "attendance", "damage", "equipment", "vehicle_rent",
            "insurance", "social_insurance", "housing_fund", "tax", "advance", "other")  # fmt: skip
_YEARS = (2018, 2030)


class MineForm(forms.Form):
    """What everybody tells: the place, the work, the relation, and whether by day or by month."""

    place = forms.CharField(label=label("在哪里干活", "Where"), max_length=40, initial="浦东新区")
    kind = forms.ChoiceField(label=label("干什么活", "What work"))
    relation = forms.ChoiceField(label=label("和平台或公司是什么关系", "How you are engaged"))
    by = forms.ChoiceField(label=label("怎么填", "How to enter"), widget=forms.RadioSelect, initial="day")
    month = forms.CharField(label=label("哪个月", "Which month"), required=False, max_length=7)
    month_days = forms.IntegerField(
        label=label("干了几天", "Days worked"), required=False, min_value=1, max_value=31
    )
    month_hours = forms.CharField(label=label("一共干了几小时", "Hours in all"), required=False, max_length=6)
    month_pay = forms.CharField(
        label=label("一共拿到多少元", "Pay in all, yuan"), required=False, max_length=12
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "kind": [(key, spoken(text)) for key, (_, _, text) in KINDS.items()],
            "relation": [(key, spoken(text)) for key, text in RELATIONS.items()],
            "by": [
                ("day", label("一段一段填", "by stretches of work")),
                ("month", label("填一个月的合计", "a month in sums")),
            ],
        }
        for name, found in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = found
        self.entered: Entered | None = None
        self.rows = list(self._rows())

    def _typed(self, name: str) -> list[str]:
        """All that was typed into fields of one name, in order."""
        return [str(one) for one in self.data.getlist(name)] if isinstance(self.data, QueryDict) else []

    def _rows(self) -> Iterator[dict[str, Any]]:
        """The stretches as typed, with room for more."""
        typed = {name: self._typed(name) for name in ("day", "from", "to", "pay", "holiday")}
        filled = max(len(column) for column in typed.values())
        more = ROWS if self.data.get("more") else 0
        for number in range(min(max(filled + more, ROWS), MOST_ROWS)):
            row = {name: column[number] if number < len(column) else "" for name, column in typed.items()}
            yield {"number": number + 1, **row}

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that stand first."""
        return [self[name] for name in ("place", "kind", "relation")]

    @property
    def month_fields(self) -> list[forms.BoundField]:
        """The fields of a month in sums."""
        return [self[name] for name in ("month", "month_days", "month_hours", "month_pay")]

    @property
    def taken_rows(self) -> list[tuple[str, str]]:
        """What was taken off as typed: reason and sum."""
        typed = list(zip(self._typed("reason"), self._typed("taken"), strict=False))[:TAKEN_ROWS]
        return typed + [("other", "")] * (TAKEN_ROWS - len(typed))

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The reasons of what is taken off."""
        return [(name, spoken(DEDUCTED[name])) for name in _REASONS]

    def clean(self) -> dict[str, Any]:
        """Make what was typed into what is worked out; every fault is told with its row."""
        told = super().clean() or self.cleaned_data
        place = self._place(str(told.get("place", "")))
        by_month = told.get("by") == "month"
        stretches = () if by_month else tuple(self._stretches())
        month = self._month(told) if by_month else None
        taken = tuple(self._taken())
        if not self.errors and place:
            self.entered = Entered(place, told["kind"], told["relation"], stretches, month, taken)
        return told

    def _place(self, written: str) -> str | None:
        book = load_law()
        asked = place_asked(book, written)
        if asked.several:
            named = "、".join(
                f"{book.places[p.parent].zh if p.parent else ''}{p.zh} {p.code}" for p in asked.several[:6]
            )
            self._fault("place", f"有几个地方叫“{written}”，请填代码：{named}。",
                        f"Several places are called “{written}”; write the code: {named}.")  # fmt: skip
        elif asked.code is None:
            self._fault(
                "place",
                f"没有找到“{written}”。请填区县名称，如浦东新区，或六位代码。",
                f"There is no “{written}”. Write a district, as Pudong, or a code of six digits.",
            )
        return asked.code

    def _stretches(self) -> Iterator[Stretch]:
        filled = 0
        for row in self.rows:
            if not any(str(row.get(name, "")).strip() for name in ("day", "from", "to", "pay")):
                continue
            filled += 1
            try:
                yield _stretch(row)
            except ValueError:
                number = row["number"]
                self._fault(
                    None,
                    f"第 {number} 行看不懂：日期写成 2025-10-13，时间写成 08:30，金额写成 80 或 80.50。",
                    f"Row {number} cannot be read: day as 2025-10-13, times as 08:30, money as 80 or 80.50.",
                )
        if not filled:
            self._fault(None, "还没有填。请至少填一段：哪一天、几点到几点、多少钱。",
                        "Nothing was entered. Enter at least one stretch: day, from, to, pay.")  # fmt: skip

    def _month(self, told: dict[str, Any]) -> Month | None:
        first = _first_of_month(str(told.get("month", "")))
        if first is None:
            self._fault("month", "月份写成 2025-11。", "Write the month as 2025-11.")
            return None
        seconds = _seconds(str(told.get("month_hours", "")))
        days = told.get("month_days")
        if not days or days > month_last(first).day:
            self._fault(
                "month_days", "请填这个月干了几天。", "Enter on how many days of the month you worked."
            )
        elif seconds is None or not 0 < seconds <= days * 24 * 3600:
            self._fault("month_hours", "小时数写成 176 或 176.5，一天不超过 24 小时。",
                        "Write the hours as 176 or 176.5, at most 24 a day.")  # fmt: skip
        else:
            try:
                return Month(first, days, seconds, _fen(str(told.get("month_pay", ""))))
            except ValueError:
                self._fault("month_pay", "金额写成 2600 或 2600.50。", "Write the money as 2600 or 2600.50.")
        return None

    def _taken(self) -> Iterator[Taken]:
        for reason, amount in self.taken_rows:
            if not amount.strip():
                continue
            try:
                fen = _fen(amount)
            except ValueError:
                self._fault(
                    None,
                    f"扣款“{amount}”看不懂：写成 30 或 30.50。",
                    f"“{amount}” cannot be read: write 30 or 30.50.",
                )
                continue
            if fen and reason in _REASONS:
                yield Taken(reason, fen)

    def _fault(self, field: str | None, zh: str, en: str) -> None:
        self.add_error(field, str(label(zh, en)))


def _stretch(row: dict[str, Any]) -> Stretch:
    """A stretch as typed; ValueError where it cannot be read."""
    day = date.fromisoformat(row["day"].strip())
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ValueError(day)
    starts, ends = (time.fromisoformat(row[name].strip().replace("：", ":")) for name in ("from", "to"))
    if starts.tzinfo or ends.tzinfo:
        raise ValueError("a zone")
    holiday = _fen(row["holiday"]) if row.get("holiday", "").strip() else 0
    return Stretch(
        day, starts.replace(microsecond=0), ends.replace(microsecond=0), _fen(row["pay"] or "0"), holiday
    )


def _fen(typed: str) -> int:
    """Fen from yuan as typed, from nothing to a million yuan."""
    fen = fen_from_yuan(typed.strip().removesuffix("元").replace(",", "").replace("，", ""))
    if not 0 <= fen <= _MOST_FEN:
        raise ValueError(typed)
    return fen


def _first_of_month(typed: str) -> date | None:
    found = _MONTH.fullmatch(typed.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not _YEARS[0] <= int(found[1]) <= _YEARS[1]:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _seconds(typed: str) -> int | None:
    """Hours as 176, 176.5 or 176:30 in seconds."""
    found = _HOURS.fullmatch(typed.strip())
    if not found:
        return None
    whole, minutes, part = int(found[1]), found[2], found[3]
    if minutes and int(minutes) > 59:
        return None
    hundredths = int((part or "0").ljust(2, "0"))
    return whole * 3600 + int(minutes or 0) * 60 + hundredths * 36
