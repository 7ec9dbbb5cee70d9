"""The project's share hangs: no call about it answers. The window goes on, and can be closed."""

# ruff: noqa: ARG001, ARG002  (the fake answers without looking at what it is shown)
from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
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
from baltic_desk.ui import assembly, file_watch
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from tests.conftest import ScriptedAsk
from tests.features import document, unit
from tests.hanging import HangingShare

OPENED = unit("opened", (22.0, 57.0))
LATER = unit("later", (23.0, 56.0))
ANY = ("",)


class Impatient(ScriptedAsk):
    """Cancels each dialog that waits; names files as it is told, leaves questions or answers so."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[str] = []
        self.told: list[str] = []
        self.began_in: list[Path] = []
        self.names: list[Path] = []
        self.choices: tuple[str, ...] = ()
        self.bears: tuple[str, ...] = ("Drawing", "Slide", "Writing the")
        """How the words of dialogs begin that are not cancelled."""
        self._window = WindowAsk()

    def wait(self, words: str, steps: Steps[Any]) -> Any:
        return self._window.wait(words, steps)

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

    def look(self) -> None:
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QProgressDialog) and dialog.isVisible():
                label = dialog.findChild(QLabel)
                words = label.text() if isinstance(label, QLabel) else ""
                if not words.startswith(self.bears):
                    self.waited.append(words)
                    dialog.cancel()


@pytest.fixture
def ask(qapp: QApplication) -> Iterator[Impatient]:
    person = Impatient()
    watch = QTimer()
    watch.timeout.connect(person.look)
    watch.start(10)
    yield person
    watch.stop()


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
    QTest.qWait(30)
    ask.waited.clear()
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


@pytest.mark.parametrize("command", ["file.save", "file.reload", "file.merge"])
def test_a_command_about_the_file_can_be_given_up(
    working: DeskWindow, ask: Impatient, plan: Path, command: str
) -> None:
    ask.choices = ("reload",)
    run(working, command)
    assert any(plan.name in words for words in ask.waited), ask.waited
    assert kept(working)


def test_a_save_that_was_given_up_writes_nothing_when_the_share_answers(
    working: DeskWindow, ask: Impatient, share: HangingShare, plan: Path
) -> None:
    share.answer()
    held = plan.read_bytes()
    share.hang()
    run(working, "file.save")
    share.answer()
    QTest.qWait(300)
    assert plan.read_bytes() == held
    assert kept(working)
    ask.bears = ANY
    run(working, "file.save")
    assert not working.workspace.modified
    assert load(plan).document.feature("later") is not None
    assert not any("changed by another" in told for told in ask.told), ask.told


def test_a_file_that_is_looked_at_can_be_left_read_only(
    desk: DeskWindow, share: HangingShare, ask: Impatient, plan: Path
) -> None:
    assert files.load_file(desk.workspace, plan, read_only=True)
    share.hang()
    run(desk, "file.edit")
    assert desk.workspace.read_only == "asked"
    assert any(plan.name in words for words in ask.waited), ask.waited


def test_save_as_to_the_share_can_be_given_up_and_elsewhere_is_saved(
    working: DeskWindow, ask: Impatient, plan: Path, tmp_path: Path
) -> None:
    ask.names = [plan.with_name("other.geojson")]
    run(working, "file.save-as")
    assert any("other.geojson" in words for words in ask.waited), ask.waited
    assert kept(working)
    # The dialog would hang in the share's folder.
    assert ask.began_in == [Path.home()]
    here = tmp_path / "here.geojson"
    ask.names, ask.bears = [here], ANY
    run(working, "file.save-as")
    assert working.workspace.path == here
    assert not working.workspace.modified
    assert load(here).document.feature("later") is not None


def test_the_window_comes_to_the_front(
    working: DeskWindow, ask: Impatient, share: HangingShare
) -> None:
    working.window.came_to_front.emit()
    QTest.qWait(100)
    assert share.waiting
    assert not ask.waited
    assert kept(working)


def test_what_changed_while_it_hung_is_told_when_it_answers(
    working: DeskWindow, share: HangingShare, plan: Path
) -> None:
    working.window.came_to_front.emit()
    QTest.qWait(50)
    share.answer()
    plan.write_bytes(dumps(document(unit("theirs"))))
    working.window.came_to_front.emit()
    QTest.qWait(800)
    assert "changed" in working.window.banner.keys


def test_keeping_mine_can_be_given_up(working: DeskWindow, ask: Impatient, plan: Path) -> None:
    assert not files.keep_mine(working.workspace)
    assert any(plan.name in words for words in ask.waited), ask.waited
    assert kept(working)


@pytest.mark.parametrize("answer", ["save", "discard"])
def test_the_window_can_be_closed(working: DeskWindow, ask: Impatient, answer: str) -> None:
    ask.choices = (answer,)
    run(working, "file.quit")
    if answer == "save":  # it cannot be, and is not lost by that
        assert working.window.isVisible()
        assert kept(working)
        ask.choices = ("discard",)
        run(working, "file.quit")
    assert not working.window.isVisible()


def test_the_system_can_end_the_program(working: DeskWindow, ask: Impatient) -> None:
    working.recovery.session_ends()
    assert kept(working)
    working.close()
    assert not working.window.isVisible()


def test_the_system_can_end_the_program_while_a_share_is_waited_for(
    working: DeskWindow, ask: Impatient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    # No loop of the application's runs here that could end.
    monkeypatch.setattr(assembly, "QApplication", SimpleNamespace(
        exit=ended.append, topLevelWidgets=QApplication.topLevelWidgets))  # fmt: skip
    ask.bears = ANY
    QTimer.singleShot(900, lambda: working.end(0))
    assert not files.save(working.workspace)
    assert not working.window.isVisible()
    assert ended == [0]
    assert working.workspace.document.feature("later") is not None


def test_another_project_is_opened_instead(
    working: DeskWindow, ask: Impatient, tmp_path: Path
) -> None:
    here = tmp_path / "here.geojson"
    here.write_bytes(dumps(document(unit("here"))))
    ask.choices, ask.names, ask.bears = ("discard",), [here], ANY
    run(working, "file.open")
    assert working.workspace.path == here
    assert working.workspace.read_only is None
    files.with_title(working.workspace, "Here", "", "")
    run(working, "file.save")
    assert not working.workspace.modified


# -- with a share that hangs before anything of it is open ---------------------------------------


def _by_dialog(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    ask.names = [plan]
    run(desk, "file.open")


def _by_recent(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    desk.workspace.set_settings(recent_files=(str(plan),), last_folder=str(plan.parent))
    (command,) = (each for each in COMMANDS if each.id == "file.open-recent")
    assert command.choose is not None
    command.choose(desk.workspace, str(plan))


def _by_drop(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    desk.window.files_dropped.emit([str(plan)], QPoint(300, 300))


def _by_import(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    ask.names = [plan]
    run(desk, "file.import")


def _by_picture(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    desk.window.files_dropped.emit([str(plan.with_suffix(".png"))], QPoint(300, 300))


def _by_start(desk: DeskWindow, ask: Impatient, plan: Path) -> None:
    desk.recovery.begin(plan, None)


@pytest.mark.parametrize(
    "way", [_by_dialog, _by_recent, _by_drop, _by_import, _by_picture, _by_start]
)
def test_opening_can_be_given_up(
    way: Callable[[DeskWindow, Impatient, Path], None],
    desk: DeskWindow, ask: Impatient, share: HangingShare, plan: Path,
) -> None:  # fmt: skip
    with desk.workspace.document.edit("Place") as change:
        change.put(LATER)
    if way is _by_start:
        desk.workspace.document.history.mark_clean()
    ask.choices = ("open", "discard")
    share.hang()
    before = desk.workspace.document
    way(desk, ask, plan)
    QTest.qWait(30)
    assert any(plan.stem in words for words in ask.waited), ask.waited
    assert desk.workspace.document is before
    assert desk.workspace.path is None
    share.answer()
    QTest.qWait(200)
    assert desk.workspace.document is before
    assert not list(plan.parent.glob(".~*")), "a claim that nobody knows of"


def test_a_file_that_was_given_up_stays_among_the_recent_ones(
    desk: DeskWindow, ask: Impatient, share: HangingShare, plan: Path
) -> None:
    share.hang()
    _by_recent(desk, ask, plan)
    assert desk.workspace.settings.recent_files == (str(plan),)


@pytest.mark.parametrize("name", ["map.png", "map.svg", "map.pdf", "slides.pptx", "map.html"])
def test_an_export_can_be_given_up_and_makes_no_file(
    working: DeskWindow, ask: Impatient, share: HangingShare, plan: Path, name: str
) -> None:
    ask.names = [plan.with_name(name)]
    run(working, "file.export")
    assert any(name in words for words in ask.waited), ask.waited
    share.answer()
    QTest.qWait(200)
    assert [each.name for each in plan.parent.iterdir() if "lock" not in each.name] == [plan.name]


# -- a share that answers ------------------------------------------------------------------------


@pytest.mark.usefixtures("share")
def test_what_answers_is_done_without_a_question(
    desk: DeskWindow, ask: Impatient, plan: Path
) -> None:
    ask.bears = ANY
    _by_dialog(desk, ask, plan)
    with desk.workspace.document.edit("Place") as change:
        change.put(LATER)
    run(desk, "file.save")
    run(desk, "file.reload")
    assert desk.workspace.document.feature("later") is not None
    assert not ask.told
