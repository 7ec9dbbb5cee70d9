"""Outlines are true to the figure on the ellipsoid, on every map and in the file."""

import itertools
import json
import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from baltic_desk.geo.geodesy import GEOD, area, destination, distance
from baltic_desk.geo.outlines import (
    MOST_CORRIDOR_WORK,
    OutlineError,
    corridor_outline,
    corridor_outlines,
    corridor_work,
    ellipse_outline,
    polygon_outline,
    rectangle_outline,
    ring_outline,
)
from baltic_desk.geo.projection import PROJECTIONS, Projection

KALININGRAD = (20.5, 54.7)
MAPS: list[Projection | None] = [None, *PROJECTIONS.values()]


def drawn(ring: np.ndarray, projection: Projection | None) -> np.ndarray:
    """Positions along the edges as a map draws them, a quarter of an edge apart."""
    corners = ring if projection is None else projection.forward(ring)
    share = np.array([0.0, 0.25, 0.5, 0.75])[:, None, None]
    points = (corners[:-1] * (1 - share) + corners[1:] * share).reshape(-1, 2)
    return points if projection is None else projection.inverse(points)


def from_center(center: tuple[float, float], points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bearing and distance of points from the centre."""
    lon, lat = np.full(len(points), center[0]), np.full(len(points), center[1])
    bearing_deg, _, distance_m = GEOD.inv(lon, lat, points[:, 0], points[:, 1])
    return bearing_deg % 360.0, distance_m


def as_in_the_file(ring: np.ndarray) -> np.ndarray:
    return np.array(json.loads(json.dumps(ring.round(7).tolist())))


def is_counter_clockwise(ring: np.ndarray) -> bool:
    return shapely.LinearRing(ring).is_ccw


def is_closed(ring: np.ndarray) -> bool:
    return bool((ring[0] == ring[-1]).all())


@pytest.mark.parametrize(
    ("center", "radius_m"),
    [
        (KALININGRAD, 40_000.0),
        (KALININGRAD, 400_000.0),
        (KALININGRAD, 2_000_000.0),
        ((9.0, 52.0), 2_000_000.0),
        ((36.0, 67.0), 2_000_000.0),
    ],
)
def test_a_ring_is_the_geodesic_circle_at_720_bearings_on_every_map(
    center: tuple[float, float], radius_m: float
) -> None:
    (ring,) = ring_outline(center, radius_m)
    ring = as_in_the_file(ring)
    for projection in MAPS:
        points = drawn(ring, projection)
        bearing_deg, _ = from_center(center, points)
        order = np.argsort(bearing_deg)
        nearest = np.searchsorted(bearing_deg[order], np.arange(720) / 2).clip(0, len(order) - 1)
        for lon, lat in points[order[nearest]]:
            at = Geodesic.WGS84.Inverse(center[1], center[0], lat, lon, Geodesic.DISTANCE)
            assert at["s12"] == pytest.approx(radius_m, abs=10.0)


@pytest.mark.parametrize("center", [(9.0, 52.0), (22.0, 60.0), (9.0, 67.0), (36.0, 67.0)])
@pytest.mark.parametrize("radius_m", [50.0, 1000.0, 16_000.0, 120_000.0, 1_000_000.0, 2_000_000.0])
def test_every_vertex_is_within_1_m_and_every_edge_within_10_m(
    center: tuple[float, float], radius_m: float
) -> None:
    ring = as_in_the_file(ring_outline(center, radius_m)[0])
    assert np.abs(from_center(center, ring)[1] - radius_m).max() < 1.0
    worst = max(
        np.abs(from_center(center, drawn(ring, projection))[1] - radius_m).max()
        for projection in MAPS
    )
    assert worst < min(10.0, radius_m / 1000)


def test_vertices_are_spent_sparingly() -> None:
    # No polygon does it with fewer than π / √(2 · 10 m / radius) edges.
    for radius_m, most in ((500.0, 110), (40_000.0, 165), (400_000.0, 560), (2_000_000.0, 1500)):
        assert len(ring_outline((22.0, 57.0), radius_m)[0]) < most


def test_a_ring_is_closed_and_counter_clockwise_and_its_hole_clockwise() -> None:
    outer, hole = ring_outline(KALININGRAD, 400_000.0, 40_000.0)
    assert is_closed(outer)
    assert is_closed(hole)
    assert is_counter_clockwise(outer)
    assert not is_counter_clockwise(hole)
    assert np.abs(from_center(KALININGRAD, hole)[1] - 40_000.0).max() < 1.0
    annulus = shapely.Polygon(outer, [hole])
    assert annulus.is_valid
    assert not annulus.contains(shapely.Point(KALININGRAD))


@pytest.mark.parametrize(
    ("from_deg", "to_deg"),
    [(30.0, 90.0), (300.0, 45.0), (10.0, 350.0), (359.0, 1.0), (-20.0, 20.0)],
)
@pytest.mark.parametrize("radius_min_m", [0.0, 50_000.0])
def test_a_sector_holds_what_lies_between_its_bearings_and_ranges(
    from_deg: float, to_deg: float, radius_min_m: float
) -> None:
    (ring,) = ring_outline(KALININGRAD, 250_000.0, radius_min_m, from_deg, to_deg)
    sector = shapely.Polygon(ring)
    assert sector.is_valid
    assert is_closed(ring)
    assert is_counter_clockwise(ring)
    sweep_deg = (to_deg - from_deg) % 360.0
    for turn_deg in np.arange(0.25, 360.0, 7.0):
        for range_m in (20_000.0, 49_900.0, 50_100.0, 240_000.0, 249_900.0, 250_100.0):
            at = shapely.Point(destination(KALININGRAD, from_deg + turn_deg, range_m))
            expected = turn_deg < sweep_deg and radius_min_m < range_m < 250_000.0
            assert sector.contains(at) == expected


@pytest.mark.parametrize("projection", MAPS, ids=lambda each: each.id if each else "lon-lat")
def test_the_arcs_and_sides_of_a_sector_are_true_on_every_map(
    projection: Projection | None,
) -> None:
    (ring,) = ring_outline((24.0, 64.0), 1_500_000.0, 100_000.0, 285.0, 75.0)
    bearing_deg, distance_m = from_center((24.0, 64.0), drawn(as_in_the_file(ring), projection))
    off_arc_m = np.minimum(np.abs(distance_m - 1_500_000.0), np.abs(distance_m - 100_000.0))
    off_side_deg = np.minimum(np.abs(bearing_deg - 285.0), np.abs(bearing_deg - 75.0))
    off_side_m = np.radians(off_side_deg) * distance_m
    assert np.minimum(off_arc_m, off_side_m).max() < 10.0


@pytest.mark.parametrize(("from_deg", "to_deg"), [(None, None), (45.0, 45.0), (0.0, 360.0)])
def test_equal_bearings_or_none_are_the_full_circle(
    from_deg: float | None, to_deg: float | None
) -> None:
    (ring,) = ring_outline(KALININGRAD, 40_000.0, 0.0, from_deg, to_deg)
    assert area(ring) == pytest.approx(math.pi * 40_000.0**2, rel=1e-3)


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ((KALININGRAD, 0.0), "more than 0"),
        ((KALININGRAD, -5.0), "more than 0"),
        ((KALININGRAD, math.nan), "more than 0"),
        ((KALININGRAD, math.inf), "at most 5000 km"),
        ((KALININGRAD, 100.0, 100.0), "less than the range"),
        ((KALININGRAD, 100.0, -1.0), "not negative"),
        ((KALININGRAD, 100.0, math.nan), "less than the range"),
        ((KALININGRAD, 100.0, 0.0, 20.0, None), "both bearings"),
        ((KALININGRAD, 100.0, 0.0, 20.0, math.nan), "must be numbers"),
        (((20.0, 95.0), 100.0), "not a place on the earth"),
        (((math.nan, 50.0), 100.0), "not a place on the earth"),
        (((20.0, 75.0), 2_000_000.0), "pole"),
        (((20.0, 88.0), 300_000.0), "pole"),
        (((179.0, 60.0), 200_000.0), "180° meridian"),
    ],
)
def test_what_cannot_be_drawn_is_said(figures: tuple, says: str) -> None:
    with pytest.raises(OutlineError, match=says):
        ring_outline(*figures)


def test_a_sector_over_the_pole_is_refused_too() -> None:
    with pytest.raises(OutlineError, match="pole"):
        ring_outline((20.0, 75.0), 2_500_000.0, 0.0, 300.0, 60.0)


def test_an_ellipse_with_equal_axes_is_the_ring() -> None:
    ellipse = ellipse_outline(KALININGRAD, 40_000.0, 40_000.0, 30.0)
    assert np.abs(from_center(KALININGRAD, ellipse)[1] - 40_000.0).max() < 1e-3


@pytest.mark.parametrize("axes_m", [(400_000.0, 100_000.0), (100_000.0, 2_000.0), (30.0, 10.0)])
@pytest.mark.parametrize("center", [KALININGRAD, (34.0, 66.5)])
def test_an_ellipse_keeps_its_equation_on_every_map(
    axes_m: tuple[float, float], center: tuple[float, float]
) -> None:
    ring = ellipse_outline(center, *axes_m, 65.0)
    assert is_closed(ring)
    assert is_counter_clockwise(ring)
    assert len(ring) < 700
    for projection in MAPS:
        bearing_deg, distance_m = from_center(center, drawn(as_in_the_file(ring), projection))
        turn = np.radians(bearing_deg - 65.0)
        plane = np.column_stack((distance_m * np.cos(turn), distance_m * np.sin(turn)))
        angle = np.linspace(0.0, 2 * math.pi, 4_001)
        true = shapely.LinearRing(
            np.column_stack((axes_m[0] * np.cos(angle), axes_m[1] * np.sin(angle)))
        )
        off_m = shapely.distance(shapely.points(plane), true)
        assert off_m.max() < min(10.0, axes_m[0] / 100)


def test_the_long_axis_of_an_ellipse_lies_along_the_bearing() -> None:
    bearing_deg, distance_m = from_center(
        KALININGRAD, ellipse_outline(KALININGRAD, 90_000.0, 30_000.0, 30.0)
    )
    assert bearing_deg[distance_m.argmax()] % 180.0 == pytest.approx(30.0, abs=0.5)
    assert distance_m.max() == pytest.approx(90_000.0, abs=1.0)
    assert distance_m.min() == pytest.approx(30_000.0, abs=5.0)


def test_a_rectangle_has_its_sides_and_its_bearing() -> None:
    ring = rectangle_outline(KALININGRAD, 20_000.0, 60_000.0, 30.0)
    assert is_closed(ring)
    assert is_counter_clockwise(ring)
    assert area(ring) == pytest.approx(20_000.0 * 60_000.0, rel=1e-4)
    shape = shapely.Polygon(ring)
    for bearing_deg, half_m in (
        (30.0, 30_000.0),
        (210.0, 30_000.0),
        (120.0, 10_000.0),
        (300.0, 10_000.0),
    ):
        assert shape.contains(shapely.Point(destination(KALININGRAD, bearing_deg, half_m - 20.0)))
        assert not shape.contains(
            shapely.Point(destination(KALININGRAD, bearing_deg, half_m + 20.0))
        )


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_a_polygon_is_closed_and_counter_clockwise_however_it_was_drawn(
    reverse: bool, closed: bool
) -> None:
    corners = [(20.0, 55.0), (24.0, 57.0), (26.0, 56.0), (23.0, 54.5)]
    corners = corners[::-1] if reverse else corners
    ring = polygon_outline([*corners, corners[0]] if closed else corners)
    assert is_closed(ring)
    assert is_counter_clockwise(ring)
    assert all((ring == corner).all(axis=1).any() for corner in corners)
    # Geodesics through the corners enclose the same however many vertices they have.
    assert area(ring) == pytest.approx(area(corners), rel=1e-9)


def test_a_polygon_of_two_corners_is_refused() -> None:
    with pytest.raises(OutlineError, match="at least 3 corners, not 2"):
        polygon_outline([(20.0, 55.0), (24.0, 57.0), (20.0, 55.0)])


ROUTE = np.array([(19.0, 54.6), (20.0, 57.5), (24.0, 58.0), (24.1, 57.0)])


@pytest.mark.parametrize("width_m", [100.0, 5_000.0, 40_000.0])
@pytest.mark.parametrize("projection", MAPS, ids=lambda each: each.id if each else "lon-lat")
def test_a_corridor_is_as_wide_as_it_says(width_m: float, projection: Projection | None) -> None:
    outline = as_in_the_file(corridor_outline(ROUTE, width_m))
    edge = shapely.Polygon(drawn_in_order(outline, projection))
    for start, end in itertools.pairwise(ROUTE):
        line = Geodesic.WGS84.InverseLine(start[1], start[0], end[1], end[0])
        # Away from the turns, where one side is shorter than the other.
        for along_m in np.linspace(60_000.0, line.s13 - 60_000.0, 9):
            at = line.Position(along_m)
            for side_deg in (-90.0, 90.0):
                for share, is_inside in ((0.995, True), (1.005, False)):
                    reach = Geodesic.WGS84.Direct(
                        at["lat2"], at["lon2"], at["azi2"] + side_deg, share * width_m / 2
                    )
                    assert edge.contains(shapely.Point(reach["lon2"], reach["lat2"])) == is_inside


def drawn_in_order(ring: np.ndarray, projection: Projection | None) -> np.ndarray:
    corners = ring if projection is None else projection.forward(ring)
    share = np.array([0.0, 0.25, 0.5, 0.75])[None, :, None]
    points = (corners[:-1, None] * (1 - share) + corners[1:, None] * share).reshape(-1, 2)
    return points if projection is None else projection.inverse(points)


@pytest.mark.parametrize(
    "route",
    [
        [(20.0, 55.0), (22.0, 55.0)],
        [(20.0, 55.0), (22.0, 55.0), (20.0, 55.0)],
        [(20.0, 55.0), (22.0, 55.0), (20.1, 55.05)],
        [(20.0, 55.0), (20.0, 55.0), (21.0, 56.0), (22.0, 57.0)],
        [(20.0, 55.0), (20.01, 55.0), (20.01, 55.01), (20.0, 55.02), (19.0, 55.0)],
    ],
    ids=["straight", "there and back", "hairpin", "repeated position", "turns shorter than wide"],
)
@pytest.mark.parametrize("width_m", [300.0, 20_000.0])
def test_a_corridor_is_valid_however_sharply_it_turns(
    route: list[tuple[float, float]], width_m: float
) -> None:
    outline, *holes = corridor_outlines(route, width_m)
    shape = shapely.Polygon(as_in_the_file(outline), [as_in_the_file(hole) for hole in holes])
    assert shape.is_valid
    assert is_closed(outline)
    assert is_counter_clockwise(outline)
    assert all(shape.buffer(1e-7).contains(shapely.Point(at)) for at in route)


def test_the_outer_side_of_a_turn_is_round() -> None:
    route = [(20.0, 55.0), (22.0, 55.0), (22.0, 56.0)]
    shape = shapely.Polygon(corridor_outline(route, 10_000.0))
    for bearing_deg in range(95, 180, 10):
        assert shape.contains(shapely.Point(destination((22.0, 55.0), bearing_deg, 4_990.0)))
        assert not shape.contains(shapely.Point(destination((22.0, 55.0), bearing_deg, 5_010.0)))


def test_a_corridor_has_no_slit_where_it_hardly_turns() -> None:
    route = [(20.0 + step / 50, 55.0 + 1e-5 * (step % 2)) for step in range(40)]
    outline = corridor_outline(route, 2_000.0)
    half_in_degrees = 1_000.0 / 111_300.0
    off_middle = shapely.distance(shapely.points(route[1:-1]), shapely.LinearRing(outline))
    assert off_middle.min() > 0.99 * half_in_degrees
    assert len(outline) < 400


def test_ground_enclosed_by_a_corridor_is_a_hole() -> None:
    loop = [(20.0, 55.0), (22.0, 55.0), (22.0, 56.0), (20.5, 56.0), (20.5, 54.5)]
    outer, hole = corridor_outlines(loop, 5_000.0)
    assert is_counter_clockwise(outer)
    assert not is_counter_clockwise(hole)
    assert not shapely.Polygon(outer, [hole]).contains(shapely.Point(21.2, 55.5))


@pytest.mark.parametrize(
    "route",
    [[], [(20.0, 55.0)], [(20.0, 55.0), (20.0, 55.0)], [(20.0, 55.0), (20.00000001, 55.0)]],
)
def test_a_corridor_needs_a_line(route: list[tuple[float, float]]) -> None:
    with pytest.raises(OutlineError, match="at least 2 different positions"):
        corridor_outline(np.array(route), 1000.0)


def test_a_corridor_of_no_width_is_refused() -> None:
    with pytest.raises(OutlineError, match="at least 1 m wide"):
        corridor_outline([(20.0, 55.0), (21.0, 56.0)], 0.5)


def test_a_corridor_across_the_antimeridian_is_refused() -> None:
    with pytest.raises(OutlineError, match="180° meridian"):
        corridor_outline([(179.0, 60.0), (-179.0, 60.0)], 1000.0)


def test_distances_of_a_narrow_corridor_do_not_depend_on_its_length() -> None:
    start, end = (10.0, 60.0), (30.0, 60.0)
    outline = corridor_outline([start, end], 100.0)
    assert area(outline) == pytest.approx(100.0 * distance(start, end), rel=1e-3)


def test_a_corridor_that_would_take_minutes_is_refused_in_words() -> None:
    road = np.column_stack((np.linspace(20.0, 25.0, 1_001), np.full(1_001, 57.0)))
    assert corridor_work(road) == 1_000
    tangled = np.random.default_rng(1).uniform((9.0, 52.0), (36.0, 67.0), (1_000, 2))
    assert corridor_work(tangled) > 10 * MOST_CORRIDOR_WORK
    for line in (tangled, np.repeat(road, 5, axis=0) + np.arange(5_005)[:, None] * 1e-6):
        with pytest.raises(OutlineError, match="too long or crosses itself too often"):
            corridor_outlines(line, 1_000.0)
