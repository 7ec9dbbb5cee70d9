"""The altitude bar in the real window: dragged, typed, stepped, undone; what the map shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.altitude import Altitude, altitude_of, put_altitude
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.io.project import dumps, loads
from baltic_desk.ui.altitude_slider import PLACES, altitude_at, place_of
from baltic_desk.ui.assembly import DeskWindow
from tests.elevation_files import geotiff
from tests.features import ring, unit
from tests.gui.desk_hands import WindowHands

PLACE = (20.5, 54.7)


def radar(anchor: str) -> Feature:
    made = ring("r", PLACE, 60_000.0, anchor=anchor)
    seeing = replace(made.properties, ring_class="air-defence", antenna_height_m=24.0)
    return replace(made, properties=seeing)


def weapon() -> Feature:
    made = ring("w", PLACE, 300_000.0)
    return replace(made, properties=replace(made.properties, ring_class="anti-ship"))


def until(done: Callable[[], bool], longest_s: float = 30.0) -> None:
    tick = QTimer()
    tick.start(5)
    end = perf_counter() + longest_s
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert perf_counter() < end


@pytest.fixture
def low(desk: DeskWindow) -> DeskWindow:
    """A unit with its ring, the bar on show."""
    records = (Overlay(id="o"), unit("u", PLACE), radar("u"), weapon())
    document = Document([Entry(each, float(k)) for k, each in enumerate(records, start=1)])
    desk.workspace.adopt(document)
    desk.view.look_at(PLACE, 300.0)
    desk.window.show_panel("altitude", shown=True)
    QApplication.processEvents()
    return desk


def settle(desk: DeskWindow) -> None:
    """Until what is reached is final and on the map."""

    def done() -> bool:
        reaches, altitude = desk.altitude.reaches, desk.altitude
        if altitude.shown is None:
            return reaches is None
        return (
            reaches is not None
            and reaches.altitude == altitude.shown
            and not altitude.supply.busy
            and reaches.provisional == 0
            and desk.view.picture.reach_is_painted(desk.view.shown)
        )

    until(done)


def written(desk: DeskWindow) -> Altitude | None:
    return altitude_of(desk.workspace.document.project)


def steps(desk: DeskWindow) -> tuple[str, ...]:
    return desk.workspace.document.history.labels[0]


def drag(desk: DeskWindow, *places: int, release: bool = True) -> None:
    """Move the slider's handle through places, as the mouse does."""
    slider = desk.altitude_bar.slider
    slider.setSliderDown(True)
    for place in places:
        slider.setSliderPosition(place)
        QApplication.processEvents()
    if release:
        slider.setSliderDown(False)


# -- the control -------------------------------------------------------------------------------


def test_while_it_is_dragged_nothing_is_written_and_letting_go_is_one_step(
    low: DeskWindow,
) -> None:
    drag(low, 100, 300, 500, release=False)
    settle(low)
    assert written(low) is None
    assert low.altitude.reaches is not None
    assert low.altitude.reaches.altitude.altitude_m == altitude_at(500)
    low.altitude_bar.slider.setSliderDown(False)
    assert written(low) == Altitude(altitude_at(500))
    assert len(steps(low)) == 1
    low.workspace.run("edit.undo")
    settle(low)
    assert written(low) is None
    assert low.altitude_bar.off.isChecked()


def test_a_drag_back_to_where_it_began_is_no_step(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(altitude_at(300)))
    drag(low, 400, 300)
    assert len(steps(low)) == 1


def test_the_slider_goes_from_10_m_to_15_km_with_every_tenfold_as_far_apart() -> None:
    assert (altitude_at(0), altitude_at(PLACES)) == (10.0, 15_000.0)
    apart = [place_of(altitude_m) for altitude_m in (10.0, 100.0, 1_000.0, 10_000.0)]
    assert np.ptp(np.diff(apart)) <= 1
    for altitude_m in (10.0, 37.0, 100.0, 4_500.0, 15_000.0):
        assert altitude_at(place_of(altitude_m)) == pytest.approx(altitude_m, rel=0.02)


@pytest.mark.parametrize(
    ("typed", "metres"), [("250", 250.0), ("3km", 3_000.0), ("500 ft", 152.4), ("fl 100", 3_048.0)]
)
def test_an_altitude_is_typed_with_its_unit(low: DeskWindow, typed: str, metres: float) -> None:
    field = low.altitude_bar.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    altitude = written(low)
    assert altitude is not None
    assert altitude.altitude_m == pytest.approx(metres)


def test_what_is_no_altitude_is_told_and_can_be_taken_back(low: DeskWindow) -> None:
    field = low.altitude_bar.field
    field.setFocus()
    QTest.keyClicks(field, "high")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "high" in low.workspace.message
    assert written(low) is None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert low.view.hasFocus()


