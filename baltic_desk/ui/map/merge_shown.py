"""What is shown of a merge, on the map plane, and what of it lies under the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.phase_comparison import What
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.arrangement import body_shift_px
from baltic_desk.ui.map.hits import touches
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.viewport import Bounds, Pixel, Viewport

SIGN_RADIUS_PX = 9.0
HALF_PX = (27.0, 22.0)
"""Half the box about a symbol of size 1."""
_REACH_PX = 120.0
"""How far from its place a sign or symbol may be hit."""


@dataclass(frozen=True, slots=True, eq=False)
class Marked:
    """Something that theirs has otherwise.

    Attributes
    ----------
    base, mine, theirs
        As the phase that is shown has it; None where it is not there.
    """

    key: str
    what: What
    conflict: bool
    accepted: bool
    base: Feature | None
    mine: Feature | None
    theirs: Feature | None

    @property
    def anchor(self) -> Feature:
        """Where its sign stands: on theirs, unless that is not there."""
        found = self.theirs or self.mine or self.base
        assert found is not None
        return found

    @property
    def elsewhere(self) -> bool:
        """Whether theirs is drawn beside mine, rather than only marked."""
        if self.theirs is None:
            return False
        return self.mine is None or self.mine.geometry != self.theirs.geometry


class Placed:
    """What is marked, on the map plane of one projection."""

    def __init__(self, marked: Sequence[Marked], projection_id: str) -> None:
        self.projection_id = projection_id
        projection = PROJECTIONS[projection_id]
        features = [f for each in marked for f in (each.mine, each.theirs) if f is not None]
        made = iter(shapes_of(features, projection))
        self.shapes: list[tuple[Shape | None, Shape | None]] = [
            (
                None if each.mine is None else next(made),
                None if each.theirs is None else next(made),
            )
            for each in marked
        ]
        boxes: list[Bounds] = []
        for mine, theirs in self.shapes:
            known = [s.bounds for s in (mine, theirs) if s is not None]
            boxes.append(
                (
                    min((b[0] for b in known), default=np.inf),
                    min((b[1] for b in known), default=np.inf),
                    max((b[2] for b in known), default=-np.inf),
                    max((b[3] for b in known), default=-np.inf),
                )
            )
        self.bounds = np.array(boxes, float).reshape(-1, 4)

    def near(self, box: Bounds) -> list[int]:
        """Indices of those that touch a box."""
        left, bottom, right, top = box
        own = self.bounds
        inside: npt.NDArray[np.bool_] = (own[:, 0] <= right) & (own[:, 2] >= left)
        inside &= (own[:, 1] <= top) & (own[:, 3] >= bottom)
        return np.flatnonzero(inside).tolist()


@dataclass(frozen=True, slots=True, eq=False)
class ShownMerge:
    """What is shown of a merge."""

    marked: tuple[Marked, ...] = ()
    _placed: dict[str, Placed] = field(default_factory=dict[str, Placed])

    def placed(self, projection_id: str) -> Placed:
        """All of it on the map plane."""
        if projection_id not in self._placed:
            self._placed.clear()
            self._placed[projection_id] = Placed(self.marked, projection_id)
        return self._placed[projection_id]

    def hit(
        self,
        viewport: Viewport,
        scene: Scene,
        px: Pixel,
        tolerance_px: float,
        ruler: Ruler,
        *,
        signs: bool,
    ) -> Marked | None:
        """What is marked at a pixel: by its sign alone, or by what theirs has there."""
        if not self.marked:
            return None
        placed = self.placed(viewport.projection_id)
        reach = _REACH_PX * viewport.metres_per_px
        x, y = viewport.to_xy(px)
        for k in reversed(placed.near((x - reach, y - reach, x + reach, y + reach))):
            mine, theirs = placed.shapes[k]
            shape = theirs or mine
            if shape is None:
                continue
            if signs:
                at = viewport.to_px(sign_xy(shape))
                dx, dy = sign_shift_px(shape)
                shift = shift_px_of(self.marked[k], scene, viewport.metres_per_px)
                dx, dy = dx + shift[0], dy + shift[1]
                if np.hypot(px[0] - at[0] - dx, px[1] - at[1] - dy) <= SIGN_RADIUS_PX + 1.0:
                    return self.marked[k]
            elif self.marked[k].elsewhere and touches(shape, viewport, px, tolerance_px, ruler):
                return self.marked[k]
        return None


NO_MERGE = ShownMerge()


def sign_xy(shape: Shape) -> tuple[float, float]:
    """Where the sign belongs, map metres: at the place, or the top of what has more than one."""
    if shape.is_point:
        return shape.xy
    xy = shape.parts.positions
    k = int(np.argmax(xy[:, 1]))
    return float(xy[k, 0]), float(xy[k, 1])


def sign_shift_px(shape: Shape) -> Pixel:
    """How far beside that the sign stands."""
    if not shape.is_point:
        return 0.0, 0.0
    size = getattr(shape.feature.properties, "size", 0.7)
    body = symbol_shift_px(shape)
    return HALF_PX[0] * size + body[0], -HALF_PX[1] * size + body[1]


def symbol_shift_px(shape: Shape) -> Pixel:
    """How far a symbol stands from its place: that of a headquarters is on its staff."""
    unit = shape.feature.properties
    return body_shift_px(unit) if isinstance(unit, Unit) else (0.0, 0.0)


def shift_px_of(marked: Marked, scene: Scene, metres_per_px: float) -> Pixel:
    """How far from its place the symbol stands that is marked."""
    if marked.mine is not None and not marked.elsewhere:
        return scene.offset_px(marked.mine.id, metres_per_px)
    return by_hand_px(marked.theirs)


def by_hand_px(feature: Feature | None) -> Pixel:
    """How far from its place a unit was put by hand."""
    unit = None if feature is None else feature.properties
    return (unit.offset_x_px, unit.offset_y_px) if isinstance(unit, Unit) else (0.0, 0.0)
