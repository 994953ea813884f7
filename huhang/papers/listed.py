"""What a paper lists: findings by right, points with their answers, what is to be done, ways to object."""

from collections.abc import Iterator

from huhang.papers.attachments import difference_of, grouped
from huhang.papers.content import LetterContent, Measure, PaperFinding, Point, Remedy
from huhang.papers.fill import Fill
from huhang.papers.force_words import force_text
from huhang.papers.shown import day_text, shown
from huhang.papers.wording import Listed, shared_wording
from huhang.vocabulary.money import yuan_text


def listed_lines(part: Listed, content: LetterContent, fill: Fill) -> Iterator[str]:
    """The lines of one list; none where the content has nothing to list."""
    shared = shared_wording()
    if part.list == "findings":
        for number, group in enumerate(grouped(content.findings), 1):
            yield f"{number}. {_group_line(group, fill)}"
    elif part.list == "points":
        yield from _points(content.points, fill)
    elif part.list == "measures":
        for number, measure in enumerate(content.measures, 1):
            yield f"{number}. {_measure_line(measure, fill)}"
    elif part.list == "remedies":
        if content.remedies:
            yield fill(shared.remedies, remedies=_remedies(content.remedies, fill))
    elif part.list in content.written:
        lines = content.written[part.list].in_language(fill.language).splitlines()
        yield from (shown(line) for line in lines if line.strip())


def _group_line(group: tuple[PaperFinding, ...], fill: Fill) -> str:
    shared = shared_wording()
    total = difference_of(group)
    return fill(
        shared.line,
        right=shown(group[0].right.in_language(fill.language)),
        subjects=str(len({finding.subject for finding in group})),
        count=str(len(group)),
        **{"from": day_text(min(finding.period_from for finding in group), fill.language)},
        to=day_text(max(finding.period_to for finding in group), fill.language),
        words=shown(force_text(group[0]).in_language(fill.language)),
        sum="" if not total else fill(shared.sum, total=yuan_text(total)),
    )


def _measure_line(measure: Measure, fill: Fill) -> str:
    shared = shared_wording()
    total = yuan_text(measure.amount_fen) if measure.amount_fen else ""
    return fill(
        shared.measure,
        right=shown(measure.matter.in_language(fill.language)),
        what=shown(measure.what).rstrip("。.；;"),
        sum=fill(shared.sum, total=total) if total else "",
        days=str(measure.days),
        last_day=day_text(measure.last_day, fill.language),
    )


def _points(points: tuple[Point, ...], fill: Fill) -> Iterator[str]:
    shared = shared_wording()
    for number, point in enumerate(points, 1):
        yield f"{number}. {fill(shared.point, said=shown(point.said))}"
        yield fill(shared.answer, answered=shown(point.answered))


def _remedies(remedies: tuple[Remedy, ...], fill: Fill) -> str:
    shared = shared_wording()
    told = [
        fill(
            shared.remedy,
            name=shown(remedy.name.in_language(fill.language)),
            to=shown(remedy.to.in_language(fill.language)),
            term=(remedy.term or shared.no_term.text()).in_language(fill.language),
        )
        for remedy in remedies
    ]
    return ("；或者" if fill.language == "zh" else "; or ").join(told)
