"""How far is seen at an altitude, and why no further."""

from __future__ import annotations

import numpy as np
import pytest

from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.reach import CAUSES, reach
from baltic_desk.coverage.reach_outlines import visible_area
from baltic_desk.coverage.viewshed import Emitter, ViewshedError, visibility_field
from baltic_desk.geo.geodesy import EARTH_RADIUS_M
from baltic_desk.geo.terrain import SmoothEarth
from tests.reliefs import Relief, wall

PLACE = (20.5, 54.7)
MAST = Emitter(PLACE, 24.0)


@pytest.fixture(scope="module")
def sea():
    return visibility_field(MAST, SmoothEarth(), 400_000.0)


@pytest.fixture(scope="module")
def walled():
    """A wall of 100 m at 20 km, from 80° to 100°."""
    terrain = wall(PLACE, 20_000.0, 100.0, (80.0, 100.0))
    return visibility_field(MAST, terrain, 100_000.0, bearings=72)


def causes(seen, bearing=slice(None)):
    return {CAUSES[each] for each in np.atleast_1d(seen.continuous_cause[bearing])}


@pytest.mark.parametrize("antenna_m", [2.0, 24.0, 300.0])
@pytest.mark.parametrize("target_m", [3.0, 10.0, 100.0, 3_000.0, 10_000.0])
@pytest.mark.parametrize("k", [1.0, 4 / 3])
def test_over_the_sea_it_keeps_the_closed_formula_to_a_thousandth(antenna_m, target_m, k):
    field = visibility_field(Emitter(PLACE, antenna_m), SmoothEarth(), 500_000.0, k=k, bearings=16)
    usual_m = np.sqrt(2 * k * EARTH_RADIUS_M * antenna_m) + np.sqrt(
        2 * k * EARTH_RADIUS_M * target_m
    )
    farthest_m = reach(field, target_m).continuous_m
    assert np.abs(farthest_m / usual_m - 1).max() < 1e-3
    assert np.abs(farthest_m / float(horizon_m(antenna_m, target_m, k)) - 1).max() < 5e-4


def test_a_reach_of_400_km_is_33_km_against_a_target_at_10_m(sea):
    seen = reach(sea, 10.0)
    assert np.allclose(seen.continuous_m, 33_227, atol=15)
    assert causes(seen) == {"horizon"}


def test_where_altitude_is_no_limit_the_published_range_is(sea):
    seen = reach(sea, 15_000.0)
    assert (seen.continuous_m == 400_000.0).all()
    assert causes(seen) == {"range"}
    nearer = reach(sea, 15_000.0, range_m=123_456.0)
    assert np.allclose(nearer.continuous_m, 123_456.0, atol=1e-6)
    assert causes(nearer) == {"range"}


def test_a_wall_ends_sight_and_is_blamed_for_it(walled):
    seen = reach(walled, 50.0)
    behind = int(np.flatnonzero(walled.bearings_deg == 90.0)[0])
    assert 18_000 < seen.continuous_m[behind] < 19_500
    assert causes(seen, behind) == {"terrain"}
    beside = int(np.flatnonzero(walled.bearings_deg == 270.0)[0])
    assert causes(seen, beside) == {"horizon"}
    assert seen.continuous_m[beside] == pytest.approx(float(horizon_m(24.0, 50.0)), rel=1e-3)


def test_a_wall_at_the_horizon_is_not_blamed():
    """It would have to take a tenth of the distance."""
    low = visibility_field(MAST, wall(PLACE, 31_500.0, 9.0, (0.0, 360.0)), 100_000.0, bearings=16)
    assert causes(reach(low, 10.0)) == {"horizon"}


def test_behind_a_shadow_sight_comes_back():
    """From a mast of 70 m a hill of 50 m at 5 km hides the sea for a while, not what is beyond."""
    hill = Relief(PLACE, lambda _, distance: np.where(np.abs(distance - 5e3) < 600, 50.0, 0.0))
    field = visibility_field(Emitter(PLACE, 70.0), hill, 60_000.0, bearings=16)
    seen = reach(field, 20.0)
    east = seen.sectors.bearing == 4
    assert east.sum() == 2
    near, far = np.flatnonzero(east)
    assert seen.sectors.from_m[near] == 0.0
    assert seen.sectors.to_m[near] == pytest.approx(4_400, abs=500)
    assert seen.continuous_m[4] == seen.sectors.to_m[near]
    # 70 - 0.00396 s + s² / 2kR = 20, the line over the far end of the top, 5.5 km away.
    assert seen.sectors.from_m[far] == pytest.approx(16_840, abs=100)
    assert CAUSES[seen.sectors.cause_from[far]] == "terrain"
    assert CAUSES[seen.sectors.cause_to[far]] == "horizon"


def test_above_ground_a_target_follows_the_relief():
    plain = Relief(PLACE, lambda _, distance: np.full_like(distance, 150.0))
    field = visibility_field(MAST, plain, 100_000.0, bearings=16)
    above_ground = reach(field, 100.0, above_ground=True)
    assert np.allclose(above_ground.continuous_m, reach(field, 250.0).continuous_m, rtol=1e-6)
    assert causes(above_ground) == {"horizon"}
    assert np.allclose(above_ground.continuous_m, float(horizon_m(24.0, 100.0)), rtol=1e-3)


