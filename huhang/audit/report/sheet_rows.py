"""Rows of a long sheet, made ready by Arrow a batch at a time, as they stand in the file of the sheet.

Cell by cell a million rows of twenty columns take minutes. See docs/decisions/0010.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any
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
# Columns made ready at once: Arrow does not keep other threads waiting.
_HANDS = 2
# XML cannot hold these; Excel writes them as _xHHHH_, and what looks like that already with _x005F_.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPECIAL = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NOT_AS_IT_IS = (
    f"^[{re.escape(''.join(_FORMULA_STARTS))}]|_x[0-9A-Fa-f]{{4}}_|{_SPECIAL.pattern.replace('_', '')}"
)


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
    file: IO[bytes],
    sheet: Worksheet,
    first_row: int,
    batch: pa.RecordBatch,
    columns: Sequence[Column],
    looks: Mapping[Kind, Format],
) -> None:
    """Write the rows of a batch, which stand from `first_row` (0 is the top) of a sheet on, as XML."""
    last_row, last_column = first_row + batch.num_rows - 1, len(columns) - 1
    numbers = pa.array(range(first_row + 1, last_row + 2)).cast(pa.string())
    maker = _CellMaker(sheet, numbers, looks)
    with ThreadPoolExecutor(_HANDS) as pool:
        coded = list(pool.map(_coded, columns, (batch.column(column.name) for column in columns)))
        # One after the other, so that strings always stand in one order in the table that they share.
        tails = [maker.tails(column, values) for column, values in zip(columns, coded, strict=True)]
        cells = list(pool.map(maker.cells, range(len(columns)), coded, tails))
    rows = _joined('<row r="', numbers, '">', *cells, "</row>", where_null="")
    # The last cell tells the sheet how far it reaches.
    sheet._check_dimensions(last_row, last_column)
    # What all texts hold stands together: no row need be looked at.
    file.write(rows.buffers()[-1])


@dataclass(frozen=True)
class _CellMaker:
    """Makes the cells of some rows, column by column; `numbers` are the rows' numbers as text."""

    sheet: Worksheet
    numbers: "pa.Array[Any]"
    looks: Mapping[Kind, Format]

    def tails(self, column: Column, coded: Any) -> Any:
        """What follows the address of a cell, for each value of a dictionary."""
        style = self.looks[column.kind]._get_xf_index()
        if column.kind is Kind.TEXT:
            return self._texts(coded, column.words, style)
        return _numbers(coded.dictionary, _PARTS.get(column.kind), style)

    def cells(self, place: int, coded: Any, tails: Any) -> Any:
        """The cells of one column as XML, null where nothing is known."""
        return _joined(f'<c r="{xl_col_to_name(place)}', self.numbers, tails.take(coded.indices))

    def _texts(self, coded: Any, words: Mapping[str, Text], style: int) -> Any:
        """What follows the address of a cell, for each text of a dictionary.

        Values that come again and again stand in the workbook's table of strings, others in the cell.
        """
        start, end = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
        many = len(coded.dictionary) > _MOST_SHARED
        if many and not words and _as_they_are(coded.dictionary):
            return _joined(start, coded.dictionary, end)
        texts = [both(words[text]) if text in words else text for text in coded.dictionary.to_pylist()]
        texts = [guarded(text)[:_LONGEST] for text in texts]
        if many:
            return pa.array([f"{start}{_ready(text)}{end}" for text in texts], pa.string())
        table = self.sheet.str_table
        places = [table._get_shared_string_index(text) for text in texts]
        # The table tells how many cells refer to it; each call above counted one of them.
        table.count += len(coded) - coded.null_count - len(texts)
        return pa.array([f'" s="{style}" t="s"><v>{place}</v></c>' for place in places], pa.string())


def _coded(column: Column, values: "pa.Array[Any]") -> Any:
    """A column of which equal values are looked at once."""
    return (as_texts(values) if column.kind is Kind.TEXT else values).dictionary_encode()


def _numbers(values: "pa.Array[Any]", parts: int | None, style: int) -> Any:
    """What follows the address of a cell, for each number."""
    told: Any = pc.divide(values.cast(pa.float64()), float(parts)) if parts else values
    return _joined(f'" s="{style}"><v>', told.cast(pa.string()), "</v></c>")


def _as_they_are(texts: Any) -> bool:
    """Whether there is nothing in any of the texts that must be said otherwise."""
    longest: Any = pc.max(pc.utf8_length(texts))
    special: Any = pc.any(pc.match_substring_regex(texts, _NOT_AS_IT_IS))
    return longest.as_py() <= _LONGEST and not special.as_py()


def _ready(text: str) -> str:
    """A text as XML holds it."""
    if not _SPECIAL.search(text):
        return text
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return escape(_CONTROL.sub(lambda found: f"_x{ord(found.group()):04X}_", text))


def _joined(*parts: object, where_null: str | None = None) -> Any:
    """Texts put together row by row; null where one of them is, unless something stands for it."""
    join: Callable[..., Any] = pc.binary_join_element_wise
    how = "emit_null" if where_null is None else "replace"
    return join(*parts, "", null_handling=how, null_replacement=where_null or "")
