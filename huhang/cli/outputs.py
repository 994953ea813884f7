"""What an audit writes into its folder: every file, every column, in both languages."""

from typing import NamedTuple

from huhang.vocabulary.words import Text


class OutputColumn(NamedTuple):
    """A column of a result file: its name, how its values are kept, and what it says."""

    name: str
    kind: str
    meaning: Text


_PLATFORM = OutputColumn("platform_id", "string", Text("平台编号", "the platform"))
_WORKER = OutputColumn(
    "worker_id", "string", Text("企业内部的劳动者编号", "what the company knows the worker by")
)
_RIGHT = OutputColumn("right", "string", Text("权利", "the right"))
_PLACE = OutputColumn("place", "string", Text("地区代码", "code of the place"))
_VERDICT = OutputColumn(
    "verdict",
    "string",
    Text(
        "结论：broken 不符、signal 线索、unknown 无法判断、kept 相符、not_applicable 不适用",
        "the outcome: broken, signal, unknown, kept, not_applicable",
    ),
)
_REASON = OutputColumn(
    "reason",
    "string",
    Text("无法判断或不适用的原因；其余为空", "why unknown or not applicable; else empty"),
)
_PERIOD_FROM = OutputColumn(
    "period_from", "date32[day]", Text("所判期间的第一天", "first day of the period judged")
)

WORKER_DAYS = (
    _PLATFORM,
    _WORKER,
    OutputColumn("day", "date32[day]", Text("当地日期", "the local day")),
    OutputColumn("orders", "int64", Text("当天接受的订单数", "orders accepted on the day")),
    OutputColumn(
        "in_hand_s",
        "int64",
        Text("在单时间（秒），重叠只算一次", "seconds with an order in hand, overlaps once"),
    ),
    OutputColumn(
        "working_s",
        "int64",
        Text(
            "工作时间（秒）：在单、要求在线和约定间隙",
            "working seconds: in hand, demanded presence, allowance",
        ),
    ),
    OutputColumn(
        "span_s", "int64", Text("首单开始到末单结束（秒）", "seconds from the first start to the last end")
    ),
    OutputColumn(
        "online_s",
        "int64",
        Text(
            "在线时间（秒）；没有在线记录时为空", "seconds online; empty where no sessions were handed over"
        ),
    ),
    OutputColumn(
        "longest_spell_s",
        "int64",
        Text("当天开始的最长连续工作（秒）", "longest spell that begins on the day"),
    ),
)
SPELLS = (
    _PLATFORM,
    _WORKER,
    OutputColumn("starts_at", "timestamp[ms, tz=UTC]", Text("连续工作的开始", "start of the spell of work")),
    OutputColumn("ends_at", "timestamp[ms, tz=UTC]", Text("连续工作的结束", "end of the spell of work")),
    OutputColumn("length_s", "int64", Text("首尾之间的长度（秒）", "seconds from start to end")),
    OutputColumn("orders", "int64", Text("其中的订单数", "orders in it")),
)
FINDINGS = (
    OutputColumn("finding_id", "string", Text("结论编号，由内容得出", "the id, derived from the content")),
    _RIGHT,
    _VERDICT,
    _REASON,
    OutputColumn("force", "string", Text("所依文件的效力", "force of the text that it rests on")),
    OutputColumn("category", "string", Text("用工关系类别 A、B、C", "category of the relation: A, B or C")),
    OutputColumn("category_from", "string", Text("类别从何得出", "where the category comes from")),
    OutputColumn("clauses", "list<string>", Text("所服务的条款", "clauses that the right serves")),
    OutputColumn("instruments", "list<string>", Text("得出结论的文件", "documents that give the verdict")),
    _PLACE,
    OutputColumn(
        "subject_kind",
        "string",
        Text(
            "判断对象的种类：worker_period、worker_day、worker_week、spell、payout、group、company_month",
            "kind of subject: worker_period, worker_day, worker_week, spell, payout, group, company_month",
        ),
    ),
    OutputColumn(
        "subject_id",
        "string",
        Text("对象；关于人的权利为劳动者编号", "the subject; of a worker's right the worker_id"),
    ),
    _PLATFORM,
    _PERIOD_FROM,
    OutputColumn("period_to", "date32[day]", Text("所判期间的最后一天", "last day of the period judged")),
    OutputColumn("measure", "int64", Text("量得的数", "what was measured")),
    OutputColumn("threshold", "int64", Text("应达到或不得超过的数", "what it is held against")),
    OutputColumn("unit", "string", Text("两个数的单位", "unit of both")),
    OutputColumn(
        "shortfall_fen",
        "int64",
        Text("差额（分）；不涉及金额时为空", "difference in fen; empty where no money"),
    ),
    OutputColumn(
        "detail",
        "string",
        Text("算式的各项，JSON，键已排序", "the parts of the arithmetic, JSON, sorted keys"),
    ),
)
VERDICTS = (
    _RIGHT,
    _PLATFORM,
    _PLACE,
    _PERIOD_FROM,
    _VERDICT,
    _REASON,
    OutputColumn("subjects", "int64", Text("有多少个对象得到这个结论", "how many subjects had this outcome")),
)
TABLES: dict[str, tuple[Text, tuple[OutputColumn, ...]]] = {
    "worker_days.parquet": (Text("每人每天的工作时间。", "Time worked by worker and day."), WORKER_DAYS),
    "spells.parquet": (Text("每一段连续工作。", "Every spell of work."), SPELLS),
    "findings.parquet": (
        Text("不符、线索和无法判断，一条一行。", "What is broken, a signal or unknown, one row each."),
        FINDINGS,
    ),
    "would_be.parquet": (
        Text(
            "身份另有规定的人（学生、退休、超龄等）若适用会怎样；不是结论。列同 findings.parquet。",
            "What would hold for persons whose status lies outside; never findings. Columns as in findings.",
        ),
        FINDINGS,
    ),
    "verdicts.parquet": (
        Text(
            "各种结论的数目，相符和不适用也在内。",
            "Counts of all outcomes, kept and not applicable included.",
        ),
        VERDICTS,
    ),
}
FILES: dict[str, Text] = {
    "run.json": Text(
        "收据：引擎版本，权利、参数和数据的哈希，各项计数；verify 凭它重算。",
        "The receipt from which verify computes again: version, hashes of rights, parameters, data; counts.",
    ),
    "quarantine/": Text(
        "不能用的数据行，写明文件、行、列、值、原因和改法。",
        "Rows that could not be used, with file, row, column, value, reason and remedy.",
    ),
    "report.html": Text(
        "报告，一个文件，中英文，可打印。", "The report: one page, Chinese and English, prints well."
    ),
    "report.xlsx": Text(
        "报告的表格：汇总、结论、劳动者、所用参数。",
        "The report as tables: summary, findings, workers, parameters used.",
    ),
}
