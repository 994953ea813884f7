"""Tables of people: workers, agreements, insurance, leave, training and equipment."""

from huhang.records.schema import Column, Kind, Table
from huhang.records.tables.columns import COMPANY, PARTNER, PLATFORM, REVISED, WORK_MODES, WORKER, fen, needed

WORKERS = Table(
    "workers",
    ("platform_id", "worker_id"),
    "劳动者",
    "workers and how they are engaged",
    (
        PLATFORM,
        WORKER,
        PARTNER,
        Column("id_number", Kind.IDENTITY, "身份证件号码", "identity number"),
        Column("name", Kind.IDENTITY, "姓名", "name"),
        Column("phone", Kind.IDENTITY, "电话", "telephone"),
        Column("birth_date", Kind.DAY, "出生日期", "day of birth"),
        Column("sex", Kind.CODE, "性别", "sex"),
        Column("hukou_area_code", Kind.HOME_AREA, "户籍地区划代码", "place of household registration"),
        Column("work_area_code", Kind.AREA, "工作地区划代码", "place of work"),
        needed("engaged_from", Kind.DAY, "用工起始日", "first day engaged"),
        Column("engaged_to", Kind.DAY, "用工终止日", "last day engaged"),
        Column("work_mode", Kind.CHOICE, "用工方式", "mode of work", values=WORK_MODES),
        Column(
            "instrument",
            Kind.CHOICE,
            "所签文书",
            "paper signed",
            values=("labour_contract", "written_agreement", "civil_contract", "none"),
        ),
        Column(
            "category", Kind.CHOICE, "关系类别（A、B、C）", "category of the relation", values=("A", "B", "C")
        ),
        Column(
            "category_from",
            Kind.CHOICE,
            "类别依据",
            "what the category rests on",
            values=("judgment", "award", "inspection", "contract", "declaration"),
        ),
        Column(
            "hours_system",
            Kind.CHOICE,
            "工时制度",
            "system of hours",
            values=("standard", "comprehensive", "irregular", "part_time"),
        ),
        Column("employer_id", Kind.CODE, "用人单位编号", "the employer"),
        Column(
            "person_status",
            Kind.CHOICE,
            "人员身份",
            "status of the person",
            values=("student", "pensioner", "over_age", "minor"),
        ),
        Column(
            "post_kind",
            Kind.CHOICE,
            "岗位性质",
            "kind of post",
            values=("temporary", "auxiliary", "substitute"),
        ),
        Column("dispatched_by", Kind.CODE, "劳务派遣单位编号", "the agency that dispatches the worker"),
        Column(
            "individual_business_code", Kind.CODE, "个体工商户统一社会信用代码", "code of the sole trader"
        ),
        Column("individual_business_name", Kind.TEXT, "个体工商户名称", "name of the sole trader"),
        Column("individual_business_address", Kind.TEXT, "个体工商户地址", "address of the sole trader"),
        Column(
            "individual_business_registered_on",
            Kind.DAY,
            "个体工商户登记日",
            "day of registration as sole trader",
        ),
        Column("pregnant_from", Kind.DAY, "孕期起始日", "first day of pregnancy"),
        Column("nursing_until", Kind.DAY, "哺乳期截止日", "last day of nursing"),
        REVISED,
    ),
    "engaged_from",
    (("engaged_to", "engaged_from"),),
)


AGREEMENTS = Table(
    "agreements",
    ("agreement_id",),
    "协议",
    "contracts and agreements",
    (
        needed("agreement_id", Kind.CODE, "协议编号", "the agreement"),
        Column("platform_id", Kind.CODE, "平台编号", "the platform"),
        PARTNER,
        Column("worker_id", Kind.CODE, "劳动者编号", "the worker"),
        Column("kind", Kind.CODE, "协议种类", "kind of agreement"),
        Column("signed_on", Kind.DAY, "签订日", "day of signing"),
        Column("valid_from", Kind.DAY, "生效日", "first day in force"),
        Column("valid_to", Kind.DAY, "终止日", "last day in force"),
        Column("electronic", Kind.FLAG, "是否电子协议", "whether it is electronic"),
        Column("terms", Kind.LIST, "所含条款键", "keys of the terms it contains"),
        Column("text", Kind.TEXT, "全文", "full text"),
        REVISED,
    ),
    "signed_on",
    (("valid_to", "valid_from"),),
)


INSURANCES = Table(
    "insurances",
    ("worker_id", "kind", "valid_from"),
    "参保",
    "insurance of workers",
    (
        WORKER,
        needed(
            "kind",
            Kind.CHOICE,
            "险种",
            "kind of insurance",
            (
                *(
                    "employee_pension",
                    "employee_medical",
                    "work_injury",
                    "flexible_pension",
                    "flexible_medical",
                ),
                *("resident_pension", "resident_medical", "injury_cover", "accident", "employer_liability"),
            ),
        ),
        needed("valid_from", Kind.DAY, "起保日", "first day covered"),
        Column("valid_to", Kind.DAY, "终保日", "last day covered"),
        Column("payer", Kind.CODE, "缴费人", "who pays"),
        fen("base_fen", "缴费基数（分）", "contribution base, fen"),
        Column("area_code", Kind.AREA, "参保地区划代码", "place of insurance"),
        REVISED,
    ),
    "valid_from",
    (("valid_to", "valid_from"),),
)


LEAVES = Table(
    "leaves",
    ("platform_id", "worker_id", "from_day"),
    "休假",
    "leave taken",
    (
        PLATFORM,
        WORKER,
        needed("from_day", Kind.DAY, "首日", "first day"),
        needed("to_day", Kind.DAY, "末日", "last day"),
        Column("kind", Kind.CODE, "种类", "kind"),
        REVISED,
    ),
    "from_day",
    (("to_day", "from_day"),),
)


TRAININGS = Table(
    "trainings",
    ("company_id", "worker_id", "held_on", "topic"),
    "培训",
    "trainings held",
    (
        COMPANY,
        WORKER,
        needed("held_on", Kind.DAY, "培训日", "day held"),
        needed("topic", Kind.CODE, "主题", "topic"),
        Column("hours", Kind.MEASURE, "学时", "hours"),
        Column("content", Kind.TEXT, "内容", "content"),
        Column("result", Kind.CODE, "结果", "result"),
        REVISED,
    ),
    "held_on",
)


EQUIPMENT_CHECKS = Table(
    "equipment_checks",
    ("company_id", "worker_id", "item", "checked_on"),
    "装备检查",
    "checks of equipment",
    (
        COMPANY,
        WORKER,
        needed("item", Kind.CODE, "装备", "item"),
        needed("checked_on", Kind.DAY, "检查日", "day of the check"),
        Column("result", Kind.CODE, "结果", "result"),
        REVISED,
    ),
    "checked_on",
)
