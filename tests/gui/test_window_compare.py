"""Two altitudes compared in the real window: divider, sides, areas, and that nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.app.coverage_study import SharedFields, target_of
from baltic_desk.coverage.comparison import compared, ratio_text
from baltic_desk.coverage.emitter_reach import reaches
from baltic_desk.document.altitude import Altitude, altitude_of, put_altitude
from baltic_desk.document.document import Document
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.document.feature import Feature
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry
from baltic_desk.geo.geodesy import destination
from baltic_desk.io.project import dumps
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.compare_card import WAITING
from baltic_desk.ui.compare_divider import LEAST, MOST
from tests.features import ring, unit
from tests.gui.desk_hands import WindowHands

PLACE = (20.5, 54.7)
RANGE_M = 100_000.0
LOW = Altitude(100.0)


def air_defence(ring_id: str, radius_m: float, antenna_m: float | None) -> Feature:
    made = ring(ring_id, PLACE, radius_m, anchor="u")
    of_class = replace(made.properties, ring_class="air-defence", antenna_height_m=antenna_m)
    return replace(made, properties=of_class)


def until(done: Callable[[], bool], longest_s: float = 30.0) -> None:
    tick = QTimer()
    tick.start(5)
    end = perf_counter() + longest_s
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert perf_counter() < end


@pytest.fixture
def ringed(desk: DeskWindow) -> DeskWindow:
    """A unit with its ring, and a weapon that flies on out of sight."""
    weapon = ring("w", PLACE, 60_000.0)
    weapon = replace(weapon, properties=replace(weapon.properties, ring_class="anti-ship"))
    records = (Overlay(id="o"), unit("u", PLACE), air_defence("r", RANGE_M, 24.0), weapon)
    desk.workspace.adopt(Document([Entry(each, float(k)) for k, each in enumerate(records, 1)]))
    desk.view.look_at(PLACE, 400.0)
    QApplication.processEvents()
    return desk


def begin(desk: DeskWindow) -> None:
    desk.view.setFocus()
    WindowHands(desk).key("h", Qt.KeyboardModifier.ShiftModifier)
    settle(desk)


def settle(desk: DeskWindow) -> None:
    """Until either side is final and on the map, and the card tells of it."""

    def done() -> bool:
        compare, picture = desk.compare, desk.view.picture
        left, right = picture.compared.reaches, picture.coverage.reaches
        return (
            left is not None
            and right is not None
            and (left.altitude, right.altitude) == (compare.left, compare.right)
            and not left.provisional
            and not right.provisional
            and not (compare.supply.busy or desk.altitude.supply.busy)
            and picture.reach_is_painted(desk.view.shown)
            and compare.areas is not None
            and compare.areas.provisional == 0
            and compare.card.lines[1][1] != WAITING
        )

    until(done)


def mouse(desk: DeskWindow, kind: QEvent.Type, share: float) -> None:
    """The mouse at a share of the view's width, as the divider gets it."""
    divider, area = desk.compare.divider, desk.view.viewport().geometry()
    at = QPointF(area.left() + share * area.width(), area.height() / 3)
    held = Qt.MouseButton.NoButton
    if kind != QEvent.Type.MouseButtonRelease:
        held = Qt.MouseButton.LeftButton
    button = held if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.LeftButton
    local = QPointF(divider.mapFromParent(at.toPoint()))
    over = QPointF(desk.view.mapToGlobal(at.toPoint()))
    event = QMouseEvent(kind, local, over, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(divider, event)
    QApplication.processEvents()


def drag(desk: DeskWindow, start: float, *shares: float) -> None:
    mouse(desk, QEvent.Type.MouseButtonPress, start)
    for share in shares:
        mouse(desk, QEvent.Type.MouseMove, share)
    mouse(desk, QEvent.Type.MouseButtonRelease, (start, *shares)[-1])


def choose_left(desk: DeskWindow, title: str) -> None:
    menu = desk.compare.menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == title).trigger()
    settle(desk)


def map_picture(desk: DeskWindow) -> QImage:
    """The map by itself, without what stands over it."""
    desk.view.flush()
    QApplication.processEvents()
    return desk.view.viewport().grab().toImage()


def colour_at(desk: DeskWindow, picture: QImage, bearing_deg: float, distance_m: float) -> int:
    x, y = desk.view.to_px(destination(PLACE, bearing_deg, distance_m))
    return picture.pixel(round(x), round(y))


