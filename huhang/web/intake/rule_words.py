"""Filed rules in words: what each is about, its days, and line by line what it sets."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huhang.records.rule_content import RULE_KEYS
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text

_SUBJECTS: Mapping[str, Text] = {
    "entry_exit": Text("进入和退出平台", "joining and leaving the platform"),
    "allocation": Text("订单分配", "how orders are given out"),
    "unit_price": Text("计件单价", "price of an order"),
    "commission": Text("抽成", "commission"),
    "pay": Text("报酬构成和支付", "pay and when it is paid"),
    "working_time": Text("工作时间和休息", "working time and rest"),
    "reward_penalty": Text("奖惩", "rewards and penalties"),
}
_DAYS = ("consulted_on", "published_on", "notified_on", "effective_from")
_MEANINGS = {key.name: key.meaning for key in RULE_KEYS}
# How the figure of a key is read. Of other keys companies choose the unit themselves.
_MINUTES, _DAYS_LONG = Text("{} 分钟", "{} minutes"), Text("{} 天", "{} days")
_UNITS: Mapping[str, Text] = {
    "allowance_min": _MINUTES,
    "longest_spell_min": _MINUTES,
    "least_break_min": _MINUTES,
    "longest_day_min": _MINUTES,
    "rest_every_days": _DAYS_LONG,
    "pay_cycle_days": _DAYS_LONG,
    "appeal_answer_days": _DAYS_LONG,
    "due_day": Text("每月 {} 号", "day {} of the month"),
}
# What follows in a meaning tells who reads it and how: that stands in the reference.
_FURTHER = re.compile("[；：;:]")
_COLUMNS = {column.name: Text(column.zh, column.en) for column in TABLES["rules"].columns}


@dataclass(frozen=True)
class SetByRule:
    """One thing that a rule sets: what it means (the key alone where that is not known), and its value.

    `as_filed`: its figures have no unit but the one that the company meant.
    """

    key: str
    meaning: Text | None
    lines: tuple[Text, ...]
    as_filed: bool


@dataclass(frozen=True)
class FiledRule:
    """One rule as a company filed it; `secret` are the columns that it marked as its trade secret."""

    subject: Text
    version: str
    days: tuple[tuple[Text, str], ...]
    sets: tuple[SetByRule, ...]
    secret: tuple[Text, ...]


def filed_rule(row: Mapping[str, str], secret: frozenset[str]) -> FiledRule:
    """A row of filed rules in words."""
    subject = row["subject"]
    content: dict[str, Any] = json.loads(row["content"] or "{}")
    return FiledRule(
        _SUBJECTS.get(subject, Text(subject, subject)),
        row["rule_version"],
        tuple((_COLUMNS[name], row[name]) for name in _DAYS if row[name]),
        tuple(_set(key, value) for key, value in content.items()),
        tuple(_COLUMNS[name] for name in _COLUMNS if name in secret),
    )


def _set(key: str, value: Any) -> SetByRule:
    """One key with its value; a figure with its unit where the key has one."""
    unit = _UNITS.get(key)
    if unit is not None and _is_figure(value):
        return SetByRule(key, _meaning(key), (Text(unit.zh.format(value), unit.en.format(value)),), False)
    lines = tuple(Text(line, line) for line in _lines(value))
    return SetByRule(key, _meaning(key), lines, _has_figure(value))


def _is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_figure(value: Any) -> bool:
    """Whether a figure stands anywhere in a value."""
    if isinstance(value, Mapping):
        return any(map(_has_figure, value.values()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return any(map(_has_figure, value))
    return _is_figure(value)


def _meaning(key: str) -> Text | None:
    """What a key sets, in short."""
    whole = _MEANINGS.get(key)
    return Text(*(_FURTHER.split(words)[0] for words in (whole.zh, whole.en))) if whole else None


def _lines(value: Any) -> Iterator[str]:
    """A value one line for each part of it, as it was filed."""
    if isinstance(value, Mapping):
        yield from (f"{name}: {line}" for name, part in value.items() for line in _lines(part))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield from ("; ".join(_lines(part)) for part in value)
    else:
        yield "—" if value is None else str(value)
