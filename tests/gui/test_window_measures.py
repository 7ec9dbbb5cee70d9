"""Lines, areas and tasks are picked, drawn point by point, and changed later, in the window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.geometry import LineString, MultiPoint, Polygon
from baltic_desk.document.measures import control_points
from baltic_desk.geo.geodesy import distance
from baltic_desk.symbology.control_measures import measures
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.panels.inspector import Inspector
from baltic_desk.ui.panels.symbol_picker import SymbolPicker
from tests.gui.desk_hands import WindowHands
from tests.gui.test_symbols_come import until

A, B, C = (23.0, 57.0), (24.0, 57.2), (25.0, 57.0)


@pytest.fixture
def picker(desk: DeskWindow) -> SymbolPicker:
    desk.workspace.camera.look_at((24.0, 57.0))
    desk.workspace.camera.set_scale_denominator(2_000_000)
    desk.window.show_panel("symbols", shown=True)
    until(lambda: desk.window.findChild(SymbolPicker) is not None)
    found = desk.window.findChild(SymbolPicker)
    assert found is not None
    return found


def take_up(picker: SymbolPicker, text: str, designation: str = "") -> None:
    picker.search.setFocus()
    picker.search.clear()
    QTest.keyClicks(picker.search, text)
    picker.designation.setText(designation)
    QTest.keyClick(picker.search, Qt.Key.Key_Return)


def test_a_line_is_found_drawn_and_undone_in_one_step(
    desk: DeskWindow, hands: WindowHands, picker: SymbolPicker
) -> None:
    take_up(picker, "phase line", "BLUE")
    assert "Point 1: start of the line" in desk.workspace.controller.state.hint
    for place in (A, B, C):
        hands.click(place)
    hands.key(Qt.Key.Key_Return)
    drawn = hands.only()
    measure = drawn.properties
    assert isinstance(measure, ControlMeasure)
    assert isinstance(drawn.geometry, LineString)
    assert (measure.sidc[4:6], measure.sidc[10:16]) == ("25", "140300")
    assert measure.designation == "BLUE"
    assert np.allclose(control_points(drawn), [A, B, C], atol=0.02)
    until(desk.view.complete)
    assert desk.workspace.document.undo() == "Draw Phase Line"
    assert hands.features() == []


def test_a_distance_is_asked_for_after_the_points_and_typed(
    desk: DeskWindow, hands: WindowHands, picker: SymbolPicker
) -> None:
    take_up(picker, "circular target")
    hands.click(B)
    assert desk.workspace.controller.state.hint.startswith("Radius")
    hands.type("12 km")
    hands.key(Qt.Key.Key_Return)
    drawn = hands.only()
    assert isinstance(drawn.properties, ControlMeasure)
    assert drawn.properties.distances_m == "12000"
    # A stranger's program sees the circle.
    assert isinstance(drawn.geometry, Polygon)
    (center,) = control_points(drawn)
    reach_m = [distance(center, place) for place in drawn.geometry.coordinates[0]]
    assert reach_m == pytest.approx([12_000.0] * len(reach_m), rel=1e-3)


def test_the_roles_of_a_task_are_told_and_its_points_moved_by_their_handles(
    desk: DeskWindow, hands: WindowHands, picker: SymbolPicker
) -> None:
    take_up(picker, "ambush")
    told = []
    for place in (A, B, C):
        told.append(desk.workspace.controller.state.hint)
        hands.click(place)
    assert "Point 1 of 3: tip of the arrow" in told[0]
    assert "Point 2 of 3: one end of the curved line" in told[1]
    drawn = hands.only()
    assert isinstance(drawn.geometry, MultiPoint)
    hands.key(Qt.Key.Key_Escape)
    desk.workspace.session.select([drawn.id])
    until(desk.view.complete)
    hands.drag(C, (25.2, 56.8))
    assert control_points(hands.only())[2] == pytest.approx((25.2, 56.8), abs=0.02)
    assert control_points(hands.only())[:2] == control_points(drawn)[:2]


def test_the_inspector_has_the_numbers_and_points_of_a_measure_by_their_names(
    desk: DeskWindow, hands: WindowHands, picker: SymbolPicker
) -> None:
    take_up(picker, "circular target")
    hands.click(B)
    hands.type("12 km")
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Escape)
    before = hands.only()
    desk.workspace.session.select([before.id])
    desk.window.show_panel("inspector", shown=True)
    until(lambda: bool(desk.window.findChild(Inspector)))
    inspector = desk.window.findChild(Inspector)
    assert inspector is not None
    until(lambda: inspector.isVisible() and "distance:0" in inspector.rows)
    form = inspector.form
    form.changed.emit("distance:0", "8 km")
    after = hands.only()
    assert isinstance(after.properties, ControlMeasure)
    assert after.properties.distances_m == "8000"
    assert after.geometry != before.geometry
    form.changed.emit("point:0", "56.5N 24E")
    assert np.allclose(control_points(hands.only()), [(24.0, 56.5)], atol=1e-6)
    form.changed.emit("standard_identity", "6")
    assert hands.only().properties.sidc[3] == "6"  # type: ignore[union-attr]
    # A code that asks for other points is refused, and nothing is lost.
    form.changed.emit("sidc", "10032500001403000000")
    assert hands.only().properties.sidc[10:16] == "240803"  # type: ignore[union-attr]


@pytest.mark.parametrize("version", ["15", "11", "10"])
def test_every_measure_can_be_found_by_its_code(picker: SymbolPicker, version: str) -> None:
    known = {each.code[2:] for each in picker._catalogue.entries if each.symbol_set == "25"}
    assert {each.code for each in measures(version)} <= known


def test_a_list_shows_small_pictures_of_measures(picker: SymbolPicker) -> None:
    picker.search.clear()
    QTest.keyClicks(picker.search, "axis of advance")
    until(lambda: picker._drawing_of(str(picker._code), 22.0) is not None)
    image = picker._drawing_of(str(picker._code), 22.0)
    assert image is not None
    assert image.deviceIndependentSize().width() > 15
