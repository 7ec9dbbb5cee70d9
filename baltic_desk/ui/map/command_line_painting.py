"""Paints command lines under the symbols: thin, in the colour of the subordinate's identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from baltic_desk.document.feature import Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.command_lines import CommandLines, Ints, ink_of, superior_of
from baltic_desk.ui.map.qt_paths import pen
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.viewport import Bounds, Frame

WIDTH_PX = 1.6
HALO_PX = 3.6
HALO_OPACITY = 0.55
MOST_HALOS = 1000
SYMBOL_PX = 21.0
"""Half of the width of a land unit's symbol."""
_RUN = 400
_MARGIN_PX = 40.0


def paint_command_lines(
    sheet: Sheet, lines: CommandLines | None, *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """All lines that the frame shows, but not those of the units `without`."""
    if lines is None or not len(lines.pieces):
        return
    frame = sheet.frame
    box = frame.xy_bounds(_MARGIN_PX * sheet.scale)
    inside, cut = _clipped(lines.pieces, box)
    if not len(cut):
        return
    owner = lines.line_of[inside]
    if without:
        lifted = np.array([a in without or b in without for a, b in lines.ends], bool)
        kept = ~lifted[owner]
        owner, cut = owner[kept], cut[kept]
    by_ink: dict[str, list[int]] = {}
    owners: list[int] = owner.tolist()
    for k, line in enumerate(owners):
        by_ink.setdefault(lines.inks[line], []).append(k)
    pieces = {ink: _in_units(frame, cut[chosen]) for ink, chosen in by_ink.items()}
    # Thousands of halos are but a fog; counted over all, so that neighbouring tiles agree.
    yield from _stroke(sheet, pieces, halo=len(lines.ends) <= MOST_HALOS)


def paint_moving(
    sheet: Sheet, lines: CommandLines, around: Mapping[str, Shape], moving: Sequence[Shape]
) -> None:
    """The lines of units that a preview shows elsewhere, straight while they move.

    They lie above what stays where it is, so they end beside the symbols of such units.
    """
    by_ink: dict[str, list[Bounds]] = {}
    for line in _moving(lines, around, moving):
        x0, y0, x1, y1 = line.ends
        if line.stays is not None:
            room = SYMBOL_PX * sheet.frame.styled_metres_per_px
            share = min(room / max(np.hypot(x1 - x0, y1 - y0), 1e-9), 1.0)
            dx, dy = float((x1 - x0) * share), float((y1 - y0) * share)
            if line.stays == "start":
                x0, y0 = x0 + dx, y0 + dy
            else:
                x1, y1 = x1 - dx, y1 - dy
        by_ink.setdefault(line.ink, []).append((x0, y0, x1, y1))
    pieces = {ink: _in_units(sheet.frame, np.array(ends)) for ink, ends in by_ink.items()}
    for _ in _stroke(sheet, pieces, halo=len(lines.ends) <= MOST_HALOS):
        pass


def moving_boxes(
    lines: CommandLines, around: Mapping[str, Shape], moving: Sequence[Shape]
) -> list[Bounds]:
    """Left, bottom, right, top of each of those lines."""
    ends = (line.ends for line in _moving(lines, around, moving))
    return [(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)) for x0, y0, x1, y1 in ends]


class _MovingLine(NamedTuple):
    """A line of which an end moves: from the subordinate to the superior, map metres."""

    ends: Bounds
    ink: str
    stays: Literal["start", "end"] | None = None


def _moving(
    lines: CommandLines, around: Mapping[str, Shape], moving: Sequence[Shape]
) -> Iterator[_MovingLine]:
    shown = {shape.feature.id: shape for shape in moving}
    for shape in moving:
        parent = superior_of(shape) or ""
        superior = shown.get(parent) or around.get(parent)
        if superior is not None and isinstance(superior.feature.properties, Unit):
            stays = None if parent in shown else "end"
            yield _MovingLine((*shape.xy, *superior.xy), ink_of(shape), stays)
    for subordinate, superior_id in lines.ends:
        if superior_id in shown and subordinate not in shown:
            shape = around[subordinate]
            ends = (*shape.xy, *shown[superior_id].xy)
            yield _MovingLine(ends, ink_of(shape), "start")


def _clipped(pieces: Floats, box: Bounds) -> tuple[Ints, Floats]:
    """Indices of the pieces that pass through a box, and their parts in it (Liang and Barsky).

    Qt's rasteriser is slow and in the end wrong with lines that go far beyond what it shows.
    """
    low, high = np.array(box[:2]), np.array(box[2:])
    start, step = pieces[:, :2], pieces[:, 2:] - pieces[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / step, (high - start) / step
    level = step == 0.0
    beside = level & ((start < low) | (start > high))
    near = np.where(level, -np.inf, np.minimum(one, other)).max(axis=1).clip(0.0, None)
    far = np.where(level, np.inf, np.maximum(one, other)).min(axis=1).clip(None, 1.0)
    inside = np.flatnonzero((near <= far) & ~np.logical_or.reduce(beside, axis=1))
    start, step = start[inside], step[inside]
    first = start + step * near[inside, None]
    last = start + step * far[inside, None]
    return inside, np.hstack((first, last))


def _in_units(frame: Frame, pieces: Floats) -> Floats:
    return frame.units(pieces.reshape(-1, 2)).reshape(-1, 4)


def _stroke(sheet: Sheet, pieces: Mapping[str, Floats], *, halo: bool) -> Iterator[None]:
    painter, theme = sheet.painter, sheet.theme
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    if halo:
        width = HALO_PX * sheet.scale
        for ends in pieces.values():
            painter.setPen(pen(theme.overlay_halo, width, HALO_OPACITY, flat=True))
            yield from _draw(painter, ends)
    for ink, ends in pieces.items():
        name = sheet.ink(ink) if ink else theme.overlay_text
        painter.setPen(pen(name, WIDTH_PX * sheet.scale, flat=True))
        yield from _draw(painter, ends)


def _draw(painter: QPainter, ends: Floats) -> Iterator[None]:
    # Line by line: one path of all of them takes ten times as long to stroke.
    rows: list[list[float]] = ends.tolist()
    for first in range(0, len(rows), _RUN):
        painter.drawLines([QLineF(*row) for row in rows[first : first + _RUN]])
        yield
