"""An invented lesson: units of two sides, rings, two phases, steps with views of their own."""

from __future__ import annotations

import random

from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.geometry import Point
from baltic_desk.document.lesson import BriefingStep, StepView
from baltic_desk.document.outline import new_point, new_ring
from baltic_desk.document.phase_operations import add_phase, set_movement
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.record import Movement
from baltic_desk.document.store import Entry

MARKING = "EXERCISE"
OWN, OTHER = "own", "other"
_CODES = ("10031000161211000000", "10061000161211000000")


def lesson_units(count: int, seed: int = 3) -> list[Feature]:
    """Units of two sides about the coast, the same each time."""
    chance = random.Random(seed)
    units: list[Feature] = []
    for k in range(count):
        side = k % 2
        unit = Unit(
            overlay=(OWN, OTHER)[side], sidc=_CODES[side], designation=f"{k + 1}", name=f"Unit {k}"
        )
        at = (chance.uniform(20.5, 23.5), chance.uniform(54.0, 57.3))
        units.append(new_point(f"u{k}", unit, at))
    return units


def moved(feature: Feature, dlon: float, dlat: float) -> Feature:
    """A unit elsewhere."""
    assert isinstance(feature.geometry, Point)
    lon, lat, *_ = feature.geometry.coordinates
    return replace(feature, geometry=Point(coordinates=(lon + dlon, lat + dlat)))


def lesson(units: int = 12, *, altitude_m: float | None = None) -> Document:
    """Two phases in which every other unit moves, and three steps."""
    own, other = Overlay(id=OWN, name="Own forces"), Overlay(id=OTHER, name="Other side")
    features = lesson_units(units)
    rings: list[Feature] = []
    for k in (1, 3):
        geometry = features[k].geometry
        assert isinstance(geometry, Point)
        lon, lat, *_ = geometry.coordinates
        ring = new_ring(f"r{k}", (lon, lat), 60_000.0 + 30_000.0 * k, overlay=OTHER, anchor=f"u{k}")
        air = replace(ring.properties, ring_class="air-defence")  # type: ignore[type-var]
        rings.append(replace(ring, properties=air))
    records = [Project(title="Lesson", marking=MARKING), own, other, *rings, *features]
    document = Document([Entry(record, float(k)) for k, record in enumerate(records, start=1)])
    first = add_phase(document, "Before")
    second = add_phase(document, "After", after=first.id)
    document.show_phase(second.id)
    with document.edit("Move units") as change:
        for k in range(0, units, 2):
            change.put(moved(features[k], 0.9, 0.4))
        for k in (1, 3):
            place = moved(features[k], -0.7, 0.2)
            assert isinstance(place.geometry, Point)
            change.put(place)
            lon, lat, *_ = place.geometry.coordinates
            old = rings[(k - 1) // 2].properties
            there = new_ring(f"r{k}", (lon, lat), old.radius_max_m, overlay=OTHER, anchor=f"u{k}")  # type: ignore[union-attr]
            air = replace(there.properties, ring_class="air-defence")  # type: ignore[type-var]
            change.put(replace(there, properties=air))
    set_movement(document, second.id, "u0", Movement(path="21.0,56.9 23.0,57.1"))
    document.show_phase(first.id)
    wide = StepView(lon=22.0, lat=55.8, width_m=560_000.0, height_m=315_000.0)
    near = StepView(lon=21.4, lat=55.4, width_m=220_000.0, height_m=124_000.0)
    steps = (
        BriefingStep(
            id="s1",
            title="The coast in peacetime",
            note="Say who is where.\nThen ask what is missing.",
            view=wide,
            phase=first.id,
        ),
        BriefingStep(
            id="s2", title="The same a week later", note="They moved.", view=wide, phase=second.id
        ),
        BriefingStep(
            id="s3",
            title="A closer look",
            view=near,
            phase=second.id,
            altitude_m=altitude_m,
            highlights=("u1", "r1"),
            overlays=(OTHER, OWN),
        ),
    )
    with document.edit("Add steps") as change:
        for step in steps:
            change.put(step)
    document.history.mark_clean()
    return document