def test_presets_and_off_are_buttons_that_show_what_holds(low: DeskWindow) -> None:
    bar = low.altitude_bar
    bar.presets[10.0].click()
    assert written(low) == Altitude(10.0)
    assert bar.presets[10.0].isChecked()
    bar.presets[10.0].click()
    assert bar.presets[10.0].isChecked(), "a second click changes nothing"
    bar.presets[10_000.0].click()
    assert [m for m, button in bar.presets.items() if button.isChecked()] == [10_000.0]
    bar.off.click()
    assert written(low) is None
    assert bar.off.isChecked()
    assert not any(button.isChecked() for button in bar.presets.values())
    assert len(steps(low)) == 3


def test_arrow_keys_on_the_slider_and_the_field_step_and_are_one_step_of_undo(
    low: DeskWindow,
) -> None:
    slider = low.altitude_bar.slider
    slider.setFocus()
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(low.altitude_bar.field, Qt.Key.Key_Down)
    assert written(low) is None
    until(lambda: written(low) is not None)
    assert written(low) == Altitude(15.0)
    assert len(steps(low)) == 1
    QTest.keyClick(slider, Qt.Key.Key_End)
    low.workspace.settle()
    assert written(low) == Altitude(15_000.0)


def test_a_notch_of_the_wheel_is_a_step(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(100.0))
    slider = low.altitude_bar.slider
    at = QPointF(20.0, 8.0)
    event = QWheelEvent(
        at, slider.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, event)
    low.workspace.settle()
    assert written(low) == Altitude(150.0)


def test_saving_writes_what_is_still_being_stepped_to(low: DeskWindow) -> None:
    QTest.keyClick(low.altitude_bar.slider, Qt.Key.Key_Right)
    low.workspace.settle()
    assert loads(dumps(low.workspace.document)).document.project.altitude_m == 10.0


def test_keys_show_the_bar_and_step(desk: DeskWindow, hands: WindowHands) -> None:
    desk.view.setFocus()
    assert not desk.window.panel_shown("altitude")
    hands.key("h")
    assert desk.window.panel_shown("altitude")
    assert desk.altitude_bar.slider.hasFocus()
    hands.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    hands.key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert written(desk) == Altitude(15.0)
    hands.key("h")
    assert not desk.window.panel_shown("altitude")
    assert desk.view.hasFocus()


def test_the_menu_has_presets_and_what_altitudes_are_counted_from(
    desk: DeskWindow, hands: WindowHands
) -> None:
    hands.menu("View", "Altitude", "Low, 100 m")
    hands.menu("View", "Altitude", "Counted From", "Above sea level")
    assert written(desk) == Altitude(100.0, "sea")


def test_datum_and_assumed_antenna_are_part_of_the_project(low: DeskWindow) -> None:
    bar = low.altitude_bar
    bar.presets[10.0].click()
    bar.above.setCurrentIndex(1)
    bar.above.activated.emit(1)
    bar.antenna.setFocus()
    bar.antenna.selectAll()
    QTest.keyClicks(bar.antenna, "24")
    QTest.keyClick(bar.antenna, Qt.Key.Key_Return)
    assert written(low) == Altitude(10.0, "sea", "coarse", 24.0)
    assert bar.antenna.text() == "24 m"


def test_all_parts_of_the_bar_have_names_and_are_reached_by_tab(low: DeskWindow) -> None:
    bar = low.altitude_bar
    parts = [bar.slider, bar.field, bar.off, *bar.presets.values(), bar.above, bar.terrain]
    for part in (*parts, bar.antenna):
        assert part.accessibleName(), part
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus, part.accessibleName()
    assert bar.slider.accessibleDescription() == "off"
    bar.presets[10.0].click()
    assert bar.slider.accessibleDescription() == "10 m above ground"


def test_the_bar_fits_a_window_of_1280_pixels(low: DeskWindow) -> None:
    assert low.altitude_bar.sizeHint().width() <= 1280
    assert low.window.minimumSizeHint().width() < 900


