"""The keys of `content` in the table rules: what each sets, which values it may have, and what is wrong."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from huhang.vocabulary.words import Text

_DAY_MINUTES = 24 * 60
NOTHING = Text("尚无", "nothing yet")


@dataclass(frozen=True)
class RuleKey:
    """A key of a rule's content: what it sets, its least and greatest value, and what reads it.

    Without bounds it is kept as it was handed over.
    """

    name: str
    meaning: Text
    least: int | None = None
    most: int | None = None
    read_by: Text = NOTHING


_CONTINUOUS, _ON_TIME = (Text(f"`{right}`", f"`{right}`") for right in ("time/continuous", "pay/on_time"))
_READ = (
    RuleKey(
        "allowance_min",
        Text(
            "两单之间等单、准备的时间，至多多少分钟也算工作时间；只在 subject 为 working_time 的规则中有效",
            "how many minutes of waiting and getting ready between two orders count as work at most; "
            "only in rules whose subject is working_time",
        ),
        0,
        _DAY_MINUTES,
        Text("工作时间的计算", "the count of working time"),
    ),
    RuleKey(
        "longest_spell_min",
        Text("企业自定的连续工作上限（分钟）", "the company's own limit of unbroken work, in minutes"),
        1,
        _DAY_MINUTES,
        _CONTINUOUS,
    ),
    RuleKey(
        "least_break_min",
        Text(
            "间隔至少多少分钟才算休息，与 longest_spell_min 一起使用；不写时按通行约定",
            "how many minutes without an order end a spell of work, used with longest_spell_min; "
            "left out: by the convention",
        ),
        1,
        _DAY_MINUTES,
        _CONTINUOUS,
    ),
    RuleKey(
        "longest_day_min",
        Text("企业自定的一天工作上限（分钟）", "the company's own limit of work on one day, in minutes"),
        1,
        _DAY_MINUTES,
    ),
    RuleKey(
        "rest_every_days",
        Text("企业自定每多少天休息一天", "of how many days the company lets one be a day of rest"),
        1,
        366,
    ),
    RuleKey(
        "pay_cycle_days",
        Text("结算周期至多多少天", "how many days a settlement period has at most"),
        1,
        366,
        _ON_TIME,
    ),
    RuleKey(
        "due_day",
        Text(
            "每月几号发放：结算期末日之后的第一个这一号，没有这一号的月份为月末，遇非工作日提前到最近的工作日；"
            "发放行写有 due_on 的，以 due_on 为准。例：15，结算期到 10 月 31 日，11 月 15 日应付；"
            "31，结算期到 11 月 20 日，11 月 30 日应付",
            "the day of the month on which pay is due: the first day of that number after the last day of "
            "the period, in a month without it the last day, and where that is no working day the working "
            "day before; a due_on in the payout itself comes first. 15 with a period up to 31 October: due "
            "on 15 November; 31 with a period up to 20 November: on 30 November",
        ),
        1,
        31,
        Text("`pay/on_time`、`pay/in_full`", "`pay/on_time`, `pay/in_full`"),
    ),
)
_KEPT = (
    RuleKey("unit_price", Text("单价", "price of an order")),
    RuleKey("pay_tiers", Text("分档计酬", "tiers of pay")),
    RuleKey("commission_cap", Text("抽成上限", "cap on commission")),
    RuleKey("limit_quantile", Text("配送时限所取的分位", "quantile by which time limits are set")),
    RuleKey("injury_premium_step", Text("职业伤害保障缴费的档次", "step of the injury-cover premium")),
    RuleKey("appeal_answer_days", Text("申诉几天内答复", "days in which an appeal is answered")),
    RuleKey("fines", Text("罚款与扣款标准", "fines and deductions")),
)
RULE_KEYS = (*_READ, *_KEPT)


def rule_fault(content: str) -> str:
    """What of a content (JSON) cannot be: the whole that is no object, or a key and its value; else ""."""
    rule = json.loads(content)
    if not isinstance(rule, dict):
        return content
    for key in _READ:
        if key.name in rule and not _is_good(key, rule[key.name]):
            return f"{key.name}: {json.dumps(rule[key.name], ensure_ascii=False)}"
    return ""


def unknown_keys(contents: Iterable[str]) -> list[Text]:
    """A warning of keys in contents (JSON objects) that nothing knows, as misspelt ones are."""
    known = [key.name for key in RULE_KEYS]
    unknown = sorted({str(key) for content in contents for key in json.loads(content)} - set(known))
    if not unknown:
        return []
    return [
        Text(
            f"content 里的这些键没有人认识，不起作用：{'、'.join(unknown)}；已知的键：{'、'.join(known)}。",
            f"nothing knows these keys of content, they have no effect: {', '.join(unknown)}; "
            f"known keys: {', '.join(known)}.",
        )
    ]


def _is_good(key: RuleKey, value: object) -> bool:
    """Whether the value is a whole number within the key's bounds."""
    if key.least is None or key.most is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value == int(value) and key.least <= value <= key.most
