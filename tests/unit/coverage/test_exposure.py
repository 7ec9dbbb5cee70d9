"""Where along a route which emitter reaches, and why no farther."""

from __future__ import annotations

import csv
import doctest
import io
import math
from itertools import pairwise

import numpy as np
import pytest
import shapely

from baltic_desk.coverage import exposure as exposure_module
from baltic_desk.coverage.emitter_reach import Fields, reaches
from baltic_desk.coverage.emitters import AltitudeError, Claim, TargetAltitude
from baltic_desk.coverage.exposure import exposure
from baltic_desk.coverage.exposure_table import (
    COLUMNS,
    compared_text,
    profile_csv,
    stretches_csv,
    stretches_text,
)
from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.routes import KNOT_MPS, Leg, Route, RouteError
from baltic_desk.coverage.viewshed import ViewshedCancelledError
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.geodesy import GEOD, destination, distance, geodesic, length
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.emitting import KALININGRAD, emitter
from tests.reliefs import wall

WEST = destination(KALININGRAD, 270.0, 120_000.0)
EAST = destination(KALININGRAD, 90.0, 120_000.0)


@pytest.fixture(scope="module")
def sea():
    return Fields(SmoothEarth())


@pytest.fixture(scope="module")
def land():
    return Fields(coarse_elevation())


def route(*positions, altitude_m=10.0, speed_kn=None, above="sea", title="Route"):
    places = positions or (WEST, EAST)
    legs = tuple(Leg(start, end, altitude_m, speed_kn) for start, end in pairwise(places))
    return Route("l", title, legs, above)


def test_the_doctests_hold():
    assert doctest.testmod(exposure_module).failed == 0


def test_through_the_middle_it_is_twice_the_horizon(sea):
    through = exposure(route(WEST, KALININGRAD, EAST), [emitter()], sea)
    (stretch,) = through.stretches
    assert stretch.length_m == pytest.approx(2 * float(horizon_m(24.0, 10.0)), abs=10.0)
    assert (stretch.entry.limit, stretch.exit.limit) == ("horizon", "horizon")
    for passage in (stretch.entry, stretch.exit):
        assert distance(KALININGRAD, passage.position) == pytest.approx(33_227, abs=10)


def test_the_published_range_is_met_to_a_metre(sea):
    """Whatever the altitude, for what needs no sight; and so high that the horizon is farther."""
    for ring_class, altitude_m in (("anti-ship", 10.0), ("air-defence", 9_000.0)):
        reaching = emitter(ring_class=ring_class, range_m=40_000.0)
        (stretch,) = exposure(route(altitude_m=altitude_m), [reaching], sea).stretches
        for passage in (stretch.entry, stretch.exit):
            assert passage.limit == "range"
            assert distance(KALININGRAD, passage.position) == pytest.approx(40_000.0, abs=1.0)


def test_beside_the_middle_it_is_the_chord(sea):
    north = [destination(at, 0.0, 20_000.0) for at in (WEST, EAST)]
    (stretch,) = exposure(route(*north), [emitter()], sea).stretches
    nearest = min(distance(KALININGRAD, at) for at in map(tuple, geodesic(np.array(north), 0.01)))
    radius = float(horizon_m(24.0, 10.0))
    assert stretch.length_m == pytest.approx(2 * math.sqrt(radius**2 - nearest**2), rel=2e-3)


def test_minutes_are_by_the_speed_of_each_leg(sea):
    slow_then_fast = Route(
        "l",
        "R",
        (Leg(WEST, KALININGRAD, 10.0, 100.0), Leg(KALININGRAD, EAST, 10.0, 400.0)),
        "sea",
    )
    found = exposure(slow_then_fast, [emitter()], sea)
    radius = float(horizon_m(24.0, 10.0))
    wanted = (radius / 100.0 + radius / 400.0) / KNOT_MPS / 60.0
    assert found.stretches[0].minutes == pytest.approx(wanted, rel=1e-3)
    assert found.minutes == pytest.approx(120e3 * (1 / 100 + 1 / 400) / KNOT_MPS / 60, rel=1e-6)


def test_without_a_speed_there_are_no_minutes(sea):
    found = exposure(route(), [emitter()], sea)
    assert found.minutes is None
    assert found.stretches[0].minutes is None
    assert found.totals[0].minutes is None


def test_an_altitude_that_changes_between_legs_is_met_there(sea):
    """Below the horizon until the turn, 60 km out, and above it from there."""
    turn = destination(KALININGRAD, 270.0, 60_000.0)
    climbing = Route("l", "R", (Leg(WEST, turn, 10.0), Leg(turn, KALININGRAD, 3_000.0)), "sea")
    (stretch,) = exposure(climbing, [emitter()], sea).stretches
    assert stretch.entry.position == pytest.approx(turn)
    assert stretch.entry.limit == "horizon"
    assert stretch.exit.limit is None
    assert stretch.exit.position == pytest.approx(KALININGRAD)


