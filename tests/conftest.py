"""How random examples are drawn, and where the platform keeps its things during tests."""

import os
import tempfile

import django
from hypothesis import settings

# Queries kept by other runs have no say in what tests see.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="huhang-cache-")
# Before Django reads its settings.
os.environ["HUHANG_HOME"] = tempfile.mkdtemp(prefix="huhang-home-")
os.environ["DJANGO_SETTINGS_MODULE"] = "huhang.web.settings"
django.setup()

# The same examples in every run, with no time limit on a busy machine.
settings.register_profile("same_everywhere", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("same_everywhere")
