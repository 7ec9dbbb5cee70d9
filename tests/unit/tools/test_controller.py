import pytest

from baltic_desk.document.feature import Unit
from baltic_desk.tools.draw import Draw
from baltic_desk.tools.measure import Measure, Measuring
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.ring import Ring, Sizing
from baltic_desk.tools.select import Idle
from baltic_desk.tools.tool import Pointer
from tests.desks import Hands
from tests.features import SIDC, document, unit

A, B, C, D = (20.0, 57.0), (22.0, 57.0), (22.0, 58.0), (20.0, 58.0)


def test_the_first_esc_goes_to_the_tools_rest_and_the_second_leaves_it():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B)
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Draw)
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Idle)


def test_esc_in_select_clears_the_selection():
    hands = Hands(document(unit("a", A)))
    hands.click(A)
    hands.tool.key("escape")
    assert hands.session.selection == ()


def test_esc_wipes_what_was_typed_before_it_ends_the_gesture():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("25", enter=False)
    hands.tool.key("escape")
    assert hands.tool.entry_text == ""
    assert isinstance(hands.tool.state, Sizing)


def test_backspace_mends_what_was_typed():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("25x", enter=False)
    hands.tool.key("backspace")
    hands.type("0")
    assert hands.document.feature("new1").properties.radius_max_m == 250_000


def test_keys_that_begin_no_entry_are_the_windows():
    hands = Hands(document(), Ring())
    hands.click(A)
    assert not hands.tool.key("text", "v")
    assert not hands.tool.key("text", " ")
    assert hands.tool.key("text", "4")
    assert hands.tool.key("text", " ")
    assert hands.tool.key("text", "k")


def test_where_nothing_can_be_typed_digits_are_the_windows():
    assert not Hands(document()).tool.key("text", "4")


def test_a_click_forgets_what_was_half_typed():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("25", enter=False)
    hands.click(B)
    assert hands.tool.entry_text == ""


def test_moving_the_pointer_keeps_what_was_typed():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("25", enter=False)
    hands.hover(B)
    assert hands.tool.entry_text == "25"


def test_a_whole_entry_can_come_from_a_box():
    hands = Hands(document(), PlaceUnit(Unit(overlay="", sidc=SIDC)))
    assert hands.tool.enter("N57 E020")
    assert hands.position("new1") == A


def test_an_entry_where_none_is_asked_for_is_refused():
    assert not Hands(document()).tool.enter("57 20")


def test_a_message_stays_while_the_pointer_moves():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("40 foo")
    hands.hover(B)
    assert "foo" in hands.tool.message


def test_a_message_goes_with_the_next_press():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("40 foo")
    hands.press(B)
    assert hands.tool.message == ""


def test_what_is_wrong_with_an_entry_reaches_the_desk():
    hands = Hands(document(), Ring())
    hands.click(A)
    hands.type("40 foo")
    assert hands.said == [hands.tool.message]


def test_what_a_tool_says_is_the_message_and_reaches_the_desk():
    hands = Hands(document(overlays=()), Ring())
    hands.click(A)
    assert hands.said == [hands.tool.message]


def test_observers_hear_each_event():
    hands, heard = Hands(document()), []
    stop = hands.tool.subscribe(lambda: heard.append(hands.tool.state))
    hands.hover(A)
    stop()
    hands.hover(B)
    assert len(heard) == 1


def test_observers_hear_of_a_selection_made_elsewhere():
    hands, heard = Hands(document(unit("a", A))), []
    hands.hover(B)
    hands.tool.subscribe(lambda: heard.append(hands.tool.preview().guides))
    hands.session.select(["a"])
    assert [guide.handle for guide in heard[-1]] == ["direction", "offset"]


def test_observers_hear_of_an_undo():
    hands, heard = Hands(document(unit("a", A))), []
    hands.drag(A, B)
    hands.tool.subscribe(lambda: heard.append(hands.position("a")))
    hands.document.undo()
    assert heard == [A]


def test_a_gesture_that_writes_is_heard_of_once_its_state_is_new():
    hands, heard = Hands(document(unit("a", A))), []
    hands.drag(A, B, release=False)
    hands.tool.subscribe(lambda: heard.append(type(hands.tool.state)))
    hands.release(B)
    assert heard == [Idle]


