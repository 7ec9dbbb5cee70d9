"""Drawing and reshaping control measures by hand, without a screen."""

from __future__ import annotations

import math

import pytest

from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.geometry import LineString, MultiPoint, Polygon, Position
from baltic_desk.document.measure_numbers import azimuths, distances
from baltic_desk.document.measures import control_points, recoded, reversed_measure
from baltic_desk.geo.geodesy import inverse
from baltic_desk.tools.control_measure import DrawMeasure
from baltic_desk.tools.tool import DRAFT
from tests.desks import Hands
from tests.features import document

PHASE_LINE, AREA, BLOCK, AXIS = "140300", "120100", "340100", "151403"
CIRCLE, RECTANGLE, ELLIPSE, FAN, SECTORS = "240803", "240102", "200101", "242100", "242200"

A: Position = (24.0, 56.0)
B: Position = (24.0, 57.0)
C: Position = (25.0, 57.0)
D: Position = (25.0, 56.0)


def sidc(entity: str, identity: str = "3") -> str:
    return f"130{identity}250000{entity}0000"


def template(entity: str) -> ControlMeasure:
    return ControlMeasure(overlay=DRAFT, sidc=sidc(entity))


def hands(entity: str) -> Hands:
    return Hands(document(), DrawMeasure(template(entity)))


def drawn(at: Hands):
    (feature,) = at.document.features()
    assert isinstance(feature.properties, ControlMeasure)
    return feature


def number_of(at: Hands) -> tuple[tuple[float, ...], tuple[float, ...]]:
    measure = drawn(at).properties
    assert isinstance(measure, ControlMeasure)
    return distances(measure), azimuths(measure)


def test_a_phase_line_is_clicked_and_finished_by_a_double_click():
    at = hands(PHASE_LINE)
    at.click(A, B)
    at.double_click(C)
    assert control_points(drawn(at)) == (A, B, C)
    assert isinstance(drawn(at).geometry, LineString)
    assert at.steps() == ("Draw Phase Line",)
    assert at.session.selection == (drawn(at).id,)


def test_enter_finishes_and_undo_takes_it_back():
    at = hands(PHASE_LINE)
    at.click(A, B)
    assert at.tool.key("enter")
    at.document.undo()
    assert list(at.document.features()) == []


def test_an_area_closes_on_its_first_corner():
    at = hands(AREA)
    at.click(A, B, C, A)
    assert control_points(drawn(at)) == (A, B, C)
    assert isinstance(drawn(at).geometry, Polygon)


def test_a_block_ends_with_its_third_point_and_the_rest_of_a_double_click_begins_nothing():
    at = hands(BLOCK)
    at.click(A, B)
    assert "Point 3 of 3" in at.tool.state.hint
    at.double_click(C)
    at.press(C)
    at.release(C)
    assert control_points(drawn(at)) == (A, B, C)
    assert isinstance(drawn(at).geometry, MultiPoint)


def test_the_hint_and_the_note_say_which_point_comes_next():
    at = hands(BLOCK)
    assert "Point 1 of 3" in at.tool.state.hint
    at.click(A)
    at.hover(B)
    assert "Point 2 of 3" in at.tool.state.hint
    assert "Point 2 of 3" in at.tool.preview().readout
    at.click(B)
    at.hover(C)
    assert DRAFT in at.tool.preview().features


def test_two_points_of_three_are_shown_with_a_third_that_is_guessed():
    at = hands(BLOCK)
    at.click(A)
    at.hover(B)
    draft = at.tool.preview().features[DRAFT]
    assert control_points(draft)[:2] == (A, B)
    assert len(control_points(draft)) == 3


def test_too_few_points_are_told_in_a_sentence():
    at = hands(AREA)
    at.click(A, B)
    at.tool.key("enter")
    assert "is drawn by 3 points or more" in at.said[-1]
    assert list(at.document.features()) == []


def test_an_axis_asks_for_its_width_last():
    at = hands(AXIS)
    at.click(A, B, C)
    at.tool.key("enter")
    assert "sets the width" in at.tool.state.hint
    at.click(D)
    assert control_points(drawn(at)) == (A, B, C, D)


def test_the_width_of_an_axis_is_typed_and_lies_about_its_tip():
    at = hands(AXIS)
    at.click(B, A, D)
    at.tool.key("enter")
    assert "the width, as 5 km" in at.tool.state.hint
    at.type("6 km")
    *along, corner = control_points(drawn(at))
    assert tuple(along) == (B, A, D)
    azimuth_deg, length_m = inverse(B, corner)
    across_m = length_m * abs(math.sin(math.radians(azimuth_deg - inverse(B, A)[0])))
    assert 2.0 * across_m == pytest.approx(6000.0, rel=1e-3)


def test_the_corner_of_an_axis_may_be_typed_as_a_coordinate():
    at = hands(AXIS)
    at.click(B, A)
    at.tool.key("enter")
    at.type("56.9 24.1")
    assert control_points(drawn(at))[-1] == pytest.approx((24.1, 56.9))


def test_the_radius_of_a_circle_is_typed():
    at = hands(CIRCLE)
    at.click(A)
    assert at.tool.state.hint.startswith("Radius")
    at.type("5 km")
    assert number_of(at) == ((5000.0,), ())
    assert isinstance(drawn(at).geometry, Polygon)
    assert control_points(drawn(at)) == (A,)


