"""A row for each long piece of work."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from huhang.vocabulary.words import Text


class Job(models.Model):
    """Work asked for by a person: where it stands, and what came of it."""

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", "等待"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "没有完成"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    # Beats while a worker is at it; a job whose heart stopped is begun again.
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    seen = models.BooleanField(default=False)
    # What the job is about: the id of a row of the app that asked for it.
    subject = models.PositiveBigIntegerField()
    told_zh = models.TextField(blank=True)
    told_en = models.TextField(blank=True)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def told(self) -> Text:
        """What a job that failed has to say."""
        return Text(self.told_zh, self.told_en)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED}

    @property
    def percent(self) -> int | None:
        """How far the present step is, in whole per cent; None where that is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None
