"""The washes of range rings: at each place that of the smallest ring there, and no other.

Laid over one another, washes turn to mud: twelve rings about Kaliningrad make one grey of which no
part says anything. So all of a picture are painted first, under everything else, the widest first,
and each smaller one takes the place of what is under it. A screen does that in a layer of its own;
a vector file, which knows no such layer, by cutting the smaller rings out of the larger.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from baltic_desk.document.feature import RangeRing
from baltic_desk.geo.clipping import Paths, joined
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map import clipped
from baltic_desk.ui.map.outline_painting import area_of
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.qt_paths import NO_PEN, brush, path_of
from baltic_desk.ui.map.ring_bands import soft_edge
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

STRONGEST_WASH = 0.35
"""A fill that covers more is meant to cover, and is painted where its ring is."""
FAINT = 0.1
"""Up to this opacity an edge, under the ring's own line, need not be smoothed: it takes a third of
the time."""
LAYER_PX = 4_000_000
"""Of the layer, 16 MB; larger pictures are washed in several goes."""
ROWS_TO_A_STEP = 128
PX_TO_A_STEP = 600.0
"""Width of the rings that are washed in one step."""
_CUT_MARGIN_PX = 8.0
_STRAY_UNITS = 0.05


class Wash(NamedTuple):
    """A piece of a ring and the opacity that it is filled with."""

    outline: Outline
    opacity: float


def is_washed(shape: Shape) -> bool:
    """Whether a shape is a ring with a wash, which is painted apart from its line."""
    style = shape.style
    return (
        isinstance(shape.feature.properties, RangeRing)
        and 0.0 < style.fill_opacity <= STRONGEST_WASH
        and not style.hatched
    )


def pieces(shape: Shape) -> tuple[Wash, ...]:
    """What a ring is filled with: one piece, or those of its band and what is within."""
    opacity = shape.style.fill_opacity
    band = shape.band
    if band is None:
        return (Wash(shape, opacity),)
    edges = soft_edge(opacity)
    strips = (Wash(*each) for each in zip(band.pieces, edges, strict=True))
    return (*strips, Wash(band.inner, opacity))


def paint_washes(
    sheet: Sheet, scene: Scene, found: npt.NDArray[np.int64], *, without: Set[str] = frozenset()
) -> Iterator[None]:
    """Washes of the rings among the shapes of these indices, but not of the ids `without`.

    Published rings of which only what is seen at an altitude counts have none: that is filled.
    """
    wanted = frozenset(found[~scene.cut[found]].tolist())
    rings = [
        (scene.shapes[k], float(scene.opacity[k]))
        for k in scene.by_radius
        if k in wanted and is_washed(scene.shapes[k])
    ]
    if without:
        rings = [(shape, opacity) for shape, opacity in rings if shape.feature.id not in without]
    if rings:
        yield
        yield from (_paint_cut if sheet.vector else _paint_layer)(sheet, rings)


def paint_washes_of(sheet: Sheet, shapes: Iterable[Shape]) -> None:
    """Washes of a few rings, at once."""
    washed = sorted(filter(is_washed, shapes), key=_radius_m, reverse=True)
    paint = _paint_cut if sheet.vector else _paint_layer
    for _ in paint(sheet, [(shape, 1.0) for shape in washed]) if washed else ():
        pass


def paint_over_each_other(sheet: Sheet, shapes: Iterable[Shape]) -> None:
    """Washes of a few rings in motion, those about one place without what is inside of them.

    Cut by odd-even, which is right where the smaller ring lies wholly within the larger, as about
    one place it does; it costs less than a layer.
    """
    washed = sorted(filter(is_washed, shapes), key=_radius_m)
    painter, frame = sheet.painter, sheet.frame
    painter.save()
    painter.setTransform(frame.transform, True)
    painter.setPen(NO_PEN)
    for number, shape in enumerate(washed):
        within = next((s for s in reversed(washed[:number]) if _same_place(s, shape)), None)
        painter.setBrush(brush(shape.style.fill, shape.style.fill_opacity))
        parts = shape.parts
        if within is not None:
            parts = joined([parts.path(0), within.parts.path(0)])
        whole = Outline(parts)
        large = clipped.is_large(whole, frame)
        painter.drawPath(clipped.area(whole, frame) if large else path_of(parts))
    painter.restore()


# -- on a screen -------------------------------------------------------------------------------


def _paint_layer(sheet: Sheet, rings: Sequence[tuple[Shape, float]]) -> Iterator[None]:
    frame = sheet.frame
    width, height = math.ceil(frame.width), math.ceil(frame.height)
    farthest = clipped.farthest(frame)
    most_rows = max(LAYER_PX // width, 1)
    for top in range(0, height, most_rows):
        rows = min(most_rows, height - top)
        layer = sheet.means.layer(width, rows, live=sheet.live)
        layer.fill(Qt.GlobalColor.transparent)
        yield
        painter = QPainter(layer)
        try:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.setPen(NO_PEN)
            painter.translate(0.0, -top)
            painter.setTransform(frame.transform, True)
            done_px = 0.0
            for shape, opacity in rings:
                washes = pieces(shape)
                smooth = max(wash.opacity for wash in washes) > FAINT
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
                for outline, strength in washes:
                    painter.setBrush(brush(shape.style.fill, strength * opacity))
                    if clipped.reaches_beyond(outline, farthest):
                        painter.drawPath(clipped.area(outline, frame))
                    else:
                        painter.drawPath(outline.path_at(frame.metres_per_unit))
                done_px += (shape.bounds[2] - shape.bounds[0]) / frame.metres_per_unit
                if done_px > PX_TO_A_STEP:
                    done_px = 0.0
                    yield
        finally:
            painter.end()
        for first in range(0, rows, ROWS_TO_A_STEP):
            count = min(ROWS_TO_A_STEP, rows - first)
            sheet.painter.drawImage(
                QRectF(0, top + first, width, count), layer, QRectF(0, first, width, count)
            )
            yield


# -- in a vector file --------------------------------------------------------------------------


def _paint_cut(sheet: Sheet, rings: Sequence[tuple[Shape, float]]) -> Iterator[None]:
    painter, frame = sheet.painter, sheet.frame
    page = shapely.box(*frame.xy_bounds(_CUT_MARGIN_PX * sheet.scale))
    stray = _STRAY_UNITS * frame.metres_per_unit
    wholes = [_cut_to(area_of(shape.parts), page, stray) for shape, _ in rings]
    yield
    painter.setPen(NO_PEN)
    for number, (shape, opacity) in enumerate(rings):
        smaller = [
            other for other in wholes[number + 1 :] if shapely.intersects(other, wholes[number])
        ]
        covered = shapely.union_all(smaller) if smaller else None
        for wash in pieces(shape):
            shown = _cut_to(area_of(wash.outline.parts), page, stray)
            if covered is not None:
                shown = shapely.difference(shown, covered)
            if shapely.is_empty(shown):
                continue
            painter.setBrush(brush(shape.style.fill, wash.opacity * opacity))
            painter.drawPath(frame.transform.map(path_of(_rings_of(shown))))
        yield


def _cut_to(area: shapely.Geometry, page: shapely.Geometry, stray: float) -> shapely.Geometry:
    return shapely.intersection(shapely.make_valid(shapely.simplify(area, stray)), page)


def _rings_of(area: shapely.Geometry) -> Paths:
    polygons = [each for each in shapely.get_parts(area) if isinstance(each, shapely.Polygon)]
    rings: list[Floats] = []
    for polygon in polygons:
        rings.append(shapely.get_coordinates(polygon.exterior))
        rings += [shapely.get_coordinates(hole) for hole in polygon.interiors]
    return joined(rings)


def _radius_m(shape: Shape) -> float:
    ring = shape.feature.properties
    assert isinstance(ring, RangeRing)
    return ring.radius_max_m


def _same_place(shape: Shape, other: Shape) -> bool:
    """Whether one ring goes all the way round within the other, about the same centre."""
    first, second = shape.feature.properties, other.feature.properties
    if not (isinstance(first, RangeRing) and isinstance(second, RangeRing)):
        return False
    whole = first.bearing_from_deg is None and second.bearing_from_deg is None
    centers = (first.center_lon, first.center_lat), (second.center_lon, second.center_lat)
    return whole and centers[0] == centers[1] and first.radius_min_m == 0.0
