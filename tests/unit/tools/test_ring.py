import pytest
from geographiclib.geodesic import Geodesic

from baltic_desk.document.feature import RangeRing
from baltic_desk.document.project import Overlay
from baltic_desk.tools.ring import Ring, Sizing
from baltic_desk.tools.ring_entry import parse_rings
from tests.desks import Hands
from tests.features import document, unit

CENTER = (20.0, 57.0)


@pytest.fixture
def hands():
    return Hands(document(), Ring())


def distance_m(start, end):
    return Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]


def rings(hands):
    return [f.properties for f in hands.document.features() if f.kind == "range_ring"]


def test_two_clicks_draw_a_ring(hands):
    hands.click(CENTER, (22, 58))
    (ring,) = rings(hands)
    assert (ring.center_lon, ring.center_lat) == CENTER
    assert ring.radius_max_m == pytest.approx(distance_m(CENTER, (22, 58)), abs=0.01)
    assert hands.steps() == ("Draw range ring",)


def test_a_drag_draws_a_ring(hands):
    hands.drag(CENTER, (22, 58))
    assert rings(hands)[0].radius_max_m == pytest.approx(distance_m(CENTER, (22, 58)), abs=0.01)


def test_after_a_ring_the_tool_waits_for_the_next_centre(hands):
    hands.click(CENTER, (22, 58))
    assert isinstance(hands.tool.state, Ring)
    assert hands.session.selection == ("new1",)


def test_the_ring_shows_while_it_is_sized(hands):
    hands.click(CENTER)
    hands.hover((22, 58))
    (shown,) = hands.tool.preview().features.values()
    assert shown.properties.radius_max_m == pytest.approx(distance_m(CENTER, (22, 58)), abs=0.01)
    assert rings(hands) == []


def test_the_readout_tells_range_and_bearing(hands):
    hands.click(CENTER)
    hands.hover((20, 58))
    assert hands.tool.preview().readout == "111.4 km  000°"


def test_shift_draws_a_round_range(hands):
    hands.click(CENTER)
    hands.click((22, 58), shift=True)
    assert rings(hands)[0].radius_max_m == 160_000


def test_a_click_on_a_unit_binds_the_ring_to_it():
    hands = Hands(document(unit("u", CENTER, name="Battery")), Ring())
    hands.click((20.03, 57.02), (22, 58))
    (ring,) = rings(hands)
    assert ring.anchor == "u"
    assert (ring.center_lon, ring.center_lat) == CENTER
    assert ring.name == "Battery"


def test_a_name_in_the_template_is_kept():
    template = RangeRing(
        overlay="", center_lon=0, center_lat=0, radius_max_m=1, name="S-400", ring_class="sensor"
    )
    hands = Hands(document(unit("u", CENTER, name="Battery")), Ring(template))
    hands.click(CENTER, (22, 58))
    assert (rings(hands)[0].name, rings(hands)[0].ring_class) == ("S-400", "sensor")


def test_typed_ranges_draw_several_rings_in_one_step(hands):
    hands.click(CENTER)
    hands.type("40 120 250 400 km")
    assert [ring.radius_max_m for ring in rings(hands)] == [400_000, 250_000, 120_000, 40_000]
    assert hands.steps() == ("Draw 4 range rings",)


def test_typed_rings_of_a_unit_are_all_bound_to_it():
    hands = Hands(document(unit("u", CENTER)), Ring())
    hands.click(CENTER)
    hands.type("40 120")
    assert [ring.anchor for ring in rings(hands)] == ["u", "u"]


def test_rings_show_while_their_ranges_are_typed(hands):
    hands.click(CENTER)
    hands.type("40 120", enter=False)
    radii = [f.properties.radius_max_m for f in hands.tool.preview().features.values()]
    assert radii == [120_000, 40_000]


def test_the_readout_tells_the_ranges_typed(hands):
    hands.click(CENTER)
    hands.type("40 120 NM", enter=False)
    assert hands.tool.preview().readout == "120 NM  40 NM"


def test_a_drag_let_go_while_typing_waits_for_enter(hands):
    hands.drag(CENTER, (22, 58), release=False)
    hands.type("250", enter=False)
    hands.release((22, 58))
    assert rings(hands) == []
    hands.tool.key("enter")
    assert rings(hands)[0].radius_max_m == 250_000


def test_what_is_half_typed_shows_the_ring_under_the_pointer(hands):
    hands.click(CENTER)
    hands.hover((22, 58))
    hands.type("250 from 3", enter=False)
    assert len(hands.tool.preview().features) == 1
    assert hands.tool.message == ""


