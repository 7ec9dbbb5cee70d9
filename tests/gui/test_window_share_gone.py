"""The project's share goes away: every call about it fails. The work goes on, nothing breaks."""

# ruff: noqa: ARG002  (the fake answers without looking at what it is shown)
from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from baltic_desk.app import files
from baltic_desk.app.commands import COMMANDS
from baltic_desk.app.protocols import Choice, FileKind
from baltic_desk.io.project import load
from baltic_desk.ui.assembly import DeskWindow
from tests.broken_disk import BrokenDisk
from tests.conftest import ScriptedAsk
from tests.features import document, unit

ERRORS = ("EIO", "EACCES", "ESTALE", "EHOSTDOWN", "ENOTCONN", "ETIMEDOUT", "ENOENT", "EBADF")
NOT_OF_FILES = ("file.quit", "file.new", "file.print", "file.export")


class Leaving(ScriptedAsk):
    """Leaves every question; what is said is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def tell(self, message: str, detail: str = "") -> None:
        self.told.append(f"{message} {detail}")

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        self.told.append(f"{question} {detail}")
        return None

    def _answer(self, question: str) -> object:
        return None

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        return self.project

    project: Path


@pytest.fixture
def ask() -> Leaving:
    return Leaving()


@pytest.mark.parametrize("name", ERRORS)
def test_every_command_of_files_leaves_the_work_as_it_is(
    desk: DeskWindow, ask: Leaving, tmp_path: Path, name: str
) -> None:
    workspace = desk.workspace
    share = tmp_path / "share"
    share.mkdir()
    ask.project = share / "project.geojson"
    workspace.adopt(document(unit("u")))
    workspace.bind(ask.project)
    assert files.save(workspace), ask.told
    with workspace.document.edit("Place") as change:
        change.put(unit("later", (23.0, 56.0)))
    with BrokenDisk(share, 1, getattr(errno, name), lasting=True) as disk:
        desk.window.came_to_front.emit()
        QTest.qWait(50)
        for each in COMMANDS:
            if each.id.startswith("file.") and each.id not in NOT_OF_FILES:
                if each.enabled(workspace):
                    each.run(workspace)
                for choice in each.choices(workspace) if each.choices is not None else ():
                    assert each.choose is not None
                    each.choose(workspace, choice.id)
                assert workspace.document.feature("later") is not None, each.id
                assert workspace.modified, each.id
        QTest.qWait(50)
        assert disk.calls > 0
    assert any(ask.project.name in told for told in ask.told), ask.told
    assert files.save(workspace), ask.told
    assert load(ask.project).document.feature("later") is not None
