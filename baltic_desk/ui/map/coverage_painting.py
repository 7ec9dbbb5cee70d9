"""Paints reach at an altitude: the area, and each stretch of its edge by what limits it.

What limits an edge is told by its weight, dash and marks, never by colour: that is the ring's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from baltic_desk.coverage.line_of_sight import Cause
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import paint_ring_label
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Type
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.placed_reach import PlacedReach, Reaches
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, color, pen
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shape_painting import paint_unit
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

FILL_TIMES = 1.7
MOST_FILL = 0.5
"""Reach is filled so many times as strongly as its published ring, up to so much; what lies in the
reach of a wider ring of the same emitter only as strongly."""
MARK_EVERY_PX = 26.0
MARK_PX = 4.0
PLATE_OPACITY = 0.72
_LABEL_OUT_PX = (4.0, 26.0, 48.0)
"""How far beyond its edge a label stands, the best first."""
_LABEL_GAP_PX = 3.0
_UNIT_PX = (20.0, 16.0)


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """How an edge is drawn: width in pixels, dashes in widths, crosses along it."""

    width_px: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    crosses: bool = False

    def pen(self, ink: str, scale: float, opacity: float) -> QPen:
        """The pen of a colour."""
        return pen(ink, self.width_px * scale, opacity * self.opacity, self.dash, bevel=True)


LOOKS: Mapping[Cause, EdgeLook] = {
    "range": EdgeLook(2.8),
    "horizon": EdgeLook(2.2, (5.0, 2.2)),
    "terrain": EdgeLook(1.3),
    "data": EdgeLook(1.3, (2.0, 3.0), crosses=True),
}
"""From the bottom up, in the order of the legend."""

PROVISIONAL = EdgeLook(1.6, (1.0, 2.6), 0.8)
"""Of all edges, and without a fill, until the terrain has been looked at."""


def paint_reaches(
    sheet: Sheet, scene: Scene, reaches: Reaches, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """Areas and edges of all that is reached, in steps; but not of the rings `without`."""
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shown = list(_shown(scene, reaches, without))
    for shape, item, opacity in shown:
        _paint_fill(sheet, shape, item, opacity)
        yield
    for shape, item, opacity in shown:
        paint_edges(sheet, shape, item, opacity)
        yield


def paint_reach_of(sheet: Sheet, scene: Scene, reaches: Reaches, ids: Set[str]) -> None:
    """Areas, edges and labels of what these rings reach, at once, where they are among all."""
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    every = list(_shown(scene, reaches, frozenset()))
    shown = [each for each in every if each[1].ring_id in ids]
    for shape, item, opacity in shown:
        _paint_fill(sheet, shape, item, opacity)
    for shape, item, opacity in shown:
        paint_edges(sheet, shape, item, opacity)
    for shape, item, box in _labelled(sheet, every, _unit_places(sheet, scene)) if shown else ():
        if item.ring_id in ids:
            _paint_label(sheet, shape, item, box)


def paint_reach_labels(
    sheet: Sheet, scene: Scene, reaches: Reaches, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """What is said at the edges."""
    shown = list(_shown(scene, reaches, without))
    for shape, item, box in _labelled(sheet, shown, _unit_places(sheet, scene)):
        _paint_label(sheet, shape, item, box)
        yield


def paint_published_labels(sheet: Sheet, scene: Scene, reaches: Reaches) -> Iterator[None]:
    """Labels of published rings whose edge has been painted over."""
    labels = yield from sheet.means.ring_places.labels(scene, sheet.frame.styled_metres_per_px)
    for shape, item, opacity in _shown(scene, reaches, frozenset()):
        label = labels.get(scene.place[item.ring_id])
        if label is not None and "range" in item.edges:
            sheet.painter.setOpacity(opacity)
            paint_ring_label(sheet, shape, label)
            sheet.painter.setOpacity(1.0)
            yield


def erase_units(sheet: Sheet, scene: Scene, *, without: Set[str] = frozenset()) -> Iterator[None]:
    """Take away what lies over units: reach is painted over the tiles, but belongs under them."""
    metres_per_px = sheet.frame.styled_metres_per_px
    found = scene.seen(sheet.frame.xy_bounds(), metres_per_px)
    found = found[scene.is_unit[found]]
    if not len(found):
        return
    texts = scene.texts(metres_per_px)[found].tolist()
    offsets = scene.arranged(metres_per_px).offset_px[found].tolist()
    places = sheet.frame.units(scene.bounds[found, :2]).tolist()
    sheet.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    for k, place, shown, offset in zip(map(int, found), places, texts, offsets, strict=True):
        unit = scene.shapes[k].feature.properties
        if isinstance(unit, Unit) and scene.shapes[k].feature.id not in without:
            sheet.painter.setOpacity(float(scene.opacity[k]))
            paint_unit(sheet, unit, place, Texts(shown), offset)
            yield
    sheet.painter.setOpacity(1.0)
    sheet.painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _shown(
    scene: Scene, reaches: Reaches, without: Set[str]
) -> Iterator[tuple[Shape, PlacedReach, float]]:
    for item in reaches.items:
        place = scene.place.get(item.ring_id)
        if place is None or item.ring_id in without:
            continue
        shape = scene.shapes[place]
        ring = shape.feature.properties
        # What was reached from where the ring stood before it was moved is no longer so.
        here = isinstance(ring, RangeRing) and (ring.center_lon, ring.center_lat)
        if here == item.reached.ring.limits.emitter.position:
            yield shape, item, float(scene.opacity[place])


def _type(shape: Shape) -> Type:
    return Type(shape.style.font_size * POINTS_TO_PX, bold=True)


def paint_edges(sheet: Sheet, shape: Shape, item: PlacedReach, opacity: float) -> None:
    """The edges of one ring's reach."""
    ink = sheet.ink(shape.style.stroke)
    opacity *= shape.style.stroke_opacity
    for cause, look in LOOKS.items():
        outline = item.edges.get(cause)
        if outline is None:
            continue
        shown = PROVISIONAL if item.provisional else look
        _paint_outline(sheet, outline, shown.pen(ink, sheet.scale, opacity))
        if shown.crosses:
            _paint_crosses(sheet, outline, pen(ink, look.width_px * sheet.scale, opacity))


