"""What became of a finding in cases, for its page."""

from django.urls import reverse

from huhang.vocabulary.words import Text
from huhang.web.accounts.models import Person
from huhang.web.casework.models import CaseFinding
from huhang.web.casework.selectors import cases_for
from huhang.web.inspections.links import NOTICE, PUT_RIGHT, FindingLink

_CURED = "cured"


def links_of(person: Person, run_id: int, finding_id: str) -> list[FindingLink]:
    """The case about a finding that the person may see, the youngest last, and whether it was put right."""
    links: list[FindingLink] = []
    # Most findings are in no case, which one index tells.
    named = list(CaseFinding.objects.filter(finding_id=finding_id).values_list("case_id", flat=True))
    if not named:
        return links
    for case in cases_for(person).filter(audit=str(run_id), pk__in=named).order_by("id"):
        href, number = reverse("case", args=[case.pk]), Text(case.number, case.number)
        links.append(FindingLink(NOTICE, href, number, done=case.ended))
        if case.stage == _CURED:
            links.append(FindingLink(PUT_RIGHT, href, number, done=True))
    return links
