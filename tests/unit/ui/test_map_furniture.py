"""What stands about the map keeps clear of each other."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.furniture import MARKING_TYPE, paint_furniture
from baltic_desk.ui.map.graticule_painting import GraticuleLabels
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures

WIDTH, HEIGHT = 900, 300
BAND = 26
"""Rows from the upper edge in which labels and marking stand."""


@pytest.fixture(scope="module")
def means(qapp: QGuiApplication) -> Means:  # noqa: ARG001  (letters and scripts need it)
    load_fonts()
    return Means(SymbolPictures(symbol_renderer()))


def painted(means: Means, marking: str) -> np.ndarray:
    """Where there is ink in the upper band; 22 E runs through the middle."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    viewport = Viewport.of(Camera((22.0, 58.0), 400.0), "baltic-lcc", WIDTH, HEIGHT)
    sheet = Sheet(painter, viewport.frame(), THEMES["light"], means)
    paint_furniture(
        sheet, {"graticule"}, GraticuleLabels(), credit="", marking=marking,
        ground_metres_per_px=400.0,
    )  # fmt: skip
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, WIDTH, 4)[:BAND, :, :3]
    return (pixels != 0x80).any(axis=2).any(axis=0)


def test_a_label_under_the_marking_is_left_out_and_the_others_stay(means: Means) -> None:
    bare, marked = painted(means, ""), painted(means, "Exercise")
    middle = slice(WIDTH // 2 - 20, WIDTH // 2 + 20)
    assert bare[middle].any(), "22 E has its label in the middle"
    half = means.ruler.width_px("EXERCISE", MARKING_TYPE) / 2
    beside = slice(round(WIDTH / 2 - half - 11), round(WIDTH / 2 - half - 4))
    assert marked[middle].any()
    assert not marked[beside].any()
    far = np.r_[0 : WIDTH // 2 - 90, WIDTH // 2 + 90 : WIDTH]
    assert (bare[far] == marked[far]).all()
    assert bare[far].any()
