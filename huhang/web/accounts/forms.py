"""Forms of log-in."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from huhang.web.ui.language import label


class PasswordForm(PasswordChangeForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = label("现在的密码", "Password now")
        self.fields["new_password1"].label = label("新密码", "New password")
        self.fields["new_password1"].help_text = label(
            "至少 12 位，不要用常见的，也不要像登录名。",
            "At least 12 places, not a common one, not like your name.",
        )
        self.fields["new_password2"].label = label("再输一次新密码", "New password again")


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
