"""Filling in the words that stand in braces."""

from collections.abc import Mapping
from dataclasses import dataclass

from huhang.papers.wording import Words


@dataclass(frozen=True)
class Fill:
    """One language and the values for the words in braces; a value is never read as a sentence itself."""

    language: str
    values: Mapping[str, str]

    def __call__(self, words: Words, /, **more: str) -> str:
        """The sentence in the language of the paper, with `more` before the values of the whole."""
        return words.text().in_language(self.language).format_map({**self.values, **more})
