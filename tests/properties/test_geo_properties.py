"""What holds for geometry anywhere in the region and for any figures."""

import contextlib
import itertools

import mgrs as independent_mgrs
import numpy as np
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given
from hypothesis import strategies as st

from baltic_desk.geo.coordinates import FORMATS, CoordinateError, Format, format_position, parse
from baltic_desk.geo.distances import (
    DistanceError,
    format_distance,
    parse_bearing,
    parse_distance,
    parse_distances,
)
from baltic_desk.geo.geodesy import GEOD, Position, destination, distance, geodesic
from baltic_desk.geo.measure import ScaleError, parse_scale
from baltic_desk.geo.military_grid import mgrs, position_of_mgrs
from baltic_desk.geo.outlines import corridor_outlines, ring_outline
from baltic_desk.geo.projection import PROJECTIONS, Projection

in_region = st.tuples(st.floats(9, 36), st.floats(52, 67))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-79.999, 83.999))
bearings = st.floats(0, 360)
maps = st.sampled_from([None, *PROJECTIONS.values()])
"""None draws straight in longitude and latitude."""


def drawn(line: np.ndarray, projection: Projection | None, share: float) -> np.ndarray:
    corners = line if projection is None else projection.forward(line)
    points = corners[:-1] * (1 - share) + corners[1:] * share
    return points if projection is None else projection.inverse(points)


@given(center=in_region, radius_m=st.floats(20, 2e6), projection=maps, share=st.floats(0, 1))
def test_a_ring_keeps_its_distance(
    center: Position, radius_m: float, projection: Projection | None, share: float
) -> None:
    ring = ring_outline(center, radius_m)[0].round(7)
    for points, tolerance_m in ((ring, 1.0), (drawn(ring, projection, share), 10.0)):
        start = np.broadcast_to(center, points.shape)
        _, _, distance_m = GEOD.inv(start[:, 0], start[:, 1], points[:, 0], points[:, 1])
        assert np.abs(distance_m - radius_m).max() < tolerance_m


@given(
    center=in_region,
    radius_m=st.floats(1_000, 2e6),
    share_min=st.floats(0, 0.95),
    from_deg=bearings,
    to_deg=bearings,
)
def test_a_sector_is_a_valid_area_of_the_right_size(
    center: Position, radius_m: float, share_min: float, from_deg: float, to_deg: float
) -> None:
    sweep_deg = (to_deg - from_deg) % 360.0 or 360.0
    if sweep_deg < 0.5 or sweep_deg > 359.5 or radius_m * share_min < 10.0:
        share_min, from_deg, to_deg, sweep_deg = 0.0, 0.0, 0.0, 360.0
    outer, *holes = ring_outline(center, radius_m, radius_m * share_min, from_deg, to_deg)
    assert shapely.Polygon(outer, holes).is_valid
    earth = Geodesic.WGS84
    area_m2 = abs(GEOD.polygon_area_perimeter(outer[:, 0], outer[:, 1])[0])
    # Caps on a sphere of the mean radius; the ellipsoid differs by less than 1 %.
    sphere_m = earth.a * (1 - earth.f / 3)
    caps = [1 - np.cos(radius_m * share / sphere_m) for share in (1.0, share_min)]
    expected_m2 = 2 * np.pi * sphere_m**2 * (caps[0] - caps[1]) * sweep_deg / 360.0
    assert abs(area_m2 / expected_m2 - 1) < 0.02


@given(start=in_region, end=in_region, projection=maps)
def test_a_geodesic_edge_is_nowhere_far_from_the_geodesic(
    start: Position, end: Position, projection: Projection | None
) -> None:
    line = geodesic((start, end), 5.0)
    middles = drawn(line, projection, 0.5)
    lon, lat = line[:-1].T
    _, _, legs_m = GEOD.inv(lon, lat, *line[1:].T)
    bearing_deg = np.asarray(GEOD.inv(lon, lat, *line[1:].T)[0])
    to_deg, _, to_m = GEOD.inv(lon, lat, *middles.T)
    off_m = np.abs(np.asarray(to_m) * np.sin(np.radians(np.asarray(to_deg) - bearing_deg)))
    assert off_m.max() < 5.1 or max(legs_m) < 1.0


places = st.tuples(st.integers(90, 360), st.integers(520, 670)).map(
    lambda at: (at[0] / 10, at[1] / 10)
)


@given(route=st.lists(places, min_size=2, max_size=8, unique=True), width_m=st.floats(50, 5e4))
@example(route=[(20.0, 55.0), (22.0, 55.0), (21.0, 55.0), (24.0, 55.0)], width_m=5e4)
def test_a_corridor_holds_its_line_and_is_valid(route: list[Position], width_m: float) -> None:
    outer, *holes = corridor_outlines(route, width_m)
    shape = shapely.Polygon(outer, holes)
    assert shape.is_valid
    assert shapely.Polygon(outer.round(7), [hole.round(7) for hole in holes]).is_valid
    middles = np.array([destination(a, *half(a, b)) for a, b in itertools.pairwise(route)])
    inside = shapely.contains(shape.buffer(1e-6), shapely.points([*middles, *route[1:-1]]))
    assert inside.all()


def half(start: Position, end: Position) -> tuple[float, float]:
    path = Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])
    return path["azi1"], path["s12"] / 2


@given(place=anywhere)
@example(place=(6.0, 56.0))
@example(place=(3.0, 64.0))
@example(place=(0.0, 72.0))
@example(place=(24.0, 0.0))
@example(place=(24.0, -1e-20))
@example(place=(0.0, -1e-14))
@example(place=(0.0, -6e-11))
def test_grid_references_are_those_of_an_independent_program(place: Position) -> None:
    reference = mgrs(place)
    theirs = independent_mgrs.MGRS()
    lat, lon = theirs.toLatLon(reference.replace(" ", ""))
    # The square's corner against its middle.
    assert distance((lon, lat), place) < 1.5
    assert distance(position_of_mgrs(theirs.toMGRS(place[1], place[0])), place) < 1.8
    again = mgrs(position_of_mgrs(reference))
    # The middle of a square on the edge of a zone may lie in the next one.
    assert again == reference or again[:3] != reference[:3]


@given(place=anywhere, style=st.sampled_from(FORMATS))
@example(place=(-159.0, 1.0), style="mgrs")  # square EG, which is not the end of "DEG"
def test_a_shown_position_is_read_back(place: Position, style: Format) -> None:
    assert distance(parse(format_position(place, style)), place) < 2.5


@given(distance_m=st.floats(1, 2e7), unit=st.sampled_from(["km", "NM", "mi"]))
def test_a_shown_distance_is_read_back(distance_m: float, unit: str) -> None:
    text = format_distance(distance_m, unit).replace("\u202f", "")
    assert abs(parse_distance(text) - distance_m) < max(0.0006 * distance_m, 1.0)


@given(text=st.text(max_size=150) | st.text(alphabet="0123456789 .,;-+°'\"NSEWUMGkm", max_size=60))
@example(text="0 ;")
def test_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(CoordinateError):
        lon, lat = parse(text)
        assert abs(lon) <= 180.0
        assert abs(lat) <= 90.0
    with contextlib.suppress(DistanceError):
        assert 0.0 <= parse_distance(text) < 2.1e7
    with contextlib.suppress(DistanceError):
        assert all(0.0 <= each < 2.1e7 for each in parse_distances(text))
    with contextlib.suppress(DistanceError):
        assert 0.0 <= parse_bearing(text) < 360.0
    with contextlib.suppress(ScaleError):
        assert 100.0 <= parse_scale(text) <= 2e8
