"""The systems panel finds systems, says on whose word a range stands, and starts placing."""

from __future__ import annotations

import json
from itertools import count

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from baltic_desk.app.own_system_editing import put_in_project
from baltic_desk.app.system_placing import can_be_drawn, offered_rings, placing
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.system_reading import read_system
from baltic_desk.coverage.systems import Systems, open_systems
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.tools.place import PlaceUnit
from baltic_desk.tools.tool import Pointer
from baltic_desk.ui.panels.fold import Fold
from baltic_desk.ui.panels.systems import SystemsPanel
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLines
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.conftest import ScriptedAsk
from tests.panel_desk import project, workspace
from tests.system_entries import entry

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
def panel(desk: Workspace, pictures: SymbolPictures, qtbot: QtBot) -> SystemsPanel:
    made = SystemsPanel(desk, pictures)
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
    index = panel.filters.category.findData("coastal radar")
    panel.filters.category.setFocus()
    for _ in range(index):
        qtbot.keyClick(panel.filters.category, Qt.Key.Key_Down)
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
    assert row(panel, 0).note == "no source"
    assert "5 km ? · " in words(panel)
    assert "Not drawn. Unverified: general knowledge; no source found" in words(panel)
    assert panel.detail.boxes() == ()


def test_figures_bear_status_source_and_year(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    told = words(panel)
    assert "Assessed 200 km, declared 400 km" in told
    assert "Declared · The Moscow Times: Report: Military Deploys S-400s" in told
    assert "Assessed · Bao Nghe An (French)" in told
    assert "(2012), 2 more" in told


def ticked(panel: SystemsPanel) -> list[str]:
    return [each.text() for each in panel.detail.boxes() if each.isChecked()]


def test_all_rings_to_use_are_ticked_at_first(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    assert ticked(panel) == [
        "250 km · usual",
        "600 km",
        "400 km",
        "200 km",
        "120 km",
        "60 km",
        "40 km",
    ]
    assert [box.text() for box in panel.detail.boxes() if not box.isChecked()] == [
        "150 km",
        "100 km",
    ]
    assert panel.place.text() == "Place with 7 Rings"


def choose_variant(panel: SystemsPanel, qtbot: QtBot, start: str) -> None:
    """With the keyboard, as in any box of choices."""
    box = panel.detail.variant
    texts = [box.itemText(index) for index in range(box.count())]
    (wanted,) = (index for index, text in enumerate(texts) if text.startswith(start))
    box.setFocus()
    while box.currentIndex() != wanted:
        key = Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up
        qtbot.keyClick(box, key)


def test_a_variant_changes_the_rings(panel: SystemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    choose_variant(panel, qtbot, "40N6E · AD 400 km")
    assert ticked(panel) == ["600 km", "400 km"]
    assert panel.place.text() == "Place with 2 Rings"
    panel.start_placing()
    state = started(desk)
    assert state.template.variant == "40N6E"
    assert {ring.radius_max_m for ring in state.rings} == {400_000.0, 600_000.0}
    choose_variant(panel, qtbot, "The usual ring, 250 km")
    assert ticked(panel) == ["250 km · usual"]
    choose_variant(panel, qtbot, "All variants (6)")
    assert len(ticked(panel)) == 7
    panel.start_placing()
    assert started(desk).template.variant is None


def test_enter_in_the_search_starts_placing_with_what_is_ticked(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    choose_variant(panel, qtbot, "The usual ring")
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
    assert not box(panel, "400").isChecked()
    assert panel.place.text() == "Place with 6 Rings"


def test_a_system_without_a_range_is_placed_alone_and_says_so(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "tirada")
    assert "No range has a source" in words(panel)
    qtbot.mouseClick(panel.place, LEFT)
    assert started(desk).rings == ()
    assert "No source gives a range of Tirada-2S" in desk.message


def test_a_click_on_the_map_puts_down_unit_and_rings(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    choose_variant(panel, qtbot, "The usual ring")
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
        "declared",
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
    wide = panel.detail.boxes()[0]
    assert wide.text().endswith("000 km · usual")
    assert not wide.isEnabled()
    assert "over the pole" in words(panel)
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert started(desk).rings == ()


def test_words_of_the_catalogue_are_shown_as_plain_text(panel: SystemsPanel) -> None:
    labels = [label for label in panel.detail.findChildren(QLabel) if label.text()]
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def choose(panel: SystemsPanel, qtbot: QtBot, name: str, start: str) -> None:
    """An entry of one of the filters, with the keyboard."""
    box = getattr(panel.filters, name)
    box.setFocus()
    for _ in range(box.count()):
        if box.currentText().startswith(start):
            return
        qtbot.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(f"{name} offers no {start}")


def test_operators_and_years_narrow_the_list_together(panel: SystemsPanel, qtbot: QtBot) -> None:
    choose(panel, qtbot, "operator", "Belarus (7)")
    assert len(names(panel)) == 7
    choose(panel, qtbot, "category", "Rocket artillery (4)")
    assert names(panel) == ["Polonez / Polonez-M MLRS", "9K58 Smerch (BM-30)"]
    choose(panel, qtbot, "operator", "Lithuania")
    assert names(panel) == ["M142 HIMARS"]
    choose(panel, qtbot, "period", "In 2016–17 (52)")
    assert names(panel) == []
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    assert len(names(panel)) == 75


def test_uncertain_years_can_be_let_in(panel: SystemsPanel, qtbot: QtBot) -> None:
    choose(panel, qtbot, "category", "Coastal radar")
    choose(panel, qtbot, "period", "In 2016–17 (52)")
    assert names(panel) == []
    choose(panel, qtbot, "period", "In 2016–17, or uncertain (55)")
    assert names(panel) == ["Monolit-B coastal radar"]


def test_all_figures_and_sources_can_be_unfolded(panel: SystemsPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    folds = panel.detail.findChildren(Fold)
    assert [fold.heading.text() for fold in folds] == ["All figures (30)", "Sources (15)"]
    for fold in folds:
        qtbot.keyClick(fold.heading, Qt.Key.Key_Space)
        assert fold.is_open
    told = words(panel)
    assert "Maximum altitude 30000 m: Declared · China.org.cn (French)" in told
    assert "Minimum range 5 km: Unverified: general knowledge; no source found" in told
    assert "Antenna height 24 m: Assumption (if mounted on 40V6M mast" in told
    assert "Lowest range 150 km: Assessed · Bao Nghe An" in told
    assert "Printed figures that contradict each other" in told
    assert "Other press; year inferred; “FOI: real S-400 range is not 400 km" in told
    addresses = [line.text() for line in folds[1].findChildren(QLineEdit)]
    assert "https://konflikty.pl/?p=17356" in addresses


def test_a_range_of_ones_own_is_placed_as_an_assumption(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "krasukha-4")
    assert panel.place.text() == "Place without Rings"
    assert panel.detail.own is not None
    qtbot.keyClicks(panel.detail.own.range, "150")
    assert panel.place.text() == "Place with 1 Ring"
    assert "Electronic warfare, 150 km: an assumption, not from the catalogue" in words(panel)
    panel.start_placing()
    (ring,) = started(desk).rings
    assert (ring.radius_max_m, ring.status, ring.source) == (150_000.0, "assumption", None)
    panel.search.setText("growler")
    panel.search.setText("krasukha-4")
    assert panel.detail.own.range.text() == "150"
    panel.detail.own.range.clear()
    qtbot.keyClicks(panel.detail.own.range, "far")
    assert panel.place.text() == "Place without Rings"
    assert "far" in words(panel)


def test_an_antenna_height_is_left_to_the_person(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    assert "Assumption: type it, for instance 24, or none is used." in words(panel)
    panel.start_placing()
    assert {ring.antenna_height_m for ring in started(desk).rings} == {None}
    assert panel.detail.own is not None
    qtbot.keyClicks(panel.detail.own.antenna, "30")
    assert "30 m: an assumption, set here" in words(panel)
    panel.start_placing()
    assert {ring.antenna_height_m for ring in started(desk).rings} == {30.0}
    panel.search.setText("tps-77")
    assert "12.5 m: Declared · Kellavere radar post" in words(panel)
    panel.start_placing()
    assert {ring.antenna_height_m for ring in started(desk).rings} == {12.5}


def test_an_own_entry_in_the_project_is_shown_at_once_and_undone_in_one_step(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    assert not panel.filters.provenance.isVisible()
    put_in_project(desk, read_system(entry("s400", name="S-400, mine")))
    qtbot.keyClicks(panel.search, "s-400, mine")
    assert row(panel, 0).detail.startswith("own, this project")
    assert "Own entry, this project, in place of the shipped entry" in words(panel)
    assert panel.filters.provenance.isVisible()
    panel.search.clear()
    choose(panel, qtbot, "provenance", "Of this project (1)")
    assert names(panel) == ["S-400, mine"]
    desk.document.undo()
    assert not panel.filters.provenance.isVisible()
    assert len(names(panel)) == 75
    assert "S-400 Triumf" in names(panel)


def test_the_menu_keeps_an_own_entry_and_removes_it(
    panel: SystemsPanel, desk: Workspace, qtbot: QtBot
) -> None:
    qtbot.keyClicks(panel.search, "growler")
    assert not panel.remove_own.isEnabled()
    assert isinstance(desk.ask, ScriptedAsk)
    desk.ask.will_answer({"entry": json.dumps(entry("own_sam"))})
    panel.in_project.trigger()
    assert panel.shown is not None
    assert (panel.shown.id, panel.shown.provenance) == ("own_sam", "this project")
    assert panel.remove_own.isEnabled()
    panel.remove_own.trigger()
    assert "Vētra" not in names(panel)
    assert desk.document.undo() == "Remove system Vētra"
    assert "Vētra" in names(panel)


def test_entries_of_this_machine_are_read_and_their_mistakes_told(
    desk: Workspace, pictures: SymbolPictures, qtbot: QtBot
) -> None:
    desk.shelf.path.parent.mkdir(parents=True)
    trees = {"systems": [entry("good"), entry("bad", sidc="1")]}
    desk.shelf.path.write_text(json.dumps(trees), encoding="utf-8")
    panel = SystemsPanel(desk, pictures)
    qtbot.addWidget(panel)
    assert panel.filters.provenance.findText("Of this machine (1)") >= 0
    told = [label.text() for label in panel.findChildren(QLabel)]
    assert any(text.startswith('Not used: systems.json: bad: "sidc" must') for text in told)


def test_a_row_is_dragged_onto_the_map(panel: SystemsPanel, desk: Workspace, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.search, "growler")
    panel.list.startDrag(Qt.DropAction.CopyAction)
    assert started(desk).template.system == "s400"
    panel.list.unsetCursor()
