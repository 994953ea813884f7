"""Invented people of every role, so that a new installation can be tried at once."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from huhang.web.accounts.log import log_act
from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.registry.models import Body, Company

# Known to everybody who reads this: an installation with these people is for trying only.
PASSWORD = "huhang-demo-2026"


class DemoPerson(NamedTuple):
    """One log-in."""

    username: str
    name: str
    role: str
    body: str
    company: str


_BODIES = (
    ("labour", "示例人社局（上海）", "Demo Labour Bureau, Shanghai", "310000", "沪示人社监"),
    ("labour", "示例人社局（石家庄）", "Demo Labour Bureau, Hebei", "130100", "石示人社监"),
    ("union", "示例市总工会", "Demo Federation of Trade Unions", "310000", "沪示工"),
    ("mediation", "示例一站式调解中心", "Demo one-stop mediation counter", "310000", "沪示调"),
    ("arbitration", "示例劳动人事争议仲裁委员会", "Demo arbitration commission", "310000", "沪示劳人仲"),
)  # fmt: skip

_PEOPLE = (
    DemoPerson("jiancha", "沈观（示例）", Role.INSPECTOR, "310000 labour", ""),
    DemoPerson("jiancha2", "陆衡（示例）", Role.INSPECTOR, "310000 labour", ""),
    DemoPerson("fuzeren", "周正（示例）", Role.HEAD, "310000 labour", ""),
    DemoPerson("keyuan", "许明（示例）", Role.OFFICER, "310000 labour", ""),
    DemoPerson("shijiazhuang", "赵直（示例）", Role.INSPECTOR, "130100 labour", ""),
    DemoPerson("tongji", "何数（示例）", Role.OFFICIAL, "310000 labour", ""),
    DemoPerson("gonghui", "苏和（示例）", Role.UNION, "310000 union", ""),
    DemoPerson("tiaojie", "方平（示例）", Role.MEDIATOR, "310000 mediation", ""),
    DemoPerson("zhongcai", "严明（示例）", Role.ARBITRATOR, "310000 arbitration", ""),
    DemoPerson("qishou", "高行（示例）", Role.WORKER, "", ""),
    DemoPerson("guanli", "管钥（示例）", Role.KEEPER, "", ""),
)


def load_demo_people(platforms: Sequence[str]) -> list[DemoPerson]:
    """Make the invented people, bodies and a compliance officer for each platform; those there are kept."""
    with transaction.atomic():
        if Person.objects.exists():
            return _known()
        bodies = {
            f"{place} {kind}": Body.objects.create(
                kind=kind, name_zh=zh, name_en=en, place=place, letter_head=head
            )
            for kind, zh, en, place, head in _BODIES
        }
        companies = [_company(platform) for platform in platforms]
        people = [*_PEOPLE]
        for number, company in enumerate(companies, 1):
            people.append(
                DemoPerson(
                    f"hegui{number}", f"合规 {number}（示例）", Role.COMPLIANCE, "", company.platform_id
                )
            )
        for told in people:
            _seat(told, bodies)
        log_act(None, "load", "demo people", str(len(people)))
    return people


def _company(platform: str) -> Company:
    found, _ = Company.objects.get_or_create(
        platform_id=platform,
        defaults={
            "name_zh": f"{platform}（编造的企业）",
            "name_en": f"{platform} (made up)",
            "place": "310000",
        },
    )
    return found


def _seat(told: DemoPerson, bodies: dict[str, Body]) -> None:
    person = Person.objects.enrol(told.username, told.name, PASSWORD)
    body = bodies.get(told.body)
    company = Company.objects.filter(platform_id=told.company).first()
    Seat.objects.create(
        person=person,
        role=told.role,
        body=body,
        company=company,
        place=body.place if body else "",
        since=timezone.localdate(),
    )


def _known() -> list[DemoPerson]:
    seats = Seat.objects.select_related("person", "company").order_by("id")
    return [
        DemoPerson(
            seat.person.username,
            seat.person.name,
            seat.role,
            "",
            seat.company.platform_id if seat.company else "",
        )
        for seat in seats
    ]
