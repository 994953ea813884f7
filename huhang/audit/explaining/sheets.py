"""What an explanation is made of: sentences and small tables, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.words import Text

Cell = Text | str
Row = tuple[Cell, ...]
Detail = Mapping[str, Any]

# Reasons of deductions in words.
DEDUCTED = {
    "late": Text("超时", "late"),
    "bad_review": Text("差评", "bad review"),
    "complaint": Text("投诉", "complaint"),
    "refusal": Text("拒单", "refusal"),
    "attendance": Text("考勤", "attendance"),
    "damage": Text("赔偿", "damage"),
    "deposit": Text("押金", "deposit"),
    "equipment": Text("装备", "equipment"),
    "vehicle_rent": Text("车辆租金", "vehicle rent"),
    "service_fee": Text("服务费", "service fee"),
    "insurance": Text("保险", "insurance"),
    "tax": Text("税款", "tax"),
    "social_insurance": Text("社会保险个人部分", "own social contributions"),
    "housing_fund": Text("住房公积金个人部分", "own housing fund"),
    "court_order": Text("法院执行", "court order"),
    "advance": Text("预支", "advance"),
    "other": Text("其他", "other"),
}
NOT_KNOWN = Text("不知道", "not known")


def plain(text: str) -> Text:
    """The same words in both languages."""
    return Text(text, text)


def money(fen: int | None) -> Cell:
    """Yuan with two decimals; what is not known looks different from zero."""
    return NOT_KNOWN if fen is None else yuan_text(fen)


def length(seconds: int) -> Text:
    """Hours, minutes and seconds."""
    hours, rest = divmod(abs(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return Text(f"{hours} 小时 {minutes:02d} 分 {left:02d} 秒", f"{hours} h {minutes:02d} min {left:02d} s")


@dataclass(frozen=True)
class Sheet:
    """A small table with a title; every row has a cell for each column.

    `judging` numbers the rows that already compare with what is due; `judges` says that the whole does.
    """

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    judging: tuple[int, ...] = ()
    judges: bool = False

    def neutral(self) -> "Sheet":
        """The sheet without the rows that compare with what is due."""
        kept = tuple(row for number, row in enumerate(self.rows) if number not in self.judging)
        return replace(self, rows=kept, judging=())

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "title": self.title._asdict(),
            "columns": [column._asdict() for column in self.columns],
            "rows": [[_plain(cell) for cell in row] for row in self.rows],
        }


@dataclass(frozen=True)
class Explanation:
    """The whole: a title, sentences, the arithmetic as tables, and what to keep in mind."""

    title: Text
    lines: tuple[Text, ...]
    sheets: tuple[Sheet, ...]
    notes: tuple[Text, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "title": self.title._asdict(),
            "lines": [line._asdict() for line in self.lines],
            "sheets": [sheet.to_json() for sheet in self.sheets],
            "notes": [note._asdict() for note in self.notes],
        }


def _plain(cell: Cell) -> object:
    return cell._asdict() if isinstance(cell, Text) else cell
