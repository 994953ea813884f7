"""The file of places: lines that are all alike are read as YAML would read them, and refused as it would."""

from pathlib import Path

import pytest

from huhang.law.loader import SHIPPED_ROOT
from huhang.law.place_files import read_places, read_places_file
from huhang.vocabulary.yaml_files import YamlError, YamlFile, read_yaml_file

NATION = '"000000": {zh: "全国", en: "The nation", level: "nation", parent: null}'
PROVINCE = '"130000": {zh: "", en: "Hebei: null", level: "province", parent: "000000"}'
ENDED = 'until: "2014-09-08", successor: "130000"'
GONE = f'"130001": {{zh: "旧", en: "Old", level: "city", parent: "130000", {ENDED}}}'
TIERS = 'tiers:\n  - {places: ["130000"], key: "min_wage.tier"}'


def both(folder: Path, *lines: str) -> tuple[YamlFile, YamlFile]:
    path = folder / "places.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_places_file(path, folder), read_yaml_file(path, folder)


def test_the_shipped_places_are_what_yaml_makes_of_them() -> None:
    quick, whole = (
        read(SHIPPED_ROOT / "places.yaml", SHIPPED_ROOT) for read in (read_places_file, read_yaml_file)
    )
    assert list(quick.data.items()) == list(whole.data.items())
    assert list(quick.data["350402"]) == list(whole.data["350402"])


@pytest.mark.parametrize(
    "lines",
    [
        (NATION, PROVINCE, GONE, TIERS),
        ("# places", NATION, "", PROVINCE),
        (TIERS, NATION),
        (NATION, PROVINCE.replace('"Hebei: null"', r'"He\tbei"'), GONE),
        (NATION, PROVINCE.replace('"Hebei: null"', "Hebei"), GONE, TIERS),
        (NATION, PROVINCE.replace("parent", "until: 2014-09-08, parent")),
    ],
)
def test_lines_alike_or_not_are_what_yaml_makes_of_them(tmp_path: Path, lines: tuple[str, ...]) -> None:
    quick, whole = both(tmp_path, *lines)
    assert quick.data == whole.data
    codes = [[code for code in file.data if code != "tiers"] for file in (quick, whole)]
    assert codes[0] == codes[1]


@pytest.mark.parametrize(
    ("lines", "where"),
    [
        ((NATION, PROVINCE, NATION), "places.yaml:3"),
        ((NATION, PROVINCE, NATION.replace("全国", "'全国'"), TIERS), "places.yaml:3"),
        ((NATION, PROVINCE, "tiers: ["), "places.yaml:4"),
        ((NATION, "- a list", PROVINCE), "places.yaml:2"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_line(tmp_path: Path, lines: tuple[str, ...], where: str) -> None:
    with pytest.raises(YamlError) as caught:
        both(tmp_path, *lines)
    assert caught.value.where == where


def test_a_place_that_is_wrong_is_refused_with_its_line(tmp_path: Path) -> None:
    quick, _ = both(
        tmp_path, "# places", NATION, PROVINCE, GONE.replace('successor: "130000"', 'successor: "140000"')
    )
    with pytest.raises(YamlError) as caught:
        read_places(quick)
    assert caught.value.where == "places.yaml:4"
