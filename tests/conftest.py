"""How random examples are drawn: the same ones in every run, with no time limit on a busy machine."""

from hypothesis import settings

settings.register_profile("same_everywhere", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("same_everywhere")
