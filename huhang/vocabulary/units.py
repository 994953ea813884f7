"""Units of the values of the law in words, and values written with them: one wording wherever they stand."""

from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.words import Text

_PER = {
    "fen": Text("元", "yuan"),
    "fen/hour": Text("元/小时", "yuan an hour"),
    "fen/month": Text("元/月", "yuan a month"),
    "fen/day": Text("元/天", "yuan a day"),
    "fen/order": Text("元/单", "yuan an order"),
    "fen/person/month": Text("元/人·月", "yuan a person and month"),
}
_UNITS = {
    "articles": Text("条", "articles"),
    "cases/year": Text("件/年", "cases a year"),
    "celsius": Text("℃", "°C"),
    "days": Text("天", "days"),
    "days/month": Text("天/月", "days a month"),
    "days/week": Text("天/周", "days a week"),
    "days/year": Text("天/年", "days a year"),
    "items": Text("项", "items"),
    "km/h": Text("公里/小时", "km/h"),
    "monthly_minimum_wages": Text("个月最低工资", "monthly minimum wages"),
    "monthly_wages": Text("个月工资", "monthly wages"),
    "months": Text("个月", "months"),
    "multiple": Text("倍", "times"),
    "orders": Text("单", "orders"),
    "percent": Text("%", "%"),
    "persons": Text("人", "persons"),
    "ppm": Text("%", "%"),
    "times/year": Text("次/年", "times a year"),
    "working_days": Text("个工作日", "working days"),
    "years": Text("年", "years"),
}
_SPANS = {
    "s": Text("", ""),
    "s/day": Text("/天", " a day"),
    "s/week": Text("/周", " a week"),
    "s/month": Text("/月", " a month"),
}
_LENGTH = Text("时长", "length of time")
# What kind of value it is, of which a value itself says nothing.
_KINDS = {
    "count": Text("数目", "number"),
    "month": Text("第几个月", "month"),
    "month-day": Text("月、日", "month and day"),
    "year": Text("年份", "year"),
}
# Values that are words, as law files write them.
_WORDS = {
    "driver_pay": Text("司机报酬", "driver's pay"),
    "employer social contributions": Text("单位缴纳的社会保险费", "employer social contributions"),
    "hour-converted pay not below the city minimum wage": Text(
        "折算成小时的报酬不低于本市小时最低工资标准", "hour-converted pay not below the city minimum wage"
    ),
    "hourly standard of the actual work place": Text(
        "实际工作地的小时最低工资标准", "hourly standard of the actual work place"
    ),
    "housing_fund": Text("住房公积金", "housing fund"),
    "local minimum wage": Text("当地最低工资标准", "local minimum wage"),
    "local minimum wage for normal labour": Text(
        "提供正常劳动的，不低于当地最低工资标准", "local minimum wage for normal labour"
    ),
    "meal, commuting and housing subsidies": Text(
        "伙食、上下班交通、住房补贴", "meal, commuting and housing subsidies"
    ),
    "mid/night-shift, heat and hazard allowances": Text(
        "中夜班、高温、有毒有害岗位津贴", "mid/night-shift, heat and hazard allowances"
    ),
    "mid/night-shift, heat, cold, height, underground and hazard allowances": Text(
        "中夜班、高温、低温、高空、井下、有毒有害岗位津贴",
        "mid/night-shift, heat, cold, height, underground and hazard allowances",
    ),
    "normal labour under the written agreement: not below the local minimum wage": Text(
        "按书面协议提供正常劳动的，不低于当地最低工资标准",
        "normal labour under the written agreement: not below the local minimum wage",
    ),
    "orders x base fee x floating factor, monthly": Text(
        "按月：单量 × 每单基准费额 × 浮动系数", "orders × base fee × floating factor, monthly"
    ),
    "overtime pay": Text("加班工资", "overtime pay"),
    "passenger_total": Text("乘客付的总额", "what the passenger paid"),
    "personal social contributions": Text("个人缴纳的社会保险费", "personal social contributions"),
    "personal social contributions and housing fund": Text(
        "个人缴纳的社会保险费和住房公积金", "personal social contributions and housing fund"
    ),
    "platform only": Text("只由平台企业缴", "platform only"),
    "social_insurance": Text("社会保险费", "social contributions"),
    "statutory welfare": Text("法定福利待遇", "statutory welfare"),
    "take_rate": Text("抽成比例", "take rate"),
}


def unit_name(unit: str) -> Text:
    """The unit of figures in words: money in yuan, seconds as a length of time; an unknown unit as it is."""
    if unit in _SPANS:
        return Text(_LENGTH.zh + _SPANS[unit].zh, _LENGTH.en + _SPANS[unit].en)
    return _PER.get(unit) or _UNITS.get(unit) or _KINDS.get(unit) or Text(unit, unit)


def value_text(value: object, unit: str) -> Text:
    """A value with its unit: fen as yuan, seconds as hours and minutes; a hole as not known."""
    if value is None:
        return Text("不明", "not known")
    if isinstance(value, tuple | list):
        parts = [value_text(item, unit) for item in value]
        return Text(
            "、".join(part.zh for part in parts) or "无", ", ".join(part.en for part in parts) or "none"
        )
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, int) and unit in _PER:
        return Text(f"{yuan_text(value)} {_PER[unit].zh}", f"{yuan_text(value)} {_PER[unit].en}")
    if isinstance(value, int) and unit in _SPANS:
        time = time_text(value)
        return Text(time.zh + _SPANS[unit].zh, time.en + _SPANS[unit].en)
    if isinstance(value, int) and unit == "ppm":
        value = share_text(value)
    if unit in _UNITS:
        return Text(f"{value} {_UNITS[unit].zh}", f"{value} {_UNITS[unit].en}")
    # Other units ("rule", "list", "flag", "date") say what kind of value it is and add nothing to it.
    return _WORDS.get(str(value)) or Text(str(value), str(value))


def share_text(ppm: int) -> str:
    """Parts of a million, as shares are stored, in per cent: 50000 is 5."""
    return f"{ppm // 10_000}.{ppm % 10_000:04d}".rstrip("0").rstrip(".")


def time_text(seconds: int) -> Text:
    """A length of time as hours, minutes and seconds."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    zh = [f"{hours} 小时"] * bool(hours) + [f"{minutes} 分"] * bool(minutes) + [f"{left} 秒"] * bool(left)
    en = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes) + [f"{left} s"] * bool(left)
    return Text(" ".join(zh) or "0 秒", " ".join(en) or "0 s")
