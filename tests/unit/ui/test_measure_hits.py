"""A control measure is found where it is drawn, with all its heads, teeth and arcs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import Feature
from baltic_desk.geo.geodesy import Floats
from baltic_desk.symbology.control_measures import measures
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map import hits
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.placed import Stroked
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.measure_supply import MeasureSupply
from tests.features import document
from tests.measure_cells import example_feature

PLACES = 24
TOLERANCE_PX = 4.0


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> Iterator[MeasurePictures]:
    assert qapp is not None
    load_fonts()
    supply = MeasureSupply()
    yield MeasurePictures(supply)
    supply.close()


@pytest.fixture(scope="module")
def ruler(pictures: MeasurePictures) -> Ruler:
    assert pictures is not None  # the fonts are loaded
    return Ruler()


def seen(feature: Feature, metres_per_px: float, projection: str) -> tuple[Scene, Viewport]:
    viewport = Viewport.of(Camera(CENTER, metres_per_px), projection, 1000, 800)
    return Scene.of(document(feature), projection), viewport


def strokes_px(shape: Shape, viewport: Viewport, pictures: MeasurePictures) -> Floats:
    """Places along all that is stroked of it, pixels (n, 2)."""
    drawn = pictures.at_once(shape, viewport.metres_per_px)
    found: list[Floats] = []
    for piece in drawn.pieces:
        if isinstance(piece, Stroked) and not piece.hatch:
            parts = piece.outline.parts
            for k in range(len(parts)):
                line = viewport.frame().units(parts.path(k))
                found += [line, (line[:-1] + line[1:]) / 2]
    if not found:
        # Too small on the map for the standard's form: the line through its points stands for it.
        parts = shape.parts
        found = [viewport.frame().units(parts.path(k)) for k in range(len(parts))]
    every = np.concatenate(found)
    return every[:: max(1, len(every) // PLACES)]


def hit(scene: Scene, viewport: Viewport, px: tuple[float, float], ruler: Ruler) -> str | None:
    found = hits.hit_body(scene, viewport, px, TOLERANCE_PX, (), ruler)
    return None if found is None else found.id


@pytest.mark.parametrize(
    ("scale", "projection"),
    [(0.25, "web-mercator"), (1.0, "baltic-lcc"), (1.0, "utm-34n"), (6.0, "baltic-lcc")],
)
def test_a_click_on_any_stroke_of_a_measure_finds_it(
    pictures: MeasurePictures, ruler: Ruler, scale: float, projection: str
) -> None:
    missed: list[str] = []
    for each in measures("15")[:: 2 if scale == 6.0 else 5]:
        feature = example_feature(each)
        scene, viewport = seen(feature, METRES_PER_PX * scale, projection)
        for x, y in strokes_px(scene.shapes[0], viewport, pictures).tolist():
            if hit(scene, viewport, (x, y), ruler) != feature.id:
                missed.append(f"{each.code} {each.name} at {x:.0f}, {y:.0f}")
                break
    assert missed == []


def test_a_click_beside_a_measure_does_not_find_it(pictures: MeasurePictures, ruler: Ruler) -> None:
    wrong: list[str] = []
    for each in measures("15")[::3]:
        feature = example_feature(each)
        scene, viewport = seen(feature, METRES_PER_PX, "baltic-lcc")
        strokes = strokes_px(scene.shapes[0], viewport, pictures)
        left, right = strokes[strokes[:, 0].argmin()], strokes[strokes[:, 0].argmax()]
        for x, y in ((left[0] - 30.0, left[1]), (right[0] + 30.0, right[1])):
            if hit(scene, viewport, (float(x), float(y)), ruler) is not None:
                wrong.append(f"{each.code} {each.name}")
    assert wrong == []


def test_a_click_inside_an_open_area_goes_to_what_lies_there(
    pictures: MeasurePictures, ruler: Ruler
) -> None:
    area = next(each for each in measures("15") if each.code == "120100")
    scene, viewport = seen(example_feature(area), METRES_PER_PX, "baltic-lcc")
    strokes_px(scene.shapes[0], viewport, pictures)

    assert hit(scene, viewport, (500.0, 360.0), ruler) is None


def test_a_click_inside_a_filled_area_finds_it(pictures: MeasurePictures, ruler: Ruler) -> None:
    area = next(each for each in measures("15") if each.code == "200202")
    feature = example_feature(area)
    scene, viewport = seen(feature, METRES_PER_PX, "baltic-lcc")
    strokes_px(scene.shapes[0], viewport, pictures)

    assert hit(scene, viewport, (500.0, 370.0), ruler) == feature.id