def test_a_key_divides_the_map_into_published_ranges_and_100_m_and_esc_ends_it(
    ringed: DeskWindow,
) -> None:
    begin(ringed)
    compare = ringed.compare
    assert compare.head.left.text() == "Published range"
    assert compare.head.right.text() == "At 100 m above ground"
    assert compare.divider.isVisible()
    assert ringed.window.actions_table["view.compare-altitudes"].isChecked()
    assert ringed.altitude_bar.compare.isChecked()
    WindowHands(ringed).key(Qt.Key.Key_Escape)
    assert not compare.divider.isVisible()
    assert not compare.card.isVisible()
    assert ringed.workspace.comparison is None
    until(lambda: ringed.view.picture.coverage.reaches is None)
    assert ringed.view.picture.compared.reaches is None


def test_the_command_again_ends_it_and_so_do_the_button_and_another_project(
    ringed: DeskWindow,
) -> None:
    hands, workspace = WindowHands(ringed), ringed.workspace
    hands.menu("View", "Altitude", "Compare Altitudes")
    assert workspace.comparison is not None
    hands.menu("View", "Altitude", "Compare Altitudes")
    assert workspace.comparison is None
    ringed.window.show_panel("altitude", shown=True)
    ringed.altitude_bar.compare.click()
    assert workspace.comparison is not None
    ringed.altitude_bar.compare.click()
    assert workspace.comparison is None
    ringed.altitude_bar.compare.click()
    ringed.compare.head.end.click()
    assert workspace.comparison is None
    assert not ringed.altitude_bar.compare.isChecked()
    ringed.altitude_bar.compare.click()
    workspace.adopt(Document([Entry(Overlay(id="o"), 1.0)]))
    assert workspace.comparison is None


def test_comparing_writes_nothing(ringed: DeskWindow) -> None:
    document = ringed.workspace.document
    before = dumps(document)
    begin(ringed)
    drag(ringed, 0.5, 0.4, 0.7)
    choose_left(ringed, "High, 10 km")
    ringed.workspace.settle()
    assert dumps(document) == before
    assert document.history.labels == ((), ())
    assert ringed.workspace.reaches == {}, "the inspector tells of the project's altitude"
    ringed.workspace.compare(None)
    assert dumps(document) == before
    assert ringed.altitude.shown is None


def test_the_divider_is_dragged_and_the_map_stays(ringed: DeskWindow) -> None:
    begin(ringed)
    center, view = ringed.view.center(), ringed.view
    drag(ringed, 0.5, 0.45, 0.3)
    assert view.split == pytest.approx(0.3, abs=0.003)
    drag(ringed, 0.3, 1.4)
    assert view.split == MOST
    assert view.center() == center
    middle = ringed.compare.divider.geometry().center().x()
    assert middle == pytest.approx(MOST * view.viewport().width(), abs=1.5)
    mouse(ringed, QEvent.Type.MouseButtonDblClick, MOST)
    assert view.split == 0.5


def test_arrow_keys_move_the_divider_that_has_the_keyboard(ringed: DeskWindow) -> None:
    begin(ringed)
    divider, view = ringed.compare.divider, ringed.view
    center = view.center()
    divider.setFocus()
    for _ in range(3):
        QTest.keyClick(divider, Qt.Key.Key_Right)
    assert view.split == pytest.approx(0.53)
    QTest.keyClick(divider, Qt.Key.Key_PageUp)
    assert view.split == pytest.approx(0.43)
    QTest.keyClick(divider, Qt.Key.Key_Home)
    assert view.split == LEAST
    assert view.center() == center
    QTest.keyClick(divider, Qt.Key.Key_Escape)
    assert ringed.workspace.comparison is None
    assert view.hasFocus()


def test_each_side_shows_its_own_reach(ringed: DeskWindow) -> None:
    # 80 km away is within the published range, and far below the horizon at 10 m.
    put_altitude(ringed.workspace.document, Altitude(10.0))
    until(lambda: ringed.altitude.reaches is not None)
    begin(ringed)
    far_m = 80_000.0
    drag(ringed, 0.5, 0.02)
    as_at_10_m = map_picture(ringed)
    drag(ringed, 0.02, 0.98)
    as_published = map_picture(ringed)
    drag(ringed, 0.98, 0.5)
    divided = map_picture(ringed)
    for bearing_deg in (262.0, 280.0, 82.0, 100.0):
        published = colour_at(ringed, as_published, bearing_deg, far_m)
        low = colour_at(ringed, as_at_10_m, bearing_deg, far_m)
        assert published != low
        west = bearing_deg > 180.0
        wanted = published if west else low
        assert colour_at(ringed, divided, bearing_deg, far_m) == wanted


