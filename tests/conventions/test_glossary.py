"""One Chinese term, one English name: the code is held to GLOSSARY.yaml."""

import re
from collections import Counter
from typing import Any

import pytest
import yaml

from huhang.audit.findings import FINDINGS, VERDICTS
from huhang.audit.result import SPELLS, WORKER_DAYS
from huhang.vocabulary.words import FORCE_NAMES, MODALITY_NAMES, OUTCOME_NAMES, Category, Text
from tests.conventions.tree import PACKAGE, ROOT

GLOSSARY: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load((ROOT / "GLOSSARY.yaml").read_text("utf-8"))
WORD = re.compile(r"[A-Za-z_]+")


@pytest.mark.parametrize("section", GLOSSARY)
def test_one_chinese_term_has_one_english_name(section: str) -> None:
    terms = GLOSSARY[section]
    for language in ("zh", "en"):
        counted = Counter(term[language] for term in terms.values())
        assert [word for word, times in counted.items() if times > 1] == []


def test_a_name_in_several_sections_means_one_thing() -> None:
    """Only `guide` is two things: a text's force, and how a clause binds."""
    meanings: dict[str, set[str]] = {}
    for terms in GLOSSARY.values():
        for name, term in terms.items():
            meanings.setdefault(name, set()).add(term["zh"])
    assert {name for name, meaning in meanings.items() if len(meaning) > 1} == {"guide"}


@pytest.mark.parametrize(
    ("section", "names"),
    [("outcome", OUTCOME_NAMES), ("force", FORCE_NAMES), ("modality", MODALITY_NAMES)],
)
def test_the_words_of_the_vocabulary_are_those_of_the_glossary(section: str, names: dict[str, Text]) -> None:
    assert {str(name): {"zh": text.zh, "en": text.en} for name, text in names.items()} == GLOSSARY[section]


def test_the_categories_are_those_of_the_glossary() -> None:
    assert {member.name.lower(): member.value for member in Category} == {
        name: term["letter"] for name, term in GLOSSARY["category"].items()
    }


def test_the_columns_of_an_audit_are_those_of_the_glossary() -> None:
    columns = {name for table in (FINDINGS, VERDICTS, WORKER_DAYS, SPELLS) for name in table.names}
    assert columns == set(GLOSSARY["column"])


def test_every_name_of_the_glossary_is_used_in_the_code() -> None:
    used = {
        part
        for pattern in ("**/*.py", "law/**/*.yaml")
        for path in PACKAGE.glob(pattern)
        for word in WORD.findall(path.read_text("utf-8"))
        for part in (word, word.lower())
    }
    names = {name for section, terms in GLOSSARY.items() for name in terms if section != "category"}
    assert sorted(names - used) == []
