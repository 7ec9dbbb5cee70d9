"""Paints the features of a scene in drawing order, in steps that a caller may interrupt."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence, Set

from PySide6.QtCore import QPointF

from baltic_desk.document.feature import (
    Area,
    Arrow,
    ControlMeasure,
    Corridor,
    Ellipse,
    Freehand,
    Line,
    Mark,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import (
    paint_arrow,
    paint_mark,
    paint_name,
    paint_note,
    paint_ring_label,
)
from baltic_desk.ui.map.command_line_painting import paint_command_lines
from baltic_desk.ui.map.measure_painting import paint_measure
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.outline_painting import paint_area, paint_line
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, pen
from baltic_desk.ui.map.ring_painting import paint_letters, paint_ring
from baltic_desk.ui.map.ring_washes import paint_washes
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.viewport import Frame

UNITS_TO_A_STEP = 8
FAINT = 0.4
"""How strongly a published range is drawn of which only what is seen at an altitude counts."""
LEADER_PX = 1.2
LEADER_HALO_PX = 3.0
LEADER_HALO_OPACITY = 0.7
DOT_RADIUS_PX = 2.6
"""The line from a unit that is drawn elsewhere to its place, and the dot there."""


def paint_overlays(
    sheet: Sheet, scene: Scene, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """All features of the scene that the frame shows, but not those of the ids `without`."""
    yield from paint_command_lines(sheet, scene.command_lines, without=without)
    frame = sheet.frame
    metres_per_px = frame.styled_metres_per_px
    found = scene.seen(frame.xy_bounds(), metres_per_px)
    if len(found) == 0:
        return
    texts = scene.texts(metres_per_px)[found].tolist()
    offsets = scene.arranged(metres_per_px).offset_px[found].tolist()
    labels = yield from sheet.means.ring_places.labels(scene, metres_per_px)
    sheet.means.own.show(scene.pictures)
    painter = sheet.painter
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    yield from paint_washes(sheet, scene, found, without=without)
    places = frame.units(scene.bounds[found, :2]).tolist()
    for k, place, shown, offset in zip(map(int, found), places, texts, offsets, strict=True):
        shape = scene.shapes[k]
        if shape.feature.id in without:
            continue
        if scene.is_unit[k] and scene.opacity[k] == 1.0:
            unit = shape.feature.properties
            assert isinstance(unit, Unit)
            paint_unit(sheet, unit, place, Texts(shown), offset)
            yield
            continue
        opacity = float(scene.opacity[k])
        faintness = FAINT if scene.cut[k] else 1.0
        if opacity * faintness < 1.0:
            painter.setOpacity(opacity * faintness)
        label = labels.get(k)
        paint_shape(sheet, shape, texts=Texts(shown), offset_px=offset)
        paint_letters(sheet, shape, label)
        if label is not None:
            painter.setOpacity(opacity)
            paint_ring_label(sheet, shape, label)
        if opacity * faintness < 1.0:
            painter.setOpacity(1.0)
        yield


def ask_for_measures(
    frame: Frame, measures: MeasurePictures, scene: Scene
) -> Generator[None, None, None]:
    """Have the control measures in sight drawn for the frame's scale."""
    metres_per_px = frame.styled_metres_per_px
    for k in map(int, scene.seen(frame.xy_bounds(), metres_per_px)):
        if isinstance(scene.shapes[k].feature.properties, ControlMeasure):
            measures.ready(scene.shapes[k], metres_per_px)
            yield


def ask_for_symbols(sheet: Sheet, scene: Scene) -> Iterator[None]:
    """Have the symbols in sight drawn before they are painted: so they come all the sooner."""
    metres_per_px = sheet.frame.styled_metres_per_px
    found = scene.seen(sheet.frame.xy_bounds(), metres_per_px)
    texts = scene.texts(metres_per_px)
    for count, k in enumerate(map(int, found[scene.is_unit[found]])):
        unit = scene.shapes[k].feature.properties
        if isinstance(unit, Unit) and unit.picture is None:
            sheet.unit_picture(unit, Texts(int(texts[k])))
        if count % UNITS_TO_A_STEP == 0:
            yield


def paint_shape(
    sheet: Sheet,
    shape: Shape,
    *,
    texts: Texts = Texts.ALL,
    offset_px: Sequence[float] = (0.0, 0.0),
) -> None:
    """One feature, without a ring's wash and label; a unit drawn so far from its place."""
    match shape.feature.properties:
        case Unit() as unit:
            x, y = sheet.frame.units(shape.parts.positions)[0].tolist()
            paint_unit(sheet, unit, (x, y), texts, offset_px)
        case TextNote() as note:
            paint_note(sheet, shape, note)
        case Mark() as mark:
            paint_mark(sheet, shape, mark)
        case Arrow() as arrow:
            paint_arrow(sheet, shape, arrow)
            paint_name(sheet, shape)
        case RangeRing():
            paint_ring(sheet, shape)
        case Line() | Freehand():
            paint_line(sheet, shape)
            paint_name(sheet, shape)
        case ControlMeasure():
            if not paint_measure(sheet, shape):
                (paint_area if shape.is_area else paint_line)(sheet, shape)
                paint_name(sheet, shape)
        case Area() | Rectangle() | Ellipse() | Corridor():
            paint_area(sheet, shape)
            paint_name(sheet, shape)


def paint_unit(
    sheet: Sheet, unit: Unit, place: Sequence[float], texts: Texts, offset_px: Sequence[float]
) -> None:
    """A unit's symbol; drawn away from its place, with a line to a dot there."""
    dx, dy = offset_px
    if not (dx or dy):
        sheet.unit(unit, place, texts)
        return
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    start = QPointF(place[0], place[1])
    end = start + QPointF(dx, dy) * scale
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(theme.overlay_halo, LEADER_HALO_PX * scale, LEADER_HALO_OPACITY))
    painter.drawLine(start, end)
    painter.setPen(pen(theme.overlay_text, LEADER_PX * scale))
    painter.drawLine(start, end)
    painter.setPen(pen(theme.overlay_halo, LEADER_PX * scale))
    painter.setBrush(brush(theme.overlay_text))
    painter.drawEllipse(start, DOT_RADIUS_PX * scale, DOT_RADIUS_PX * scale)
    sheet.unit(unit, (end.x(), end.y()), texts)
