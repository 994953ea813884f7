"""The app's name."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.rulebook"
