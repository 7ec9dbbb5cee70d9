"""Phases in the real window: made with keys, gone through, and followed by every part of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from baltic_desk.app import files, phases
from baltic_desk.document.altitude import Altitude, put_altitude
from baltic_desk.document.geometry import Point
from baltic_desk.io.project import dumps
from baltic_desk.io.recovery import crashed_sessions
from baltic_desk.ui.assembly import DeskWindow
from tests.emitting import KALININGRAD, battery, ring_of
from tests.features import document, unit
from tests.gui.desk_hands import WindowHands

HOME, AWAY = (20.5, 54.7), (21.4, 55.1)
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def lesson(desk: DeskWindow) -> DeskWindow:
    """A unit on the map, no phases yet."""
    desk.workspace.adopt(document(unit("u", HOME, name="Alpha")))
    desk.view.look_at(HOME, 300.0)
    desk.view.setFocus()
    QApplication.processEvents()
    return desk


def place(desk: DeskWindow, feature_id: str = "u") -> tuple[float, float]:
    feature = desk.workspace.document.feature(feature_id)
    assert feature is not None
    assert isinstance(feature.geometry, Point)
    lon, lat = feature.geometry.coordinates
    return round(lon, 1), round(lat, 1)


def test_three_phases_are_prepared_with_keys_and_drags(
    lesson: DeskWindow, hands: WindowHands
) -> None:
    assert not lesson.phase_bar.isVisible()
    for number in (2, 3):
        hands.key(Qt.Key.Key_N, _ALT)
        hands.drag(HOME if number == 2 else AWAY, AWAY if number == 2 else (22.0, 55.6))
        QApplication.processEvents()
        assert lesson.workspace.message.endswith(
            f"Editing phase {number}: changes are stored there."
        )
    assert lesson.phase_bar.isVisible()
    assert "Phase 3" in lesson.window.windowTitle()
    seen = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right):
        hands.key(key, _ALT)
        seen.append(place(lesson))
    assert seen == [HOME, AWAY, (22.0, 55.6)]
    hands.key(Qt.Key.Key_Left, _ALT)
    assert place(lesson) == AWAY
    assert "Phase 2" in lesson.window.windowTitle()
    assert lesson.workspace.modified


def test_the_notice_comes_once_each_time_that_a_phase_is_gone_to(
    lesson: DeskWindow, hands: WindowHands
) -> None:
    def move(by: float) -> str:
        lesson.workspace.say("nothing")
        moved = unit("u", (HOME[0] + by, HOME[1]), name="Alpha")
        with lesson.workspace.document.edit("Move") as change:
            change.put(moved)
        QApplication.processEvents()
        return lesson.workspace.message

    assert move(0.1) == "nothing", "there are no phases"
    hands.key(Qt.Key.Key_N, _ALT)
    assert "Editing phase 2" in move(0.2)
    assert move(0.3) == "nothing"
    hands.key(Qt.Key.Key_Left, _ALT)
    assert move(0.4) == "nothing", "the first phase is what all begin with"
    hands.key(Qt.Key.Key_Right, _ALT)
    assert "Editing phase 2" in move(0.5)
    lesson.workspace.run("edit.undo")
    QApplication.processEvents()
    assert "Editing" not in lesson.workspace.message


def test_what_is_half_typed_or_dragged_belongs_to_the_phase_it_was_begun_in(
    lesson: DeskWindow, hands: WindowHands
) -> None:
    hands.key(Qt.Key.Key_N, _ALT)
    lesson.workspace.run("insert.line")
    hands.click((20.0, 54.5))
    hands.click((20.2, 54.6))
    hands.key(Qt.Key.Key_Left, _ALT)
    assert [feature.id for feature in hands.features()] == ["u"]
    hands.key(Qt.Key.Key_Right, _ALT)
    assert [feature.kind for feature in hands.features()] == ["unit", "line"]


def test_panels_follow_the_phase_that_is_shown(lesson: DeskWindow) -> None:
    workspace = lesson.workspace
    for panel in ("overlays", "orbat", "inspector", "phases"):
        lesson.window.show_panel(panel, shown=True)
        QApplication.processEvents()
    from baltic_desk.ui.panels.orbat import OrbatPanel
    from baltic_desk.ui.panels.overlays import OverlayPanel
    from baltic_desk.ui.panels.phases import PhasePanel

    overlays = lesson.window.findChild(OverlayPanel)
    orbat = lesson.window.findChild(OrbatPanel)
    panel = lesson.window.findChild(PhasePanel)
    assert overlays is not None
    assert orbat is not None
    assert panel is not None

    workspace.run("phase.new")
    with workspace.document.edit("Add") as change:
        change.put(unit("v", AWAY, name="Bravo"))
        change.put(unit("w", AWAY, name="Charlie"))
    overlays.rows.set_unfolded("o", unfolded=True)
    for command_id, there in (("phase.first", {"u"}), ("phase.last", {"u", "v", "w"})):
        workspace.run(command_id)
        assert set(overlays.rows.ids) - {"o"} == there
        assert set(orbat.rows.ids) == there
    assert panel.change_rows.row_of("v") is not None


def test_reach_follows_the_phase(lesson: DeskWindow, qtbot: Any) -> None:
    workspace = lesson.workspace
    launcher = battery("s400", KALININGRAD)
    ring = ring_of(launcher, 100e3, "ring", ring_class="air-defence", antenna_height_m=24.0)
    workspace.adopt(document(launcher, ring))
    put_altitude(workspace.document, Altitude(10.0, "sea", "none"))
    qtbot.waitUntil(lambda: "ring" in workspace.reaches, timeout=20_000)
    phases.new_phase(workspace)
    with workspace.document.edit("Withdraw") as change:
        change.remove("s400")
        change.remove("ring")
    qtbot.waitUntil(lambda: not workspace.reaches, timeout=20_000)
    workspace.run("phase.first")
    qtbot.waitUntil(lambda: "ring" in workspace.reaches, timeout=20_000)


def test_a_file_opens_at_its_first_phase_and_keeps_all(
    lesson: DeskWindow, tmp_path: Path, hands: WindowHands
) -> None:
    hands.key(Qt.Key.Key_N, _ALT)
    hands.drag(HOME, AWAY)
    path = tmp_path / "lesson.geojson"
    path.write_bytes(dumps(lesson.workspace.document))
    lesson.workspace.document.history.mark_clean()
    assert files.load_file(lesson.workspace, path)
    QApplication.processEvents()
    assert phases.number(lesson.workspace) == 1
    assert place(lesson) == HOME
    assert lesson.phase_bar.isVisible()
    assert not lesson.workspace.modified
    hands.key(Qt.Key.Key_End, _ALT)
    assert place(lesson) == AWAY
    assert not lesson.workspace.modified, "looking at a phase changes nothing"


def test_the_bar_is_shown_hidden_and_given_the_keyboard_by_command(
    lesson: DeskWindow, hands: WindowHands
) -> None:
    hands.key(Qt.Key.Key_N, _ALT)
    hands.menu("Phases", "Phase Bar")
    assert not lesson.phase_bar.isVisible()
    hands.menu("Phases", "Phase Bar")
    assert lesson.phase_bar.line.hasFocus()
    hands.key("1")
    assert phases.number(lesson.workspace) == 1
    hands.key(Qt.Key.Key_Escape)
    assert lesson.view.hasFocus()
    lesson.window.resize(1280, 720)
    QApplication.processEvents()
    assert lesson.window.width() == 1280


def test_undo_goes_to_the_phase_of_the_step_and_says_so(
    lesson: DeskWindow, hands: WindowHands
) -> None:
    hands.key(Qt.Key.Key_N, _ALT)
    hands.drag(HOME, AWAY)
    hands.key(Qt.Key.Key_Left, _ALT)
    hands.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert phases.number(lesson.workspace) == 2
    assert place(lesson) == HOME
    assert lesson.workspace.message.endswith("in “Phase 2”")


def test_what_was_done_in_a_phase_survives_a_crash(
    lesson: DeskWindow,
    hands: WindowHands,
    open_desk: Callable[..., DeskWindow],
    ask: Any,
    qtbot: Any,
) -> None:
    hands.key(Qt.Key.Key_N, _ALT)
    hands.drag(HOME, AWAY)
    lesson.autosave.flush()
    kept = {path.name: path for path in _journals()}
    assert kept
    # A crash leaves the journal and no process that holds its lock.
    copied = {path: {f.name: f.read_bytes() for f in path.iterdir()} for path in kept.values()}
    lesson.workspace.document.history.mark_clean()
    lesson.close()
    for path, contents in copied.items():
        path.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (path / name).write_bytes(content)
    assert crashed_sessions()
    ask.will_answer(lambda shelf: shelf.recover(shelf.lost[0]))
    desk = open_desk()
    qtbot.waitUntil(lambda: desk.workspace.document.feature("u") is not None, timeout=30_000)
    assert [phase.name for phase in desk.workspace.document.phases()] == ["Phase 1", "Phase 2"]
    assert phases.number(desk.workspace) == 2
    assert place(desk) == AWAY
    phases.step(desk.workspace, -1)
    assert place(desk) == HOME


def _journals() -> list[Path]:
    from baltic_desk.io.recovery import sessions_dir

    return [path for path in sessions_dir().iterdir() if path.is_dir()]
