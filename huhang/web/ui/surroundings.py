"""What the frame of every page needs: who is there, where they may go."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from huhang import __version__
from huhang.web.accounts.seats import standing_of
from huhang.web.jobs.selectors import news_of
from huhang.web.ui.doors import doors_for
from huhang.web.ui.language import language
from huhang.web.unmasking.selectors import decided_for


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Values for the frame."""
    standing = standing_of(getattr(request, "user", None))
    return {
        # Asked for by the frame alone, not by what is put into a page.
        "job_news": partial(news_of, standing.person),
        "decided_requests": partial(decided_for, standing),
        "lang": language(),
        "standing": standing,
        "doors": doors_for(standing, request.path),
        "build": __version__,
    }
