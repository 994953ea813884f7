"""Rows of a long sheet, made ready by Arrow a batch at a time and handed to xlsxwriter as they are written.

Cell by cell a million rows of twenty columns take minutes. See docs/decisions/0010.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from huhang.vocabulary.words import Text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_767
# So many different texts in a batch are shared by its rows; more of them are different in every row.
_MOST_SHARED = 1_000
# XML cannot hold these; Excel writes them as _xHHHH_, and what looks like that already with _x005F_.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class Kind(StrEnum):
    """How the values of a column are shown: yuan come as fen, hours as seconds, lists have a comma."""

    TEXT = "text"
    WHOLE = "whole"
    YUAN = "yuan"
    HOURS = "hours"


_PARTS = {Kind.YUAN: 100, Kind.HOURS: 3600}


@dataclass(frozen=True)
class Column:
    """A column of a long sheet; `words` say codes in both languages, what is not among them stays.

    `as_code` marks a column that keeps its codes, beside one that says them.
    """

    name: str
    title: Text
    kind: Kind = Kind.TEXT
    width: int = 14
    as_code: bool = False
    words: Mapping[str, Text] = field(default_factory=dict)


def as_texts(values: Any) -> Any:
    """A column as texts; the parts of a list are joined by commas."""
    if pa.types.is_list(values.type):
        return pc.binary_join(values.cast(pa.list_(pa.string())), ", ")
    return values.cast(pa.string())


def both(text: Text) -> str:
    """Both languages in one cell, Chinese first."""
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after it was saved as CSV and opened again."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def write_rows(
    sheet: Worksheet,
    first_row: int,
    batch: pa.RecordBatch,
    columns: Sequence[Column],
    looks: Mapping[Kind, Format],
) -> None:
    """Write the rows of a batch from `first_row` (0 is the top) on; the workbook has constant memory."""
    last_row, last_column = first_row + batch.num_rows - 1, len(columns) - 1
    numbers = pa.array(range(first_row + 1, last_row + 2)).cast(pa.string())
    maker = _CellMaker(sheet, numbers, looks)
    cells = [maker.cells(n, column, batch.column(column.name)) for n, column in enumerate(columns)]
    rows = _joined('<row r="', numbers, '">', *cells, "</row>")
    # What was written before belongs above; the last cell tells the sheet how far it reaches.
    sheet._write_single_row(first_row)
    sheet._check_dimensions(last_row, last_column)
    sheet.row_data_fh.write("".join(rows.to_pylist()))


@dataclass(frozen=True)
class _CellMaker:
    """Makes the cells of some rows, column by column; `numbers` are the rows' numbers as text."""

    sheet: Worksheet
    numbers: "pa.Array[Any]"
    looks: Mapping[Kind, Format]

    def cells(self, place: int, column: Column, values: "pa.Array[Any]") -> Any:
        """The cells of one column as XML; an empty text where a value is not known."""
        opening, style = f'<c r="{xl_col_to_name(place)}', self.looks[column.kind]._get_xf_index()
        if column.kind is Kind.TEXT:
            cells = _joined(opening, self.numbers, self._tails(values, column.words, style))
        else:
            parts = _PARTS.get(column.kind)
            told: Any = pc.divide(values.cast(pa.float64()), float(parts)) if parts else values
            cells = _joined(opening, self.numbers, f'" s="{style}"><v>', told.cast(pa.string()), "</v></c>")
        return cells.fill_null("")

    def _tails(self, values: "pa.Array[Any]", words: Mapping[str, Text], style: int) -> Any:
        """What follows the address of a cell of text; every different value is looked at once.

        Values that come again and again stand in the workbook's table of strings, others in the cell.
        """
        coded = as_texts(values).dictionary_encode()
        texts = [both(words[text]) if text in words else text for text in coded.dictionary.to_pylist()]
        texts = [guarded(text)[:_LONGEST] for text in texts]
        if len(texts) <= _MOST_SHARED:
            table = self.sheet.str_table
            places = [table._get_shared_string_index(text) for text in texts]
            # The table tells how many cells refer to it; each call above counted one of them.
            table.count += len(values) - values.null_count - len(texts)
            tails = [f'" s="{style}" t="s"><v>{place}</v></c>' for place in places]
        else:
            start = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
            tails = [f"{start}{_ready(text)}</t></is></c>" for text in texts]
        return pa.array(tails, pa.string()).take(coded.indices)


def _ready(text: str) -> str:
    """A text as XML holds it."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found.group()):04X}_", text))


def _joined(*parts: object) -> Any:
    """Texts put together row by row; null where one of them is."""
    join: Callable[..., Any] = pc.binary_join_element_wise
    return join(*parts, "")
