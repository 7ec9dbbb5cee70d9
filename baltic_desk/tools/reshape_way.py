"""Dragging a handle of the way that a unit has come: a point of it, or the middle of a leg."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baltic_desk.document.geometry import Position
from baltic_desk.document.movements import Moved
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import length
from baltic_desk.tools.entry import place
from baltic_desk.tools.grips import Grip, removed_way_point
from baltic_desk.tools.guides import leg_text, steered
from baltic_desk.tools.tool import Desk, Guide, Pointer, Preview, State
from baltic_desk.tools.ways import end_before, way_with, write_way


@dataclass(frozen=True, slots=True)
class ReshapingWay(State):
    """Dragging a point of the way of one unit. Shift keeps to bearings of whole 15 degrees."""

    rest: State
    start: Pointer
    now: Pointer
    grip: Grip
    feature_id: str
    text: str = ""
    cursor = "size"
    entry = "Distance and bearing, or a coordinate"
    hint = "Release to set, Esc to put back, Delete takes the point out; or type 12 km 045"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        released = replace(self, now=pointer)
        if self.text:
            return released
        # The pointer is still over the handle: Delete means the point now, not the unit.
        return released.settle(desk).move(pointer, desk)

    def confirm(self, desk: Desk) -> State:
        return self.settle(desk)

    def settle(self, desk: Desk) -> State:
        moved = _moved(self.feature_id, desk)
        if moved is not None:
            _put(moved, self.grip, self._pointed(moved), desk)
        return self.rest

    def back(self, desk: Desk) -> State:
        return self.rest if removed_way_point(self.grip, desk) else self

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        moved = _moved(self.feature_id, desk)
        if moved is not None:
            _put(moved, self.grip, self._typed(moved, text, desk), desk)
        return self.rest

    def preview(self, desk: Desk) -> Preview:
        moved = desk.document.movement_of(self.feature_id)
        if moved is None:
            return Preview()
        at = self._shown(moved, desk)
        between = way_with(moved, self.grip.handle, at)
        way = (moved.way[0], *between, moved.way[-1])
        total = format_distance(length(way), desk.distance_unit)
        readout = f"{leg_text(end_before(moved, self.grip.handle), at, desk)}\ntotal {total}"
        grip = Guide("handle", (at,), handle=self.grip.name, selected=True)
        return Preview({moved.id: moved.after}, (grip,), readout, {moved.id: between})

    def _pointed(self, moved: Moved) -> Position:
        return steered(end_before(moved, self.grip.handle), self.now)

    def _typed(self, moved: Moved, text: str, desk: Desk) -> Position:
        return place(text, end_before(moved, self.grip.handle), self.now.at, desk.distance_unit)

    def _shown(self, moved: Moved, desk: Desk) -> Position:
        if self.text:
            try:
                return self._typed(moved, self.text, desk)
            except ValueError:
                pass  # half typed
        return self._pointed(moved)


def inserted_way_point(grip: Grip, desk: Desk) -> bool:
    """Whether the handle was the middle of a leg and has become a point of the way."""
    moved = None if grip.feature_id is None else _moved(grip.feature_id, desk)
    if moved is None or not grip.name.startswith("leg:"):
        return False
    _put(moved, grip, grip.position, desk)
    return True


def _moved(feature_id: str, desk: Desk) -> Moved | None:
    """The movement, if it may be changed; says so where not."""
    if not desk.changeable([feature_id]):
        desk.say("It is locked, hidden or gone.")
        return None
    return desk.document.movement_of(feature_id)


def _put(moved: Moved, grip: Grip, position: Position, desk: Desk) -> None:
    step = "Insert point of the way" if grip.name.startswith("leg") else "Move point of the way"
    write_way(moved, way_with(moved, grip.handle, position), step, desk)