def _paint_fill(sheet: Sheet, shape: Shape, item: PlacedReach, opacity: float) -> None:
    times = 1.0 if item.inner else FILL_TIMES
    fill_opacity = min(shape.style.fill_opacity * times, MOST_FILL) * opacity
    if item.fill is None or item.provisional or fill_opacity <= 0.0:
        return
    painter, frame = sheet.painter, sheet.frame
    painter.save()
    painter.setPen(NO_PEN)
    painter.setBrush(brush(shape.style.fill, fill_opacity))
    large = not sheet.vector and clipped.is_large(item.fill, frame)
    path = clipped.area(item.fill, frame) if large else item.fill.path
    # As elsewhere: few SVG readers know what does not scale with the transform.
    painter.drawPath(frame.transform.map(path))
    painter.restore()


def _paint_outline(sheet: Sheet, outline: Outline, stroke: QPen) -> None:
    painter, frame = sheet.painter, sheet.frame
    painter.save()
    painter.setBrush(NO_BRUSH)
    painter.setPen(stroke)
    if sheet.vector or not clipped.is_large(outline, frame):
        painter.drawPath(frame.transform.map(outline.path))
    else:
        painter.setTransform(frame.transform, True)
        dashed = QPen(stroke)
        for line, before in clipped.lines(outline, frame):
            dashed.setDashOffset(before / frame.metres_per_unit / max(stroke.widthF(), 1e-6))
            painter.setPen(dashed if stroke.dashPattern() else stroke)
            painter.drawPolyline(line)
    painter.restore()


def _paint_crosses(sheet: Sheet, outline: Outline, stroke: QPen) -> None:
    """Crosses at even distances: where knowledge ends, as on a chart of a survey."""
    frame, arm = sheet.frame, MARK_PX * sheet.scale
    every_m = MARK_EVERY_PX * frame.styled_metres_per_px
    crosses: list[QLineF] = []
    for first, last in pairwise(outline.parts.starts.tolist()):
        along, xy = outline.along[first:last], outline.parts.positions[first:last]
        at = np.arange(every_m / 2, along[-1], every_m)
        if not len(at):
            at = np.array([along[-1] / 2])
        places = frame.units(
            np.column_stack((np.interp(at, along, xy[:, 0]), np.interp(at, along, xy[:, 1])))
        )
        for x, y in places[_within(places, sheet)].tolist():
            crosses.append(QLineF(x - arm, y - arm, x + arm, y + arm))
            crosses.append(QLineF(x - arm, y + arm, x + arm, y - arm))
    sheet.painter.setPen(stroke)
    sheet.painter.drawLines(crosses)


