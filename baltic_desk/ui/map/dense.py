"""What is drawn of an outline that covers the frame with its lines again and again.

Qt's rasteriser takes longer than in proportion for lines that cross each other: a tangle of 5 000
lines keeps it busy for a minute, and of one that covers the frame nothing can be told apart.
Such an outline is drawn in hairlines, without fill, hatch, width and dashes. What the file holds
stays as it is, and where fewer of the lines are in the frame all is drawn.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPen

from baltic_desk.geo.clipping import clip_lines
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.qt_paths import NO_BRUSH
from baltic_desk.ui.map.viewport import Frame

MOST_CROSSINGS = 40.0
"""How often an outline may be as long as the frame is wide and high together."""


def is_dense(outline: Outline, frame: Frame) -> bool:
    """Whether so much of an outline lies in the frame that it is drawn in hairlines."""
    most_m = MOST_CROSSINGS * (frame.width + frame.height) * frame.metres_per_unit
    if outline.length <= most_m:
        return False
    seen, _ = clip_lines(outline.simple_at(frame.metres_per_unit), frame.xy_bounds())
    if len(seen) == 0:
        return False
    steps = np.hypot(*np.diff(seen.positions, axis=0).T)
    steps[seen.starts[1:-1] - 1] = 0.0
    return float(steps.sum()) > most_m


def paint_dense(painter: QPainter, frame: Frame, outline: Outline, stroke: QPen) -> None:
    """An outline in opaque hairlines of a pen's colour."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setTransform(frame.transform, True)
    painter.setBrush(NO_BRUSH)
    ink = QColor(stroke.color())
    # So many lines on each other are opaque anyway, and take a tenth of the time.
    ink.setAlpha(255)
    hairline = QPen(ink, 1.0)
    hairline.setCosmetic(True)
    painter.setPen(hairline)
    if not clipped.is_large(outline, frame):
        painter.drawPath(outline.path_at(frame.metres_per_unit))
    else:
        for line, _ in clipped.lines(outline, frame):
            painter.drawPolyline(line)
    painter.restore()
