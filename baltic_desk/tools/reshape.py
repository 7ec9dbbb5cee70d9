"""Dragging a handle: vertices, radii, corners, widths, bearings; and turning a selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from baltic_desk.document.feature import Feature
from baltic_desk.document.reshaping import with_handle
from baltic_desk.document.wording import described
from baltic_desk.tools.grips import Grip, center_of, is_of_way, removed_vertex, turned_ids
from baltic_desk.tools.guides import is_drag
from baltic_desk.tools.reshape_way import ReshapingWay, inserted_way_point
from baltic_desk.tools.shaping import (
    ENTRIES,
    LABELS,
    as_typed,
    dragged,
    handle_kind,
    helping_lines,
    readout,
)
from baltic_desk.tools.tool import Desk, Guide, Pointer, Preview, State
from baltic_desk.tools.turning import Turning


@dataclass(frozen=True, slots=True)
class PointingHandle(State):
    """Pressed on a handle, not yet dragged.

    A click with Alt takes a vertex out, a click on the middle of an edge makes one.
    """

    rest: State
    start: Pointer
    grip: Grip
    cursor = "size"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        if not is_drag(self.start, pointer):
            return self
        if self.grip.feature_id is None:
            features = desk.changeable(desk.session.selection)
            ids = turned_ids(desk)
            return Turning(self.rest, self.start, pointer, center_of(features), ids)
        if is_of_way(self.grip):
            return ReshapingWay(self.rest, self.start, pointer, self.grip, self.grip.feature_id)
        entry = ENTRIES[handle_kind(self.grip)]
        return Reshaping(self.rest, self.start, pointer, self.grip, self.grip.feature_id, entry)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if self.start.alt and removed_vertex(self.grip, desk):
            return self.rest
        if inserted_way_point(self.grip, desk):
            return self.rest
        if handle_kind(self.grip) == "edge" and self.grip.feature_id is not None:
            for feature in desk.changeable([self.grip.feature_id]):
                _write(with_handle(feature, self.grip.handle, self.grip.position), "edge", desk)
            return self.rest
        # A handle may lie over another feature: a click means that one.
        hit = desk.view.hit(pointer.px)
        if hit is not None and desk.changeable([hit.id]):
            desk.session.select([hit.id])
        return self.rest

    def back(self, desk: Desk) -> State:
        return self.rest if removed_vertex(self.grip, desk) else self

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def settle(self, desk: Desk) -> State:
        return self.rest


@dataclass(frozen=True, slots=True)
class Reshaping(State):
    """Dragging a handle of one feature. Shift keeps to round radii and whole 15 degrees."""

    rest: State
    start: Pointer
    now: Pointer
    grip: Grip
    feature_id: str
    entry: str = field()
    text: str = ""
    cursor = "size"
    hint = "Release to set, Esc to put back; or type the value. Shift keeps to round figures"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        released = replace(self, now=pointer)
        if self.text:
            return released
        # The pointer is still over the handle: Delete means the vertex now, not its feature.
        return released.settle(desk).move(pointer, desk)

    def confirm(self, desk: Desk) -> State:
        return self.settle(desk)

    def settle(self, desk: Desk) -> State:
        return self._settled(desk, lambda feature: dragged(feature, self.grip, self.now, desk))

    def back(self, desk: Desk) -> State:
        return self.rest if removed_vertex(self.grip, desk) else self

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        return self._settled(
            desk, lambda feature: as_typed(feature, self.grip, text, self.now, desk)
        )

    def preview(self, desk: Desk) -> Preview:
        feature = desk.document.feature(self.feature_id)
        if feature is None:
            return Preview()
        try:
            after = self._shown(feature, desk)
            grip = Guide("handle", (self.now.at,), handle=self.grip.name, selected=True)
            lines = helping_lines(after, self.grip, self.now)
            shown = readout(feature, after, self.grip, self.now, desk)
            return Preview({after.id: after}, (*lines, grip), shown)
        except ValueError as error:
            return Preview(readout=str(error))

    def _shown(self, feature: Feature, desk: Desk) -> Feature:
        if self.text:
            try:
                return as_typed(feature, self.grip, self.text, self.now, desk)
            except ValueError:
                pass  # half typed
        return dragged(feature, self.grip, self.now, desk)

    def _settled(self, desk: Desk, change: Callable[[Feature], Feature]) -> State:
        for feature in desk.changeable([self.feature_id]):
            _write(change(feature), handle_kind(self.grip), desk)
            return self.rest
        desk.say("It is locked, hidden or gone.")
        return self.rest


def _write(feature: Feature, kind: str, desk: Desk) -> None:
    label = LABELS[kind]
    named = label if label.endswith(" vertex") else f"{label} {described([feature])}"
    with desk.document.edit(named) as change:
        change.put(feature)
