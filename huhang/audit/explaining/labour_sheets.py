"""The arithmetic of rights that count days, months and deductions."""

from huhang.audit.explaining.sheets import DEDUCTED, NOT_KNOWN, Detail, Row, Sheet, length, money, plain
from huhang.vocabulary.words import Text

_WHAT, _VALUE = Text("项目", "item"), Text("数值", "value")


def overtime_limit(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """Working time, overtime and the limit of one day or one month."""
    day = detail["span"] == "day"
    limit, overtime = detail["limit_s"], detail["overtime_s"]
    rows: tuple[Row, ...] = (
        (Text("工作时间", "working time"), length(detail["working_s"])),
        (
            Text("加班（工作日超出标准工时的，其他日子全部）", "overtime (above the standard day, or all)"),
            NOT_KNOWN if overtime is None else length(overtime),
        ),
        (Text("上限", "limit"), NOT_KNOWN if limit is None else length(limit)),
        (Text("其中订单数", "orders"), str(detail["orders"])),
    )
    title = (
        Text("这一天的加班", "Overtime of this day")
        if day
        else Text("这个月的加班", "Overtime of this month")
    )
    return (Sheet(title, (_WHAT, _VALUE), rows, judging=(2,)),)


def monthly_floor(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """Days of the month, pay that counts, and the monthly standard."""
    floor, counted = detail["floor_fen"], detail["counted_fen"]
    days: tuple[Row, ...] = (
        (Text("有工作时间的天数", "days with working time"), str(detail["worked_days"])),
        (Text("当月官方工作日", "official working days of the month"), str(detail["workdays"] or "")),
        (Text("工作日上记录的休假", "recorded leave on working days"), str(detail["leave_days"])),
    )
    pay: list[Row] = [
        (Text("计件或基本报酬", "base pay"), money(detail["base_fen"])),
        (Text("奖励", "incentives"), money(detail["incentive_fen"])),
    ]
    for item in detail["deductions"] or ():
        reason = DEDUCTED.get(item["reason"], plain(str(item["reason"])))
        pay.append((Text(f"减：{reason.zh}", f"less: {reason.en}"), money(-item["fen"])))
    pay.append((Text("计入的工资", "counted pay"), money(counted)))
    comparable = floor is not None and counted is not None
    judging = tuple(range(len(pay), len(pay) + 2)) if comparable else ()
    if comparable:
        pay.append((Text("月最低工资标准", "monthly minimum wage"), money(floor)))
        pay.append(
            (Text("按本次计算的差额", "difference by this calculation"), money(max(0, floor - counted)))
        )
    columns = (_WHAT, Text("金额（元）", "yuan"))
    return (
        Sheet(Text("是不是整月正常劳动", "Is it a full month of normal work"), (_WHAT, _VALUE), days),
        Sheet(Text("工资与标准", "Pay and standard"), columns, tuple(pay), judging),
    )


def forbidden_cuts(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """What was taken in the period under a reason that the text forbids, and how many times."""
    rows: tuple[Row, ...] = (
        (Text("笔数（含退还）", "number (refunds included)"), str(detail["items"])),
        (Text("金额，减去退还的", "amount, less what was given back"), money(detail["fen"])),
    )
    return (Sheet(Text("这一期的这类扣款", "Such deductions of this period"), (_WHAT, _VALUE), rows),)
