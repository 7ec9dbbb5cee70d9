"""Attaching units to another by clicking that one on the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.orbat import Orbat
from baltic_desk.document.places import reference
from baltic_desk.document.standing import titled
from baltic_desk.document.subordination import attached
from baltic_desk.document.wording import described
from baltic_desk.tools.guides import geodesic_guide
from baltic_desk.tools.select import Idle
from baltic_desk.tools.tool import NOTHING, Cursor, Desk, Pointer, Preview, State

_MOST_LINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachTo(State):
    """The unit that is clicked becomes the superior of the units of `ids`; a ring means its unit.

    What cannot be is said and changes nothing, so that another can be clicked.
    """

    ids: tuple[str, ...]
    now: Pointer | None = None
    cursor: Cursor = "cross"
    tool = "attach"
    at_rest = True
    hint = "Click the unit that they come under; Esc leaves it as it is"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        cursor: Cursor = "cross" if _unit_at(pointer, desk) is None else "hand"
        return replace(self, now=pointer, cursor=cursor)

    def leave(self, desk: Desk) -> State:
        return replace(self, now=None)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        superior = _unit_at(pointer, desk)
        if superior is None:
            desk.say("Only a unit can be a superior: click one, or press Esc.")
            return self
        orbat = Orbat.of(desk.document)
        changed = attached(desk.document, orbat, self.ids, superior.id)
        if changed:
            with desk.document.edit(f"Attach {described(changed)} to {titled(superior)}") as change:
                for feature in changed:
                    change.put(feature)
        desk.say(f"{_capital(described(_features(self.ids, desk)))} under {titled(superior)}.")
        return Idle(pointer)

    def preview(self, desk: Desk) -> Preview:
        if self.now is None:
            return NOTHING
        superior = _unit_at(self.now, desk)
        end = self.now.at if superior is None else reference(superior)
        starts = [reference(feature) for feature in _features(self.ids[:_MOST_LINES], desk)]
        guides = tuple(geodesic_guide((start, end)) for start in starts if start != end)
        return Preview(guides=guides, readout="" if superior is None else titled(superior))


def _unit_at(pointer: Pointer, desk: Desk) -> Feature | None:
    hit = desk.view.hit(pointer.px)
    found = None if hit is None else desk.document.feature(hit.id)
    match found:
        case Feature(properties=RangeRing(anchor=str(anchor))):
            found = desk.document.feature(anchor)
        case _:
            pass
    return found if found is not None and isinstance(found.properties, Unit) else None


def _features(ids: Iterable[str], desk: Desk) -> list[Feature]:
    found = (desk.document.feature(feature_id) for feature_id in ids)
    return [feature for feature in found if feature is not None]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
