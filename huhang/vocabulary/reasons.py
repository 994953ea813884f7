"""Reasons of `unknown` and `not_applicable`: kept in English as data, said in Chinese to people."""

import re

from huhang.vocabulary.words import Text

# The reasons that are always the same words.
_FIXED = {
    "void time": Text("时间作废的订单太多", "too many orders have no usable time"),
    "order_breaks": Text("长时间订单没有交来休息记录", "breaks of long orders were not handed over"),
    "category changes": Text("期间内劳动者类别有变化", "the worker's category changes within the period"),
    "no rule in force": Text("当时当地没有有效文本", "no text in force there and then"),
    "no confirmed rule in force": Text(
        "没有确认有效的文本，长度也未超出", "no text is confirmed to be in force, nor its limit passed"
    ),
    "periods overlap": Text("结算周期互相重叠", "settlement periods overlap"),
    "area": Text("不知道在哪个地区工作", "the area of work is not known"),
    "no working time": Text("期间内没有工作时间", "no working time in the period"),
    "full-time labour relation": Text(
        "全日制劳动关系，适用月最低工资标准", "full-time labour relation: the monthly standard applies"
    ),
    "overtime law applies": Text("劳动关系中按加班规定处理", "overtime law applies in a labour relation"),
    "no ordinary days": Text("当月没有可比较的平日", "no ordinary days to compare with in that month"),
    "calendar of the year not known": Text(
        "这一年的放假安排还没有公布", "the holiday arrangement of that year is not published"
    ),
    "period not wholly inside the audit": Text(
        "结算周期不完全在核查期内", "the settlement period is not wholly inside the audit"
    ),
    "orders do not cover the period": Text(
        "交来的订单没有覆盖整个结算周期", "the orders handed over do not cover the settlement period"
    ),
    "not yet due": Text("还没有到支付日", "not yet due"),
    "due day not known": Text("不知道应付日期", "the due day is not known"),
    "deductions.basis missing": Text("扣款没有写明依据", "the basis of deductions is missing"),
    "no labour relation": Text("不是劳动关系", "no labour relation"),
    "part-time work": Text("非全日制用工，适用小时标准", "part-time work: the hourly standard applies"),
    "month not wholly inside the audit": Text(
        "这个月不完全在核查期内", "the calendar month is not wholly inside the audit"
    ),
    "not a full month of normal work": Text("没有整月正常劳动", "not a full month of normal work"),
    "not on standard hours": Text("不是标准工时", "not on standard hours"),
    "rest_prompts": Text("没有交来休息提示记录", "prompts to rest were not handed over"),
    "too few like orders": Text("同类订单太少，无法比较", "too few like orders to compare"),
    "company not known to be in the pilot": Text(
        "不知道这家企业是否在职业伤害保障试点之内",
        "whether the company is in the injury-cover pilot is not known",
    ),
    "status": Text(
        "身份另有规定（学生、退休、超龄），劳动关系待定",
        "a status settled apart; the labour relation is open",
    ),
}

_TABLES = {
    "orders": "订单",
    "deductions": "扣款记录",
    "payouts": "支付记录",
    "sessions": "在线记录",
    "rest_prompts": "休息提示记录",
}

_SOURCES = {
    "declared": "企业申报",
    "judgment": "判决认定",
    "award": "裁决认定",
    "inspection": "监察认定",
    "contract": "双方合同",
}

_STATUS = {"student": "学生", "pensioner": "退休人员", "over_age": "超龄劳动者"}

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+) was due for review on (?P<day>[\d-]+)"),
     "{key}（{place}）应在 {day} 复核，过期不用"),
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+) is not confirmed from (?P<day>[\d-]+)"),
     "{key}（{place}，{day} 起）未经确认"),
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+) not known from (?P<day>[\d-]+)"),
     "{key}（{place}，{day} 起）数值不明"),
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+): start not known"),
     "{key}（{place}）的施行日期不明"),
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+): tier (?P<day>\d+) not known"),
     "{key}（{place}）第 {day} 档的数值不明"),
    (re.compile(r"(?P<key>[\w.]+) for (?P<place>\S+) not known"), "{key}（{place}）数值不明"),
)  # fmt: skip


def reason_text(reason: str) -> Text:
    """A reason as written in findings, in both languages."""
    if reason in _FIXED:
        return _FIXED[reason]
    if found := re.fullmatch(r"(\w+) not handed over", reason):
        table = found.group(1)
        return Text(f"没有交来{_TABLES.get(table, table)}", reason)
    if found := re.fullmatch(r"([\w.]+) missing", reason):
        return Text(f"缺少 {found.group(1)}", reason)
    if found := re.fullmatch(r"own business \((\w+)\)", reason):
        return Text(f"自主经营（{_SOURCES.get(found.group(1), found.group(1))}）", reason)
    if found := re.fullmatch(r"status: (\w+)", reason):
        return Text(f"{_STATUS.get(found.group(1), found.group(1))}，另有规定，只作假设测算", reason)
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(reason):
            return Text(words.format(**found.groupdict()), reason)
    return Text(reason, reason)
