"""A paper as it stands on the page: lines, tables and signature in one language, without any format."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """A heading or a paragraph."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table; `figures` are the numbers of columns whose cells stand to the right, `sums` rows in bold."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()


@dataclass(frozen=True)
class Attachment:
    """Tables behind the letter, with what is to be kept in mind; wide ones lie across the page."""

    title: str
    tables: tuple[Table, ...]
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Page:
    """The whole paper; `mark` is shown on every page of a draft, `form` are label and value."""

    language: str
    layout: str
    mark: str
    courtesy: str
    head: str
    number: str
    title: str
    addressee: str
    note: str
    form: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    signature: tuple[str, ...]
    seal: str
    foot: tuple[str, ...]
    attachments: tuple[Attachment, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as plain values, as templates take it."""
        return asdict(self)


def list_page(language: str, head: str, number: str, title: str, told: str, table: Table) -> Page:
    """A list on sheets of its own, across the page: `told` says what it is, above one table."""
    return Page(
        language=language,
        layout="form",
        mark="",
        courtesy="",
        head=head,
        number=number,
        title=title,
        addressee=told,
        note="",
        form=(),
        lines=(),
        signature=(),
        seal="",
        foot=(),
        attachments=(Attachment(title, (table,), "", wide=True),),
    )
