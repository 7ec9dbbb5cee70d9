"""The systems panel finds systems, says on whose word a range stands, and starts placing."""

from __future__ import annotations

from itertools import count

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from baltic_desk.app.system_placing import can_be_drawn, offered_rings, placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.rings import usual_ring
from baltic_desk.coverage.systems import Systems, open_systems
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import Pointer
from baltic_desk.ui.panels.systems import SystemsPanel
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.panel_desk import project, workspace

LEFT = Qt.MouseButton.LeftButton
KALININGRAD = (20.5, 54.7)


@pytest.fixture(scope="module")
def pictures(qapp: object) -> SymbolPictures:
    del qapp  # the script engine needs an application
    return SymbolPictures(symbol_renderer())


@pytest.fixture(scope="module")
def systems() -> Systems:
    return open_systems()


@pytest.fixture
def desk() -> Workspace:
    return workspace(project())


@pytest.fixture
def panel(
    desk: Workspace, systems: Systems, pictures: SymbolPictures, qtbot: QtBot
) -> SystemsPanel:
    made = SystemsPanel(desk, systems, pictures)
    qtbot.addWidget(made)
    made.resize(300, 600)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def names(panel: SystemsPanel) -> list[str]:
    model = panel.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def row(panel: SystemsPanel, number: int) -> TwoLines:
    shown = panel.list.model().index(number, 0).data(TWO_LINES)
    assert isinstance(shown, TwoLines)
    return shown


def words(panel: SystemsPanel) -> str:
    return "\n".join(label.text() for label in panel.detail.findChildren(QLabel))


def box(panel: SystemsPanel, start: str) -> QCheckBox:
    (found,) = (each for each in panel.detail.boxes() if each.text().startswith(start))
    return found


