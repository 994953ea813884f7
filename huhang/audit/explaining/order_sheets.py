"""The arithmetic of rights over days and groups of orders, and over the months of a company."""

from huhang.audit.explaining.sheets import NOT_KNOWN, Cell, Detail, Row, Sheet, length, money, plain
from huhang.vocabulary.words import Text

_WHAT, _VALUE = Text("项目", "item"), Text("数值", "value")


def longest_day(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """The order time of a day, the limit, and what prompts and pushed orders there were."""
    limit, online = detail["limit_s"], detail["online_s"]
    rows: list[Row] = [
        (
            Text("当天接单时间（重叠只算一次）", "order time of the day, overlaps once"),
            length(detail["in_hand_s"]),
        ),
        (Text("上限", "limit"), NOT_KNOWN if limit is None else length(limit)),
        (Text("另：工作时间", "apart: working time"), length(detail["working_s"])),
        (Text("另：从开始到结束", "apart: from first to last"), length(detail["span_s"])),
        (Text("另：在线", "apart: online"), NOT_KNOWN if online is None else length(online)),
        (Text("当天订单数", "orders of the day"), str(detail["orders"])),
    ]
    if detail["kind"] == "standard":
        known = detail["prompts_handed"]
        rows.append(
            (Text("当天的提示", "prompts of the day"), str(detail["prompts"]) if known else NOT_KNOWN)
        )
        pushed = str(detail["pushed"]) if known else NOT_KNOWN
        rows.append(
            (Text("提示以后、骑手确认以前派的单", "orders pushed before the rider confirmed"), pushed)
        )
    return (Sheet(Text("这一天", "This day"), (_WHAT, _VALUE), tuple(rows), judging=(1,)),)


def strictest_limit(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """What a group of like deliveries was promised, and what it took."""
    orders, below = detail["orders"], detail["promised_below"]
    late, fen = detail["late_items"], detail["late_fen"]
    rows: tuple[Row, ...] = (
        (Text("接单的钟点", "hour of acceptance"), f"{detail['hour']:02d}:00-{detail['hour']:02d}:59"),
        (Text("距离", "distance"), str(detail["distance"])),
        (Text("完成的同类订单", "like orders completed"), str(orders)),
        (Text("用时的中位数（分钟）", "median of the times taken (minutes)"), str(detail["taken_median"])),
        (Text("承诺时限的中位数（分钟）", "median of the limits (minutes)"), str(detail["promised_median"])),
        (
            Text("承诺时限低于用时中位数的订单", "orders promised below the median of the times taken"),
            str(below),
        ),
        (Text("占", "a share of"), _percent(below * 1_000_000 // orders)),
        (
            Text("承诺时限的中位数以内送到的订单占", "orders done within the median of the limits"),
            _percent(detail["limit_quantile_ppm"]),
        ),
        (
            Text("这家企业当月因超时的扣款笔数", "the company's deductions for lateness that month"),
            NOT_KNOWN if late is None else str(late),
        ),
        (Text("扣款金额（元）", "their amount (yuan)"), money(fen)),
    )
    return (Sheet(Text("承诺时限与用时", "Limits and times"), (_WHAT, _VALUE), rows, judging=(5, 6)),)


def injury_premium(detail: Detail, _telling: object) -> tuple[Sheet, ...]:
    """Premiums paid and due for the orders of a month, and ten of those that are wrong."""
    step: Cell = Text("没有申报", "none filed") if detail["step_fen"] is None else money(detail["step_fen"])
    handed = detail["insurances_handed"]
    left_out = (
        Text("是", "yes") if handed else Text("没有交来参保记录，没有谁被排除", "not handed over: nobody")
    )
    rows: tuple[Row, ...] = (
        (Text("应缴费的完成订单", "completed orders that need a premium"), str(detail["orders"])),
        (Text("参加工伤保险的人的订单已排除", "orders under work-injury insurance are left out"), left_out),
        (Text("企业申报的每单费额（元）", "fee of an order as filed (yuan)"), step),
        (Text("已缴（元）", "paid (yuan)"), money(detail["paid_fen"])),
        (Text("应缴（元）", "due (yuan)"), money(detail["due_fen"])),
        (Text("缴错或没有缴的订单", "orders with a wrong premium or none"), str(detail["wrong"])),
        (Text("其中一分没有缴的", "of them without any"), str(detail["zeros"])),
    )
    sheets = [Sheet(Text("缴费", "Premiums"), (_WHAT, _VALUE), rows, judging=(4, 5, 6))]
    if detail["samples"]:
        named = tuple((plain(str(order)),) for order in detail["samples"])
        title = Text("缴错或没有缴的订单，最多十单", "Orders with a wrong premium or none, ten at most")
        sheets.append(Sheet(title, (Text("订单", "order"),), named, judges=True))
    return tuple(sheets)


def _percent(ppm: int) -> str:
    return f"{ppm // 10_000}.{ppm % 10_000 // 100:02d} %"
