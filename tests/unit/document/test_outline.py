import math

import msgspec
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from baltic_desk.document.feature import Area, Line, RangeRing
from baltic_desk.document.geometry import LineString, Point, Polygon
from baltic_desk.document.outline import (
    center_line_of,
    foreign_edit,
    new_area,
    new_line,
    new_ring,
    outline,
    positions_in,
    rounded,
    with_outline,
    wound,
)
from baltic_desk.geo.outlines import OutlineError
from tests.features import corridor, ellipse, rectangle, ring, unit

PARAMETRIC = [ring(), ring(radius_min_m=5_000.0), ring(bearings_deg=(350.0, 20.0)), ellipse()]
PARAMETRIC += [rectangle(bearing_deg=30.0), corridor()]


def shifted(polygon, lon=0.0, lat=0.0):
    return Polygon(tuple(tuple((x + lon, y + lat) for x, y in r) for r in polygon.coordinates))


def with_geometry(feature, geometry):
    return msgspec.structs.replace(feature, geometry=geometry)


@pytest.mark.parametrize("feature", PARAMETRIC, ids=lambda f: f.kind)
def test_a_new_parametric_feature_fits_its_figures(feature):
    assert feature.geometry == outline(feature.properties)
    assert foreign_edit(feature) is None


@pytest.mark.parametrize("feature", PARAMETRIC, ids=lambda f: f.kind)
def test_outlines_are_wound_as_rfc_7946_has_it_and_have_seven_decimals(feature):
    assert wound(feature.geometry) is feature.geometry
    assert rounded(feature.geometry) == feature.geometry
    outer, *holes = (shapely.LinearRing(r) for r in feature.geometry.coordinates)
    assert outer.is_ccw
    assert not any(hole.is_ccw for hole in holes)


def test_every_vertex_of_a_ring_lies_at_its_range():
    made = ring(at=(20.5, 54.7), radius_m=250_000.0)
    for lon, lat in made.geometry.coordinates[0]:
        apart_m = Geodesic.WGS84.Inverse(54.7, 20.5, lat, lon)["s12"]
        assert apart_m == pytest.approx(250_000.0, abs=0.02)


def test_an_outline_without_its_hole_is_a_foreign_edit():
    annulus = ring(radius_min_m=5_000.0)
    assert foreign_edit(with_geometry(annulus, Polygon(annulus.geometry.coordinates[:1])))


@pytest.mark.parametrize("feature", PARAMETRIC, ids=lambda f: f.kind)
def test_a_moved_outline_is_a_foreign_edit_that_says_how_far(feature):
    edited = foreign_edit(with_geometry(feature, shifted(feature.geometry, lat=0.01)))
    metres = float(edited.split(" m ")[0].split()[-1].replace(",", ""))
    assert 500 < metres <= 1_200  # 0.01 degrees of latitude are 1,113 m, less where edges slope


def test_an_outline_moved_within_the_tolerance_is_none():
    made = ring(radius_m=100_000.0)  # 0.1 % are 100 m, 0.0005 degrees of latitude 56 m
    assert foreign_edit(with_geometry(made, shifted(made.geometry, lat=0.0005))) is None
    small = ring(radius_m=1_000.0)  # 5 m
    assert foreign_edit(with_geometry(small, shifted(small.geometry, lat=0.0005)))


def test_a_vertex_dragged_out_is_a_foreign_edit():
    made = ring()
    outer = list(made.geometry.coordinates[0])
    outer[7] = (outer[7][0] + 0.1, outer[7][1])
    assert foreign_edit(with_geometry(made, Polygon((tuple(outer),))))


def test_fewer_vertices_within_tolerance_are_no_edit():
    made = ring(radius_m=100_000.0)
    simplified = shapely.Polygon(made.geometry.coordinates[0]).simplify(0.0008)
    coordinates = tuple((x, y) for x, y in simplified.exterior.coords)
    assert len(coordinates) < len(made.geometry.coordinates[0])
    assert foreign_edit(with_geometry(made, Polygon((coordinates,)))) is None


def test_changed_figures_give_a_new_outline():
    made = ring(radius_m=100_000.0)
    wider = msgspec.structs.replace(made.properties, radius_max_m=200_000.0)
    changed = with_outline(msgspec.structs.replace(made, properties=wider))
    assert changed.geometry == ring(radius_m=200_000.0).geometry


def test_with_outline_rounds_the_centre_and_what_is_not_parametric():
    made = new_ring("r", (24.123456789, 57.0), 1000.0, overlay="o")
    assert made.properties.center_lon == 24.1234568
    moved = with_geometry(unit(), Point((24.123456789, 57.0)))
    assert with_outline(moved).geometry == Point((24.1234568, 57.0))


def test_kinds_that_are_not_parametric_have_no_outline():
    assert outline(unit().properties) is None
    assert foreign_edit(unit()) is None


def test_a_sector_with_one_bearing_has_no_outline():
    properties = RangeRing(
        overlay="o", center_lon=24.0, center_lat=57.0, radius_max_m=1000.0, bearing_from_deg=10.0
    )
    with pytest.raises(OutlineError):
        outline(properties)


def test_an_area_closes_and_turns_counter_clockwise():
    corners = [(22.0, 56.0), (22.0, 57.0), (24.0, 57.0)]
    made = new_area("a", Area(overlay="o"), corners)
    (outer,) = made.geometry.coordinates
    assert outer[0] == outer[-1]
    assert shapely.LinearRing(outer).is_ccw
    assert new_area("a", Area(overlay="o"), [*corners, corners[0]]) == made


@pytest.mark.parametrize("corners", [[], [(22.0, 56.0)], [(22.0, 56.0), (23.0, 56.0)] * 2])
def test_an_area_of_fewer_than_three_corners_is_refused(corners):
    with pytest.raises(ValueError, match="three"):
        new_area("a", Area(overlay="o"), corners)


def test_a_line_of_one_position_is_refused():
    with pytest.raises(ValueError, match="two"):
        new_line("l", Line(overlay="o"), [(22.0, 56.0)])


def test_minus_zero_is_not_written():
    made = new_line("l", Line(overlay="o"), [(-1e-9, -0.0), (1.0, 1.0)])
    assert isinstance(made.geometry, LineString)
    assert all(math.copysign(1, x) > 0 for x in made.geometry.coordinates[0])


def test_a_centre_line_is_read_as_it_was_written():
    line = ((20.0, 55.0), (21.5, 56.0), (-24.1234568, -57.0))
    assert center_line_of(line) == "20,55 21.5,56 -24.1234568,-57"
    assert positions_in(center_line_of(line)) == line


@pytest.mark.parametrize("text", ["20,55", "20,55 21", "20,55 21,x", "20,55 181,0", "20,55 nan,0"])
def test_a_centre_line_that_is_none_is_refused(text):
    with pytest.raises(OutlineError):
        positions_in(text)
