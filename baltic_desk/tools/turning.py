"""Turning several features about their common middle."""

from __future__ import annotations

from dataclasses import dataclass, replace

from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import rotated_features
from baltic_desk.document.wording import described
from baltic_desk.geo.geodesy import bearing
from baltic_desk.tools.entry import turn
from baltic_desk.tools.guides import geodesic_guide, round_angle
from baltic_desk.tools.shaping import turn_text
from baltic_desk.tools.tool import Desk, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class Turning(State):
    """Dragging the handle that turns the selection. Shift keeps to whole 15 degrees."""

    rest: State
    start: Pointer
    now: Pointer
    about: Position
    ids: tuple[str, ...]
    text: str = ""
    cursor = "rotate"
    entry = "Angle to turn by"
    hint = "Release to set, Esc to put back; or type an angle. Shift keeps to whole 15 degrees"

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        released = replace(self, now=pointer)
        return released if self.text else released.settle(desk)

    def confirm(self, desk: Desk) -> State:
        return self.settle(desk)

    def settle(self, desk: Desk) -> State:
        return self._settled(self._pointed_deg(), desk)

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        return self._settled(turn(text), desk)

    def preview(self, desk: Desk) -> Preview:
        angle_deg = self._shown_deg()
        line = geodesic_guide((self.about, self.now.at))
        try:
            after = rotated_features(self._features(desk), self.about, angle_deg)
        except ValueError as error:
            return Preview(guides=(line,), readout=str(error))
        return Preview(after, (line,), turn_text(angle_deg))

    def _pointed_deg(self) -> float:
        angle_deg = bearing(self.about, self.now.at) - bearing(self.about, self.start.at)
        return round_angle(angle_deg) if self.now.shift else angle_deg

    def _shown_deg(self) -> float:
        if self.text:
            try:
                return turn(self.text)
            except ValueError:
                pass  # half typed
        return self._pointed_deg()

    def _features(self, desk: Desk) -> list[Feature]:
        found = (desk.document.feature(feature_id) for feature_id in self.ids)
        return [feature for feature in found if feature is not None]

    def _settled(self, angle_deg: float, desk: Desk) -> State:
        features = self._features(desk)
        chosen = desk.session.selection
        named = described(feature for feature in features if feature.id in chosen)
        after = rotated_features(features, self.about, angle_deg)
        with desk.document.edit(f"Rotate {named}") as change:
            for feature in after.values():
                change.put(feature)
        return self.rest
