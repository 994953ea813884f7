"""The form of a counter."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator

from huhang.web.registry.models import Company
from huhang.web.ui.language import label

_USERNAME = RegexValidator(
    r"^[\w.@+-]+\Z", label("只能用字母、数字和 . @ + - _", "Letters, digits and . @ + - _ only")
)
_NUMBER = RegexValidator(
    r"^\s*(?:[0-9Xx][\s-]*){15,18}\Z",
    label("身份证件号码是 15 到 18 位，请核对。", "An identity number has 15 to 18 places: check it."),
)


class CounterForm(forms.Form):
    """Who stands at the counter, and which id of which platform they say is theirs."""

    name = forms.CharField(label=label("姓名（按证件）", "Name, as on the document"), max_length=60)
    username = forms.CharField(
        label=label("登录名", "Log-in name"),
        help_text=label(
            "本人已有账号就填它；没有就起一个，新开账号。",
            "The account that they have, or a new name to open one.",
        ),
        max_length=60,
        validators=[_USERNAME],
    )
    company = forms.ModelChoiceField(
        label=label("平台", "Platform"), queryset=Company.objects.none(), to_field_name="platform_id"
    )
    worker_id = forms.CharField(
        label=label("平台编号", "Id at the platform"),
        help_text=label(
            "请本人当场打开平台的 App 出示，不要凭口述。",
            "As their account shows it on the spot, not from memory.",
        ),
        max_length=120,
    )
    # Kept in no browser and in no store: it serves to compare.
    id_number = forms.CharField(
        label=label("身份证件号码", "Identity number"),
        help_text=label(
            "只用来与企业交来的记录核对，不保存。", "Compared with what the company handed over; not kept."
        ),
        max_length=40,
        validators=[_NUMBER],
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-not-kept": ""}),
    )
    document_seen = forms.BooleanField(
        label=label("已当面核对证件原件，是本人", "The document was seen, and it is theirs")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies = self.fields["company"]
        if isinstance(companies, forms.ModelChoiceField):
            companies.queryset = Company.objects.all()
