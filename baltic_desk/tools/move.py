"""Moving the selection over the map, with typed distances; with Ctrl, a copy of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import duplicated, moved_features
from baltic_desk.document.places import reference
from baltic_desk.document.wording import described
from baltic_desk.geo.geodesy import bearing, destination
from baltic_desk.tools.entry import leg, place
from baltic_desk.tools.guides import geodesic_guide, leg_text, place_text, steered
from baltic_desk.tools.tool import DRAFT, Desk, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class Moving(State):
    """Dragging the selection: `ids` and the rings that follow, all from where they were at first.

    Ctrl makes a copy (held at any time of the drag: Alt belongs to the window managers of Linux);
    Shift keeps to bearings of whole 15 degrees.
    """

    rest: State
    start: Pointer
    now: Pointer
    grabbed: str
    ids: tuple[str, ...]
    cursor = "move"
    entry = "Distance and bearing, or a coordinate"
    hint = "Release to drop, Esc to put back; type 12 km 045 or a coordinate; Ctrl copies"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        end = steered(self.start.at, pointer)
        return self._settled(self.start.at, end, desk, copy=pointer.ctrl)

    def confirm(self, desk: Desk) -> State:
        return self.release(self.now, desk)

    def settle(self, desk: Desk) -> State:
        return self.release(self.now, desk)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typed(self, text: str, desk: Desk) -> State:
        grabbed = desk.document.feature(self.grabbed)
        if grabbed is None:
            return self.rest
        start = reference(grabbed)
        found = leg(text, desk.distance_unit)
        if found is None:
            end = place(text, start, start, desk.distance_unit)
        else:
            toward_deg = bearing(self.start.at, steered(self.start.at, self.now))
            bearing_deg = toward_deg if found.bearing_deg is None else found.bearing_deg
            end = destination(start, bearing_deg, found.distance_m)
        return self._settled(start, end, desk, copy=self.now.ctrl)

    def preview(self, desk: Desk) -> Preview:
        end = steered(self.start.at, self.now)
        line = geodesic_guide((self.start.at, end))
        measured = leg_text(self.start.at, end, desk)
        try:
            if self.now.ctrl:
                numbers = count()
                copies = duplicated(desk.document, self.ids, lambda: f"{DRAFT}:{next(numbers)}")
                after = moved_features(copies, self.start.at, end)
                grabbed = None
            else:
                after = moved_features(self._features(desk), self.start.at, end)
                grabbed = after.get(self.grabbed)
        except ValueError as error:
            return Preview(guides=(line,), readout=str(error))
        where = place_text(end if grabbed is None else reference(grabbed), desk)
        return Preview(after, (line,), f"{measured}\n{where}")

    def _features(self, desk: Desk) -> list[Feature]:
        found = (desk.document.feature(feature_id) for feature_id in self.ids)
        return [feature for feature in found if feature is not None]

    def _settled(self, start: Position, end: Position, desk: Desk, *, copy: bool) -> State:
        chosen = desk.session.selection
        features = self._features(desk)
        named = described(feature for feature in features if feature.id in chosen)
        if copy:
            features = list(duplicated(desk.document, self.ids, desk.new_id))
        after = moved_features(features, start, end)
        with desk.document.edit(f"{'Duplicate' if copy else 'Move'} {named}") as change:
            for feature in after.values():
                change.put(feature)
        if copy:
            desk.session.select(after)
        return self.rest
