"""Paints ghosts of where features were a phase before, and arrows along the way they came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import numpy as np
from PySide6.QtCore import QPointF

from baltic_desk.document.feature import Unit
from baltic_desk.geo.clipping import Paths, clip_lines
from baltic_desk.geo.geodesy import Floats
from baltic_desk.symbology.standing import identity
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.annotation_painting import arrow_head, shortened
from baltic_desk.ui.map.command_lines import INKS
from baltic_desk.ui.map.obstacles import body_box
from baltic_desk.ui.map.qt_paths import NO_BRUSH, NO_PEN, brush, pen, polygon
from baltic_desk.ui.map.shape_painting import paint_shape
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.traces import Trace, Traces
from baltic_desk.ui.map.viewport import Pixel

GHOST_OPACITY = 0.42
WIDTH_PX = 2.6
HALO_PX = 6.0
HALO_OPACITY = 0.7
HEAD_PX = 13.0
START_PX = 3.2
"""Radius of the dot where the way begins, if no ghost stands there."""
ROOM_PX = 3.0
"""Between a symbol and the arrow."""
DOT_PX = 6.0
"""Half the side of the box about the place of a unit that is drawn beside it."""
_MARGIN_PX = 60.0

Box = tuple[float, float, float, float]


def paint_traces(
    sheet: Sheet,
    traces: Traces,
    offsets: Sequence[Pixel],
    found: Sequence[int],
    *,
    without: Set[str] = frozenset(),
) -> Iterator[None]:
    """The traces `found`, but not those of the ids `without`: arrows, and ghosts above them.

    Parameters
    ----------
    offsets
        How far from its place each of them is drawn where it is now, pixels.
    """
    sheet.painter.setRenderHint(sheet.painter.RenderHint.Antialiasing)
    shown = [
        (traces.each[k], offset_px)
        for k, offset_px in zip(found, offsets, strict=True)
        if traces.each[k].id not in without
    ]
    for trace, offset_px in shown:
        paint_way(sheet, trace, offset_px)
        yield
    for trace, _ in shown:
        paint_ghost(sheet, trace)
        yield


def paint_ghost(sheet: Sheet, trace: Trace) -> None:
    """The feature where it was, faintly."""
    if trace.ghost is None:
        return
    sheet.painter.setOpacity(GHOST_OPACITY * trace.opacity)
    paint_shape(sheet, trace.ghost, texts=Texts.NONE)
    sheet.painter.setOpacity(1.0)


def paint_way(sheet: Sheet, trace: Trace, offset_px: Pixel) -> None:
    """The arrow, from beside the ghost to beside the symbol."""
    if trace.way is None:
        return
    line = sheet.frame.units(trace.way)
    start = None if trace.ghost is None else _unit_box(trace.ghost.feature.properties)
    end = _unit_box(trace.moved.after.properties)
    if end is not None and any(offset_px):
        end = (-DOT_PX, -DOT_PX, DOT_PX, DOT_PX)
    line = _leaving(line, start, sheet.scale)
    line = _leaving(line[::-1], end, sheet.scale)[::-1]
    head = HEAD_PX * sheet.scale
    if len(line) < 2 or float(np.hypot(*np.diff(line, axis=0).T).sum()) < head:
        return
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    ink = sheet.ink(ink_of(trace)) if ink_of(trace) else theme.overlay_text
    box = (-_MARGIN_PX * scale, -_MARGIN_PX * scale)
    far = (sheet.frame.width + _MARGIN_PX * scale, sheet.frame.height + _MARGIN_PX * scale)
    body = shortened(line, 0.7 * head)
    cut, _ = clip_lines(Paths(body, np.array((0, len(body)), np.int32)), (*box, *far))
    pieces = [polygon(cut.path(k)) for k in range(len(cut))]
    tip = arrow_head(line, head)
    if trace.opacity < 1.0:
        painter.setOpacity(trace.opacity)
    painter.setBrush(NO_BRUSH)
    painter.setPen(pen(theme.overlay_halo, HALO_PX * scale, HALO_OPACITY, flat=True, bevel=True))
    for piece in pieces:
        painter.drawPolyline(piece)
    painter.setPen(pen(theme.overlay_halo, (HALO_PX - WIDTH_PX) * scale, HALO_OPACITY))
    painter.drawPolygon(tip)
    painter.setPen(pen(ink, WIDTH_PX * scale, flat=True, bevel=True))
    for piece in pieces:
        painter.drawPolyline(piece)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(ink))
    painter.drawPolygon(tip)
    if start is None:
        x, y = line[0].tolist()
        painter.drawEllipse(QPointF(x, y), START_PX * scale, START_PX * scale)
    painter.setBrush(NO_BRUSH)
    painter.setOpacity(1.0)


def ink_of(trace: Trace) -> str:
    """Colour of an arrow: its unit's identity's; empty for the theme's own."""
    unit = trace.moved.after.properties
    return INKS.get(identity(unit.sidc), "") if isinstance(unit, Unit) else ""


def _unit_box(properties: object) -> Box | None:
    """What a unit's symbol takes about its place, pixels, with room; None for other kinds."""
    if not isinstance(properties, Unit):
        return None
    left, top, right, bottom = body_box(properties)
    return left - ROOM_PX, top - ROOM_PX, right + ROOM_PX, bottom + ROOM_PX


def _leaving(line: Floats, box: Box | None, scale: float) -> Floats:
    """The line from where it leaves a box about its first position; nothing if it stays inside."""
    if box is None or len(line) < 2:
        return line
    low = line[0] + np.array(box[:2]) * scale
    high = line[0] + np.array(box[2:]) * scale
    outside = np.logical_or.reduce((line < low) | (line > high), axis=1)
    # A symbol may stand beside its place, as a headquarters' on its staff: then nothing is cut.
    beyond = np.flatnonzero(outside)
    if len(beyond) == 0:
        return line[:0]
    first = int(beyond[0])
    if first == 0:
        return line
    inner, outer = line[first - 1], line[first]
    step = outer - inner
    share = min(
        ((high[k] if step[k] > 0 else low[k]) - inner[k]) / step[k] for k in (0, 1) if step[k]
    )
    return np.vstack((inner + step * share, line[first:]))
