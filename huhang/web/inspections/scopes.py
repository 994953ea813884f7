"""Which rows of an audit a person sees: own places, or the own company where that was released."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huhang.vocabulary.places import layers
from huhang.web.accounts.models import Role
from huhang.web.accounts.seats import Standing, reach
from huhang.web.inspections.models import AuditRun

# Who may see findings one by one, and who may see counts.
OF_FINDINGS = (Role.INSPECTOR, Role.HEAD, Role.OFFICER)
OF_COUNTS = (*OF_FINDINGS, Role.OFFICIAL)


@dataclass(frozen=True)
class Scope:
    """Rows that may be seen: those of the places (None: all, also rows without a place) and company.

    `within` are the places by which the rows are fewer than those of the audit, to be told.
    """

    places: tuple[str, ...] | None = None
    company: str | None = None
    within: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be seen."""
        return self.places == ()

    def shows(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of findings is one that may be seen."""
        company = self.company is None or row["platform_id"] == self.company
        return company and (self.places is None or row["place"] in self.places)


def scope_of(standing: Standing, run: AuditRun, known: Sequence[str], *, counts: bool = False) -> Scope:
    """What a person sees of an audit whose rows lie in the places `known`; `counts`: without persons.

    Rows without a place are seen by who reaches all that was asked for.
    """
    roles = OF_COUNTS if counts else OF_FINDINGS
    if standing.company is not None:
        released = [release.place for release in run.releases.all() if release.company == standing.company]
        return Scope(_within(released, known), standing.company.platform_id, tuple(sorted(released)))
    own = [seat.place for seat in standing.seats if seat.place and seat.role in roles]
    if all(any(asked.startswith(reach(place)) for place in own) for asked in run.place_codes):
        return Scope()
    return Scope(_within(own, known), None, tuple(sorted({place for place in own if _meets(place, run)})))


def _meets(place: str, run: AuditRun) -> bool:
    """Whether a place and what was asked for have anything in common."""
    return any(asked.startswith(reach(place)) or place.startswith(reach(asked)) for asked in run.place_codes)


def _within(own: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    beginnings = tuple(reach(place) for place in own)
    return tuple(code for code in known if code.startswith(beginnings)) if beginnings else ()


def above(place: str) -> tuple[str, ...]:
    """A place and all that it lies in."""
    return layers(place)
