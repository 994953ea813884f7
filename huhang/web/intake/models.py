"""A hand-over of files by a company, the draft audits before it, objections, and marks of trade secrets."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from huhang.vocabulary.words import Text
from huhang.web.jobs.models import Job
from huhang.web.registry.models import Company

STATE_NAMES: dict[str, Text] = {
    "ready": Text("待交", "not handed over yet"),
    "filed": Text("已收", "taken in"),
    "recognised": Text("以前收过", "taken in before"),
    "withdrawn": Text("已撤回", "withdrawn"),
}


class HandOver(models.Model):
    """Files that a company hands over together; once filed, nothing of it changes."""

    class State(models.TextChoices):
        """Where a hand-over stands."""

        READY = "ready", "待交"
        FILED = "filed", "已收"
        RECOGNISED = "recognised", "以前收过"
        WITHDRAWN = "withdrawn", "已撤回"

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    # A shipped mapping by its name, or the one uploaded, which lies beside the files.
    mapping = models.CharField(max_length=120, blank=True)
    mapping_uploaded = models.BooleanField(default=False)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Why the last try to hand over was refused.
    told_zh = models.TextField(blank=True)
    told_en = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=40, blank=True, db_index=True)
    verdict: models.JSONField[Any, Any] = models.JSONField(default=dict)
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    rows = models.PositiveBigIntegerField(default=0)
    accepted = models.PositiveBigIntegerField(default=0)
    quarantined = models.PositiveBigIntegerField(default=0)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        """Newest first; lists go by company, state and number."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["company", "state", "-id"], name="hand_over_list")]

    def __str__(self) -> str:
        return f"{self.company.platform_id} {self.id}"

    @property
    def folder(self) -> Path:
        """Where its files lie until they are filed."""
        return Path(settings.HOME.files) / "hand-overs" / str(self.id)

    @property
    def told(self) -> Text | None:
        """Why the last try was refused."""
        return Text(self.told_zh, self.told_en) if self.told_zh else None

    @property
    def state_name(self) -> Text:
        """Where it stands, in words."""
        return STATE_NAMES[self.state]

    @property
    def is_under_way(self) -> bool:
        """Whether a job is at it."""
        return self.job is not None and not self.job.is_over

    @property
    def is_open(self) -> bool:
        """Whether files, mapping and start are still the sender's to choose."""
        return self.state == HandOver.State.READY and not self.is_under_way


class HandOverFile(models.Model):
    """One file of a hand-over; its bytes are gone once it is filed, its hash stays."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    # The columns of ours that were there, by table.
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        """Names are told apart within a hand-over."""

        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hand_over", "name"], name="file_name_once"),
            models.UniqueConstraint(fields=["hand_over", "sha256"], name="file_content_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its bytes lie until it is filed."""
        return self.hand_over.folder / "files" / self.name


class DraftRun(models.Model):
    """A dry run: the bureau's audit over the company's own records, filed or about to be."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()
    # With it the files of a hand-over count as if they had been filed.
    hand_over = models.ForeignKey(HandOver, on_delete=models.SET_NULL, null=True, blank=True)
    place = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ready = models.BooleanField(default=False)
    # Findings by verdict.
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.company.platform_id} {self.since} {self.until}"

    @property
    def folder(self) -> Path:
        """Where its results lie."""
        return Path(settings.HOME.files) / "drafts" / str(self.id)


class DraftObjection(models.Model):
    """What a company says against one finding of a dry run; inspectors see it with the finding."""

    run = models.ForeignKey(DraftRun, on_delete=models.CASCADE, related_name="objections")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    # The id is that of the finding in any audit of the same records.
    finding_id = models.CharField(max_length=32, db_index=True)
    text = models.TextField(max_length=4000)
    proof_name = models.CharField(max_length=120, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    made_at = models.DateTimeField()

    class Meta:
        """Oldest first: what is added does not replace what was said."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.id}"

    @property
    def proof(self) -> Path:
        """Where the proof lies."""
        return Path(settings.HOME.files) / "objections" / str(self.id) / self.proof_name


class TradeSecret(models.Model):
    """A column of what a company files that it marks as its trade secret, and why."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    table = models.CharField(max_length=40)
    column = models.CharField(max_length=60)
    ground = models.TextField(max_length=1000)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    marked_at = models.DateTimeField()

    class Meta:
        """Each column once."""

        ordering: ClassVar = ["table", "column"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "table", "column"], name="secret_once")
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"
