"""What people may read of the log."""

from django.db.models import Q, QuerySet

from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.accounts.seats import standing_of


def log_entries_for(person: Person, query: str = "") -> QuerySet[LogEntry]:
    """Entries that the person may see, newest first: all for the keeper, of own places for a head."""
    standing = standing_of(person)
    entries = LogEntry.objects.order_by("-id")
    if not standing.holds(Role.KEEPER):
        entries = entries.filter(standing.places("place", Role.HEAD) | Q(person=person.username))
    for word in query.split():
        entries = entries.filter(
            Q(person_name__icontains=word)
            | Q(person=word)
            | Q(verb=word)
            | Q(kind__icontains=word)
            | Q(subject__icontains=word)
            | Q(company=word)
        )
    return entries
