"""The arithmetic of each right, from the detail of its finding, as sheets that a pencil can follow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from huhang.audit.explaining.labour_sheets import forbidden_cuts, monthly_floor, overtime_limit
from huhang.audit.explaining.order_sheets import injury_premium, longest_day, strictest_limit
from huhang.audit.explaining.sheets import DEDUCTED, NOT_KNOWN, Cell, Detail, Row, Sheet, length, money, plain
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import Text


@dataclass(frozen=True)
class Telling:
    """What the arithmetic is told with: the law, and the zone of the company's days."""

    book: LawBook
    zone: str

    def local(self, instant: str) -> str:
        """An instant on the local clock, with its offset."""
        return datetime.fromisoformat(instant).astimezone(ZoneInfo(self.zone)).isoformat(" ", "seconds")


CAUSES = {
    "late": Text("超过应付日才支付", "paid after the due day"),
    "unpaid": Text("过了应付日仍未支付", "unpaid past the due day"),
    "in_kind": Text("以实物支付", "paid in kind"),
    "period_too_long": Text("结算周期过长", "the settlement period is too long"),
}
_ITEM, _AMOUNT = Text("项目", "item"), Text("金额（元）", "yuan")
_WHAT, _VALUE = Text("项目", "item"), Text("数值", "value")


def _hourly_floor(detail: Detail, told: Telling) -> tuple[Sheet, ...]:
    return (_floor_sheet(detail, told.book), _counted_sheet(detail), _times_sheet(detail))


def _floor_sheet(detail: Detail, book: LawBook) -> Sheet:
    rows: list[Row] = []
    for line in detail["lines"] or ():
        place = book.places.get(line["area"])
        name = Text(place.zh, place.en) if place else plain(line["area"])
        floor = line["fen_per_hour"]
        product: Cell = NOT_KNOWN if floor is None else _exact_yuan(line["seconds"] * floor)
        days = line["from"] if line["from"] == line["to"] else f"{line['from']} – {line['to']}"
        rows.append((name, days, length(line["seconds"]), money(floor), product, line["parameter"] or ""))
    total = Text("合计，分以下进一", "sum, parts of a fen rounded up")
    rows.append((total, "", length(detail["working_s"]), "", money(detail["floor_fen"]), ""))
    columns = (
        Text("地区", "area"),
        Text("日期", "days"),
        Text("工作时间", "working time"),
        Text("每小时标准（元）", "yuan an hour"),
        Text("秒数 × 标准 ÷ 3600（元）", "seconds × standard ÷ 3600 (yuan)"),
        Text("参数", "value used"),
    )
    return Sheet(
        Text("甲 应不低于：工作时间 × 当地当日小时标准", "A. Floor due: working time × standard"),
        columns,
        tuple(rows),
        judges=True,
    )


def _exact_yuan(fen_seconds: int) -> str:
    """Yuan with four decimals from seconds times fen an hour; rounding waits for the sum."""
    ten_thousandths, rest = divmod(fen_seconds * 100, 3600)
    shown = f"{ten_thousandths // 10000}.{ten_thousandths % 10000:04d}"
    return shown + ("…" if rest else "")


def _counted_sheet(detail: Detail) -> Sheet:
    rows: list[Row] = [
        (Text("计件或基本报酬", "base pay"), money(detail["base_fen"])),
        (Text("奖励", "incentives"), money(detail["incentive_fen"])),
    ]
    for item in detail["deductions"] or ():
        reason = DEDUCTED.get(item["reason"], plain(str(item["reason"])))
        rows.append((Text(f"减：{reason.zh}", f"less: {reason.en}"), money(-item["fen"])))
    rows.append((Text("计入的报酬", "counted pay"), money(detail["counted_fen"])))
    comparable = detail["floor_fen"] is not None and detail["counted_fen"] is not None
    if comparable:
        short = max(0, detail["floor_fen"] - detail["counted_fen"])
        rows.append(
            (Text("甲 − 乙：按本次计算的差额", "A − B: difference by this calculation"), money(short))
        )
    judging = (len(rows) - 1,) if comparable else ()
    return Sheet(Text("乙 计入的报酬", "B. Pay that counts"), (_ITEM, _AMOUNT), tuple(rows), judging)


def _times_sheet(detail: Detail) -> Sheet:
    rows: tuple[Row, ...] = (
        (Text("在单时间（重叠只算一次）", "orders in hand, overlaps once"), length(detail["in_hand_s"])),
        (Text("企业要求在岗的其余时间", "other demanded presence"), length(detail["demanded_s"])),
        (Text("约定的间隙", "agreed allowance"), length(detail["allowance_s"])),
        (Text("工作时间", "working time"), length(detail["working_s"])),
        (Text("订单数", "orders"), str(detail["orders"])),
        (Text("其中时间作废的", "of them without usable time"), str(detail["void_orders"])),
    )
    return Sheet(Text("时间从哪里来", "Where the time comes from"), (_WHAT, _VALUE), rows)


