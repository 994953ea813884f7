"""The app's name, and the kinds of long work that it asks for."""

from importlib import import_module

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.inspections"

    def ready(self) -> None:
        """Make the kinds of long work known; models can be imported only now."""
        import_module(f"{self.name}.job_kinds").add_kinds()
