"""The wording of papers, read from YAML files that a lawyer can read and change."""

from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from huhang.papers.content import WRITTEN_NAMES, PaperKind
from huhang.vocabulary.words import Force, HuhangError, Text

SIGNAL = "signal"
# The words that may stand in braces: of the whole paper, and of one line, point or remedy.
_WORDS = """
    body company code number rights deadline objections_until basis contact phone address signer post
    supplier from to receipt decision objections meeting_at meeting_place meeting_people earlier
    address_of_company reach service_paper service_place service_manner service_at service_receiver
    service_server service_witness right subjects count words sum total said answered term name remedies
    citations attachments what days last_day
"""
WORDS = frozenset([*_WORDS.split(), *WRITTEN_NAMES])


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """One sentence in both languages, with words in braces to be filled in."""

    zh: str
    en: str

    @model_validator(mode="after")
    def _fills_only_known_words(self) -> "Words":
        for text in (self.zh, self.en):
            unknown = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - WORDS
            if unknown:
                raise ValueError(f"{{{'}, {'.join(sorted(unknown))}}} is not known in {text!r}")
        return self

    def text(self) -> Text:
        """The two sentences as they stand in the file."""
        return Text(self.zh, self.en)


class Sentence(Words):
    """A paragraph, or a heading; with `when`, only where the content has that part; `without`, lacks it."""

    heading: bool = False
    when: str | None = None
    without: str | None = None


class Listed(_Strict):
    """The place where findings, points and the like are listed, or a long text stands in its paragraphs."""

    list: Literal[
        "findings", "points", "remedies", "measures",
        "facts", "reason", "items", "minutes", "served_papers",
    ]  # fmt: skip


class FormRow(Words):
    """One row of a form: what it asks, and what is filled in."""

    label: Words


class Wording(Words):
    """The wording of one kind of paper.

    `needs` names the parts of the content without which it is refused, `rests_on` the forces that its
    findings may have ("signal" for signals), `decided` that a person must have decided them,
    `decision` that the paper itself is an administrative decision, `serial` its word in a number. `to`
    names whom it is written to, where that is not the company.
    """

    serial: str
    title: Words
    to: Words | None = None
    needs: tuple[str, ...]
    rests_on: frozenset[str]
    body: tuple[Sentence | Listed, ...]
    layout: Literal["letter", "form"] = "letter"
    form: tuple[FormRow, ...] = ()
    decision: bool = False
    decided: bool = False

    @property
    def tells_remedies(self) -> bool:
        """Whether it tells of the ways against it."""
        return any(isinstance(part, Listed) and part.list == "remedies" for part in self.body)

    @model_validator(mode="after")
    def _rests_on_known_forces(self) -> "Wording":
        if unknown := self.rests_on - {SIGNAL, *Force}:
            raise ValueError(f"no such force: {', '.join(sorted(unknown))}")
        return self


class Columns(_Strict):
    """Headings of the table of findings."""

    row: Words
    right: Words
    subject: Words
    place: Words
    period: Words
    words: Words
    figures: Words
    difference: Words


class ForceWords(_Strict):
    """What a finding is called, by the force of what it rests on."""

    violation: Words
    document: Words
    contract: Words
    below: Words
    promise: Words
    signal: Words


class SharedWording(_Strict):
    """Words that all papers share."""

    draft: Words
    courtesy: Words
    note: Words
    receipt: Words
    no_decision: Words
    only_suspected: Words
    decision: Words
    objections: Words
    to: Words
    seal: Words
    signer: Words
    contact: Words
    code: Words
    attached: Words
    findings_table: Words
    arithmetic: Words
    difference_note: Words
    subtotal: Words
    columns: Columns
    line: Words
    sum: Words
    point: Words
    answer: Words
    remedy: Words
    remedies: Words
    measure: Words
    no_term: Words
    unnumbered: Words
    undated: Words
    suspected: Words
    force: ForceWords


@cache
def wording_of(kind: PaperKind) -> Wording:
    """The wording of a kind of paper; pydantic's error names what is wrong in its file."""
    return Wording.model_validate(_read(kind.value))


@cache
def shared_wording() -> SharedWording:
    """The words that all papers share."""
    return SharedWording.model_validate(_read("shared"))


def kind_named(name: str) -> PaperKind:
    """The kind of paper of this name; HuhangError names those there are."""
    if name not in set(PaperKind):
        known = ", ".join(PaperKind)
        raise HuhangError(
            f"没有叫做 {name} 的文书。可用的有：{known}。",
            f"There is no paper called {name}. There are: {known}.",
        )
    return PaperKind(name)


def paper_name(kind: PaperKind) -> Text:
    """What a kind of paper is called."""
    return wording_of(kind).text()


def paper_number(office: str, kind: PaperKind, year: int, serial: int) -> str:
    """The number of a paper: "沪人社监", a reminder letter, 2026 and 1 give "沪人社监提〔2026〕1号"."""
    return f"{office}{wording_of(kind).serial}〔{year}〕{serial}号"


def _read(name: str) -> object:
    path = files("huhang.papers") / "wording" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