def test_a_target_under_the_ground_is_hidden_by_it():
    plain = Relief(PLACE, lambda _, distance: np.full_like(distance, 150.0))
    seen = reach(visibility_field(MAST, plain, 100_000.0, bearings=16), 100.0)
    assert not seen.continuous_m.any()
    assert causes(seen) == {"terrain"}
    assert len(seen.boundary.row) == 0


def test_where_elevation_ends_the_data_are_blamed():
    edge = Relief(PLACE, lambda _, distance: 0.0 * distance, bounds=(-180, -90, 21.0, 90))
    field = visibility_field(MAST, edge, 200_000.0, bearings=72)
    seen = reach(field, 1_000.0)
    east = int(np.flatnonzero(field.bearings_deg == 90.0)[0])
    assert causes(seen, east) == {"data"}
    assert seen.continuous_m[east] == pytest.approx(32_200, abs=600)
    assert causes(seen, 0) == {"horizon"}


def test_nearer_than_the_minimum_range_nothing_counts(sea):
    seen = reach(sea, 100.0, range_min_m=3_210.0, range_m=40_000.0)
    assert np.allclose(seen.sectors.from_m, 3_210.0)
    assert np.allclose(seen.sectors.to_m, 40_000.0)
    assert {CAUSES[each] for each in seen.cause} == {"range"}
    assert len(seen.boundary.starts) == 3  # two rings


def test_the_range_may_be_narrower_than_a_step(sea):
    seen = reach(sea, 100.0, range_min_m=100.0, range_m=160.0)
    assert np.allclose(seen.sectors.from_m, 100.0)
    assert np.allclose(seen.sectors.to_m, 160.0)


def test_the_threshold_looks_at_few_rows_but_gives_what_all_would():
    """Against a plain look at every sample of the field."""
    hills = Relief(
        PLACE,
        lambda bearing, distance: (
            60 + 50 * np.sin(distance / 7_000) * np.cos(np.radians(bearing * 7))
        ),
    )
    field = visibility_field(MAST, hills, 150_000.0, bearings=180)
    for altitude_m in (5.0, 40.0, 115.0, 400.0, 2_000.0):
        for above_ground in (False, True):
            values = field.lowest(above_ground=above_ground)
            hidden = ~(values <= altitude_m)
            first = np.where(hidden.any(axis=0), hidden.argmax(axis=0), len(values))
            farthest = np.append(field.ranges_m, field.ranges_m[-1])
            seen = reach(field, altitude_m, above_ground=above_ground)
            before = np.where(first > 0, farthest[first - 1], 0.0)
            beyond = np.where(first > 0, farthest[first], 0.0)
            assert (seen.continuous_m >= before).all()
            assert (seen.continuous_m <= beyond).all()
            stretches = np.zeros(values.shape[1], int)
            np.add.at(stretches, seen.sectors.bearing, 1)
            visible = np.vstack((~hidden, np.zeros((1, values.shape[1]), bool)))
            ends = (visible[:-1] & ~visible[1:]).sum(axis=0)
            assert np.array_equal(stretches, ends)


@pytest.mark.parametrize("height_m", [0.1, 0.7, 33.3])
def test_a_target_exactly_on_the_ground_is_on_it(height_m):
    """Fields are kept in single precision."""
    hill = Relief(PLACE, lambda _, distance: np.where(distance < 9_100.0, height_m, 900.0))
    field = visibility_field(MAST, hill, 20_000.0, bearings=16)
    seen = reach(field, height_m)
    assert seen.continuous_m == pytest.approx(9_100.0, abs=500.0)
    assert causes(seen) == {"terrain"}


@pytest.mark.parametrize(
    ("altitude_m", "options"),
    [
        (100.0, {"range_m": 500_000.0}),
        (100.0, {"range_m": 0.0}),
        (100.0, {"range_min_m": -1.0}),
        (100.0, {"range_min_m": 5_000.0, "range_m": 5_000.0}),
        (float("nan"), {}),
        (float("inf"), {}),
    ],
)
def test_ranges_and_altitudes_that_make_no_sense_are_refused(sea, altitude_m, options):
    with pytest.raises(ViewshedError):
        reach(sea, altitude_m, **options)


def test_a_range_that_rounding_sets_beside_a_row_is_that_row():
    """Two rows a ten-millionth of a millimetre apart gave an area that was not valid."""
    relief = wall(PLACE, 500.0, 2.0, (10.0, 350.0))
    field = visibility_field(Emitter(PLACE, 1.0), relief, 32_000.0, k=1.0, bearings=24)
    row_m = float(field.ranges_m[1])
    beside = reach(field, 1.0, range_m=float(np.nextafter(row_m, np.inf)))
    assert beside.range_m == row_m
    assert visible_area(beside).is_valid
    assert (beside.distance_m == reach(field, 1.0, range_m=row_m).distance_m).all()
