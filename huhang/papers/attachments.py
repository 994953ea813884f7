"""The tables behind a letter: its findings with their sums, and the arithmetic of each."""

from collections.abc import Sequence
from itertools import groupby

from huhang.audit.explaining.sheets import Cell, Sheet
from huhang.papers.content import PaperFinding
from huhang.papers.force_words import force_text
from huhang.papers.page import Attachment, Table
from huhang.papers.shown import day_text, masked, shown
from huhang.papers.wording import shared_wording
from huhang.vocabulary.money import yuan_text
from huhang.vocabulary.words import Force, Text

_DIFFERENCE = 7
_FIGURES = (_DIFFERENCE,)


def grouped(findings: Sequence[PaperFinding]) -> list[tuple[PaperFinding, ...]]:
    """Findings of one right, one force and the same texts together, in the order of their rights."""
    ordered = sorted(findings, key=_group)
    return [tuple(group) for _, group in groupby(ordered, key=_group)]


def difference_of(findings: Sequence[PaperFinding]) -> int | None:
    """The sum of the differences in fen; None where no finding has one."""
    known = [finding.difference_fen for finding in findings if finding.difference_fen is not None]
    return sum(known) if known else None


def subject_text(finding: PaperFinding) -> str:
    """The subject as it stands on paper: a worker is masked, a company's own part is not."""
    subject = shown(finding.subject)
    return subject if finding.of_company else masked(subject)


def attachments_of(findings: Sequence[PaperFinding], language: str) -> tuple[Attachment, ...]:
    """The table of findings and the arithmetic; none without findings."""
    if not findings:
        return ()
    shared = shared_wording()
    groups = grouped(findings)
    money = difference_of(findings) is not None
    table = _findings_table(groups, language, money=money)
    note = shared.difference_note.text().in_language(language) if money else ""
    first = Attachment(shared.findings_table.text().in_language(language), (table,), note, wide=True)
    sheets = tuple(_sheets_of(groups, language))
    if not sheets:
        return (first,)
    return first, Attachment(shared.arithmetic.text().in_language(language), sheets)


def _group(finding: PaperFinding) -> tuple[str, str, str, str]:
    strongest = list(Force).index(finding.force) if finding.force else len(Force)
    return f"{strongest:02d}", finding.right.zh, force_text(finding).zh, str(finding.decided)


def _findings_table(groups: list[tuple[PaperFinding, ...]], language: str, *, money: bool) -> Table:
    names = shared_wording().columns
    headings = (
        names.row, names.right, names.subject, names.place, names.period, names.words, names.figures,
        names.difference,
    )  # fmt: skip
    rows: list[tuple[str, ...]] = []
    sums: list[int] = []
    number = 0
    for group in groups:
        for finding in group:
            number += 1
            rows.append(_row(number, finding, language))
        total = difference_of(group)
        if total is not None and len(group) > 1:
            sums.append(len(rows))
            rows.append(_sum_row(group, total, language))
    width = len(headings) if money else _DIFFERENCE
    return Table(
        "",
        tuple(heading.text().in_language(language) for heading in headings[:width]),
        tuple(row[:width] for row in rows),
        tuple(column for column in _FIGURES if column < width),
        tuple(sums),
    )


def _row(number: int, finding: PaperFinding, language: str) -> tuple[str, ...]:
    figures = [
        f"{shown(name.in_language(language))} {shown(value.in_language(language))}"
        for name, value in finding.figures
    ]
    first, last = day_text(finding.period_from, language), day_text(finding.period_to, language)
    return (
        str(number),
        shown(finding.right.in_language(language)),
        subject_text(finding),
        shown(finding.place.in_language(language)),
        first if first == last else f"{first} – {last}",
        shown(force_text(finding).in_language(language)),
        ("，" if language == "zh" else ", ").join(figures),
        "" if finding.difference_fen is None else yuan_text(finding.difference_fen),
    )


def _sum_row(group: tuple[PaperFinding, ...], total: int, language: str) -> tuple[str, ...]:
    words = shared_wording().subtotal.text().in_language(language)
    label = words.format(right=shown(group[0].right.in_language(language)), count=len(group))
    return ("", label, "", "", "", "", "", yuan_text(total))


def _sheets_of(groups: list[tuple[PaperFinding, ...]], language: str) -> list[Table]:
    """Each sheet with the number that its finding has in the first table."""
    tables: list[Table] = []
    number = 0
    for group in groups:
        for finding in group:
            number += 1
            head = f"{number}. {shown(finding.right.in_language(language))} {subject_text(finding)}"
            tables += [_sheet(sheet, f"{head} · ", language) for sheet in finding.arithmetic]
    return tables


def _sheet(sheet: Sheet, before: str, language: str) -> Table:
    rows = tuple(tuple(_cell(cell, language) for cell in row) for row in sheet.rows)
    columns = tuple(shown(column.in_language(language)) for column in sheet.columns)
    figures = tuple(range(1, len(columns)))
    return Table(before + shown(sheet.title.in_language(language)), columns, rows, figures)


def _cell(cell: Cell, language: str) -> str:
    return shown(cell.in_language(language) if isinstance(cell, Text) else cell)