def tick(panel: SystemsPanel, qtbot: QtBot, start: str) -> None:
    chosen = box(panel, start)
    qtbot.mouseClick(chosen, LEFT, pos=QPoint(8, chosen.height() // 2))


def started(desk: Workspace) -> PlaceUnit:
    state = desk.controller.state
    assert isinstance(state, PlaceUnit)
    return state


def test_all_systems_are_listed_at_first(panel: SystemsPanel, systems: Systems) -> None:
    assert len(names(panel)) == len(systems.systems)


def test_typing_finds_at_once(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    assert names(panel) == ["S-400 Triumf"]
    assert panel.shown is not None
    assert panel.shown.id == "s400"


def test_escape_clears_the_search(panel: SystemsPanel, qtbot: QtBot, systems: Systems) -> None:
    qtbot.keyClicks(panel.search, "growler")
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert len(names(panel)) == len(systems.systems)


def test_what_is_on_show_stays_so_while_it_still_fits(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "s-300")
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    before = panel.shown
    panel.search.setText("s-30")
    assert panel.shown is before


def test_a_category_narrows_the_list(panel: SystemsPanel, qtbot: QtBot, systems: Systems) -> None:
    index = panel.category.findData("coastal radar")
    panel.category.setFocus()
    for _ in range(index):
        qtbot.keyClick(panel.category, Qt.Key.Key_Down)
    expected = [s.name for s in systems.systems if s.category == "coastal radar"]
    assert names(panel) == expected


def test_nothing_that_fits_is_said(panel: SystemsPanel, qtbot: QtBot, desk: Workspace) -> None:
    qtbot.keyClicks(panel.search, "zzz")
    assert names(panel) == []
    assert not panel.place.isVisible()
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert desk.controller.state.tool == "select"


def test_a_row_has_symbol_operators_and_usual_range(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    shown = row(panel, 0)
    assert shown.picture is not None
    assert not shown.picture.isNull()
    assert "183rd Regiment" in shown.detail
    assert shown.note == "250 km"


def test_a_range_without_a_source_is_marked(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "strela-10")
    assert row(panel, 0).note == "5 km ?"
    model = panel.list.model()
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("5 km, unverified")
    assert "Unverified: no source found" in words(panel)


def test_figures_bear_status_source_and_year(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    assert "Verified, assessed · The Moscow Times: Report: Military Deploys S-400s" in words(panel)
    assert "Verified, declared · Al Manar" in words(panel)
    assert "(2012)" in words(panel)


def test_the_usual_ring_is_ticked_at_first(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    ticked = [each.text() for each in panel.detail.boxes() if each.isChecked()]
    assert ticked == ["250 km · usual"]
    assert panel.place.text() == "Place with 1 Ring"


def test_a_usual_figure_that_no_variant_has_is_offered(systems: Systems) -> None:
    stinger = systems["stinger"]
    assert usual_ring(stinger) in offered_rings(stinger)


def test_enter_in_the_search_starts_placing_with_what_is_ticked(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    tick(panel, qtbot, "400")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    state = started(desk)
    assert state.template.sidc == "10061500001111070000"
    assert (state.template.name, state.template.system) == ("S-400 Triumf", "s400")
    assert [ring.radius_max_m for ring in state.rings] == [250_000.0, 400_000.0]


def test_a_double_click_starts_placing(panel: SystemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "bastion")
    at = panel.list.visualRect(panel.list.model().index(0, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=at)
    qtbot.mouseDClick(panel.list.viewport(), LEFT, pos=at)
    assert started(desk).template.system == "bastion_p"


def test_the_button_starts_placing(panel: SystemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    qtbot.mouseClick(panel.place, LEFT)
    assert started(desk).template.system == "s400"


def test_ticks_are_remembered_for_each_system(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    tick(panel, qtbot, "400")
    panel.search.setText("bastion")
    panel.search.setText("growler")
    assert box(panel, "400").isChecked()
    assert panel.place.text() == "Place with 2 Rings"


def test_a_system_without_a_range_is_placed_alone_and_says_so(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "tirada")
    assert "No range is published" in words(panel)
    qtbot.mouseClick(panel.place, LEFT)
    assert started(desk).rings == ()
    assert "no published range" in desk.message


def test_a_click_on_the_map_puts_down_unit_and_rings(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    pointer = Pointer(KALININGRAD, desk.camera.to_px(KALININGRAD))
    desk.controller.move(pointer)
    desk.controller.press(pointer)
    desk.controller.release(pointer)
    placed = [feature.properties for feature in desk.document.features()]
    (unit,) = (each for each in placed if isinstance(each, Unit))
    (ring,) = (each for each in placed if isinstance(each, RangeRing))
    assert unit.name == "S-400 Triumf"
    assert (ring.radius_max_m, ring.ring_class, ring.status) == (
        250_000.0,
        "air-defence",
        "verified",
    )
    assert ring.name == "S-400 Triumf · 48N6E3 / 48N6DM"
    assert ring.source
    assert (ring.source_url or "").startswith("http")


def test_distances_follow_the_unit_of_the_settings(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    desk.set_settings(distance_unit="NM")
    assert row(panel, 0).note == "135 NM"
    assert any(each.text().endswith("NM · usual") for each in panel.detail.boxes())


def test_every_system_can_be_placed_with_all_its_rings(systems: Systems) -> None:
    ids = (f"f{number}" for number in count())
    for system in systems.systems:
        drawn = [ring for ring in offered_rings(system) if can_be_drawn(ring)]
        made = placing(system, drawn).stamped(KALININGRAD, "o", lambda: next(ids))
        assert len(made) == 1 + len(drawn), system.id


def test_a_ring_that_holds_the_pole_cannot_be_ticked(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "voronezh")
    (wide,) = panel.detail.boxes()
    assert not wide.isEnabled()
    assert "over the pole" in words(panel)
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert started(desk).rings == ()


def test_words_of_the_catalogue_are_shown_as_plain_text(panel: SystemsPanel) -> None:
    labels = [label for label in panel.detail.findChildren(QLabel) if label.text()]
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
