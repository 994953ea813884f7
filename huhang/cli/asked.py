"""What a command line asks for before any command has read it: the language, and JSON."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

LANGUAGE_VARIABLE = "HUHANG_LANG"


class Language(StrEnum):
    """The languages of the interface, Chinese first."""

    ZH = "zh"
    EN = "en"


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for by --lang, else by HUHANG_LANG, else Chinese; a wrong word is ignored here."""
    asked = environment.get(LANGUAGE_VARIABLE, "")
    for position, word in enumerate(arguments):
        if word == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked if asked in set(Language) else Language.ZH.value


def asks_json(arguments: Sequence[str]) -> bool:
    """Whether a program is to read the answer."""
    return "--json" in arguments
