"""Drawing by hand in the real window: mouse, typed numbers, undo and redo, selection."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt

from baltic_desk.document.feature import RangeRing, TextNote
from baltic_desk.document.geometry import Point, positions_of
from baltic_desk.document.places import reference
from baltic_desk.geo.geodesy import distance
from tests.gui.desk_hands import WindowHands

RIGA = (24.1, 56.95)
VENTSPILS = (21.56, 57.4)
TALLINN = (24.75, 59.44)
GOTLAND = (18.5, 57.5)

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_ring_by_two_clicks(hands: WindowHands) -> None:
    hands.key("r")
    assert hands.desk.workspace.controller.state.tool == "ring"
    hands.click(RIGA)
    hands.click(VENTSPILS)
    ring = hands.only().properties
    assert isinstance(ring, RangeRing)
    assert (ring.center_lon, ring.center_lat) == pytest.approx(RIGA, abs=0.05)
    # A click lands on a whole pixel of a map of a few kilometres a pixel.
    slack_m = 2.0 * hands.desk.view.metres_per_px()
    assert ring.radius_max_m == pytest.approx(distance(RIGA, VENTSPILS), abs=slack_m)


def test_several_rings_by_typing_their_radii(hands: WindowHands) -> None:
    hands.menu("Insert", "Range Ring")
    hands.click(RIGA)
    hands.move(VENTSPILS)
    hands.type("40 120 250")
    assert "40 120 250" in hands.desk.bridge.note.text
    hands.key(Qt.Key.Key_Return)
    radii = sorted(f.properties.radius_max_m for f in hands.features())  # type: ignore[union-attr]
    assert radii == [40_000.0, 120_000.0, 250_000.0]
    assert hands.desk.bridge.note.text == ""


def test_typed_letters_are_not_shortcuts_while_something_is_typed(hands: WindowHands) -> None:
    hands.key("r")
    hands.click(RIGA)
    hands.type("40 mi")
    assert hands.desk.workspace.controller.entry_text == "40 mi"
    assert hands.desk.workspace.controller.state.tool == "ring"
    hands.key(Qt.Key.Key_Backspace)
    hands.key(Qt.Key.Key_Backspace)
    hands.type("NM")
    hands.key(Qt.Key.Key_Return)
    ring = hands.only().properties
    assert isinstance(ring, RangeRing)
    assert ring.radius_max_m == pytest.approx(40 * 1852.0)


def test_a_line_is_undone_and_redone_by_menu_entries_that_name_it(hands: WindowHands) -> None:
    hands.key("l")
    for place in (RIGA, VENTSPILS, GOTLAND):
        hands.click(place)
    hands.key(Qt.Key.Key_Return)
    drawn = hands.only()
    assert drawn.kind == "line"
    entry = hands.menu("Edit", "Undo")
    assert hands.features() == []
    assert "Undo" in entry.text()
    redo = hands.desk.window.actions_table["edit.redo"]
    assert redo.text().startswith("Redo Draw")
    hands.menu("Edit", "Redo")
    assert hands.only() == drawn


def test_escape_leaves_the_gesture_then_the_tool(hands: WindowHands) -> None:
    hands.key("p")
    hands.click(RIGA)
    hands.click(VENTSPILS)
    hands.key(Qt.Key.Key_Escape)
    assert hands.desk.workspace.controller.state.tool == "polygon"
    hands.key(Qt.Key.Key_Escape)
    assert hands.desk.workspace.controller.state.tool == "select"
    assert hands.features() == []
    assert not hands.desk.workspace.modified


def test_the_toolbar_shows_the_tool_in_hand(hands: WindowHands) -> None:
    table = hands.desk.window.actions_table

    def pressed() -> list[str]:
        names = ("tool.select", "insert.line", "insert.mark", "tool.measure")
        return [name for name in names if table[name].isChecked()]

    assert pressed() == ["tool.select"]
    hands.key("m")
    assert pressed() == ["insert.mark"]
    hands.key("l")
    hands.click(RIGA)
    assert pressed() == ["insert.line"]
    assert table["edit.undo"].text() == "Undo Last Point"
    hands.key(Qt.Key.Key_Escape)
    hands.key(Qt.Key.Key_Escape)
    assert pressed() == ["tool.select"]
    hands.menu("Tools", "Select")
    assert pressed() == ["tool.select"]


def test_text_is_written_on_the_spot_with_every_letter(hands: WindowHands) -> None:
    hands.key("t")
    hands.click(GOTLAND)
    hands.type("Rv 42 + test")
    hands.key(Qt.Key.Key_Return)
    note = hands.only().properties
    assert isinstance(note, TextNote)
    assert note.name == "Rv 42 + test"


@pytest.mark.parametrize(
    ("key", "kind"), [("a", "arrow"), ("b", "rectangle"), ("e", "ellipse"), ("m", "mark")]
)
def test_other_kinds_by_their_keys(key: str, kind: str, hands: WindowHands) -> None:
    hands.key(key)
    hands.click(RIGA)
    hands.click(TALLINN)
    hands.key(Qt.Key.Key_Return)
    assert hands.features()[0].kind == kind


def test_freehand_follows_the_pointer(hands: WindowHands) -> None:
    hands.key("f")
    hands.drag(RIGA, GOTLAND)
    assert hands.only().kind == "freehand"
    assert len(positions_of(hands.only().geometry)) >= 2


def test_a_feature_is_dragged_with_the_mouse(hands: WindowHands) -> None:
    hands.key("m")
    hands.click(RIGA)
    hands.drag(RIGA, TALLINN)
    moved = hands.only()
    assert isinstance(moved.geometry, Point)
    assert distance(reference(moved), TALLINN) < 3 * hands.desk.view.metres_per_px()
    hands.key("z", _CTRL)
    assert distance(reference(hands.only()), RIGA) < 3 * hands.desk.view.metres_per_px()


def test_arrow_keys_nudge_by_a_pixel_and_with_shift_by_ten(hands: WindowHands) -> None:
    hands.key("m")
    hands.click(RIGA)
    x, y = hands.desk.view.to_px(reference(hands.only()))
    hands.key(Qt.Key.Key_Right, _SHIFT)
    hands.key(Qt.Key.Key_Down)
    moved_x, moved_y = hands.desk.view.to_px(reference(hands.only()))
    assert (moved_x - x, moved_y - y) == pytest.approx((10.0, 1.0), abs=0.05)


def test_delete_copy_and_paste_by_keys(hands: WindowHands) -> None:
    hands.key("m")
    hands.click(RIGA)
    hands.key("a", _CTRL)
    hands.key("c", _CTRL)
    hands.key("v", _CTRL)
    assert len(hands.features()) == 2
    hands.key("a", _CTRL)
    hands.key(Qt.Key.Key_Delete)
    assert hands.features() == []
    hands.key("z", _CTRL)
    assert len(hands.features()) == 2


def test_the_wheel_zooms_and_measuring_leaves_nothing(hands: WindowHands) -> None:
    hands.key("d")
    hands.click(RIGA)
    hands.click(TALLINN)
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Escape)
    assert not hands.desk.workspace.modified
    before = hands.desk.workspace.camera.metres_per_px()
    hands.key("+", _CTRL)
    assert hands.desk.workspace.camera.metres_per_px() == pytest.approx(before / 1.5, rel=1e-6)


def test_hours_of_drawing_are_undone_to_the_beginning_and_redone(hands: WindowHands) -> None:
    hands.key("m")
    for step in range(12):
        turn = step * math.tau / 12
        place = (20.0 + 3.0 * math.cos(turn), 58.0 + math.sin(turn))
        hands.click(place, keys=_SHIFT)
    hands.key(Qt.Key.Key_Escape)
    drawn = hands.features()
    assert len(drawn) == 12
    for _ in drawn:
        hands.key("z", _CTRL)
    assert hands.features() == []
    assert not hands.desk.workspace.modified
    for _ in drawn:
        hands.key("y", _CTRL)
    assert hands.features() == drawn
