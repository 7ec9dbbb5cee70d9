"""From the first window to a placed, ringed system in four actions, and its variant from there."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from baltic_desk.app.commands import command
from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.ui.panels.symbol_picker import SymbolPicker
from baltic_desk.ui.panels.systems import SystemsPanel
from tests.gui.desk_hands import WindowHands
from tests.system_entries import entry

KALININGRAD = (20.5, 54.7)


def placed(hands: WindowHands) -> tuple[Unit, list[RangeRing]]:
    properties = [feature.properties for feature in hands.features()]
    (unit,) = (each for each in properties if isinstance(each, Unit))
    return unit, [each for each in properties if isinstance(each, RangeRing)]


def test_four_actions_put_a_ringed_system_on_the_map(hands: WindowHands) -> None:
    hands.key(Qt.Key.Key_F7)
    hands.type("s-400")
    hands.key(Qt.Key.Key_Return)
    hands.click(KALININGRAD)
    unit, rings = placed(hands)
    assert (unit.name, unit.system) == ("S-400 Triumf", "s400")
    assert sorted(ring.radius_max_m / 1000 for ring in rings) == [40, 60, 120, 200, 250, 400, 600]
    assert all(ring.source and ring.source_url for ring in rings)
    hands.desk.workspace.run("edit.undo")
    assert hands.features() == []


def test_the_variant_is_changed_by_the_command_and_undone_in_one_step(hands: WindowHands) -> None:
    hands.key(Qt.Key.Key_F7)
    hands.type("s-400")
    hands.key(Qt.Key.Key_Return)
    hands.click(KALININGRAD)
    workspace = hands.desk.workspace
    (unit_id,) = (f.id for f in hands.features() if isinstance(f.properties, Unit))
    workspace.session.select([unit_id])
    change = command("edit.system-variant")
    assert change.choose is not None
    change.choose(workspace, "v:9M96E")
    unit, rings = placed(hands)
    assert unit.variant == "9M96E"
    assert sorted(ring.radius_max_m / 1000 for ring in rings) == [40, 600]
    workspace.run("edit.undo")
    assert len(placed(hands)[1]) == 7


def test_a_systems_entry_in_the_project_is_found_by_panel_picker_and_typing(
    hands: WindowHands, ask: object
) -> None:
    desk = hands.desk
    hands.key(Qt.Key.Key_F7)
    (panel,) = desk.window.findChildren(SystemsPanel)
    ask.will_answer({"entry": json.dumps(entry())})  # type: ignore[attr-defined]
    panel.in_project.trigger()
    assert panel.shown is not None
    assert panel.shown.name == "Vētra"
    desk.window.show_panel("symbols", shown=True)
    QApplication.processEvents()
    (picker,) = desk.window.findChildren(SymbolPicker)
    picker.search.setText("vetra")
    assert picker.list.model().index(0, 0).data() == "Vētra"
    hands.key("p", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    hands.type("vetra @ 54.7 20.5")
    hands.key(Qt.Key.Key_Return)
    assert placed(hands)[0].system == "own_sam"
    desk.workspace.document.undo()
    desk.workspace.document.undo()
    picker.search.setText("vetra")
    titles = [picker.list.model().index(row, 0).data() for row in range(3)]
    assert "Vētra" not in titles
