"""The app's name."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.api"
