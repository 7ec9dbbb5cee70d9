"""Names of the base map give way to units with their texts, notes and marks.

A covered name moves to another side of its place, beyond the symbol if that hides the place too, or
is left out; its sign stays. What happens to a name depends on what is near it and on the scale, not
on the view: names stay put while panning, and a print shows what the screen does.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.obstacles import touching
from baltic_desk.ui.map.placing import CHUNK_PX, SIDES, SIGN_RADIUS_PX, PlacedNames, indices
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Sheet

NAMES_REACH_PX = 320.0
"""How far beyond a unit names may come, go or move on its account, pixels."""

FURTHER_PX = (0.0, 16.0, 30.0)
"""Distances at which a name is tried about a symbol that stands on its very place."""
LIFTS = (-1.1, 1.1, -2.2, 2.2)
"""Heights by which a name without a sign, of a water or a country, is moved up and down."""

_STEP_NAMES = 4


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
            near = touching(zones, box)
            if near.any():
                # What may happen in the frame depends on names that compete for room there, and
                # those depend on what covers them.
                near = touching(zones, _hull(zones[near]))
                hull = _hull(zones[near])
                obstacles = yield from sheet.means.obstacles.within(sheet, scene, hull)
                shown = yield from beside(placed, zones, near, obstacles)
        found.append(shown.those(touching(shown.boxes, box)))
    return found


def beside(
    placed: PlacedNames, zones: Floats, near: npt.NDArray[np.bool_], obstacles: Floats
) -> Generator[None, None, PlacedNames]:
    """Names of a chunk with those of `near` moved or left out where obstacles (n, 4) cover them."""
    texts = np.hstack((placed.middle - placed.half, placed.middle + placed.half))
    middles, boxes = placed.middle.copy(), placed.boxes.copy()
    covered: list[int] = []
    for count, k in enumerate(indices(near)):
        if count % _STEP_NAMES == 0:
            yield
        over = obstacles[touching(obstacles, zones[k])]
        if not touching(over, texts[k]).any():
            continue
        others = touching(placed.boxes, zones[k])
        others[k] = False
        # Room where a more important name may move to is left to it, whether it does or not:
        # who moves where would else hang on names ever further away.
        taken = np.concatenate((over, placed.boxes[others], zones[covered]))
        middles[k], boxes[k] = _moved(
            placed, k, taken, hidden=touching(over, _sign(placed, k)).any()
        )
        covered.append(k)
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


def _hull(boxes: Floats) -> Floats:
    return np.concatenate((boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)))
