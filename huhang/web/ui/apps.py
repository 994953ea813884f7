"""The app's name."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.ui"