def test_a_route_that_begins_and_ends_inside_says_so(sea):
    near = [destination(KALININGRAD, 90.0, away) for away in (5_000.0, 9_000.0)]
    (stretch,) = exposure(route(*near), [emitter()], sea).stretches
    assert (stretch.entry.limit, stretch.exit.limit) == (None, None)
    assert stretch.length_m == pytest.approx(4_000.0)


def test_minimum_range_and_sector_cut_the_route(sea):
    blind = emitter(range_m=30e3, range_min_m=8e3, sector_deg=(0.0, 180.0))
    (stretch,) = exposure(route(), [blind], sea).stretches
    assert [each.limit for each in (stretch.entry, stretch.exit)] == ["range", "range"]
    assert stretch.length_m == pytest.approx(22e3, abs=2.0)
    south_to_north = [destination(KALININGRAD, at, 25e3) for at in (190.0, 10.0)]
    looking = emitter(range_m=40e3, sector_deg=(270.0, 90.0))
    (stretch,) = exposure(route(*south_to_north), [looking], sea).stretches
    assert stretch.entry.limit == "sector"


def test_a_wall_is_to_blame_for_what_it_hides():
    ridge = wall(KALININGRAD, 20_000.0, 100.0, (80.0, 100.0))
    found = exposure(
        route(KALININGRAD, EAST, altitude_m=50.0), [emitter(range_m=60e3)], Fields(ridge)
    )
    (stretch,) = found.stretches
    assert stretch.exit.limit == "terrain"
    assert stretch.length_m == pytest.approx(19_000.0, abs=1_000.0)


def test_where_elevation_ends_nobody_knows():
    south = (20.5, 51.0)
    found = exposure(
        route((20.5, 52.2), south, altitude_m=3_000.0),
        [emitter(at=(20.5, 52.0))],
        Fields(coarse_elevation()),
    )
    (stretch,) = found.stretches
    assert stretch.exit.limit == "data"
    assert stretch.exit.position[1] == pytest.approx(51.5, abs=0.02)


@pytest.mark.parametrize("above", ["sea", "ground"])
@pytest.mark.parametrize("altitude_m", [60.0, 300.0, 2_000.0])
def test_over_terrain_it_is_what_the_areas_cut_off(land, above, altitude_m):
    """Against the areas, which are made in another way."""
    line = ((18.5, 55.2), (20.2, 54.4), (21.9, 55.3), (23.5, 54.2))
    radars = [
        emitter("a", range_m=150e3),
        emitter("b", (21.8, 54.6), 120e3, range_min_m=9e3, sector_deg=(290.0, 80.0)),
        emitter("c", (22.4, 54.9), 60e3, antenna_m=6.0),
    ]
    found = exposure(route(*line, altitude_m=altitude_m, above=above), radars, land)
    areas, _ = reaches(radars, TargetAltitude(altitude_m, above), land)
    plane = EqualAreaPlane(KALININGRAD)
    track = plane.flat(shapely.LineString(geodesic(np.array(line))))
    for reach in areas:
        cut = shapely.intersection(track, plane.flat(reach.area))
        wanted_m = sum(
            length(plane.to_lonlat(shapely.get_coordinates(part)))
            for part in shapely.get_parts(cut)
        )
        total_m = sum(
            each.length_m
            for each in found.stretches
            if each.emitter.ring_id == reach.emitter.ring_id
        )
        assert total_m == pytest.approx(wanted_m, rel=0.01, abs=600.0)


def test_totals_count_systems_and_not_rings(sea):
    rings = [
        emitter("a", range_m=30e3, owner_id="one"),
        emitter("b", range_m=20e3, owner_id="one"),
        emitter("c", destination(KALININGRAD, 90.0, 20e3), 30e3, owner_id="two"),
        emitter("d", range_m=25e3, ring_class="sensor", identity="3"),
    ]
    first, second = exposure(route(altitude_m=5_000.0), rings, sea).totals
    assert (first.ring_class, first.identity, first.systems, first.most) == (
        "air-defence",
        "6",
        2,
        2,
    )
    assert first.length_m == pytest.approx(80e3, rel=1e-3)
    assert (second.ring_class, second.identity, second.systems) == ("sensor", "3", 1)


