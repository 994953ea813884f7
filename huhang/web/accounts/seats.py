"""What a person may do and see, from the seats they hold today."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from huhang.web.accounts.models import Person, Role, Seat
from huhang.web.registry.models import Company

# Any of the seats of government that look at a place.
GOVERNMENT = frozenset({Role.OFFICER, Role.INSPECTOR, Role.HEAD, Role.OFFICIAL})
ALL_PLACES = "000000"
# Asked for every page, and written here: having it written by Django takes five times as long as asking it.
_HELD = """
SELECT * FROM accounts_seat
WHERE person_id = %s AND since <= %s AND (until IS NULL OR until >= %s) ORDER BY id
"""


def reach(place: str) -> str:
    """The beginning that the codes of all places within a place have: 310000 gives 31, 000000 nothing."""
    while place.endswith("00"):
        place = place[:-2]
    return place


@dataclass(frozen=True)
class Standing:
    """A person with the seats of a day."""

    person: Person | None
    seats: tuple[Seat, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return frozenset(seat.role for seat in self.seats)

    @cached_property
    def company(self) -> Company | None:
        """The company that the person speaks for, if any."""
        return next((seat.company for seat in self.seats if seat.company), None)

    def holds(self, *roles: str) -> bool:
        """Whether one of the roles is held."""
        return bool(self.roles & set(roles))

    def reaches(self, place: str, *roles: str) -> bool:
        """Whether a seat of government (one of `roles`, if named) covers a place."""
        return any(
            place.startswith(reach(seat.place))
            for seat in self.seats
            if seat.place and (seat.role in roles if roles else seat.role in GOVERNMENT)
        )

    def places(self, field: str = "place", *roles: str) -> Q:
        """The condition that a model's place lies where a seat of government (one of `roles`) reaches."""
        condition = Q(pk__in=[])
        for seat in self.seats:
            if seat.place and (seat.role in roles if roles else seat.role in GOVERNMENT):
                condition |= Q(**{f"{field}__startswith": reach(seat.place)})
        return condition

    def own_company(self, field: str = "company") -> Q:
        """The condition that a model belongs to the company that the person speaks for."""
        return Q(**{field: self.company}) if self.company else Q(pk__in=[])


def standing_of(user: Any, day: date | None = None) -> Standing:
    """The seats that a user holds on a day (today)."""
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return Standing(None, ())
    known: Standing | None = getattr(user, "_standing", None)
    if known is not None and day is None:
        return known
    today = day or timezone.localdate()
    standing = Standing(user, tuple(Seat.objects.raw(_HELD, [user.pk, today, today])))
    if day is None:
        user._standing = standing
    return standing
