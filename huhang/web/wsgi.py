"""What the server calls for every request."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from huhang.vocabulary.lean import leave_unused_out

leave_unused_out()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huhang.web.settings")
application = get_wsgi_application()

# Only now can models be imported, and pages made.
import_module("huhang.web.rulebook.warming").warm_beside()
