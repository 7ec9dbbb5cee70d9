"""Placing a unit, with the rings that belong to it, by a click or a typed coordinate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_parametric, new_point
from baltic_desk.tools.stamp import Stamp


@dataclass(frozen=True, slots=True)
class PlaceUnit(Stamp):
    """Places units like the template. The rings take the unit's place and are anchored to it."""

    template: Unit
    rings: tuple[RangeRing, ...] = ()
    tool = "place"
    hint = "Click to place, with Shift several; or type a coordinate"

    def stamped(
        self, position: Position, overlay_id: str, new_id: Callable[[], str]
    ) -> tuple[Feature, ...]:
        unit_id = new_id()
        unit = new_point(unit_id, replace(self.template, overlay=overlay_id), position)
        lon, lat = position
        rings = (
            replace(
                ring,
                overlay=overlay_id,
                center_lon=lon,
                center_lat=lat,
                anchor=unit_id,
                name=ring.name or self._name(),
            )
            for ring in sorted(self.rings, key=lambda ring: ring.radius_max_m)
        )
        return (unit, *(new_parametric(new_id(), ring) for ring in rings))

    def step_name(self) -> str:
        return f"Place {self._name() or 'unit'}"

    def _name(self) -> str:
        return self.template.name or self.template.designation or ""
