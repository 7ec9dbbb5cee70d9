"""Overlays painted as they were when last looked at, and the same in whole and in parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.document.document import Document
from baltic_desk.document.feature import (
    Area,
    Arrow,
    Corridor,
    Ellipse,
    Line,
    Mark,
    RangeRing,
    TextNote,
    Unit,
)
from baltic_desk.document.outline import new_area, new_line, new_parametric, new_point
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Camera, Frame, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document

GOLDEN = Path(__file__).parents[2] / "golden"
WIDTH, HEIGHT = 640, 420


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


def drawing() -> Document:
    ring = RangeRing(
        overlay="o", name="S-400 48N6", center_lon=22.0, center_lat=56.4, radius_max_m=90_000.0,
        radius_min_m=15_000.0, ring_class="air-defence",
    )  # fmt: skip
    sector = RangeRing(
        overlay="o", name="Jammer", center_lon=25.0, center_lat=56.9, radius_max_m=70_000.0,
        bearing_from_deg=120.0, bearing_to_deg=220.0, ring_class="electronic-warfare",
    )  # fmt: skip
    ellipse = Ellipse(
        overlay="o", name="EW area", center_lon=24.3, center_lat=56.0, semi_major_m=45_000.0,
        semi_minor_m=20_000.0, bearing_deg=60.0,
    )  # fmt: skip
    corridor = Corridor(overlay="o", center_line="20.8,57.3 22.5,57.5 24,57.35", width_m=14_000.0)
    sidc = "10031000001211000000"
    amber = Line(overlay="o", name="PL AMBER", dash="dash")
    note = TextNote(overlay="o", name="EXERCISE", rotation_deg=-15.0)
    return document(
        new_parametric("ring", ring),
        new_parametric("sector", sector),
        new_parametric("ellipse", ellipse),
        new_parametric("corridor", corridor),
        new_area("area", Area(overlay="o", dash="dot"), [(20.6, 55.7), (21.7, 55.7), (21.2, 56.1)]),
        new_line("line", amber, [(20.7, 56.9), (25.3, 56.55)]),
        new_line("arrow", Arrow(overlay="o"), [(25.4, 55.7), (24.0, 56.45), (22.6, 56.5)]),
        new_point("note", note, (23.9, 57.15)),
        new_point("mark", Mark(overlay="o", name="Jelgava", shape="star"), (23.7, 56.65)),
        new_point("unit", Unit(overlay="o", sidc=sidc, designation="25"), (22.0, 56.4)),
    )  # fmt: skip


def frame(scale: float = 1.0) -> Frame:
    whole = Viewport.of(Camera((23.0, 56.55), 500.0), "baltic-lcc", WIDTH, HEIGHT).frame()
    return Frame(
        whole.projection_id, whole.left, whole.top, whole.metres_per_unit / scale,
        WIDTH * scale, HEIGHT * scale, scale,
    )  # fmt: skip


def painted(means: Means, of: Frame, theme: str = "light") -> QImage:
    image = QImage(int(of.width), int(of.height), QImage.Format.Format_RGB32)
    image.fill(QColor(THEMES[theme].land))
    painter = QPainter(image)
    scene = Scene.of(drawing(), of.projection_id)
    for _ in paint_overlays(Sheet(painter, of, THEMES[theme], means), scene):
        pass
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    shape = (image.height(), image.width(), 4)
    return np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., :3].astype(np.int16)


@pytest.mark.parametrize("theme", THEMES)
def test_overlays_look_as_they_did_when_last_looked_at(means: Means, theme: str) -> None:
    now = painted(means, frame(), theme)
    path = GOLDEN / f"map_overlays_{theme}.png"
    if not path.exists():
        now.save(str(path))
        pytest.fail(f"{path.name} did not exist: look at it, and keep it if it is right")
    then = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    off = np.abs(pixels(now) - pixels(then)).max(axis=2)
    # Rasterisers of other Qt versions differ at edges.
    assert (off > 48).mean() < 0.004


def test_a_picture_in_tiles_is_the_picture_in_one(means: Means) -> None:
    whole = pixels(painted(means, frame()))
    for column in range(0, WIDTH, 160):
        for row in range(0, HEIGHT, 140):
            step = frame().metres_per_unit
            part = Frame(
                "baltic-lcc", frame().left + column * step, frame().top - row * step, step,
                160, 140, 1.0,
            )  # fmt: skip
            off = np.abs(
                pixels(painted(means, part)) - whole[row : row + 140, column : column + 160]
            ).max(axis=2)
            assert (off > 60).mean() < 0.01, (column, row)


def test_twice_the_density_is_the_same_picture_finer(means: Means) -> None:
    fine = painted(means, frame(2.0)).scaled(
        WIDTH, HEIGHT, Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )  # fmt: skip
    off = np.abs(pixels(fine) - pixels(painted(means, frame()))).max(axis=2)
    assert (off > 110).mean() < 0.01


def test_a_feature_that_is_lifted_is_not_painted(means: Means) -> None:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    scene = Scene.of(drawing(), "baltic-lcc")
    everything = frozenset(scene.by_id)
    sheet = Sheet(painter, frame(), THEMES["light"], means)
    for _ in paint_overlays(sheet, scene, without=everything):
        pass
    painter.end()
    assert (pixels(image) == 255).all()
