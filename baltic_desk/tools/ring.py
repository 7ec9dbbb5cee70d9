"""Range rings: click the centre or a unit, then click, drag or type the range, or several.

What is typed leads over the template: without `min` there is no minimum range, without `from` no
sector. What is pointed keeps both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from msgspec import structs

from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_parametric
from baltic_desk.document.places import reference
from baltic_desk.geo.coordinates import parse
from baltic_desk.geo.distances import format_bearing, format_distance
from baltic_desk.geo.geodesy import destination, inverse
from baltic_desk.tools.guides import (
    geodesic_guide,
    is_drag,
    place_text,
    pointer_at,
    round_angle,
    round_length,
)
from baltic_desk.tools.ring_entry import RingEntry, parse_rings
from baltic_desk.tools.tool import DRAFT, Desk, Guide, Pointer, Preview, State

_RING = RangeRing(overlay=DRAFT, center_lon=0.0, center_lat=0.0, radius_max_m=1.0)
_LABEL_UNITS = ("km", "NM", "mi", "m")


@dataclass(frozen=True, slots=True)
class Ring(State):
    """Waiting for the centre. Class, style, name and the rest come from the template."""

    template: RangeRing = _RING
    tool = "ring"
    cursor = "cross"
    entry = "Coordinate of the centre"
    hint = "Click the centre, or the unit that the ring belongs to; or type a coordinate"
    at_rest = True

    def press(self, pointer: Pointer, desk: Desk) -> State:
        if desk.overlay_for_new() is None:
            return self
        unit = _unit_at(pointer, desk)
        if unit is None:
            return Sizing(self, self.template, pointer.at, None, pointer, pointer, held=True)
        named = self.template
        match unit.properties:
            case Unit(name=name, designation=designation) if not named.name:
                named = structs.replace(named, name=name or designation or "")
            case _:
                pass
        return Sizing(self, named, reference(unit), unit.id, pointer, pointer, held=True)

    def typed(self, text: str, desk: Desk) -> State:
        center = parse(text)
        at = pointer_at(center, desk)
        return Sizing(self, self.template, center, None, at, at, held=False)


@dataclass(frozen=True, slots=True)
class Sizing(State):
    """The centre is set; the pointer is on the ring. What has been typed so far leads, if legible.

    `held` while the button that set the centre is still down: let go after a drag, it sets the
    range; let go at once, the next click does.
    """

    rest: State
    template: RangeRing
    center: Position
    anchor: str | None
    start: Pointer
    now: Pointer
    held: bool
    text: str = ""
    tool = "ring"
    cursor = "cross"
    entry = "Ranges"
    hint = (
        "Click the range, Shift for a round one; or type 40 120 250 km, 250 min 20,"
        " 250 from 30 to 120"
    )

    def press(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer, held=True)

    def move(self, pointer: Pointer, desk: Desk) -> State:
        return replace(self, now=pointer)

    def release(self, pointer: Pointer, desk: Desk) -> State:
        if not self.held:
            return self
        released = replace(self, now=pointer, held=False)
        ended = is_drag(self.start, pointer) and not self.text
        return released.confirm(desk) if ended else released

    def confirm(self, desk: Desk) -> State:
        entry = self._pointed(desk)
        return self if entry is None else self._drawn(entry, desk)

    def settle(self, desk: Desk) -> State:
        entry = self._pointed(desk)
        return self.rest if entry is None else self._drawn(entry, desk)

    def back(self, desk: Desk) -> State:
        return self.rest

    def cancel(self, desk: Desk) -> State:
        return self.rest

    def typing(self, text: str, desk: Desk) -> State:
        return replace(self, text=text)

    def typed(self, text: str, desk: Desk) -> State:
        return self._drawn(parse_rings(text, desk.distance_unit), desk)

    def preview(self, desk: Desk) -> Preview:
        entry = self._shown(desk)
        mark = Guide("handle", (self.center,), handle="center")
        if entry is None:
            return Preview(guides=(mark,), readout=place_text(self.center, desk))
        numbers = iter(range(len(entry.radii_m)))
        overlay_id = desk.overlay_for_draft()
        try:
            rings = self._rings(entry, overlay_id, lambda: f"{DRAFT}:{next(numbers)}")
        except ValueError as error:
            return Preview(guides=(mark,), readout=str(error))
        shown = {ring.id: ring for ring in rings}
        reach = "  ".join(format_distance(radius_m, entry.unit) for radius_m in entry.radii_m)
        if entry != self._pointed(desk):
            return Preview(shown, (mark,), reach)
        bearing_deg, _ = inverse(self.center, self.now.at)
        rim = destination(self.center, bearing_deg, entry.radii_m[0])
        readout = f"{reach}  {format_bearing(bearing_deg)}"
        return Preview(shown, (geodesic_guide((self.center, rim)), mark), readout)

    def _shown(self, desk: Desk) -> RingEntry | None:
        if self.text:
            try:
                return parse_rings(self.text, desk.distance_unit)
            except ValueError:
                pass  # half typed
        return self._pointed(desk)

    def _pointed(self, desk: Desk) -> RingEntry | None:
        """The one ring that the pointer is on; None at the centre."""
        if not is_drag(pointer_at(self.center, desk), self.now):
            return None
        bearing_deg, radius_m = inverse(self.center, self.now.at)
        if self.now.shift:
            radius_m = round_length(radius_m, desk)
        given = self.template
        unit = desk.distance_unit if desk.distance_unit in _LABEL_UNITS else given.unit
        bearings_deg = None
        if given.bearing_from_deg is not None and given.bearing_to_deg is not None:
            # A template's sector faces where the pointer is.
            half_deg = (given.bearing_to_deg - given.bearing_from_deg) % 360.0 / 2
            middle_deg = round_angle(bearing_deg) if self.now.shift else bearing_deg
            bearings_deg = (middle_deg - half_deg) % 360.0, (middle_deg + half_deg) % 360.0
        least_m = given.radius_min_m if given.radius_min_m < radius_m else 0.0
        return RingEntry((round(radius_m, 2),), least_m, bearings_deg, unit)

    def _drawn(self, entry: RingEntry, desk: Desk) -> State:
        overlay_id = desk.overlay_for_new()
        if overlay_id is None:
            return self
        unit_is_there = self.anchor is None or self.anchor in desk.document
        bound = self if unit_is_there else replace(self, anchor=None)
        rings = bound._rings(entry, overlay_id, desk.new_id)
        count = len(rings)
        with desk.document.edit(
            "Draw range ring" if count == 1 else f"Draw {count} range rings"
        ) as (change):
            for ring in rings:
                change.put(ring)
        desk.session.select(ring.id for ring in rings)
        return self.rest

    def _rings(self, entry: RingEntry, overlay_id: str, new_id: Callable[[], str]) -> list[Feature]:
        lon, lat = self.center
        from_deg, to_deg = entry.bearings_deg or (None, None)
        return [
            new_parametric(
                new_id(),
                structs.replace(
                    self.template,
                    overlay=overlay_id,
                    center_lon=lon,
                    center_lat=lat,
                    anchor=self.anchor,
                    radius_max_m=radius_m,
                    radius_min_m=entry.radius_min_m,
                    bearing_from_deg=from_deg,
                    bearing_to_deg=to_deg,
                    unit=entry.unit,
                ),
            )
            for radius_m in entry.radii_m
        ]


def _unit_at(pointer: Pointer, desk: Desk) -> Feature | None:
    hit = desk.view.hit(pointer.px)
    feature = None if hit is None else desk.document.feature(hit.id)
    return feature if feature is not None and isinstance(feature.properties, Unit) else None
