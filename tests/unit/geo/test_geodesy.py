"""Geodesics agree with GeographicLib and, densified, stay true however they are drawn."""

import doctest

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.geo import geodesy
from baltic_desk.geo.geodesy import (
    MOST_ADDED,
    area,
    bearing,
    destination,
    destinations,
    distance,
    geodesic,
    inverse,
    length,
    midpoint,
)
from baltic_desk.geo.projection import PROJECTIONS, Projection

RIGA, TARTU, KALININGRAD, STOCKHOLM = (24.1, 56.95), (26.72, 58.38), (20.5, 54.71), (18.07, 59.33)
LINE = np.array([KALININGRAD, RIGA, TARTU, STOCKHOLM])

MAPS = [
    pytest.param(None, id="lon-lat"),
    *(pytest.param(each, id=each.id) for each in PROJECTIONS.values()),
]


def drawn(line: np.ndarray, projection: Projection | None, shares: int = 8) -> np.ndarray:
    """Positions along the edges of a line that a map draws straight."""
    corners = line if projection is None else projection.forward(line)
    share = np.linspace(0.0, 1.0, shares, endpoint=False)[:, None, None]
    points = (corners[:-1] * (1 - share) + corners[1:] * share).reshape(-1, 2)
    return points if projection is None else projection.inverse(points)


def off_geodesic_m(
    points: np.ndarray, start: tuple[float, float], end: tuple[float, float]
) -> float:
    """Largest distance of points from the geodesic, by GeographicLib, to a few centimetres."""
    line = Geodesic.WGS84.InverseLine(start[1], start[0], end[1], end[0])
    worst = 0.0
    for lon, lat in points:
        here = Geodesic.WGS84.Inverse(start[1], start[0], lat, lon)
        foot = line.Position(here["s12"] * np.cos(np.radians(here["azi1"] - line.azi1)))
        # One Newton step to the foot of the perpendicular, then the distance to it.
        to = Geodesic.WGS84.Inverse(foot["lat2"], foot["lon2"], lat, lon)
        foot = line.Position(
            foot["s12"] + to["s12"] * np.cos(np.radians(to["azi1"] - foot["azi2"]))
        )
        worst = max(worst, Geodesic.WGS84.Inverse(foot["lat2"], foot["lon2"], lat, lon)["s12"])
    return worst


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(geodesy).failed == 0


def test_bearing_and_distance_are_those_of_geographiclib() -> None:
    expected = Geodesic.WGS84.Inverse(RIGA[1], RIGA[0], STOCKHOLM[1], STOCKHOLM[0])
    bearing_deg, distance_m = inverse(RIGA, STOCKHOLM)
    assert bearing_deg == pytest.approx(expected["azi1"] % 360, abs=1e-9)
    assert distance_m == pytest.approx(expected["s12"], abs=1e-6)
    assert distance(RIGA, STOCKHOLM) == distance_m
    assert bearing(RIGA, STOCKHOLM) == bearing_deg


def test_going_there_arrives() -> None:
    lon, lat = destination(RIGA, *inverse(RIGA, TARTU))
    assert (lon, lat) == pytest.approx(TARTU, abs=1e-9)


def test_destinations_broadcast_one_start_against_many_bearings() -> None:
    ends = destinations(24.1, 56.95, [0.0, 90.0, 180.0], 1000.0)
    assert ends.shape == (3, 2)
    assert [distance(RIGA, tuple(end)) for end in ends] == pytest.approx([1000.0] * 3)


def test_the_midpoint_is_as_far_from_both_ends() -> None:
    middle = midpoint(RIGA, STOCKHOLM)
    assert distance(RIGA, middle) == pytest.approx(distance(middle, STOCKHOLM), abs=1e-6)


def test_length_is_the_sum_of_the_legs() -> None:
    assert length(LINE) == pytest.approx(
        distance(KALININGRAD, RIGA) + distance(RIGA, TARTU) + distance(TARTU, STOCKHOLM)
    )
    assert length(LINE[:1]) == 0.0


def test_area_is_that_of_geographiclib_whichever_way_the_ring_runs() -> None:
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in LINE:
        polygon.AddPoint(lat, lon)
    expected = abs(polygon.Compute()[2])
    assert area(LINE) == pytest.approx(expected, rel=1e-12)
    assert area(LINE[::-1]) == pytest.approx(expected, rel=1e-12)
    assert area(np.concatenate((LINE, LINE[:1]))) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("projection", MAPS)
@pytest.mark.parametrize(
    "ends",
    [(KALININGRAD, STOCKHOLM), ((9.0, 52.0), (36.0, 67.0)), ((9.0, 66.0), (36.0, 66.0))],
    ids=["across the sea", "corner to corner", "along a parallel"],
)
def test_a_dense_line_is_geodesic_on_every_map(
    projection: Projection | None, ends: tuple[tuple[float, float], tuple[float, float]]
) -> None:
    points = drawn(geodesic(np.array(ends), 5.0), projection, shares=4)
    assert off_geodesic_m(points, *ends) < 5.1


def test_given_positions_are_kept_exactly() -> None:
    dense = geodesic(LINE)
    at = [int(np.flatnonzero((dense == corner).all(axis=1))[0]) for corner in LINE]
    assert at == sorted(at)
    assert at[0] == 0
    assert at[-1] == len(dense) - 1


def test_short_legs_need_no_vertices_and_long_ones_few() -> None:
    assert len(geodesic([(24.1, 57.0), (24.11, 57.0), (24.11, 57.01)])) == 3
    assert len(geodesic([KALININGRAD, STOCKHOLM])) < 60


@pytest.mark.parametrize("positions", [np.empty((0, 2)), np.array([RIGA])])
def test_a_line_of_less_than_two_positions_stays_as_it_is(positions: np.ndarray) -> None:
    assert np.array_equal(geodesic(positions), positions)


def test_a_leg_without_length_is_kept() -> None:
    assert np.array_equal(geodesic([RIGA, RIGA]), [RIGA, RIGA])


def test_a_line_that_goes_to_and_fro_without_end_strays_rather_than_fill_the_memory() -> None:
    line = [(9.0 + k % 2 * 20.0, 52.0 + k * 1e-4) for k in range(100_000)]
    dense = geodesic(line)
    assert len(line) <= len(dense) <= MOST_ADDED + len(line)
    assert set(line) <= set(map(tuple, dense.tolist()))
