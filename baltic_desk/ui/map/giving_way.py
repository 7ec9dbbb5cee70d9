"""Names of the base map give way to units with their texts, notes and marks.

A covered name moves to another side of its place, beyond the symbol if that hides the place too, or
is left out; its sign stays. What happens to a name depends on what is near it and on the scale, not
on the view: names stay put while panning, and a print shows what the screen does.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Mark, TextNote, Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Ruler, Type
from baltic_desk.ui.map.placing import CHUNK_PX, SIDES, SIGN_RADIUS_PX, Box, PlacedNames, indices
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.unit_pictures import size_px, symbol_options

NAMES_REACH_PX = 320.0
"""How far beyond a unit names may come, go or move on its account, pixels."""

FURTHER_PX = (0.0, 16.0, 30.0)
"""Distances at which a name is tried about a symbol that stands on its very place."""
LIFTS = (-1.1, 1.1, -2.2, 2.2)
"""Heights by which a name without a sign, of a water or a country, is moved up and down."""

_LENIENCY_PX = 1.5
"""A unit's box is that of a picture, whose rim is empty."""
_STEP_UNITS = 32
_STEP_NAMES = 3


def names_in_sight(
    sheet: Sheet, names: Sequence[PlacedNames], scene: Scene | None
) -> Generator[None, None, list[PlacedNames]]:
    """The names that reach into the sheet's frame, where they stand beside the scene's units."""
    frame = sheet.frame
    left, bottom, right, top = (edge / frame.styled_metres_per_px for edge in frame.xy_bounds())
    box = np.array((left, -top, right, -bottom))
    found: list[PlacedNames] = []
    for placed in names:
        shown = placed
        if scene is not None and scene.shapes:
            zones = _zones(placed)
            near = _touch(zones, box)
            if near.any():
                # What may happen in the frame depends on names that compete for room there, and
                # those depend on what covers them.
                near = _touch(zones, _hull(zones[near]))
                obstacles = yield from _obstacles(sheet, scene, _hull(zones[near]))
                shown = yield from beside(placed, zones, near, obstacles)
        found.append(shown.those(_touch(shown.boxes, box)))
    return found


def hides_names(shape: Shape) -> bool:
    """Whether names give way to a feature: to what stands at a point."""
    return isinstance(shape.feature.properties, Unit | TextNote | Mark)


def beside(
    placed: PlacedNames, zones: Floats, near: npt.NDArray[np.bool_], obstacles: Floats
) -> Generator[None, None, PlacedNames]:
    """Names of a chunk with those of `near` moved or left out where obstacles (n, 4) cover them."""
    texts = np.hstack((placed.middle - placed.half, placed.middle + placed.half))
    middles, boxes = placed.middle.copy(), placed.boxes.copy()
    covered: list[int] = []
    for k in indices(near):
        over = obstacles[_touch(obstacles, zones[k])]
        if not _touch(over, texts[k]).any():
            continue
        others = _touch(placed.boxes, zones[k])
        others[k] = False
        # Room where a more important name may move to is left to it, whether it does or not:
        # who moves where would else hang on names ever further away.
        taken = np.concatenate((over, placed.boxes[others], zones[covered]))
        middles[k], boxes[k] = _moved(placed, k, taken, hidden=_touch(over, _sign(placed, k)).any())
        covered.append(k)
        if len(covered) % _STEP_NAMES == 0:
            yield
    return replace(placed, middle=middles, boxes=boxes) if covered else placed


def _moved(
    placed: PlacedNames, k: int, taken: Floats, *, hidden: np.bool_
) -> tuple[Floats, Floats]:
    """Middle of the text at the best place that is free, and the box of sign and text."""
    sign = _sign(placed, k)
    middles = _candidates(placed, k, hidden=bool(hidden))
    texts = np.hstack((middles - placed.half[k], middles + placed.half[k]))
    chunk = np.floor(placed.place[k] / CHUNK_PX) * CHUNK_PX
    free = (texts[:, :2] >= chunk).all(axis=1) & (texts[:, 2:] <= chunk + CHUNK_PX).all(axis=1)
    corners, others = texts[:, None], taken[None]
    over = (corners[..., :2] < others[..., 2:]) & (others[..., :2] < corners[..., 2:])
    free &= ~over.all(axis=-1).any(axis=-1)
    if not free.any():
        return np.full(2, np.nan), sign
    best = int(free.argmax())
    return middles[best], _hull(np.array((texts[best], sign)))


