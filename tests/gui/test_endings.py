"""Ends that nobody is asked about keep the work; a file is opened after lost work is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files
from baltic_desk.app.recovering import Recovering
from baltic_desk.io.project import dumps, load
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.endings import Endings
from tests.features import document, line, unit
from tests.lost_work import crash


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.geojson"
    path.write_bytes(dumps(document(unit("u"))))
    return path


def lost_plan(plan: Path) -> None:
    loaded = load(plan)
    crash(loaded.document, ("Add line", [line("l")]), path=plan, digest=loaded.digest)


def recover_first(shelf: Recovering) -> None:
    assert shelf.recover(shelf.lost[0])


def ids(desk: DeskWindow) -> set[str]:
    return {feature.id for feature in desk.workspace.document.features()}


# -- ends ------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_a_signal_has_the_work_kept_and_then_ends_the_program(
    qapp: QApplication, qtbot: QtBot
) -> None:
    done: list[object] = []
    handler = signal.getsignal(signal.SIGTERM)
    endings = Endings(qapp, lambda: done.append("kept"), done.append)
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: len(done) == 2, timeout=30_000)
        assert done == ["kept", 128 + signal.SIGTERM]
        # The end of the person's session comes as this signal; only a session manager sends it.
        assert qapp.receivers(SIGNAL("commitDataRequest(QSessionManager&)")) == 1
    finally:
        endings.close()
    assert signal.getsignal(signal.SIGTERM) is handler


@pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")
def test_two_signals_at_once_have_the_work_kept_as_well(qapp: QApplication, qtbot: QtBot) -> None:
    """A service's end and a terminal's come as two, one right after the other."""
    done: list[object] = []
    endings = Endings(qapp, lambda: done.append("kept"), done.append)
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
        qtbot.waitUntil(lambda: len(done) == 2, timeout=30_000)
        assert done == ["kept", 128 + signal.SIGTERM]
    finally:
        endings.close()


def test_the_end_of_the_session_asks_nothing_and_keeps_the_work(desk: DeskWindow) -> None:
    desk.workspace.run("phase.new")
    desk.recovery.session_ends()
    folder = desk.autosave.folder
    assert folder is not None
    assert desk.autosave.kept
    assert list(folder.glob("*.base"))
    assert desk.close()
    assert list(folder.glob("*.base"))


def test_a_fault_says_so_when_the_work_cannot_be_kept(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.workspace.run("phase.new")
    desk.recovery.keep_now()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    desk.workspace.run("phase.new")
    with monkeypatch.context() as patches:
        patches.setattr(os, "write", full)
        with pytest.raises(OSError, match="not being kept"):
            desk.recovery.keep_now()
    desk.recovery.keep_now()


# -- beginning -------------------------------------------------------------------------------------


def test_lost_work_is_asked_about_before_the_file_is_opened(
    desk: DeskWindow, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    untouched: list[bool] = []
    ask.will_answer(lambda _shelf: untouched.append(files.is_untouched(desk.workspace)))
    desk.recovery.begin(plan, None)
    assert untouched == [True]
    assert ids(desk) == {"u"}
    assert desk.workspace.path == plan


def test_recovered_work_of_the_file_is_not_replaced_by_the_file(
    desk: DeskWindow, ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    ask.will_answer(recover_first)
    desk.recovery.begin(plan, None)
    assert ids(desk) == {"u", "l"}
    assert desk.window.banner.text == ""


def test_another_file_waits_while_recovered_work_is_on_the_desk(
    desk: DeskWindow, ask: Any, plan: Path, tmp_path: Path
) -> None:
    lost_plan(plan)
    other = tmp_path / "other.geojson"
    other.write_bytes(dumps(document(unit("other"))))
    ask.will_answer(recover_first)
    desk.recovery.begin(other, None)
    assert ids(desk) == {"u", "l"}
    assert "other.geojson has not been opened" in desk.window.banner.text
    (offer,) = [b for b in desk.window.banner.findChildren(QPushButton) if b.text() == "Open"]
    ask.will_answer("discard")
    offer.click()
    assert ids(desk) == {"other"}


def test_that_the_file_has_been_changed_since_is_said_with_what_can_be_done(
    desk: DeskWindow, ask: Any, plan: Path, qtbot: QtBot
) -> None:
    lost_plan(plan)
    plan.write_bytes(dumps(document(unit("u"), unit("theirs"))))
    ask.will_answer(recover_first)
    desk.recovery.begin(None, None)
    assert desk.workspace.common is not None
    qtbot.waitUntil(lambda: "changed by another program" in desk.window.banner.text, timeout=9000)
    offers = {b.text() for b in desk.window.banner.findChildren(QPushButton)}
    assert {"Reload", "Merge…"} <= offers


def test_the_menu_has_it_as_long_as_there_is_some(
    open_desk: Callable[..., DeskWindow], ask: Any, plan: Path
) -> None:
    lost_plan(plan)
    ask.will_answer(None)
    desk = open_desk()
    action = desk.window.actions_table["file.recover"]
    QApplication.processEvents()
    desk.window.actions_table.refresh()
    assert action.isEnabled()
    ask.will_answer(recover_first)
    action.trigger()
    assert ids(desk) == {"u", "l"}


def test_work_of_a_session_that_ended_meanwhile_is_found_when_the_window_comes_to_the_front(
    desk: DeskWindow, plan: Path
) -> None:
    assert not desk.recovery.recovering.any
    lost_plan(plan)
    desk.window.came_to_front.emit()
    assert desk.recovery.recovering.any


def test_it_is_kept_that_the_program_lives_with_what_it_recovered(
    desk: DeskWindow, ask: Any, plan: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost_plan(plan)
    ask.will_answer(recover_first)
    desk.recovery.begin(None, None)
    folder = desk.autosave.folder
    assert folder is not None
    mark = folder / "trial.json"
    begun = mark.stat().st_mtime_ns
    qtbot.waitUntil(lambda: mark.stat().st_mtime_ns > begun, timeout=30_000)
    monkeypatch.setattr("baltic_desk.app.recovering.PROVEN_AFTER_S", 0.0)
    qtbot.waitUntil(lambda: not mark.exists(), timeout=30_000)
