"""Attaching by a click, and moving units with what is under them."""

from __future__ import annotations

from baltic_desk.document.feature import Unit
from baltic_desk.tools.attach import AttachTo
from tests.desks import Hands
from tests.features import document, ring
from tests.forces import brigade, force


def parent(hands: Hands, unit_id: str) -> str | None:
    unit = hands.feature(unit_id).properties
    assert isinstance(unit, Unit)
    return unit.parent


def test_the_unit_that_is_clicked_becomes_the_superior() -> None:
    hands = Hands(brigade(), AttachTo(ids=("c1", "c2")))
    hands.click((22.5, 57.5))
    assert (parent(hands, "c1"), parent(hands, "c2")) == ("b10", "b10")
    assert hands.steps() == ("Attach 2 units to 10",)
    assert hands.tool.state.tool == "select"
    hands.document.undo()
    assert parent(hands, "c1") == "b2"


def test_a_click_beside_units_is_said_and_changes_nothing() -> None:
    hands = Hands(brigade(), AttachTo(ids=("c1",)))
    hands.click((20.0, 55.0))
    assert hands.said == ["Only a unit can be a superior: click one, or press Esc."]
    assert hands.tool.state.tool == "attach"
    assert hands.steps() == ()


def test_a_ring_of_command_is_refused_with_a_sentence_and_another_can_be_clicked() -> None:
    hands = Hands(brigade(), AttachTo(ids=("b2",)))
    hands.click((24.0, 57.5))
    assert hands.said == ["2 cannot come under 1, which is itself under 2."]
    hands.click((25.0, 56.0))
    assert parent(hands, "b2") == "lone"


def test_a_range_ring_means_its_unit() -> None:
    held = document(force("a", at=(20.0, 56.0)), force("b"), ring("r", (20.0, 56.0), anchor="a"))
    hands = Hands(held, AttachTo(ids=("b",)))
    edge = hands.feature("r").geometry.coordinates[0][0]
    hands.click(edge)
    assert parent(hands, "b") == "a"


def test_esc_leaves_everything_as_it_is() -> None:
    hands = Hands(brigade(), AttachTo(ids=("c1",)))
    hands.hover((22.5, 57.5))
    assert hands.tool.preview().readout == "10"
    hands.tool.key("escape")
    assert hands.tool.state.tool == "select"
    assert hands.steps() == ()


def moving_together(held_hidden: bool = False) -> Hands:
    held = document(
        force("hq", at=(22.0, 57.0)),
        force("a", "hq", at=(23.0, 57.0)),
        force("b", "a", at=(23.0, 56.0), locked=held_hidden),
        force("else", at=(24.0, 56.0)),
        ring("r", (23.0, 57.0), anchor="a"),
    )
    hands = Hands(held)
    hands.desk = type(hands.desk)(
        **{
            name: getattr(hands.desk, name)
            for name in hands.desk.__dataclass_fields__
            if name != "with_subordinates"
        },
        with_subordinates=True,
    )
    return hands


def test_a_headquarters_takes_its_subordinates_and_their_rings_along() -> None:
    hands = moving_together()
    hands.drag((22.0, 57.0), (22.0, 58.0))
    assert hands.steps() == ("Move unit with 2 subordinates",)
    assert hands.position("a")[1] > 57.9
    assert hands.position("b")[1] > 56.9
    assert hands.position("else") == (24.0, 56.0)
    assert hands.feature("r").properties.center_lat > 57.9  # type: ignore[union-attr]
    hands.document.undo()
    assert hands.position("a") == (23.0, 57.0)


def test_while_dragging_it_says_how_many_come_along() -> None:
    hands = moving_together()
    hands.drag((22.0, 57.0), (22.0, 58.0), release=False)
    assert hands.tool.preview().readout.endswith("with 2 subordinates")
    assert {"hq", "a", "b", "r"} == set(hands.tool.preview().features)


def test_a_locked_subordinate_stays_and_that_is_said() -> None:
    hands = moving_together(held_hidden=True)
    hands.drag((22.0, 57.0), (22.0, 58.0))
    assert hands.position("b") == (23.0, 56.0)
    assert "1 subordinate is locked or hidden and will not come along." in hands.said
