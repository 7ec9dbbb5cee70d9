"""The map in a sheet's frame, and the small map that shows where that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtGui import QPainter

from baltic_desk.app.extent import REGION
from baltic_desk.app.sheet_places import Box
from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.ui.export.sheet.canvas import Canvas
from baltic_desk.ui.export.sheet.made import Made
from baltic_desk.ui.export.sheet.paper import INK, PX_PER_MM
from baltic_desk.ui.map.painting import LAYERS, content_steps
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, pen, polygon
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.viewport import Bounds, Frame, viewport_around

FRAME_INK = "#c4211b"
MAP_LAYERS = frozenset(LAYERS) - {"graticule", "scale_bar"}
_SMALL_MM = 3.0
_OVERVIEW_LAYERS = frozenset({"lakes", "borders"})


def frame_of(plan: SheetPlan, sheet: SheetMap, scale: float) -> Frame:
    """A sheet's frame, `scale` painter units to 1/96 inch: its upper left corner is the origin."""
    left, _, _, top = plan.box(sheet)
    box = plan.places.frame
    units = PX_PER_MM * scale
    return Frame(
        plan.projection.id, left, top, plan.metres_per_mm / units,
        box.width * units, box.height * units, scale,
    )  # fmt: skip


def map_steps(
    canvas: Canvas, made: Made, sheet: SheetMap, grid: Callable[[Sheet], None]
) -> Iterator[None]:
    """Paint the map of a sheet, by steps."""
    plan = made.plan
    frame = frame_of(plan, sheet, canvas.scale)
    layers = MAP_LAYERS if plan.layout.hillshade else MAP_LAYERS - {"relief"}
    with canvas.window(plan.places.frame) as painter:
        painted = Sheet(painter, frame, made.theme, made.drawing, vector=canvas.vector)
        yield from content_steps(
            painted,
            made.means.basemap,
            made.scene,
            made.cells,
            layers=layers,
            reaches=made.reaches,
            lit=made.lit,
            grid=grid,
            whole_names=True,
        )


def overview_steps(canvas: Canvas, made: Made, box: Box, shown: SheetMap | None) -> Iterator[None]:
    """The region with the frames of all sheets in it, that of one of them stronger."""
    plane = made.plan.projection
    bounds = _around(made.plan)
    width, height = box.width * PX_PER_MM, box.height * PX_PER_MM
    view = viewport_around(bounds, plane.id, round(width), round(height), margin=0.02)
    metres = view.metres_per_px / canvas.scale
    x, y = view.center_xy
    frame = Frame(
        plane.id, x - width / 2 * view.metres_per_px, y + height / 2 * view.metres_per_px, metres,
        width * canvas.scale, height * canvas.scale, canvas.scale,
    )  # fmt: skip
    with canvas.window(box) as painter:
        sheet = Sheet(painter, frame, LIGHT, made.drawing, vector=canvas.vector)
        empty = Scene.of(made.empty, plane.id)
        yield from content_steps(
            sheet, made.means.basemap, empty, made.cells, layers=_OVERVIEW_LAYERS, grid=_nothing
        )
        _frames(painter, frame, made.plan, shown)


def _frames(painter: QPainter, frame: Frame, plan: SheetPlan, shown: SheetMap | None) -> None:
    scale = frame.style_scale
    for each in plan.sheets:
        left, bottom, right, top = plan.box(each)
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        outline = polygon(frame.units(np.array(corners)))
        here = each == shown
        painter.setPen(pen(FRAME_INK if here else INK, (1.4 if here else 0.6) * scale))
        painter.setBrush(brush(FRAME_INK, 0.12) if here else NO_BRUSH)
        painter.drawPolygon(outline)
        box = outline.boundingRect()
        if here and max(box.width(), box.height()) < _SMALL_MM * PX_PER_MM * scale:
            # So small a frame would not be found.
            reach = 0.8 * _SMALL_MM * PX_PER_MM * scale
            painter.setBrush(NO_BRUSH)
            painter.drawEllipse(box.center(), reach, reach)


def _around(plan: SheetPlan) -> Bounds:
    """The region, or more where sheets go beyond it."""
    west, south, east, north = REGION
    for sheet in plan.sheets:
        for lon, lat in plan.corners(sheet):
            if lon == lon and lat == lat:
                west, east = min(west, lon), max(east, lon)
                south, north = min(south, lat), max(north, lat)
    return west, south, east, north


def _nothing(sheet: Sheet) -> None:
    """No grid."""
