"""Columns that several tables share, and the short forms in which columns are declared."""

from huhang.records.schema import Column, Kind

SECTORS = (
    "instant_delivery",
    "ride_hailing",
    "city_freight",
    "road_freight",
    "express",
    "live_marketing",
    "home_service",
    "designated_driving",
)
WORK_MODES = ("dedicated", "crowdsourced", "own_business")

REVISED = Column("revised_at", Kind.TIME, "本行修订时间", "when this row was last revised")


def needed(name: str, kind: Kind, zh: str, en: str, values: tuple[str, ...] = ()) -> Column:
    """A column that every row must fill."""
    return Column(name, kind, zh, en, required=True, values=values)


PLATFORM = needed("platform_id", Kind.CODE, "平台编号", "the platform")
COMPANY = needed("company_id", Kind.CODE, "企业编号", "the company")
WORKER = needed("worker_id", Kind.CODE, "企业内部的劳动者编号", "what the company knows the worker by")
PARTNER = Column("partner_id", Kind.CODE, "合作用工企业编号", "the partner company that engages the worker")
ORDER = Column("order_id", Kind.CODE, "订单号", "the order")
RULE_VERSION = Column("rule_version", Kind.CODE, "适用规则版本", "version of the rule applied")


def fen(name: str, zh: str, en: str) -> Column:
    """Money of zero or more, in fen."""
    return Column(name, Kind.MONEY, zh, en)
