import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.places import reference
from baltic_desk.document.project import Overlay
from baltic_desk.tools.move import Moving
from baltic_desk.tools.select import Brushing, Idle, Pointing
from tests.desks import Hands
from tests.features import document, line, ring, unit

A, B, C = (20.0, 57.0), (22.0, 57.0), (24.0, 57.0)


@pytest.fixture
def hands():
    return Hands(document(unit("a", A), unit("b", B), unit("c", C)))


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


def test_a_click_selects(hands):
    hands.click(A)
    assert hands.session.selection == ("a",)


def test_a_click_on_another_selects_that_alone(hands):
    hands.click(A, B)
    assert hands.session.selection == ("b",)


@pytest.mark.parametrize("key", ["shift", "ctrl"])
def test_a_click_with_a_key_adds(hands, key):
    hands.click(A)
    hands.click(B, **{key: True})
    assert hands.session.selection == ("a", "b")


@pytest.mark.parametrize("key", ["shift", "ctrl"])
def test_a_second_click_with_a_key_takes_out(hands, key):
    hands.click(A)
    hands.click(B, B, **{key: True})
    assert hands.session.selection == ("a",)


def test_a_click_on_nothing_clears_the_selection(hands):
    hands.click(A, (18, 60))
    assert hands.session.selection == ()


def test_a_shift_click_on_nothing_keeps_the_selection(hands):
    hands.click(A)
    hands.click((18, 60), shift=True)
    assert hands.session.selection == ("a",)


def test_a_click_on_one_of_several_selected_selects_it_alone_on_release(hands):
    hands.session.select(["a", "b"])
    hands.press(A)
    assert hands.session.selection == ("a", "b")
    hands.release(A)
    assert hands.session.selection == ("a",)


def test_a_box_selects_what_lies_in_it(hands):
    hands.drag((19, 56), (23, 58))
    assert hands.session.selection == ("a", "b")


def test_a_box_with_shift_adds(hands):
    hands.click(C)
    hands.drag((19, 56), (21, 58), shift=True)
    assert hands.session.selection == ("c", "a")


def test_a_box_with_ctrl_toggles(hands):
    hands.session.select(["a", "c"])
    hands.drag((19, 56), (23, 58), ctrl=True)
    assert hands.session.selection == ("c", "b")


def test_a_box_shows_while_it_is_drawn(hands):
    hands.drag((19, 56), (23, 58), release=False)
    assert isinstance(hands.tool.state, Brushing)
    assert hands.tool.preview().guides[0].corners_px == ((400, 600), (800, 400))


def test_locked_features_are_not_selected_by_a_box():
    desk = document(
        unit("a", A),
        unit("b", B, overlay="locked"),
        overlays=(Overlay(id="o"), Overlay(id="locked", locked=True)),
    )
    hands = Hands(desk)
    hands.drag((19, 56), (23, 58))
    assert hands.session.selection == ("a",)


def test_a_press_that_hardly_moves_is_a_click(hands):
    hands.drag(A, (20.02, 57.0))
    assert hands.steps() == ()
    assert hands.session.selection == ("a",)


def test_pressed_but_not_dragged_is_a_state_of_its_own(hands):
    hands.press(A)
    assert isinstance(hands.tool.state, Pointing)


def test_a_drag_moves_the_feature(hands):
    hands.drag(A, (21, 58))
    assert hands.position("a") == (21, 58)
    assert hands.steps() == ("Move unit",)


def test_a_drag_writes_nothing_until_it_ends(hands):
    hands.drag(A, (21, 58), release=False)
    assert hands.position("a") == A
    assert reference(hands.tool.preview().features["a"]) == (21, 58)


def test_esc_during_a_drag_leaves_the_feature_where_it_was(hands):
    hands.drag(A, (21, 58), release=False)
    hands.tool.key("escape")
    hands.release((21, 58))
    assert hands.position("a") == A
    assert hands.steps() == ()


def test_a_drag_of_one_of_several_moves_all_of_them(hands):
    hands.session.select(["a", "b"])
    hands.drag(A, (20, 58))
    assert hands.position("a") == (20, 58)
    assert hands.position("b") == pytest.approx((22.05, 57.97), abs=0.05)
    assert hands.position("c") == C
    assert hands.steps() == ("Move 2 units",)


