"""The symbol picker finds symbols by name, shows the next unit, and starts the tool that places."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.systems import Systems, open_systems
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.symbology.catalogue import Catalogue, open_catalogue
from baltic_desk.symbology.engine import ScriptEngine
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import scripts
from baltic_desk.tools.control_measure import DrawMeasure
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.select import Idle
from baltic_desk.tools.tool import Pointer
from baltic_desk.ui.panels.symbol_picker import SymbolPicker
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from baltic_desk.ui.script_engine import script_engine, symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply
from tests.panel_desk import project, workspace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def pictures(qapp: object) -> SymbolPictures:
    del qapp  # the script engine needs an application
    return SymbolPictures(symbol_renderer())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return open_catalogue()


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


@pytest.fixture
def desk() -> Workspace:
    return workspace(project())


class Plain(QWidget):
    """Stands for the map: notes what the mouse does on it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.setMouseTracking(True)
        self.setMinimumSize(300, 300)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.heard.append(f"press {event.button().name}")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.heard.append(f"move {event.position().x() > 0}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.heard.append(f"release {event.button().name}")


class Bench(QWidget):
    """A picker beside a plain."""

    def __init__(self, picker: SymbolPicker) -> None:
        super().__init__()
        self.plain = Plain()
        layout = QHBoxLayout(self)
        layout.addWidget(picker)
        layout.addWidget(self.plain, 1)


@pytest.fixture
def bench(
    desk: Workspace,
    pictures: SymbolPictures,
    catalogue: Catalogue,
    systems: Systems,
    qtbot: QtBot,
) -> Bench:
    picker = SymbolPicker(desk, pictures, catalogue, systems)
    made = Bench(picker)
    qtbot.addWidget(made)
    made.resize(640, 560)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def picker(bench: Bench) -> SymbolPicker:
    found = bench.findChild(SymbolPicker)
    assert isinstance(found, SymbolPicker)
    found.setFocus()
    return found


def titles(picker: SymbolPicker) -> list[str]:
    model = picker.list.model()
    rows = [model.index(row, 0).data(TWO_LINES) for row in range(min(model.rowCount(), 8))]
    return [row.title for row in rows if isinstance(row, TwoLines)]


def search(picker: SymbolPicker, qtbot: QtBot, text: str) -> None:
    picker.search.selectAll()
    qtbot.keyClicks(picker.search, text)


def drag_over(widget: QWidget, at: QPoint) -> None:
    # qtbot.mouseMove moves with no button held.
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def choose(picker: SymbolPicker, qtbot: QtBot, field: str, title: str) -> None:
    box = picker.choosers[field].findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != title:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"no {title}"


def tool(desk: Workspace) -> PlaceUnit:
    state = desk.controller.state
    assert isinstance(state, PlaceUnit)
    return state


def place(desk: Workspace, at: tuple[float, float] = (24.0, 57.0)) -> None:
    pointer = Pointer(at, desk.camera.to_px(at))
    desk.controller.move(pointer)
    desk.controller.press(pointer)
    desk.controller.release(pointer)


def test_words_find_an_entity_and_set_echelon_and_identity(
    picker: SymbolPicker, qtbot: QtBot
) -> None:
    search(picker, qtbot, "hostile mech inf bn")
    assert titles(picker)[0] == "Infantry, Armored/Mechanized/Tracked"
    assert picker.code.text() == "10061000161211020000"


def test_enter_takes_up_the_tool_and_a_click_places(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "air defense")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    place(desk)
    (placed,) = desk.document.features()
    assert isinstance(placed.properties, Unit)
    assert placed.properties.sidc == "10031000001301000000"
    assert desk.document.history.undo_label == "Place unit"


def test_down_goes_through_the_list_while_typing(picker: SymbolPicker, qtbot: QtBot) -> None:
    search(picker, qtbot, "tank")
    first = picker.code.text()
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.list.currentIndex().row() == 1
    assert picker.code.text() != first
    assert picker.search.hasFocus()


def test_a_double_click_takes_up_the_tool(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "frigate")
    where = picker.list.visualRect(picker.list.model().index(0, 0)).center()
    qtbot.mouseClick(picker.list.viewport(), LEFT, pos=where)
    assert isinstance(desk.controller.state, Idle)
    qtbot.mouseDClick(picker.list.viewport(), LEFT, pos=where)
    assert tool(desk).template.sidc == "10033000001202040000"


def test_choosers_change_the_next_unit_and_the_tool_in_hand(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "infantry")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    choose(picker, qtbot, "standard_identity", "Neutral")
    choose(picker, qtbot, "echelon", "Brigade")
    choose(picker, qtbot, "status", "Planned, anticipated or suspected")
    choose(picker, qtbot, "hqtfd", "Headquarters")
    assert tool(desk).template.sidc == "10041012181211000000"


def test_equipment_takes_a_mobility_and_no_echelon(picker: SymbolPicker, qtbot: QtBot) -> None:
    choose(picker, qtbot, "echelon", "Brigade")
    search(picker, qtbot, "tank")
    assert picker.code.text()[4:10] == "150000"
    choose(picker, qtbot, "echelon", "Tracked")
    assert picker.code.text()[4:10] == "150033"
    search(picker, qtbot, "frigate")
    assert picker.code.text()[4:10] == "300000"
    search(picker, qtbot, "infantry")
    assert picker.code.text()[8:10] == "18"


def test_what_has_no_size_offers_none(picker: SymbolPicker, qtbot: QtBot) -> None:
    search(picker, qtbot, "airbase")
    assert not picker.choosers["echelon"].isEnabled()


def test_the_designation_goes_with_the_next_unit(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "infantry")
    picker.designation.setFocus()
    qtbot.keyClicks(picker.designation, "A/1")
    qtbot.keyClick(picker.designation, Qt.Key.Key_Return)
    assert tool(desk).template.designation == "A/1"


def test_a_pasted_code_is_taken_as_it_is(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    picker.code.setFocus()
    picker.code.selectAll()
    qtbot.keyClicks(picker.code, "SHGPUCI----E---")
    qtbot.keyClick(picker.code, Qt.Key.Key_Return)
    assert tool(desk).template.sidc == "SHGPUCI----E---"
    choose(picker, qtbot, "standard_identity", "Friend")
    assert tool(desk).template.sidc == "SFGPUCI----E---"


def test_a_wrong_code_is_complained_of_and_not_placed(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    picker.code.setFocus()
    picker.code.selectAll()
    qtbot.keyClicks(picker.code, "1003100x")
    qtbot.keyClick(picker.code, Qt.Key.Key_Return)
    assert isinstance(desk.controller.state, Idle)
    assert any("place 8" in label.text().lower() for label in picker.findChildren(QLabel))


def test_a_system_is_found_by_its_names_and_brings_its_usual_ring(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "SA-21")
    assert titles(picker)[0].startswith("S-400")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    place(desk)
    kinds = {type(feature.properties) for feature in desk.document.features()}
    assert kinds == {Unit, RangeRing}


def test_what_was_placed_is_offered_first(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "hostile frigate")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert desk.settings.recent_units == ("10063000001202040000",)
    picker.search.clear()
    assert titles(picker)[0] == "Surface Combatant, Line, Frigate"
    assert picker.code.text() == "10063000001202040000"


def test_a_row_dragged_onto_the_map_is_placed_where_the_button_goes_up(
    bench: Bench, picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "infantry")
    port = picker.list.viewport()
    start = picker.list.visualRect(picker.list.model().index(0, 0)).center()
    over = port.mapFromGlobal(bench.plain.mapToGlobal(QPoint(150, 150)))
    qtbot.mousePress(port, LEFT, pos=start)
    for step in range(1, 6):
        drag_over(port, start + (over - start) * (step / 5))
    assert tool(desk).template.sidc == "10031000001211000000"
    qtbot.mouseRelease(port, LEFT, pos=over)
    assert bench.plain.heard[-2:] == ["press LeftButton", "release LeftButton"]
    assert "move True" in bench.plain.heard


def test_enter_places_nothing_when_nothing_fits(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "qqxxzz")
    assert picker.list.isHidden()
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert isinstance(desk.controller.state, Idle)
    assert desk.message == "Choose a symbol first."


def test_lines_and_areas_take_up_the_tool_that_asks_for_points(
    picker: SymbolPicker, desk: Workspace, qtbot: QtBot
) -> None:
    search(picker, qtbot, "phase line")
    assert titles(picker)[0] == "Phase Line"
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    state = desk.controller.state
    assert isinstance(state, DrawMeasure)
    assert state.template.sidc[10:16] == "140300"
    # Another designation is that of the next one.
    qtbot.keyClicks(picker.designation, "BLUE")
    state = desk.controller.state
    assert isinstance(state, DrawMeasure)
    assert state.template.designation == "BLUE"
    assert state.template.sidc in desk.settings.recent_units


def test_what_no_renderer_draws_is_not_offered(picker: SymbolPicker, qtbot: QtBot) -> None:
    search(picker, qtbot, "boundary lateral")
    assert "Boundary, Lateral" not in titles(picker)


def test_only_rows_on_show_have_their_pictures_made(
    desk: Workspace, catalogue: Catalogue, qtbot: QtBot
) -> None:
    fresh = SymbolPictures(symbol_renderer())
    made = SymbolPicker(desk, fresh, catalogue)
    qtbot.addWidget(made)
    made.resize(300, 560)
    with qtbot.waitExposed(made):
        made.show()
    assert made.list.model().rowCount() > 1000
    assert fresh.kept_bytes < 30 * 64 * 64 * 4


def test_the_picker_leaves_the_tool_of_others_alone(
    desk: Workspace, pictures: SymbolPictures, catalogue: Catalogue, qtbot: QtBot
) -> None:
    template = Unit(overlay="o", sidc="10031000001211000000", name="Other")
    desk.start_tool(PlaceUnit(template))
    made = SymbolPicker(desk, pictures, catalogue)
    qtbot.addWidget(made)
    search(made, qtbot, "tank")
    assert tool(desk).template is template


def test_pictures_of_the_list_come_from_the_background(
    desk: Workspace, catalogue: Catalogue, qtbot: QtBot
) -> None:
    let_go = threading.Event()

    def held() -> ScriptEngine:
        assert let_go.wait(20.0)
        return script_engine()

    supply = SymbolSupply(ScriptWorker(held, scripts))
    pictures = SymbolPictures(symbol_renderer(), supply=supply)
    supply.arrived.connect(lambda: pictures.work(1.0))  # as the map does
    picker = SymbolPicker(desk, pictures, catalogue)
    qtbot.addWidget(picker)
    try:
        with qtbot.waitExposed(picker):
            picker.show()
        picker.search.setText("frigate")

        def image() -> QImage | None:
            row = picker.list.model().index(0, 0).data(TWO_LINES)
            assert isinstance(row, TwoLines)
            return row.picture

        assert image() is None
        # A map that looks elsewhere drops what waits; the list asks again by itself.
        supply.forget_waiting()
        let_go.set()
        qtbot.waitUntil(lambda: image() is not None)
    finally:
        let_go.set()
        supply.close()
