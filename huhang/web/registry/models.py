"""Companies, and the bodies of government, unions and courts."""

from typing import ClassVar

from django.db import models

from huhang.vocabulary.words import Text
from huhang.web.ui.language import spoken


class Company(models.Model):
    """A company that hands records over, known in them by its platform id."""

    platform_id = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    uscc = models.CharField(max_length=18, blank=True)
    place = models.CharField(max_length=6)
    address = models.CharField(max_length=200, blank=True)
    # Only an address confirmed in writing may be used to serve papers electronically.
    electronic_address = models.CharField(max_length=200, blank=True)
    electronic_confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        """Order of lists."""

        ordering: ClassVar = ["platform_id"]

    def __str__(self) -> str:
        return spoken(self.name)

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en or self.name_zh)


class Body(models.Model):
    """A body that acts: a labour bureau, a union, a mediation counter, an arbitration commission."""

    class Kind(models.TextChoices):
        """What a body is."""

        LABOUR = "labour", "人力资源社会保障部门"
        UNION = "union", "工会"
        MEDIATION = "mediation", "调解组织"
        ARBITRATION = "arbitration", "仲裁委员会"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    place = models.CharField(max_length=6)
    # Stands at the head of the numbers of its papers, as 沪人社监.
    letter_head = models.CharField(max_length=20, blank=True)
    contact = models.CharField(max_length=200, blank=True)

    class Meta:
        """Order of lists."""

        ordering: ClassVar = ["place", "kind"]

    def __str__(self) -> str:
        return spoken(self.name)

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)
