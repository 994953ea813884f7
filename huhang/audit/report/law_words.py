"""The law as the report names it: clauses, instruments, places, categories."""

import re
from collections.abc import Iterable
from datetime import date

from huhang.audit.report.citations import clause_in_english, number_in_english
from huhang.audit.report.content import Basis, LawText
from huhang.law.instrument_files import CONVENTION
from huhang.records.tables import TABLES
from huhang.vocabulary.law import Clause, Instrument, LawBook
from huhang.vocabulary.words import FORCES_WITHOUT_VERDICT, Category, Force, Outcome, Text

_CATEGORIES: dict[str, Text] = {
    Category.LABOUR_RELATION: Text("A 类", "category A"),
    Category.NOT_FULLY_QUALIFYING: Text("B 类", "category B"),
    Category.OWN_BUSINESS: Text("C 类", "category C"),
}
_GROUNDS: dict[str, Text] = {
    "judgment": Text("据判决", "by judgment"),
    "award": Text("据裁决", "by award"),
    "inspection": Text("据监察认定", "by inspection finding"),
    "contract": Text("据双方签字的合同", "by a contract signed by both"),
    "declaration": Text("据企业声明", "by the company’s declaration"),
    "assumed": Text("推定", "assumed"),
}
_NATION_ZH, _NATION_EN = "中华人民共和国", " of the People's Republic of China"
_FILED = "filed:"
_FILED_SUBJECTS: dict[str, Text] = {
    "entry_exit": Text("进入退出", "entry and exit"),
    "allocation": Text("派单", "allocation"),
    "unit_price": Text("计件单价", "unit price"),
    "commission": Text("抽成", "commission"),
    "pay": Text("报酬支付", "pay"),
    "working_time": Text("工作时间", "working time"),
    "reward_penalty": Text("奖惩", "reward and penalty"),
}
_CLAUSE_ID = re.compile(r"[A-Z][A-Za-z0-9]*-[A-Za-z0-9.-]*[A-Za-z0-9]")
_KEY_NAMES = {"min_wage.tier": Text("最低工资的档次", "tier of the minimum wage")}
_KEY_AND_PLACE = re.compile(r"(?P<key>[a-z_]+(\.[a-z_0-9]+)+) for (?P<place>\d{6})\b")
_COLUMN_MISSING = re.compile(r"(?P<column>[a-z_]+) missing")
_STRENGTH = {force: place for place, force in enumerate(Force)}


def place_name(book: LawBook, code: str) -> Text:
    """The name of a place, or its code where it is not among the places."""
    place = book.places.get(code)
    return Text(place.zh, place.en) if place else Text(code, code)


def instrument_name(book: LawBook, instrument_id: str) -> Text:
    """How a document is called: its number, else its title."""
    if instrument_id.startswith(_FILED):
        return _filed_rule(instrument_id)
    if instrument_id == CONVENTION:
        return Text("本项目的约定", "a convention of this project")
    instrument = book.instruments.get(instrument_id)
    if instrument is None:
        return Text(instrument_id, instrument_id)
    if instrument.number:
        return Text(instrument.number, number_in_english(instrument.number) or instrument.title.en)
    short = instrument.title.zh.removeprefix(_NATION_ZH), instrument.title.en.removesuffix(_NATION_EN)
    return Text(f"《{short[0]}》", short[1])


def document_name(book: LawBook, instrument_id: str) -> Text:
    """What a document is called in full: its number and its title; of a filed rule, what it is about."""
    instrument = book.instruments.get(instrument_id)
    return instrument_name(book, instrument_id) if instrument is None else _long_name(instrument)


def clause_number(clause: Clause) -> Text:
    """The number of a clause in its document, else its id."""
    number = clause.no or clause.id
    return Text(number, clause_in_english(number))


def clause_name(book: LawBook, clause_id: str) -> Text:
    """How a clause is called: its document and its number there."""
    home = book.clause_home.get(clause_id)
    if home is None:
        return Text(clause_id, clause_id)
    document, clause = instrument_name(book, home), book.clause(clause_id)
    if not clause.no:
        return document
    number = clause_number(clause)
    return Text(f"{document.zh} {number.zh}", f"{document.en}, {number.en}")


