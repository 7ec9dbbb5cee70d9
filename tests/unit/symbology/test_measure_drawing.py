"""Control measures as lines, areas and texts, by the real script."""

import itertools

import msgspec
import numpy as np
import pytest
import shapely
from msgspec.structs import replace

from baltic_desk import paths
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.symbology import measure_drawing
from baltic_desk.symbology.control_measures import Measure, measures
from baltic_desk.symbology.draw_rules import rule_of
from baltic_desk.symbology.measure_drawing import (
    LARGEST_PX,
    Drawing,
    MeasureError,
    MeasureRenderer,
    MeasureRequest,
    argument_of,
    places,
)
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, example
from baltic_desk.symbology.measure_outlines import measure_outline
from baltic_desk.symbology.measure_scripts import (
    CORRECTIONS,
    RENDERER,
    Correction,
    corrected,
    scripts,
)
from baltic_desk.symbology.quick_engine import QuickScriptEngine

PHASE_LINE = "13032500001403000000"
POINTS = ((24.0, 57.0), (24.2, 57.1))


@pytest.fixture(scope="module")
def renderer() -> MeasureRenderer:
    return MeasureRenderer(QuickScriptEngine())


def of_2525e(code: str) -> Measure:
    return next(each for each in measures("15") if each.code == code)


def pixels(flat: tuple[float, ...]) -> Floats:
    """Pixels (n, 2) to the right of and above CENTER."""
    return LocalPlane(CENTER).to_xy(places(flat)) / METRES_PER_PX


def strokes(drawing: Drawing) -> list[Floats]:
    return [pixels(line) for part in drawing.parts for line in part.lines + part.rings]


