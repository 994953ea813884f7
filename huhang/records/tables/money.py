"""Tables of money: deductions and payments."""

from huhang.records.schema import Column, Kind, Table
from huhang.records.tables.columns import ORDER, PARTNER, PLATFORM, REVISED, RULE_VERSION, WORKER, needed

DEDUCTIONS = Table(
    "deductions",
    ("platform_id", "deduction_id"),
    "扣款",
    "deductions from pay; a refund is a negative one",
    (
        PLATFORM,
        needed("deduction_id", Kind.CODE, "扣款编号", "the deduction"),
        WORKER,
        ORDER,
        needed("occurred_at", Kind.TIME, "扣款发生时间", "when it occurred"),
        needed(
            "reason",
            Kind.CHOICE,
            "扣款原因",
            "reason",
            (
                *(
                    "late",
                    "bad_review",
                    "complaint",
                    "refusal",
                    "attendance",
                    "damage",
                    "deposit",
                    "equipment",
                ),
                *("vehicle_rent", "service_fee", "insurance", "tax", "social_insurance", "housing_fund"),
                *("court_order", "advance", "other"),
            ),
        ),
        Column(
            "basis", Kind.CHOICE, "扣款依据", "what it rests on", values=("law", "court", "written", "rule")
        ),
        Column("basis_ref", Kind.CODE, "依据文号或条款", "reference of that basis"),
        needed(
            "amount_fen",
            Kind.SIGNED_MONEY,
            "扣款金额（分），退还为负",
            "amount in fen, negative for a refund",
        ),
        Column("appeal_id", Kind.CODE, "申诉编号", "the appeal against it"),
        RULE_VERSION,
        REVISED,
    ),
    "occurred_at",
)


PAYOUTS = Table(
    "payouts",
    ("platform_id", "payout_id"),
    "结算发放",
    "payments to workers",
    (
        PLATFORM,
        needed("payout_id", Kind.CODE, "发放编号", "the payment"),
        PARTNER,
        WORKER,
        needed("period_from", Kind.DAY, "结算期首日", "first day of the settlement period"),
        needed("period_to", Kind.DAY, "结算期末日", "last day of the settlement period"),
        Column("due_on", Kind.DAY, "应付日", "day on which it is due"),
        Column("paid_on", Kind.DAY, "实付日", "day on which it was paid"),
        needed("amount_fen", Kind.MONEY, "金额（分）", "amount, fen"),
        Column(
            "channel",
            Kind.CHOICE,
            "发放方式",
            "how it was paid",
            values=("bank", "alipay", "wechat", "cash", "in_kind"),
        ),
        REVISED,
    ),
    "period_from",
    (("period_to", "period_from"),),
)
