"""The verdict on the quality of what was handed over: for each file and table what came of its rows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huhang.records.row_faults import ROW_FAULTS
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text

TAKEN = "taken"
SKIPPED = "skipped"
REFUSED = "refused"
UNREADABLE = "unreadable"


@dataclass
class FileQuality:
    """What came of one file (or one sheet of a workbook).

    `state` is taken, skipped (no table), refused (a needed column is missing) or unreadable; `told` says
    why. `rows` = accepted + quarantined + duplicates + merged + corrected. `merged` counts the equal rows of
    a file that has several rows per order; `corrected` those that a later revision replaced.
    """

    file: str
    state: str = TAKEN
    table: str | None = None
    sha256: str = ""
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicates: int = 0
    merged: int = 0
    corrected: int = 0
    ambiguous_times: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    told: Text | None = None
    warnings: list[Text] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The entry as plain values."""
        return {
            "file": self.file,
            "state": self.state,
            "table": self.table,
            "sha256": self.sha256,
            **{name: getattr(self, name) for name in _COUNTS},
            "ambiguous_times": self.ambiguous_times,
            "reasons": dict(sorted(self.reasons.items())),
            "told": _pair(self.told),
            "warnings": [_pair(warning) for warning in self.warnings],
        }


_COUNTS = ("rows", "accepted", "quarantined", "duplicates", "merged", "corrected")


@dataclass
class Coverage:
    """What the rows of a table cover: days, how full each column is, and times that cannot be.

    `filled` is by column, a share of 1; `clock_faults` by "<later>_before_<earlier>", or "end_missing".
    """

    first_day: date | None = None
    last_day: date | None = None
    filled: dict[str, float] = field(default_factory=dict)
    clock_faults: dict[str, int] = field(default_factory=dict)
    pick_ups_missing: int | None = None


@dataclass
class TableQuality:
    """What came of all rows of one table."""

    table: str
    counts: dict[str, int]
    reasons: Counter[str]
    ambiguous_times: int
    coverage: Coverage

    def to_json(self) -> dict[str, Any]:
        """The entry as plain values."""
        coverage = self.coverage
        return {
            "zh": TABLES[self.table].zh,
            "en": self.table,
            **self.counts,
            "reasons": dict(sorted(self.reasons.items())),
            "ambiguous_times": self.ambiguous_times,
            "first_day": coverage.first_day.isoformat() if coverage.first_day else None,
            "last_day": coverage.last_day.isoformat() if coverage.last_day else None,
            "filled": coverage.filled,
            "clock_faults": coverage.clock_faults,
            "pick_ups_missing": coverage.pick_ups_missing,
        }


