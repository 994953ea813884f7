"""The app's name, and the work it does in the background."""

from importlib import import_module

from django.apps import AppConfig

from huhang.web.late import Late


class CaseworkConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.casework"

    def ready(self) -> None:
        """Tell the jobs of the recheck, and findings of their cases; models can be imported only now."""
        import_module(f"{self.name}.job_kinds").add_kinds()
        add_source = import_module("huhang.web.inspections.links").add_link_source
        add_source(Late("huhang.web.casework.links.links_of"))
