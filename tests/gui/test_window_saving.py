"""Saving in the real window with its real dialogs: waited for, stopped, refused."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files
from baltic_desk.io.project import load
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from tests.features import document, unit


@pytest.fixture
def plan(desk: DeskWindow, tmp_path: Path) -> Path:
    """A project on the desk with a change that is not saved."""
    path = tmp_path / "plan.geojson"
    desk.workspace.adopt(document(unit("u")))
    desk.workspace.bind(path)
    assert files.save(desk.workspace)
    files.with_title(desk.workspace, "Changed", "", "")
    desk.workspace.ask = WindowAsk()
    return path


class Person:
    """Looks every few milliseconds whether a dialog is there, and does something with it once."""

    def __init__(self, kind: type, does: Callable[[object], None]) -> None:
        self.seen = 0
        self._kind = kind
        self._does = does
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _look(self) -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, self._kind)]
        shown = [w for w in found if w.isVisible()]
        if shown:
            self.seen += 1
            self._timer.stop()
            self._does(shown[0])


def test_saving_that_takes_long_shows_and_can_be_stopped(
    desk: DeskWindow, plan: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    before, answers, fsync = plan.read_bytes(), threading.Event(), os.fsync

    def hang(descriptor: int) -> None:
        if threading.current_thread().name == "saving":
            answers.wait(30)
        fsync(descriptor)

    def stop(dialog: object) -> None:
        assert isinstance(dialog, QProgressDialog)
        assert dialog.labelText() == "Saving plan.geojson …"
        (button,) = dialog.findChildren(QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    monkeypatch.setattr(os, "fsync", hang)
    person = Person(QProgressDialog, stop)
    assert not files.save(desk.workspace)
    assert person.seen == 1
    assert desk.workspace.modified
    assert desk.workspace.message == "plan.geojson was not saved; the file is as it was."
    answers.set()
    half_written = ".~" + "[0-9a-f]" * 8
    qtbot.waitUntil(lambda: not list(plan.parent.glob(half_written)), timeout=30_000)
    assert plan.read_bytes() == before
    assert files.save(desk.workspace)
    assert load(plan).document.project.title == "Changed"


def test_the_window_answers_while_it_is_saved(
    desk: DeskWindow, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[int] = []
    beat = QTimer()
    beat.timeout.connect(lambda: beats.append(1))
    answers, fsync = threading.Event(), os.fsync

    def hang(descriptor: int) -> None:
        if threading.current_thread().name == "saving":
            answers.wait(30)
        fsync(descriptor)

    def look_on(_: object) -> None:
        beat.start(10)
        QTimer.singleShot(400, answers.set)

    monkeypatch.setattr(os, "fsync", hang)
    person = Person(QProgressDialog, look_on)
    assert files.save(desk.workspace)
    beat.stop()
    assert person.seen == 1
    assert len(beats) >= 4
    assert load(plan).document.project.title == "Changed"


def test_why_not_is_plain_text_with_save_as_in_the_dialog(desk: DeskWindow, plan: Path) -> None:
    said: list[str] = []

    def read(dialog: object) -> None:
        assert isinstance(dialog, QMessageBox)
        said.extend((dialog.text(), dialog.informativeText()))
        said.extend(b.text().replace("&", "") for b in dialog.findChildren(QPushButton))
        assert dialog.textFormat() == Qt.TextFormat.PlainText
        assert not dialog.grab().isNull()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    desk.workspace.bind(plan.with_name("<b>missing") / "plan.geojson")
    person = Person(QMessageBox, read)
    assert not files.save(desk.workspace)
    assert person.seen == 1
    assert said[0] == "plan.geojson was not saved: the folder is not there."
    assert said[1].endswith(
        "Nothing is lost: the file is as it was before, and your work is still here."
    )
    assert {"Save As…", "Try Again", "Close"} <= set(said[2:])
    assert desk.workspace.modified


def test_a_version_that_was_not_kept_is_said_above_the_map(
    desk: DeskWindow, plan: Path, qtbot: QtBot
) -> None:
    folder = Path(os.environ["BALTIC_DESK_STATE"]) / "backups"
    desk.workspace.versions.wait()
    folder.rename(folder.with_name("aside"))
    folder.write_text("in the way")
    assert files.save(desk.workspace)
    desk.workspace.versions.wait()
    qtbot.waitUntil(lambda: "no version of it was kept" in desk.window.banner.text, timeout=30_000)
    assert plan.exists()
