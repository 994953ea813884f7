"""The title of the report, and its answer in one sentence with its base."""

from collections.abc import Mapping
from typing import Any, cast

import pyarrow.compute as pc

from huhang.audit.report.company_parts import Telling
from huhang.audit.report.content import Phrase
from huhang.audit.report.figures import grouped, yuan
from huhang.audit.report.law_words import place_name
from huhang.audit.report.slip_content import HOURLY_FLOOR
from huhang.audit.report.tallies import AuditTables, counts_of, distinct, sums, where
from huhang.vocabulary.law import OF_COMPANIES, LawBook
from huhang.vocabulary.words import Text

_SUBJECTS: dict[str, Text] = {
    "worker_period": Text("个结算周期", "pay periods"),
    "worker_day": Text("个工作日", "worker-days"),
    "worker_week": Text("个人周", "worker-weeks"),
    "spell": Text("段连续接单", "spells"),
    "payout": Text("次结算", "payouts"),
    "group": Text("组同类订单", "groups of like orders"),
    "company_month": Text("个企业月", "months of companies in an area"),
}
_TOLD = ["right", "verdict", "platform_id", "subject_id", "shortfall_fen"]
_ANY = Text("份", "judgments")


def title_of(book: LawBook, run: Mapping[str, Any], tables: AuditTables) -> Text:
    """The title: where, how many companies, what."""
    names = [place_name(book, str(code)) for code in run.get("places", ())][:3]
    companies = distinct(tables.verdicts, "platform_id")
    places = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    noun = "company" if companies == 1 else "companies"
    return Text(
        f"{places.zh}{companies} 家平台用工企业报酬与工时核查报告",
        f"Pay and hours at {companies} platform {noun} in {places.en}",
    )


def answer_of(tables: AuditTables, telling: Telling) -> tuple[Phrase, ...]:
    """What was found, said of the right that matters most, with its base; the rest in a second sentence."""
    right = _leading_right(tables)
    if right is None:
        return _nothing_broken(tables)
    counts = counts_of(where(tables.verdicts, right=right))
    broken = where(tables.findings.select(_TOLD), right=right, verdict="broken")
    workers = distinct(broken, "platform_id", "subject_id")
    unit, title = _unit(right, telling), telling.title(right)
    short = int(pc.sum(broken["shortfall_fen"]).as_py() or 0)
    phrases = [
        Phrase(
            Text(
                f"在判断得了的 {grouped(counts.judged)} {unit.zh}里，有 ",
                f"Of the {grouped(counts.judged)} {unit.en} that could be judged, ",
            )
        ),
        Phrase(Text(f"{grouped(counts.broken or 0)} {unit.zh[0]}", grouped(counts.broken or 0)), strong=True),
        Phrase(_clause(right, None if _of_companies(right, telling) else workers, title)),
    ]
    if telling.has_amount(right):
        phrases.append(
            Phrase(Text("，按本次计算的差额合计 ", "; by this calculation the difference comes to "))
        )
        phrases.append(Phrase(Text(f"{yuan(short)} 元", f"{yuan(short)} yuan"), strong=True))
    phrases.append(Phrase(Text("。", ". ")))
    return (*phrases, *_others(tables, right))


def _of_companies(right: str, telling: Telling) -> bool:
    loaded = telling.book.rights.get(right)
    return loaded is not None and loaded.right.subject in OF_COMPANIES


def _clause(right: str, workers: int | None, title: Text) -> Text:
    """What is said of the subjects; where they are those of workers, of how many."""
    people = Text("", "")
    if workers is not None:
        people = Text(f"（涉及 {grouped(workers)} 人）", f" (of {grouped(workers)} workers)")
    if right == HOURLY_FLOOR:
        return Text(
            f"{people.zh}按企业自己交来的数据计算，报酬低于小时最低工资标准",
            f"{people.en} are paid below the hourly minimum on the companies’ own data",
        )
    return Text(
        f"{people.zh}按企业自己交来的数据计算，不符合“{title.zh}”",
        f"{people.en} fall short of “{title.en}” on the companies’ own data",
    )


def _leading_right(tables: AuditTables) -> str | None:
    rows = sums(where(tables.verdicts, verdict="broken"), ["right"], "subjects")
    broken = {str(row["right"]): cast(int, row["subjects"]) for row in rows}
    if not broken:
        return None
    return HOURLY_FLOOR if broken.get(HOURLY_FLOOR) else min(broken, key=lambda name: (-broken[name], name))


def _unit(right: str, telling: Telling) -> Text:
    loaded = telling.book.rights.get(right)
    return _SUBJECTS.get(loaded.right.subject, _ANY) if loaded else _ANY


def _others(tables: AuditTables, leading: str) -> tuple[Phrase, ...]:
    rows = sums(where(tables.verdicts, verdict="broken"), ["right"], "subjects")
    others = [row for row in rows if row["right"] != leading]
    if not others:
        return ()
    subjects = grouped(sum(cast(int, row["subjects"]) for row in others))
    return (
        Phrase(
            Text(
                f"另有 {len(others)} 项权利共 {subjects} 份不符，见第二部分。",
                f"{subjects} more subjects fall short of {len(others)} other "
                f"{'right' if len(others) == 1 else 'rights'}; see part 2.",
            )
        ),
    )


def _nothing_broken(tables: AuditTables) -> tuple[Phrase, ...]:
    """Nothing broken is said with its base; much that is unknown must not read like much that is well."""
    counts = counts_of(tables.verdicts)
    unknown, signals = grouped(counts.unknown or 0), grouped(counts.signal or 0)
    phrases = [_base_of_nothing(counts.judged)]
    if counts.judged:
        phrases.append(Phrase(Text("没有发现不符", "nothing was found to fall short"), strong=True))
    if counts.unknown:
        stop = Text("；", "; ") if counts.judged else Text("：", ": ")
        phrases += [
            Phrase(stop),
            Phrase(Text(f"{unknown} 份无法判断", f"{unknown} are unknown"), strong=True),
            Phrase(Text("，缺什么写在第二部分", ", and part 2 says what is missing")),
        ]
    if counts.signal:
        phrases.append(
            Phrase(Text(f"；{signals} 条线索请人查看", f"; {signals} leads are for a person to look at"))
        )
    return (*phrases, Phrase(Text("。", ".")))


def _base_of_nothing(judged: int) -> Phrase:
    if judged:
        told = grouped(judged)
        return Phrase(Text(f"在判断得了的 {told} 份里，", f"Of {told} subjects that could be judged, "))
    return Phrase(
        Text("交来的记录不足以作出判断", "The records handed over are not enough to judge anything")
    )
