"""Acts as rows of a log: what every procedure on this platform writes down of each."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from huhang.procedure.acts import Act, Value


class LoggedAct(models.Model):
    """One act; acts are never changed and never removed."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(max_length=20)
    fields: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        """In their order."""

        abstract = True
        ordering: ClassVar = ["number"]

    def told(self, place: str) -> Act:
        """The act as the kernel reads it."""
        fields = plain(self.fields)
        return Act(self.kind, self.at, self.by.username, self.role, place, fields, self.number)


def plain(fields: Mapping[str, Any]) -> dict[str, Value]:
    """Fields out of JSON: lists become tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
