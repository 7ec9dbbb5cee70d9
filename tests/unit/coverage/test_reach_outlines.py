"""Areas and edges on the earth of what is seen."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.reach import reach
from baltic_desk.coverage.reach_outlines import (
    area_m2,
    continuous_area,
    edge_stretches,
    visible_area,
)
from baltic_desk.coverage.viewshed import Emitter, visibility_field
from baltic_desk.geo.geodesy import GEOD, destination
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.reliefs import Relief

PLACE = (20.5, 54.7)
MAST = Emitter(PLACE, 24.0)


@pytest.fixture(scope="module")
def sea():
    return visibility_field(MAST, SmoothEarth(), 400_000.0)


@pytest.fixture(scope="module")
def hilly():
    """Two rings of hills 4 km wide, 20 and 40 km away, with a gap to the south."""

    def height(bearing, distance):
        ridge = (np.abs(distance - 20e3) < 2e3) | (np.abs(distance - 40e3) < 2e3)
        return np.where(ridge & (np.abs(bearing - 180.0) > 25.0), 60.0 + distance / 500.0, 5.0)

    return visibility_field(MAST, Relief(PLACE, height), 80_000.0, bearings=180)


@pytest.fixture(scope="module")
def kaliningrad():
    return visibility_field(MAST, coarse_elevation(), 400_000.0)


def distances_m(positions):
    lon, lat = (np.full(len(positions), each) for each in PLACE)
    return GEOD.inv(lon, lat, positions[:, 0], positions[:, 1])[2]


def test_over_the_sea_it_is_the_circle_to_the_horizon(sea):
    area = visible_area(reach(sea, 10.0))
    assert len(area.geoms) == 1
    assert not area.geoms[0].interiors
    radius_m = float(horizon_m(24.0, 10.0))
    assert area_m2(area) == pytest.approx(np.pi * radius_m**2, rel=1e-3)
    assert distances_m(shapely.get_coordinates(area)) == pytest.approx(radius_m, rel=1e-3)
    assert shapely.is_ccw(area.geoms[0].exterior)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=str)
def test_edges_stay_within_10_m_of_the_ring_in_every_projection(sea, projection):
    """Half way along each straight edge on the map, at the published range of 400 km."""
    ring = shapely.get_coordinates(visible_area(reach(sea, 15_000.0)).geoms[0].exterior)
    plane = PROJECTIONS[projection]
    xy = plane.forward(ring)
    middle = plane.inverse((xy[1:] + xy[:-1]) / 2)
    assert np.abs(distances_m(middle) - 400_000.0).max() < 10.0


def test_the_area_with_a_minimum_range_is_a_ring(sea):
    area = visible_area(reach(sea, 15_000.0, range_min_m=40_000.0))
    assert len(area.geoms[0].interiors) == 1
    assert not shapely.is_ccw(area.geoms[0].interiors[0])
    assert area_m2(area) == pytest.approx(np.pi * (400_000.0**2 - 40_000.0**2), rel=1e-3)
    assert area_m2(continuous_area(reach(sea, 15_000.0, range_min_m=40_000.0))) == pytest.approx(
        area_m2(area), rel=1e-3
    )


@pytest.mark.parametrize("altitude_m", [3.0, 20.0, 70.0, 110.0, 150.0, 400.0])
@pytest.mark.parametrize("above_ground", [False, True])
def test_the_area_holds_the_samples_that_are_seen_and_no_others(hilly, altitude_m, above_ground):
    area = visible_area(reach(hilly, altitude_m, above_ground=above_ground))
    assert area.is_valid
    values = hilly.lowest(above_ground=above_ground)
    rows = slice(1, -1)  # all bearings meet in the first row; the last one lies on the edge
    weights = hilly.rays.weights(hilly.ranges_m[rows])
    points = shapely.points(weights @ hilly.rays.lon, weights @ hilly.rays.lat)
    inside = shapely.contains(area, points)
    assert np.array_equal(inside, values[rows] <= altitude_m)


def test_blind_areas_are_holes_or_filled_with_the_islands_in_them():
    """A round pit off to the side; in its middle a column up to the level around it is seen."""
    center = destination(PLACE, 90.0, 20_000.0)

    def height(bearing, distance):
        east, north = distance * np.sin(np.radians(bearing)), distance * np.cos(np.radians(bearing))
        from_center = np.hypot(east - 20_000.0, north)
        return np.where((from_center > 1_500.0) & (from_center < 6_000.0), -60.0, 0.0)

    field = visibility_field(Emitter(PLACE, 60.0), Relief(PLACE, height), 40_000.0, bearings=360)
    seen = reach(field, 2.0, above_ground=True)
    area, filled = visible_area(seen), visible_area(seen, blind_areas=False)
    around, island = sorted(area.geoms, key=lambda each: -each.area)
    assert len(around.interiors) == 1
    assert not shapely.is_ccw(around.interiors[0])
    assert shapely.is_ccw(island.exterior)
    assert island.contains(shapely.Point(center))
    assert shapely.Polygon(around.interiors[0]).contains(island)
    assert len(filled.geoms) == 1
    assert not filled.geoms[0].interiors
    assert filled.geoms[0].exterior.equals(around.exterior)


def test_edges_are_the_rings_of_the_area(hilly):
    seen = reach(hilly, 70.0)
    stretches = edge_stretches(seen)
    area = visible_area(seen)
    assert len({stretch.cause for stretch in stretches}) >= 2
    lines = shapely.MultiLineString([stretch.positions for stretch in stretches])
    assert lines.length == pytest.approx(area.boundary.length)
    assert shapely.line_merge(lines).equals(area.boundary)


def test_neighbouring_stretches_have_different_causes(kaliningrad):
    stretches = edge_stretches(reach(kaliningrad, 100.0, above_ground=True))
    begins = {tuple(each.positions[0]): each.cause for each in stretches}
    for stretch in stretches:
        if not np.array_equal(stretch.positions[0], stretch.positions[-1]):
            assert begins[tuple(stretch.positions[-1])] != stretch.cause


def test_from_kaliningrad_all_four_causes_are_met(kaliningrad):
    """Low over land terrain ends sight, over the sea the horizon; high, the range and, south of the
    shipped grid at 51.5° N, the data.
    """
    low = edge_stretches(reach(kaliningrad, 10.0, above_ground=True))
    high = edge_stretches(reach(kaliningrad, 10_000.0))
    assert {each.cause for each in low} == {"terrain", "horizon"}
    assert {each.cause for each in high} == {"range", "data"}
    at_the_edge = np.concatenate([each.positions for each in high if each.cause == "data"])
    assert np.abs(at_the_edge[:, 1] - 51.5).max() < 0.02


@pytest.mark.parametrize("altitude_m", [10.0, 100.0, 3_000.0, 10_000.0])
def test_over_real_terrain_areas_are_valid_and_grow_with_altitude(kaliningrad, altitude_m):
    seen = reach(kaliningrad, altitude_m, above_ground=True)
    area, continuous = visible_area(seen), continuous_area(seen)
    assert area.is_valid
    assert continuous.is_valid
    higher = visible_area(reach(kaliningrad, altitude_m * 1.5, above_ground=True))
    assert area_m2(higher) >= area_m2(area)
    # The two draw the edge between bearings differently; the one holds the other but for that.
    assert area_m2(continuous.difference(area)) < 0.005 * area_m2(area)


def test_where_nothing_is_seen_there_is_no_area():
    plain = Relief(PLACE, lambda _, distance: np.full_like(distance, 150.0))
    seen = reach(visibility_field(MAST, plain, 50_000.0, bearings=16), 100.0)
    assert visible_area(seen).is_empty
    assert continuous_area(seen).is_empty
    assert edge_stretches(seen) == ()


def test_specks_can_be_left_out():
    """Bumps of a few hundred metres hide a low target behind each of them."""

    def height(bearing, distance):
        return 4.0 * (np.sin(distance / 90.0) * np.sin(np.radians(bearing) * 40.0) > 0.6)

    relief = Relief(PLACE, height, step_m=60.0)
    field = visibility_field(Emitter(PLACE, 10.0), relief, 12_000.0, bearings=720)
    seen = reach(field, 2.0, above_ground=True)
    every, large = visible_area(seen), visible_area(seen, smallest_m2=500_000.0)

    def rings(area):
        found = [shapely.Polygon(each.exterior) for each in area.geoms]
        return found + [shapely.Polygon(each) for one in area.geoms for each in one.interiors]

    assert len(rings(every)) > 100
    assert min(map(area_m2, rings(large))) >= 500_000.0 * 0.999
    assert sum(area_m2(each) >= 500_000.0 * 1.001 for each in rings(every)) <= len(rings(large))
    assert large.is_valid
    lines = [each.positions for each in edge_stretches(seen, smallest_m2=500_000.0)]
    assert shapely.MultiLineString(lines).length == pytest.approx(large.boundary.length)
