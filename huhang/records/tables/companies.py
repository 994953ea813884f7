"""Tables of companies and places: rules, advertisements, incidents, reports and weather."""

from huhang.records.schema import MOST, Column, Kind, Table
from huhang.records.tables.columns import COMPANY, ORDER, PLATFORM, REVISED, fen, needed

RULES = Table(
    "rules",
    ("platform_id", "subject", "rule_version"),
    "企业规则",
    "rules that the company has made",
    (
        PLATFORM,
        needed(
            "subject",
            Kind.CHOICE,
            "规则事项",
            "what the rule is about",
            ("entry_exit", "allocation", "unit_price", "commission", "pay", "working_time", "reward_penalty"),
        ),
        needed("rule_version", Kind.CODE, "规则版本", "version"),
        Column("effective_from", Kind.DAY, "施行日", "first day in effect"),
        Column("consulted_on", Kind.DAY, "征求意见日", "day of consultation"),
        Column("published_on", Kind.DAY, "公示日", "day of publication"),
        Column("notified_on", Kind.DAY, "告知日", "day on which workers were notified"),
        Column("content", Kind.JSON, "规则内容（JSON）", "content of the rule (JSON)"),
        REVISED,
    ),
    "effective_from",
)


JOB_ADS = Table(
    "job_ads",
    ("company_id", "ad_id"),
    "招聘广告",
    "job advertisements",
    (
        COMPANY,
        needed("ad_id", Kind.CODE, "广告编号", "the advertisement"),
        Column("posted_on", Kind.DAY, "发布日", "day of posting"),
        Column("area_code", Kind.AREA, "招聘地区划代码", "place of the job"),
        Column("title", Kind.TEXT, "标题", "title"),
        Column("text", Kind.TEXT, "正文", "text"),
        Column("sex", Kind.CODE, "性别要求", "sex asked for"),
        Column("age_min", Kind.COUNT, "最低年龄", "least age"),
        Column("age_max", Kind.COUNT, "最高年龄", "greatest age"),
        fen("deposit_fen", "押金（分）", "deposit, fen"),
        REVISED,
    ),
    "posted_on",
)


INCIDENTS = Table(
    "incidents",
    ("company_id", "incident_id"),
    "事故",
    "accidents and incidents",
    (
        COMPANY,
        needed("incident_id", Kind.CODE, "事故编号", "the incident"),
        Column("worker_id", Kind.CODE, "劳动者编号", "the worker"),
        ORDER,
        Column("occurred_at", Kind.TIME, "发生时间", "when it occurred"),
        Column("area_code", Kind.AREA, "发生地区划代码", "where it occurred"),
        Column("kind", Kind.CODE, "种类", "kind"),
        Column("outcome", Kind.CODE, "后果", "outcome"),
        REVISED,
    ),
    "occurred_at",
)


EMPLOYMENT_REPORTS = Table(
    "employment_reports",
    ("company_id", "area_code", "quarter"),
    "用工季报",
    "quarterly reports on employment",
    (
        COMPANY,
        needed("area_code", Kind.AREA, "地区划代码", "place"),
        needed("quarter", Kind.CODE, "季度，如 2025Q4", "quarter, such as 2025Q4"),
        Column("heads_by_instrument", Kind.JSON, "按所签文书计的人数", "head counts by paper signed"),
        Column("heads_by_work_mode", Kind.JSON, "按用工方式计的人数", "head counts by mode of work"),
        Column("heads_by_sector", Kind.JSON, "按行业计的人数", "head counts by sector"),
        Column("heads_by_insurance", Kind.JSON, "按险种计的人数", "head counts by insurance"),
        Column("orders", Kind.COUNT, "订单数", "orders"),
        # What a company pays everybody in a quarter may pass what one row of a worker can hold.
        Column("pay_total_fen", Kind.MONEY, "报酬总额（分）", "total pay, fen", most=1000 * MOST),
        Column("injuries", Kind.COUNT, "受伤人次", "injuries"),
        Column("complaints", Kind.COUNT, "投诉件数", "complaints"),
        Column("filed_on", Kind.DAY, "报送日", "day of filing"),
        REVISED,
    ),
    "filed_on",
)


WEATHER = Table(
    "weather",
    ("area_code", "hour"),
    "天气",
    "weather by the hour",
    (
        needed("area_code", Kind.AREA, "地区划代码", "place"),
        needed("hour", Kind.TIME, "当地整点（该小时开始）", "local hour, at its start"),
        Column("temperature_c", Kind.NUMBER, "气温（℃）", "temperature, degrees Celsius"),
        Column("alert_kind", Kind.CODE, "预警种类", "kind of alert"),
        Column(
            "alert_level",
            Kind.CHOICE,
            "预警级别",
            "level of alert",
            values=("blue", "yellow", "orange", "red"),
        ),
        Column("forecast_max_c", Kind.NUMBER, "预报最高气温（℃）", "forecast maximum, degrees Celsius"),
        Column("issued_at", Kind.TIME, "发布时间", "when it was issued"),
        Column("station", Kind.CODE, "站点", "station"),
        REVISED,
    ),
    "hour",
)
