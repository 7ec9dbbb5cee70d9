"""Placing what has one position: it hangs on the pointer until the button goes up."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.geo.coordinates import parse
from baltic_desk.tools.guides import place_text
from baltic_desk.tools.select import Idle
from baltic_desk.tools.tool import DRAFT, NOTHING, Desk, Pointer, Preview, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp(State):
    """At each click one more with Shift held, else one and back to selecting.

    While the button is down it is not at rest: Esc then only lets go.
    """

    now: Pointer | None = None
    at_rest: bool = True
    cursor = "cross"
    entry = "Coordinate"

    @abstractmethod
    def stamped(
        self, position: Position, overlay_id: str, new_id: Callable[[], str]
    ) -> tuple[Feature, ...]:
        """What is put down at a position, the first being what is selected then, and topmost.

        Raises
        ------
        ValueError
            When that cannot be there.
        """

    @abstractmethod
    def step_name(self) -> str:
        """Name of the undo step."""

    def press(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer, at_rest=False)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def leave(self, desk: Desk) -> State:
        return replace(self, now=None)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if self.at_rest:
            return self
        if self._put_down(pointer.at, desk) and not pointer.shift:
            return Idle(pointer)
        return replace(self, now=pointer, at_rest=True)

    def cancel(self, desk: Desk) -> State:
        return self if self.at_rest else replace(self, at_rest=True)

    def settle(self, desk: Desk) -> State:
        return self.cancel(desk)

    def typed(self, text: str, desk: Desk) -> State:
        return Idle() if self._put_down(parse(text), desk) else self

    def preview(self, desk: Desk) -> Preview:
        if self.now is None:
            return NOTHING
        numbers = count()
        overlay_id = desk.overlay_for_draft()
        try:
            drafts = self.stamped(self.now.at, overlay_id, lambda: f"{DRAFT}:{next(numbers)}")
        except ValueError as error:
            return Preview(readout=str(error))
        readout = place_text(self.now.at, desk)
        return Preview({feature.id: feature for feature in drafts}, readout=readout)

    def _put_down(self, position: Position, desk: Desk) -> bool:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return False
        features = self.stamped(position, overlay_id, desk.new_id)
        desk.add(self.step_name(), features[::-1])
        desk.session.select([features[0].id])
        return True
