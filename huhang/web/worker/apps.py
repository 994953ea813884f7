"""The app's name."""

from django.apps import AppConfig


class WorkerConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.worker"
