"""Selecting: click, Shift or Ctrl click, a box; and what a press on a feature or handle begins.

A click where the selected ring crosses others selects the next of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baltic_desk.document.anchoring import with_anchored
from baltic_desk.document.feature import Feature
from baltic_desk.document.orbat import Orbat
from baltic_desk.document.wording import subordinates
from baltic_desk.tools.grips import Grip, grip_at, grips, removed_vertex
from baltic_desk.tools.guides import is_drag
from baltic_desk.tools.move import Moving
from baltic_desk.tools.reshape import PointingHandle
from baltic_desk.tools.shaping import role_of
from baltic_desk.tools.tool import NOTHING, Cursor, Desk, Guide, Pixel, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class Idle(State):
    """At rest: waiting for a press, with the handles of the selection shown."""

    now: Pointer | None = None
    cursor: Cursor = "arrow"
    over: Grip | None = None
    at_rest = True
    hint = (
        "Click to select, Shift or Ctrl click for more; drag to move, Ctrl drag copies; "
        "Shift+U: with subordinates"
    )

    def press(self, pointer: Pointer, desk: Desk) -> State:
        rest = Idle(pointer)
        grip = grip_at(pointer, desk)
        if grip is not None:
            return PointingHandle(rest, pointer, grip)
        found = _feature_at(pointer.px, desk)
        if found is None:
            return PointingMap(pointer)
        again = desk.session.selection == (found.id,)
        if found.id not in desk.session.selection and not (pointer.shift or pointer.ctrl):
            desk.session.select([found.id])
        return Pointing(pointer, found.id, again=again)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        grip = grip_at(pointer, desk)
        if grip is not None:
            return Idle(pointer, "size", grip)
        return Idle(pointer, "arrow" if _feature_at(pointer.px, desk) is None else "move")

    def leave(self, desk: Desk) -> State:
        return Idle()

    def back(self, desk: Desk) -> State:
        grip = None if self.now is None else grip_at(self.now, desk)
        if grip is None or not removed_vertex(grip, desk):
            return self
        return replace(self)

    def cancel(self, desk: Desk) -> State:
        desk.session.clear()
        return self

    def preview(self, desk: Desk) -> Preview:
        shown = tuple(
            Guide("handle", (grip.position,), handle=grip.name, selected=grip == self.over)
            for grip in grips(desk, None if self.now is None else self.now.at)
        )
        if not shown:
            return NOTHING
        return Preview(guides=shown, readout=self._role(desk))

    def _role(self, desk: Desk) -> str:
        """What the handle under the pointer is for, where that is not plain to see."""
        grip = self.over
        feature = None if grip is None else desk.document.feature(grip.feature_id or "")
        return "" if grip is None or feature is None else role_of(feature, grip)


@dataclass(frozen=True, slots=True)
class Pointing(State):
    """Pressed on a feature, not yet dragged."""

    start: Pointer
    feature_id: str
    again: bool = False
    """Whether it alone was selected before: a click on several rings then goes to the next."""
    cursor = "move"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        if not is_drag(self.start, pointer):
            return self
        if self.feature_id not in desk.session.selection:
            kept = desk.session.selection if self.start.shift else ()
            desk.session.select((*kept, self.feature_id))
        chosen = [feature.id for feature in desk.changeable(desk.session.selection)]
        if self.feature_id not in chosen:
            desk.say("That is locked or hidden.")
            return Idle(pointer)
        led = following(chosen, desk) if desk.with_subordinates else ()
        ids = with_anchored(desk.document, (*chosen, *led))
        return Moving(Idle(pointer), self.start, pointer, self.feature_id, ids, following=len(led))

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if self.start.shift or self.start.ctrl:
            desk.session.toggle(self.feature_id)
        else:
            desk.session.select([_next_ring(self, desk) if self.again else self.feature_id])
        return Idle(pointer, "move")

    def cancel(self, desk: Desk) -> State:
        return Idle(self.start)

    def settle(self, desk: Desk) -> State:
        return Idle(self.start)


@dataclass(frozen=True, slots=True)
class PointingMap(State):
    """Pressed where there is nothing, not yet dragged."""

    start: Pointer

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return Brushing(self.start, pointer) if is_drag(self.start, pointer) else self

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if not (self.start.shift or self.start.ctrl):
            desk.session.clear()
        return Idle(pointer)

    def cancel(self, desk: Desk) -> State:
        return Idle(self.start)

    def settle(self, desk: Desk) -> State:
        return Idle(self.start)


@dataclass(frozen=True, slots=True)
class Brushing(State):
    """Drawing a box: what lies wholly in it is selected; Shift adds, Ctrl toggles."""

    start: Pointer
    now: Pointer
    cursor = "cross"
    hint = "What lies wholly in the box is selected; Shift adds, Ctrl toggles"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        inside = _ids(desk.changeable(desk.view.hits_within(self.start.px, pointer.px)))
        before = desk.session.selection
        if self.start.ctrl:
            inside = (*(i for i in before if i not in inside), *_without(inside, before))
        elif self.start.shift:
            inside = (*before, *_without(inside, before))
        desk.session.select(inside)
        return Idle(pointer)

    def cancel(self, desk: Desk) -> State:
        return Idle(self.now)

    def settle(self, desk: Desk) -> State:
        return Idle(self.now)

    def preview(self, desk: Desk) -> Preview:
        return Preview(guides=(Guide("box", corners_px=(self.start.px, self.now.px)),))


def _feature_at(px: Pixel, desk: Desk) -> Feature | None:
    """The feature under a pixel that may be taken hold of."""
    hit = desk.view.hit(px)
    return next(iter(desk.changeable([hit.id])), None) if hit is not None else None


def _next_ring(pressed: Pointing, desk: Desk) -> str:
    """Of the rings whose lines run by where was pressed the one under that which is selected; the
    topmost after the lowest. What is selected where it is no such ring."""
    rings = _ids(desk.changeable(desk.view.rings_at(pressed.start.px)))
    if pressed.feature_id not in rings:
        return pressed.feature_id
    return rings[(rings.index(pressed.feature_id) + 1) % len(rings)]


def following(ids: Sequence[str], desk: Desk) -> tuple[str, ...]:
    """Subordinates of the units among these that may be moved with them; says which stay."""
    every = Orbat.of(desk.document).with_subordinates(ids)[len(ids) :]
    able = _ids(desk.changeable(every))
    staying = len(every) - len(able)
    if staying:
        verb = "is" if staying == 1 else "are"
        desk.say(f"{subordinates(staying)} {verb} locked or hidden and will not come along.")
    return able


def _ids(features: Iterable[Feature]) -> tuple[str, ...]:
    return tuple(feature.id for feature in features)


def _without(ids: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    left_out = frozenset(taken)
    return tuple(i for i in ids if i not in left_out)
