"""The shapes that outcomes have beside their colour."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
@cache
def shape(outcome: str) -> SafeString:
    """The drawing of an outcome; made once, as a list shows hundreds."""
    return render_to_string("inspections/_outcome.html", {"outcome": str(outcome)})