def column_name(column: str) -> Text:
    """What a column of the orders holds, with its own name."""
    described = next((c for c in TABLES["orders"].columns if c.name == column), None)
    if described is None:
        return Text(f" {column}", column)
    zh, en = re.split("[（，；]", described.zh)[0], re.split("[,;]", described.en)[0]
    return Text(f"{zh}（{column}）", f"{en} ({column})")


def named_reason(book: LawBook, reason: str, told: Text) -> Text:
    """The words of a reason with the names of a parameter, place or column instead of key and code."""
    if missing := _COLUMN_MISSING.fullmatch(reason):
        column = missing["column"]
        name = column_name(column)
        return Text(told.zh.replace(f" {column}", name.zh), told.en.replace(column, name.en))
    found = _KEY_AND_PLACE.match(reason)
    if found is None:
        return told
    key, code = found["key"], found["place"]
    layers = list(book.parameters.get(key, {}).values())
    name, place = layers[0].name if layers else _KEY_NAMES.get(key, Text(key, key)), place_name(book, code)
    return Text(
        told.zh.replace(key, name.zh).replace(code, place.zh),
        told.en.replace(key, name.en).replace(code, place.en),
    )


def basis_of(
    book: LawBook,
    right: str,
    outcome: Outcome,
    force: str | None,
    instruments: Iterable[str],
    clauses: Iterable[str],
) -> Basis:
    """What an outcome rests on; the clause named is that of the operative text, where known."""
    operative = tuple(instruments)
    own = operative_clauses(book, right, operative, tuple(clauses))
    names = [clause_name(book, clause) for clause in own] or [instrument_name(book, i) for i in operative]
    label = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
    if outcome is Outcome.SIGNAL or not force:
        return Basis(outcome, None, label)
    return Basis(outcome, Force(force), label)


def operative_clauses(
    book: LawBook, right: str, operative: tuple[str, ...], served: tuple[str, ...]
) -> list[str]:
    """The clauses of the operative texts: those served, else those that the right says it rests on."""
    own = [clause for clause in served if book.clause_home.get(clause) in operative]
    if own or right not in book.rights:
        return own
    named = set(_CLAUSE_ID.findall(book.rights[right].docstring))
    found = (book.instruments[name] for name in operative if name in book.instruments)
    return [clause.id for instrument in found for clause in instrument.clauses if clause.id in named]


def _filed_rule(name: str) -> Text:
    """The name of a rule that a company filed: "filed:company:subject:version"."""
    _, _, subject, version = (*name.split(":", 3), "", "", "")[:4]
    told = _FILED_SUBJECTS.get(subject, Text(subject, subject))
    return Text(f"企业公布的{told.zh}规则 {version}", f"the company’s filed rule on {told.en} {version}")


def category_grounds(ground: str) -> Text:
    """Where a category comes from, in words."""
    return _GROUNDS.get(ground, Text(ground, ground))


def category_name(category: str | None, ground: str | None) -> Text:
    """The category of a worker and where it comes from."""
    if not category:
        return Text("类别不知道", "category not known")
    name = _CATEGORIES.get(category, Text(category, category))
    source = category_grounds(ground or "")
    return Text(f"{name.zh}（{source.zh}）", f"{name.en} ({source.en})") if ground else name


def is_usable(instrument: Instrument) -> bool:
    """Whether a verdict may rest on it: a document with a place, and no plan, practice or suggestion."""
    return instrument.place is not None and instrument.force not in FORCES_WITHOUT_VERDICT


def texts_in_force(
    book: LawBook, instrument_ids: Iterable[str], first: date, last: date
) -> tuple[LawText, ...]:
    """The documents that verdicts of these days rest on, the strongest first."""
    found = [book.instruments[i] for i in sorted(set(instrument_ids)) if i in book.instruments]
    usable = [i for i in found if is_usable(i) and _in_force(i, first, last)]
    usable.sort(key=lambda i: (_STRENGTH[i.force], i.id))
    return tuple(LawText(i.force, _long_name(i), i.from_day, i.until_day) for i in usable)


def _in_force(instrument: Instrument, first: date, last: date) -> bool:
    begun = instrument.from_day is not None and instrument.from_day <= last
    return begun and (instrument.until_day is None or instrument.until_day >= first)


def _long_name(instrument: Instrument) -> Text:
    if not instrument.number:
        return Text(f"《{instrument.title.zh}》", instrument.title.en)
    title, cited = instrument.title, number_in_english(instrument.number)
    return Text(f"{instrument.number} {title.zh}", f"{cited} · {title.en}" if cited else title.en)