def test_the_profile_tells_ground_altitude_and_horizon(land):
    inland = ((20.5, 54.7), (22.5, 54.4))
    found = exposure(route(*inland, altitude_m=100.0, above="ground"), [emitter()], land)
    profile = found.profile
    assert profile.inside.shape == profile.horizon_m.shape == (1, len(profile.along_m))
    assert profile.altitude_m - profile.ground_m == pytest.approx(100.0)
    assert profile.ground_m.max() > 100.0
    lon, lat = profile.positions.T
    away_m = GEOD.inv(*(np.full(len(lon), each) for each in KALININGRAD), lon, lat)[2]
    assert profile.along_m == pytest.approx(away_m, abs=1.0)
    assert np.diff(profile.along_m).max() <= 250.0
    # Inside is just where the route is above what the emitter sees down to.
    clear = np.abs(profile.altitude_m - profile.horizon_m[0]) > 2.0
    above = profile.altitude_m >= profile.horizon_m[0]
    assert np.array_equal(above[clear], profile.inside[0][clear])


def test_an_emitter_off_the_terrain_is_told_of(land):
    away = emitter("away", (100.0, 10.0))
    found = exposure(route(), [away, emitter()], land)
    assert [each.emitter.ring_id for each in found.failed] == ["away"]
    assert found.profile.inside.shape[0] == len(found.emitters) == 1


def test_without_emitters_there_is_a_profile_and_nothing_else(sea):
    found = exposure(route(), [], sea)
    assert found.stretches == found.totals == ()
    assert found.profile.horizon_m.shape == (0, len(found.profile.along_m))
    assert "inside no coverage" in stretches_text(found)


def test_it_can_be_stopped(sea):
    with pytest.raises(ViewshedCancelledError):
        exposure(route(), [emitter(antenna_m=77.0)], sea, cancelled=lambda: True)


@pytest.mark.parametrize("speed_kn", [0.0, -5.0, float("nan"), 1e9])
def test_speeds_that_make_no_sense_are_refused(speed_kn):
    with pytest.raises(RouteError, match="no such speed"):
        route(speed_kn=speed_kn)


def test_routes_that_make_no_sense_are_refused(sea):
    with pytest.raises(RouteError, match="two different positions"):
        Route("l", "Nowhere", (), "sea")
    with pytest.raises(AltitudeError):
        route(altitude_m=-4.0)
    back_and_forth = [WEST, EAST] * 150
    with pytest.raises(RouteError, match="too long"):
        exposure(route(*back_and_forth * 3), [], sea)


class TestTables:
    """What is printed and what goes to a spreadsheet."""

    @pytest.fixture
    def found(self, sea):
        claim = Claim(source="=HYPERLINK(1)", source_date="2012")
        ring = emitter(owner="S-400, 183rd", variant="40N6E", claim=claim)
        return exposure(route(title="Route 1", speed_kn=450.0), [ring], sea)

    def test_comma_separated_values_are_read_back(self, found):
        rows = list(csv.DictReader(io.StringIO(stretches_csv([found, found]))))
        assert len(rows) == 2
        assert tuple(rows[0]) == COLUMNS
        (stretch,) = found.stretches
        assert rows[0]["owner"] == "S-400, 183rd"
        assert float(rows[0]["length_km"]) == pytest.approx(stretch.length_m / 1000, abs=1e-3)
        assert float(rows[0]["minutes"]) == pytest.approx(stretch.minutes, abs=1e-2)
        assert float(rows[0]["entry_lon"]) == pytest.approx(stretch.entry.position[0], abs=1e-6)
        assert rows[0]["entry_limit"] == "horizon"
        assert rows[0]["source"] == "'=HYPERLINK(1)"

    def test_the_profile_is_read_back(self, found):
        rows = list(csv.reader(io.StringIO(profile_csv(found))))
        assert rows[0][-1] == "S-400, 183rd · 40N6E (r) sees down to_m"
        assert len(rows) == len(found.profile.along_m) + 1
        inside = np.array([int(row[6]) for row in rows[1:]])
        assert np.array_equal(inside, found.profile.inside.sum(axis=0))

    def test_the_table_says_how_far_how_long_and_why(self, found):
        text = stretches_text(found)
        heading = text.splitlines()[0]
        assert heading == "Route 1: 240.0 km at 10 m above sea level, 17.3 min"
        assert "66.5" in text
        assert "(horizon)" in text
        assert "Air defence" in text

    def test_routes_stand_beside_one_another(self, found, sea):
        higher = exposure(route(title="Route 2", altitude_m=5_000.0), [emitter()], sea)
        lines = compared_text([found, higher]).splitlines()
        assert [line.split("  ")[0] for line in lines[1:]] == ["Route 1", "Route 2"]
        assert "66.5" in lines[1]
        assert "240.0" in lines[2]
