"""Control measures as lines, areas and texts, by the real script."""

import itertools

import msgspec
import numpy as np
import pytest

from baltic_desk.symbology.control_measures import Measure, measures
from baltic_desk.symbology.measure_drawing import (
    LARGEST_PX,
    MeasureError,
    MeasureRenderer,
    MeasureRequest,
    argument_of,
)
from baltic_desk.symbology.measure_examples import CENTER, example
from baltic_desk.symbology.measure_scripts import CORRECTIONS, RENDERER, scripts
from baltic_desk.symbology.quick_engine import QuickScriptEngine

PHASE_LINE = "13032500001403000000"
POINTS = ((24.0, 57.0), (24.2, 57.1))


@pytest.fixture(scope="module")
def renderer() -> MeasureRenderer:
    return MeasureRenderer(QuickScriptEngine())


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
