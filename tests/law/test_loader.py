"""What the loader makes of good files, and how it refuses each kind of bad one with file and line."""

import re
from datetime import date
from pathlib import Path

import pytest

from huhang.law.loader import load_law
from huhang.vocabulary.words import Force, Modality, Text
from huhang.vocabulary.yaml_files import YamlError
from tests.law.conftest import spoil


def test_a_good_law_loads(law_root: Path) -> None:
    book = load_law(law_root)
    assert book.places["130103"].until_day == date(2014, 9, 8)
    assert book.places["130103"].successor == "130104"
    document = book.instruments["doc-1"]
    assert (document.force, document.issued, document.from_day) == (
        Force.NORMATIVE_DOCUMENT,
        "2022-11-25",
        date(2023, 1, 1),
    )
    assert book.clause("X-1").works_by == ("right:pay/floor",)
    assert (book.clause("X-2").modality, book.clause("X-2").no) == (Modality.SHOULD, None)
    assert book.clause("X-2").judgement == Text("由工会判断", "the union decides")
    assert [(tier.value, tier.confirmed) for tier in book.tiers] == [(1, True), (2, False)]


def test_values_are_read_in_their_unit(law_root: Path) -> None:
    parameters = load_law(law_root).parameters
    values = parameters["min_wage.hourly"]["130000"].values
    assert [(value.tier, value.value) for value in values] == [(1, 2200), (1, None), (1, 2400), (2, 2000)]
    last = values[2]
    assert (last.confirmed, last.review, last.clause) == (False, date(2026, 10, 9), "X-1")
    assert last.note == Text("未核对", "未核对")
    assert parameters["min_wage.hourly"]["000000"].values == ()
    assert parameters["data.share_max"]["000000"].values[0].source == "convention"


def test_the_calendar_knows_only_published_years(law_root: Path) -> None:
    calendar = load_law(law_root).calendar
    assert calendar.known_years == {2025}
    assert calendar.is_workday(date(2025, 10, 11))
    assert not calendar.is_workday(date(2025, 10, 2))
    assert calendar.statutory == {date(2025, 10, 1)}


def test_a_right_has_its_rule_its_words_and_its_cases(law_root: Path) -> None:
    right = load_law(law_root).rights["pay/floor"]
    assert (right.title, right.docstring) == (Text("最低报酬", "pay floor"), "Pay is not below the floor.")
    assert right.cases == ({"case": "报酬低于标准", "place": "130104", "shortfall": "18.00"},)


def test_versions_follow_the_bytes_and_names_of_files(law_root: Path) -> None:
    before = load_law(law_root)
    assert load_law(law_root).version == before.version
    spoil(law_root, "parameters/130000.yaml", '"2200"', '"2201"')
    other_parameter = load_law(law_root)
    assert other_parameter.version != before.version
    assert other_parameter.rights["pay/floor"].version == before.rights["pay/floor"].version
    spoil(law_root, "pay/floor/cases.yaml", "18.00", "19.00")
    other_case = load_law(law_root)
    assert other_case.rights["pay/floor"].version != before.rights["pay/floor"].version
    assert other_case.version != other_parameter.version


