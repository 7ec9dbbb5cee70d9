"""The project's share hangs: no call about it answers. The window goes on, and can be closed."""

# ruff: noqa: ARG002  (the fake answers without looking at what it is shown)
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QFileSystemWatcher, QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressDialog

from baltic_desk.app import files
from baltic_desk.app.commands import COMMANDS
from baltic_desk.app.protocols import Choice, Field, FileKind
from baltic_desk.document.in_steps import Steps
from baltic_desk.io.project import dumps, load
from baltic_desk.ui import file_watch
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from tests.conftest import ScriptedAsk
from tests.features import document, unit
from tests.hanging import HangingShare

OPENED = unit("opened", (22.0, 57.0))
LATER = unit("later", (23.0, 56.0))


class Impatient(ScriptedAsk):
    """Cancels each dialog that waits; names files as it is told, leaves questions or answers so."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[str] = []
        self.told: list[str] = []
        self.began_in: list[Path] = []
        self.names: list[Path] = []
        self.choices: tuple[str, ...] = ()
        self.cancels = True
        self._window = WindowAsk()

    def wait(self, words: str, steps: Steps[Any]) -> Any:
        watch = QTimer()
        watch.timeout.connect(self._look)
        watch.start(10)
        try:
            return self._window.wait(words, steps)
        finally:
            watch.stop()

    def tell(self, message: str, detail: str = "") -> None:
        self.told.append(f"{message} {detail}")

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        self.told.append(f"{question} {detail}")
        return next((each.id for each in choices if each.id in self.choices), None)

    def form(self, title: str, fields: Sequence[Field]) -> dict[str, str] | None:
        return {field.id: field.value for field in fields}

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        self.began_in.append(folder)
        return self.names.pop(0) if self.names else None

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        return self.open_file(title, kinds, suggestion.parent)

    def _look(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QProgressDialog) and dialog.isVisible():
                label = dialog.findChild(QLabel)
                self.waited.append(label.text() if isinstance(label, QLabel) else "")
                if self.cancels:
                    dialog.cancel()


@pytest.fixture
def ask() -> Impatient:
    return Impatient()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "plan.geojson"
    path.parent.mkdir()
    path.write_bytes(dumps(document(OPENED)))
    return path


@pytest.fixture
def share(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingShare]:
    """The share of the plan; it answers until it is told to hang."""
    with HangingShare(plan.parent) as hanging:

        class Watcher(QFileSystemWatcher):
            def addPaths(self, names: Sequence[str]) -> list[str]:
                hanging.heard("addPaths", names)
                return super().addPaths(names)

        monkeypatch.setattr(file_watch, "QFileSystemWatcher", Watcher)
        yield hanging
        assert not hanging.faults, "\n".join(hanging.faults)
        assert not hanging.overdue
    for thread in threading.enumerate():
        if thread is not threading.main_thread() and thread.daemon:
            thread.join(0.2)


@pytest.fixture
def working(share: HangingShare, desk: DeskWindow, ask: Impatient, plan: Path) -> DeskWindow:
    """The plan is open and changed; then its share hangs."""
    assert files.load_file(desk.workspace, plan), ask.told
    with desk.workspace.document.edit("Place") as change:
        change.put(LATER)
    assert not ask.waited
    QTest.qWait(30)
    share.hang()
    return desk


def run(desk: DeskWindow, command: str) -> None:
    (found,) = (each for each in COMMANDS if each.id == command)
    found.run(desk.workspace)
    QTest.qWait(30)


def kept(desk: DeskWindow) -> bool:
    """Whether the work is on the desk, not saved, and in the journal."""
    desk.autosave.flush()
    workspace = desk.workspace
    there = workspace.document.feature("later") is not None
    folder = desk.autosave.folder
    journal = folder is not None and any(b"later" in f.read_bytes() for f in folder.iterdir())
    return there and journal and workspace.modified and desk.autosave.warning is None


# -- with a project open from a share that hangs -------------------------------------------------


@pytest.mark.parametrize("command", ["file.save", "file.reload", "file.merge", "file.edit"])
def test_a_command_about_the_file_can_be_given_up(
    working: DeskWindow, ask: Impatient, share: HangingShare, plan: Path, command: str
) -> None:
    ask.choices = ("reload",)
    if command == "file.edit":
        working.workspace.hold_read_only("claimed")
    run(working, command)
    assert any(plan.name in words for words in ask.waited), ask.waited
    assert kept(working)
