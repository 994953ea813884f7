"""The app's name, and the work it does in the background."""

from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.casework"

    def ready(self) -> None:
        """Tell the jobs of the recheck, and findings of their cases; models can be imported only now."""
        for name in ("recheck", "links"):
            import_module(f"{self.name}.{name}").make_known()
