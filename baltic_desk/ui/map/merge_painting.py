"""What a merge is about over the map: theirs where they have it, what goes crossed out, arrows.

Each sort is told by its sign and its line, so that nothing hangs on colour: added solid, moved
dashed with an arrow, changed dotted, removed crossed out, a conflict in a double line. A sign on a
full disc is accepted, one on an empty disc is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from baltic_desk.document.feature import Feature
from baltic_desk.document.phase_comparison import What, place_of
from baltic_desk.document.phase_wording import MARKS
from baltic_desk.geo.geodesy import geodesic
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map import live_painting
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import arrow_head, shortened
from baltic_desk.ui.map.dense import is_dense, paint_dense
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.merge_shown import (
    HALF_PX,
    SIGN_RADIUS_PX,
    Marked,
    ShownMerge,
    by_hand_px,
    shift_px_of,
    sign_shift_px,
    sign_xy,
    symbol_shift_px,
)
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen, polygon
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shape_painting import paint_shape
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.viewport import Bounds, Pixel

COLOURS: Mapping[What, str] = MappingProxyType(
    {"added": "#1a7f37", "moved": "#1f66c8", "changed": "#a85c00", "removed": "#c0262d"}
)
CONFLICT_COLOUR = "#8b2fa8"
DASHES: Mapping[What, tuple[float, ...]] = MappingProxyType(
    {"added": (), "moved": (4.0, 2.5), "changed": (1.0, 1.8), "removed": (5.0, 2.0, 1.0, 2.0)}
)
SIGN = Type(13.0, bold=True)
BAND_PX = 5.0
BAND_OPACITY = 0.55
WIDTH_PX = 2.2
HEAD_PX = 12.0
GHOST_OPACITY = 0.4
CURRENT_PX = 4.0
_DARK = 128


def paint_merge(
    sheet: Sheet, shown: ShownMerge, scene: Scene, metres_per_px: float
) -> Iterator[None]:
    """All that is marked within the sheet: theirs first, then arrows and signs above."""
    painter = sheet.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    placed = shown.placed(scene.projection_id)
    seen = placed.near(_box_of(sheet))
    yield
    for k in seen:
        marked, (_, theirs) = shown.marked[k], placed.shapes[k]
        if theirs is None or not marked.elsewhere:
            continue
        if theirs.is_point:
            paint_shape(sheet, theirs, texts=Texts.ALL, offset_px=by_hand_px(marked.theirs))
        else:
            live_painting.paint_features(sheet, [theirs], scene, metres_per_px)
        yield
    for k in seen:
        marked = shown.marked[k]
        shift_px = shift_px_of(marked, scene, metres_per_px)
        _paint_marked(sheet, marked, *placed.shapes[k], shift_px)
        yield


def paint_current(
    sheet: Sheet, shown: ShownMerge, key: str, scene: Scene, metres_per_px: float
) -> None:
    """What is chosen in the list, so that it stands out: where it was, mine and theirs."""
    k = next((k for k, each in enumerate(shown.marked) if each.key == key), None)
    if k is None:
        return
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    marked = shown.marked[k]
    mine, theirs = shown.placed(scene.projection_id).shapes[k]
    base = marked.base
    ghosted = base is not None and all(
        each is None or place_of(each) != place_of(base) for each in (marked.mine, marked.theirs)
    )
    if base is not None and ghosted:
        for ghost in shapes_of([base], PROJECTIONS[scene.projection_id]):
            if ghost is None:
                continue
            sheet.painter.setOpacity(GHOST_OPACITY)
            paint_shape(sheet, ghost, texts=Texts.NONE)
            sheet.painter.setOpacity(1.0)
            for feature in (marked.mine, marked.theirs):
                if feature is not None:
                    _paint_way(sheet, base, feature, _colour(sheet, marked), ())
    shift_px = shift_px_of(marked, scene, metres_per_px)
    for shape in (mine, theirs):
        if shape is not None:
            own = scene.offset_px(shape.feature.id, metres_per_px) if shape is mine else shift_px
            _paint_frame(sheet, shape, sheet.theme.selection, CURRENT_PX, (), 0.95, own)
    _paint_sign(sheet, marked, theirs or mine, shift_px, larger=True)


# -- inside ------------------------------------------------------------------------------------


def _paint_marked(
    sheet: Sheet, marked: Marked, mine: Shape | None, theirs: Shape | None, shift_px: Pixel
) -> None:
    colour = _colour(sheet, marked)
    dash = DASHES[marked.what]
    shape = theirs or mine
    if shape is None:
        return
    _paint_frame(sheet, shape, colour, WIDTH_PX, dash, 1.0, shift_px)
    if marked.conflict:
        _paint_frame(sheet, shape, colour, WIDTH_PX, dash, 1.0, shift_px, out_px=4.5)
    if theirs is None and mine is not None:
        _paint_cross(sheet, mine, colour, shift_px)
    if marked.mine is not None and marked.theirs is not None and marked.elsewhere:
        _paint_way(sheet, marked.mine, marked.theirs, colour, dash)
    _paint_sign(sheet, marked, shape, shift_px)


def _paint_frame(
    sheet: Sheet,
    shape: Shape,
    colour: str,
    width_px: float,
    dash: tuple[float, ...],
    opacity: float,
    shift_px: Pixel,
    *,
    out_px: float = 0.0,
) -> None:
    """A box about a point, a band along everything else."""
    painter, frame, scale = sheet.painter, sheet.frame, sheet.scale
    painter.setBrush(NO_BRUSH)
    if shape.is_point:
        box = _box(sheet, shape, out_px, shift_px)
        painter.setPen(pen(sheet.theme.overlay_halo, (width_px + 2.0) * scale, 0.8))
        painter.drawRoundedRect(box, 5.0 * scale, 5.0 * scale)
        painter.setPen(pen(colour, width_px * scale, opacity, dash))
        painter.drawRoundedRect(box, 5.0 * scale, 5.0 * scale)
        return
    width = (shape.style.stroke_width + BAND_PX + 2.0 * out_px) * scale
    stroke = pen(colour, width, BAND_OPACITY * opacity, dash, bevel=True, flat=True)
    if is_dense(shape, frame):
        paint_dense(painter, frame, shape, stroke)
        return
    painter.save()
    painter.setTransform(frame.transform, True)
    painter.setPen(stroke)
    painter.drawPath(shape.path_at(frame.metres_per_unit))
    painter.restore()


def _paint_cross(sheet: Sheet, shape: Shape, colour: str, shift_px: Pixel) -> None:
    """Two strokes through what goes."""
    painter, scale = sheet.painter, sheet.scale
    if shape.is_point:
        box = _box(sheet, shape, -4.0, shift_px)
    else:
        x, y = sheet.frame.units(np.array([sign_xy(shape)]))[0].tolist()
        half = 12.0 * scale
        box = QRectF(x - half, y - half, 2 * half, 2 * half)
    for ink, width in ((sheet.theme.overlay_halo, 5.0), (colour, WIDTH_PX + 0.4)):
        painter.setPen(pen(ink, width * scale, 0.9))
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())


def _paint_way(
    sheet: Sheet, start: Feature, end: Feature, colour: str, dash: tuple[float, ...]
) -> None:
    """An arrow from where it was to where it is, for what is at one place."""
    here, there = place_of(start), place_of(end)
    if here is None or there is None or here == there:
        return
    line = live_painting.units_of(sheet, geodesic((here, there)))
    line = line[np.isfinite(line).all(axis=1)]
    head = HEAD_PX * sheet.scale
    if len(line) < 2 or float(np.hypot(*np.diff(line, axis=0).T).sum()) < head:
        return
    painter, scale = sheet.painter, sheet.scale
    body = polygon(shortened(line, 0.7 * head))
    tip = arrow_head(line, head)
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(sheet.theme.overlay_halo, (WIDTH_PX + 3.0) * scale, 0.75))
    painter.drawPolyline(body)
    painter.setPen(pen(colour, WIDTH_PX * scale, 1.0, dash, flat=True))
    painter.drawPolyline(body)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(colour))
    painter.drawPolygon(tip)
    painter.setBrush(NO_BRUSH)


def _paint_sign(
    sheet: Sheet, marked: Marked, shape: Shape | None, shift_px: Pixel, *, larger: bool = False
) -> None:
    if shape is None:
        return
    painter, scale = sheet.painter, sheet.scale
    colour = _colour(sheet, marked)
    x, y = sheet.frame.units(np.array([sign_xy(shape)]))[0].tolist()
    dx, dy = sign_shift_px(shape)
    at = QPointF(x + (dx + shift_px[0]) * scale, y + (dy + shift_px[1]) * scale)
    radius = SIGN_RADIUS_PX * (1.25 if larger else 1.0) * scale
    ground = sheet.theme.overlay_halo
    painter.setPen(pen(colour, 2.0 * scale))
    painter.setBrush(brush(colour if marked.accepted else ground))
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(NO_BRUSH)
    sign = "!" if marked.conflict else MARKS[marked.what]
    sheet.text(sign, SIGN, (at.x(), at.y()), ground if marked.accepted else colour, halo=False)


def _box(sheet: Sheet, shape: Shape, out_px: float, shift_px: Pixel) -> QRectF:
    x, y = sheet.frame.units(shape.parts.positions[:1])[0].tolist()
    body = symbol_shift_px(shape)
    x, y = x + (shift_px[0] + body[0]) * sheet.scale, y + (shift_px[1] + body[1]) * sheet.scale
    size = getattr(shape.feature.properties, "size", 0.7)
    half_x, half_y = ((half * size + out_px) * sheet.scale for half in HALF_PX)
    return QRectF(round(x) - half_x, round(y) - half_y, 2 * half_x, 2 * half_y)


def _box_of(sheet: Sheet) -> Bounds:
    left, bottom, right, top = sheet.frame.xy_bounds()
    wide = 200.0 * sheet.frame.metres_per_unit * sheet.scale
    return left - wide, bottom - wide, right + wide, top + wide


def _colour(sheet: Sheet, marked: Marked) -> str:
    """The sort's colour, lighter where the ground is dark."""
    name = CONFLICT_COLOUR if marked.conflict else COLOURS[marked.what]
    return colour_on(QColor(sheet.theme.land).lightness(), name)


def colour_on(lightness: int, name: str) -> str:
    """A colour of a sort on a ground of a lightness of 0 to 255."""
    return QColor(name).lighter(170).name() if lightness < _DARK else name
