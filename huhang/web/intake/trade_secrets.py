"""Marks of trade secrets on what a company files, which exports respect."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person
from huhang.web.intake.models import TradeSecret
from huhang.web.intake.services import own_company

VEILED = Text("商业秘密，不导出", "trade secret, not exported")
# What a company may call its secret: what it pays a worker and when is none.
SECRET_TABLES = ("rules",)


def secret_mark(*, person: Person, table: str, column: str, ground: str) -> TradeSecret:
    """Mark a column of the rules that a company files as its trade secret, on a ground."""
    company = own_company(person)
    if table not in SECRET_TABLES or column not in TABLES[table].by_name or column in TABLES[table].key:
        raise HuhangError(
            f"{table}.{column} 不能标为商业秘密；可标的是规则表（rules）中编号以外的列。",
            f"{table}.{column} cannot be marked: only columns of rules that are no part of its key can.",
        )
    if not ground.strip():
        raise HuhangError("没有写理由；请写明为什么是商业秘密。", "No ground is given: say why it is secret.")
    with transaction.atomic():
        mark, _ = TradeSecret.objects.update_or_create(
            company=company, table=table, column=column,
            defaults={"ground": ground.strip(), "marked_by": person, "marked_at": timezone.now()},
        )  # fmt: skip
        log_act(
            person, "mark secret", "trade secret", f"{table}.{column}",
            place=company.place, company=company.platform_id,
        )  # fmt: skip
    return mark


def secret_lift(*, person: Person, number: int) -> None:
    """Take a mark back."""
    company = own_company(person)
    with transaction.atomic():
        mark = TradeSecret.objects.filter(company=company, id=number).first()
        if mark is None:
            return
        log_act(
            person, "lift secret", "trade secret", str(mark),
            place=company.place, company=company.platform_id,
        )  # fmt: skip
        mark.delete()


def secret_columns(platform_id: str, table: str) -> frozenset[str]:
    """The columns of a table that a company has marked."""
    marks = TradeSecret.objects.filter(company__platform_id=platform_id, table=table)
    return frozenset(marks.values_list("column", flat=True))


def veiled(row: Mapping[str, Any], secret: frozenset[str]) -> dict[str, Any]:
    """A row as it may leave the platform: what is secret is said to be so."""
    return {
        name: f"{VEILED.zh} / {VEILED.en}" if name in secret and value not in (None, "") else value
        for name, value in row.items()
    }
