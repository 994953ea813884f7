"""What a finding may be called: 违法 only where law, a regulation or a ministry rule is behind it."""

from huhang.audit.report.citations import clause_in_english, number_in_english
from huhang.papers.content import Citation, PaperFinding
from huhang.papers.wording import Words, shared_wording
from huhang.vocabulary.words import FORCES_OF_LAW, Force, Text

_CONTRACTS = (Force.COLLECTIVE_CONTRACT, Force.AGREEMENT)
_BELOW = (Force.GUIDE, Force.STANDARD)


def citation_text(citation: Citation) -> Text:
    """A document as it is cited: title, number, clause."""
    number_zh = f"（{citation.number}）" if citation.number else ""
    number = number_in_english(citation.number) if citation.number else None
    clause = clause_in_english(citation.clause) if citation.clause else None
    tail = ", ".join(part for part in (number, clause) if part)
    return Text(
        f"《{citation.document.zh}》{number_zh}{citation.clause or ''}",
        f"{citation.document.en}{f' ({tail})' if tail else ''}",
    )


def citations_text(citations: tuple[Citation, ...]) -> Text:
    """Several documents in one breath."""
    texts = [citation_text(citation) for citation in citations]
    return Text("、".join(text.zh for text in texts), "; ".join(text.en for text in texts))


def force_text(finding: PaperFinding) -> Text:
    """What the finding is called; "suspected" stands before it until a person has decided."""
    shared = shared_wording()
    if finding.force is None:
        return shared.force.signal.text()
    cited = citations_text(finding.citations)
    words = _words(finding.force)
    before = Text("", "") if finding.decided else shared.suspected.text()
    return Text(
        before.zh + words.zh.format(citations=cited.zh), before.en + words.en.format(citations=cited.en)
    )


def _words(force: Force) -> Words:
    words = shared_wording().force
    if force in FORCES_OF_LAW:
        return words.violation
    if force in _CONTRACTS:
        return words.contract
    if force in _BELOW:
        return words.below
    return words.promise if force is Force.PROMISE else words.document
