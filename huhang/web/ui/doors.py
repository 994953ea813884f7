"""The ways from the head of every page: one table, each door with the roles that it opens to."""

from typing import NamedTuple

from django.urls import reverse

from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Role
from huhang.web.accounts.seats import Standing


class Door(NamedTuple):
    """A way: the name of the address, its words, and who sees it (nobody named: all)."""

    address: str
    text: Text
    roles: frozenset[str] = frozenset()


class Way(NamedTuple):
    """A door as shown on a page."""

    href: str
    text: Text
    here: bool


DOORS: tuple[Door, ...] = (
    Door("rulebook", Text("法律", "The law")),
    Door("worker", Text("我的", "Mine"), frozenset({Role.WORKER})),
    Door("desk", Text("工作台", "Desk"), frozenset(Role.values) - {Role.WORKER}),
    Door(
        "runs",
        Text("核查", "Audits"),
        frozenset({Role.INSPECTOR, Role.HEAD, Role.OFFICER, Role.OFFICIAL, Role.COMPLIANCE}),
    ),
    Door(
        "hand_overs",
        Text("交件", "Hand-overs"),
        frozenset({Role.COMPLIANCE, Role.OFFICER, Role.INSPECTOR, Role.HEAD}),
    ),
    Door(
        "cases",
        Text("案件", "Cases"),
        frozenset({Role.INSPECTOR, Role.HEAD, Role.OFFICER, Role.COMPLIANCE}),
    ),
    Door("counter", Text("窗口", "Counter"), frozenset({Role.OFFICER, Role.UNION})),
    Door("log", Text("日志", "Log"), frozenset({Role.HEAD, Role.KEEPER})),
)


def doors_for(standing: Standing, path: str) -> list[Way]:
    """The doors that a person sees, and at which of them they are."""
    ways = []
    for door in DOORS:
        if not door.roles or standing.holds(*door.roles):
            href = reverse(door.address)
            ways.append(Way(href, door.text, path.startswith(href) if href != "/" else path == "/"))
    return ways