def _holiday_premium(detail: Detail, _told: Telling) -> tuple[Sheet, ...]:
    holiday, ordinary = detail["seconds"], detail["ordinary_seconds"]
    like = -(-detail["ordinary_pay_fen"] * holiday // ordinary) if ordinary else None
    rows: tuple[Row, ...] = (
        (Text("节日", "holiday"), str(detail["day"])),
        (Text("当天工作时间", "working time that day"), length(holiday)),
        (
            Text("当天报酬（基本、奖励、节日）", "pay that day (base, incentive, holiday)"),
            money(detail["pay_fen"]),
        ),
        (Text("当天节日项目", "holiday component that day"), money(detail["holiday_fen"])),
        (Text("当月平日天数", "ordinary days of the month"), str(detail["ordinary_days"])),
        (Text("平日工作时间", "ordinary working time"), length(ordinary)),
        (Text("平日报酬", "ordinary pay"), money(detail["ordinary_pay_fen"])),
        (Text("同样时间按平日应得（分以下进一）", "the same time at ordinary pay (rounded up)"), money(like)),
    )
    return (
        Sheet(
            Text("节日与平日的时间和报酬", "Time and pay on the holiday and on ordinary days"),
            (_WHAT, _VALUE),
            rows,
            judging=(len(rows) - 1,),
        ),
    )


def _in_full(detail: Detail, _told: Telling) -> tuple[Sheet, ...]:
    earned = detail["earned_fen"]
    owed = None if earned is None else earned - detail["lawful_deductions_fen"]
    short = None if owed is None else owed - detail["paid_fen"]
    rows: tuple[Row, ...] = (
        (Text("挣得（各项报酬和小费）", "earned (all components and tips)"), money(earned)),
        (Text("减：依法可扣的", "less: lawful deductions"), money(-detail["lawful_deductions_fen"])),
        (Text("应付", "owed"), money(owed)),
        (Text("已付", "paid"), money(detail["paid_fen"])),
        (Text("按本次计算的差额", "difference by this calculation"), money(short)),
        (
            Text("另：只凭企业规则的扣款", "apart: taken by the company's rule alone"),
            money(detail["rule_deductions_fen"]),
        ),
        (Text("应付日", "due on"), str(detail["due_on"] or "")),
        _due_from(detail),
    )
    return (Sheet(Text("挣得与已付", "Earned and paid"), (_ITEM, _AMOUNT), rows, judging=(2, 4)),)


def _due_from(detail: Detail) -> Row:
    """Where the due day comes from; `in_full` of older results does not say."""
    origin = {
        "payout": Text("支付记录", "the payout"),
        "rule": Text("企业申报的规则", "the rule filed"),
        "colleagues": Text("半数同事的应付日或支付日", "when half of the colleagues were due or paid"),
    }
    return Text("应付日来自", "due day from"), origin.get(str(detail.get("due_from")), plain(""))


def _on_time(detail: Detail, _told: Telling) -> tuple[Sheet, ...]:
    causes = [CAUSES.get(cause, plain(cause)) for cause in detail["causes"] or ()]
    why = Text("；".join(cause.zh for cause in causes), "; ".join(cause.en for cause in causes))
    rows: tuple[Row, ...] = (
        (Text("支付编号", "payout"), str(detail["payout_id"])),
        (Text("金额（元）", "yuan"), money(detail["amount_fen"])),
        (
            Text("应付日（遇休息日提前）", "due on (rest day: the working day before)"),
            str(detail["due_on"] or ""),
        ),
        _due_from(detail),
        (Text("支付日", "paid on"), str(detail["paid_on"] or "")),
        (Text("方式", "channel"), str(detail["channel"] or "")),
        (Text("问题", "causes"), why),
    )
    return (Sheet(Text("这一笔支付", "This payout"), (_WHAT, _VALUE), rows, judging=(len(rows) - 1,)),)


def _continuous(detail: Detail, told: Telling) -> tuple[Sheet, ...]:
    limit = detail["limit_s"]
    rows: tuple[Row, ...] = (
        (Text("开始", "start"), told.local(detail["starts_at"])),
        (Text("结束", "end"), told.local(detail["ends_at"])),
        (Text("多长的间隔算休息", "gap that counts as a break"), length(detail["least_break_s"])),
        (Text("上限", "limit"), length(limit) if limit is not None else ""),
        (Text("其中订单数", "orders in it"), str(detail["orders"])),
    )
    return (Sheet(Text("这一段连续工作", "This spell of work"), (_WHAT, _VALUE), rows, judging=(3,)),)


def _weekly_rest(detail: Detail, _told: Telling) -> tuple[Sheet, ...]:
    in_a_row = Text("连着有订单时间的天数", "days in a row with order time")
    in_week = Text("一周内有订单时间的天数", "days of the week with order time")
    rows: tuple[Row, ...] = (
        (in_a_row if detail["in_a_row"] else in_week, str(detail["days"])),
        (Text("其中订单数", "orders in them"), str(detail["orders"])),
    )
    return (Sheet(Text("休息日", "Days of rest"), (_WHAT, _VALUE), rows),)


ARITHMETIC: Mapping[str, Callable[[Detail, Telling], tuple[Sheet, ...]]] = {
    "algorithm/strictest_limit": strictest_limit,
    "cover/injury_premium": injury_premium,
    "pay/bad_review_cut": forbidden_cuts,
    "pay/charges": forbidden_cuts,
    "pay/hourly_floor": _hourly_floor,
    "pay/holiday_premium": _holiday_premium,
    "pay/in_full": _in_full,
    "pay/monthly_floor": monthly_floor,
    "pay/on_time": _on_time,
    "time/continuous": _continuous,
    "time/daily": longest_day,
    "time/overtime_limit": overtime_limit,
    "time/weekly_rest": _weekly_rest,
}


def arithmetic_of(right: str, detail: Detail, told: Telling) -> tuple[Sheet, ...]:
    """The sheets of one finding; none where the right could not be asked."""
    return ARITHMETIC[right](detail, told) if detail and right in ARITHMETIC else ()
