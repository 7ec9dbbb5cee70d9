"""What emitters reach at an altitude, and why no farther."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from baltic_desk.coverage import emitters as emitters_module
from baltic_desk.coverage.emitter_reach import Fields, drawn_reach, reach_at, reaches
from baltic_desk.coverage.emitters import AltitudeError, TargetAltitude
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.viewshed import ViewshedCancelledError
from baltic_desk.geo.geodesy import GEOD
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.emitting import KALININGRAD, emitter
from tests.reliefs import wall

LOW = TargetAltitude(10.0, "sea")


@pytest.fixture(scope="module")
def sea():
    return Fields(SmoothEarth())


def area_by_geographiclib(area):
    """Square metres inside polygons whose edges are geodesics."""
    total = 0.0
    for polygon in area.geoms:
        for ring in (polygon.exterior, *polygon.interiors):
            walk = Geodesic.WGS84.Polygon()
            for lon, lat in ring.coords[:-1]:
                walk.AddPoint(lat, lon)
            total += walk.Compute(False, True)[2]
    return total


def edge_length(found):
    return sum(shapely.LineString(edge.positions).length for edge in found.edges)


def test_the_doctests_hold():
    assert doctest.testmod(emitters_module).failed == 0


def test_400_km_around_kaliningrad_are_33_km_against_a_target_at_10_m_over_the_sea(sea):
    s400 = emitter(range_m=400_000.0, antenna_m=24.0)
    (declared,), _ = reaches([s400], None, sea)
    (low,), failed = reaches([s400], LOW, sea)
    assert not failed
    lon, lat = shapely.get_coordinates(low.area).T
    away_m = GEOD.inv(*(np.full(len(lon), each) for each in KALININGRAD), lon, lat)[2]
    assert away_m == pytest.approx(33_227, abs=20)
    assert low.shares == {"horizon": pytest.approx(1.0)}
    assert declared.shares == {"range": pytest.approx(1.0)}
    assert low.area_m2 / declared.area_m2 == pytest.approx((33.227 / 400) ** 2, rel=2e-3)


def test_areas_are_those_of_geographiclib(sea):
    s400 = emitter(range_min_m=5_000.0)
    for found in (drawn_reach(s400), reach_at(s400, LOW, sea.of(s400))):
        assert found.area_m2 == pytest.approx(area_by_geographiclib(found.area), rel=1e-9)


def test_high_enough_the_area_is_as_drawn(sea):
    s400 = emitter(range_min_m=5_000.0)
    (high,), _ = reaches([s400], TargetAltitude(15_000.0), sea)
    assert high.area_m2 == pytest.approx(drawn_reach(s400).area_m2, rel=1e-4)
    assert high.shares == {"range": pytest.approx(1.0)}


@pytest.mark.parametrize("ring_class", ["anti-ship", "surface-to-surface", "electronic-warfare"])
def test_what_needs_no_sight_stays_as_drawn(sea, ring_class):
    (found,), _ = reaches([emitter(ring_class=ring_class)], LOW, sea)
    assert found.altitude == LOW
    assert found.area_m2 == pytest.approx(np.pi * 400_000.0**2, rel=1e-3)
    assert found.terrain == ""


def test_emitters_at_one_place_share_a_field_that_reaches_far_enough():
    fields = Fields(SmoothEarth())
    near, far = emitter("near", range_m=40_000.0), emitter("far", range_m=250_000.0)
    found, _ = reaches([near, far], TargetAltitude(10_000.0), fields)
    assert fields.of(near) is fields.of(far)
    assert [round(each.area_m2 / np.pi / 1e6) for each in found] == [1600, pytest.approx(62500, 1)]
    assert fields.of(emitter("higher", antenna_m=30.0)) is not fields.of(near)


def test_more_than_a_line_of_sight_can_be_is_no_trouble():
    fields = Fields(SmoothEarth())
    far = emitter(ring_class="sensor", range_m=3_000_000.0)
    (found,), failed = reaches([far], TargetAltitude(100.0), fields)
    assert not failed
    assert found.shares == {"horizon": pytest.approx(1.0)}


def test_what_would_begin_beyond_all_sight_is_nothing():
    far = emitter(ring_class="sensor", range_m=3_000_000.0, range_min_m=1_600_000.0)
    (found,), _ = reaches([far], LOW, Fields(SmoothEarth()))
    assert found.area.is_empty
    assert found.area_m2 == 0.0
    assert found.shares == {}


def test_over_land_sight_is_limited_by_what_is_there():
    ridge = wall(KALININGRAD, 20_000.0, 100.0, (80.0, 100.0))
    (found,), _ = reaches([emitter(range_m=60_000.0)], TargetAltitude(50.0), Fields(ridge))
    assert set(found.shares) == {"horizon", "terrain"}
    assert found.terrain == "made relief"


class TestSectors:
    """An emitter that looks to one side only."""

    @pytest.mark.parametrize("sector_deg", [(30.0, 75.0), (300.0, 60.0), (10.0, 280.0)])
    @pytest.mark.parametrize("range_min_m", [0.0, 6_000.0])
    def test_the_area_is_its_share_of_the_circle(self, sea, sector_deg, range_min_m):
        whole = emitter(range_min_m=range_min_m)
        part = emitter(range_min_m=range_min_m, sector_deg=sector_deg)
        share = (sector_deg[1] - sector_deg[0]) % 360.0 / 360.0
        for altitude in (None, LOW, TargetAltitude(12_000.0)):
            (all_round, sector), _ = reaches([whole, part], altitude, sea)
            assert sector.area.is_valid
            assert sector.area_m2 == pytest.approx(all_round.area_m2 * share, rel=2e-3)

    @pytest.mark.parametrize("altitude", [None, LOW, TargetAltitude(12_000.0)])
    def test_its_edges_are_all_of_its_outline(self, sea, altitude):
        part = emitter(range_min_m=6_000.0, sector_deg=(300.0, 60.0))
        (found,), _ = reaches([part], altitude, sea)
        assert edge_length(found) == pytest.approx(found.area.boundary.length, rel=1e-5)
        limits = {"range", "sector"} | ({"horizon"} if altitude is LOW else set())
        assert set(found.shares) == limits

    def test_its_sides_lie_on_its_bearings(self, sea):
        part = emitter(sector_deg=(300.0, 60.0))
        (found,), _ = reaches([part], LOW, sea)
        for edge in found.edges:
            if edge.limit == "sector":
                lon, lat = edge.positions[1:-1].T
                start = (np.full(len(lon), each) for each in KALININGRAD)
                bearing_deg, _, away_m = GEOD.inv(*start, lon, lat)
                off_deg = np.minimum(np.abs(bearing_deg - 60.0), np.abs(bearing_deg + 60.0))
                assert np.radians(off_deg) * away_m == pytest.approx(0.0, abs=5.0)


def test_where_elevation_ends_it_says_so():
    (found,), _ = reaches(
        [emitter(at=(20.5, 52.0))], TargetAltitude(5_000.0), Fields(coarse_elevation())
    )
    assert found.shares["data"] > 0.1


def test_an_emitter_outside_the_terrain_is_told_of_and_the_others_are_done():
    outside, inside = emitter("outside", at=(100.0, 10.0)), emitter("inside")
    found, failed = reaches([outside, inside], LOW, Fields(coarse_elevation()))
    assert [each.emitter.ring_id for each in found] == ["inside"]
    assert failed[0].emitter is outside
    assert "no elevation" in failed[0].why


def test_progress_goes_from_emitter_to_emitter_and_can_be_stopped():
    told = []
    two = [emitter("a"), emitter("b", at=(21.0, 55.0))]
    reaches(two, LOW, Fields(SmoothEarth()), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 4
    with pytest.raises(ViewshedCancelledError):
        reaches(two, LOW, Fields(SmoothEarth()), cancelled=lambda: True)


@pytest.mark.parametrize("altitude_m", [-1.0, 15_001.0, float("nan"), float("inf")])
def test_altitudes_that_make_no_sense_are_refused(altitude_m):
    with pytest.raises(AltitudeError, match="between 0 and 15,000 m"):
        TargetAltitude(altitude_m)


def test_horizons_of_the_two_sides_agree():
    assert float(horizon_m(24.0, 10.0)) == pytest.approx(33_227, abs=1)