def test_a_typed_range_keeps_its_unit_for_the_label(hands):
    hands.click(CENTER)
    hands.type("135 NM")
    assert (rings(hands)[0].radius_max_m, rings(hands)[0].unit) == (250_020, "NM")


def test_a_typed_minimum_makes_an_annulus(hands):
    hands.click(CENTER)
    hands.type("250 min 20")
    assert (rings(hands)[0].radius_min_m, rings(hands)[0].radius_max_m) == (20_000, 250_000)


def test_typed_bearings_make_a_sector(hands):
    hands.click(CENTER)
    hands.type("250 km from 330 to 030")
    assert (rings(hands)[0].bearing_from_deg, rings(hands)[0].bearing_to_deg) == (330, 30)


def test_a_sector_of_the_template_faces_the_pointer():
    template = RangeRing(
        overlay="",
        center_lon=0,
        center_lat=0,
        radius_max_m=1,
        bearing_from_deg=0,
        bearing_to_deg=60,
    )
    hands = Hands(document(), Ring(template))
    hands.click(CENTER, (20, 58))
    assert rings(hands)[0].bearing_from_deg == pytest.approx(330)
    assert rings(hands)[0].bearing_to_deg == pytest.approx(30)


@pytest.mark.parametrize("text", ["250 min 300", "40 foo", "250 from 30 to 30", "0", "6000 km"])
def test_ranges_that_cannot_be_are_said_and_can_be_mended(hands, text):
    hands.click(CENTER)
    hands.type(text)
    assert hands.tool.message
    assert hands.tool.entry_text == text
    assert rings(hands) == []
    assert isinstance(hands.tool.state, Sizing)


def test_the_centre_can_be_typed(hands):
    hands.type("57 20")
    hands.type("40 km")
    assert (rings(hands)[0].center_lon, rings(hands)[0].center_lat) == CENTER


def test_two_clicks_at_the_same_place_draw_no_ring(hands):
    hands.click(CENTER, CENTER)
    assert rings(hands) == []
    assert isinstance(hands.tool.state, Sizing)


def test_esc_drops_the_ring_and_keeps_the_tool(hands):
    hands.click(CENTER)
    hands.hover((22, 58))
    hands.tool.key("escape")
    assert isinstance(hands.tool.state, Ring)
    assert rings(hands) == []


def test_saving_finishes_the_ring(hands):
    hands.click(CENTER)
    hands.hover((22, 58))
    hands.tool.settle()
    assert len(rings(hands)) == 1


def test_saving_finishes_what_has_been_typed(hands):
    hands.click(CENTER)
    hands.hover((22, 58))
    hands.type("40 120 km", enter=False)
    hands.tool.settle()
    assert [ring.radius_max_m for ring in rings(hands)] == [120_000, 40_000]


def test_a_unit_deleted_meanwhile_leaves_the_ring_unbound():
    hands = Hands(document(unit("u", CENTER)), Ring())
    hands.click(CENTER)
    with hands.document.edit("Delete") as change:
        change.remove("u")
    hands.type("40")
    assert rings(hands)[0].anchor is None


def test_without_an_overlay_the_gesture_does_not_begin():
    hands = Hands(document(overlays=[Overlay(id="o", visible=False)]), Ring())
    hands.press(CENTER)
    assert isinstance(hands.tool.state, Ring)
    assert "overlay" in hands.tool.message


def test_a_ring_larger_than_can_be_drawn_says_so_in_the_preview(hands):
    hands.click(CENTER)
    hands.tool.move(hands.at((-120, 10)))
    assert hands.tool.preview().readout
    assert not hands.tool.preview().features


@pytest.mark.parametrize(
    ("text", "radii_m", "least_m", "unit"),
    [
        ("40", (40_000,), 0, "km"),
        ("40 120 250 400 km", (400_000, 250_000, 120_000, 40_000), 0, "km"),
        ("40km 22NM", (40_744, 40_000), 0, "NM"),
        ("100 mi min 5", (160_934.4,), 8_046.72, "mi"),
        ("250 min 500 m", (250,), 500, "m"),
        ("250 km min 500 m", (250_000,), 500, "km"),
        ("  40   40 km ", (40_000,), 0, "km"),
        ("500 ft", (152.4,), 0, "m"),
    ],
)
def test_entries_of_rings(text, radii_m, least_m, unit):
    if least_m >= min(radii_m):
        with pytest.raises(ValueError, match="minimum"):
            parse_rings(text, "km")
        return
    entry = parse_rings(text, "km")
    assert entry.radii_m == pytest.approx(radii_m)
    assert entry.radius_min_m == pytest.approx(least_m)
    assert entry.unit == unit
