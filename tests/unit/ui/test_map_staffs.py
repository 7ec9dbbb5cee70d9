"""A headquarters stands on the foot of its staff on every screen, to the pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.document.feature import Unit
from baltic_desk.document.outline import new_point
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.overlay_painting import paint_overlays
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.viewport import Camera, Frame, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document

AT = (24.1, 56.95)


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


@pytest.mark.parametrize("dpr", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
@pytest.mark.parametrize("size", [1.0, 1.7])
@pytest.mark.parametrize("identity", "346")
def test_the_foot_is_on_the_place(means: Means, dpr: float, size: float, identity: str) -> None:
    unit = Unit(overlay="o", sidc=f"100{identity}1002161211000000", size=size)
    scene = Scene.of(document(new_point("u", unit, AT)), "baltic-lcc")
    for shift in (0.0, 0.25, 0.5, 0.8):
        whole = Viewport.of(Camera(AT, 100.0), "baltic-lcc", 300, 300).frame()
        step = whole.metres_per_unit / dpr
        side = int(300 * dpr)
        frame = Frame(
            "baltic-lcc", whole.left + shift * step, whole.top + shift * step, step, side, side, dpr
        )
        image = QImage(side, side, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        for _ in paint_overlays(Sheet(painter, frame, LIGHT, means), scene):
            pass
        painter.end()
        shape = (side, side, 4)
        dark = np.frombuffer(image.constBits(), np.uint8).reshape(shape)[..., 1] < 110
        rows, columns = np.nonzero(dark)
        lowest = rows.max()
        x, y = frame.units(scene.bounds[:, :2])[0]
        assert abs(lowest + 1 - y) <= 1.5
        assert abs(columns[rows == lowest].mean() + 0.5 - x) <= 1.0
