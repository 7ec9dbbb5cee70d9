import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.handles import handles
from baltic_desk.document.places import paths, reference
from baltic_desk.tools.select import Idle
from tests.desks import Hands
from tests.features import area, corridor, document, ellipse, line, note, rectangle, ring, unit

A, B, C = (20.0, 57.0), (22.0, 57.0), (24.0, 57.0)


def handling(*features):
    hands = Hands(document(*features))
    hands.session.select([feature.id for feature in features])
    return hands


def grip(hands, name, nth=0):
    found = [g for g in hands.tool.preview().guides if g.handle == name]
    return found[nth].positions[0]


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


def test_a_vertex_is_dragged():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58))
    assert paths(hands.feature("l"))[0] == (A, (22, 58), C)
    assert hands.steps() == ("Move vertex",)


def test_a_vertex_being_dragged_is_a_preview():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58), release=False)
    assert paths(hands.feature("l"))[0] == (A, B, C)
    assert paths(hands.tool.preview().features["l"])[0] == (A, (22, 58), C)


def test_a_dragged_edge_makes_a_vertex():
    hands = handling(line("l", A, B))
    middle = grip(hands, "edge:0")
    hands.drag(middle, (21, 58))
    assert paths(hands.feature("l"))[0] == (A, (21, 58), B)
    assert hands.steps() == ("Insert vertex",)


def test_a_clicked_edge_makes_a_vertex():
    hands = handling(line("l", A, B))
    hands.click(grip(hands, "edge:0"))
    assert len(paths(hands.feature("l"))[0]) == 3


def test_an_alt_click_takes_a_vertex_out():
    hands = handling(line("l", A, B, C))
    hands.click(B, alt=True)
    assert paths(hands.feature("l"))[0] == (A, C)
    assert hands.steps() == ("Remove vertex",)


def test_delete_over_a_vertex_takes_it_out():
    hands = handling(line("l", A, B, C))
    hands.hover(B)
    assert hands.tool.key("delete")
    assert paths(hands.feature("l"))[0] == (A, C)


def test_delete_straight_after_a_drag_takes_the_vertex_out():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58))
    assert hands.tool.key("delete")
    assert paths(hands.feature("l"))[0] == (A, C)


def test_delete_elsewhere_is_the_windows():
    hands = handling(line("l", A, B, C))
    hands.hover((20, 60))
    assert not hands.tool.key("delete")


def test_a_line_of_two_keeps_its_vertices_and_says_so():
    hands = handling(line("l", A, B))
    hands.click(B, alt=True)
    assert paths(hands.feature("l"))[0] == (A, B)
    assert "needs" in hands.tool.message


def test_a_typed_leg_moves_a_vertex_by_that():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58), release=False)
    hands.type("12 km 180")
    south = Geodesic.WGS84.Direct(57, 22, 180, 12_000)
    assert paths(hands.feature("l"))[0][1] == pytest.approx((22, south["lat2"]), abs=2e-7)


def test_a_typed_coordinate_moves_a_vertex_there():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58), release=False)
    hands.type("58.5 23")
    assert paths(hands.feature("l"))[0][1] == (23, 58.5)


def test_a_radius_is_dragged():
    hands = handling(ring("r", A))
    hands.drag(grip(hands, "radius_max"), (22.5, 57.1))
    radius_m = hands.feature("r").properties.radius_max_m
    assert radius_m == pytest.approx(distance_m(A, (22.5, 57.1)), abs=0.01)
    assert hands.steps() == ("Change range of range ring",)


@pytest.mark.parametrize(("text", "radius_m"), [("250 km", 250_000), ("135 NM", 250_020)])
def test_a_typed_range_sets_the_radius(text, radius_m):
    hands = handling(ring("r", A))
    hands.drag(grip(hands, "radius_max"), (22.5, 57.1), release=False)
    hands.type(text)
    assert hands.feature("r").properties.radius_max_m == radius_m
    assert hands.feature("r").properties.unit == text.split()[1]


def test_a_typed_range_shows_before_enter():
    hands = handling(ring("r", A))
    hands.drag(grip(hands, "radius_max"), (22.5, 57.1), release=False)
    hands.type("250 km", enter=False)
    assert hands.tool.preview().features["r"].properties.radius_max_m == 250_000
    assert hands.feature("r") == ring("r", A)


def test_a_typed_turn_shows_before_enter():
    hands = handling(unit("a", A), unit("b", B))
    hands.drag(grip(hands, "rotate"), (21.6, 57.0), release=False)
    hands.type("90", enter=False)
    assert hands.tool.preview().readout == "+90°"


def test_shift_makes_a_dragged_radius_round():
    hands = handling(ring("r", A))
    hands.drag(grip(hands, "radius_max"), (22.5, 57.1), shift=True)
    assert hands.feature("r").properties.radius_max_m % 10_000 == 0


def test_a_radius_that_cannot_be_is_said_and_changes_nothing():
    hands = handling(ring("r", A))
    hands.drag(grip(hands, "radius_max"), (22.5, 57.1), release=False)
    hands.type("9000 km")
    assert hands.tool.message
    hands.tool.key("escape")
    hands.tool.key("escape")
    assert hands.feature("r") == ring("r", A)


def test_the_minimum_range_is_dragged():
    hands = handling(ring("r", A, radius_min_m=50_000))
    hands.drag(grip(hands, "radius_min"), (20.5, 57.0))
    radius_m = hands.feature("r").properties.radius_min_m
    assert radius_m == pytest.approx(distance_m(A, (20.5, 57)), abs=0.01)


def test_a_sector_opens_to_a_typed_bearing():
    hands = handling(ring("r", A, bearings_deg=(30, 120)))
    hands.drag(grip(hands, "bearing_to"), (20, 56.3), release=False)
    hands.type("200")
    assert hands.feature("r").properties.bearing_to_deg == 200


