"""Jobs in words."""

from django import template

from huhang.vocabulary.words import Text
from huhang.web.jobs.kinds import KINDS

register = template.Library()


@register.filter
def job_name(kind: str) -> Text:
    """The name of a kind of jobs."""
    return KINDS[kind].text
