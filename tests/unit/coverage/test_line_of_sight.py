"""The horizon and the shadows of the ground against closed formulae."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from baltic_desk.coverage import line_of_sight
from baltic_desk.coverage.line_of_sight import horizon_m, lowest_visible_m
from baltic_desk.geo.geodesy import EARTH_RADIUS_M


def test_the_examples_hold():
    assert doctest.testmod(line_of_sight).failed == 0


def usual_formula_m(antenna_m, target_m, k):
    return np.sqrt(2 * k * EARTH_RADIUS_M * antenna_m) + np.sqrt(2 * k * EARTH_RADIUS_M * target_m)


@pytest.mark.parametrize("k", [1.0, 7 / 6, 4 / 3])
@pytest.mark.parametrize("antenna_m", [2.0, 24.0, 300.0])
@pytest.mark.parametrize("target_m", [3.0, 10.0, 1_000.0, 15_000.0])
def test_the_horizon_keeps_the_usual_formula_to_a_thousandth(antenna_m, target_m, k):
    assert horizon_m(antenna_m, target_m, k) == pytest.approx(
        usual_formula_m(antenna_m, target_m, k), rel=1e-3
    )


def test_a_mast_of_24_m_sees_a_target_at_10_m_out_to_33_km():
    assert float(horizon_m(24.0, 10.0)) == pytest.approx(33_227, abs=1)


def test_what_lies_under_the_sea_counts_as_at_its_level():
    assert horizon_m(-5.0, 100.0) == horizon_m(0.0, 100.0)


def test_over_the_sea_the_lowest_visible_altitude_is_that_of_the_circle():
    """Exactly: seen past the tangent point at angle a = acos(Re / (Re + H)), a point at angle t
    beyond it must be Re / cos(t) - Re high.
    """
    radius_m = EARTH_RADIUS_M * 4 / 3
    ranges_m = np.arange(0.0, 400_000.0, 500.0)
    lowest = lowest_visible_m(np.zeros((len(ranges_m), 1)), ranges_m, 24.0)[:, 0]
    beyond = ranges_m / radius_m - np.arccos(radius_m / (radius_m + 24.0))
    exact = np.where(beyond > 0.0, radius_m / np.cos(np.maximum(beyond, 0.0)) - radius_m, 0.0)
    # The tangent point lies up to 250 m from a sample: 250² / 2Re = 4 mm there, more behind.
    assert np.abs(lowest - exact).max() < 0.1
    assert np.abs(lowest - exact)[ranges_m < 40_000].max() < 0.005


def test_a_hill_hides_what_lies_under_the_line_over_its_top():
    """Computed by hand on the parabola h + s²/2kR, which is off by less than 2 cm here."""
    ranges_m = np.array([0.0, 10_000.0, 20_000.0, 40_000.0])
    lowest = lowest_visible_m(np.array([[0.0], [100.0], [0.0], [0.0]]), ranges_m, 24.0)[:, 0]
    twice_m = 2 * EARTH_RADIUS_M * 4 / 3
    rise = (100.0 - 24.0 - 10_000**2 / twice_m) / 10_000
    assert lowest[1] == 100.0
    assert lowest[2] == pytest.approx(24.0 + rise * 20_000 + 20_000**2 / twice_m, abs=0.02)
    assert lowest[3] == pytest.approx(24.0 + rise * 40_000 + 40_000**2 / twice_m, abs=0.05)


def test_behind_a_hill_lower_than_the_antenna_sight_comes_back():
    ranges_m = np.array([0.0, 1_000.0, 2_000.0, 3_000.0, 4_000.0])
    ground = np.array([[0.0], [50.0], [0.0], [0.0], [0.0]])
    lowest = lowest_visible_m(ground, ranges_m, 70.0)[:, 0]
    assert 0.0 < lowest[3] < lowest[2] < 50.0


def test_ground_in_sight_is_its_own_lowest_altitude_without_rounding():
    ranges_m = np.arange(0.0, 10_000.0, 250.0)
    rising = np.arange(len(ranges_m), dtype=float)[:, None] ** 2
    assert np.array_equal(lowest_visible_m(rising, ranges_m, 5.0), rising)


def test_nobody_knows_what_hides_beyond_the_edge_of_the_data():
    ranges_m = np.array([0.0, 1_000.0, 2_000.0, 3_000.0])
    lowest = lowest_visible_m(np.array([[0.0], [0.0], [np.nan], [0.0]]), ranges_m, 24.0)[:, 0]
    assert np.isnan(lowest).tolist() == [False, False, True, True]
