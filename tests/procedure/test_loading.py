"""A procedure file that is wrong is refused with its file and line."""

from pathlib import Path

import pytest

from huhang.procedure.loading import SHIPPED_FOLDER, load_procedures
from huhang.vocabulary.yaml_files import YamlError


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the shipped procedures with one change."""
    for path in SHIPPED_FOLDER.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if path.stem == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("to: asked", "to: aksed", 'there is no stage named "aksed"'),
        ("by: [officer]", "by: [oficer]", 'there is no role named "oficer"'),
        ("gates: [second_person]", "gates: [third_person]", 'there is no gate named "third_person"'),
        ("act: ask}", "act: asks}", 'there is no act named "asks"'),
        ("basis: [个人信息保护法 6", "basis: [个保法 6", 'there is no source named "个保法"'),
        ("clock: showing", "clock: shwoing", 'there is no clock named "shwoing"'),
        ("needs: [until]", "neds: [until]", 'unknown key "neds"'),
        ("test: other_person", "test: another_person", "another_person"),
        ("id: unmasking", "id: masking", "unmasking.yaml"),
    ],
)
def test_a_wrong_name_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = changed(tmp_path, "unmasking", old, new)
    line = 1 + (folder / "unmasking.yaml").read_text(encoding="utf-8").split(new)[0].count("\n")
    with pytest.raises(YamlError) as caught:
        load_procedures(folder)
    text = caught.value.text
    assert says in text.en
    assert text.en.startswith("unmasking.yaml:")
    assert abs(int(text.en.split(":")[1]) - line) <= 2, (text.en, line)


@pytest.mark.parametrize("gate", ["cure_date_passed, ", "not_cured, "])
def test_a_sanction_without_cure_date_or_recheck_is_no_procedure(tmp_path: Path, gate: str) -> None:
    old = "gates: [cure_date_passed, not_cured, assessed"
    folder = changed(tmp_path, "inspection", old, old.replace(gate, ""))
    with pytest.raises(YamlError, match="recheck on new data"):
        load_procedures(folder)


def test_every_procedure_that_serves_papers_has_the_manners_of_service() -> None:
    procedures = load_procedures()
    assert set(procedures["inspection"].manners) == set(procedures["service"].manners)
    assert not procedures["unmasking"].manners
