"""Asking for a full id, and deciding about it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from huhang.web.casework.models import Case
from huhang.web.ui.language import label, spoken
from huhang.web.unmasking.selectors import procedure


def _named(name: str) -> str:
    return spoken(procedure().fields[name].text())


def _long() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


class AskForm(forms.Form):
    """The ground, in detail, and the case where there is one."""

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = (procedure().fields["ground"].choices or {}).items()
        grounds = [(key, spoken(words.text())) for key, words in choices]
        self.fields["ground"] = forms.ChoiceField(label=_named("ground"), choices=[("", "—"), *grounds])
        if cases.exists():
            self.fields["case"] = forms.ModelChoiceField(
                cases, label=label("为哪一件案件", "For which case"), required=False, empty_label="—"
            )
        self.fields["reason"] = forms.CharField(
            label=_named("reason"),
            widget=_long(),
            max_length=1000,
            help_text=label(
                "批准的人会看到。请不要写姓名、电话或证件号。",
                "The person who decides reads it. Write no name, telephone or identity number.",
            ),
        )

    def clean(self) -> dict[str, Any]:
        """A case that is the ground is named, where there is one."""
        values = super().clean() or {}
        if values.get("ground") == "case" and "case" in self.fields and not values.get("case"):
            self.add_error("case", label("理由是办案，请选案件。", "The ground is a case: choose it."))
        return values


class AllowForm(forms.Form):
    """Until which day the id is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate().isoformat()
        self.fields["until"] = forms.DateField(
            label=_named("until"),
            widget=forms.DateInput(attrs={"type": "date", "min": today}, format="%Y-%m-%d"),
            help_text=label("含当天；只需几天，就只写几天。", "That day included; no longer than needed."),
        )
        self.fields["note"] = forms.CharField(label=_named("note"), required=False, max_length=1000)

    def clean_until(self) -> str:
        """A day that has not passed."""
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(
                label("这一天已经过去，请写今天或以后。", "That day has passed: write today or later.")
            )
        return until.isoformat()


class RefuseForm(forms.Form):
    """Why not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(label=_named("reason"), widget=_long(), max_length=1000)


DECISIONS: dict[str, type[forms.Form]] = {"allow": AllowForm, "refuse": RefuseForm}
