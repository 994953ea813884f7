"""Cases as logs of acts, the findings they are about, drafts and papers, and proofs."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from huhang.procedure.acts import Act
from huhang.web.casework.acts import LoggedAct
from huhang.web.registry.models import Body, Company


class Case(models.Model):
    """One matter about one company; `stage`, `due_on`, `ended` repeat what the acts say, for lists."""

    number = models.CharField(max_length=60, unique=True)
    # Which one of its body in the year of an inspection's number; a case about another case has none.
    serial = models.PositiveIntegerField(null=True)
    procedure = models.CharField(max_length=40, default="inspection")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="cases")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="cases")
    place = models.CharField(max_length=6)
    # The decision that is attacked, in a case of reconsideration and suit.
    attacked = models.OneToOneField("Paper", on_delete=models.PROTECT, null=True, related_name="review")
    # The folder of the audit, below the installation's folder of audits.
    audit = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    stage = models.CharField(max_length=40)
    due_on = models.DateField(null=True, blank=True)
    ended = models.BooleanField(default=False)
    # A paper was served, so that the company takes part.
    told = models.BooleanField(default=False)
    # What the lake held of the company when the last paper was served.
    records_at_service = models.CharField(max_length=64, blank=True)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["place", "ended"]), models.Index(fields=["company"])]

    def __str__(self) -> str:
        return self.number


class CaseFinding(models.Model):
    """A finding as it stood when the case was opened."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    finding_id = models.CharField(max_length=40)
    right = models.CharField(max_length=80)
    row: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        """By right."""

        ordering: ClassVar = ["right", "id"]
        indexes: ClassVar = [models.Index(fields=["finding_id"], name="finding_in_cases")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "finding_id"], name="finding_of_a_case_once")
        ]

    def __str__(self) -> str:
        return self.finding_id


class CaseAct(LoggedAct):
    """One act of a case; a later one can set an earlier one right."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts")
    corrects = models.PositiveIntegerField(null=True, blank=True)

    class Meta(LoggedAct.Meta):
        """A number is given once, so that of two at once one wins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="act_of_a_case_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.number} · {self.kind}"

    def told(self, place: str) -> Act:
        """The act as the kernel reads it, with what it corrects."""
        return super().told(place)._replace(corrects=self.corrects)


class Paper(models.Model):
    """A letter or notice: a draft until the act that issues it, then the files as they were signed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    fields: models.JSONField[Any, Any] = models.JSONField(default=dict)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    drafted_at = models.DateTimeField()
    act = models.OneToOneField(CaseAct, on_delete=models.PROTECT, null=True, related_name="paper")
    number = models.CharField(max_length=60, blank=True)
    serial = models.PositiveIntegerField(null=True)
    year = models.PositiveIntegerField(null=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    # SHA-256 of the files as signed; they lie in the folder of files under these names.
    pdf = models.CharField(max_length=64, blank=True)
    docx = models.CharField(max_length=64, blank=True)
    # And of its sheets as pictures; those of a draft are how it was when it was last written.
    sheets: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        """Newest first; a number is given once."""

        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "kind", "year", "serial"], name="number_of_a_paper_once")
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.id}"


class Proof(models.Model):
    """A file that somebody attached to an act, kept under the SHA-256 of its bytes."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proofs")
    act = models.ForeignKey(CaseAct, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        """In their order."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name
