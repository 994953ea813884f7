"""The words of the rulebook: who has a duty, how binding it is, who acts, what a case says."""

from huhang.vocabulary.words import Modality, Text

WHO_NAMES: dict[str, Text] = {
    "company": Text("企业", "company"),
    "authority": Text("主管部门", "authority"),
    "union": Text("工会", "union"),
    "all": Text("各方", "everybody"),
    "worker": Text("劳动者", "worker"),
    "industry": Text("行业组织", "industry body"),
}
BODY_NAMES: dict[str, Text] = {
    "labour": Text("人力资源和社会保障部门", "the human-resources authority"),
    "cyberspace": Text("网信部门", "the cyberspace authority"),
}
MODALITY_MEANINGS: dict[Modality, Text] = {
    Modality.MUST: Text(
        "必须做到，做不到可以认定不符", "has to be done; what is not done can be found broken"
    ),
    Modality.MUST_NOT: Text("不允许，做了可以认定不符", "is not allowed; what is done can be found broken"),
    Modality.SHOULD: Text("推荐这样做，做不到不算违法", "is recommended; not doing it breaks no law"),
    Modality.MAY: Text("可以做，也可以不做", "may be done or left"),
    Modality.GUIDE: Text("引导这样做，不据此下结论", "is guided to; no verdict rests on it"),
    Modality.ENCOURAGED: Text("鼓励这样做，不据此下结论", "is encouraged; no verdict rests on it"),
    Modality.EXPLORE: Text("先行探索，不据此下结论", "is being tried out; no verdict rests on it"),
    Modality.SUGGESTED: Text("只是建议，不据此下结论", "is only suggested; no verdict rests on it"),
}
SUBJECT_NAMES: dict[str, Text] = {
    "worker_period": Text("一名劳动者的一个结算周期", "a worker’s settlement period"),
    "worker_day": Text("一名劳动者的一天", "a worker’s day"),
    "worker_week": Text("一名劳动者的一周", "a worker’s week"),
    "spell": Text("一段连续工作", "a stretch of unbroken work"),
    "payout": Text("一笔支付", "a payout"),
    "group": Text("一组同类订单", "a group of like orders"),
    "company_month": Text("一家企业在一个地区的一个月", "a company’s month in one area"),
}
SUBJECT_AREAS: dict[str, Text] = {
    "pay": Text("报酬", "Pay"),
    "time": Text("时间和休息", "Time and rest"),
    "cover": Text("保障", "Cover"),
    "algorithm": Text("算法", "Algorithms"),
}
# The first part of a key, for the list of values.
KEY_AREAS: dict[str, Text] = {
    "min_wage": Text("最低工资", "Minimum wage"),
    "rest": Text("连续工作和休息", "Unbroken work and rest"),
    "pay": Text("报酬", "Pay"),
    "overtime": Text("加班", "Overtime"),
    "part_time": Text("非全日制", "Part-time work"),
    "work": Text("工作时间", "Working time"),
    "holiday": Text("节假日", "Holidays"),
    "heat": Text("高温", "Heat"),
    "oip": Text("职业伤害保障", "Injury cover"),
    "work_injury": Text("工伤保险", "Work-injury insurance"),
    "social": Text("社会保险", "Social insurance"),
    "women": Text("女职工保护", "Protection of women"),
    "contract": Text("劳动合同", "Labour contract"),
    "dispatch": Text("劳务派遣", "Dispatched work"),
    "arbitration": Text("仲裁", "Arbitration"),
    "mediation": Text("调解", "Mediation"),
    "inspection": Text("劳动监察", "Inspection"),
    "procedure": Text("办事期限", "Times of procedures"),
    "integrity": Text("诚信等级", "Integrity grades"),
    "algorithm": Text("算法", "Algorithms"),
    "ridehail": Text("网约车", "Ride-hailing"),
    "practice": Text("企业做法", "Practice of companies"),
    "draft": Text("征求意见稿（未生效）", "Drafts (not in force)"),
}
OTHER_KEYS = Text("其他", "Others")
