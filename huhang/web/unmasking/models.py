"""Requests to see the full id of the worker of a finding, each with its log of acts."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from huhang.web.casework.acts import LoggedAct
from huhang.web.casework.models import Case
from huhang.web.inspections.models import AuditRun
from huhang.web.registry.models import Company


class Unmasking(models.Model):
    """One person asks for the id in one finding; `stage` repeats what the acts say, for lists."""

    run = models.ForeignKey(AuditRun, on_delete=models.PROTECT)
    finding_id = models.CharField(max_length=40)
    # The id as masked pages show it; the full one stays in the findings.
    subject = models.CharField(max_length=120)
    place = models.CharField(max_length=6)
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="unmaskings")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="unmaskings"
    )
    stage = models.CharField(max_length=40, blank=True)
    # Another person has decided it, and who asked has not looked at it since.
    unread = models.BooleanField(default=False)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["run", "finding_id", "asked_by"]),
            models.Index(fields=["stage", "place"]),
            models.Index(
                fields=["asked_by"], condition=models.Q(unread=True), name="unread_unmasking_of_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_of_log} {self.asked_by}"

    @property
    def subject_of_log(self) -> str:
        """What the log calls the finding."""
        return f"{self.run_id}/{self.finding_id}"


class UnmaskingAct(LoggedAct):
    """One act of a request."""

    unmasking = models.ForeignKey(Unmasking, on_delete=models.PROTECT, related_name="acts")

    class Meta(LoggedAct.Meta):
        """A number is given once, so that of two at once one wins."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unmasking", "number"], name="act_of_an_unmasking_once")
        ]

    def __str__(self) -> str:
        return f"{self.unmasking} · {self.number} · {self.kind}"
