"""What a worker may see: data about themself, and nobody else's."""

from dataclasses import dataclass

from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person
from huhang.web.worker.looks import Look, entries_about, exports_about, looks, own_looks
from huhang.web.worker.models import PROOF_NAMES, Engagement

LOOKS_A_PAGE = 50
_EXPORTS_SHOWN = 50
_MOST_IN_FILE = 2000


@dataclass(frozen=True)
class LooksPage:
    """A page of looks, exported lists, own looks, and the entry below which there are older ones."""

    looks: list[Look]
    exports: list[Look]
    own: int
    below: int | None


def looks_page(person: Person, below: int | None) -> LooksPage:
    """A page of who looked at data about the person, newest first."""
    rows = entries_about(person)
    if below is not None:
        rows = rows.filter(entry_id__lt=below)
    found = list(rows[: LOOKS_A_PAGE + 1])
    shown = found[:LOOKS_A_PAGE]
    more = shown[-1].entry_id if len(found) > LOOKS_A_PAGE else None
    exports = exports_about(person, _EXPORTS_SHOWN) if below is None else []
    return LooksPage(looks(shown), exports, own_looks(person), more)


def looks_in_file(person: Person) -> list[Look]:
    """All of it in one list for a file, newest first."""
    found = looks(list(entries_about(person)[:_MOST_IN_FILE]))
    return sorted([*found, *exports_about(person, _MOST_IN_FILE)], key=lambda look: look.at, reverse=True)


def engagements_of(person: Person) -> list[tuple[Engagement, Text]]:
    """The platforms that know the person, and what shows it."""
    rows = Engagement.objects.filter(person=person).select_related("company")
    return [(one, PROOF_NAMES[one.proof]) for one in rows]
