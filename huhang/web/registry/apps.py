"""The app's name."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """This app, as Django knows it."""

    name = "huhang.web.registry"
