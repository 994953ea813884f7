"""The app's name."""

from django.apps import AppConfig


class UnmaskingConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.unmasking"
