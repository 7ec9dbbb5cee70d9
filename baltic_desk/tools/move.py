"""Moving the selection over the map, with typed distances; with Ctrl, a copy of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import duplicated, moved_features
from baltic_desk.document.places import reference
from baltic_desk.document.wording import described, subordinates
from baltic_desk.geo.geodesy import bearing, destination
from baltic_desk.tools.entry import leg, place
from baltic_desk.tools.guides import geodesic_guide, leg_text, place_text, steered
from baltic_desk.tools.tool import DRAFT, Desk, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class Moving(State):
    """Dragging the selection: `ids` and the rings that follow, all from where they were at first.

    Let go while something is typed, it waits for the Enter that ends the typing, or a click.

    Ctrl makes a copy (held at any time of the drag: Alt belongs to the window managers of Linux);
    Shift keeps to bearings of whole 15 degrees.
    """

    rest: State
    start: Pointer
    now: Pointer
    grabbed: str
    ids: tuple[str, ...]
    text: str = ""
    following: int = 0
    """How many subordinates of what is selected come along."""
    cursor = "move"
    entry = "Distance and bearing, or a coordinate"
    hint = "Release to drop, Esc to put back; type 12 km 045 or a coordinate; Ctrl copies"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        released = replace(self, now=pointer)
        return released if self.text else released.settle(desk)

    def confirm(self, desk: Desk) -> State:
        return self.settle(desk)

    def settle(self, desk: Desk) -> State:
        end = steered(self.start.at, self.now)
        return self._settled(self.start.at, end, desk)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        grabbed = desk.document.feature(self.grabbed)
        if grabbed is None:
            return self.rest
        return self._settled(*self._as_typed(grabbed, text, desk), desk)

    def _as_typed(self, grabbed: Feature, text: str, desk: Desk) -> tuple[Position, Position]:
        """From where to where the typed leg or coordinate takes what was grabbed."""
        start = reference(grabbed)
        found = leg(text, desk.distance_unit)
        if found is None:
            return start, place(text, start, start, desk.distance_unit)
        toward_deg = bearing(self.start.at, steered(self.start.at, self.now))
        bearing_deg = toward_deg if found.bearing_deg is None else found.bearing_deg
        return start, destination(start, bearing_deg, found.distance_m)

    def _shown(self, desk: Desk) -> tuple[Position, Position]:
        """From where to where the move goes now; what is half typed does not count yet."""
        grabbed = desk.document.feature(self.grabbed)
        if self.text and grabbed is not None:
            try:
                return self._as_typed(grabbed, self.text, desk)
            except ValueError:
                pass
        return self.start.at, steered(self.start.at, self.now)

    def preview(self, desk: Desk) -> Preview:
        start, end = self._shown(desk)
        line = geodesic_guide((start, end))
        measured = leg_text(start, end, desk)
        try:
            if self.now.ctrl:
                numbers = count()
                copies = duplicated(desk.document, self.ids, lambda: f"{DRAFT}:{next(numbers)}")
                after = moved_features(copies, start, end)
                grabbed = None
            else:
                after = moved_features(self._features(desk), start, end)
                grabbed = after.get(self.grabbed)
        except ValueError as error:
            return Preview(guides=(line,), readout=str(error))
        where = place_text(end if grabbed is None else reference(grabbed), desk)
        along = f"\nwith {subordinates(self.following)}" if self.following else ""
        return Preview(after, (line,), f"{measured}\n{where}{along}")

    def _features(self, desk: Desk) -> list[Feature]:
        found = (desk.document.feature(feature_id) for feature_id in self.ids)
        return [feature for feature in found if feature is not None]

    def _settled(self, start: Position, end: Position, desk: Desk) -> State:
        copy = self.now.ctrl
        chosen = desk.session.selection
        features = self._features(desk)
        named = described(feature for feature in features if feature.id in chosen)
        if self.following:
            named += f" with {subordinates(self.following)}"
        if copy:
            features = list(duplicated(desk.document, self.ids, desk.new_id))
        after = moved_features(features, start, end)
        with desk.document.edit(f"{'Duplicate' if copy else 'Move'} {named}") as change:
            for feature in after.values():
                change.put(feature)
        if copy:
            desk.session.select(after)
        return self.rest
