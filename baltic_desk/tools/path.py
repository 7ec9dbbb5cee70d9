"""Drawing a line, an arrow or an area point by point."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from msgspec import structs

from baltic_desk.document.feature import Area, Arrow, Feature, Line
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_area, new_line
from baltic_desk.document.places import Path
from baltic_desk.document.wording import described
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import area, length
from baltic_desk.geo.measure import area_text
from baltic_desk.tools.entry import place
from baltic_desk.tools.guides import (
    apart_px,
    geodesic_guide,
    leg_text,
    pointer_at,
    steered,
)
from baltic_desk.tools.tool import DRAFT, Desk, Guide, Pointer, Preview, State

CLOSE_PX = 8.0
"""A click this near the first point means it."""

# The second press of a double click, where a window sends it as a press as well.
_SAME_PX = 2.0


def extended(points: Path, position: Position, desk: Desk) -> Path:
    """The points with one more, unless it is the last one again."""
    if apart_px(desk.view.to_px(points[-1]), desk.view.to_px(position)) < _SAME_PX:
        return points
    return (*points, position)


def path_readout(points: Path, now: Position, desk: Desk) -> str:
    """The leg to the pointer, and the whole length where there are several legs."""
    text = leg_text(points[-1], now, desk)
    if len(points) > 1:
        total_m = length(np.array((*points, now)))
        text += f"\ntotal {format_distance(total_m, desk.distance_unit)}"
    return text


def shown_place(text: str, points: Path, now: Pointer, desk: Desk) -> Position:
    """The next point as it is typed, or (nothing typed, or half of it) where the pointer is."""
    if text:
        try:
            return place(text, points[-1], now.at, desk.distance_unit)
        except ValueError:
            pass
    return steered(points[-1], now)


@dataclass(frozen=True, slots=True)
class Drawing(State):
    """Some points are set. Shift keeps to bearings of whole 15 degrees from the last one.

    A click on the first point closes an area, once it has three corners; `closing` while that
    click is down.
    """

    rest: State
    tool: str = field()
    template: Line | Arrow | Area
    points: Path
    now: Pointer
    closing: bool = False
    text: str = ""
    cursor = "cross"
    entry = "Distance and bearing, or a coordinate"
    hint = (
        "Click the next point, Enter or double click to finish, Backspace for a point back;"
        " or type 12 km 045"
    )

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if self._is_on_first(pointer, desk):
            return replace(self, now=pointer, closing=True)
        points = extended(self.points, steered(self.points[-1], pointer), desk)
        return replace(self, points=points, now=pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if not self.closing:
            return self
        released = replace(self, now=pointer, closing=False)
        return released.confirm(desk) if self._is_on_first(pointer, desk) else released

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        return self.confirm(desk)

    def confirm(self, desk: Desk) -> State:
        if len(self.points) < self._least():
            raise ValueError(f"That needs {self._least()} points; Esc drops it.")
        return self._drawn(desk)

    def settle(self, desk: Desk) -> State:
        if len(self.points) >= self._least():
            return self._drawn(desk)
        if len(self.points) > 1:
            desk.say(f"The unfinished {self.tool} was dropped.")
        return self.rest

    def back(self, desk: Desk) -> State:
        if len(self.points) == 1:
            return self.rest
        return replace(self, points=self.points[:-1], closing=False)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def worth_keeping(self) -> bool:
        return len(self.points) > 2

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        to = place(text, self.points[-1], self.now.at, desk.distance_unit)
        return replace(self, points=(*self.points, to), now=pointer_at(to, desk))

    def preview(self, desk: Desk) -> Preview:
        last = self.points[-1]
        now = shown_place(self.text, self.points, self.now, desk)
        if not self.text and self._is_on_first(self.now, desk):
            now = self.points[0]
        drawn = extended(self.points, now, desk)
        first = Guide("handle", (self.points[0],), handle="vertex:0", selected=self.closing)
        readout = path_readout(self.points, now, desk)
        overlay_id = desk.overlay_for_draft()
        match self.template:
            case Area() if len(set(drawn)) > 2:
                readout += f"\n{area_text(area(np.array(drawn)), desk.distance_unit)}"
                return Preview({DRAFT: self._feature(DRAFT, overlay_id, drawn)}, (first,), readout)
            case Line() | Arrow() if len(drawn) > 1:
                return Preview({DRAFT: self._feature(DRAFT, overlay_id, drawn)}, (), readout)
            case _:
                return Preview(guides=(geodesic_guide((last, now)), first), readout=readout)

    def _least(self) -> int:
        return 3 if isinstance(self.template, Area) else 2

    def _is_on_first(self, pointer: Pointer, desk: Desk) -> bool:
        if not isinstance(self.template, Area) or len(self.points) < 3:
            return False
        return apart_px(desk.view.to_px(self.points[0]), pointer.px) <= CLOSE_PX

    def _feature(self, feature_id: str, overlay_id: str, points: Path) -> Feature:
        match self.template:
            case Area() as template:
                return new_area(feature_id, structs.replace(template, overlay=overlay_id), points)
            case Line() | Arrow() as template:
                return new_line(feature_id, structs.replace(template, overlay=overlay_id), points)

    def _drawn(self, desk: Desk) -> State:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self
        feature = self._feature(desk.new_id(), overlay_id, self.points)
        desk.add(f"Draw {described([feature])}", [feature])
        return self.rest
