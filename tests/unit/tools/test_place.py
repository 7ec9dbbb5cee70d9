import pytest

from baltic_desk.document.feature import Mark, RangeRing, Unit
from baltic_desk.document.outline import foreign_edit
from baltic_desk.document.places import reference
from baltic_desk.document.project import Overlay
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.select import Idle
from baltic_desk.tools.text import PlaceMark, PlaceText, Writing
from tests.desks import Hands
from tests.features import SIDC, document

UNIT = Unit(overlay="", sidc=SIDC, name="Battery")
RINGS = tuple(
    RangeRing(
        overlay="", center_lon=0, center_lat=0, radius_max_m=radius_m, ring_class="air-defence"
    )
    for radius_m in (400_000, 250_000)
)


@pytest.fixture
def hands():
    return Hands(document(), PlaceUnit(UNIT))


def kinds(hands):
    return [feature.kind for feature in hands.document.features()]


def test_a_click_places_the_unit(hands):
    hands.click((21, 57))
    assert hands.position("new1") == (21, 57)
    assert hands.steps() == ("Place Battery",)


def test_a_placed_unit_lies_on_the_active_overlay_and_is_selected(hands):
    hands.click((21, 57))
    assert hands.feature("new1").overlay == "o"
    assert hands.session.selection == ("new1",)


def test_after_one_unit_the_tool_is_select_again(hands):
    hands.click((21, 57))
    assert isinstance(hands.tool.state, Idle)


def test_with_shift_each_click_places_another(hands):
    hands.click((21, 57), (22, 57), (23, 57), shift=True)
    assert len(kinds(hands)) == 3
    assert len(hands.steps()) == 3


def test_the_unit_hangs_on_the_pointer(hands):
    hands.hover((21, 57))
    (shown,) = hands.tool.preview().features.values()
    assert reference(shown) == (21, 57)
    assert kinds(hands) == []


def test_off_the_map_nothing_hangs_on_the_pointer(hands):
    hands.hover((21, 57))
    hands.tool.leave()
    assert not hands.tool.preview().features


def test_a_unit_is_placed_where_the_button_is_let_go(hands):
    hands.drag((21, 57), (22, 58))
    assert hands.position("new1") == (22, 58)


def test_esc_while_pressed_places_nothing_and_keeps_the_tool(hands):
    hands.press((21, 57))
    hands.tool.key("escape")
    hands.release((21, 57))
    assert kinds(hands) == []
    assert isinstance(hands.tool.state, PlaceUnit)


def test_a_typed_coordinate_places_the_unit(hands):
    hands.type("54°42'N 20°30'E")
    assert hands.position("new1") == pytest.approx((20.5, 54.7))


def test_a_coordinate_that_is_none_is_said_and_can_be_mended(hands):
    hands.type("54 hello")
    assert hands.tool.message
    assert hands.tool.entry_text == "54 hello"
    assert kinds(hands) == []


def test_rings_come_with_the_unit_in_one_step():
    hands = Hands(document(), PlaceUnit(UNIT, RINGS))
    hands.click((21, 57))
    assert kinds(hands) == ["range_ring", "range_ring", "unit"]
    assert hands.steps() == ("Place Battery",)


def test_rings_of_a_placed_unit_are_anchored_and_named_and_about_it():
    hands = Hands(document(), PlaceUnit(UNIT, RINGS))
    hands.click((21, 57))
    (unit_id,) = hands.session.selection
    rings = [f for f in hands.document.features() if f.kind == "range_ring"]
    assert {ring.properties.anchor for ring in rings} == {unit_id}
    assert {ring.properties.name for ring in rings} == {"Battery"}
    assert {reference(ring) for ring in rings} == {(21, 57)}
    assert [foreign_edit(ring) for ring in rings] == [None, None]


def test_the_larger_ring_lies_below_the_smaller():
    hands = Hands(document(), PlaceUnit(UNIT, RINGS))
    hands.click((21, 57))
    radii = [f.properties.radius_max_m for f in hands.document.features() if f.kind != "unit"]
    assert radii == [400_000, 250_000]


def test_without_an_overlay_to_draw_on_nothing_is_placed_and_that_is_said():
    hands = Hands(document(overlays=[Overlay(id="o", locked=True)]), PlaceUnit(UNIT))
    hands.click((21, 57))
    assert kinds(hands) == []
    assert "overlay" in hands.tool.message
    assert isinstance(hands.tool.state, PlaceUnit)


def test_a_mark_is_placed_like_the_template():
    hands = Hands(document(), PlaceMark(Mark(overlay="", shape="star")))
    hands.click((21, 57))
    assert hands.feature("new1").properties.shape == "star"


def test_a_text_is_written_where_it_stands():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.type("Line of departure")
    assert hands.feature("new1").properties.name == "Line of departure"
    assert hands.position("new1") == (21, 57)
    assert hands.steps() == ("Write text",)


def test_a_text_shows_while_it_is_written():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.type("AOR", enter=False)
    (shown,) = hands.tool.preview().features.values()
    assert shown.properties.name == "AOR"
    assert kinds(hands) == []


def test_a_click_elsewhere_ends_a_text():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.type("AOR", enter=False)
    hands.click((22, 57))
    assert hands.feature("new1").properties.name == "AOR"


def test_an_empty_text_leaves_nothing():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.tool.key("enter")
    assert hands.steps() == ()
    assert isinstance(hands.tool.state, PlaceText)


def test_another_tool_ends_a_text():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.type("AOR", enter=False)
    hands.tool.start(Idle())
    assert hands.feature("new1").properties.name == "AOR"


def test_a_click_on_the_text_being_written_keeps_it():
    hands = Hands(document(), PlaceText())
    hands.click((21, 57))
    hands.type("AO", enter=False)
    hands.click((21, 57))
    assert isinstance(hands.tool.state, Writing)
    hands.type("R")
    assert hands.feature("new1").properties.name == "AOR"