VALUE = "source: doc-1, confidence: confirmed, review: null, tier: 2}"
PARAMETERS = "parameters/130000.yaml"
DOCUMENT = "instruments/doc-1.yaml"
# file, what stands there, what is put in its place, where the refusal points, what it says
REFUSALS = {
    "a duplicate key": (DOCUMENT, "force:", "number:", "instruments/doc-1.yaml:7", "stands twice"),
    "a duplicate clause": (DOCUMENT, "  X-2:", "  X-1:", "instruments/doc-1.yaml:21", "stands twice"),
    "no YAML": (DOCUMENT, "issuers: [", "issuers: [[", "instruments/doc-1.yaml:", "not valid YAML"),
    "an unknown key": (DOCUMENT, "issuers:", "isuers:", "instruments/doc-1.yaml:5", 'unknown key "isuers"'),
    "an unknown key of a clause": (
        DOCUMENT,
        "judgement:",
        "judgment:",
        "doc-1.yaml:29",
        'unknown key "judgment"',
    ),
    "an unknown key of a value": (
        PARAMETERS,
        "tier: 2}",
        "tier: 2, Tier: 2}",
        "130000.yaml:10",
        'unknown key "Tier"',
    ),
    "a missing key": (DOCUMENT, "  X-1:\n    no: 第一条\n", "  X-1:\n", "doc-1.yaml:13", '"no" is missing'),
    "an unknown force": (DOCUMENT, "normative_document", "decree", "doc-1.yaml:7", '"force"'),
    "an unknown modality": (DOCUMENT, "modality: should", "modality: shall", "doc-1.yaml:24", '"modality"'),
    "a bad day": (DOCUMENT, "from: 2023-01-01", "from: 2023-13-01", "doc-1.yaml:9", '"from"'),
    "a day that is no day": (DOCUMENT, "from: 2023-01-01", "from: 1672531200", "doc-1.yaml:9", '"from"'),
    "an end before its beginning": (
        DOCUMENT,
        "until: null",
        "until: 2022-12-31",
        "doc-1.yaml:10",
        "before it begins",
    ),
    "an id that is not the file's": (DOCUMENT, "id: doc-1", "id: doc-2", "doc-1.yaml:1", '"doc-2"'),
    "an instrument of an unknown place": (
        DOCUMENT,
        'place: "130000"',
        'place: "990000"',
        "doc-1.yaml:6",
        "990000",
    ),
    "an unknown document carried out": (
        DOCUMENT,
        "carries_out: []",
        "carries_out: [doc-9]",
        "doc-1.yaml:11",
        "doc-9",
    ),
    "a right that is not there": (
        DOCUMENT,
        "right:pay/floor",
        "right:pay/roof",
        "doc-1.yaml:20",
        "right:pay/roof",
    ),
    "a procedure that is not there": (
        DOCUMENT,
        "right:pay/floor",
        "procedure:inspection",
        "doc-1.yaml:20",
        "not there",
    ),
    "a gap": (
        PARAMETERS,
        "from: 2025-07-01",
        "from: 2025-07-02",
        "130000.yaml:9",
        "has a gap between 2025-06-30",
    ),
    "an overlap": (
        PARAMETERS,
        "from: 2025-07-01",
        "from: 2025-06-30",
        "130000.yaml:9",
        "overlaps the one from 2025-01-01",
    ),
    "an overlap with an open value": (
        PARAMETERS,
        "until: 2025-06-30",
        "until: null",
        "130000.yaml:9",
        "overlaps",
    ),
    "a value before one whose start is not known": (
        PARAMETERS,
        "value: unknown, from: 2025-01-01",
        "value: unknown, from: null",
        "130000.yaml:7",
        "overlaps",
    ),
    "a tier beside none": (
        PARAMETERS,
        VALUE,
        VALUE.replace(", tier: 2", ""),
        "130000.yaml:7",
        "one without on the same day",
    ),
    "an unknown source": (PARAMETERS, VALUE, VALUE.replace("doc-1", "doc-7"), "130000.yaml:10", '"doc-7"'),
    "an unknown clause": (PARAMETERS, "clause: X-1", "clause: X-9", "130000.yaml:9", '"X-9"'),
    "a part of a fen": (PARAMETERS, '"2000"', '"2000.5"', "130000.yaml:10", "2000.5"),
    "a value of another kind": (
        PARAMETERS,
        '"2000"',
        "true",
        "130000.yaml:10",
        "does not fit the unit fen/hour",
    ),
    "an unknown unit": (
        PARAMETERS,
        "unit: fen/hour",
        "unit: yuan/hour",
        "130000.yaml:7",
        "yuan/hour is not known",
    ),
    "an unknown confidence": (PARAMETERS, "unconfirmed", "probable", "130000.yaml:9", '"confidence"'),
    "a layer that may not": (
        "parameters/000000.yaml",
        "[province]",
        "[city]",
        "130000.yaml:1",
        "does not allow 130000",
    ),
    "an unknown level": (
        "parameters/000000.yaml",
        "[province]",
        "[village]",
        "000000.yaml:5",
        "village|province",
    ),
    "a key set twice": (
        "conventions/000000.yaml",
        "data.share_max",
        "min_wage.hourly",
        "conventions/000000.yaml:1",
        "already set",
    ),
    "a parent that is not there": (
        "places.yaml",
        '"130100"}\ntiers',
        '"130200"}\ntiers',
        "places.yaml:5",
        '"130200"',
    ),
    "a parent of another branch": (
        "places.yaml",
        '"130100", until',
        '"130104", until',
        "places.yaml:4",
        "no layer above",
    ),
    "a code of wrong shape": ("places.yaml", '"130103": {', '"13010x": {', "places.yaml:4", "no area code"),
    "a list where a text is needed": (
        DOCUMENT,
        "en: made-up document",
        "en: [made-up]",
        "doc-1.yaml:4",
        '"en"',
    ),
    "a tier of an unknown place": (
        "places.yaml",
        'places: ["130104"], key: min_wage.tier, value: 1',
        'places: ["130199"], key: min_wage.tier, value: 1',
        "places.yaml:7",
        "130199",
    ),
    "a tier without source": (
        "places.yaml",
        "source: doc-1, confidence",
        "source: doc-7, confidence",
        "places.yaml:8",
        "doc-7",
    ),
    "two tiers on one day": (
        "places.yaml",
        "from: 2025-12-01",
        "from: 2025-11-30",
        "places.yaml:8",
        "130104",
    ),
    "a day of another year": (
        "calendar/2025.yaml",
        "statutory: [2025",
        "statutory: [2024",
        "2025.yaml:4",
        "2024-10-01",
    ),
    "a day off and on": ("calendar/2025.yaml", "2025-10-11", "2025-10-02", "2025.yaml:6", "both off"),
    "a year in the wrong file": (
        "calendar/2025.yaml",
        "year: 2025",
        "year: 2026",
        "2025.yaml:1",
        "file name",
    ),
    "a calendar without source": ("calendar/2027.yaml", "doc-1", "doc-7", "2027.yaml:3", "doc-7"),
    "a right with an unknown clause": ("pay/floor/rule.py", '"X-1"', '"X-9"', "pay/floor/rule.py:1", '"X-9"'),
    "a right without words": ("pay/floor/rule.py", "TITLE =", "NAME =", "pay/floor/rule.py:1", "TITLE"),
    "a rule that does not load": (
        "pay/floor/rule.py",
        "return None",
        "return (",
        "pay/floor/rule.py:1",
        "cannot be loaded",
    ),
    "cases that are no list": ("pay/floor/cases.yaml", "- case", "  case", "pay/floor/cases.yaml:1", "list"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_wrong_is_refused_with_file_and_line(name: str, law_root: Path) -> None:
    file, old, new, where, says = REFUSALS[name]
    spoil(law_root, file, old, new)
    with pytest.raises(YamlError) as refusal:
        load_law(law_root)
    error = refusal.value
    assert error.exit_code == 5
    assert where in error.where
    assert re.search(r":\d+$", error.where)
    assert re.search(says, error.text.en)
    assert error.text.en.startswith(error.where)
    assert error.text.zh.startswith(error.where)
    assert re.search("[一-鿿]", error.text.zh)


def test_a_clause_that_two_documents_have_is_refused(law_root: Path) -> None:
    text = (law_root / DOCUMENT).read_text("utf-8")
    (law_root / "instruments/doc-2.yaml").write_text(text.replace("id: doc-1", "id: doc-2"), "utf-8")
    with pytest.raises(YamlError, match=r'instruments/doc-2\.yaml:13: the clause "X-1" already belongs'):
        load_law(law_root)


def test_a_layer_of_an_unknown_place_is_refused(law_root: Path) -> None:
    (law_root / PARAMETERS).rename(law_root / "parameters/139999.yaml")
    with pytest.raises(YamlError, match=r"parameters/139999\.yaml:1: .*139999"):
        load_law(law_root)


@pytest.mark.parametrize("missing", ["places.yaml", "pay/floor/cases.yaml"])
def test_a_missing_file_is_named(missing: str, law_root: Path) -> None:
    (law_root / missing).unlink()
    with pytest.raises(YamlError, match=re.escape(missing)):
        load_law(law_root)


def test_a_file_that_is_not_text_is_refused(law_root: Path) -> None:
    (law_root / DOCUMENT).write_bytes("zh: 示例".encode("gb18030"))
    with pytest.raises(YamlError, match=r"doc-1\.yaml:1"):
        load_law(law_root)


def test_the_shipped_law_is_read_once() -> None:
    assert load_law() is load_law()
