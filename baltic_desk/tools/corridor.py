"""Drawing a corridor: its centre line point by point, then its width."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise

from msgspec import structs

from baltic_desk.document.boxes import size
from baltic_desk.document.feature import Corridor, Feature
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import center_line_of, new_parametric
from baltic_desk.document.places import Path
from baltic_desk.geo.distances import format_distance, parse_distance
from baltic_desk.geo.geodesy import distance, inverse
from baltic_desk.tools.entry import place
from baltic_desk.tools.guides import geodesic_guide, pointer_at, round_length, steered
from baltic_desk.tools.path import extended, path_readout, shown_place
from baltic_desk.tools.tool import DRAFT, Desk, Pointer, Preview, State


@dataclass(frozen=True, slots=True)
class DrawingCorridor(State):
    """Some points of the centre line are set."""

    rest: State
    tool: str = field()
    template: Corridor
    points: Path
    now: Pointer
    text: str = ""
    cursor = "cross"
    entry = "Distance and bearing, or a coordinate"
    hint = "Click the next point of the centre line, Enter or double click to set the width"

    def press(self, pointer: Pointer, desk: Desk) -> State:
        points = extended(self.points, steered(self.points[-1], pointer), desk)
        return replace(self, points=points, now=pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        return self.confirm(desk)

    def confirm(self, desk: Desk) -> State:
        if len(self.points) < 2:
            raise ValueError("That needs 2 points; Esc drops it.")
        return Widening(self, self.now, self.template.width_m)

    def settle(self, desk: Desk) -> State:
        if len(self.points) < 2:
            return self.rest
        return Widening(self, self.now, self.template.width_m).settle(desk)

    def back(self, desk: Desk) -> State:
        return self.rest if len(self.points) == 1 else replace(self, points=self.points[:-1])

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def worth_keeping(self) -> bool:
        return len(self.points) > 2

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        to = place(text, self.points[-1], self.now.at, desk.distance_unit)
        return replace(self, points=(*self.points, to), now=pointer_at(to, desk))

    def preview(self, desk: Desk) -> Preview:
        now = shown_place(self.text, self.points, self.now, desk)
        line = geodesic_guide((*self.points, now))
        return Preview(guides=(line,), readout=path_readout(self.points, now, desk))


@dataclass(frozen=True, slots=True)
class Widening(State):
    """The centre line is set; the pointer is on the edge once it has moved."""

    line: DrawingCorridor
    now: Pointer
    width_m: float
    pressed: bool = False
    tool = "corridor"
    cursor = "size"
    entry = "Width"
    hint = "Move to the width and click, Shift for a round one; or type it"

    def press(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self._widened(pointer, desk), pressed=True)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return self._widened(pointer, desk)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        # The button that ended the line by a double click goes up here, too.
        return self._drawn(self.width_m, desk) if self.pressed else self

    def confirm(self, desk: Desk) -> State:
        return self._drawn(self.width_m, desk)

    def settle(self, desk: Desk) -> State:
        return self._drawn(self.width_m, desk)

    def back(self, desk: Desk) -> State:
        return self.line

    def cancel(self, desk: Desk) -> State:
        return self.line.rest

    def worth_keeping(self) -> bool:
        return True

    def typed(self, text: str, desk: Desk) -> State:
        width_m = parse_distance(text, desk.distance_unit)
        if width_m <= 0.0:
            raise ValueError("A corridor must be wider than nothing")
        return self._drawn(width_m, desk)

    def preview(self, desk: Desk) -> Preview:
        overlay_id = desk.overlay_for_draft()
        try:
            feature = self._feature(DRAFT, overlay_id, self.width_m)
        except ValueError as error:
            return Preview(readout=str(error))
        readout = f"width {format_distance(self.width_m, desk.distance_unit)}"
        return Preview({DRAFT: feature}, (geodesic_guide(self.line.points),), readout)

    def _widened(self, pointer: Pointer, desk: Desk) -> Widening:
        width_m = 2.0 * min(
            _off_leg_m(pointer, start, end) for start, end in pairwise(self.line.points)
        )
        if pointer.shift:
            width_m = round_length(width_m, desk)
        return replace(self, now=pointer, width_m=size(width_m))

    def _feature(self, feature_id: str, overlay_id: str, width_m: float) -> Feature:
        properties = structs.replace(
            self.line.template,
            overlay=overlay_id,
            center_line=center_line_of(self.line.points),
            width_m=width_m,
        )
        return new_parametric(feature_id, properties)

    def _drawn(self, width_m: float, desk: Desk) -> State:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self
        feature = self._feature(desk.new_id(), overlay_id, width_m)
        desk.add("Draw corridor", [feature])
        return self.line.rest


def _off_leg_m(pointer: Pointer, start: Position, end: Position) -> float:
    """Distance of the pointer from a leg, as on a plane map about the leg's start."""
    leg_deg, leg_m = inverse(start, end)
    to_deg, to_m = inverse(start, pointer.at)
    off = math.radians(to_deg - leg_deg)
    along_m = to_m * math.cos(off)
    if along_m <= 0.0:
        return to_m
    return distance(end, pointer.at) if along_m >= leg_m else abs(to_m * math.sin(off))
