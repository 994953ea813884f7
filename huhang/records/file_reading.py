"""Files read one after another, each cut into pieces that threads work on, into the intake."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa

from huhang.records.files import SourceFile, digest_of, open_file
from huhang.records.intake import Intake, check_odd, leave, note_piece, note_plan
from huhang.records.mapping import TableMapping
from huhang.records.piecework import PieceDone, do_rows, do_text
from huhang.records.plan import Plan, plan_of
from huhang.records.quality import REFUSED, SKIPPED, UNREADABLE, FileQuality
from huhang.records.quarantine import COLUMNS as QUARANTINE_COLUMNS
from huhang.records.reading.raw import RawRows, UnusableFileError
from huhang.records.reading.text_pieces import CsvText, Rooms, UnusualTextError, open_csv
from huhang.records.recognition import recognise
from huhang.records.usual.columns import can_be_read
from huhang.vocabulary.words import Text

# Rows of files other than CSV that one thread reads at a time.
_ROWS_OF_A_PIECE = 1 << 16

_QUARANTINE = Text(
    "是隔离清单，不是数据，没有读；以后请用 --quarantine 写到数据文件夹之外。",
    "a list of rows set aside, no records: not read. Let --quarantine lie outside the folder of records.",
)


@dataclass
class _Way:
    """A file (or sheet) under way: its plan, its pieces so far, and from where it must be read otherwise."""

    file: SourceFile
    index: int
    plan: Plan
    text: CsvText | None = None
    digest: Future[str] | None = None
    done: list[PieceDone] = field(default_factory=list)
    stopped: tuple[int, int] | None = None


@dataclass
class FileReader:
    """Reads files into an intake; `finish` when all have begun."""

    intake: Intake
    _running: deque[tuple[_Way, Future[PieceDone] | None]] = field(default_factory=deque)
    _plain: dict[str, TableMapping] = field(default_factory=dict)
    _rooms: Rooms = field(default_factory=Rooms)

    def begin(self, file: SourceFile) -> None:
        """Begin to take one file in, or say why not."""
        files = self.intake.files
        files.append(FileQuality(file.label))
        if not file.format:
            told = Text(
                "不是可读的格式；若是数据，请另存为 CSV、CSV.gz、JSON Lines、Parquet 或 XLSX。",
                "not a format that is read; records must be CSV, CSV.gz, JSON Lines, Parquet or XLSX.",
            )
            files[-1] = FileQuality(file.label, SKIPPED, told=file.told or told)
            return
        index = len(files) - 1
        try:
            way = self._cut_up(file, index)
            if way is None:
                self._take_whole(file, index)
        except (UnusualTextError, OSError):
            # Seen late that it has to be looked at as a whole: what was read of it is void.
            self._settle(0)
            self._take_whole(file, index)
        except UnusableFileError as error:
            self._settle(0)
            files[index] = FileQuality(file.label, UNREADABLE, told=error.text)

    def finish(self) -> None:
        """Wait for everything begun, and check the odd rows of all files."""
        self._settle(0)
        check_odd(self.intake)

    def _cut_up(self, file: SourceFile, index: int) -> _Way | None:
        """Have a CSV file read piece by piece; None where it has to be looked at as a whole."""
        if file.format != "csv" or not self.intake.by_loops:
            return None
        text = open_csv(file.path, file.packed)
        try:
            plan = self._plan(file, "", text.names)
        except UnusableFileError:
            return None
        if plan is None or not can_be_read(plan):
            return None
        known = self.intake.digests.get(file.path)
        way = _Way(file, index, plan, text)
        if known is None:
            way.digest = self.intake.pool.submit(digest_of, file.path)
        self.intake.files[index].sha256 = known or ""
        for piece in text.pieces(self._rooms):
            if way.stopped:
                break
            self._run(way, do_text, piece, text.delimiter, plan, index, self.intake.shared)
        self._running.append((way, None))
        return way

    def _plan(self, file: SourceFile, sheet: str, header: list[str]) -> Plan | None:
        """The plan for rows under a header; None where they are no table of ours."""
        found = recognise(file.label, (sheet, file.stem), header, self.intake.mapping)
        if found is None or tuple(header) == QUARANTINE_COLUMNS:
            return None
        name = found.table.name
        mapping = found.mapping or self._plain.setdefault(name, TableMapping(table=name))
        return plan_of(header, found.table, mapping, mapped=found.mapping is not None)

    def _run(self, way: _Way, work: Callable[..., PieceDone], *args: Any) -> None:
        """Have a piece worked on; wait where more are under way than the threads need."""
        self._running.append((way, self.intake.pool.submit(work, *args)))
        self._settle(2 * self.intake.jobs)

    def _settle(self, most: int) -> None:
        """Take what is done from the threads, until at most so many pieces are under way."""
        while len(self._running) > most:
            way, piece = self._running.popleft()
            if piece is None:
                self._close(way)
                continue
            done = piece.result()
            if way.stopped is None:
                way.done.append(replace(done, rows=self.intake.spill.keep(way.plan.table, done.rows)))
                way.stopped = done.stopped

    def _close(self, way: _Way) -> None:
        """All pieces of a file are done: keep them, and read the rest otherwise where a piece stopped."""
        entry = self.intake.files[way.index]
        if way.digest:
            entry.sha256 = way.digest.result()
        note_plan(self.intake, way.index, way.plan)
        if way.stopped and way.text:
            try:
                rest = way.text.rest(*way.stopped).of_file(way.index)
            except (UnusualTextError, UnusableFileError):
                self._take_whole(way.file, way.index)
                return
            entry.rows += rest.counted
            parts = self.intake.pool.map(
                lambda part: self._do_part(part, way.plan), self._sound(rest, way.plan)
            )
            way.done += parts
        for done in way.done:
            note_piece(self.intake, way.index, way.plan, done)

    def _take_whole(self, file: SourceFile, index: int) -> None:
        """Take in a file that is read as a whole; its first sheet has an entry already."""
        files = self.intake.files
        try:
            digest, sheets = open_file(file)
        except UnusableFileError as error:
            files[index] = FileQuality(file.label, UNREADABLE, told=error.text)
            return
        for number, sheet in enumerate(sheets):
            if number:
                index = len(files)
                files.append(FileQuality(file.label))
            label = f"{file.label}#{sheet.name}" if len(sheets) > 1 else file.label
            files[index] = FileQuality(label, sha256=digest)
            self._take_sheet(file, index, sheet)

    def _take_sheet(self, file: SourceFile, index: int, raw: RawRows) -> None:
        """Take the rows of one file or sheet in."""
        entry = self.intake.files[index]
        header = raw.columns.column_names
        try:
            plan = self._plan(file, raw.name, header)
        except UnusableFileError as error:
            entry.state, entry.told = REFUSED, error.text
            found = recognise(file.label, (raw.name, file.stem), header, self.intake.mapping)
            entry.table = found.table.name if found else None
            return
        if plan is None:
            set_aside = tuple(header) == QUARANTINE_COLUMNS
            entry.state, entry.told = SKIPPED, _QUARANTINE if set_aside else _no_table(header)
            return
        raw = raw.of_file(index)
        entry.rows = raw.counted
        note_plan(self.intake, index, plan)
        if not (self.intake.by_loops and can_be_read(plan)):
            leave(self.intake, plan, raw)
            return
        way = _Way(file, index, plan)
        for part in self._sound(raw, plan):
            self._run(way, self._do_part, part, plan)
        self._running.append((way, None))

    def _do_part(self, part: RawRows, plan: Plan) -> PieceDone:
        return replace(do_rows(part, plan, self.intake.shared), counted=0)

    def _sound(self, raw: RawRows, plan: Plan) -> Iterator[RawRows]:
        """The rows without suspicious cells, some at a time; the others are left to the checks in SQL."""
        odd = np.isin(raw.numbers, np.array([fault.row for fault in raw.suspects], np.int64))
        if raw.faults or odd.any():
            leave(
                self.intake,
                plan,
                replace(raw, columns=raw.columns.filter(pa.array(odd)), numbers=raw.numbers[odd]),
            )
        columns, numbers = raw.columns.filter(pa.array(~odd)), raw.numbers[~odd]
        for start in range(0, len(numbers), _ROWS_OF_A_PIECE):
            end = start + _ROWS_OF_A_PIECE
            yield RawRows(columns.slice(start, _ROWS_OF_A_PIECE), numbers[start:end])


def _no_table(header: list[str]) -> Text:
    """Why a file with rows is no table of ours."""
    shown = ", ".join(header[:8]) + (" …" if len(header) > 8 else "")
    return Text(
        f"认不出是哪张表（列：{shown}）；请以表名开头命名文件（如 orders-2025-10.csv），或用映射文件说明。",
        f"it is none of the known tables (columns: {shown}); let the file's name begin with that of its "
        "table (orders-2025-10.csv), or describe it in a mapping file.",
    )
