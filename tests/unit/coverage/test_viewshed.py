"""Visibility fields: what they hold, where they refuse, and how they are stopped."""

from __future__ import annotations

import numpy as np
import pytest

from baltic_desk.coverage.line_of_sight import lowest_visible_m
from baltic_desk.coverage.viewshed import (
    Emitter,
    ViewshedCancelledError,
    ViewshedError,
    ray_ranges,
    visibility_field,
)
from baltic_desk.geo.geodesy import destination, destinations
from baltic_desk.geo.terrain import SmoothEarth, coarse_elevation
from tests.reliefs import Relief, wall

PLACE = (20.5, 54.7)
MAST = Emitter(PLACE, 24.0)


def test_the_antenna_stands_on_the_ground_under_it():
    hill = Relief(PLACE, lambda _, distance: np.where(distance < 5_000, 80.0, 0.0))
    assert visibility_field(MAST, hill, 50_000.0, bearings=16).antenna_m == 104.0
    in_the_air = Emitter(PLACE, 9_000.0, above="sea")
    assert visibility_field(in_the_air, hill, 50_000.0, bearings=16).antenna_m == 9_000.0


def test_each_bearing_is_the_profile_along_its_geodesic():
    terrain = coarse_elevation()
    field = visibility_field(MAST, terrain, 120_000.0, bearings=72)
    line = destinations(*PLACE, 135.0, field.ranges_m)
    ground = terrain.heights(line[:, 0], line[:, 1])
    column = int(np.flatnonzero(field.bearings_deg == 135.0)[0])
    # Over a step in the height a nanometre aside may count; nowhere more than millimetres.
    assert np.abs(field.ground_m[:, column] - ground).max() < 0.01
    lowest = lowest_visible_m(ground[:, None], field.ranges_m, field.antenna_m)[:, 0]
    assert np.abs(field.lowest_m[:, column] - lowest).max() < 0.05


def test_the_lowest_altitude_at_a_position_is_the_one_there():
    terrain = wall(PLACE, 20_000.0, 100.0, (80.0, 100.0))
    field = visibility_field(MAST, terrain, 100_000.0, bearings=72)
    east, west = (destination(PLACE, bearing, 40_000.0) for bearing in (90.0, 270.0))
    over_wall, over_sea = field.lowest_at([east, west])
    assert over_wall > over_sea + 80.0
    assert field.lowest_at([west], above_ground=True)[0] == pytest.approx(over_sea)
    assert np.isnan(field.lowest_at([destination(PLACE, 10.0, 100_500.0)])[0])


def test_where_the_data_end_nothing_is_known():
    edge = Relief(PLACE, lambda _, distance: 0.0 * distance, bounds=(-180, -90, 21.0, 90))
    field = visibility_field(MAST, edge, 100_000.0, bearings=8)
    east = field.lowest_m[:, 2]
    known = np.isfinite(east)
    beyond_m = field.ranges_m[~known][0]
    assert 31_700 < beyond_m < 32_800  # half a degree of longitude at 54.7° N is 32.2 km
    assert not known[field.ranges_m >= beyond_m].any()
    assert np.isfinite(field.lowest_m[:, 6]).all()


def test_rays_are_sampled_at_half_the_resolution_and_wider_far_out():
    ranges_m = ray_ranges(400_000.0, 900.0)
    steps = np.diff(ranges_m)
    assert ranges_m[0] == 0.0
    assert ranges_m[-1] == 400_000.0
    assert steps[:100] == pytest.approx(450.0, rel=1e-2)
    assert (steps <= np.maximum(450.0, ranges_m[1:] / 450) * 1.001).all()


@pytest.mark.parametrize("longest_m", [30.0, 999.0, 5_000.0, 1_500_000.0])
@pytest.mark.parametrize("resolution_m", [1.0, 30.0, 1_000.0, np.inf])
def test_any_range_and_resolution_give_rising_samples(longest_m, resolution_m):
    ranges_m = ray_ranges(longest_m, resolution_m)
    assert ranges_m[0] == 0.0
    assert ranges_m[-1] == longest_m
    assert (np.diff(ranges_m) > 0).all()
    assert 2 <= len(ranges_m) < 6_000


def test_progress_is_told_and_reaches_the_end():
    told = []
    visibility_field(MAST, SmoothEarth(), 400_000.0, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) >= 20


def test_it_stops_when_cancelled():
    asked = []

    def after_three():
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(ViewshedCancelledError):
        visibility_field(MAST, SmoothEarth(), 400_000.0, cancelled=after_three)
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("emitter", "longest_m", "options", "says"),
    [
        (Emitter((0.0, 40.0), 24.0), 1e5, {}, r"no elevation at 40\.0000° N 0\.0000° E"),
        (Emitter(PLACE, -1.0), 1e5, {}, "antenna height"),
        (Emitter(PLACE, float("nan")), 1e5, {}, "antenna height"),
        (Emitter((20.5, 95.0), 24.0), 1e5, {}, "No such place"),
        (MAST, 0.0, {}, "at most"),
        (MAST, 3e6, {}, "3000 km"),
        (MAST, 1e5, {"k": 0.0}, "radius factor"),
        (MAST, 1e5, {"bearings": 4}, "bearings"),
        (Emitter(PLACE, 2.0, above="sea"), 1e5, {}, "under the ground"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(emitter, longest_m, options, says):
    with pytest.raises(ViewshedError, match=says):
        visibility_field(emitter, coarse_elevation(), longest_m, **options)


def test_lines_over_the_pole_are_refused():
    with pytest.raises(ViewshedError, match="pole"):
        visibility_field(Emitter((20.0, 84.0), 24.0), SmoothEarth(), 400_000.0)
