"""Merged coverage: outlines by class and identity, bands inside them, arcs with their owners."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.coverage.merging import Owner, merged
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import destination
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.geo.terrain import SmoothEarth
from tests.emitting import KALININGRAD, emitter

EAST = destination(KALININGRAD, 90.0, 30_000.0)


def as_drawn(*emitters):
    return reaches(emitters, None, Fields(SmoothEarth()))[0]


def lens_m2(radius_m, apart_m):
    """What two equal circles have in common."""
    half = apart_m / 2
    return 2 * radius_m**2 * math.acos(half / radius_m) - apart_m * math.sqrt(radius_m**2 - half**2)


def test_two_circles_that_overlap_have_the_area_of_the_formula():
    radius_m = 20_000.0
    (found,) = merged(as_drawn(emitter("a", range_m=radius_m), emitter("b", EAST, radius_m)))
    wanted_m2 = 2 * math.pi * radius_m**2 - lens_m2(radius_m, 30_000.0)
    assert found.outline.area_m2 == pytest.approx(wanted_m2, rel=5e-4)
    assert len(found.outline.area.geoms) == 1


def test_its_two_arcs_know_whose_they_are():
    (found,) = merged(as_drawn(emitter("a", range_m=20e3), emitter("b", EAST, 20e3)))
    assert {arc.owners for arc in found.outline.arcs} == {
        (Owner("a", "range"),),
        (Owner("b", "range"),),
    }
    assert len(found.outline.arcs) == 2
    lengths = [shapely.LineString(arc.positions).length for arc in found.outline.arcs]
    assert sum(lengths) == pytest.approx(found.outline.area.boundary.length, rel=1e-9)


def test_a_short_system_is_not_drowned_in_one_of_long_range():
    long_range = emitter("long", range_m=400e3, variant="40N6E", owner="S-400")
    short = emitter("short", EAST, 40e3, system="s125", variant="V-601", owner="S-125")
    (found,) = merged(as_drawn(long_range, short))
    assert [band.title for band in found.bands] == ["S-125 · V-601"]
    (band,) = found.bands
    assert band.area_m2 == pytest.approx(math.pi * 40e3**2, rel=1e-3)
    assert {owner.ring_id for arc in band.arcs for owner in arc.owners} == {"short"}
    assert {owner.ring_id for arc in found.outline.arcs for owner in arc.owners} == {"long"}


def test_bands_of_one_variant_merge_among_themselves():
    batteries = [
        emitter(f"{name}-{variant}", at, range_m, owner=name, variant=variant)
        for name, at in (("1", KALININGRAD), ("2", EAST))
        for variant, range_m in (("40N6E", 250e3), ("9M96E", 40e3))
    ]
    (found,) = merged(as_drawn(*batteries))
    assert [(band.title, len(band.members)) for band in found.bands] == [("s400 · 9M96E", 2)]
    assert len(found.bands[0].area.geoms) == 1


def test_classes_and_identities_are_kept_apart():
    found = merged(
        as_drawn(
            emitter("a"),
            emitter("b", ring_class="sensor"),
            emitter("c", identity="3"),
            emitter("d", EAST),
        )
    )
    assert [(each.ring_class, each.identity, len(each.outline.members)) for each in found] == [
        ("air-defence", "6", 2),
        ("sensor", "6", 1),
        ("air-defence", "3", 1),
    ]


def test_where_the_horizon_is_the_limit_all_rings_of_a_battery_have_the_same_edge():
    """400, 250 and 40 km all end at 33 km against a target at 10 m."""
    rings = [emitter(str(km), range_m=km * 1e3, variant=str(km)) for km in (400, 250, 40)]
    seen, _ = reaches(rings, TargetAltitude(10.0, "sea"), Fields(SmoothEarth()))
    (found,) = merged(seen)
    assert not found.bands
    (arc,) = found.outline.arcs
    assert arc.owners == (Owner("400", "horizon"), Owner("250", "horizon"), Owner("40", "horizon"))
    assert arc.limits == ("horizon",)


def test_a_blind_middle_that_another_covers_is_covered():
    ring = emitter("a", range_m=40e3, range_min_m=10e3)
    (alone,) = merged(as_drawn(ring))
    assert len(alone.outline.area.geoms[0].interiors) == 1
    (both,) = merged(as_drawn(ring, emitter("b", range_m=12e3, variant="inner")))
    assert not both.outline.area.geoms[0].interiors
    assert len(both.bands) == 2


def test_sides_of_a_sector_are_told_from_its_range():
    (found,) = merged(as_drawn(emitter("a", range_m=40e3, sector_deg=(20.0, 100.0))))
    assert sorted(arc.limits for arc in found.outline.arcs) == [("range",), ("sector",)]


@pytest.mark.parametrize("projection", PROJECTIONS, ids=str)
def test_edges_stay_where_they_are_in_every_projection(projection):
    """Half way along each straight edge on the map one is still on the ring of an owner."""
    (found,) = merged(as_drawn(emitter("a"), emitter("b", (24.0, 58.0), 300e3, variant="b")))
    plane = PROJECTIONS[projection]
    equal = EqualAreaPlane(KALININGRAD)
    for arc in found.outline.arcs:
        xy = plane.forward(arc.positions)
        middle = plane.inverse((xy[1:] + xy[:-1]) / 2)
        line = shapely.LineString(equal.to_xy(arc.positions))
        assert shapely.distance(line, shapely.points(equal.to_xy(middle))).max() < 10.0


def test_nothing_merges_to_nothing():
    assert merged(()) == ()
    blind = emitter("a", antenna_m=0.0)
    seen, _ = reaches([blind], TargetAltitude(0.0, "sea"), Fields(SmoothEarth()))
    (found,) = merged(seen)
    assert found.outline.area_m2 == pytest.approx(sum(each.area_m2 for each in seen))


def test_areas_by_hand_on_a_fine_grid():
    """Share of grid points within any member, counted without any joining."""
    members = as_drawn(
        emitter("a", range_m=40e3, range_min_m=9e3),
        emitter("b", EAST, 30e3, sector_deg=(200.0, 20.0)),
        emitter("c", destination(KALININGRAD, 200.0, 25e3), 20e3),
    )
    (found,) = merged(members)
    plane = EqualAreaPlane(KALININGRAD)
    step_m = 500.0
    axis = np.arange(-90e3, 90e3, step_m) + step_m / 3
    points = shapely.points(*(each.ravel() for each in np.meshgrid(axis, axis)))
    inside = np.zeros(len(points), bool)
    for member in members:
        inside |= shapely.contains(plane.flat(member.area), points)
    assert inside.sum() * step_m**2 == pytest.approx(found.outline.area_m2, rel=2e-3)
    assert np.array_equal(shapely.contains(plane.flat(found.outline.area), points), inside)
