"""Forms of the intake."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from huhang.records.mapping import shipped_mappings
from huhang.records.tables import TABLES
from huhang.vocabulary.words import Text
from huhang.web.intake.files import Upload
from huhang.web.intake.models import STATE_NAMES
from huhang.web.ui.language import label, spoken


class FilterForm(forms.Form):
    """Which hand-overs a list shows."""

    company = forms.CharField(label=label("企业", "Company"), required=False)
    since = forms.DateField(
        label=label("交件日从", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=label("到", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state, spoken(text)) for state, text in STATE_NAMES.items()]
        self.fields["state"] = forms.ChoiceField(
            label=label("状态", "State"),
            required=False,
            choices=[("", label("全部", "all")), *states],
        )
        self.order_fields(["state", "company", "since", "until"])

    @property
    def number_used(self) -> int:
        """How many of the filters are filled in."""
        return sum(bool(self.data.get(name)) for name in self.fields)


class DraftForm(forms.Form):
    """Where and for which days to run the audit."""

    place = forms.CharField(
        label=label("地区代码（000000 是全部）", "Code of the place (000000 is all)"),
        initial="000000",
        min_length=6,
        max_length=12,
    )
    since = forms.DateField(
        label=label("第一天", "First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=label("最后一天", "Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ObjectionForm(forms.Form):
    """What is said against a finding."""

    text = forms.CharField(
        label=label("哪里不对，凭什么", "What is wrong, and by what"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.FileField(label=label("证明文件", "Proof"), required=False)


class SecretForm(forms.Form):
    """A column of the rules and why it is secret."""

    ground = forms.CharField(
        label=label("为什么是商业秘密", "Why it is a trade secret"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = TABLES["rules"]
        offered = [column for column in rules.columns if column.name not in rules.key]
        self.fields["column"] = forms.ChoiceField(
            label=label("规则表（rules）的列", "Column of rules"),
            choices=[(one.name, f"{spoken(Text(one.zh, one.en))} {one.name}") for one in offered],
        )
        self.order_fields(["column", "ground"])


class MappingForm(forms.Form):
    """A shipped mapping, or one to upload."""

    upload = forms.FileField(
        label=label("上传映射文件（YAML）", "Upload a mapping file (YAML)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ("", label("不用映射：列名就是我们的", "none: the columns have our names"))
        self.fields["name"] = forms.ChoiceField(
            label=label("随程序的映射", "Mapping that comes with the program"),
            required=False,
            choices=[own, *((name, name) for name in shipped_mappings())],
        )
        self.order_fields(["name", "upload"])

    @property
    def uploaded(self) -> "Upload | None":
        """The file uploaded, if any."""
        found = self.cleaned_data.get("upload")
        return found if isinstance(found, UploadedFile) else None
