"""Tables of work done: orders, breaks in them, time online and prompts to rest."""

from huhang.records.schema import Column, Kind, Table
from huhang.records.tables.columns import (
    PARTNER,
    PLATFORM,
    REVISED,
    RULE_VERSION,
    SECTORS,
    WORK_MODES,
    WORKER,
    fen,
    needed,
)

ORDERS = Table(
    "orders",
    ("platform_id", "order_id", "worker_id", "attempt"),
    "订单",
    "orders, one row for each attempt to have one carried out",
    (
        PLATFORM,
        needed("order_id", Kind.CODE, "订单号", "the order"),
        Column(
            "worker_id",
            Kind.CODE,
            "劳动者编号；无人接单时可空",
            "worker; empty only where nobody accepted",
            conditional=True,
        ),
        Column("attempt", Kind.COUNT, "第几次派单，缺省为 1", "which attempt at assigning it, 1 by default"),
        PARTNER,
        Column("trip_id", Kind.CODE, "趟次编号", "the trip that several orders share"),
        needed("sector", Kind.CHOICE, "行业", "sector", SECTORS),
        Column(
            "subsector", Kind.CODE, "细分行业，如 food_delivery", "part of the sector, such as food_delivery"
        ),
        needed("area_code", Kind.AREA, "工作地区划代码（GB/T 2260）", "place of work (GB/T 2260)"),
        Column("work_mode", Kind.CHOICE, "用工方式", "mode of work", values=WORK_MODES),
        needed(
            "status",
            Kind.CHOICE,
            "订单状态",
            "state of the order",
            ("completed", "cancelled", "refused", "open"),
        ),
        Column("offered_at", Kind.TIME, "派单时间", "offered to the worker"),
        Column(
            "accepted_at",
            Kind.TIME,
            "接单时间；拒单或接单前取消可空",
            "accepted; empty only if refused or cancelled before",
            conditional=True,
        ),
        Column("arrived_at", Kind.TIME, "到达取货点或上车点时间", "arrived at the place of pick-up"),
        Column("picked_up_at", Kind.TIME, "取货或接客时间", "picked up"),
        Column("completed_at", Kind.TIME, "完成时间", "completed"),
        Column("cancelled_at", Kind.TIME, "取消时间", "cancelled"),
        Column("promised_at", Kind.TIME, "承诺送达时间", "time promised to the customer"),
        Column("distance_m", Kind.MEASURE, "距离（米）", "distance in metres"),
        fen("customer_paid_fen", "顾客实付（分）", "what the customer paid, fen"),
        fen("pay_base_fen", "基本报酬（分）", "base pay, fen"),
        fen("pay_incentive_fen", "奖励（分）", "incentive pay, fen"),
        fen("pay_one_off_fen", "一次性报酬（分）", "one-off pay, fen"),
        fen("pay_night_fen", "夜间补贴（分）", "night pay, fen"),
        fen("pay_weather_fen", "恶劣天气补贴（分）", "bad-weather pay, fen"),
        fen("pay_holiday_fen", "节假日补贴（分）", "holiday pay, fen"),
        fen("tip_fen", "小费（分）", "tip, fen"),
        fen("injury_premium_fen", "职业伤害保障缴费（分）", "premium for occupational-injury cover, fen"),
        RULE_VERSION,
        REVISED,
    ),
    "accepted_at",
    (
        ("accepted_at", "offered_at"),
        ("arrived_at", "accepted_at"),
        ("picked_up_at", "accepted_at"),
        ("completed_at", "accepted_at"),
        ("cancelled_at", "accepted_at"),
        ("picked_up_at", "arrived_at"),
        ("completed_at", "arrived_at"),
        ("completed_at", "picked_up_at"),
    ),
)


ORDER_BREAKS = Table(
    "order_breaks",
    ("platform_id", "order_id", "from_at"),
    "订单中的休息",
    "breaks within an order",
    (
        PLATFORM,
        needed("order_id", Kind.CODE, "订单号", "the order"),
        needed("from_at", Kind.TIME, "开始时间", "start of the break"),
        needed("to_at", Kind.TIME, "结束时间", "end of the break"),
        Column("source", Kind.CODE, "来源", "where it is known from"),
        REVISED,
    ),
    "from_at",
    (("to_at", "from_at"),),
)


SESSIONS = Table(
    "sessions",
    ("platform_id", "worker_id", "online_at"),
    "在线时段",
    "sessions online",
    (
        PLATFORM,
        WORKER,
        needed("online_at", Kind.TIME, "上线时间", "went online"),
        needed("offline_at", Kind.TIME, "下线时间", "went offline"),
        Column("demanded", Kind.FLAG, "是否为企业要求在岗", "whether the company required presence"),
        REVISED,
    ),
    "online_at",
    (("offline_at", "online_at"),),
)


REST_PROMPTS = Table(
    "rest_prompts",
    ("platform_id", "worker_id", "shown_at"),
    "休息提示",
    "prompts to rest",
    (
        PLATFORM,
        WORKER,
        needed("shown_at", Kind.TIME, "提示时间", "when it was shown"),
        Column("kind", Kind.CHOICE, "提示种类", "kind of prompt", values=("daily", "continuous", "weekly")),
        Column("answered_at", Kind.TIME, "答复时间", "when it was answered"),
        Column("answer", Kind.CHOICE, "答复", "answer", values=("go_on", "stop")),
        Column("dispatch_stopped_until", Kind.TIME, "停止派单至", "no orders were pushed until"),
        REVISED,
    ),
    "shown_at",
    (("answered_at", "shown_at"), ("dispatch_stopped_until", "shown_at")),
)
