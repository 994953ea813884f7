"""What can be found: documents, clauses, rights, values, cases and terms, each with its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import reverse

from huhang.audit.report.law_words import clause_name, instrument_name
from huhang.law.instrument_files import CONVENTION
from huhang.law.loader import load_law
from huhang.vocabulary import words
from huhang.vocabulary.law import Instrument, LawBook
from huhang.vocabulary.words import FORCE_NAMES, MODALITY_NAMES, Text
from huhang.web.rulebook.words import WHO_NAMES

GLOSSARY = Path(words.__file__).with_name("glossary.yaml")
# Names of columns and of parts of the program are not for readers of the law.
_TERMS_LEFT_OUT = frozenset({"column"})
KINDS: dict[str, Text] = {
    "right": Text("权利", "right"),
    "instrument": Text("文件", "document"),
    "clause": Text("条款", "clause"),
    "value": Text("数值", "value"),
    "case": Text("情形", "situation"),
    "term": Text("用语", "term"),
}
# How much a kind counts among equals: what leads further comes first.
WEIGHTS = {"right": 5.0, "instrument": 2.0, "value": 1.25, "clause": 2.4, "term": 1.0, "case": 0.25}


@dataclass(frozen=True)
class Entry:
    """One thing that can be found; `names` are searched with the title, `beside` with the body."""

    kind: str
    address: str
    title: Text
    body: Text
    names: str = ""
    beside: str = ""


def all_entries(book: LawBook) -> Iterator[Entry]:
    """Everything in the law that can be found."""
    for instrument in book.instruments.values():
        yield from _of_instrument(book, instrument)
    for name, loaded in book.rights.items():
        address = reverse("right", args=[name])
        protects, counted = (loaded.plain.protects, loaded.plain.counted) if loaded.plain else ("", "")
        body = _joined(protects, counted)
        yield Entry("right", address, loaded.title, body, name)
        for number, case in enumerate(loaded.cases, start=1):
            sentence = Text(str(case["case"]), str(case["en"]))
            page = f"{reverse('cases', args=[name])}?after={number - 1}#case-{number}"
            yield Entry("case", page, sentence, loaded.title)
    for key, by_place in book.parameters.items():
        layers = list(by_place.values())
        sources = {value.source for layer in layers for value in layer.values} - {CONVENTION}
        named = [instrument_name(book, source) for source in sorted(sources)]
        body = Text("；".join(name.zh for name in named), "; ".join(name.en for name in named))
        yield Entry("value", reverse("value", args=[key]), layers[0].name, body, key)
    for section, terms in glossary().items():
        for name, term in terms.items():
            address = f"{reverse('terms')}#{section}-{name}"
            yield Entry("term", address, Text(term["zh"], term["en"]), Text("", ""))


def _of_instrument(book: LawBook, found: Instrument) -> Iterator[Entry]:
    name, issuers = instrument_name(book, found.id), "、".join(found.issuers)
    force = FORCE_NAMES[found.force]
    number = found.number or ""
    body = Text(f"{number} {force.zh} {issuers}", f"{number} {force.en} {issuers}")
    address = reverse("instrument", args=[found.id])
    yield Entry("instrument", address, found.title, body, f"{found.id} {name.zh} {name.en}")
    for clause in found.clauses:
        modality, who = MODALITY_NAMES[clause.modality], WHO_NAMES.get(clause.who, Text("", ""))
        beside = f"{who.zh} {modality.zh} {' '.join(clause.bodies)}"
        title = clause_name(book, clause.id)
        yield Entry("clause", reverse("clause", args=[clause.id]), title, clause.duty, clause.id, beside)


def _joined(*texts: Text | str) -> Text:
    known = [text for text in texts if isinstance(text, Text)]
    return Text("".join(text.zh for text in known), " ".join(text.en for text in known))


@cache
def glossary() -> dict[str, dict[str, dict[str, Any]]]:
    """The terms by section, each with `zh` and `en`."""
    every = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    return {section: terms for section, terms in every.items() if section not in _TERMS_LEFT_OUT}


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The entries of the law that comes with the program."""
    return tuple(all_entries(load_law()))
