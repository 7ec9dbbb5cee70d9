"""What lies under the pointer: our own tests on arrays and an index, never the graphics scene's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from baltic_desk.document.feature import ControlMeasure, Feature, Mark, RangeRing, TextNote, Unit
from baltic_desk.document.handles import Handle, handles
from baltic_desk.document.provenance import provenance
from baltic_desk.geo.geodesy import Floats
from baltic_desk.tools.tool import Hit
from baltic_desk.ui.map.arrangement import body_shift_px
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Ruler, Type
from baltic_desk.ui.map.measure_pictures import latest
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.unit_pictures import UNIT_SIZE_PX
from baltic_desk.ui.map.viewport import Bounds, Pixel, Viewport

MOST_WITH_HANDLES = 1
"""Only a single selected feature shows handles: more would hide what is below."""
_POINT_REACH_PX = 160.0


def handles_of(selection: Sequence[Feature], ground_metres_per_px: float) -> tuple[Handle, ...]:
    """Handles shown for a selection."""
    if not 0 < len(selection) <= MOST_WITH_HANDLES:
        return ()
    return handles(selection[0], ground_metres_per_px)


def hit_handle(
    feature: Feature, shown: Sequence[Handle], viewport: Viewport, px: Pixel, tolerance_px: float
) -> Hit | None:
    """The handle of a feature under a pixel: vertices first, then others, then edges."""
    if not shown:
        return None
    xy = viewport.projection.forward([handle.position for handle in shown])
    off = np.hypot(*(pixels(viewport, xy) - px).T)
    near = np.flatnonzero(off <= tolerance_px + 2.0).tolist()
    if not near:
        return None
    handle = shown[min(near, key=lambda k: (_rank(shown[k]), off[k]))]
    kind = handle.name.partition(":")[0]
    match kind:
        case "vertex":
            return Hit(feature.id, "vertex", handle.number or 0, handle.name)
        case "edge":
            return Hit(feature.id, "edge", handle.number or 0, handle.name)
        case _:
            return Hit(feature.id, "handle", handle.number or 0, handle.name)


def hit_body(
    scene: Scene,
    viewport: Viewport,
    px: Pixel,
    tolerance_px: float,
    selected: Iterable[str],
    ruler: Ruler,
) -> Hit | None:
    """The topmost feature under a pixel, selected ones first."""
    scale = viewport.metres_per_px
    arranged = scene.arranged(scale)
    reach = (max(tolerance_px, _POINT_REACH_PX) + arranged.most_px) * scale
    x, y = viewport.to_xy(px)
    near = scene.near((x - reach, y - reach, x + reach, y + reach))
    drawn = scene.bounds[near, :2] + arranged.offset_px[near] * (scale, -scale)
    off = np.abs(drawn - (x, y)).max(axis=1) / scale
    # Texts and lines may reach far; a unit is hit on its symbol only.
    near = near[(off <= scene.body_px[near] + tolerance_px) & scene.touchable[near]]
    chosen = frozenset(selected)
    found: Hit | None = None
    for k in map(int, near[::-1]):
        shape = scene.shapes[k]
        feature = shape.feature
        dx, dy = arranged.of(k)
        if not touches(shape, viewport, (px[0] - dx, px[1] - dy), tolerance_px, ruler):
            continue
        if feature.id in chosen:
            return Hit(feature.id, "body")
        found = found or Hit(feature.id, "body")
    return found


def rings_at(
    scene: Scene, viewport: Viewport, px: Pixel, tolerance_px: float, ruler: Ruler
) -> list[str]:
    """Ids of the rings and covered areas whose line runs by a pixel, topmost first.

    Locked ones are among them: they may be asked about. There are none where a unit or another
    thing of one place lies on them.
    """
    scale = viewport.metres_per_px
    x, y = viewport.to_xy(px)
    reach = tolerance_px * scale
    place = shapely.Point(x, y)
    found: list[str] = []
    near = scene.near((x - reach, y - reach, x + reach, y + reach))
    for k in map(int, near[::-1]):
        shape = scene.shapes[k]
        if provenance(shape.feature.properties) is None:
            continue
        tolerance = (tolerance_px + shape.style.stroke_width / 2) * scale
        if any(line.dwithin(place, tolerance) for line in _lines(shape)):
            found.append(shape.feature.id)
    if found:
        topmost = hit_body(scene, viewport, px, 0.0, (), ruler)
        above = None if topmost is None else scene.by_id[topmost.id]
        if above is not None and above.is_point:
            return []
    return found


def within(scene: Scene, viewport: Viewport, corner: Pixel, opposite: Pixel) -> list[str]:
    """Ids of touchable features that lie wholly inside a box of pixels, in drawing order."""
    (x0, y0), (x1, y1) = viewport.to_xy(corner), viewport.to_xy(opposite)
    box: Bounds = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    scale = viewport.metres_per_px
    arranged = scene.arranged(scale)
    wide = arranged.most_px * scale
    near = scene.near((box[0] - wide, box[1] - wide, box[2] + wide, box[3] + wide))
    # A unit lies where it is drawn.
    shift = arranged.offset_px[near] * (scale, -scale)
    bounds = scene.core[near] + np.hstack((shift, shift))
    inside = (bounds[:, 0] >= box[0]) & (bounds[:, 1] >= box[1])
    inside &= (bounds[:, 2] <= box[2]) & (bounds[:, 3] <= box[3]) & scene.touchable[near]
    return [scene.shapes[k].feature.id for k in near[inside].tolist()]


def touches(shape: Shape, viewport: Viewport, px: Pixel, tolerance_px: float, ruler: Ruler) -> bool:
    """Whether a feature is drawn at, or very near, a pixel."""
    properties = shape.feature.properties
    if shape.is_point:
        left, top, right, bottom = _body(shape, ruler)
        at = viewport.to_px(shape.xy)
        dx, dy = px[0] - at[0], px[1] - at[1]
        inside_x = left - tolerance_px <= dx <= right + tolerance_px
        return inside_x and top - tolerance_px <= dy <= bottom + tolerance_px
    tolerance = (tolerance_px + shape.style.stroke_width / 2) * viewport.metres_per_px
    if isinstance(properties, ControlMeasure):
        drawn = latest(shape, viewport.metres_per_px)
        if drawn is not None and drawn.pieces:
            return drawn.touches(viewport.to_xy(px), tolerance)
    place = shapely.Point(viewport.to_xy(px))
    if any(line.dwithin(place, tolerance) for line in _lines(shape)):
        return True
    # A click far inside a range ring is meant for what lies there, not for the ring.
    if isinstance(properties, RangeRing) or not shape.is_area or shape.style.fill_opacity == 0.0:
        return False
    return sum(shapely.Polygon(line).contains(place) for line in _lines(shape)) % 2 == 1


def pixels(viewport: Viewport, xy: Floats) -> Floats:
    """Logical pixels (n, 2) of points on the map plane (n, 2)."""
    return viewport.frame().units(xy)


def _rank(handle: Handle) -> int:
    kind = handle.name.partition(":")[0]
    return {"vertex": 0, "edge": 2}.get(kind, 1)


def _lines(shape: Shape) -> list[shapely.LineString]:
    outlines = [shape.parts] if shape.band is None else [shape.parts, shape.band.edge.parts]
    paths = [parts.path(k) for parts in outlines for k in range(len(parts))]
    return [shapely.LineString(path) for path in paths if len(path) > 1]


def _body(shape: Shape, ruler: Ruler) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a point feature about its position, pixels."""
    match shape.feature.properties:
        case Unit() as unit:
            (x, y), half = body_shift_px(unit), UNIT_SIZE_PX * unit.size
            return x - 0.78 * half, y - 0.62 * half, x + 0.78 * half, y + 0.62 * half
        case Mark() as mark:
            half = mark.size_px / 2
            return -half, -half, half, half
        case TextNote() as note:
            size = shape.style.font_size * POINTS_TO_PX
            lines = note.name.split("\n") or [""]
            width = max(ruler.width_px(line, Type(size, bold=True)) for line in lines)
            half_height = 0.56 * size * len(lines)
            left = {"left": 0.0, "center": -width / 2, "right": -width}[note.align]
            return left, -half_height, left + width, half_height
        case _:
            return 0.0, 0.0, 0.0, 0.0