def test_a_drag_of_an_unselected_feature_moves_it_alone(hands):
    hands.session.select(["b"])
    hands.drag(A, (20, 58))
    assert hands.position("b") == B


def test_a_drag_is_undone_in_one_step(hands):
    hands.drag(A, (20.5, 57.5), (21, 58), (22, 59))
    hands.document.undo()
    assert hands.position("a") == A


def test_rings_follow_their_unit():
    hands = Hands(document(ring("r", A, anchor="u"), unit("u", A)))
    hands.drag(A, (21, 58))
    assert reference(hands.feature("r")) == (21, 58)
    assert hands.session.selection == ("u",)


def test_rings_follow_in_the_preview():
    hands = Hands(document(ring("r", A, anchor="u"), unit("u", A)))
    hands.drag(A, (21, 58), release=False)
    assert reference(hands.tool.preview().features["r"]) == (21, 58)


def test_a_ring_dragged_by_its_edge_leaves_its_unit():
    hands = Hands(document(unit("u", C), ring("r", C, anchor="u", bearings_deg=(0, 90))))
    north = Geodesic.WGS84.Direct(57, 24, 0, 100_000)
    edge = (north["lon2"], north["lat2"])
    hands.drag(edge, (edge[0] - 1, edge[1]))
    assert hands.position("u") == C
    assert hands.feature("r").properties.anchor is None


def test_a_locked_member_of_the_selection_stays():
    hands = Hands(document(unit("a", A), unit("b", B, locked=True)))
    hands.session.select(["a", "b"])
    hands.drag(A, (20, 58))
    assert (hands.position("a"), hands.position("b")) == ((20, 58), B)


def test_the_readout_tells_distance_bearing_and_the_new_place(hands):
    hands.drag(A, (20, 58), release=False)
    readout = hands.tool.preview().readout
    assert "111.4 km" in readout
    assert "000°" in readout
    assert "58.0" in readout


