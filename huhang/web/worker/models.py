"""Under which ids platforms know a worker who logs in."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from huhang.vocabulary.words import Text
from huhang.web.registry.models import Company


class Engagement(models.Model):
    """A person is the worker whom a platform knows by an id; what shows it is told."""

    class Proof(models.TextChoices):
        """What shows that the person is that worker."""

        COUNTER = "counter", "柜台核对身份证件"
        ACCOUNT = "account", "用平台账号确认"
        INVENTED = "invented", "编造的人物，供试用"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="engagements")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    worker_id = models.TextField()
    proof = models.CharField(max_length=12, choices=Proof.choices)
    proven_at = models.DateTimeField()

    class Meta:
        """One id is one person."""

        ordering: ClassVar = ["company", "worker_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "worker_id"], name="one_person_of_an_id")
        ]

    def __str__(self) -> str:
        return f"{self.company.platform_id} {self.worker_id}"

    @property
    def key(self) -> tuple[str, str]:
        """The platform and the id, as records have them."""
        return self.company.platform_id, self.worker_id


PROOF_NAMES: dict[str, Text] = {
    Engagement.Proof.COUNTER: Text("柜台核对身份证件", "identity document seen at a counter"),
    Engagement.Proof.ACCOUNT: Text("用平台账号确认", "confirmed through the platform's account"),
    Engagement.Proof.INVENTED: Text("编造的人物，供试用", "an invented person, for trying"),
}
