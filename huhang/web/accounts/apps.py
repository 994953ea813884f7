"""The app's name."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.accounts"