def test_a_typed_distance_and_bearing_moves_by_that(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("12 km 045")
    there = Geodesic.WGS84.Direct(57, 20, 45, 12_000)
    assert hands.position("a") == pytest.approx((there["lon2"], there["lat2"]), abs=2e-7)


def test_a_typed_distance_alone_goes_the_way_of_the_pointer(hands):
    hands.drag(A, (20, 58), release=False)
    hands.type("12")
    assert distance_m(A, hands.position("a")) == pytest.approx(12_000, abs=0.02)
    assert hands.position("a")[0] == pytest.approx(20, abs=1e-6)


def test_a_typed_coordinate_moves_the_feature_there(hands):
    hands.drag((20.03, 57.02), (21, 58), release=False)
    hands.type("58.5 21.25")
    assert hands.position("a") == (21.25, 58.5)


def test_what_cannot_be_read_is_said_and_the_drag_goes_on(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("12 km 45x")
    assert "45x" in hands.tool.message
    assert hands.tool.entry_text == "12 km 45x"
    assert isinstance(hands.tool.state, Moving)


def test_letting_go_after_a_typed_move_changes_nothing_more(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("12 km 045")
    hands.release((21, 58))
    assert hands.steps() == ("Move unit",)
    assert hands.session.selection == ("a",)


def test_a_typed_move_shows_before_enter(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("58.5 21.25", enter=False)
    assert reference(hands.tool.preview().features["a"]) == (21.25, 58.5)


def test_let_go_while_typing_the_move_waits_for_enter(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("58.5 21.25", enter=False)
    hands.release((21, 58))
    assert hands.steps() == ()
    hands.tool.key("enter")
    assert hands.position("a") == (21.25, 58.5)


def test_a_click_after_half_typing_drops_the_move_there(hands):
    hands.drag(A, (21, 58), release=False)
    hands.type("58.5", enter=False)
    hands.release((21, 58))
    hands.click((21, 59))
    assert hands.position("a") == (21, 59)
    assert hands.tool.entry_text == ""


def test_shift_keeps_a_move_to_whole_15_degrees(hands):
    hands.drag(A, (20.05, 58), shift=True)
    assert hands.position("a")[0] == pytest.approx(20, abs=1e-6)


def test_a_ctrl_drag_moves_a_copy(hands):
    hands.drag(A, (21, 58), ctrl=True)
    assert hands.position("a") == A
    assert hands.position("new1") == (21, 58)
    assert hands.session.selection == ("new1",)
    assert hands.steps() == ("Duplicate unit",)


def test_a_copy_shows_beside_the_original_before_it_is_made(hands):
    hands.drag(A, (21, 58), release=False, ctrl=True)
    shown = hands.tool.preview().features
    assert "a" not in shown
    assert [reference(feature) for feature in shown.values()] == [(21, 58)]


def test_a_copied_unit_brings_its_rings():
    hands = Hands(document(ring("r", A, anchor="u"), unit("u", A)))
    hands.drag(A, (21, 58), ctrl=True)
    copies = [f for f in hands.document.features() if f.id.startswith("new")]
    assert [reference(copy) for copy in copies] == [(21, 58), (21, 58)]
    assert copies[0].properties.anchor == copies[1].id


def test_settling_ends_a_drag_where_it_is(hands):
    hands.drag(A, (21, 58), release=False)
    hands.tool.settle()
    assert hands.position("a") == (21, 58)
    assert isinstance(hands.tool.state, Idle)


def test_a_feature_that_vanished_during_the_drag_is_no_error(hands):
    hands.drag(A, (21, 58), release=False)
    with hands.document.edit("Delete") as change:
        change.remove("a")
    hands.hover((22, 58))
    hands.release((22, 58))
    assert hands.steps() == ("Delete",)


def test_a_drag_over_the_pole_says_why_and_keeps_the_ring():
    hands = Hands(document(unit("u", C), ring("r", C, anchor="u", radius_m=900_000)))
    hands.drag(C, (24, 86), release=False)
    assert "pole" in hands.tool.preview().readout
    hands.release((24, 86))
    assert "pole" in hands.tool.message
    assert hands.steps() == ()


def test_the_cursor_tells_what_can_be_taken_hold_of(hands):
    hands.hover(A)
    assert hands.tool.state.cursor == "move"
    hands.hover((18, 60))
    assert hands.tool.state.cursor == "arrow"


def test_several_selected_show_one_handle_to_turn_them(hands):
    hands.session.select(["a", "b"])
    assert [guide.handle for guide in hands.tool.preview().guides] == ["rotate"]


def test_a_line_shows_vertices_and_middles_of_edges():
    hands = Hands(document(line("l", A, B, C)))
    hands.session.select(["l"])
    shown = [guide.handle for guide in hands.tool.preview().guides]
    assert shown == ["vertex:0", "vertex:1", "vertex:2", "edge:0", "edge:1", "rotate"]


# -- rings one over the other ------------------------------------------------------------------


def crossing():
    """Three rings through one place, and that place: a vertex of each."""
    rings = [ring(name, (24.0, 57.0), 100_000.0) for name in ("low", "middle", "top")]
    line = rings[0].geometry.coordinates[0]
    return Hands(document(unit("u", (24.0, 57.0)), *rings)), line[len(line) // 8]


def test_clicks_where_rings_cross_select_one_after_the_other_and_begin_anew():
    hands, place = crossing()
    found = []
    for _ in range(4):
        hands.click(place)
        found.append(hands.session.selection)
    assert found == [("top",), ("middle",), ("low",), ("top",)]


def test_dragging_where_rings_cross_moves_the_selected_one():
    hands, place = crossing()
    hands.click(place, place)
    before = hands.feature("middle")
    hands.drag(place, (place[0] + 1, place[1]))
    assert hands.session.selection == ("middle",)
    assert hands.feature("middle") != before
    assert hands.feature("top").properties.center_lon == 24.0


def test_a_shift_click_where_rings_cross_does_not_go_on_to_the_next():
    hands, place = crossing()
    hands.click(place)
    hands.click(place, shift=True)
    assert hands.session.selection == ()


def test_a_click_on_a_selected_unit_keeps_it():
    hands, _ = crossing()
    hands.click((24.0, 57.0), (24.0, 57.0))
    assert hands.session.selection == ("u",)
