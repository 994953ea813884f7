"""What was worked out, told in plain words with the arithmetic and what one can do next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from huhang.audit.explaining.arithmetic import Telling, arithmetic_of
from huhang.audit.explaining.sheets import Sheet
from huhang.audit.one_worker import Answer, judge_worker
from huhang.audit.report.figures import length, span
from huhang.audit.report.law_words import basis_of, clause_name, named_reason, place_name
from huhang.audit.report.wording import force_word, full_wording, tag_class
from huhang.law.loader import load_law
from huhang.vocabulary.days import CHINA_ZONE
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.reasons import reason_text
from huhang.vocabulary.words import OUTCOME_NAMES, Outcome, Text
from huhang.web.rulebook.mine_entered import Entered, rights_for, rows_of

_ENTRY = re.compile(r"(?P<key>[a-z_.0-9]+)@(?P<place>\d{6})@(?P<day>\d{4}-\d\d-\d\d)(#\d+)?")
# What leads to nothing that one could do is told last and in short.
_SHORT = frozenset({Outcome.NOT_APPLICABLE})
_ORDER = (Outcome.BROKEN, Outcome.SIGNAL, Outcome.UNKNOWN, Outcome.KEPT, Outcome.NOT_APPLICABLE)
STEPS: tuple[Text, ...] = (
    Text(
        "先留好证据：接单记录、工资明细、聊天和通知的截图。",
        "Keep the evidence: orders, pay slips, screenshots of messages and notices.",
    ),
    Text(
        "拿着上面的算式去问平台或公司，请对方逐项答复。",
        "Take the arithmetic to the platform or company and ask for an answer to each line.",
    ),
    Text("可以找工会或调解组织帮忙，不收费。", "A union or a mediation body can help, free of charge."),
    Text(
        "也可以打 12333，或者向干活地的劳动保障监察机构投诉。",
        "Or ring 12333, or complain to the labour inspection of the place of work.",
    ),
)


@dataclass(frozen=True)
class Told:
    """One answer in words."""

    outcome: Outcome
    name: Text
    right: str
    title: Text
    days: Text
    sentence: Text
    wording: Text | None
    force: Text | None
    look: str
    shortfall_fen: int | None
    # Ids of clauses, each with its document and number in words.
    clauses: tuple[tuple[str, Text], ...]
    slips: tuple["Slip", ...]


@dataclass(frozen=True)
class SlipCell:
    """A cell of a slip under the name of its column; `address` leads to the value of the law in it."""

    column: Text
    text: Text | str
    address: str | None = None


@dataclass(frozen=True)
class Slip:
    """A part of the arithmetic, rows with whether they sum up; `told_apart` what only stands behind it."""

    sheet: Sheet
    rows: tuple[tuple[bool, tuple[SlipCell, ...]], ...]
    told_apart: bool


@dataclass(frozen=True)
class Result:
    """All answers: those that matter, and in short those that do not apply."""

    answers: tuple[Told, ...]
    apart: tuple[Told, ...]
    place: Text
    spread: bool
    steps: tuple[Text, ...]


def work_out(entered: Entered) -> Result:
    """Run the rights on what was entered and tell what comes out; nothing is kept."""
    book = load_law()
    since, until = entered.days
    answers = judge_worker(rows_of(entered, book), book, rights_for(entered), since, until)
    told = sorted((_told(book, answer) for answer in answers), key=lambda one: _ORDER.index(one.outcome))
    shown = tuple(_once(one for one in told if one.outcome not in _SHORT))
    concerned = any(one.outcome in (Outcome.BROKEN, Outcome.SIGNAL) for one in shown)
    return Result(
        shown,
        tuple({(one.right, one.sentence): one for one in told if one.outcome in _SHORT}.values()),
        place_name(book, entered.place),
        entered.month is not None,
        STEPS if concerned else (),
    )


def _once(answers: Iterable[Told]) -> list[Told]:
    """Answers that say the same of the same right once."""
    return list({(one.right, one.sentence, one.days): one for one in answers}.values())


def _told(book: LawBook, answer: Answer) -> Told:
    loaded = book.rights[answer.right]
    texts = [answer.instrument] if answer.instrument else []
    place = answer.place or ""
    served = [c for c in loaded.right.clauses if book.instruments[book.clause_home[c]].holds_at(place)]
    basis = basis_of(book, answer.right, answer.outcome, answer.force, texts, served)
    # Times that are kept are told together, so that none of them has an arithmetic of its own.
    in_sum = answer.outcome is Outcome.KEPT and answer.right.startswith("time/")
    concluded = answer.outcome in (Outcome.BROKEN, Outcome.KEPT, Outcome.SIGNAL)
    return Told(
        answer.outcome,
        OUTCOME_NAMES[answer.outcome],
        answer.right,
        loaded.title,
        span(answer.period_from, answer.period_to) if not in_sum else Text("", ""),
        _sentence(book, answer),
        full_wording(basis) if answer.outcome in (Outcome.BROKEN, Outcome.SIGNAL) else None,
        force_word(basis) if concluded and (answer.force or answer.outcome is Outcome.SIGNAL) else None,
        tag_class(basis),
        answer.shortfall_fen,
        tuple((clause, clause_name(book, clause)) for clause in served),
        _slips(answer) if concluded and not in_sum else (),
    )


def _slips(answer: Answer) -> tuple[Slip, ...]:
    """The sheets of the arithmetic: what compares first, the rest to be opened."""
    sheets = arithmetic_of(answer.right, answer.detail, _telling())
    judging = any(sheet.judges or sheet.judging for sheet in sheets)
    return tuple(_slip(sheet, judging) for sheet in sheets)


def _slip(sheet: Sheet, others_judge: bool) -> Slip:
    judges = sheet.judges or bool(sheet.judging)
    last = max(sheet.judging, default=len(sheet.rows) - 1) if judges else -1
    rows = tuple(
        (number == last, tuple(map(_cell, sheet.columns, row))) for number, row in enumerate(sheet.rows)
    )
    return Slip(sheet, rows, others_judge and not judges)


def _cell(column: Text, cell: Text | str) -> SlipCell:
    """A cell; the name of a dated value (key@place@day) becomes a way to its page."""
    found = _ENTRY.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return SlipCell(column, cell)
    address = f"{reverse('value', args=[found['key']])}?place={found['place']}&day={found['day']}"
    return SlipCell(column, load_law().parameters[found["key"]][found["place"]].name, address)


@cache
def _telling() -> Telling:
    return Telling(load_law(), CHINA_ZONE)


def _sentence(book: LawBook, answer: Answer) -> Text:
    """The outcome in a sentence."""
    if answer.reason and answer.outcome in (Outcome.UNKNOWN, Outcome.NOT_APPLICABLE):
        return named_reason(book, answer.reason, reason_text(answer.reason))
    if answer.outcome is Outcome.KEPT and answer.right.startswith("time/"):
        return Text("按本次计算，没有超过。", "By this calculation no limit was passed.")
    if answer.outcome is Outcome.KEPT:
        return Text("按本次计算，没有少。", "By this calculation nothing is missing.")
    if answer.right.startswith("time/") and answer.measure is not None:
        return _of_time(answer)
    if answer.shortfall_fen:
        return Text(
            "按本次计算，拿到的比应得的少。", "By this calculation the pay is less than what was due."
        )
    if answer.outcome is Outcome.BROKEN:
        return Text(
            "按本次计算，没有高于平时。", "By this calculation the pay is not above that of ordinary days."
        )
    return Text("这是一条线索，请人看看。", "This is a lead for a person to look at.")


def _of_time(answer: Answer) -> Text:
    unit = load_law().rights[answer.right].right.unit
    if unit != "s" or answer.measure is None or answer.threshold is None:
        return Text("按本次计算，休息不够。", "By this calculation there is not enough rest.")
    long, limit = length(answer.measure), length(answer.threshold)
    return Text(
        f"按本次计算是 {long.zh}，规定的上限是 {limit.zh}。",
        f"By this calculation it is {long.en}; the limit is {limit.en}.",
    )