def test_areas_and_ratio_are_those_of_the_coverage(ringed: DeskWindow) -> None:
    begin(ringed)
    workspace = ringed.workspace
    fields = SharedFields(workspace.terrain.elevation("coarse", ()), workspace.fields)
    emitters = ring_emitters(workspace.document)
    published, _ = reaches(emitters, None, fields)
    low, _ = reaches(emitters, target_of(LOW), fields)
    wanted = compared(published, low)
    areas = ringed.compare.areas
    assert areas is not None
    assert areas.pairs == wanted
    assert {pair.ring_class for pair in wanted} == {"air-defence", "anti-ship"}
    by_class = {pair.ring_class: pair for pair in wanted}
    ratio = by_class["air-defence"].ratio
    assert ratio is not None
    assert 0.01 < ratio < 0.6
    assert by_class["anti-ship"].ratio == 1.0
    cells = {line[0].split(",")[0]: line for line in ringed.compare.card.lines[1:3]}
    assert cells["Air defence"][3] == ratio_text(ratio)
    assert cells["Air defence"][1].endswith("km²")
    assert ringed.compare.card.lines[0][1:3] == ("Published range", "At 100 m above ground")


def test_the_bar_changes_the_right_side_and_the_menu_the_left(ringed: DeskWindow) -> None:
    begin(ringed)
    first = ringed.compare.areas
    ringed.altitude_bar.presets[3_000.0].click()
    assert ringed.compare.areas is None, "old areas are not told of another altitude"
    settle(ringed)
    assert ringed.compare.head.right.text() == "At 3 km above ground"
    assert altitude_of(ringed.workspace.document.project) == Altitude(3_000.0)
    choose_left(ringed, "Low, 100 m")
    assert ringed.compare.head.left.text() == "At 100 m above ground"
    assert first is not None
    assert ringed.compare.areas is not None
    assert ringed.compare.areas.pairs[0].first_m2 == first.pairs[0].second_m2
    ringed.altitude_bar.off.click()
    settle(ringed)
    assert ringed.compare.head.right.text() == "Published range"


def test_off_shows_published_ranges_at_the_right_of_a_project_without_an_altitude(
    ringed: DeskWindow,
) -> None:
    begin(ringed)
    choose_left(ringed, "Sea-skimmer, 10 m")
    WindowHands(ringed).menu("View", "Altitude", "Published Ranges")
    settle(ringed)
    assert ringed.compare.right is None
    assert ringed.compare.areas is not None
    ratio = ringed.compare.areas.pairs[0].ratio
    assert ratio is not None
    assert ratio > 1.0
    assert ringed.workspace.document.history.labels == ((), ())


def test_the_card_says_what_is_assumed_and_what_is_provisional(ringed: DeskWindow) -> None:
    with ringed.workspace.document.edit("Draw") as change:
        change.put(air_defence("r", RANGE_M, None))
    ringed.altitude.supply.looks = False
    ringed.view.setFocus()
    WindowHands(ringed).key("h", Qt.KeyboardModifier.ShiftModifier)
    until(lambda: ringed.compare.areas is not None and ringed.altitude.supply.lacking > 0)
    until(lambda: len(ringed.compare.card.lines) > 4)
    notes = [line[0] for line in ringed.compare.card.lines if len(line) == 1]
    assert notes == [
        "Provisional: terrain not looked at for 1 of 2 rings",
        "Antenna of 10 m assumed for 1 of 2 rings",
    ]


def test_only_rings_that_are_shown_are_counted(ringed: DeskWindow) -> None:
    begin(ringed)
    ringed.workspace.show_rings("anti-ship")
    QApplication.processEvents()
    settle(ringed)
    assert ringed.compare.areas is not None
    assert [pair.ring_class for pair in ringed.compare.areas.pairs] == ["anti-ship"]


def test_the_parts_have_names_and_stay_in_the_window(ringed: DeskWindow) -> None:
    begin(ringed)
    compare = ringed.compare
    for part in (compare.divider, *compare.head.parts, compare.card):
        assert part.accessibleName(), part
    for share in (LEAST, 0.5, MOST):
        ringed.compare.divider.moved.emit(share)
        boxes = [part.geometry() for part in compare.head.parts]
        assert all(ringed.view.rect().contains(box) for box in boxes), share
        assert not boxes[0].intersects(boxes[1])
    assert ringed.view.rect().contains(compare.card.geometry())
