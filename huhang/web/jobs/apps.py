"""The app's name."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.jobs"
