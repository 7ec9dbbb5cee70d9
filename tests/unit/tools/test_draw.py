import math

import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.feature import Area, Corridor, Ellipse, Line, Rectangle
from baltic_desk.document.places import paths
from baltic_desk.document.project import Overlay
from baltic_desk.tools.corridor import Widening
from baltic_desk.tools.draw import TEMPLATES, Draw
from baltic_desk.tools.path import Drawing
from baltic_desk.tools.select import Idle
from tests.desks import Hands
from tests.features import document

A, B, C, D = (20.0, 57.0), (22.0, 57.0), (22.0, 58.0), (20.0, 58.0)


def drawing(kind, template=None):
    return Hands(document(), Draw(kind, template))


def only(hands):
    (feature,) = hands.document.features()
    return feature


def path(hands):
    return paths(only(hands))[0]


def outline_of(hands):
    return only(hands).geometry.coordinates[0]


def direct(start, bearing_deg, distance_m):
    end = Geodesic.WGS84.Direct(start[1], start[0], bearing_deg, distance_m)
    return end["lon2"], end["lat2"]


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


@pytest.mark.parametrize("kind", ["line", "arrow"])
def test_clicks_and_enter_draw_a_line(kind):
    hands = drawing(kind)
    hands.click(A, B, C)
    hands.tool.key("enter")
    assert path(hands) == (A, B, C)
    assert only(hands).kind == kind
    assert hands.steps() == (f"Draw {kind}",)


def test_a_double_click_ends_a_line_there():
    hands = drawing("line")
    hands.click(A, B)
    hands.double_click(C)
    assert path(hands) == (A, B, C)


def test_a_window_that_sends_the_second_press_too_makes_no_double_vertex():
    hands = drawing("line")
    hands.click(A, B, C)
    hands.press(C)
    hands.tool.double_click(hands.at(C))
    assert path(hands) == (A, B, C)


def test_after_a_line_the_tool_waits_for_the_next():
    hands = drawing("line")
    hands.click(A)
    hands.double_click(B)
    assert isinstance(hands.tool.state, Draw)
    assert hands.session.selection == ("new1",)


def test_nothing_is_written_before_the_line_ends():
    hands = drawing("line")
    hands.click(A, B, C)
    assert hands.steps() == ()
    assert len(hands.tool.preview().features) == 1


def test_the_preview_reaches_to_the_pointer():
    hands = drawing("line")
    hands.click(A)
    hands.hover(B)
    (shown,) = hands.tool.preview().features.values()
    assert paths(shown)[0] == (A, B)


def test_the_readout_tells_the_leg_and_the_total():
    hands = drawing("line")
    hands.click(A, D)
    hands.hover((20, 59))
    assert hands.tool.preview().readout == "111.4 km  000°\ntotal 222.8 km"


def test_backspace_takes_a_point_back():
    hands = drawing("line")
    hands.click(A, B, C)
    hands.tool.key("backspace")
    hands.click(D)
    hands.tool.key("enter")
    assert path(hands) == (A, B, D)


def test_backspace_on_the_first_point_is_rest():
    hands = drawing("line")
    hands.click(A)
    hands.tool.key("backspace")
    assert isinstance(hands.tool.state, Draw)


def test_one_point_is_no_line_and_that_is_said():
    hands = drawing("line")
    hands.click(A)
    hands.tool.key("enter")
    assert "2 points" in hands.tool.message
    assert isinstance(hands.tool.state, Drawing)


def test_shift_keeps_a_leg_to_whole_15_degrees():
    hands = drawing("line")
    hands.click(A)
    hands.click((20.1, 58), shift=True)
    hands.tool.key("enter")
    assert path(hands)[1][0] == pytest.approx(20, abs=1e-6)


def test_a_typed_leg_adds_a_point_there():
    hands = drawing("line")
    hands.click(A)
    hands.type("12 km 045")
    hands.type("6<270")
    hands.tool.key("enter")
    first = direct(A, 45, 12_000)
    assert path(hands)[1] == pytest.approx(first, abs=2e-7)
    assert path(hands)[2] == pytest.approx(direct(first, 270, 6_000), abs=2e-7)


def test_a_typed_distance_goes_the_way_of_the_pointer():
    hands = drawing("line")
    hands.click(A)
    hands.hover((20, 58))
    hands.type("12")
    hands.tool.key("enter")
    assert path(hands)[1] == pytest.approx(direct(A, 0, 12_000), abs=2e-7)


