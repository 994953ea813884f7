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
# What follows in a meaning tells who reads it and how: that stands in the reference.
_FURTHER = re.compile("[；：;:]")
_COLUMNS = {column.name: Text(column.zh, column.en) for column in TABLES["rules"].columns}


@dataclass(frozen=True)
class SetByRule:
    """One thing that a rule sets: what it means (the key alone where that is not known), and its value."""

    key: str
    meaning: Text | None
    lines: tuple[str, ...]


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
        tuple(SetByRule(key, _meaning(key), tuple(_lines(value))) for key, value in content.items()),
        tuple(_COLUMNS[name] for name in _COLUMNS if name in secret),
    )


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
