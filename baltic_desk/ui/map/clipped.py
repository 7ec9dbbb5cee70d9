"""What of a large shape has to be given to the painter for a frame that shows a little of it.

Qt's rasteriser counts in 1/64 of a pixel and clips beyond 32 767 px slowly; dashes are measured
from a path's start. Lines are cut at their own vertices and know how far along they begin, so that
dashes run on from frame to frame; areas are cut to a box.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from PySide6.QtGui import QPainterPath, QPolygonF

from baltic_desk.geo.clipping import Paths, clip_lines, clip_rings
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.qt_paths import path_of, polygon
from baltic_desk.ui.map.viewport import Bounds, Frame

FARTHEST_PX = 6_000.0
_MARGIN_PX = 120.0


def is_large(shape: Outline, frame: Frame) -> bool:
    """Whether the shape goes so far beyond the frame that it must be cut."""
    return reaches_beyond(shape, farthest(frame))


def farthest(frame: Frame) -> Bounds:
    """The box beyond which shapes must be cut, map metres."""
    return frame.xy_bounds(FARTHEST_PX)


def reaches_out(shape: Outline, frame: Frame, margin: float) -> bool:
    """Whether any of it lies beyond the frame and a margin in painter units."""
    return reaches_beyond(shape, frame.xy_bounds(margin))


def reaches_beyond(shape: Outline, box: Bounds) -> bool:
    """Whether a shape reaches beyond a box."""
    left, bottom, right, top = box
    west, south, east, north = shape.bounds
    return west < left or south < bottom or east > right or north > top


def area(shape: Outline, frame: Frame, margin: float = _MARGIN_PX) -> QPainterPath:
    """The part of an area in the frame and a margin around it, painter units."""
    return path_of(clip_rings(shape.parts, frame.xy_bounds(margin)))


def pieces(shape: Outline, frame: Frame, margin: float) -> Iterator[tuple[QPolygonF, float]]:
    """What of the outline lies in the frame and a margin around it, cut where it leaves: for pages.
    With each piece the map metres from the start of its line to it."""
    with_along = np.column_stack((shape.parts.positions, shape.along))
    cut, _ = clip_lines(Paths(with_along, shape.parts.starts), frame.xy_bounds(margin))
    for k in range(len(cut)):
        piece = cut.path(k)
        yield polygon(np.ascontiguousarray(piece[:, :2])), float(piece[0, 2])


def lines(shape: Outline, frame: Frame) -> Iterator[tuple[QPolygonF, float]]:
    """Stretches of the outline near the frame, and the map metres from its start to each."""
    xy, starts = shape.parts.positions, shape.parts.starts
    for first, last in _stretches(xy, starts, frame.xy_bounds(_MARGIN_PX)):
        yield polygon(xy[first : last + 1]), float(shape.along[first])


def _stretches(
    xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    starts: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    box: Bounds,
) -> Iterator[tuple[int, int]]:
    """First and last vertex of each run of edges whose own bounds touch the box."""
    low, high = np.minimum(xy[:-1], xy[1:]), np.maximum(xy[:-1], xy[1:])
    near = np.logical_and.reduce((low <= box[2:]) & (high >= box[:2]), axis=1)
    near[starts[1:-1] - 1] = False
    edge = np.diff(np.concatenate(([False], near, [False])).astype(np.int8))
    begins, ends = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1)
    for first, last in zip(begins.tolist(), ends.tolist(), strict=True):
        # A run does not go on from one part of the shape to the next.
        inner = starts[(starts > first) & (starts <= last)].tolist()
        cuts = [first, *inner, last + 1]
        for begin, end in pairwise(cuts):
            if end - begin > 1:
                yield begin, end - 1
