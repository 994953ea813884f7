"""Forms of log-in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from huhang.web.ui.language import label


class LogInForm(AuthenticationForm):
    """Name and password."""

    username = forms.CharField(
        label=label("登录名", "Log-in name"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=label("密码", "Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = {
            "invalid_login": label(
                "登录名或密码不对。大小写有区别；连续错十次要等一小时。",
                "Name or password is wrong. Capitals count; after ten wrong tries you wait an hour.",
            ),
            "inactive": label("这个账号已停用。", "This account is closed."),
        }
