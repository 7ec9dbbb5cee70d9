"""Moving a unit along a path: point by point from where it was, a phase before, to where it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from baltic_desk.document.anchoring import with_anchored
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.movements import movement_along, shows_of
from baltic_desk.document.moving import moved_features
from baltic_desk.document.places import Path, middle
from baltic_desk.document.wording import described, subordinates
from baltic_desk.tools.entry import place
from baltic_desk.tools.guides import geodesic_guide, pointer_at, steered
from baltic_desk.tools.path import extended, path_readout, shown_place
from baltic_desk.tools.select import Idle, following
from baltic_desk.tools.tool import Desk, Guide, Pointer, Preview, State


def move_along(desk: Desk) -> MovingAlong:
    """The tool, for the unit that is selected.

    Raises
    ------
    ValueError
        When there is nothing that it could move, with the reason in a sentence.
    """
    chosen = desk.changeable(desk.session.selection)
    if len(chosen) != 1 or not isinstance(chosen[0].properties, Unit):
        raise ValueError("Select one unit that is not locked, then move it along a path.")
    (unit,) = chosen
    before = desk.document.phase_before()
    if before is None:
        raise ValueError("In the first phase nothing has moved yet: show a later one.")
    was = desk.document.feature_in(before, unit.id)
    if was is None:
        raise ValueError("It was not there in the phase before.")
    led = following([unit.id], desk) if desk.with_subordinates else ()
    ids = with_anchored(desk.document, (unit.id, *led))
    return MovingAlong(unit.id, ids, (middle(was),), led=len(led))


@dataclass(frozen=True, slots=True)
class MovingAlong(State):
    """Some points of the way are set, the first where the unit was. The last is where it stands.

    `ids` are the unit with its rings, and subordinates that go with it on ways beside its own.
    """

    feature_id: str
    ids: tuple[str, ...]
    points: Path
    now: Pointer | None = None
    text: str = ""
    led: int = 0
    cursor = "cross"
    tool = "move-along"
    entry = "Distance and bearing, or a coordinate"
    hint = (
        "Click the points of the way, double click or Enter at the last, where it stands;"
        " Backspace for a point back; or type 12 km 045"
    )

    def press(self, pointer: Pointer, desk: Desk) -> State:
        points = extended(self.points, steered(self.points[-1], pointer), desk)
        return replace(self, points=points, now=pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        return self.confirm(desk)

    def confirm(self, desk: Desk) -> State:
        if len(self.points) < 2:
            raise ValueError("Click where it goes; Esc leaves it where it is.")
        return self._settled(desk)

    def settle(self, desk: Desk) -> State:
        return self._settled(desk) if len(self.points) > 1 else Idle(self.now)

    def back(self, desk: Desk) -> State:
        return Idle(self.now) if len(self.points) == 1 else replace(self, points=self.points[:-1])

    def cancel(self, desk: Desk) -> State:
        return Idle(self.now)

    def worth_keeping(self) -> bool:
        return len(self.points) > 2

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        toward = self.points[-1] if self.now is None else self.now.at
        to = place(text, self.points[-1], toward, desk.distance_unit)
        return replace(self, points=(*self.points, to), now=pointer_at(to, desk))

    def preview(self, desk: Desk) -> Preview:
        points = self.points
        if self.now is not None:
            points = extended(points, shown_place(self.text, points, self.now, desk), desk)
        marks = Guide("handle", self.points, handle="vertex:0")
        if len(points) == 1:
            return Preview(guides=(marks,))
        try:
            after = self._moved(points[-1], desk)
        except ValueError as error:
            return Preview(guides=(geodesic_guide(points), marks), readout=str(error))
        readout = path_readout(points[:-1], points[-1], desk)
        if self.led:
            readout += f"\nwith {subordinates(self.led)}"
        ways = {self.feature_id: points[1:-1]}
        return Preview(after, (geodesic_guide(points), marks), readout, ways)

    def _moved(self, end: Position, desk: Desk) -> dict[str, Feature]:
        """All that goes along, carried as far as the unit is."""
        found = (desk.document.feature(feature_id) for feature_id in self.ids)
        features = [feature for feature in found if feature is not None]
        unit = desk.document.feature(self.feature_id)
        if unit is None:
            return {}
        return moved_features(features, middle(unit), end)

    def _settled(self, desk: Desk) -> State:
        rest = Idle(self.now)
        if not desk.changeable([self.feature_id]):
            desk.say("It is locked, hidden or gone.")
            return rest
        after = self._moved(self.points[-1], desk)
        units = [f for f in after.values() if isinstance(f.properties, Unit)]
        named = described([after[self.feature_id]])
        if self.led:
            named += f" with {subordinates(self.led)}"
        ways = self._ways(units, desk)
        with desk.document.edit(f"Move {named} along a path") as change:
            for feature in after.values():
                change.put(feature)
            for unit in units:
                if unit.id in ways:
                    shows = shows_of(None, unit, desk.document.project.movement_shows)
                    known = desk.document.movement_of(unit.id)
                    change.come(
                        unit.id,
                        movement_along(ways[unit.id], shows if known is None else known.shows),
                    )
        return rest

    def _ways(self, units: Sequence[Feature], desk: Desk) -> dict[str, Path]:
        """Positions between the ends of the way of each unit: those led go beside the first."""
        between = self.points[1:-1]
        before = desk.document.phase_before()
        was = {unit.id: desk.document.feature_in(before, unit.id) for unit in units}
        there = [feature for feature in was.values() if feature is not None]
        ways: dict[str, Path] = {feature.id: () for feature in there}
        for position in between:
            for feature in moved_features(there, self.points[0], position).values():
                ways[feature.id] = (*ways[feature.id], middle(feature))
        return ways
