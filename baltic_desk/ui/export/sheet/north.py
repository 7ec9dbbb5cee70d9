"""The diagram of true, grid and magnetic north."""

from __future__ import annotations

import math
from itertools import pairwise

from PySide6.QtGui import QPainterPath

from baltic_desk.app.sheet_places import Box
from baltic_desk.app.sheet_words import Norths
from baltic_desk.ui.export.sheet.paper import INK, Paper, cap_mm, line_mm, sized
from baltic_desk.ui.map.qt_paths import NO_PEN, brush

APART_DEG = 12.0
"""Between two arrows of the diagram, so that they can be told apart: it says so."""
SAME_DEG = 0.05


def drawn_angles(found: Norths) -> dict[str, float]:
    """Angles of the arrows from the sheet's upper edge, in the right order though not in the right
    size where they would cover one another.

    >>> drawn_angles(Norths(1.0, 1.0, "UTM", None, 0.0, ""))
    {'true': -12.0, 'grid': 0.0}
    """
    real = {"true": 0.0, "grid": found.grid_deg}
    if found.magnetic_deg is not None:
        real["magnetic"] = found.magnetic_deg
    order = sorted(real, key=lambda name: real[name])
    drawn = {order[0]: real[order[0]]}
    for before, name in pairwise(order):
        apart = real[name] - real[before]
        drawn[name] = drawn[before] + (max(apart, APART_DEG) if apart > SAME_DEG else 0.0)
    # The one that is most nearly upright is so.
    up = min(real, key=lambda name: abs(real[name] - found.up_deg))
    shift = (real[up] - found.up_deg) - drawn[up]
    return {name: drawn[name] + shift for name in real}


def paint_norths(paper: Paper, found: Norths, box: Box, size: float) -> None:
    """Arrows from one point: a star for true, GN for grid, a half head for magnetic north."""
    style = sized(8.0, size, bold=True)
    note = sized(6.0, size)
    angles = drawn_angles(found)
    foot = box.bottom - 2.2 * line_mm(note)
    reach = min(foot - box.top - 2.0 * line_mm(style), 0.9 * box.width)
    spread = [math.sin(math.radians(angle)) for angle in angles.values()]
    x = box.left + box.width / 2 - reach * (max(spread) + min(spread)) / 2 * 0.8
    for name, angle in angles.items():
        long = reach * (0.92 if name == "magnetic" else 1.0)
        right, up = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        end = x + long * right, foot - long * up
        paper.line(x, foot, *end, width=0.2)
        _paint_head(paper, name, end, angle, size)
        letters = {"true": "", "grid": "GN", "magnetic": "MN"}[name]
        if letters:
            over = 1.6 * size
            at = end[0] + over * right, end[1] - over * up
            paper.text(letters, style, at[0], at[1] + cap_mm(style) / 3, align="center")
    lines = ["Angles in the diagram", "are not to scale."]
    y = box.bottom - line_mm(note)
    for text in lines:
        paper.text(text, note, box.left + box.width / 2, y, align="center", ink="#5a646b")
        y += line_mm(note)


def _paint_head(
    paper: Paper, name: str, end: tuple[float, float], angle_deg: float, size: float
) -> None:
    painter = paper.painter
    painter.save()
    painter.translate(paper.point(*end))
    painter.rotate(angle_deg)
    painter.setPen(NO_PEN)
    painter.setBrush(brush(INK))
    k = paper.units(size)
    path = QPainterPath()
    match name:
        case "true":
            for point in range(10):
                turn, long = math.pi * point / 5, (1.3 if point % 2 == 0 else 0.52) * k
                x, y = long * math.sin(turn), -long * math.cos(turn) - 1.0 * k
                path.lineTo(x, y) if point else path.moveTo(x, y)
        case "magnetic":
            path.moveTo(0.0, 0.0)
            path.lineTo(0.9 * k, 2.4 * k)
            path.lineTo(0.0, 2.0 * k)
        case _:
            painter.restore()
            return
    path.closeSubpath()
    painter.drawPath(path)
    painter.restore()
