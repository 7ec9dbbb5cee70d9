"""Frames of sheets as they are painted over the map, pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor, QImage, QPainter

from baltic_desk.app import sheet_frame
from baltic_desk.app.sheet_editing import plan_of
from baltic_desk.app.sheet_plan import SheetPlan
from baltic_desk.document.layout import Layout
from baltic_desk.ui.export.application import offscreen_application
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.sheet_frames import (
    FRAME_INK,
    GRIP_PX,
    HANDLE_PX,
    NO_SHEETS,
    ShownSheets,
    paint_sheets,
)
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Camera, Viewport
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, unit

PLACE = (24.7, 59.4)
GROUND = QColor("#808080")
LAYOUT = Layout(id="l", paper="A4", scale=1_000_000.0, lon=PLACE[0], lat=PLACE[1], grid="none")


def plan(**options: object) -> SheetPlan:
    return plan_of(document(unit("a", PLACE)), replace(LAYOUT, **options))


def shown(of: SheetPlan, **options: object) -> ShownSheets:
    return ShownSheets(
        sheet_frame.outlines(of),
        corners=sheet_frame.corners(of),
        middle=sheet_frame.middle(of),
        **options,  # type: ignore[arg-type]
    )


def painted(
    what: ShownSheets, of: SheetPlan, theme: str = "light", metres_per_px: float = 600.0
) -> tuple[QImage, Viewport]:
    view = Viewport.of(Camera(sheet_frame.middle(of), metres_per_px), "baltic-lcc", 800, 600)
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    with offscreen_application():
        painter = QPainter(image)
        means = Means(SymbolPictures(symbol_renderer()))
        paint_sheets(Sheet(painter, view.frame(), THEMES[theme], means), what)
        painter.end()
    return image, view


def reds(image: QImage, theme: str = "light") -> np.ndarray:
    """Where the frame's ink is (height, width)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    ink = QColor(FRAME_INK[theme])
    wanted = np.array([ink.blue(), ink.green(), ink.red()])
    return np.abs(pixels[..., :3].astype(int) - wanted).max(axis=2) < 60


def pixels(view: Viewport, lonlat: np.ndarray) -> np.ndarray:
    return np.array([view.to_px(view.projection.forward_one((x, y))) for x, y in lonlat])


@pytest.mark.parametrize("theme", list(THEMES))
def test_the_line_runs_where_the_sheet_ends_and_nowhere_else(theme: str) -> None:
    of = plan()
    image, view = painted(shown(of), of, theme)
    red = reds(image, theme)
    left, top = pixels(view, sheet_frame.corners(of)).min(axis=0)
    right, bottom = pixels(view, sheet_frame.corners(of)).max(axis=0)
    width_m = of.places.frame.width * of.metres_per_mm
    assert right - left == pytest.approx(width_m / view.metres_per_px, abs=0.1)
    row, column = red[round((top + 300) / 2)], red[:, round((left + 400) / 2)]
    assert np.abs(np.flatnonzero(row)[[0, -1]] - (left, right)).max() <= 1.5
    assert np.abs(np.flatnonzero(column)[[0, -1]] - (top, bottom)).max() <= 1.5
    assert len(np.flatnonzero(row)) <= 6
    outside = red.copy()
    reach = round(HANDLE_PX) + 3
    outside[
        round(top) - reach : round(bottom) + reach, round(left) - reach : round(right) + reach
    ] = 0
    assert not outside.any()


def test_there_is_a_handle_in_each_corner_and_a_grip_in_the_middle() -> None:
    of = plan()
    image, view = painted(shown(of), of)
    red = reds(image)
    for x, y in pixels(view, sheet_frame.corners(of)):
        box = red[round(y) - 7 : round(y) + 8, round(x) - 7 : round(x) + 8]
        assert box.sum() > 30
        assert image.pixelColor(round(x), round(y)) == QColor(THEMES["light"].overlay_halo)
    reach = round(GRIP_PX) + 2
    assert red[300 - reach : 300 + reach, 400 - reach : 400 + reach].sum() > 80


def test_sheets_of_a_series_bear_their_numbers_when_there_is_room() -> None:
    of = plan(series=True, area_width_m=500_000.0, area_height_m=200_000.0)
    assert len(of.sheets) > 1
    near, view = painted(shown(of), of)
    far, far_view = painted(shown(of), of, metres_per_px=6000.0)
    middle = pixels(view, np.array([of.center_of(of.sheets[0])]))[0].round().astype(int)
    small = pixels(far_view, np.array([of.center_of(of.sheets[0])]))[0].round().astype(int)
    for image, (x, y), there in ((near, middle, True), (far, small, False)):
        assert bool(reds(image)[y - 6 : y + 7, x - 6 : x + 7].any()) is there


def test_the_sheet_that_is_looked_at_is_tinted() -> None:
    of = plan(series=True, area_width_m=500_000.0, area_height_m=200_000.0)
    image, view = painted(shown(of, chosen=1), of)
    first, second = (
        pixels(view, np.array([of.center_of(sheet)]))[0] + (40, 30) for sheet in of.sheets[:2]
    )
    assert image.pixelColor(*first.round().astype(int).tolist()) != GROUND
    assert image.pixelColor(*second.round().astype(int).tolist()) == GROUND


def test_no_sheets_are_nothing() -> None:
    image, _ = painted(NO_SHEETS, plan())
    blank = QImage(image.size(), image.format())
    blank.fill(GROUND)
    assert image == blank
