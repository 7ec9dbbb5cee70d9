"""Files in the real window: saving, reopening, closing, changes on the disk, files dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files
from baltic_desk.document.document import Document
from baltic_desk.io.project import dumps, load
from baltic_desk.ui.assembly import DeskWindow
from tests.features import document, ring, unit
from tests.gui.desk_hands import WindowHands

RIGA = (24.1, 56.95)
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A project file with a unit and its ring."""
    path = tmp_path / "plan.geojson"
    path.write_bytes(dumps(document(unit("u", RIGA), ring("r", RIGA, anchor="u"))))
    return path


def _ids(document: Document) -> set[str]:
    return {feature.id for feature in document.features()}


def _offer(desk: DeskWindow, title: str) -> QPushButton:
    buttons = [b for b in desk.window.banner.findChildren(QPushButton) if b.text() == title]
    assert buttons, f"the banner offers no {title}"
    return buttons[-1]


def test_drawn_saved_and_reopened_it_is_the_same(
    hands: WindowHands, ask: Any, tmp_path: Path
) -> None:
    hands.key("r")
    hands.click(RIGA)
    hands.type("100 250")
    hands.key(Qt.Key.Key_Return)
    assert hands.desk.window.isWindowModified()
    ask.will_answer(tmp_path / "rings.geojson")
    hands.key("s", _CTRL)
    assert not hands.desk.window.isWindowModified()
    assert hands.desk.window.windowTitle().startswith("rings.geojson")
    before = {feature.id: feature for feature in hands.features()}
    hands.menu("File", "New")
    assert hands.features() == []
    hands.menu("File", "Open Recent", "rings.geojson")
    assert {feature.id: feature for feature in hands.features()} == before


@pytest.mark.parametrize(
    ("answer", "closes"), [("cancel", False), (None, False), ("discard", True), ("save", True)]
)
def test_closing_asks_about_unsaved_work(
    answer: str | None, closes: bool, hands: WindowHands, ask: Any, plan: Path
) -> None:
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    hands.key("a", _CTRL)
    hands.key(Qt.Key.Key_Delete)
    ask.will_answer(answer)
    assert desk.close() is closes
    assert desk.window.isVisible() is not closes
    assert (_ids(load(plan).document) == set()) is (answer == "save")


def test_a_file_changed_by_another_program_is_noticed_and_reloaded(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    assert files.load_file(desk.workspace, plan)
    replacement = plan.with_name("other.tmp")
    replacement.write_bytes(dumps(document(unit("v", RIGA))))
    replacement.replace(plan)
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)
    _offer(desk, "Reload").click()
    assert _ids(desk.workspace.document) == {"v"}
    assert desk.window.banner.text == ""
    plan.write_bytes(dumps(document(unit("w", RIGA))))
    qtbot.waitUntil(lambda: "changed" in desk.window.banner.text, timeout=30_000)
    _offer(desk, "Keep Mine").click()
    assert _ids(desk.workspace.document) == {"v"}
    assert desk.workspace.modified


def test_a_file_that_is_gone_is_told_until_it_is_written_again(
    desk: DeskWindow, hands: WindowHands, ask: Any, plan: Path, qtbot: QtBot
) -> None:
    assert files.load_file(desk.workspace, plan)
    hands.key("a", _CTRL)
    hands.key(Qt.Key.Key_Delete)
    away = plan.parent.rename(plan.parent.with_name("away"))
    qtbot.waitUntil(lambda: "no longer" in desk.window.banner.text, timeout=30_000)
    ask.will_answer(None)
    _offer(desk, "Save").click()
    assert "not saved" in ask.asked[-1]
    qtbot.waitUntil(lambda: "no longer" in desk.window.banner.text, timeout=30_000)
    away.rename(plan.parent)
    _offer(desk, "Save").click()
    assert desk.window.banner.text == ""
    assert _ids(load(plan).document) == set()


def test_saving_oneself_is_no_change_by_another_program(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    files.load_file(desk.workspace, plan)
    desk.workspace.session.select(["u"])
    desk.workspace.run("edit.delete")
    desk.workspace.run("file.save")
    qtbot.wait(900)
    assert desk.window.banner.text == ""


def test_a_newer_file_is_read_only_and_says_so(desk: DeskWindow, plan: Path) -> None:
    tree = json.loads(plan.read_text())
    tree["baltic_desk"]["schema"] = 99
    plan.write_text(json.dumps(tree))
    assert files.load_file(desk.workspace, plan)
    assert "read-only" in desk.window.windowTitle()
    assert "newer version" in desk.window.banner.text


def test_what_was_not_understood_is_said_and_listed(desk: DeskWindow, plan: Path) -> None:
    tree = json.loads(plan.read_text())
    tree["features"][0]["geometry"] = {"type": "Spiral"}
    plan.write_text(json.dumps(tree))
    assert files.load_file(desk.workspace, plan)
    assert desk.window.banner.text
    _offer(desk, "Show").click()
    QApplication.processEvents()
    assert desk.window.panel_shown("problems")


def test_a_file_is_dropped_on_the_window(desk: DeskWindow, plan: Path) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(plan))])
    drop = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        carried,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(drop)
    assert _ids(desk.workspace.document) == {"u", "r"}
    assert desk.workspace.path == plan


def test_the_camera_comes_back_with_the_file(desk: DeskWindow, ask: Any, tmp_path: Path) -> None:
    desk.workspace.camera.look_at(RIGA)
    desk.workspace.camera.set_scale_denominator(500_000)
    ask.will_answer(tmp_path / "view.geojson")
    desk.workspace.run("file.save-as")
    desk.workspace.run("view.fit-region")
    files.load_file(desk.workspace, tmp_path / "view.geojson")
    assert desk.view.center() == pytest.approx(RIGA, abs=1e-4)
    assert desk.view.scale_denominator() == pytest.approx(500_000, rel=1e-3)


def test_what_lies_far_from_the_map_is_said_to(desk: DeskWindow, tmp_path: Path) -> None:
    far = tmp_path / "far.geojson"
    far.write_text('{"type":"Point","coordinates":[1.0,2.0]}')
    files.receive(desk.workspace, [far])
    assert desk.workspace.message.endswith("It lies too far from the Baltic to be shown.")
