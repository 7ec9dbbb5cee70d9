"""Paints the features of a scene in drawing order, in steps that a caller may interrupt."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Set

from baltic_desk.document.feature import ControlMeasure, Unit
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import paint_ring_label
from baltic_desk.ui.map.command_line_painting import paint_command_lines
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.ring_painting import paint_letters
from baltic_desk.ui.map.ring_washes import paint_washes
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shape_painting import paint_shape, paint_unit
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.trace_painting import paint_traces
from baltic_desk.ui.map.viewport import Frame

UNITS_TO_A_STEP = 8
FAINT = 0.4
"""How strongly a published range is drawn of which only what is seen at an altitude counts."""


def paint_overlays(
    sheet: Sheet, scene: Scene, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """All features of the scene that the frame shows, but not those of the ids `without`."""
    yield from paint_command_lines(sheet, scene.command_lines, without=without)
    frame = sheet.frame
    metres_per_px = frame.styled_metres_per_px
    found = scene.seen(frame.xy_bounds(), metres_per_px)
    if len(found) == 0:
        yield from _paint_traces(sheet, scene, without)
        return
    texts = scene.texts(metres_per_px)[found].tolist()
    offsets = scene.arranged(metres_per_px).offset_px[found].tolist()
    labels = yield from sheet.means.ring_places.labels(scene, metres_per_px)
    sheet.means.own.show(scene.pictures)
    painter = sheet.painter
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    yield from paint_washes(sheet, scene, found, without=without)
    yield from _paint_traces(sheet, scene, without)
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


def _paint_traces(sheet: Sheet, scene: Scene, without: Set[str]) -> Iterator[None]:
    traces, metres_per_px = scene.traces, sheet.frame.styled_metres_per_px
    if not traces.each:
        return
    found: list[int] = traces.seen(sheet.frame.xy_bounds(), metres_per_px).tolist()
    offsets = [scene.offset_px(traces.each[k].id, metres_per_px) for k in found]
    yield from paint_traces(sheet, traces, offsets, found, without=without)


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
    ghosts: list[int] = scene.traces.seen(sheet.frame.xy_bounds(), metres_per_px).tolist()
    for k in ghosts:
        ghost = scene.traces.each[k].ghost
        unit = None if ghost is None else ghost.feature.properties
        if isinstance(unit, Unit) and unit.picture is None:
            sheet.unit_picture(unit, Texts.NONE)
