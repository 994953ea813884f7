"""What is committed runs anywhere: no path of one machine, no address of a package registry."""

import re

import pytest

from tests.conventions.tree import ROOT, tracked_texts

# Written in parts, so that this file does not find itself.
REGISTRY = re.compile(
    r"https?://[\w.-]*(py"
    + r"pi|npm"
    + r"js|python"
    + r"hosted|deb"
    + r"ian\.org|/simple/)|--(extra-)?index-"
    + r"url [^\\]"
)
MACHINE_PATH = re.compile(r"(?<![\w.$})\-])/(work|farm|root|home|Users)/[\w.-]+")


def test_no_registry_and_no_machine_is_named() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if REGISTRY.search(line) or MACHINE_PATH.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_library_has_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(entries) > 20
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert [line for line in text.splitlines() if line.startswith("-")] == []


def test_the_two_locks_agree() -> None:
    def versions(lock: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9][\w.-]*==[^ \\]+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))

    assert versions("requirements.lock") - versions("requirements-dev.lock") == set()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_shows_both_commands(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert "make run" in text
    assert "make test" in text


def test_make_help_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^\.PHONY: ([\w-]+)$", text, re.MULTILINE))
    described = set(re.findall(r"^([a-z-]+):.*## .+ / .+$", text, re.MULTILINE))
    assert {"setup", "run", "audit", "test"} <= targets
    assert targets == described