def test_undo_during_a_gesture_takes_a_point_back():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B, C)
    assert hands.tool.take_back()
    hands.tool.key("enter")
    assert hands.steps() == ("Draw line",)
    assert hands.feature("new1").geometry.coordinates == (A, B)


def test_undo_during_a_drag_ends_the_drag_and_not_the_step_before():
    hands = Hands(document(unit("a", A)))
    hands.drag(A, B)
    hands.drag(B, C, release=False)
    assert hands.tool.take_back()
    hands.release(C)
    assert hands.position("a") == B
    assert hands.steps() == ("Move unit",)


def test_at_rest_undo_is_the_documents():
    assert not Hands(document()).tool.take_back()


def test_a_drawing_dropped_with_esc_can_be_taken_up_again():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B, C)
    hands.tool.key("escape")
    assert "undo" in hands.tool.message
    assert hands.tool.can_take_back
    assert hands.tool.take_back()
    hands.tool.key("enter")
    assert hands.feature("new1").geometry.coordinates == (A, B, C)


def test_a_drawing_dropped_twice_is_gone():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B, C)
    hands.tool.key("escape")
    hands.tool.take_back()
    hands.tool.key("escape")
    assert not hands.tool.take_back()


def test_the_next_press_forgets_the_dropped_drawing():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B, C)
    hands.tool.key("escape")
    hands.click(D)
    hands.tool.key("escape")
    assert not hands.tool.take_back()


def test_an_area_that_cannot_be_finished_is_said_to_be_dropped():
    hands = Hands(document(), Draw("polygon"))
    hands.click(A, B)
    hands.tool.start(Idle())
    assert "dropped" in hands.tool.message
    assert hands.steps() == ()


def test_another_document_ends_everything():
    hands = Hands(document(), Draw("line"))
    hands.click(A, B)
    hands.tool.reset()
    assert isinstance(hands.tool.state, Idle)
    assert hands.steps() == ()


@pytest.mark.parametrize("at", [(float("inf"), 57), (20, float("nan")), (200, 57), (20, 91)])
def test_a_press_beyond_the_map_is_no_press(at):
    hands = Hands(document(), Draw("line"))
    hands.tool.press(Pointer(at, (0, 0)))
    assert isinstance(hands.tool.state, Draw)


def test_busy_is_what_is_under_way():
    hands = Hands(document(), Draw("line"))
    assert not hands.tool.busy
    hands.click(A)
    assert hands.tool.busy


def test_a_measurement_leaves_nothing_in_the_document():
    hands = Hands(document(), Measure())
    hands.click(A, B, C)
    hands.tool.key("enter")
    assert hands.steps() == ()
    assert isinstance(hands.tool.state, Measure)


def test_a_measurement_tells_each_leg_and_the_total():
    hands = Hands(document(), Measure())
    hands.click(A, D, (20, 59))
    hands.tool.key("enter")
    texts = [guide.text for guide in hands.tool.preview().guides if guide.kind == "label"]
    assert texts[:2] == ["111.4 km  000°", "111.4 km  000°"]
    assert texts[2].startswith("total 222.8 km")


def test_a_measurement_of_three_points_tells_the_area():
    hands = Hands(document(), Measure())
    hands.click(A, B)
    hands.hover(C)
    assert "km²" in hands.tool.preview().readout


def test_the_leg_under_way_is_told_beside_the_pointer_alone():
    hands = Hands(document(), Measure())
    hands.click(A, B)
    hands.hover(C)
    preview = hands.tool.preview()
    assert len([guide for guide in preview.guides if guide.kind == "label"]) == 1
    assert preview.readout.count("total") == 1


def test_a_measured_line_is_drawn_as_a_geodesic():
    hands = Hands(document(), Measure())
    hands.click((10, 57))
    hands.hover((30, 57))
    line = next(g for g in hands.tool.preview().guides if g.kind == "line")
    assert max(lat for _, lat in line.positions) > 57.3


def test_a_measured_point_can_be_typed():
    hands = Hands(document(), Measure())
    hands.type("57 20")
    hands.type("100 km 090")
    state = hands.tool.state
    assert isinstance(state, Measuring)
    assert len(state.points) == 2
