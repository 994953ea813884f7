"""A form for any act, made from the fields that its procedure asks for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from huhang.papers.wording import wording_of
from huhang.procedure.measures import MEASURES
from huhang.procedure.model import DeclaredTest, FieldShape, Procedure
from huhang.vocabulary.money import fen_from_yuan, yuan_text
from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person, Role
from huhang.web.casework.letters import KINDS, fitting_ids
from huhang.web.casework.log_of_acts import procedure_of, right_title, standing_acts
from huhang.web.casework.models import Case
from huhang.web.casework.paired_forms import (
    ANSWERS,
    PAIRED,
    POINTS,
    AnswersPart,
    MeasuresPart,
    Part,
    PointsPart,
)
from huhang.web.casework.selectors import open_points, served, unserved
from huhang.web.casework.written import carried, earlier_paper, paper_title
from huhang.web.inspections.masks import masked_subject
from huhang.web.ui.language import label, spoken

# Not asked for: the program writes them.
_WRITTEN = frozenset({"signed_by", "number", "company", "paper", "manner"})
_LONG = frozenset(
    {
        "facts",
        "wrong_text",
        "right_text",
        "reason",
        "minutes",
        "note",
        "exception_facts",
        "why_public",
        "ruling",
    }
)
_TIMES = frozenset({"meeting_time"})
# When and where comes before what was said, and what goes along comes last.
_LAST = ("minutes", "attachments", "note")
# Parts of a paper whose content comes from fields of other names.
_FIELDS_OF_PARTS = {
    "meeting": ("meeting_on", "meeting_time", "meeting_place"),
    "meeting_people": ("present",),
}
# Fields whose content is a file.
FILES = frozenset({"attachments", "receipt", "confirmation"})
_ONE_A_LINE = label("每行一条", "one a line")
# The least that may be sent as a proof at once.
_MOST_BYTES = 50 << 20


class ManyFiles(forms.ClearableFileInput):
    """Chooses several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none of them too large."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A list of files."""
        single = super().clean
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            single(None, initial)
        for file in files:
            single(file, initial)
            if file.size > _MOST_BYTES:
                raise forms.ValidationError(
                    label("单个文件不能超过 50 MB。", "A file can have 50 MB at most.")
                )
        return list(files)


class YuanField(forms.CharField):
    """An amount typed in yuan, kept in whole fen."""

    def to_python(self, value: Any) -> Any:
        """Whole fen."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return fen_from_yuan(text)
        except ValueError:
            raise forms.ValidationError(
                label("请写元，最多两位小数，例如 1234.50。", "Write yuan with at most two decimals.")
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """Yuan with two decimals."""
        return yuan_text(value) if isinstance(value, int) else value


class YesNoField(forms.TypedChoiceField):
    """A question that is answered yes or no, and never left open."""

    def __init__(self, **common: Any) -> None:
        choices = [("yes", label("是", "Yes")), ("no", label("否", "No"))]
        super().__init__(
            choices=choices, coerce=lambda told: told == "yes", empty_value=None,
            widget=forms.RadioSelect, **common,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        """The answer that was given before."""
        return {True: "yes", False: "no"}.get(value, value)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def to_python(self, value: Any) -> Any:
        """A list without empty lines."""
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value


class ActForm(forms.Form):
    """The fields of one kind of act of one case; `needs` must be filled, `may` can be."""

    def __init__(
        self, case: Case, kind: str, needs: Sequence[str], may: Sequence[str], *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.case, self.kind = case, kind
        procedure, wanted = procedure_of(case), {*needs, *_needed_by_paper(kind)}
        asked = dict.fromkeys([*needs, *may])
        self.part = self._part(asked)
        own = PAIRED if self.part else frozenset()
        for name in asked:
            # A number that a body or court gave is typed; that of an own paper is not.
            if name not in _WRITTEN | own or (name == "number" and kind not in KINDS):
                declared = _declares(procedure, kind, name)
                self.fields[name] = _field(case, procedure, name, required=name in wanted, declared=declared)
        self.fields |= self.part.fields() if self.part else {}
        self.order_fields([name for name in self.fields if name not in _LAST])

    def _part(self, asked: Mapping[str, None]) -> Part | None:
        """The fields that belong together, where this kind of act has such."""
        sent = self.data if self.is_bound else None
        if ANSWERS in asked:
            return AnswersPart(open_points(self.case), sent)
        if POINTS in asked:
            return PointsPart(sent)
        return MeasuresPart(self.case, self.kind, self.initial) if MEASURES in asked else None

    def clean(self) -> dict[str, Any]:
        """What fields that belong together lack."""
        values = super().clean() or {}
        for name, fault in (self.part.faults(values) if self.part else {}).items():
            self.add_error(name, fault)
        return values

    def fields_of_act(self) -> dict[str, Any]:
        """What was typed, as the kernel wants it."""
        parted = self.part.fields() if self.part else {}
        single = {
            name: _plain(value)
            for name, value in self.cleaned_data.items()
            if name not in {*FILES, *parted} and value not in (None, "", [])
        }
        return {**single, **(self.part.written(self.cleaned_data) if self.part else {})}

    def uploads(self) -> dict[str, list[UploadedFile[Any]]]:
        """The files that came along, by field."""
        return {name: self.cleaned_data[name] for name in FILES if self.cleaned_data.get(name)}


def initial_of(case: Case, kind: str) -> dict[str, Any]:
    """What is known already and need not be typed again."""
    known: dict[str, Any] = {
        "findings": fitting_ids(case, kind),
        "place_of_work_here": False,
        "meeting_place": case.body.contact,
        **carried(case, kind),
    }
    if kind == "grant_time":
        known |= _wanted(case)
    if case.attacked is not None:
        known |= _said_before(case)
    if MEASURES not in procedure_of(case).acts[kind].may:
        known["matters"] = sorted({finding.right for finding in case.findings.all()})
    return known


def _said_before(case: Case) -> dict[str, str]:
    """To whom the case went, as it was said when it was brought there."""
    said = [str(act.fields["to_body"]) for act in standing_acts(case) if act.fields.get("to_body")]
    return {"to_body": said[-1]} if said else {}


def _wanted(case: Case) -> dict[str, str]:
    """The day that the company asked for, for the terms that its paper sets."""
    asked = [act for act in standing_acts(case) if act.kind == "ask_more_time"]
    paper = earlier_paper(case, "grant_time")
    terms = [name for name in ("cure_by", "answer_by") if paper and paper.fields.get(name)]
    return dict.fromkeys(terms, str(asked[-1].fields["wanted_until"])) if asked else {}


def service_choices(case: Case) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Papers that wait for service, and the manners of service."""
    papers = [(paper.kind, f"{spoken(paper_title(paper))} {paper.number}") for paper in unserved(case)]
    manners = [(name, spoken(manner.text())) for name, manner in procedure_of(case).manners.items()]
    return papers, manners


