"""The drawing of a procedure: everything in it, nothing a strict page refuses, the present stage marked."""

from xml.etree import ElementTree

import pytest

from huhang.procedure.diagram import diagram, in_words
from huhang.procedure.loading import load_procedures
from tests.procedure.test_inspection import ordered

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", load_procedures())
def test_every_stage_and_act_is_in_the_drawing_and_in_the_list(name: str, lang: str) -> None:
    procedure = load_procedures()[name]
    drawing = ElementTree.fromstring(diagram(procedure, None, lang))
    words = {text.text for text in drawing.iter(f"{SVG}text")}
    assert words == {stage.text().in_language(lang) for stage in procedure.stages.values()}
    listed = " ".join(way.in_language(lang) for stage in in_words(procedure) for way in stage.ways)
    drawn = " ".join(title.text or "" for title in drawing.iter(f"{SVG}title"))
    for act in procedure.acts.values():
        if act.to and act.from_stages and act.from_stages != (act.to,):
            assert act.text().in_language(lang) in listed
            assert act.text().in_language(lang) in drawn


@pytest.mark.parametrize("name", load_procedures())
def test_it_passes_a_strict_content_policy_and_stays_inside_its_frame(name: str) -> None:
    drawing = ElementTree.fromstring(diagram(load_procedures()[name]))
    width, height = (float(side) for side in drawing.attrib["viewBox"].split()[2:])
    for element in drawing.iter():
        assert not element.tag.endswith(("style", "script"))
        assert not {key for key in element.attrib if key == "style" or key.startswith("on")}
        if element.tag == f"{SVG}rect":
            x, y, wide, high = (float(element.attrib[key]) for key in ("x", "y", "width", "height"))
            assert x >= 0
            assert x + wide <= width
            assert y >= 0
            assert y + high <= height


def test_the_present_stage_and_the_ways_that_are_open_are_marked() -> None:
    log = ordered()
    drawing = ElementTree.fromstring(diagram(log.procedure, log.state("2026-06-20"), "en"))
    current = [group for group in drawing.iter(f"{SVG}g") if "current" in group.attrib["class"].split()]
    assert [group.findtext(f"{SVG}text") for group in current] == ["ordered to correct"]
    ways = [path for path in drawing.iter(f"{SVG}path") if "open" in path.attrib["class"].split()]
    assert [way.findtext(f"{SVG}title") for way in ways] == [
        "note that the order to correct was set aside → investigation concluded",
        "refer a suspected crime to the police → referred as a suspected crime",
    ]
    assert "Now: ordered to correct." in (drawing.findtext(f"{SVG}desc") or "")