def _within(places: Floats, sheet: Sheet) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    margin = 2.0 * MARK_PX * sheet.scale
    x, y = places[:, 0], places[:, 1]
    return (
        (x > -margin)
        & (x < sheet.frame.width + margin)
        & (y > -margin)
        & (y < sheet.frame.height + margin)
    )


def _paint_label(sheet: Sheet, shape: Shape, item: PlacedReach, box: QRectF) -> None:
    """On a plate, and not with a halo: that is 1.5 ms for each new text, and an altitude that is
    dragged has twenty of them ten times a second."""
    painter, style, scale = sheet.painter, _type(shape), sheet.scale
    painter.setPen(NO_PEN)
    painter.setBrush(brush(sheet.theme.overlay_halo, PLATE_OPACITY))
    painter.drawRoundedRect(box, 2.0 * scale, 2.0 * scale)
    ink = sheet.letters(shape)
    middle = box.center()
    if sheet.vector:
        sheet.text(item.label, style, (middle.x(), middle.y()), ink, halo=False)
        return
    lines = item.label.split("\n")
    painter.setFont(style.font(scale))
    painter.setPen(color(ink))
    for number, line in enumerate(lines):
        down = (number - (len(lines) - 1) / 2) * 1.12 + 0.36
        left = middle.x() - sheet.means.ruler.width_px(line, style) / 2 * scale
        painter.drawText(QPointF(left, middle.y() + down * style.size_px * scale), line)


def _unit_places(sheet: Sheet, scene: Scene) -> Floats:
    """Where units are drawn, painter units (n, 2)."""
    units = np.flatnonzero(scene.is_unit)
    offset_px = scene.arranged(sheet.frame.styled_metres_per_px).offset_px[units]
    return sheet.frame.units(scene.bounds[units, :2]) + offset_px * sheet.scale


def _labelled(
    sheet: Sheet, shown: list[tuple[Shape, PlacedReach, float]], units: Floats
) -> Iterator[tuple[Shape, PlacedReach, QRectF]]:
    """Which labels are written, and the box that each takes, painter units.

    Each stands below, above or beside its edge, where it meets no other and covers the fewest
    units; a label that says again what its neighbour of the same emitter says is left out.
    """
    taken: list[QRectF] = []
    said: set[object] = set()
    for shape, item, _ in shown:
        word = (item.reached.ring.limits.emitter.position, item.label)
        if not item.label or word in said:
            continue
        said.add(word)
        boxes = [box for box in _boxes(sheet, shape, item) if not _meets(box, taken, sheet.scale)]
        if boxes:
            box = min(boxes, key=lambda box: _covered(box, units, sheet.scale))
            taken.append(box)
            yield shape, item, box


def _boxes(sheet: Sheet, shape: Shape, item: PlacedReach) -> Iterator[QRectF]:
    """Where a label may stand, the best first."""
    style, lines, scale = _type(shape), item.label.split("\n"), sheet.scale
    width_px = max(sheet.means.ruler.width_px(line, style) for line in lines)
    half = (width_px / 2 + 3.0) * scale
    high = style.size_px * 0.6 * len(lines) * scale
    places = sheet.frame.units(item.label_xy).tolist()
    for out_px in _LABEL_OUT_PX:
        out = out_px * scale
        shifts = ((0.0, high + out), (0.0, -high - out), (half + out, 0.0), (-half - out, 0.0))
        for (x, y), (dx, dy) in zip(places, shifts, strict=True):
            yield QRectF(x + dx - half, y + dy - high, 2 * half, 2 * high)


def _meets(box: QRectF, others: list[QRectF], scale: float) -> bool:
    gap = _LABEL_GAP_PX * scale
    return any(box.adjusted(-gap, -gap, gap, gap).intersects(other) for other in others)


def _covered(box: QRectF, units: Floats, scale: float) -> int:
    """How many units a box would cover, by half of their width and height."""
    x, y = units[:, 0], units[:, 1]
    wide, high = _UNIT_PX[0] * scale, _UNIT_PX[1] * scale
    inside = (x > box.left() - wide) & (x < box.right() + wide)
    inside &= (y > box.top() - high) & (y < box.bottom() + high)
    return int(inside.sum())
