"""Placing lettering, written on the spot, and point marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from msgspec import structs

from baltic_desk.document.feature import Feature, Mark, TextNote
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_point
from baltic_desk.geo.coordinates import parse
from baltic_desk.tools.guides import is_drag, pointer_at
from baltic_desk.tools.stamp import Stamp
from baltic_desk.tools.tool import DRAFT, Desk, Guide, Pointer, Preview, State

_TEXT = TextNote(overlay=DRAFT)
_MARK = Mark(overlay=DRAFT)


@dataclass(frozen=True, slots=True)
class PlaceText(State):
    """Waiting for the place of a text; with a name in the template, the text is that."""

    template: TextNote = _TEXT
    tool = "text"
    cursor = "text"
    entry = "Coordinate"
    hint = "Click where the text goes, then write it; or type a coordinate"
    at_rest = True

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if desk.overlay_for_new() is None:
            return self
        return Writing(self, pointer.at, self.template, self.template.name)

    def typed(self, text: str, desk: Desk) -> State:
        return Writing(self, parse(text), self.template, self.template.name)


@dataclass(frozen=True, slots=True)
class Writing(State):
    """Writing a text at its place; a click elsewhere ends it as Enter does."""

    rest: State
    position: Position
    template: TextNote
    text: str = ""
    tool = "text"
    cursor = "text"
    entry = "Text"
    free_text = True
    hint = "Write; Enter or a click elsewhere ends it, Esc drops it"

    def release(self, pointer: Pointer, desk: Desk) -> State:
        elsewhere = is_drag(pointer_at(self.position, desk), pointer)
        return self.confirm(desk) if elsewhere else self

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        return self._written(text, desk)

    def confirm(self, desk: Desk) -> State:
        return self._written(self.text, desk)

    def settle(self, desk: Desk) -> State:
        return self._written(self.text, desk)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def preview(self, desk: Desk) -> Preview:
        if not self.text.strip():
            return Preview(guides=(Guide("handle", (self.position,), handle="text"),))
        overlay_id = desk.overlay_for_draft()
        return Preview({DRAFT: self._feature(DRAFT, overlay_id, self.text)})

    def _written(self, text: str, desk: Desk) -> State:
        if not text.strip():
            return self.rest
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return replace(self, text=text)
        feature = self._feature(desk.new_id(), overlay_id, text)
        desk.add("Write text", [feature])
        return self.rest

    def _feature(self, feature_id: str, overlay_id: str, text: str) -> Feature:
        properties = structs.replace(self.template, overlay=overlay_id, name=text.strip())
        return new_point(feature_id, properties, self.position)


@dataclass(frozen=True, slots=True)
class PlaceMark(Stamp):
    """Places marks like the template."""

    template: Mark = _MARK
    tool = "mark"
    hint = "Click to place a mark, with Shift several; or type a coordinate"

    def stamped(
        self, position: Position, overlay_id: str, new_id: Callable[[], str]
    ) -> tuple[Feature, ...]:
        properties = structs.replace(self.template, overlay=overlay_id)
        return (new_point(new_id(), properties, position),)

    def step_name(self) -> str:
        return f"Place {self.template.name or 'mark'}"
