"""The reference page of tables and columns, written from their declarations."""

from huhang.records.mapping import shipped_mappings
from huhang.records.row_faults import ROW_FAULTS
from huhang.records.rule_content import RULE_KEYS
from huhang.records.schema import Column, Kind, Table
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text

KIND_NAMES: dict[Kind, Text] = {
    Kind.CODE: Text("编号或短文字（至多 200 字）", "code or short text, up to 200 characters"),
    Kind.TEXT: Text("文字", "text"),
    Kind.IDENTITY: Text("身份信息（不计入哈希，隔离时遮住）", "identity (in no hash, masked when set aside)"),
    Kind.CHOICE: Text("取值之一", "one of"),
    Kind.AREA: Text("区划代码，须为已知地区", "area code of a known place"),
    Kind.HOME_AREA: Text("区划代码（可为已撤销的）", "area code, abolished ones too"),
    Kind.TIME: Text("时间", "time"),
    Kind.DAY: Text("日期", "day"),
    Kind.MONEY: Text("整数分，不小于零；或 *_yuan", "whole fen, zero or more; or *_yuan"),
    Kind.SIGNED_MONEY: Text("整数分，可为负；或 *_yuan", "whole fen, may be negative; or *_yuan"),
    Kind.COUNT: Text("整数，不小于零", "whole number, zero or more"),
    Kind.NUMBER: Text("数", "number"),
    Kind.MEASURE: Text("数，不小于零", "number, zero or more"),
    Kind.FLAG: Text("是或否", "true or false"),
    Kind.JSON: Text("JSON", "JSON"),
    Kind.LIST: Text("列表（JSON 或以分号隔开）", "list (JSON, or between semicolons)"),
}

_NEED = {
    "always": Text("必需", "required"),
    "sometimes": Text("列必需，单元格视情况", "column required, cell as told"),
    "never": Text("", ""),
}
_HEADS = {
    "columns": Text("列 | 种类 | 必需 | 含义", "column | kind | required | meaning"),
    "keys": Text("键 | 整数范围 | 含义 | 由什么读取", "key | whole numbers | meaning | read by"),
    "faults": Text("代码 | 原因 | 怎么办", "code | reason | what to do"),
}
_TITLE = Text("# 数据表与列", "# Tables and columns")
_KEY = Text("主键", "key")
_FAULTS = Text("## 隔离原因", "## Why rows are set aside")
_KEYS = Text("## rules.content 的键", "## Keys of rules.content")
_KEYS_ABOUT = Text(
    '`content` 是一个 JSON 对象，只写企业定了的项，例如 `{"due_day": 15, "pay_cycle_days": 31}`。'
    "有范围的项须是范围内的整数，否则整行隔离；没有范围的项原样保留。"
    "同一事项的新版本从 effective_from 起取代旧版本，新版本没有的项按没有规定算。",
    "`content` is one JSON object with what the company has set and nothing else, as "
    '`{"due_day": 15, "pay_cycle_days": 31}`. A key with bounds must be a whole number within them, or its '
    "row is set aside; others are kept as they are. A new version of a subject replaces the older one from "
    "its effective_from on, and a key that it drops is no longer set.",
)
_MAPPINGS = Text("## 自带的映射", "## Mappings that come with the program")


def columns_markdown(lang: str) -> str:
    """The page in `lang` ("zh" or "en"): every table with its columns, the row faults, shipped mappings."""
    parts = [_TITLE.in_language(lang)]
    parts += [_table(table, lang) for table in TABLES.values()]
    parts += [_KEYS.in_language(lang), _KEYS_ABOUT.in_language(lang), _rule_keys(lang)]
    parts += [_FAULTS.in_language(lang), _faults(lang)]
    parts += [_MAPPINGS.in_language(lang), "\n".join(f"- `{name}`" for name in shipped_mappings())]
    return "\n\n".join(parts) + "\n"


def _table(table: Table, lang: str) -> str:
    """One table: its name, its key and its columns."""
    lines = [f"## {table.name} · {Text(table.zh, table.en).in_language(lang)}", ""]
    lines += [f"{_KEY.in_language(lang)}: {', '.join(f'`{name}`' for name in table.key)}", ""]
    lines += [f"| {_HEADS['columns'].in_language(lang)} |", "| --- | --- | --- | --- |"]
    lines += [_row(column, lang) for column in table.columns]
    return "\n".join(lines)


def _row(column: Column, lang: str) -> str:
    """One column as a row of a table."""
    kind = KIND_NAMES[column.kind].in_language(lang)
    if column.values:
        kind += ": " + ", ".join(f"`{value}`" for value in column.values)
    need = "always" if column.required else "sometimes" if column.conditional else "never"
    meaning = Text(column.zh, column.en).in_language(lang)
    return f"| `{column.name}` | {kind} | {_NEED[need].in_language(lang)} | {meaning} |"


def _rule_keys(lang: str) -> str:
    """Every key of a rule's content."""
    lines = [f"| {_HEADS['keys'].in_language(lang)} |", "| --- | --- | --- | --- |"]
    for key in RULE_KEYS:
        bounds = "" if key.least is None else f"{key.least}–{key.most}"
        meaning, reader = key.meaning.in_language(lang), key.read_by.in_language(lang)
        lines.append(f"| `{key.name}` | {bounds} | {meaning} | {reader} |")
    return "\n".join(lines)


def _faults(lang: str) -> str:
    """Every reason for setting a row aside."""
    lines = [f"| {_HEADS['faults'].in_language(lang)} |", "| --- | --- | --- |"]
    for code, fault in ROW_FAULTS.items():
        remedy = fault.remedy.in_language(lang).replace("|", "\\|")
        lines.append(f"| `{code}` | {fault.name.in_language(lang)} | {remedy} |")
    return "\n".join(lines)
