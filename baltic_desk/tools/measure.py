"""Measuring along geodesics: legs, total, enclosed area. Leaves nothing in the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from baltic_desk.document.places import Path
from baltic_desk.geo.coordinates import parse
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import area, length
from baltic_desk.geo.measure import area_text
from baltic_desk.tools.entry import place
from baltic_desk.tools.guides import (
    geodesic_guide,
    leg_label,
    leg_text,
    place_text,
    pointer_at,
    steered,
)
from baltic_desk.tools.path import extended, shown_place
from baltic_desk.tools.tool import NOTHING, Desk, Guide, Pointer, Preview, State

_ENTRY = "Distance and bearing, or a coordinate"


@dataclass(frozen=True, slots=True)
class Measure(State):
    """Waiting for the first point; the last measurement stays on the map until then."""

    measured: Path = ()
    tool = "measure"
    cursor = "cross"
    entry = "Coordinate of the first point"
    hint = "Click the first point to measure from"
    at_rest = True

    def press(self, pointer: Pointer, desk: Desk) -> State:
        return Measuring((pointer.at,), pointer)

    def typed(self, text: str, desk: Desk) -> State:
        first = pointer_at(parse(text), desk)
        return Measuring((first.at,), first)

    def cancel(self, desk: Desk) -> State:
        return Measure() if self.measured else self

    def preview(self, desk: Desk) -> Preview:
        if len(self.measured) < 2:
            return NOTHING
        shown = _shown(self.measured, desk)
        at_end = Guide("label", (self.measured[-1],), text=_total(self.measured, desk))
        return replace(shown, guides=(*shown.guides, at_end))


@dataclass(frozen=True, slots=True)
class Measuring(State):
    """Some points are set. Shift keeps to bearings of whole 15 degrees from the last one."""

    points: Path
    now: Pointer
    text: str = ""
    tool = "measure"
    cursor = "cross"
    entry = _ENTRY
    hint = "Click the next point, Enter or double click to end, Backspace for a point back"

    def press(self, pointer: Pointer, desk: Desk) -> State:
        points = extended(self.points, steered(self.points[-1], pointer), desk)
        return replace(self, points=points, now=pointer)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def double_click(self, pointer: Pointer, desk: Desk) -> State:
        return self.confirm(desk)

    def confirm(self, desk: Desk) -> State:
        return Measure(self.points)

    def settle(self, desk: Desk) -> State:
        return Measure(self.points)

    def back(self, desk: Desk) -> State:
        return Measure() if len(self.points) == 1 else replace(self, points=self.points[:-1])

    def cancel(self, desk: Desk) -> State:
        return Measure()

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        to = place(text, self.points[-1], self.now.at, desk.distance_unit)
        return replace(self, points=(*self.points, to), now=pointer_at(to, desk))

    def preview(self, desk: Desk) -> Preview:
        now = shown_place(self.text, self.points, self.now, desk)
        leg = f"{leg_text(self.points[-1], now, desk)}\n{place_text(now, desk)}"
        points = extended(self.points, now, desk)
        shown = _shown(points, desk, named=len(self.points) - 1)
        # The leg under way and the total stand beside the pointer, not on the map as well.
        told = f"{leg}\n{_total(points, desk)}" if len(points) > 1 else leg
        return replace(shown, readout=told)


def _shown(points: Path, desk: Desk, *, named: int | None = None) -> Preview:
    """The measured line, with the figures of its legs, or of the first `named` of them."""
    ends = tuple(Guide("handle", (position,), handle="vertex") for position in points)
    if len(points) < 2:
        return Preview(guides=ends)
    labels = [leg_label(start, end, desk) for start, end in pairwise(points)][:named]
    return Preview(guides=(geodesic_guide(points), *ends, *labels))


def _total(points: Path, desk: Desk) -> str:
    line = np.array(points)
    total = f"total {format_distance(length(line), desk.distance_unit)}"
    if len(points) > 2:
        total += f"  area {area_text(area(line), desk.distance_unit)}"
    return total
