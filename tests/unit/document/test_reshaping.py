import itertools

import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.feature import Ellipse, RangeRing, Rectangle
from baltic_desk.document.geometry import Polygon
from baltic_desk.document.handles import Handle, handles
from baltic_desk.document.outline import foreign_edit
from baltic_desk.document.places import paths, reference
from baltic_desk.document.reshaping import (
    reshaped,
    with_bearing,
    with_handle,
    with_radius,
    without_vertex,
)
from tests.features import area, corridor, ellipse, line, rectangle, ring, unit


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


def handle(feature, name):
    return next(h for h in handles(feature, 1000.0) if h.name == name)


def dragged(feature, name, position):
    return with_handle(feature, handle(feature, name), position)


EVERY_KIND = [unit(), ring(), line(), area(), rectangle(), ellipse(), corridor()]


@pytest.mark.parametrize("feature", EVERY_KIND, ids=lambda f: f.kind)
def test_a_handle_dragged_to_where_it_is_changes_the_shape_by_less_than_a_metre(feature):
    # Bearings are kept to a ten-thousandth of a degree: 17 cm at 100 km.
    for each in handles(feature, 1000.0):
        if each.name.startswith("edge") or each.name == "direction":
            continue
        after = with_handle(feature, each, each.position)
        for before_path, after_path in zip(paths(feature), paths(after), strict=True):
            for before, now in zip(before_path, after_path, strict=True):
                assert distance_m(before, now) < 1.0
        again = {h.name: h.position for h in handles(after, 1000.0)}
        assert distance_m(again[each.name], each.position) < 1.0 or each.name == "radius_max"


def test_a_dragged_vertex_is_where_it_was_dropped():
    assert paths(dragged(line(), "vertex:1", (23.5, 58)))[0][1] == (23.5, 58)


def test_the_middle_of_an_edge_becomes_a_vertex():
    after = dragged(area(), "edge:3", (21.5, 56.5))
    assert paths(after)[0][4] == (21.5, 56.5)
    assert len(paths(after)[0]) == 5


def test_a_vertex_can_be_taken_out_of_a_line_of_three():
    after = without_vertex(line(), 1)
    assert after is not None
    assert paths(after)[0] == ((22, 56), (24, 56))


def test_a_line_keeps_two_vertices():
    assert without_vertex(line("l", (22, 56), (24, 56)), 0) is None


def test_an_area_keeps_three_vertices():
    assert without_vertex(area("a", (22, 56), (24, 56), (24, 57)), 0) is None


def test_an_area_turned_inside_out_runs_counter_clockwise_again():
    after = reshaped(area("a", (22, 56), (24, 56), (23, 57)), 2, (23, 55))
    assert isinstance(after.geometry, Polygon)
    outer = after.geometry.coordinates[0]
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(outer))
    assert twice_area > 0


def test_a_vertex_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no vertex 7"):
        reshaped(line(), 7, (23, 56))


def test_a_dragged_radius_is_the_distance_from_the_centre():
    after = dragged(ring(), "radius_max", (27, 57))
    assert isinstance(after.properties, RangeRing)
    assert after.properties.radius_max_m == pytest.approx(distance_m((24, 57), (27, 57)), abs=0.01)
    assert foreign_edit(after) is None


def test_the_minimum_range_stays_below_the_range():
    after = with_radius(ring(radius_min_m=20_000), "radius_min", 300_000)
    assert after.properties.radius_min_m == after.properties.radius_max_m - 1


def test_the_range_stays_above_the_minimum_range():
    after = with_radius(ring(radius_min_m=20_000), "radius_max", 5_000)
    assert after.properties.radius_max_m == 20_001


def test_a_sector_opens_to_where_its_edge_is_dragged():
    after = dragged(ring(bearings_deg=(30, 120)), "bearing_to", (24, 56))
    assert after.properties.bearing_to_deg == pytest.approx(180)


def test_a_ring_dragged_by_its_centre_leaves_its_unit():
    after = with_handle(ring(anchor="u"), Handle("center", (24, 57)), (25, 58))
    assert after.properties.anchor is None
    assert reference(after) == (25, 58)


def test_the_centre_of_a_ring_bound_to_a_unit_is_no_handle():
    assert "center" not in {h.name for h in handles(ring(anchor="u"), 1000.0)}


def test_of_very_many_vertices_those_near_the_pointer_are_handles():
    long = line("l", *((20 + n / 1000, 56) for n in range(2000)))
    near = {h.position for h in handles(long, 10.0, near=(21, 56)) if h.name.startswith("vertex")}
    assert (21, 56) in near
    assert len(near) < 100


def test_a_ring_without_minimum_range_has_no_handle_for_it():
    assert not [h for h in handles(ring(), 1000.0) if h.name == "radius_min"]


@pytest.mark.parametrize("number", range(4))
def test_a_rectangle_dragged_by_a_corner_keeps_the_opposite_one(number):
    before = rectangle(bearing_deg=30)
    opposite = handle(before, f"corner:{(number + 2) % 4}").position
    after = dragged(before, f"corner:{number}", (25.5, 57.9))
    kept = [distance_m(opposite, h.position) for h in handles(after, 1.0) if "corner" in h.name]
    assert min(kept) < 1.0


def test_a_rectangle_dragged_by_a_corner_has_that_corner_under_the_pointer():
    after = dragged(rectangle(bearing_deg=30), "corner:0", (25.5, 57.9))
    off = [distance_m((25.5, 57.9), h.position) for h in handles(after, 1.0) if "corner" in h.name]
    assert min(off) < 1.0


def test_a_rectangle_turns_to_where_its_handle_is_dragged():
    after = dragged(rectangle(), "rotate", (25, 57))
    assert isinstance(after.properties, Rectangle)
    assert after.properties.bearing_deg == pytest.approx(89.58, abs=0.01)


def test_an_ellipse_made_wider_than_long_keeps_its_bearing_on_the_longer_axis():
    after = dragged(ellipse(), "corner:0", (26, 57.05))
    assert isinstance(after.properties, Ellipse)
    assert after.properties.semi_major_m > after.properties.semi_minor_m
    assert after.properties.bearing_deg == 90


def test_a_corridor_is_as_wide_as_twice_the_drag_from_its_line():
    before = corridor("c", (24, 56), (24, 58))
    foot = Geodesic.WGS84.Direct(57.0, 24.0, 90.0, 7_000.0)
    after = dragged(before, "width", (foot["lon2"], foot["lat2"]))
    assert after.properties.width_m == pytest.approx(14_000, abs=5)


def test_a_unit_points_where_its_arrow_is_dragged():
    assert dragged(unit(), "direction", (24, 56)).properties.direction_deg == 180


def test_a_typed_bearing_is_kept_below_a_full_turn():
    assert with_bearing(rectangle(), 375).properties.bearing_deg == 15


def test_a_line_has_no_bearing_to_type():
    with pytest.raises(ValueError, match="no bearing"):
        with_bearing(line(), 30)


def test_a_handle_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="no handle"):
        with_handle(unit(), Handle("width", (24, 57)), (25, 57))


def test_a_corridor_dragged_over_the_pole_says_why_it_cannot_be():
    with pytest.raises(ValueError, match=r"pole|180°"):
        dragged(corridor("c", (24, 58), (26, 58)), "edge:0", (20, 89.5))