def test_the_radius_of_a_circle_is_pointed_at():
    at = hands(CIRCLE)
    at.click(A, B)
    ((radius_m,), _) = number_of(at)
    assert radius_m == pytest.approx(111_350, rel=0.001)


def test_the_width_of_a_rectangle_is_twice_the_way_from_its_middle_line():
    at = hands(RECTANGLE)
    at.click(A, B)
    at.type("20 km")
    assert number_of(at)[0] == (20_000.0,)


def test_an_ellipse_asks_for_its_bearing_first_and_takes_both_axes_at_once():
    at = hands(ELLIPSE)
    at.click(A)
    at.type("45")
    at.type("10 x 20 km")
    assert number_of(at) == ((10_000.0, 20_000.0), (45.0,))


def test_a_range_fan_has_as_many_ranges_as_are_typed():
    at = hands(FAN)
    at.click(A)
    at.type("10 20 30 km")
    at.tool.key("enter")
    assert number_of(at)[0] == (10_000.0, 20_000.0, 30_000.0)


def test_each_sector_of_a_fan_has_its_limits():
    at = hands(SECTORS)
    at.click(A)
    for text in ("10 km", "30", "90"):
        at.type(text)
    at.tool.key("enter")
    assert number_of(at) == ((10_000.0,), (30.0, 90.0))


def test_backspace_takes_a_point_back_and_escape_drops():
    at = hands(BLOCK)
    at.click(A, B)
    at.tool.key("backspace")
    assert "Point 2 of 3" in at.tool.state.hint
    at.tool.key("escape")
    assert isinstance(at.tool.state, DrawMeasure)
    assert list(at.document.features()) == []


def test_points_can_be_typed():
    at = hands(BLOCK)
    at.type("56.0 24.0")
    at.type("12 km 045")
    at.type("12 km 090")
    assert len(control_points(drawn(at))) == 3


def test_a_code_of_a_unit_is_no_measure():
    with pytest.raises(ValueError, match="not the code of a control measure"):
        DrawMeasure(ControlMeasure(overlay=DRAFT, sidc="10031000001211000000"))


def test_a_number_that_is_none_is_refused_and_asked_again():
    at = hands(CIRCLE)
    at.click(A)
    at.type("0")
    assert "metre or more" in at.said[-1]
    at.type("3 km")
    assert number_of(at)[0] == (3000.0,)


# -- later -------------------------------------------------------------------------------------


def chosen(entity: str, *points: Position) -> Hands:
    at = hands(entity)
    at.click(*points)
    if not list(at.document.features()):
        at.tool.key("enter")
    at.tool.reset()
    at.session.select([drawn(at).id])
    return at


def test_a_point_is_dragged_with_its_role_shown():
    at = chosen(BLOCK, A, B, C)
    at.hover(C)
    assert at.tool.preview().readout.startswith("Point 3 of 3")
    at.drag(C, D, release=False)
    assert at.tool.preview().readout.startswith("Point 3 of 3")
    at.release(D)
    assert control_points(drawn(at)) == (A, B, D)


def test_a_radius_is_dragged():
    at = chosen(CIRCLE, A, B)
    before = number_of(at)[0][0]
    handle = next(g for g in at.tool.preview().guides if g.handle == "distance:0").positions[0]
    at.drag(handle, (handle[0] + 0.5, handle[1]))
    assert number_of(at)[0][0] > before


def test_a_point_is_made_on_an_edge_of_an_area_and_taken_out_again():
    at = chosen(AREA, A, B, C, D, A)
    edge = next(g for g in at.tool.preview().guides if g.handle == "edge:1").positions[0]
    at.drag(edge, (24.5, 57.3))
    assert len(control_points(drawn(at))) == 5
    at.hover((24.5, 57.3))
    at.tool.key("delete")
    assert control_points(drawn(at)) == (A, B, C, D)


def test_no_point_can_be_taken_from_a_task():
    at = chosen(BLOCK, A, B, C)
    assert not any(g.handle.startswith("edge") for g in at.tool.preview().guides)
    at.hover(C)
    at.tool.key("delete")
    assert "is drawn by 3 points" in at.said[-1]
    assert len(control_points(drawn(at))) == 3


def test_direction_is_turned_about_and_an_axis_keeps_its_width():
    line = chosen(PHASE_LINE, A, B, C)
    assert control_points(reversed_measure(drawn(line))) == (C, B, A)
    axis = hands(AXIS)
    axis.click(A, B, C)
    axis.tool.key("enter")
    axis.click(D)
    assert control_points(reversed_measure(drawn(axis))) == (C, B, A, D)


def test_another_code_keeps_the_points_or_says_why_not():
    line = drawn(chosen(PHASE_LINE, A, B, C))
    hostile = recoded(line, sidc(PHASE_LINE, "6"))
    assert control_points(hostile) == (A, B, C)
    with pytest.raises(ValueError, match="drawn by 1 point; this has 3"):
        recoded(line, sidc(CIRCLE))
    assert isinstance(recoded(line, sidc(AREA)).geometry, Polygon)
