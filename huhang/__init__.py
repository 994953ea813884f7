"""Huhang: the rules that protect new-form workers, as software."""

__version__ = "0.1.0"
