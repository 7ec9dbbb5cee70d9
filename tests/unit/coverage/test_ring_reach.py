"""A published ring cut to what is seen at an altitude."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.ring_reach import (
    RingLimits,
    RingReach,
    horizon_reach,
    longest_needed_m,
    seen_reach,
)
from baltic_desk.coverage.viewshed import Emitter, visibility_field
from baltic_desk.geo.geodesy import GEOD, destination, length
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.reliefs import Relief, wall

PLACE = (20.5, 54.7)
MAST = Emitter(PLACE, 24.0)
ALL_ROUND = RingLimits(MAST, 400_000.0)
EAST = RingLimits(MAST, 400_000.0, bearing_from_deg=45.0, bearing_to_deg=135.0)
AT_10_M = float(horizon_m(24.0, 10.0))


@pytest.fixture(scope="module")
def sea():
    return visibility_field(MAST, SmoothEarth(), 400_000.0)


@pytest.fixture(scope="module")
def walled():
    """A wall of 80 m, 15 km away, to the south."""
    return visibility_field(MAST, wall(PLACE, 15_000.0, 80.0, (135.0, 225.0)), 60_000.0)


def area_of(reach: RingReach) -> float:
    """On the ellipsoid, odd-even, square kilometres."""
    total = shapely.Polygon()
    for outline in reach.outlines:
        total = total.symmetric_difference(shapely.Polygon(outline))
    return (
        sum(abs(GEOD.geometry_area_perimeter(part)[0]) for part in shapely.get_parts(total)) / 1e6
    )


def lengths_of(reach: RingReach) -> dict[str, float]:
    """Kilometres of edge by what limits it."""
    found: dict[str, float] = {}
    for stretch in reach.stretches:
        there = found.get(stretch.cause, 0.0)
        found[stretch.cause] = there + length(stretch.positions.tolist()) / 1000.0
    return found


def test_400_km_become_33_against_a_target_at_10_m(sea):
    found = seen_reach(sea, ALL_ROUND, 10.0)
    assert found.farthest_m == pytest.approx(33_227, rel=1e-3)
    assert found.nearest_m == pytest.approx(found.farthest_m, rel=1e-3)
    assert (found.cause, dict(found.shares)) == ("horizon", {"horizon": 1.0})
    assert area_of(found) == pytest.approx(math.pi * (AT_10_M / 1000) ** 2, rel=1e-3)
    assert set(lengths_of(found)) == {"horizon"}


def test_high_up_the_published_range_is_what_limits(sea):
    found = seen_reach(sea, ALL_ROUND, 15_000.0)
    assert (found.cause, found.farthest_m) == ("range", 400_000.0)
    assert set(lengths_of(found)) == {"range"}


def test_without_terrain_the_closed_formula_gives_the_same(sea):
    for altitude_m in (10.0, 100.0, 3_000.0, 10_000.0):
        plain, computed = (
            horizon_reach(ALL_ROUND, altitude_m),
            seen_reach(sea, ALL_ROUND, altitude_m),
        )
        assert plain.farthest_m == pytest.approx(computed.farthest_m, rel=1e-3)
        assert plain.cause == computed.cause
        assert area_of(plain) == pytest.approx(area_of(computed), rel=2e-3)


def test_the_antenna_stands_on_the_ground_under_it():
    on_a_hill = horizon_reach(ALL_ROUND, 10.0, ground_m=100.0)
    assert on_a_hill.farthest_m == pytest.approx(float(horizon_m(124.0, 10.0)))


def test_a_wall_limits_where_it_stands_and_the_shares_say_so(walled):
    found = seen_reach(walled, RingLimits(MAST, 60_000.0), 10.0)
    assert set(lengths_of(found)) == {"horizon", "terrain"}
    assert found.shares["terrain"] == pytest.approx(0.25, abs=0.01)
    assert found.nearest_m < 17_000.0 < found.farthest_m
    assert found.cause == "horizon"


def test_where_the_elevation_ends_the_edge_says_so():
    relief = Relief(PLACE, lambda _bearing, _distance: 0.0 * _distance, bounds=(20.2, 54.5, 21, 55))
    found = seen_reach(visibility_field(MAST, relief, 60_000.0), RingLimits(MAST, 60_000.0), 10.0)
    assert {"data", "horizon"} <= set(lengths_of(found))


def test_a_minimum_range_is_a_hole_that_the_range_limits(sea):
    found = seen_reach(sea, RingLimits(MAST, 400_000.0, 5_000.0), 10.0)
    assert len(found.outlines) == 2
    assert lengths_of(found)["range"] == pytest.approx(2 * math.pi * 5.0, rel=1e-2)


def test_behind_the_horizon_a_minimum_range_leaves_nothing(sea):
    limits = RingLimits(MAST, 400_000.0, 50_000.0)
    for found in (seen_reach(sea, limits, 10.0), horizon_reach(limits, 10.0)):
        assert (found.outlines, found.stretches, found.farthest_m) == ((), (), 0.0)
        assert found.cause == "horizon"


def test_of_a_sector_only_the_arc_is_at_the_horizon(sea):
    quarter_km = math.pi * AT_10_M / 2000
    for found in (seen_reach(sea, EAST, 10.0), horizon_reach(EAST, 10.0)):
        edges = lengths_of(found)
        assert edges["horizon"] == pytest.approx(quarter_km, rel=5e-3)
        assert edges["range"] == pytest.approx(2 * AT_10_M / 1000, rel=5e-3)
        assert area_of(found) == pytest.approx(math.pi * (AT_10_M / 1000) ** 2 / 4, rel=5e-3)
        (outline,) = found.outlines
        assert shapely.Polygon(outline).contains(shapely.Point(destination(PLACE, 90.0, 20_000.0)))


def test_a_sector_through_north_keeps_its_side(sea):
    north = RingLimits(MAST, 400_000.0, bearing_from_deg=315.0, bearing_to_deg=45.0)
    (outline,) = seen_reach(sea, north, 10.0).outlines
    polygon = shapely.Polygon(outline)
    assert polygon.contains(shapely.Point(destination(PLACE, 0.0, 20_000.0)))
    assert not polygon.contains(shapely.Point(destination(PLACE, 180.0, 20_000.0)))


def test_the_shares_of_a_sector_are_of_its_own_bearings(walled):
    south = RingLimits(MAST, 60_000.0, bearing_from_deg=150.0, bearing_to_deg=210.0)
    assert seen_reach(walled, south, 10.0).shares == {"terrain": 1.0}


def test_outlines_are_made_of_the_stretches(walled):
    found = seen_reach(walled, RingLimits(MAST, 60_000.0), 30.0)
    edges = sum(len(stretch.positions) - 1 for stretch in found.stretches)
    assert edges == sum(len(outline) - 1 for outline in found.outlines)
    assert all(np.array_equal(outline[0], outline[-1]) for outline in found.outlines)


def test_a_field_need_not_go_farther_than_anything_is_seen():
    assert longest_needed_m(ALL_ROUND, 20.0) == 400_000.0
    warning = RingLimits(MAST, 6_000_000.0)
    longest_m = longest_needed_m(warning, 20.0)
    assert float(horizon_m(44.0, 15_000.0 + 2_500.0)) < longest_m < 700_000.0
    field = visibility_field(MAST, coarse_elevation(), longest_m)
    found = seen_reach(field, warning, 15_000.0, above_ground=True)
    assert found.farthest_m < longest_m
    assert "range" not in found.shares


def test_specks_can_be_left_out():
    field = visibility_field(MAST, coarse_elevation(), 120_000.0)
    limits = RingLimits(MAST, 120_000.0)
    every, some = (
        seen_reach(field, limits, 60.0, above_ground=True, smallest_m2=least)
        for least in (0.0, 4e6)
    )
    assert len(some.outlines) < len(every.outlines)
    assert area_of(some) == pytest.approx(area_of(every), rel=0.03)


def test_edges_may_stray_by_so_much_and_then_have_far_fewer_vertices():
    field = visibility_field(MAST, coarse_elevation(), 120_000.0, bearings=720)
    limits = RingLimits(MAST, 120_000.0)
    exact, thinned = (
        seen_reach(field, limits, 60.0, above_ground=True, stray_m=stray) for stray in (0.0, 100.0)
    )
    count = [sum(len(each.positions) for each in found.stretches) for found in (exact, thinned)]
    assert count[1] < count[0] / 4
    assert [each.cause for each in thinned.stretches] == [each.cause for each in exact.stretches]
    assert area_of(thinned) == pytest.approx(area_of(exact), rel=5e-3)
    metres = np.array((111_195.0 * math.cos(math.radians(PLACE[1])), 111_195.0))
    for before, after in zip(exact.stretches, thinned.stretches, strict=True):
        line = shapely.LineString(after.positions * metres)
        assert shapely.hausdorff_distance(line, shapely.LineString(before.positions * metres)) < 110


def test_a_quarter_of_the_bearings_gives_nearly_the_same_for_half_the_work(walled):
    limits = RingLimits(MAST, 60_000.0)
    quick = walled.coarser
    assert len(quick.bearings_deg) == len(walled.bearings_deg) / 4
    assert quick.lowest_m.base is walled.lowest_m  # no memory of its own
    for above_ground in (False, True):
        exact = seen_reach(walled, limits, 30.0, above_ground=above_ground)
        rough = seen_reach(quick, limits, 30.0, above_ground=above_ground)
        assert area_of(rough) == pytest.approx(area_of(exact), rel=5e-3)
        assert rough.farthest_m == pytest.approx(exact.farthest_m, rel=5e-3)
        assert rough.shares["terrain"] == pytest.approx(exact.shares["terrain"], abs=0.01)


def test_of_bearings_that_cannot_be_parted_in_four_all_are_kept():
    odd = visibility_field(MAST, SmoothEarth(), 60_000.0, bearings=90)
    assert odd.coarser is odd