def _declares(procedure: Procedure, kind: str, name: str) -> bool:
    """Whether an act is possible only where this is so, so that ticking it says all there is to say."""
    tests = (procedure.gates[gate].test for gate in procedure.acts[kind].gates)
    return any(isinstance(test, DeclaredTest) and test.field == name for test in tests)


def _field(case: Case, procedure: Procedure, name: str, *, required: bool, declared: bool) -> forms.Field:
    shape = procedure.fields[name]
    common: dict[str, Any] = {"label": spoken(shape.text()), "required": required}
    if name in FILES:
        return FilesField(**common)
    if name == "findings":
        return forms.MultipleChoiceField(
            choices=[(row.finding_id, _finding_label(row.row)) for row in case.findings.all()],
            widget=forms.CheckboxSelectMultiple,
            **common,
        )
    if name == "matters":
        rights = sorted({finding.right for finding in case.findings.all()})
        return forms.MultipleChoiceField(
            choices=[(right, spoken(right_title(right))) for right in rights],
            widget=forms.CheckboxSelectMultiple,
            **common,
        )
    if name == "corrected_paper":
        papers = [(paper.number, f"{spoken(paper_title(paper))} {paper.number}") for paper in served(case)]
        return forms.ChoiceField(choices=[("", "—"), *papers], **common)
    if name in _TIMES:
        return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **common)
    if shape.kind == "flag" and not declared:
        return YesNoField(**common)
    if shape.kind == "people":
        return forms.MultipleChoiceField(
            choices=_people(case, name), widget=forms.CheckboxSelectMultiple, **common
        )
    return _plain_field(name, shape, common)


def _plain_field(name: str, shape: FieldShape, common: dict[str, Any]) -> forms.Field:
    if shape.kind == "day":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if shape.kind == "instant":
        return forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), **common)
    if shape.kind == "fen":
        # The file counts in fen, people in yuan.
        common["label"] = common["label"].replace("（分）", "（元）").replace("(fen)", "(yuan)")
        return YuanField(**common)
    if shape.kind == "flag":
        return forms.BooleanField(**common)
    if shape.kind == "list":
        return LinesField(widget=_lines(), help_text=_ONE_A_LINE, **common)
    if shape.kind == "choice":
        options = [(key, spoken(words.text())) for key, words in (shape.choices or {}).items()]
        return forms.ChoiceField(choices=[("", "—"), *options], **common)
    return forms.CharField(widget=_lines() if name in _LONG else forms.TextInput(), **common)


def _lines() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


def _people(case: Case, field: str) -> list[tuple[str, str]]:
    """Who of the body of the case can be named there: inspectors, or who can chair a hearing."""
    role = Role.OFFICER if field == "chair" else Role.INSPECTOR
    people = Person.objects.filter(seats__body=case.body, seats__role=role).distinct()
    return [(person.username, person.name) for person in people.order_by("name")]


def _needed_by_paper(kind: str) -> set[str]:
    """The fields without which the paper of this kind of act is not made."""
    needs = wording_of(KINDS[kind]).needs if kind in KINDS else ()
    return {field for need in needs for field in _FIELDS_OF_PARTS.get(need, (need,))}


def _finding_label(row: Mapping[str, Any]) -> str:
    subject = masked_subject(row["subject_kind"], row["subject_id"])
    parts = [spoken(right_title(row["right"])), subject, f"{row['period_from']} – {row['period_to']}"]
    if row["shortfall_fen"]:
        yuan = yuan_text(row["shortfall_fen"])
        parts.append(spoken(Text(f"差额 {yuan} 元", f"{yuan} yuan")))
    return " · ".join(parts)


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
