"""A step of the briefing as a picture: what it shows, all of its view, what stands out in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication, QImage

from baltic_desk.cli import main
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.project import Overlay
from baltic_desk.io.project import dumps
from baltic_desk.ui.export.image import Means, export_steps, own_means, viewport_of
from baltic_desk.ui.export.step_picture import picture_of_step
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.theme import THEMES
from tests.features import document, ring

AT = (19.5, 56.3)
"""In the open sea."""
VIEW = StepView(lon=AT[0], lat=AT[1], width_m=160_000, height_m=90_000, projection="utm-34n")
STEP = BriefingStep(id="s", title="S", view=VIEW)
RED, GREEN = "#ff0000", "#00c000"


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return own_means()


def coloured(feature: Feature, colour: str) -> Feature:
    properties = replace(feature.properties, stroke=colour, fill_opacity=0.0, stroke_width=5.0)
    return replace(feature, properties=properties)


@pytest.fixture
def rings() -> Document:
    near = coloured(ring("near", AT, 20_000.0), RED)
    far = coloured(ring("far", AT, 35_000.0, overlay="other"), GREEN)
    return document(near, far, overlays=(Overlay(id="o"), Overlay(id="other")))


def drawn(held: Document, step: BriefingStep, out: Path, means: Means) -> np.ndarray:
    made, picture = picture_of_step(held, step, 320, 180, layers=frozenset(), sources=False)
    for _ in export_steps(made, out, picture, means):
        pass
    image = QImage(str(out)).convertToFormat(QImage.Format.Format_RGB888)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(180, image.bytesPerLine())[:, : 320 * 3].reshape(180, 320, 3).astype(int)


def red(pixels: np.ndarray) -> int:
    """How many pixels are as red as the near ring's line."""
    return int(((pixels[..., 0] > 200) & (pixels[..., 1] < 60) & (pixels[..., 2] < 60)).sum())


def green(pixels: np.ndarray) -> int:
    return int(((pixels[..., 1] > 160) & (pixels[..., 0] < 60) & (pixels[..., 2] < 60)).sum())


def test_a_step_shows_its_overlays_whatever_the_project_shows(
    rings: Document, tmp_path: Path, means: Means
) -> None:
    with rings.edit("Hide") as change:
        change.put(Overlay(id="o", visible=False))
    both = drawn(rings, replace(STEP, overlays=("o", "other")), tmp_path / "a.png", means)
    one = drawn(rings, replace(STEP, overlays=("other",)), tmp_path / "b.png", means)
    project = drawn(rings, STEP, tmp_path / "c.png", means)
    assert (red(both) > 200, green(both) > 200) == (True, True)
    assert (red(one), green(one) > 200) == (0, True)
    assert red(project) == 0


def test_a_step_shows_its_phase(rings: Document, tmp_path: Path, means: Means) -> None:
    phase = add_phase(rings, "Later")
    with rings.edit("Away") as change:
        change.remove("near")
    first = rings.phases()[0].id
    assert red(drawn(rings, replace(STEP, phase=first), tmp_path / "a.png", means)) > 200
    assert red(drawn(rings, replace(STEP, phase=phase.id), tmp_path / "b.png", means)) == 0
    assert red(drawn(rings, replace(STEP, phase="gone"), tmp_path / "c.png", means)) > 200


def test_what_is_highlighted_stays_and_all_else_steps_back(
    rings: Document, tmp_path: Path, means: Means
) -> None:
    lit = drawn(rings, replace(STEP, highlights=("near",)), tmp_path / "a.png", means)
    assert red(lit) > 200
    assert green(lit) == 0
    gone = drawn(rings, replace(STEP, highlights=("lost",)), tmp_path / "b.png", means)
    assert green(gone) > 200


def test_the_look_is_the_steps_own(rings: Document, tmp_path: Path, means: Means) -> None:
    dark = drawn(rings, replace(STEP, theme="dark"), tmp_path / "a.png", means)
    sea = tuple(int(THEMES["dark"].sea[k : k + 2], 16) for k in (1, 3, 5))
    assert tuple(dark[60, 8].tolist()) == sea


@pytest.mark.parametrize("size", [(320, 180), (300, 300), (120, 400)])
def test_all_of_its_view_is_in_a_picture_of_any_shape(
    rings: Document, size: tuple[int, int]
) -> None:
    _, picture = picture_of_step(rings, STEP, *size)
    viewport = viewport_of(rings, picture, less_px=20)
    camera = viewport.camera()
    assert camera.center == pytest.approx(AT, abs=1e-6)
    spans = camera.metres_per_px * size[0], camera.metres_per_px * (size[1] - 20)
    assert spans[0] >= VIEW.width_m * 0.9999
    assert spans[1] >= VIEW.height_m * 0.9999
    assert picture.projection == "utm-34n"


def test_the_command_line_draws_a_step_by_number_or_id(
    rings: Document, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with rings.edit("Steps") as change:
        change.put(replace(STEP, overlays=("other",)))
        change.put(replace(STEP, id="both", overlays=("o", "other")))
    file = tmp_path / "lesson.geojson"
    file.write_bytes(dumps(rings))
    made: list[bytes] = []
    for wanted in ("1", "s", "2", "both"):
        out = tmp_path / f"{wanted}.png"
        assert (
            main(["render", str(file), "-o", str(out), "--step", wanted, "--size", "320x180"]) == 0
        )
        made.append(out.read_bytes())
    assert made[0] == made[1] != made[2] == made[3]
    assert main(["render", str(file), "-o", str(out), "--step", "3"]) == 1
    assert "there is no step 3: its steps are 1 to 2" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["render", str(file), "-o", str(out), "--step", "1", "--bbox", "18,54,24,57"])