@dataclass
class Quality:
    """The whole verdict: files in the order of their names, tables in the order of their declaration."""

    files: list[FileQuality]
    tables: dict[str, TableQuality]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return self._sum("rows")

    @property
    def accepted(self) -> int:
        """Rows that can be used."""
        return self._sum("accepted")

    @property
    def quarantined(self) -> int:
        """Rows set aside."""
        return self._sum("quarantined")

    @property
    def warnings(self) -> list[tuple[str, Text]]:
        """What the sender should know, with the file it is about."""
        return [(entry.file, warning) for entry in self.files for warning in entry.warnings]

    def _sum(self, name: str) -> int:
        return sum(table.counts[name] for table in self.tables.values())

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain values for JSON; `reasons` and `faults` are lists of zh, en and rows."""
        reasons: Counter[str] = Counter()
        for table in self.tables.values():
            reasons.update(table.reasons)
        return {
            **{name: self._sum(name) for name in _COUNTS},
            "files": [entry.to_json() for entry in self.files],
            "tables": {name: table.to_json() for name, table in self.tables.items()},
            "reasons": [
                {"code": code, **_named(ROW_FAULTS[code].name), "rows": count}
                for code, count in sorted(reasons.items())
            ],
            "faults": [
                {"code": code, "table": name, **_named(text), "rows": count}
                for name, table in self.tables.items()
                for code, text, count in accepted_faults(table)
            ],
        }

    def lines(self, lang: str) -> list[str]:
        """The verdict in words, `lang` "zh" or "en": tables first, then files that were not taken in."""
        texts = [text for table in self.tables.values() for text in _table_lines(table)]
        texts += [line for entry in self.files for line in _file_lines(entry)]
        return [text.in_language(lang) for text in texts]


def accepted_faults(table: TableQuality) -> list[tuple[str, Text, int]]:
    """What is wrong with rows that were accepted all the same: code, words, how many rows."""
    found = [
        (code, clock_fault_name(table.table, code), n) for code, n in table.coverage.clock_faults.items()
    ]
    if table.coverage.pick_ups_missing:
        text = Text("已完成订单缺取货时间", "completed orders without a pick-up time")
        found.append(("pick_up_missing", text, table.coverage.pick_ups_missing))
    if table.ambiguous_times:
        text = Text("夏令时重复的当地时间，取较早者", "local times that occur twice, the first taken")
        found.append(("ambiguous_time", text, table.ambiguous_times))
    return found


def clock_fault_name(table: str, code: str) -> Text:
    """The name of a clock fault in words."""
    if code == "end_missing":
        return Text("已完成或已取消，却没有结束时间", "completed or cancelled without its end time")
    later, earlier = code.split("_before_")
    columns = TABLES[table].by_name
    zh = f"{_short(columns[later].zh)}早于{_short(columns[earlier].zh)}（{later} < {earlier}）"
    return Text(zh, f"{later} before {earlier}")


def _short(words: str) -> str:
    """The words before the first explanation."""
    return words.split("；")[0].split("（")[0]


def _named(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _pair(text: Text | None) -> dict[str, str] | None:
    return None if text is None else _named(text)


def _table_lines(table: TableQuality) -> list[Text]:
    """The lines about one table."""
    counts, coverage = table.counts, table.coverage
    zh = f"{TABLES[table.table].zh}（{table.table}）：{counts['rows']} 行，接收 {counts['accepted']} 行"
    en = f"{table.table}: {_rows(counts['rows'])}, {counts['accepted']} accepted"
    for name, words in _LEFT_OUT.items():
        if counts[name]:
            zh += f"，{words.zh} {counts[name]} 行"
            en += f", {counts[name]} {words.en}"
    if coverage.first_day and coverage.last_day:
        zh += f"；{coverage.first_day} 至 {coverage.last_day}"
        en += f"; {coverage.first_day} to {coverage.last_day}"
    lines = [Text(zh + "。", en + ".")]
    for code, count in sorted(table.reasons.items()):
        why = ROW_FAULTS[code].name
        lines.append(Text(f"  隔离：{why.zh}，{count} 行。", f"  set aside: {why.en}, {_rows(count)}."))
    for _, what, count in accepted_faults(table):
        lines.append(
            Text(f"  接收但须留意：{what.zh}，{count} 行。", f"  accepted, but mind: {what.en}, {count}.")
        )
    return lines


def _rows(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


_LEFT_OUT: dict[str, Text] = {
    "quarantined": Text("隔离", "set aside"),
    "duplicates": Text("重复跳过", "duplicates skipped"),
    "merged": Text("合并", "merged"),
    "corrected": Text("被更正", "replaced by a revision"),
}
_STATES: dict[str, Text] = {
    SKIPPED: Text("跳过", "skipped"),
    REFUSED: Text("未接收", "refused"),
    UNREADABLE: Text("无法读取", "unreadable"),
}


def _file_lines(entry: FileQuality) -> list[Text]:
    """The lines about one file: why it was not taken in, and warnings."""
    lines = []
    if entry.state != TAKEN and entry.told is not None:
        state = _STATES[entry.state]
        lines.append(
            Text(f"{entry.file} {state.zh}：{entry.told.zh}", f"{entry.file} {state.en}: {entry.told.en}")
        )
    return lines + [Text(f"{entry.file}：{text.zh}", f"{entry.file}: {text.en}") for text in entry.warnings]