def test_a_typed_leg_shows_before_enter():
    hands = drawing("line")
    hands.click(A)
    hands.type("58 22", enter=False)
    (shown,) = hands.tool.preview().features.values()
    assert paths(shown)[0] == (A, C)


def test_a_click_forgets_the_leg_that_was_half_typed():
    hands = drawing("line")
    hands.click(A)
    hands.type("58 22", enter=False)
    hands.click(B)
    hands.hover(D)
    (shown,) = hands.tool.preview().features.values()
    assert paths(shown)[0] == (A, B, D)


def test_a_line_can_be_typed_from_start_to_end():
    hands = drawing("line")
    hands.type("57 20")
    hands.type("58 22")
    hands.tool.key("enter")
    assert path(hands) == (A, C)


def test_enter_draws_an_area():
    hands = drawing("polygon")
    hands.click(A, B, C, D)
    hands.tool.key("enter")
    assert path(hands) == (A, B, C, D)
    assert isinstance(only(hands).properties, Area)


def test_a_click_on_the_first_point_closes_an_area():
    hands = drawing("polygon")
    hands.click(A, B, C, (20.03, 57.03))
    assert path(hands) == (A, B, C)


def test_an_area_drawn_clockwise_is_stored_counter_clockwise():
    hands = drawing("polygon")
    hands.click(A, D, C, B)
    hands.tool.key("enter")
    assert path(hands) == (A, B, C, D)


def test_two_points_are_no_area():
    hands = drawing("polygon")
    hands.click(A, B)
    hands.tool.key("enter")
    assert "3 points" in hands.tool.message
    assert hands.steps() == ()


def test_the_readout_of_an_area_tells_its_size():
    hands = drawing("polygon")
    hands.click(A, B, C)
    hands.hover(D)
    true_m2 = abs(Geodesic.WGS84.Polygon().Compute()[2])
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in (A, B, C, D):
        polygon.AddPoint(lat, lon)
    true_m2 = abs(polygon.Compute()[2])
    told = hands.tool.preview().readout.splitlines()[-1].replace("\u202f", "")
    assert float(told.split()[0]) == pytest.approx(true_m2 / 1e6, rel=0.001)


def test_a_freehand_line_keeps_to_what_was_drawn_with_few_points():
    hands = drawing("freehand")
    drawn = [(20 + n / 100, 57 + 0.5 * math.sin(n / 30)) for n in range(200)]
    hands.press(drawn[0])
    for position in drawn[1:]:
        hands.tool.move(hands.at(position))
    hands.release(drawn[-1])
    kept = path(hands)
    assert kept[0] == pytest.approx(drawn[0], abs=1e-7)
    assert kept[-1] == pytest.approx(drawn[-1], abs=1e-7)
    assert 4 < len(kept) < 40
    assert all(min(math.dist(k, d) for d in drawn) < 1e-6 for k in kept)


def test_a_click_is_no_freehand_line():
    hands = drawing("freehand")
    hands.click(A)
    assert hands.steps() == ()
    assert isinstance(hands.tool.state, Draw)


def test_a_drag_draws_a_rectangle_from_corner_to_corner():
    hands = drawing("rectangle")
    hands.drag(A, (21, 57.5))
    box = only(hands).properties
    assert isinstance(box, Rectangle)
    for corner in (A, (21, 57.5)):
        assert min(distance_m(corner, at) for at in outline_of(hands)) < 1.0


def test_two_clicks_draw_a_rectangle():
    hands = drawing("rectangle")
    hands.click(A, (21, 57.5))
    assert only(hands).kind == "rectangle"


def test_ctrl_draws_a_rectangle_about_its_centre():
    hands = drawing("rectangle")
    hands.drag(A, (21, 57.5), ctrl=True)
    assert (only(hands).properties.center_lon, only(hands).properties.center_lat) == A


def test_shift_draws_a_square():
    hands = drawing("rectangle")
    hands.drag(A, (21, 57.2), shift=True)
    assert only(hands).properties.width_m == only(hands).properties.height_m


