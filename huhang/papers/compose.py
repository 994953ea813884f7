"""From the content to the page: every sentence in its place, every word in braces filled in."""

from collections.abc import Iterator

from huhang.papers.attachments import attachments_of
from huhang.papers.checks import check, is_there
from huhang.papers.content import LetterContent, PaperKind
from huhang.papers.fill import Fill
from huhang.papers.listed import listed_lines
from huhang.papers.page import Attachment, Line, Page
from huhang.papers.values import values_of
from huhang.papers.wording import Listed, Sentence, SharedWording, Wording, shared_wording, wording_of


def compose(kind: PaperKind, content: LetterContent, language: str = "zh") -> Page:
    """The page of a paper in "zh" or "en"; HuhangError names what the content lacks."""
    check(kind, content)
    wording = wording_of(kind)
    fill = Fill(language, values_of(content, language))
    return _page(wording, shared_wording(), content, fill)


def _page(wording: Wording, shared: SharedWording, content: LetterContent, fill: Fill) -> Page:
    attachments = attachments_of(content.findings, fill.language)
    return Page(
        language=fill.language,
        layout=wording.layout,
        mark="" if content.signer else fill(shared.draft),
        courtesy=fill(shared.courtesy),
        head=fill.values["body"],
        number=fill.values["number"] or fill(shared.unnumbered),
        title=fill(wording.title),
        addressee=fill(wording.to or shared.to),
        note=_note(wording, shared, content, fill),
        form=tuple((fill(row.label), fill(row)) for row in wording.form),
        lines=tuple(_lines(wording, content, fill)),
        signature=_signature(shared, content, fill),
        seal=fill(shared.seal),
        foot=tuple(_foot(shared, content, fill, attachments)),
        attachments=attachments,
    )


def _note(wording: Wording, shared: SharedWording, content: LetterContent, fill: Fill) -> str:
    """Whose data, which texts, whether it is a decision, and until when one may object."""
    if content.source is None or not content.findings:
        return ""
    receipt = fill(shared.receipt) if content.source.receipt else ""
    decision = fill(shared.decision if wording.decision else shared.no_decision)
    if any(finding.force and not finding.decided for finding in content.findings):
        decision += fill(shared.only_suspected)
    objections = fill(shared.objections) if content.objections_until else ""
    return fill(shared.note, receipt=receipt, decision=decision, objections=objections).strip()


def _lines(wording: Wording, content: LetterContent, fill: Fill) -> Iterator[Line]:
    for part in wording.body:
        if isinstance(part, Listed):
            yield from (Line(text) for text in listed_lines(part, content, fill))
        elif _belongs(part, content):
            yield Line(fill(part), part.heading)


def _belongs(part: Sentence, content: LetterContent) -> bool:
    if part.without is not None and is_there(content, part.without):
        return False
    return part.when is None or is_there(content, part.when)


def _foot(
    shared: SharedWording, content: LetterContent, fill: Fill, attachments: tuple[Attachment, ...]
) -> Iterator[str]:
    if attachments:
        titles = ("；" if fill.language == "zh" else "; ").join(found.title for found in attachments)
        yield fill(shared.attached, attachments=titles)
    if content.company.code:
        yield fill(shared.code)
    yield fill(shared.contact)


def _signature(shared: SharedWording, content: LetterContent, fill: Fill) -> tuple[str, ...]:
    day = fill.values["day"] or fill(shared.undated)
    signed = (fill(shared.signer),) if content.signer else ()
    return (fill.values["body"], day, *signed)
