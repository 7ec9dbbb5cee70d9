"""Drawing a line by hand; what is kept is simplified to what the eye could see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from msgspec import structs

from baltic_desk.document.feature import Feature, Freehand
from baltic_desk.document.outline import new_line
from baltic_desk.document.places import Path
from baltic_desk.tools.guides import DRAG_PX, apart_px
from baltic_desk.tools.tool import DRAFT, Desk, Pixel, Pointer, Preview, State

# Samples nearer to each other than this are jitter of the hand.
_SAMPLE_PX = 2.0
_TOLERANCE_PX = 1.0


@dataclass(frozen=True, slots=True)
class Sketching(State):
    """The button is down and the line follows the pointer."""

    rest: State
    tool: str = field()
    template: Freehand
    points: Path
    px: tuple[Pixel, ...]
    cursor = "cross"
    hint = "Release to finish, Esc to drop"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return self if apart_px(self.px[-1], pointer.px) < _SAMPLE_PX else self._to(pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        ended = self if pointer.px == self.px[-1] else self._to(pointer)
        return ended.settle(desk)

    def confirm(self, desk: Desk) -> State:
        return self.settle(desk)

    def settle(self, desk: Desk) -> State:
        if max(apart_px(self.px[0], other) for other in self.px) < DRAG_PX:
            return self.rest
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self.rest
        feature = self._feature(desk.new_id(), overlay_id, self._simplified())
        desk.add("Draw freehand line", [feature])
        return self.rest

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def preview(self, desk: Desk) -> Preview:
        if len(self.points) < 2:
            return Preview()
        overlay_id = desk.overlay_for_draft()
        return Preview({DRAFT: self._feature(DRAFT, overlay_id, self.points)})

    def _to(self, pointer: Pointer) -> Sketching:
        return replace(self, points=(*self.points, pointer.at), px=(*self.px, pointer.px))

    def _simplified(self) -> Path:
        """The fewest of the points that stay within a pixel of the line drawn."""
        drawn = shapely.LineString(np.array(self.px))
        kept = shapely.get_coordinates(shapely.simplify(drawn, _TOLERANCE_PX))
        at = dict(zip(self.px, self.points, strict=True))
        return tuple(at[x, y] for x, y in kept.tolist())

    def _feature(self, feature_id: str, overlay_id: str, points: Path) -> Feature:
        return new_line(feature_id, structs.replace(self.template, overlay=overlay_id), points)