def test_a_file_of_elevation_is_added_and_named_on_the_button(
    low: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "plateau.tif"
    path.write_bytes(geotiff(np.full((10, 10), 200, np.int16)))
    low.altitude_bar.presets[100.0].click()
    menu = low.altitude_bar.terrain.menu()
    menu.aboutToShow.emit()
    ask.will_answer(path)
    next(action for action in menu.actions() if action.text() == "Add a File…").trigger()
    assert low.altitude_bar.terrain.text() == "Terrain: plateau.tif"
    settle(low)
    assert low.altitude.reaches is not None
    assert "plateau.tif" in low.altitude.reaches.terrain.name


def test_a_source_that_is_not_here_is_told(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(10.0, terrain="Lidar"))
    assert low.altitude_bar.terrain.text() == "Terrain: Lidar (missing)"
    settle(low)
    assert low.altitude.reaches is not None
    assert low.altitude.reaches.missing == "Lidar"


# -- the map -----------------------------------------------------------------------------------


def test_the_map_shows_reach_until_it_is_switched_off(low: DeskWindow) -> None:
    low.altitude_bar.presets[10.0].click()
    settle(low)
    assert low.altitude.reaches is not None
    (item,) = low.altitude.reaches.items
    assert item.label.startswith(("33 km at 10 m", "up to "))
    scene = low.view.picture.scene(low.view.projection_id)
    assert scene.cut.tolist() == [False, True, False]
    low.altitude_bar.off.click()
    settle(low)
    assert low.view.picture.coverage.reaches is None
    assert not low.view.picture.scene(low.view.projection_id).cut.any()


def test_an_altitude_ages_no_tile(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(10.0))
    settle(low)
    low.view.flush()
    put_altitude(low.workspace.document, Altitude(100.0))
    assert low.view.picture.mosaic.complete()
    settle(low)
    assert low.view.picture.mosaic.complete()


def test_a_unit_that_is_dragged_takes_its_reach_along_to_the_horizon_and_gets_its_terrain_after(
    low: DeskWindow,
) -> None:
    put_altitude(low.workspace.document, Altitude(10.0))
    settle(low)
    hands = WindowHands(low)
    low.view.flush()
    x, y = low.view.to_px(PLACE)
    there = low.view.to_position((x + 60, y + 30))
    hands.click(PLACE)
    seen: list[object] = []
    low.workspace.controller.subscribe(lambda: seen.append(dict(low.view.picture.live.reaches)))
    hands.drag(PLACE, there)
    assert any(seen), "while it is dragged its reach is told to the horizon"
    settle(low)
    assert low.altitude.reaches is not None
    position = low.altitude.reaches.items[0].reached.ring.limits.emitter.position
    assert position[0] > PLACE[0]


def test_another_project_shows_its_own_altitude(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(10.0))
    settle(low)
    low.workspace.adopt(Document([Entry(Overlay(id="o"), 1.0)]))
    settle(low)
    assert low.altitude.reaches is None
    assert low.altitude_bar.off.isChecked()


def test_a_zoom_brings_finer_edges(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(10.0))
    counts = []
    for metres_per_px in (1_500.0, 60.0):
        low.view.look_at(PLACE, metres_per_px)
        until(lambda: low.altitude._detail == low.altitude._detail_now())
        QApplication.processEvents()
        settle(low)
        assert low.altitude.reaches is not None
        edges = low.altitude.reaches.items[0].edges.values()
        counts.append(sum(len(edge.parts.positions) for edge in edges))
    assert counts[1] > 2 * counts[0]


def test_the_inspector_tells_antenna_reach_and_limits(low: DeskWindow) -> None:
    from baltic_desk.ui.panels.inspector import Inspector

    put_altitude(low.workspace.document, Altitude(10.0))
    settle(low)
    inspector = Inspector(low.workspace)
    inspector.show()
    low.workspace.session.select(["r"])
    QApplication.processEvents()
    values = {i: row.read(low.workspace.document.feature("r"), inspector._around()) for i, row in
              inspector.rows.items() if i in ("reach", "limited_by", "antenna_height_m")}  # type: ignore[arg-type]  # fmt: skip
    inspector.hide()
    inspector.deleteLater()
    assert values["antenna_height_m"] == "24 m"
    assert str(values["reach"]).endswith("at 10 m above ground")
    assert "horizon" in str(values["limited_by"])


def test_changes_that_are_not_of_rings_order_nothing_and_a_new_ring_does(low: DeskWindow) -> None:
    put_altitude(low.workspace.document, Altitude(10.0))
    settle(low)
    before = low.altitude.reaches
    with low.workspace.document.edit("Add a unit") as change:
        change.put(unit("u2", (21.0, 55.0)))
    assert not low.altitude._soon.isActive()
    QApplication.processEvents()
    assert low.altitude.reaches is before
    other = replace(radar("u"), id="r2")
    with low.workspace.document.edit("Add a ring") as change:
        change.put(replace(other, properties=replace(other.properties, radius_max_m=50_000.0)))
    until(lambda: low.altitude.reaches is not before)
    assert low.altitude.reaches is not None
    assert set(low.altitude.reaches.by_id) == {"r", "r2"}
