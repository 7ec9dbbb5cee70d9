"""Rings that go where a phase moves their unit."""

from __future__ import annotations

import math

from msgspec.structs import replace

from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.geometry import Point, Position
from baltic_desk.document.outline import rounded_center, with_outline
from baltic_desk.document.patching import Change
from baltic_desk.document.record import Gone, Patch
from baltic_desk.document.store import Entry
from baltic_desk.geo.outlines import OutlineError

_ON_UNIT_DEG = 2e-7
"""How far a ring's centre and its unit may differ and still be one place: what rounding does."""


def stands_on(ring: RangeRing, at: Position) -> bool:
    """Whether a ring's centre is at a place."""
    return max(abs(at[0] - ring.center_lon), abs(at[1] - ring.center_lat)) <= _ON_UNIT_DEG


def recentred(entry: Entry, unit: Entry) -> Entry:
    """A ring about where its unit is; as it was where it has no outline there (a pole)."""
    at = unit_place(unit)
    match entry.record:
        case Feature(properties=RangeRing() as ring) as feature if at is not None:
            moved = replace(ring, center_lon=at[0], center_lat=at[1])
            try:
                return Entry(with_outline(replace(feature, properties=moved)), entry.rank)
            except OutlineError:
                return entry
        case _:
            return entry


class Following:
    """A ring that has gone where its unit is, without its outline until somebody looks at it.

    A lesson has many phases, of which few are looked at, and an outline takes 0.3 ms.
    """

    __slots__ = ("_whole", "placed")

    def __init__(self, placed: Entry) -> None:
        self.placed = placed
        """With its figures, and the outline of where it was."""
        self._whole: Entry | None = None

    def whole(self) -> Entry:
        """With its outline; the same object each time."""
        if self._whole is None:
            record = self.placed.record
            assert isinstance(record, Feature)
            self._whole = Entry(with_outline(record), self.placed.rank)
        return self._whole


Stage = Entry | Following | None
"""A record in a phase."""


def whole(stage: Stage) -> Entry | None:
    """The record as it is to be seen."""
    return stage.whole() if isinstance(stage, Following) else stage


def as_placed(stage: Stage) -> Entry | None:
    """The record with the right figures, whatever its outline."""
    return stage.placed if isinstance(stage, Following) else stage


def following(ring: Stage, unit: Entry) -> Stage:
    """What recentred gives, the outline later where there will be one for certain."""
    placed, at = as_placed(ring), unit_place(unit)
    match placed:
        case Entry(record=Feature(properties=RangeRing() as properties) as feature) if (
            at is not None
        ):
            moved = rounded_center(replace(properties, center_lon=at[0], center_lat=at[1]))
            if _is_far_from_the_edge(moved) and _is_far_from_the_edge(properties):
                return Following(Entry(replace(feature, properties=moved), placed.rank))
        case _:
            pass
    known = whole(ring)
    return None if known is None else recentred(known, unit)


def _is_far_from_the_edge(ring: RangeRing) -> bool:
    """Whether it reaches neither a pole nor the 180° meridian, told without its outline.

    Where it is so, a ring with the same radii and bearings that has an outline has one here.
    """
    reach_deg = ring.radius_max_m / _METRES_PER_DEGREE
    farthest = abs(ring.center_lat) + reach_deg
    if farthest > _FARTHEST_LAT:
        return False
    return abs(ring.center_lon) + reach_deg / math.cos(math.radians(farthest)) < _FARTHEST_LON


_METRES_PER_DEGREE = 110_000.0
_FARTHEST_LAT = 80.0
_FARTHEST_LON = 175.0


def unit_place(entry: Entry | None) -> Position | None:
    """Where a unit is; None for what is none."""
    match entry:
        case Entry(record=Feature(properties=Unit(), geometry=Point(coordinates=at))):
            return at
        case _:
            return None


def may_be_ring(change: Change) -> bool:
    """Whether a change may bind a ring to a unit."""
    match change:
        case Feature(properties=RangeRing()):
            return True
        case Patch():
            return "anchor" in change.properties
        case Feature() | Foreign() | Gone():
            return False


def is_ring(entry: Entry | None) -> bool:
    """Whether it is a range ring."""
    match entry:
        case Entry(record=Feature(properties=RangeRing())):
            return True
        case _:
            return False
