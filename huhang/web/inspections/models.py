"""Audits of the platform, which companies may see their part, and findings that a person has chosen."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from huhang.vocabulary.words import Text
from huhang.web.jobs.models import Job
from huhang.web.registry.models import Body, Company


class AuditRun(models.Model):
    """One audit: what was asked, by whom, where its results lie, and what they come to."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True)
    asked_at = models.DateTimeField()
    since = models.DateField()
    until = models.DateField()
    # Names of rights; empty: all of them.
    rights: models.JSONField[Any, Any] = models.JSONField(default=list)
    sample = models.BooleanField(default=False)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True)
    # Results are there and prepared for the pages.
    ready = models.BooleanField(default=False)
    receipt_number = models.CharField(max_length=60, blank=True)
    # Subjects by outcome, and the number of companies.
    summary: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.id}"

    @property
    def folder(self) -> Path:
        """The folder of the results."""
        audits: Path = settings.HOME.audits
        return audits / str(self.id)

    @property
    def place_codes(self) -> list[str]:
        """The places that were asked for."""
        return [asked.place for asked in self.places.all()]


class RunPlace(models.Model):
    """A place that an audit was asked for."""

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=6, db_index=True)

    class Meta:
        """Each place once."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "place"], name="place_of_a_run_once")]

    def __str__(self) -> str:
        return self.place


class Release(models.Model):
    """The bureau lets a company see its own findings of an audit."""

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE, related_name="releases")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField()
    # The area whose findings are shown: what the bureau that released them reaches.
    place = models.CharField(max_length=6)

    class Meta:
        """Each company once for each bureau's area."""

        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "company", "place"], name="release_once")
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.company}"


class Basket(models.Model):
    """Findings of one company that a person has chosen, to act on them together."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE)
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    finding_ids: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        """One for each person and audit."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "run"], name="basket_of_a_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.company}: {self.size}"

    @property
    def size(self) -> int:
        """How many findings are chosen."""
        return len(self.finding_ids)


class Recomputation(models.Model):
    """A finding computed again from the records that the lake holds: whether it holds, and what changed."""

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE)
    finding_id = models.CharField(max_length=40)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True)
    holds = models.BooleanField(null=True)
    at = models.DateTimeField(null=True)
    # What changed and how it comes out now, as pairs of words in Chinese and English.
    told: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.run} {self.finding_id}"

    @property
    def texts(self) -> list[Text]:
        """What changed, in words."""
        return [Text(zh, en) for zh, en in self.told]
