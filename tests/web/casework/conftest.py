"""A bureau with a real audit of a small lake, and people of every seat that takes part in a case."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.casework import services
from huhang.web.casework.models import Case, Paper
from huhang.web.home import Home
from huhang.web.registry.models import Body, Company
from tests.web.served import OF_PAY, Served

AUDIT = "autumn"


@pytest.fixture(scope="session")
def unpaid(platform: Served) -> dict[str, Any]:
    """An employee of the served city in Shanghai, paid less than earned in a period that was paid out."""
    rows = pq.read_table(platform.home / "audits" / OF_PAY / "findings.parquet").to_pylist()
    return next(
        row
        for row in rows
        if (row["verdict"], row["force"], row["category"]) == ("broken", "law", "A")
        and row["shortfall_fen"]
        and json.loads(row["detail"])["payouts"] == 1
    )


@dataclass(frozen=True)
class Bureau:
    """Who takes part, and what was found."""

    home: Path
    company: Company
    other: Company
    inspector: Person
    second: Person
    head: Person
    elsewhere: Person
    compliance: Person
    stranger: Person
    rows: list[dict[str, Any]]

    def ids(
        self, right: str, verdict: str = "broken", place: str = "31", *, of_employees: bool = False
    ) -> list[str]:
        """Findings of the company of one right in one province, about riders or about employees."""
        return [
            row["finding_id"]
            for row in self.rows
            if (row["right"], row["verdict"], row["platform_id"]) == (right, verdict, "p0")
            and row["place"].startswith(place)
            and (row["category"] == "A") == of_employees
        ]

    def opened(self, ids: list[str] | None = None) -> Case:
        """A case about the late and unpaid payouts, or about other findings."""
        ids = ids or self.ids("pay/on_time")
        return services.case_open(person=self.inspector, audit=AUDIT, company=self.company, finding_ids=ids)

    def act(self, person: Person, case: Case, kind: str, **fields: Any) -> Any:
        """One act, by who saw all that was done."""
        return services.act_do(
            person=person, case=case, kind=kind, fields=fields, seen=case.acts.count(), uploads={}
        )

    def concluded(self, ids: list[str] | None = None) -> Case:
        """A case that was filed, and whose investigation is concluded."""
        case = self.opened(ids)
        matters = sorted({found.right for found in case.findings.all()})
        people = [self.inspector.username, self.second.username]
        self.act(self.inspector, case, "file_case", officers=people, matters=matters, place_of_work_here=True)
        named = [found.finding_id for found in case.findings.all()]
        self.act(self.inspector, case, "finish_investigation", facts="逐项核对属实", findings=named)
        return Case.objects.get(pk=case.pk)

    def lawful(self) -> Case:
        """A concluded case whose findings rest on law and concern employees, so that any power is open."""
        return self.concluded(self.ids("pay/on_time", of_employees=True))

    def signed(self, person: Person, case: Case, kind: str, **fields: Any) -> Paper:
        """A paper, drafted and signed by the same person."""
        draft = services.paper_draft(person=person, case=case, kind=kind, fields=fields)
        return services.paper_sign(person=person, paper=draft, seen=case.acts.count())

    def handed_over(self, case: Case, kind: str) -> None:
        """A paper that was served today."""
        day = timezone.localdate().isoformat()
        self.act(
            self.inspector, case, "serve", paper=kind, manner="direct", received_by="赵收件",
            received_on=day, receipt="回证",
        )  # fmt: skip

    def ordered(self) -> Case:
        """A lawful case in which an order to correct, with one measure within two days, was served today."""
        case = self.lawful()
        cure_by = timezone.localdate() + timedelta(days=30)
        self.signed(
            self.head, case, "order_to_correct", cure_by=cure_by.isoformat(), article="条例第二十六条",
            findings=[found.finding_id for found in case.findings.all()],
            matters=["pay/on_time"], measures=["补发差额"], measure_days=["2"],
        )  # fmt: skip
        self.handed_over(case, "order_to_correct")
        return case

    def reminded(self, case: Case | None = None) -> Paper:
        """A reminder letter, signed."""
        case = case or self.concluded()
        paper = services.paper_draft(
            person=self.inspector, case=case, kind="reminder_letter", fields=self.reminder(case)
        )
        return services.paper_sign(person=self.inspector, paper=paper, seen=case.acts.count())

    def reminder(self, case: Case) -> Mapping[str, Any]:
        """What a reminder letter is drafted with."""
        due = (timezone.localdate() + timedelta(days=10)).isoformat()
        return {"findings": [found.finding_id for found in case.findings.all()], "answer_by": due}

    def served(self) -> Case:
        """A case whose reminder letter was served today."""
        paper = self.reminded()
        services.act_do(
            person=self.inspector,
            case=paper.case,
            kind="serve",
            fields={
                "paper": "reminder_letter",
                "manner": "direct",
                "received_by": "赵收件",
                "received_on": timezone.localdate().isoformat(),
            },
            seen=paper.case.acts.count(),
            uploads={"receipt": [SimpleUploadedFile("回证.jpg", b"a photo of the receipt")]},
        )
        return Case.objects.get(pk=paper.case_id)


@pytest.fixture
def bureau(small_audit: Path, tmp_path: Path, settings: Any, db: None) -> Bureau:
    """A new bureau for each test, over a copy of the same lake and audit."""
    home = tmp_path / "home"
    shutil.copytree(small_audit / "lake", home / "lake")
    shutil.copytree(small_audit / "made", home / "audits" / AUDIT)
    settings.HOME = Home(home)
    body, far = (
        Body.objects.create(
            kind="labour", name_zh=zh, name_en=zh, place=place, letter_head=head, contact="某路1号"
        )
        for zh, place, head in (("甲市人社局", "310000", "甲人社监"), ("乙市人社局", "130100", "乙人社监"))
    )
    company = Company.objects.create(platform_id="p0", name_zh="清风配送", place="310000")
    other = Company.objects.create(platform_id="p1", name_zh="远山配送", place="310000")

    def sits(name: str, role: str, **where: Any) -> Person:
        person = Person.objects.enrol(name, f"{name}（示例）", None)
        Seat.objects.create(
            person=person, role=role, since=timezone.localdate() - timedelta(days=30), **where
        )
        return person

    here = {"body": body, "place": "310000"}
    rows = pq.read_table(home / "audits" / AUDIT / "findings.parquet").to_pylist()
    return Bureau(
        home,
        company,
        other,
        sits("jiancha", Role.INSPECTOR, **here),
        sits("jiancha2", Role.INSPECTOR, **here),
        sits("fuzeren", Role.HEAD, **here),
        sits("waidi", Role.INSPECTOR, body=far, place="130100"),
        sits("hegui", Role.COMPLIANCE, company=company),
        sits("pangren", Role.COMPLIANCE, company=other),
        rows,
    )


@pytest.fixture
def days_ago(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Turns the clock of the platform back by some days; 0 is the real time again."""
    real = timezone.now

    def turn_back(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(days=days))

    return turn_back


Browse = Callable[[Person | None], Any]