def _candidates(placed: PlacedNames, k: int, *, hidden: bool) -> Floats:
    """Middles of the text to try, the best first (n, 2)."""
    half, place, radius = placed.half[k], placed.place[k], SIGN_RADIUS_PX[placed.kind(k).sign]
    if not radius:
        return place + np.array([(0.0, 2.0 * lift * half[1]) for lift in LIFTS])
    away = [(radius + more, radius + more - 1.0) for more in (FURTHER_PX if hidden else (0.0,))]
    return np.concatenate([place + SIDES * (half + shift) for shift in away])


def _zones(placed: PlacedNames) -> Floats:
    """All the room that each name may take (n, 4)."""
    signs = np.array([bool(kind.sign) for kind in placed.table.kinds])
    radii = np.array([SIGN_RADIUS_PX[kind.sign] for kind in placed.table.kinds])
    of_row = placed.table.kind[placed.index]
    about = 2.0 * placed.half + (radii[of_row] + FURTHER_PX[-1])[:, None]
    moved = placed.half * (1.0, 1.0 + 2.0 * max(LIFTS))
    reach = np.where(signs[of_row, None], about, moved)
    return np.hstack((placed.place - reach, placed.place + reach))


def _sign(placed: PlacedNames, k: int) -> Floats:
    radius = SIGN_RADIUS_PX[placed.kind(k).sign]
    return np.concatenate((placed.place[k] - radius, placed.place[k] + radius))


def _obstacles(sheet: Sheet, scene: Scene, within: Floats) -> Generator[None, None, Floats]:
    """Boxes of units, notes and marks in style pixels from the plane's origin (n, 4)."""
    metres_per_px = sheet.frame.styled_metres_per_px
    left, top, right, bottom = (within * metres_per_px).tolist()
    found = scene.seen((left, -bottom, right, -top), metres_per_px)
    crowded = scene.crowded(metres_per_px)
    places: list[int] = []
    boxes: list[Box] = []
    for count, k in enumerate(map(int, found)):
        box = _box(sheet, scene.shapes[k], labelled=not crowded[k])
        if box is not None:
            places.append(k)
            boxes.append(box)
        if count % _STEP_UNITS == 0:
            yield
    at = scene.bounds[places][:, :2] * (1.0 / metres_per_px, -1.0 / metres_per_px)
    inset = (_LENIENCY_PX, _LENIENCY_PX, -_LENIENCY_PX, -_LENIENCY_PX)
    return np.array(boxes, float).reshape(-1, 4) + np.hstack((at, at)) + inset


def _box(sheet: Sheet, shape: Shape, *, labelled: bool) -> Box | None:
    """Left, top, right, bottom of what stands at a point, style pixels from it."""
    match shape.feature.properties:
        case Unit() as unit:
            return _unit_box(sheet, unit, labelled=labelled)
        case TextNote() as note if note.name:
            width, height = _extent(note.name, shape, sheet.means.ruler, bold=True)
            turn = math.radians(note.rotation_deg)
            wide = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
            high = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
            shift = {"left": 0.5, "center": 0.0, "right": -0.5}[note.align] * width
            x, y = shift * math.cos(turn), shift * math.sin(turn)
            return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
        case Mark() as mark:
            radius = mark.size_px / 2
            width, height = _extent(mark.name, shape, sheet.means.ruler)
            high = max(radius, height / 2)
            return -radius, -high, radius + 4.0 + width if mark.name else radius, high
        case _:
            return None


def _unit_box(sheet: Sheet, unit: Unit, *, labelled: bool) -> Box:
    if sheet.vector:
        options = symbol_options(unit, sheet.theme, labelled=labelled)
        symbol = sheet.means.pictures.symbol(unit.sidc, options, size_px(unit))
        (x, y), (width, height) = symbol.anchor, symbol.size
        return -x, -y, width - x, height - y
    scale = sheet.scale
    image, (x, y) = sheet.means.units.picture(unit, sheet.theme, scale, labelled=labelled)
    return -x / scale, -y / scale, (image.width() - x) / scale, (image.height() - y) / scale


def _extent(text: str, shape: Shape, ruler: Ruler, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of lettering at the feature's size, pixels."""
    size = shape.style.font_size * POINTS_TO_PX
    lines = text.split("\n")
    width = max(ruler.width_px(line, Type(size, bold=bold)) for line in lines)
    return width, size * (1.0 + 1.12 * (len(lines) - 1))


def _touch(boxes: Floats, box: Floats) -> npt.NDArray[np.bool_]:
    """Which boxes (n, 4) overlap one; boxes of nan overlap none."""
    return (
        (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0])
        & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
    )  # fmt: skip


def _hull(boxes: Floats) -> Floats:
    return np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)))