def test_a_typed_size_is_laid_about_the_first_point():
    hands = drawing("rectangle")
    hands.click(A)
    hands.type("40 x 20 km")
    box = only(hands).properties
    assert (box.center_lon, box.center_lat, box.width_m, box.height_m) == (*A, 40_000, 20_000)


def test_a_typed_size_may_have_a_bearing():
    hands = drawing("rectangle")
    hands.click(A)
    hands.type("40x20 @ 030")
    assert only(hands).properties.bearing_deg == 30


def test_a_typed_size_shows_before_enter():
    hands = drawing("rectangle")
    hands.click(A)
    hands.type("40 x 20", enter=False)
    assert hands.tool.preview().readout == "40 km × 20 km"


def test_a_drag_draws_an_ellipse_within_its_box():
    hands = drawing("ellipse")
    hands.drag(A, (21, 57.5), ctrl=True)
    figure = only(hands).properties
    assert isinstance(figure, Ellipse)
    assert figure.bearing_deg == 90
    assert figure.semi_major_m > figure.semi_minor_m


def test_a_figure_without_extent_is_not_drawn():
    hands = drawing("rectangle")
    hands.click(A, A)
    assert hands.steps() == ()


def test_a_corridor_is_a_line_and_then_a_width():
    hands = drawing("corridor")
    hands.click((20, 57))
    hands.double_click((20, 58))
    assert isinstance(hands.tool.state, Widening)
    hands.hover((20.2, 57.5))
    hands.click((20.2, 57.5))
    corridor = only(hands).properties
    assert isinstance(corridor, Corridor)
    off_m = distance_m((20, 57.5), (20.2, 57.5))
    assert corridor.width_m == pytest.approx(2 * off_m, rel=0.002)
    assert path(hands) == ((20, 57), (20, 58))


def test_the_width_of_a_corridor_can_be_typed():
    hands = drawing("corridor")
    hands.click(A, B)
    hands.tool.key("enter")
    hands.type("10 NM")
    assert only(hands).properties.width_m == 18_520


def test_letting_go_of_the_double_click_does_not_set_the_width():
    hands = drawing("corridor")
    hands.click(A)
    hands.double_click(B)
    assert hands.steps() == ()


def test_backspace_at_the_width_goes_back_to_the_line():
    hands = drawing("corridor")
    hands.click(A, B)
    hands.tool.key("enter")
    hands.tool.key("backspace")
    hands.click(C)
    hands.tool.key("enter")
    hands.tool.key("enter")
    assert path(hands) == (A, B, C)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_esc_drops_what_is_drawn_and_then_leaves_the_tool(kind):
    hands = drawing(kind)
    hands.press(A)
    hands.hover(B)
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Draw)
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Idle)
    assert hands.steps() == ()


@pytest.mark.parametrize("kind", TEMPLATES)
def test_saving_finishes_what_can_be_finished(kind):
    hands = drawing(kind)
    hands.press(A)
    hands.hover(B)
    if kind not in ("freehand", "rectangle", "ellipse"):
        hands.release(A)
        hands.click(C, D)
    hands.tool.settle()
    assert only(hands).kind == kind
    assert isinstance(hands.tool.state, Draw)


def test_another_tool_finishes_the_line():
    hands = drawing("line")
    hands.click(A, B)
    hands.tool.start(Idle())
    assert path(hands) == (A, B)


def test_a_template_brings_its_style():
    hands = drawing("line", Line(overlay="", stroke="#ff0000", name="FLOT"))
    hands.click(A, B)
    hands.tool.key("enter")
    assert (only(hands).properties.stroke, only(hands).properties.name) == ("#ff0000", "FLOT")
    assert only(hands).overlay == "o"


def test_a_template_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="no polygon"):
        Draw("polygon", Line(overlay=""))


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="nothing to draw"):
        Draw("unit")


def test_without_an_overlay_no_drawing_begins():
    hands = Hands(document(overlays=[Overlay(id="o", locked=True)]), Draw("line"))
    hands.press(A)
    assert isinstance(hands.tool.state, Draw)
    assert "overlay" in hands.tool.message


def test_an_overlay_locked_meanwhile_does_not_cost_the_line():
    hands = drawing("line")
    hands.click(A, B)
    with hands.document.edit("Lock") as change:
        change.put(Overlay(id="o", locked=True))
    hands.tool.key("enter")
    assert isinstance(hands.tool.state, Drawing)
    assert "overlay" in hands.tool.message