def phase_line(**changes: object) -> MeasureRequest:
    said = {"sidc": PHASE_LINE, "points": POINTS, "metres_per_px": 50.0, **changes}
    return MeasureRequest(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", ["15", "11", "10", "16"])
def test_every_measure_of_an_edition_is_drawn(renderer: MeasureRenderer, version: str) -> None:
    for each in measures(version):
        drawing = renderer.drawing(example(each, width_px=180, height_px=120))
        assert any(part.lines or part.rings for part in drawing.parts), each


def test_the_line_goes_through_its_points(renderer: MeasureRenderer) -> None:
    line = renderer.drawing(phase_line()).parts[0]

    assert np.allclose(line.lines[0], tuple(itertools.chain(*POINTS)), atol=1e-6)


@pytest.mark.parametrize("text", ['A"B', "a\\b", "</text>", "ÕÄÖÜ Š", "{}", "'", "\t", "%s"])
def test_any_text_comes_back_as_it_went_in(renderer: MeasureRenderer, text: str) -> None:
    drawing = renderer.drawing(phase_line(amplifiers=(("T", text),)))

    assert any(part.text == f"PL {text}" for part in drawing.parts)


def test_styles_stand_in_for_the_measures_own(renderer: MeasureRenderer) -> None:
    request = phase_line(
        line_color="#123456", text_color="#654321", line_width_px=5.0, amplifiers=(("T", "A"),)
    )

    parts = renderer.drawing(request).parts

    line, text = parts[0], next(part for part in parts if part.text)
    assert (line.color, line.width, text.color) == ("#123456", 5.0, "#654321")


def test_hostile_measures_are_red(renderer: MeasureRenderer) -> None:
    line = renderer.drawing(phase_line(sidc="13062500001403000000")).parts[0]

    assert line.color == "#FF0000"


def test_the_widths_of_letters_are_those_of_the_shipped_font() -> None:
    engine = QuickScriptEngine()
    for name, source in scripts():
        engine.load(name, source)
        if name == "mil-sym-ts.js":
            assert "return measureWidth(" in source
    engine.load("ask.js", "function ask(text) { return JSON.stringify(textWidth(text, 10)); }")

    # 722 + 722 + 278 of 1000 units in Liberation Sans Bold
    assert float(engine.call("ask", "AB ")) == pytest.approx(17.22, abs=0.01)


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (phase_line(points=POINTS[:1]), "Phase Line needs 2 points, not 1"),
        (phase_line(sidc="nothing"), "nothing is not the code of a line, an area or a task"),
        (
            MeasureRequest("15032500001708000000", (CENTER,), 50.0),
            "Base Defense Zone needs its radius",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_sentence(
    renderer: MeasureRenderer, request_: MeasureRequest, sentence: str
) -> None:
    with pytest.raises(MeasureError) as error:
        renderer.drawing(request_)
    assert str(error.value) == sentence


def test_a_very_large_measure_asks_for_no_more_than_a_very_large_picture() -> None:
    far = phase_line(points=((10.0, 50.0), (30.0, 60.0)), metres_per_px=0.5)

    width, height = msgspec.json.decode(argument_of(far))["size"]

    assert max(width, height) < 2 * LARGEST_PX


def test_drawing_again_gives_the_same(renderer: MeasureRenderer) -> None:
    def drawn(each: Measure) -> object:
        return renderer.drawing(example(each, width_px=180, height_px=120))

    for each in measures("15")[::20]:
        assert drawn(each) == drawn(each)


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda each: each.what)
def test_the_renderer_has_what_is_corrected_in_it_once(correction: Correction) -> None:
    source = paths.resource("symbology", "build", RENDERER).read_text("utf-8")

    made, count = corrected(source, correction)

    assert (count, made == source) == (1, False)


def test_styles_count_for_a_measure_without_texts(renderer: MeasureRenderer) -> None:
    light_line = phase_line(
        sidc="13032500001102000000", line_color="#123456", text_color="#654321", line_width_px=5.0
    )

    line, *texts = renderer.drawing(light_line).parts

    assert (line.color, line.width) == ("#123456", 5.0)
    assert {text.color for text in texts} == {"#654321"}


def test_altitudes_stand_as_they_were_given(renderer: MeasureRenderer) -> None:
    zone = example(of_2525e("171000"), width_px=400, height_px=300)

    drawing = renderer.drawing(replace(zone, amplifiers=(("X", 'SFC, FL 95 "A"'),)))

    said = {part.text for part in drawing.parts}
    assert {"MIN ALT: SFC", 'MAX ALT: FL 95 "A"'} <= said


def test_one_altitude_leaves_the_other_open(renderer: MeasureRenderer) -> None:
    zone = example(of_2525e("171000"), width_px=400, height_px=300)

    drawing = renderer.drawing(replace(zone, amplifiers=(("X", "500 M AGL"),)))

    said = {part.text for part in drawing.parts}
    assert {"MIN ALT: 500 M AGL", "MAX ALT: "} <= said


def test_a_letter_in_a_line_stands_with_its_middle_on_it(renderer: MeasureRenderer) -> None:
    block = example(of_2525e("340100"), width_px=400, height_px=300, font_size_px=20.0)

    letter = next(part for part in renderer.drawing(block).parts if part.text == "B")

    # Its foot lies half the height of a capital below, and the stem of the measure on the middle.
    assert letter.at is not None
    assert pixels(letter.at)[0, 1] == pytest.approx(-0.36 * 20.0, abs=0.5)


@pytest.mark.parametrize("turned", [False, True])
def test_lines_of_text_beside_an_upright_side_stand_beside_each_other(
    renderer: MeasureRenderer, turned: bool
) -> None:
    bridge = example(of_2525e("271100"), width_px=400, height_px=300)
    a, b, c, d = bridge.points
    bridge = replace(bridge, points=(b, a, d, c) if turned else (a, b, c, d))

    parts = {part.text.strip(" -"): part for part in renderer.drawing(bridge).parts}

    columns = [pixels(parts[text].at or ())[0, 0] for text in ("BLUE", "010600Z", "011800Z")]
    assert np.diff(sorted(columns)).min() > 12.0


def test_no_drawing_hangs_on_the_box_that_it_is_drawn_in(
    renderer: MeasureRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = [example(each, width_px=300, height_px=200) for each in measures()]
    in_one = [strokes(renderer.drawing(request)) for request in requests]
    monkeypatch.setattr(measure_drawing, "_MARGIN_PX", 450.0)

    for request, expected in zip(requests, in_one, strict=True):
        found = strokes(renderer.drawing(request))
        assert [len(line) for line in found] == [len(line) for line in expected], request
        off = max(np.abs(a - b).max() for a, b in zip(found, expected, strict=True))
        assert off < 1.5, request


# Beside their outline these have end circles, teeth, or sectors within the outermost.
_MORE_THAN_OUTLINED = {"CORRIDOR1", "AREA6", "AREA15", "AREA16", "AREA19", "ARC1"}


@pytest.mark.parametrize(
    "measure",
    [
        each
        for each in measures()
        if rule_of(each).geometry == "outline" and each.rule not in _MORE_THAN_OUTLINED
    ],
    ids=lambda each: f"{each.code} in {each.versions[0]}",
)
def test_a_measure_is_drawn_where_its_outline_lies(
    renderer: MeasureRenderer, measure: Measure
) -> None:
    request = example(measure, width_px=300, height_px=200)
    numbers = (request.distances_m, request.azimuths_deg)
    rings = measure_outline(measure, request.points, *numbers)
    outlined = shapely.convex_hull(
        shapely.MultiPoint(np.concatenate([pixels(tuple(ring.ravel())) for ring in rings]))
    )

    drawn = shapely.convex_hull(
        shapely.MultiPoint(np.concatenate(strokes(renderer.drawing(request))))
    )

    assert outlined.symmetric_difference(drawn).area < 0.02 * outlined.area


@pytest.mark.parametrize(("identity", "color"), [("3", "#000000"), ("6", "#FF0000")])
def test_what_the_script_lacks_has_the_colours_of_the_rest(
    renderer: MeasureRenderer, identity: str, color: str
) -> None:
    line = renderer.drawing(phase_line(sidc=f"130{identity}2510001403000000")).parts[0]
    zone = next(each for each in measures("16") if each.code == "242702")

    request = example(zone, width_px=300, height_px=200, identity=identity)
    own = renderer.drawing(replace(request, sidc=f"{request.sidc[:6]}1{request.sidc[7:]}")).parts[0]

    assert (own.color, own.dash) == (line.color, line.dash) == (color, (4.0, 4.0))


@pytest.mark.parametrize("code", ["270707", "270800", "270801", "290101", "271700"])
def test_mines_and_hazards_stand_in_their_areas(renderer: MeasureRenderer, code: str) -> None:
    parts = renderer.drawing(example(of_2525e(code), width_px=400, height_px=300)).parts

    (picture,) = (part for part in parts if part.svg)
    assert picture.svg.startswith("<svg")
    assert picture.at is not None
    assert (np.abs(pixels(picture.at)) < (150.0, 100.0)).all()
