"""How many systems reach each place, and what none does."""

from __future__ import annotations

import math

import pytest
import shapely

from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import TargetAltitude
from baltic_desk.coverage.overlap import NARROWEST_M, counted, gap, overlaps
from baltic_desk.geo.geodesy import destination
from baltic_desk.geo.terrain import coarse_elevation
from tests.emitting import KALININGRAD, emitter
from tests.unit.coverage.test_emitter_reach import area_by_geographiclib
from tests.unit.coverage.test_merging import as_drawn, lens_m2


def at(east_m):
    return destination(KALININGRAD, 90.0, east_m)


def test_two_circles_have_a_lens_in_common():
    (found,) = overlaps(
        as_drawn(emitter("a", range_m=20e3), emitter("b", at(30e3), 20e3, owner_id="b"))
    )
    lens = lens_m2(20e3, 30e3)
    areas = {each.count: each.area_m2 for each in found.areas}
    assert found.systems == 2
    assert areas[2] == pytest.approx(lens, rel=3e-3)
    assert areas[1] == pytest.approx(2 * (math.pi * 20e3**2 - lens), rel=1e-3)


def test_a_battery_with_many_rings_counts_once():
    rings = [emitter(str(km), range_m=km * 1e3, owner_id="u") for km in (400, 250, 120, 40)]
    (found,) = overlaps(as_drawn(*rings))
    assert [each.count for each in found.areas] == [1]


def test_systems_in_one_place_lie_over_one_another():
    three = [emitter(str(number), range_m=40e3) for number in range(3)]
    (found,) = overlaps(as_drawn(*three))
    assert [each.count for each in found.areas] == [3]
    assert found.areas[0].area_m2 == pytest.approx(math.pi * 40e3**2, rel=1e-3)


def test_classes_and_identities_are_counted_apart():
    found = overlaps(
        as_drawn(emitter("a"), emitter("b", ring_class="sensor"), emitter("c", identity="3"))
    )
    assert [(each.ring_class, each.identity) for each in found] == [
        ("air-defence", "6"),
        ("sensor", "6"),
        ("air-defence", "3"),
    ]


def test_edges_a_few_metres_apart_make_no_slivers():
    """The same ring from two launchers 20 m apart: no crescents of one."""
    (found,) = overlaps(as_drawn(emitter("a", range_m=40e3), emitter("b", at(20.0), 40e3)))
    assert [each.count for each in found.areas] == [2]
    (apart,) = overlaps(as_drawn(emitter("a", range_m=40e3), emitter("b", at(2_000.0), 40e3)))
    assert [each.count for each in apart.areas] == [1, 2]


def test_a_slit_within_an_area_is_closed_and_a_hole_is_not():
    slit, hole = shapely.box(2e3, 1e3, 2e3 + NARROWEST_M / 2, 9e3), shapely.box(5e3, 5e3, 6e3, 7e3)
    around = shapely.box(0, 0, 10e3, 10e3).difference(slit).difference(hole)
    found = counted([shapely.MultiPolygon([around])])
    assert found[1].area == pytest.approx(10e3 * 10e3 - 1e3 * 2e3)


def test_a_sliver_among_slivers_waits_for_its_neighbour():
    wide = shapely.box(0, 0, 10e3, 10e3)
    strips = [shapely.box(10e3 + 20 * n, 0, 10e3 + 20 * (n + 1), 10e3) for n in range(2)]
    found = counted([shapely.MultiPolygon([each]) for each in (wide, *strips)])
    assert list(found) == [1]


def test_nothing_reached_is_no_area():
    assert counted([]) == {}
    assert counted([shapely.MultiPolygon()]) == {}


@pytest.fixture(scope="module")
def seen():
    """Five friendly radars over the shipped terrain, against a target at 100 m."""
    sites = [(20.2, 54.6), (20.5, 54.7), (20.9, 54.9), (21.6, 54.6), (22.1, 54.5)]
    radars = [
        emitter(str(number), site, 250e3, ring_class="sensor", identity="3")
        for number, site in enumerate(sites)
    ]
    return reaches(radars, TargetAltitude(100.0), Fields(coarse_elevation()))[0]


def test_over_terrain_areas_are_disjoint_and_as_geographiclib_has_them(seen):
    (found,) = overlaps(seen)
    assert [each.count for each in found.areas] == [1, 2, 3, 4]
    assert all(each.area.is_valid for each in found.areas)
    for each in found.areas[2:]:
        assert each.area_m2 == pytest.approx(area_by_geographiclib(each.area), rel=1e-9)
    parts = [part for each in found.areas for part in each.area.geoms]
    assert shapely.coverage_is_valid(parts)
    total = sum(each.count * each.area_m2 for each in found.areas)
    assert total == pytest.approx(sum(each.area_m2 for each in seen), rel=2e-3)


def test_over_terrain_the_gap_is_what_is_left(seen):
    interest = shapely.box(19.0, 54.0, 24.0, 56.0)
    missing, all_of_it = gap(interest, seen), gap(interest, ())
    assert all_of_it.share == pytest.approx(1.0)
    assert all_of_it.area_m2 == pytest.approx(area_by_geographiclib(all_of_it.area), rel=1e-9)
    (found,) = overlaps(seen)
    inside = gap(interest, seen[:1]).area_m2 - missing.area_m2
    assert 0.0 < inside < sum(each.area_m2 for each in found.areas)
    assert 0.5 < missing.share < 0.9


def test_the_edges_of_an_area_of_interest_are_geodesics():
    """Its northern edge of 300 km bulges 2.7 km to the north."""
    interest = shapely.box(22.0, 56.0, 27.0, 57.0)
    flat = interest.area
    found = gap(interest, ())
    assert found.area.bounds[3] > 57.02
    assert found.area.area != pytest.approx(flat)


def test_what_is_seen_all_over_leaves_no_gap():
    radar = emitter(ring_class="sensor", range_m=400e3)
    found = gap(shapely.box(20.0, 54.5, 21.0, 55.0), as_drawn(radar))
    assert found.area.is_empty
    assert found.share == 0.0
