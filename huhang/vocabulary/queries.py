"""Ibis, in which rights are written: loaded when the first query is made, and not when a right is read."""

from importlib import import_module
from typing import Any


class _Later:
    """A library that is loaded when something in it is first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


# Queries are kept from one audit to the next, which then needs no Ibis; loading it takes a third of a second.
ibis = _Later("ibis")
