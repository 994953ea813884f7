"""People, their seats, and the log."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huhang.vocabulary.words import Text
from huhang.web.registry.models import Body, Company


class People(BaseUserManager["Person"]):
    """Makes people."""

    def enrol(self, username: str, name: str, password: str | None, language: str = "zh-hans") -> "Person":
        """A person who can log in; without a password nobody can."""
        person = self.model(username=self.model.normalize_username(username), name=name, language=language)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who logs in; what they may do follows from their seats alone."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=8, default="zh-hans")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a seat lets a person do."""

    OFFICER = "officer", "劳动关系科员"
    INSPECTOR = "inspector", "劳动监察员"
    HEAD = "head", "负责人"
    COMPLIANCE = "compliance", "企业合规"
    UNION = "union", "工会干部"
    MEDIATOR = "mediator", "调解员"
    ARBITRATOR = "arbitrator", "仲裁员"
    OFFICIAL = "official", "统计与报告"
    KEEPER = "keeper", "系统管理员"
    WORKER = "worker", "劳动者本人"


ROLE_NAMES: dict[str, Text] = {
    Role.OFFICER: Text("劳动关系科员", "labour relations officer"),
    Role.INSPECTOR: Text("劳动监察员", "labour inspector"),
    Role.HEAD: Text("负责人", "head of the bureau"),
    Role.COMPLIANCE: Text("企业合规", "compliance officer"),
    Role.UNION: Text("工会干部", "union officer"),
    Role.MEDIATOR: Text("调解员", "mediator"),
    Role.ARBITRATOR: Text("仲裁员", "arbitrator"),
    Role.OFFICIAL: Text("统计与报告", "reporting official"),
    Role.KEEPER: Text("系统管理员", "system keeper"),
    Role.WORKER: Text("劳动者本人", "the worker"),
}


class Seat(models.Model):
    """A role that a person holds for a place (as a body's) or for a company, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(max_length=16, choices=Role.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True, blank=True)
    # The place that the seat reaches: itself and what lies in it; empty for a company's.
    place = models.CharField(max_length=6, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        """A seat belongs to a body or to a company."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(body__isnull=True) | models.Q(company__isnull=True),
                name="seat_of_one_side",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class LogEntry(models.Model):
    """One act, or one reading of personal data; chained to the entry before it, never changed."""

    at = models.DateTimeField()
    person = models.CharField(max_length=150)
    person_name = models.CharField(max_length=60)
    role = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    place = models.CharField(max_length=6, blank=True)
    company = models.CharField(max_length=64, blank=True)
    detail: models.JSONField[Any, Any] = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        """Oldest first."""

        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.verb} {self.kind} {self.subject}"


class LogWorker(models.Model):
    """The worker whom an entry of the log is about, and for which office or company it was done.

    Kept beside the chain, whose entries hold no personal data; never changed either.
    """

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="workers")
    platform_id = models.CharField(max_length=64)
    worker_id = models.TextField()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, null=True)

    class Meta:
        """Found by worker."""

        indexes: ClassVar = [models.Index(fields=["platform_id", "worker_id", "entry"], name="log_of_worker")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.platform_id}"
