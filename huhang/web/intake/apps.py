"""The app's name, and the work that it gives to jobs."""

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.intake"

    def ready(self) -> None:
        """Tell the jobs which work there is; models can be imported only now."""
        import_module("huhang.web.intake.job_kinds").add_kinds()
