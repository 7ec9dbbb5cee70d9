"""Leading a unit along a path, and reshaping the way that it has come."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from msgspec.structs import replace

from baltic_desk.document.document import Document
from baltic_desk.document.geometry import Position
from baltic_desk.document.movements import Moved
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.places import middle
from baltic_desk.tools.move_along import move_along
from tests.desks import Hands
from tests.features import document, unit
from tests.moving import END, START, go, two_phases

W = (22.0, 58.0)


def hands_on(held: Document, *ids: str) -> Hands:
    hands = Hands(held)
    hands.session.select(ids or ["u"])
    return hands


def leading(held: Document | None = None) -> Hands:
    hands = hands_on(held or two_phases())
    hands.tool.start(move_along(hands.desk))
    return hands


def moved(hands: Hands, feature_id: str = "u") -> Moved:
    found = hands.document.movement_of(feature_id)
    assert found is not None
    return found


def near(way: object) -> object:
    return pytest.approx(np.array(way), abs=1e-6)


def test_clicks_are_the_way_and_a_double_click_is_where_it_stands() -> None:
    hands = leading()
    hands.click(W)
    hands.double_click(END)
    assert hands.position("u") == near(END)
    assert moved(hands).way == near((START, W, END))
    assert hands.steps()[-1] == "Move unit along a path"
    assert hands.tool.state.tool == "select"


def test_rings_go_along() -> None:
    hands = leading()
    hands.click(W, END)
    hands.tool.key("enter")
    assert middle(hands.feature("r")) == near(END)
    hands.document.undo()
    assert middle(hands.feature("r")) == near(START)
    assert hands.position("u") == START


def test_a_unit_that_has_moved_is_led_anew_from_where_it_was() -> None:
    held = two_phases()
    go(held, "u", (25.0, 56.0), "20.0,56.0", shows="arrow")
    hands = leading(held)
    hands.click(W, END)
    hands.tool.key("enter")
    assert moved(hands).way == near((START, W, END))
    assert moved(hands).shows == "arrow"


def test_points_are_typed() -> None:
    hands = leading()
    hands.type("58.0 22.0")
    hands.type("50 km 090")
    hands.tool.key("enter")
    assert moved(hands).between == near((W,))
    assert hands.position("u")[1] == pytest.approx(58.0, abs=0.01)


def test_backspace_takes_a_point_back_and_escape_all() -> None:
    hands = leading()
    hands.click(W, (20.0, 56.0))
    hands.tool.key("backspace")
    hands.click(END)
    hands.tool.key("enter")
    assert moved(hands).between == near((W,))
    again = leading()
    again.click(W)
    again.tool.key("escape")
    assert again.document.movements() == ()
    assert again.tool.state.tool == "select"


def test_without_a_point_there_is_nothing_to_settle() -> None:
    hands = leading()
    hands.tool.key("enter")
    assert "where it goes" in hands.said[-1]
    hands.tool.settle()
    assert hands.document.movements() == ()


def test_what_is_begun_is_settled_before_something_else() -> None:
    hands = leading()
    hands.click(W, END)
    hands.tool.settle()
    assert moved(hands).way == near((START, W, END))


def test_the_preview_shows_the_unit_under_the_pointer_with_its_way() -> None:
    hands = leading()
    hands.click(W)
    hands.hover(END)
    shown = hands.tool.preview()
    assert middle(shown.features["u"]) == near(END)
    assert middle(shown.features["r"]) == near(END)
    assert shown.ways["u"] == near((W,))
    assert "total" in shown.readout
    assert hands.position("u") == START


def test_subordinates_go_on_ways_beside() -> None:
    held = document(unit("u", START), unit("s", (21.0, 56.5), parent="u"))
    add_phase(held)
    hands = hands_on(held)
    hands.desk = dataclasses.replace(hands.desk, with_subordinates=True)
    hands.tool.start(move_along(hands.desk))
    hands.click(W, END)
    assert "1 subordinate" in hands.tool.preview().readout
    hands.tool.key("enter")
    beside = moved(hands, "s")
    assert beside.way[0] == (21.0, 56.5)
    assert beside.between[0] == pytest.approx((22.0, 57.5), abs=0.02)
    assert beside.way[-1] == pytest.approx((23.0, 56.5), abs=0.02)
    assert hands.steps()[-1] == "Move unit with 1 subordinate along a path"


def test_it_says_why_it_cannot_be_taken_up() -> None:
    held = two_phases()
    with held.edit("Add") as change:
        change.put(unit("new"))
    with pytest.raises(ValueError, match="one unit"):
        move_along(hands_on(held, "u", "v").desk)
    with pytest.raises(ValueError, match="one unit"):
        move_along(hands_on(held, "r").desk)
    with pytest.raises(ValueError, match="not there"):
        move_along(hands_on(held, "new").desk)
    held.show_phase(held.phases()[0].id)
    with pytest.raises(ValueError, match="first phase"):
        move_along(hands_on(held).desk)


# -- handles -----------------------------------------------------------------------------------


def came(path: str = "", **more: str) -> Hands:
    held = two_phases()
    go(held, "u", END, path, **more)
    return hands_on(held)


def grip(hands: Hands, name: str) -> Position:
    found = [guide for guide in hands.tool.preview().guides if guide.handle == name]
    return found[0].positions[0]


def names(hands: Hands) -> set[str]:
    return {g.handle for g in hands.tool.preview().guides if g.handle[:4] in ("way:", "leg:")}


def test_a_way_has_handles_for_its_points_and_legs() -> None:
    assert names(came("22,58")) == {"way:0", "leg:0", "leg:1"}
    assert names(came()) == {"leg:0"}
    assert names(came("22,58", shows="ghost")) == set()
    assert names(hands_on(two_phases())) == set()


def test_a_way_that_is_not_shown_has_no_handles() -> None:
    hands = came("22,58")
    with hands.document.edit("Hide") as change:
        change.put(replace(hands.document.project, show_movements=False))
    assert names(hands) == set()


def test_a_leg_is_dragged_into_a_point() -> None:
    hands = came()
    hands.drag(grip(hands, "leg:0"), (22.0, 58.5))
    assert moved(hands).between == near(((22.0, 58.5),))
    assert hands.steps()[-1] == "Insert point of the way"
    assert hands.position("u") == near(END)


def test_a_point_is_dragged() -> None:
    hands = came("22,58")
    hands.drag(W, (22.5, 58.5), release=False)
    assert hands.tool.preview().ways["u"] == near(((22.5, 58.5),))
    assert moved(hands).between == near((W,))
    hands.release((22.5, 58.5))
    assert moved(hands).between == near(((22.5, 58.5),))
    assert hands.steps()[-1] == "Move point of the way"


def test_a_point_is_placed_by_typing_and_put_back_by_escape() -> None:
    hands = came("22,58")
    hands.drag(W, (22.5, 58.5), release=False)
    hands.type("57.5 22.25")
    assert moved(hands).between == near(((22.25, 57.5),))
    hands.drag((22.25, 57.5), (20, 60), release=False)
    hands.tool.key("escape")
    assert moved(hands).between == near(((22.25, 57.5),))


def test_a_leg_is_clicked_into_a_point() -> None:
    hands = came("22,58")
    hands.click(grip(hands, "leg:1"))
    assert len(moved(hands).between) == 2
    assert moved(hands).between[0] == W


def test_delete_over_a_point_takes_it_out_and_so_does_an_alt_click() -> None:
    hands = came("22,58")
    hands.hover(W)
    assert hands.tool.key("delete")
    assert moved(hands).between == ()
    assert hands.document.feature("u") is not None
    hands = came("22,58")
    hands.click(W, alt=True)
    assert moved(hands).between == ()
    assert hands.steps()[-1] == "Remove point of the way"


def test_undo_of_a_way_is_heard() -> None:
    hands = came("22,58")
    heard: list[int] = []
    hands.hover(W)
    hands.tool.subscribe(lambda: heard.append(1))
    hands.document.undo()
    assert heard


def test_a_locked_unit_keeps_its_way() -> None:
    hands = came("22,58")
    grips = hands.tool.preview().guides
    feature = hands.feature("u")
    with hands.document.edit("Lock") as change:
        change.put(replace(feature, properties=replace(feature.properties, locked=True)))
    hands.drag(W, (22.5, 58.5))
    assert grips
    assert moved(hands).between == near((W,))