def test_a_ring_of_its_own_is_dragged_by_its_centre():
    hands = handling(ring("r", A))
    hands.drag(A, (20, 58))
    assert reference(hands.feature("r")) == (20, 58)


def test_a_unit_on_the_centre_of_its_selected_ring_is_what_is_dragged():
    hands = Hands(document(ring("r", A, anchor="u"), unit("u", A)))
    hands.session.select(["r"])
    hands.drag(A, (20, 58))
    assert reference(hands.feature("u")) == (20, 58)
    assert reference(hands.feature("r")) == (20, 58)


def test_a_click_on_a_handle_over_another_feature_selects_that():
    hands = Hands(document(ring("r", A), unit("u", A)))
    hands.session.select(["r"])
    hands.click(A)
    assert hands.session.selection == ("u",)


def test_a_rectangle_is_resized_by_a_corner():
    hands = handling(rectangle("q", A))
    hands.drag(grip(hands, "corner:0"), (21, 57.5))
    assert hands.steps() == ("Resize rectangle",)
    assert hands.feature("q").properties.width_m > 40_000


def test_a_typed_size_keeps_the_centre():
    hands = handling(rectangle("q", A))
    hands.drag(grip(hands, "corner:0"), (21, 57.5), release=False)
    hands.type("60 x 30 km")
    box = hands.feature("q").properties
    assert (box.center_lon, box.center_lat, box.width_m, box.height_m) == (*A, 60_000, 30_000)


@pytest.mark.parametrize("feature", [rectangle("f", A), ellipse("f", A)], ids=["box", "ellipse"])
def test_a_typed_bearing_turns_a_figure_to_it(feature):
    hands = handling(feature)
    hands.drag(grip(hands, "rotate"), (21, 57), release=False)
    hands.type("030")
    assert hands.feature("f").properties.bearing_deg == 30


def test_a_typed_angle_turns_lettering():
    hands = handling(note("t", A))
    hands.drag(grip(hands, "rotate"), (21, 57), release=False)
    hands.type("-15")
    assert hands.feature("t").properties.rotation_deg == 345


def test_a_line_is_turned_by_its_handle():
    hands = handling(line("l", A, B))
    hands.drag(grip(hands, "rotate"), (23, 57.05))
    (west, east) = paths(hands.feature("l"))[0]
    assert west[1] > 57.3
    assert east[1] < 56.7
    assert hands.steps() == ("Rotate line",)


def test_shift_turns_by_whole_15_degrees():
    hands = handling(rectangle("q", A))
    hands.drag(grip(hands, "rotate"), (20.5, 57.22), shift=True)
    assert hands.feature("q").properties.bearing_deg % 15 == 0


def test_a_unit_points_where_its_arrow_is_dragged():
    hands = handling(unit("u", A))
    hands.drag(grip(hands, "direction"), (20, 56))
    assert hands.feature("u").properties.direction_deg == 180


def test_the_width_of_a_corridor_is_typed():
    hands = handling(corridor("c", A, B))
    hands.drag(grip(hands, "width"), (21, 56.8), release=False)
    hands.type("20 km")
    assert hands.feature("c").properties.width_m == 20_000


def test_a_vertex_of_a_corridor_is_dragged():
    hands = handling(corridor("c", A, B))
    hands.drag(B, (22, 58))
    assert paths(hands.feature("c"))[0] == (A, (22, 58))


def test_several_are_turned_about_their_middle():
    hands = handling(unit("a", A), unit("b", B))
    hands.drag(grip(hands, "rotate"), (21.6, 57.0), release=False)
    hands.type("90")
    assert hands.position("a") == pytest.approx((21, 57.545), abs=0.02)
    assert hands.position("b") == pytest.approx((21, 56.455), abs=0.02)
    assert hands.steps() == ("Rotate 2 units",)


def test_rings_of_turned_units_go_with_them():
    hands = Hands(document(ring("r", B, anchor="b"), unit("a", A), unit("b", B)))
    hands.session.select(["a", "b"])
    hands.drag(grip(hands, "rotate"), (21.6, 57.0), release=False)
    hands.type("90")
    assert reference(hands.feature("r")) == hands.position("b")


def test_a_locked_feature_shows_no_handles():
    assert handling(unit("u", A, locked=True)).tool.preview().guides == ()


def test_the_handle_of_an_area_shows_the_distance_to_the_vertex_before():
    hands = handling(area("a", A, B, (22, 58)))
    hands.drag(B, (23, 57), release=False)
    assert hands.tool.preview().readout.startswith("182.3 km")


def test_esc_puts_a_vertex_back():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58), release=False)
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Idle)
    assert hands.steps() == ()


def test_a_feature_deleted_meanwhile_is_no_error():
    hands = handling(line("l", A, B, C))
    hands.drag(B, (22, 58), release=False)
    with hands.document.edit("Delete") as change:
        change.remove("l")
    hands.hover((22, 59))
    assert hands.tool.preview().features == {}
    hands.release((22, 59))
    assert hands.steps() == ("Delete",)


def test_middles_of_short_edges_are_left_out():
    hands = handling(line("l", A, (20.1, 57), C))
    shown = [guide.handle for guide in hands.tool.preview().guides]
    assert "edge:0" not in shown
    assert "edge:1" in shown


def test_a_line_of_ten_thousand_vertices_shows_those_near_the_pointer():
    hands = handling(line("l", *((20 + n / 2000, 57) for n in range(10_000))))
    hands.hover((21, 57))
    shown = [guide for guide in hands.tool.preview().guides if guide.handle.startswith("vertex")]
    assert 0 < len(shown) <= 300
    assert len(handles(hands.feature("l"), 1.0)) == 1
