"""Why a row is set aside: one short code each, its name, and what to do about it."""

from dataclasses import dataclass

from huhang.vocabulary.words import Text


@dataclass(frozen=True)
class RowFault:
    """A reason for setting a row aside, in words, and what the sender can do."""

    name: Text
    remedy: Text


@dataclass(frozen=True)
class CellFault:
    """One bad cell: row as the file counts it (a header is row 1), column as the file names it."""

    row: int
    column: str
    value: str
    reason: str


def _fault(name_zh: str, name_en: str, remedy_zh: str, remedy_en: str) -> RowFault:
    """A row fault from its four texts."""
    return RowFault(Text(name_zh, name_en), Text(remedy_zh, remedy_en))


ROW_FAULTS: dict[str, RowFault] = {
    "missing": _fault(
        "必填项为空",
        "required cell is empty",
        "补上该单元格后重新交来。",
        "Fill the cell in and hand the row in again.",
    ),
    "wrong_number_of_cells": _fault(
        "单元格数与表头不符",
        "number of cells differs from the header",
        "检查该行是否多了或少了逗号；含逗号的文字要加英文双引号。",
        "Look for a comma too many or too few; put text that holds a comma in double quotes.",
    ),
    "broken_quote": _fault(
        "双引号未闭合",
        "quotation mark is not closed",
        "补上成对的英文双引号；文字里的双引号要写两遍。",
        'Close the quotation mark; write a quotation mark inside text twice ("").',
    ),
    "bad_characters": _fault(
        "含无法解码的字节",
        "holds bytes that are no characters",
        "按 UTF-8 重新导出该行；原字节可能在传输中损坏。",
        "Export the row again as UTF-8; its bytes may have been damaged on the way.",
    ),
    "not_json": _fault(
        "不是一个 JSON 对象",
        "not a JSON object",
        "每行写一个完整的 JSON 对象（花括号成对）。",
        "Write one whole JSON object on each line, braces in pairs.",
    ),
    "too_long": _fault(
        "内容过长",
        "content is too long",
        "编号不超过 200 个字，正文不超过 100000 个字；检查是否少了换行或引号。",
        "At most 200 characters for a code and 100,000 for text; look for a missing line end or quote.",
    ),
    "not_allowed": _fault(
        "不是允许的取值",
        "not one of the allowed values",
        "改成列说明中允许的取值，或在映射文件的 values 中写明对应关系。",
        "Use an allowed value of the column reference, or translate it under `values` of a mapping file.",
    ),
    "bad_area_code": _fault(
        "区划代码格式不对",
        "not an area code",
        "写六位 GB/T 2260 代码，例如 310101。",
        "Write a six-digit GB/T 2260 code such as 310101.",
    ),
    "area_needs_mapping": _fault(
        "ZZ- 区域只能由映射文件给出",
        "a ZZ- area must come through a mapping",
        "境外或未知地区请在映射文件的 constants 或 values 中写明。",
        "Name a place outside the code list under `constants` or `values` of a mapping file.",
    ),
    "unknown_area": _fault(
        "没有这个区划代码",
        "no such area",
        "核对 GB/T 2260 代码；可用 huhang law places 查询。",
        "Check the GB/T 2260 code; `huhang law places` lists those known.",
    ),
    "unreadable_time": _fault(
        "时间无法读出",
        "time cannot be read",
        "写成 2025-10-01T08:00:00 或带时区 2025-10-01T08:00:00+08:00；其他格式用映射文件的 time_format。",
        "Write 2025-10-01T08:00:00, or with an offset 2025-10-01T08:00:00+08:00; "
        "for another form set `time_format` in a mapping file.",
    ),
    "time_is_number": _fault(
        "时间是一个数",
        "time is a bare number",
        "若为 Unix 时间，在映射文件的 units 中写 unix_s 或 unix_ms。",
        "If it is Unix time, write unix_s or unix_ms for this column under `units` of a mapping file.",
    ),
    "nonexistent_time": _fault(
        "该时区没有这个时刻",
        "no such local time in the zone",
        "该时刻被夏令时跳过；核对时区，或写明时区偏移。",
        "The clock skipped this time; check the zone, or write the time with its offset.",
    ),
    "implausible_time": _fault(
        "时间早于 2000 年或晚于 2099 年",
        "time before 2000 or after 2099",
        "没有发生的请留空（不要写 1970 年）；核对单位是秒还是毫秒。",
        "Leave it empty where it did not happen (not 1970); check whether it is seconds or milliseconds.",
    ),
    "unreadable_day": _fault(
        "日期无法读出", "day cannot be read", "写成 2025-10-01。", "Write it as 2025-10-01."
    ),
    "implausible_day": _fault(
        "日期早于 1900 年或晚于 2099 年",
        "day before 1900 or after 2099",
        "核对年份；没有的请留空。",
        "Check the year; leave it empty where there is none.",
    ),
    "money_not_whole_fen": _fault(
        "分必须是整数",
        "fen must be a whole number",
        "若原数以元计，把列名改为 *_yuan，或在映射文件的 units 中写 yuan。",
        "If the figure is in yuan, name the column *_yuan or write yuan under `units` of a mapping file.",
    ),
    "part_of_fen": _fault(
        "金额含不足一分的零头",
        "amount has a part of a fen",
        "按实付金额写到分（最多两位小数），不要写未取整的计算结果。",
        "Write the amount paid, to the fen (two decimals at most), not an unrounded result.",
    ),
    "not_a_number": _fault(
        "不是数",
        "not a number",
        "只写数字和小数点，不写货币符号、千位分隔符或文字。",
        "Write digits and a decimal point only: no currency sign, thousands separator or words.",
    ),
    "too_large": _fault(
        "数值过大",
        "number is too large",
        "核对单位（分还是元、米还是千米）和多余的数位；一行的金额至多 100 亿元，即 10^12 分，"
        "其他数也至多 10^12。",
        "Check the unit (fen or yuan, m or km), and for digits too many; the money of a row is at most "
        "10,000,000,000 yuan (10^12 fen), any other number at most 10^12.",
    ),
    "negative": _fault(
        "不能小于零",
        "must not be below zero",
        "退款或扣回请写入 deductions 表（退还为负的扣款）。",
        "Hand in what is taken back or refunded as a row of the table deductions.",
    ),
    "not_yes_or_no": _fault(
        "不是“是”或“否”", "neither yes nor no", "写 true 或 false（是、否亦可）。", "Write true or false."
    ),
    "bad_json": _fault(
        "不是有效的 JSON", "not valid JSON", "检查引号、逗号与花括号。", "Check quotes, commas and braces."
    ),
    "bad_rule_content": _fault(
        "规则内容里的这一项不对",
        "an entry of the rule's content is wrong",
        "content 应是一个 JSON 对象；各项写成整数，范围见列说明的“rules.content 的键”，没有的项整项不写。",
        "Let content be one JSON object; write whole numbers within the bounds of the column reference "
        '("Keys of rules.content"), and leave a key out where nothing is set.',
    ),
    "digits_lost": _fault(
        "长号码被存成数字，末几位已丢失",
        "a long number was typed as a number and has lost its last digits",
        "在表格中把该列设为“文本”格式，从原始资料重新填写；丢失的数位无法恢复。",
        "Format the column as Text and fill it in again from the source; lost digits cannot be restored.",
    ),
    "conflicting": _fault(
        "同一主键有不同内容",
        "different contents under one key",
        "只留正确的一行；若为更正，给各行写 revised_at，以最新一行为准。",
        "Keep the right row only; for a correction fill in revised_at: the latest row then counts.",
    ),
}
