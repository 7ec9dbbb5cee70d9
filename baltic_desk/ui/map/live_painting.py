"""Paints what changes while one works: previews, the selection, handles, guides, the readout."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from baltic_desk.document.feature import Unit
from baltic_desk.document.handles import Handle
from baltic_desk.geo.geodesy import Floats, Position, geodesic
from baltic_desk.tools.tool import Guide
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.arrangement import body_shift_px
from baltic_desk.ui.map.dense import is_dense, paint_dense
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.measure_painting import paint_stroked
from baltic_desk.ui.map.measure_pictures import latest
from baltic_desk.ui.map.overlay_painting import FAINT
from baltic_desk.ui.map.placed import Stroked
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, color, pen, polygon
from baltic_desk.ui.map.ring_labels import label_of
from baltic_desk.ui.map.ring_painting import paint_letters
from baltic_desk.ui.map.ring_washes import paint_over_each_other
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shape_painting import paint_shape
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.trace_painting import paint_ghost, paint_way
from baltic_desk.ui.map.traces import Trace
from baltic_desk.ui.map.viewport import Bounds, Pixel

SELECTION_WIDTH_PX = 5.0
SELECTION_OPACITY = 0.42
HANDLE_PX = 8.0
VERTEX_PX = 7.0
EDGE_PX = 5.0
GUIDE_TYPE = Type(11.5, bold=True)
UNIT_FRAME_PX = (24.0, 20.0)
"""Half the width and height of the box drawn about a selected unit of size 1."""


def paint_features(
    sheet: Sheet,
    shapes: Iterable[Shape],
    scene: Scene,
    settled_metres_per_px: float,
    *,
    faint: Set[str] = frozenset(),
) -> None:
    """Features of a preview, as they will look; units as far from their place as they stand now.

    `faint` are rings of which only what is seen at an altitude counts, besides those of the scene.
    """
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metres_per_px = sheet.frame.styled_metres_per_px
    shapes = tuple(shapes)
    ids = [shape.feature.id for shape in shapes]
    faint = faint | {i for i in ids if i in scene.place and scene.cut[scene.place[i]]}
    paint_over_each_other(sheet, (shape for shape in shapes if shape.feature.id not in faint))
    for shape in shapes:
        texts, offset_px = drawn(shape, scene, settled_metres_per_px)
        if shape.feature.id in faint:
            sheet.painter.setOpacity(FAINT)
        paint_shape(sheet, shape, texts=texts, offset_px=offset_px)
        sheet.painter.setOpacity(1.0)
        label = label_of(shape, metres_per_px, sheet.means.ruler)
        paint_letters(sheet, shape, label)
        if label is not None:
            # Straight while it moves: set along the arc it would take a millisecond each time.
            x, y = sheet.frame.units(label.at_xy[:1])[0].tolist()
            sheet.text(label.text, label.style, (x, y), sheet.letters(shape))


def paint_traces(
    sheet: Sheet, traces: Iterable[Trace], scene: Scene, settled_metres_per_px: float
) -> None:
    """Ghosts and ways of features that are shown above the tiles."""
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for trace in traces:
        paint_way(sheet, trace, scene.offset_px(trace.id, settled_metres_per_px))
        paint_ghost(sheet, trace)


def drawn(shape: Shape, scene: Scene, metres_per_px: float) -> tuple[Texts, Pixel]:
    """How many texts a unit shows at a scale, and how far from its place it is drawn: by hand, or
    as its stack in the scene is fanned out."""
    unit = shape.feature.properties
    if not isinstance(unit, Unit):
        return Texts.ALL, (0.0, 0.0)
    by_hand = (unit.offset_x_px, unit.offset_y_px)
    k = scene.place.get(shape.feature.id)
    if k is None:
        return Texts.ALL, by_hand
    texts = Texts(int(scene.texts(metres_per_px)[k]))
    there = scene.shapes[k].feature.properties
    before = isinstance(there, Unit) and (there.offset_x_px or there.offset_y_px)
    if any(by_hand) or before:
        return texts, by_hand
    return texts, scene.arranged(metres_per_px).of(k)


def paint_selection(
    sheet: Sheet,
    shapes: Iterable[Shape],
    scene: Scene,
    settled_metres_per_px: float,
    *,
    hovered: bool = False,
) -> None:
    """A band of light under the outline of selected features, a box about points."""
    painter, frame, theme = sheet.painter, sheet.frame, sheet.theme
    opacity = SELECTION_OPACITY * (0.6 if hovered else 1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in shapes:
        painter.setBrush(NO_BRUSH)
        if shape.is_point:
            painter.setPen(pen(theme.selection, 2.0 * sheet.scale, min(2.0 * opacity, 1.0)))
            _, offset_px = drawn(shape, scene, settled_metres_per_px)
            painter.drawRoundedRect(
                _box(sheet, shape, offset_px), 4.0 * sheet.scale, 4.0 * sheet.scale
            )
            continue
        drawn_measure = latest(shape, frame.styled_metres_per_px)
        if drawn_measure is not None and drawn_measure.outlines:
            for piece in drawn_measure.pieces:
                if isinstance(piece, Stroked):
                    width = (piece.width_px + SELECTION_WIDTH_PX) * sheet.scale
                    painter.save()
                    paint_stroked(sheet, piece, pen(theme.selection, width, opacity, bevel=True))
                    painter.restore()
            continue
        width = (shape.style.stroke_width + SELECTION_WIDTH_PX) * sheet.scale
        painter.setPen(pen(theme.selection, width, opacity, bevel=True))
        if sheet.vector:
            painter.drawPath(frame.transform.map(shape.path))
            continue
        if is_dense(shape, frame):
            paint_dense(painter, frame, shape, painter.pen())
            continue
        painter.save()
        painter.setTransform(frame.transform, True)
        if clipped.is_large(shape, frame):
            for line, _ in clipped.lines(shape, frame):
                painter.drawPolyline(line)
        else:
            painter.drawPath(shape.path_at(frame.metres_per_unit))
        painter.restore()


def paint_handles(sheet: Sheet, handles: Sequence[Handle]) -> None:
    """Squares for vertices and corners, small discs to make a vertex, rings to turn."""
    if not handles:
        return
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.selection, 1.5 * scale))
    places = units_of(sheet, [handle.position for handle in handles])
    for handle, (x, y) in zip(handles, places.tolist(), strict=True):
        if not (math.isfinite(x) and math.isfinite(y)):
            continue
        kind = handle.name.partition(":")[0]
        if kind in ("vertex", "corner", "way"):
            side = VERTEX_PX * scale
            painter.setBrush(brush(theme.handle))
            painter.drawRect(QRectF(round(x) - side / 2, round(y) - side / 2, side, side))
        elif kind in ("edge", "leg"):
            painter.setBrush(brush(theme.handle, 0.55))
            painter.drawEllipse(QPointF(x, y), EDGE_PX / 2 * scale, EDGE_PX / 2 * scale)
        else:
            turning = kind in ("rotate", "direction")
            painter.setBrush(brush(theme.selection if turning else theme.handle))
            painter.drawEllipse(QPointF(x, y), HANDLE_PX / 2 * scale, HANDLE_PX / 2 * scale)


def paint_guides(sheet: Sheet, guides: Iterable[Guide]) -> None:
    """Helping lines, boxes, handles and labels of a gesture."""
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for guide in guides:
        match guide.kind:
            case "line":
                painter.setBrush(NO_BRUSH)
                painter.setPen(pen(theme.guide, 1.6 * scale, 0.9, (5.0, 3.0)))
                if len(guide.positions) > 1:
                    painter.drawPolyline(
                        polygon(_finite(units_of(sheet, geodesic(guide.positions))))
                    )
            case "box":
                _paint_box(sheet, guide)
            case "handle":
                name = guide.handle or "vertex:0"
                paint_handles(sheet, [Handle(name, place) for place in guide.positions])
            case "label":
                if guide.positions:
                    x, y = units_of(sheet, guide.positions[:1])[0].tolist()
                    sheet.text(guide.text, GUIDE_TYPE, (x, y - 12.0 * scale), theme.guide)


def paint_readout(sheet: Sheet, text: str, at: tuple[float, float]) -> None:
    """Measurements beside the pointer, lower right of it unless that is out of sight."""
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    box = readout_box(sheet, text, at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.furniture, 1.0 * scale, 0.4))
    painter.setBrush(brush(theme.furniture_ground, 0.92))
    painter.drawRoundedRect(box, 4.0 * scale, 4.0 * scale)
    center = (box.center().x(), box.center().y())
    sprite = sheet.means.sprites.sprite(
        text, GUIDE_TYPE, color(theme.furniture), color(theme.furniture_ground, 0.0), scale
    )
    sheet.image(sprite.image, center[0] - sprite.middle[0], center[1] - sprite.middle[1])


def readout_box(sheet: Sheet, text: str, at: tuple[float, float]) -> QRectF:
    """Where the readout is painted, painter units."""
    lines = text.split("\n")
    width = (
        max(sheet.means.ruler.width_px(line, GUIDE_TYPE) for line in lines) + 14.0
    ) * sheet.scale
    height = (len(lines) * 1.12 * GUIDE_TYPE.size_px + 8.0) * sheet.scale
    x, y = at[0] + 18.0 * sheet.scale, at[1] + 20.0 * sheet.scale
    if x + width > sheet.frame.width:
        x = at[0] - 12.0 * sheet.scale - width
    if y + height > sheet.frame.height:
        y = at[1] - 12.0 * sheet.scale - height
    return QRectF(round(x), round(y), width, height)


def box_of(sheet: Sheet, bounds: Bounds, margin_px: float) -> QRectF:
    """A box in map metres as painter units, with a margin in pixels."""
    corners = sheet.frame.units(np.array((bounds[:2], bounds[2:])))
    margin = margin_px * sheet.scale
    (left, bottom), (right, top) = corners.tolist()
    return QRectF(left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin)


def units_of(sheet: Sheet, positions: Iterable[Position] | Floats) -> Floats:
    """Painter units (n, 2) of positions."""
    lonlat = np.array(list(positions), float).reshape(-1, 2)
    return sheet.frame.units(sheet.frame.projection.forward(lonlat))


def _finite(units: Floats) -> Floats:
    return units[np.isfinite(units).all(axis=1)]


def _box(sheet: Sheet, shape: Shape, offset_px: Pixel) -> QRectF:
    x, y = sheet.frame.units(shape.parts.positions[:1])[0].tolist()
    properties = shape.feature.properties
    size = 0.6
    if isinstance(properties, Unit):
        size = properties.size
        shift = body_shift_px(properties)
        x += (offset_px[0] + shift[0]) * sheet.scale
        y += (offset_px[1] + shift[1]) * sheet.scale
    half_width, half_height = (half * size * sheet.scale for half in UNIT_FRAME_PX)
    return QRectF(round(x) - half_width, round(y) - half_height, 2 * half_width, 2 * half_height)


def _paint_box(sheet: Sheet, guide: Guide) -> None:
    if len(guide.corners_px) < 2:
        return
    (x0, y0), (x1, y1) = guide.corners_px[:2]
    scale = sheet.scale
    box = QRectF(QPointF(x0 * scale, y0 * scale), QPointF(x1 * scale, y1 * scale)).normalized()
    edge = QPen(pen(sheet.theme.selection, 1.2 * scale))
    edge.setStyle(Qt.PenStyle.DashLine)
    sheet.painter.setPen(edge)
    sheet.painter.setBrush(brush(sheet.theme.selection, 0.10))
    sheet.painter.drawRect(box)


def paint_boxes(
    sheet: Sheet, shapes: Sequence[Shape], scene: Scene, settled_metres_per_px: float
) -> None:
    """A plain box about each of very many features, drawn in one call."""
    bounds = np.array([shape.bounds for shape in shapes], float).reshape(-1, 4)
    low, high = sheet.frame.units(bounds[:, :2]), sheet.frame.units(bounds[:, 2:])
    half = UNIT_FRAME_PX[1] * sheet.scale
    offset_px = scene.arranged(settled_metres_per_px).offset_px
    shift = offset_px[[scene.place[shape.feature.id] for shape in shapes]] * sheet.scale
    low, high = low + shift, high + shift
    left, right = low[:, 0] - half, high[:, 0] + half
    top, bottom = high[:, 1] - half, low[:, 1] + half
    seen = (right > 0) & (left < sheet.frame.width) & (bottom > 0) & (top < sheet.frame.height)
    boxes = np.column_stack((left, top, right - left, bottom - top))[seen]
    sheet.painter.setBrush(NO_BRUSH)
    sheet.painter.setPen(pen(sheet.theme.selection, sheet.scale))
    sheet.painter.drawRects([QRectF(*box) for box in boxes.tolist()])
