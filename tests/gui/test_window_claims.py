"""One file and two windows: asked, looked on, taken over, free again; nothing is lost or left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files
from baltic_desk.document.document import Document
from baltic_desk.io.claim_desk import Here
from baltic_desk.io.project import dumps, load
from baltic_desk.io.project_claim import Claim, Holder, claim_path, take
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from tests import claiming
from tests.features import document, ring, unit
from tests.gui.desk_hands import WindowHands

RIGA = (24.1, 56.95)
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute is too long to wait for in a test."""
    monkeypatch.setattr("baltic_desk.io.claim_keeper.HEARTBEAT_S", 0.1)
    monkeypatch.setattr("baltic_desk.io.claim_keeper.WATCH_S", 0.1)
    monkeypatch.setattr("baltic_desk.ui.read_only_notice._LOOK_MS", 30)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A project file with a unit and its ring."""
    path = tmp_path / "share" / "plan.geojson"
    path.parent.mkdir()
    path.write_bytes(dumps(document(unit("u", RIGA), ring("r", RIGA, anchor="u"))))
    return path


@pytest.fixture
def hq2(tmp_path: Path) -> Here:
    """Another machine."""
    return claiming.desk(tmp_path / "hq2", machine="HQ-2", number="b")


def _ids(document: Document) -> set[str]:
    return {feature.id for feature in document.features()}


def _claimed(path: Path, where: Here) -> Claim:
    claim = take(path, where)
    assert isinstance(claim, Claim)
    return claim


def _taken_over(path: Path, where: Here) -> Claim:
    holder = take(path, where)
    assert isinstance(holder, Holder)
    claim = take(path, where, over=holder)
    assert isinstance(claim, Claim)
    return claim


def _left(path: Path) -> list[str]:
    """What stands beside a project that has been opened and maybe saved."""
    return sorted(each.name for each in path.parent.iterdir() if each.name.startswith("."))


def _offers(desk: DeskWindow) -> list[str]:
    return [b.text() for b in _buttons(desk)]


def _buttons(desk: DeskWindow) -> list[QPushButton]:
    row = desk.window.banner.layout()
    assert row is not None
    widgets = [row.itemAt(place).widget() for place in range(row.count())]
    return [widget for widget in widgets if isinstance(widget, QPushButton)]


def _press(desk: DeskWindow, title: str) -> None:
    """Press a button of the banner with the keyboard."""
    (button,) = [b for b in _buttons(desk) if b.text() == title]
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()


def _when_asked(act: Callable[[QDialog], object]) -> list[str]:
    """Do something to the dialog that opens next; what it said."""
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        labels = dialog.findChildren(QLabel)
        said.extend(label.text() for label in labels if label.text())
        assert all(
            label.textFormat() == Qt.TextFormat.PlainText for label in labels if label.text()
        )
        try:
            act(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(50, look)
    return said


def _answer(title: str) -> Callable[[QDialog], None]:
    def press(dialog: QDialog) -> None:
        if title == "Escape":
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            return
        buttons = dialog.findChildren(QAbstractButton)
        (found,) = [b for b in buttons if b.text().replace("&", "") == title]
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    return press


# -- opening ---------------------------------------------------------------------------------------


def _open_with_dialog(desk: DeskWindow, plan: Path, title: str) -> tuple[bool, list[str]]:
    desk.workspace.ask = WindowAsk()
    said = _when_asked(_answer(title))
    return files.load_file(desk.workspace, plan), said


def test_opened_read_only_it_says_who_has_it(desk: DeskWindow, plan: Path, hq2: Here) -> None:
    theirs = _claimed(plan, hq2)
    opened, said = _open_with_dialog(desk, plan, "Open Read-Only")
    assert opened
    assert said[0].startswith("plan.geojson is open on HQ-2 since ")
    assert said[0].endswith("(last seen just now).")
    assert _ids(desk.workspace.document) == {"u", "r"}
    assert "(read-only)" in desk.window.windowTitle()
    assert "open on HQ-2 since" in desk.window.banner.text
    assert _offers(desk) == ["Take Over", "Save As…"]
    assert theirs.check() == "mine"
    desk.close()
    assert theirs.check() == "mine"
    assert theirs.beside


def test_taken_over_at_opening_it_is_ones_own(
    desk: DeskWindow, plan: Path, hq2: Here, qtbot: QtBot
) -> None:
    theirs = _claimed(plan, hq2)
    opened, _ = _open_with_dialog(desk, plan, "Take Over")
    assert opened
    assert "(read-only)" not in desk.window.windowTitle()
    assert desk.window.banner.text == ""
    assert theirs.check() == "taken"
    qtbot.wait(300)
    assert not desk.workspace.read_only
    desk.close()
    assert _left(plan) == []


@pytest.mark.parametrize("title", ["Cancel", "Escape"])
def test_cancelled_what_was_there_stays(
    title: str, desk: DeskWindow, plan: Path, hq2: Here, tmp_path: Path
) -> None:
    mine = tmp_path / "mine" / "mine.geojson"
    mine.parent.mkdir()
    mine.write_bytes(dumps(document(unit("m", RIGA))))
    assert files.load_file(desk.workspace, mine)
    theirs = _claimed(plan, hq2)
    opened, _ = _open_with_dialog(desk, plan, title)
    assert not opened
    assert _ids(desk.workspace.document) == {"m"}
    assert _left(mine) == [".~lock.mine.geojson#"]
    assert theirs.check() == "mine"
    desk.close()
    assert _left(mine) == []


def test_it_says_how_long_nothing_was_seen_and_of_whom_as_plain_text(
    desk: DeskWindow, plan: Path
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    hostile = claiming.record(
        machine="<img src='/etc/hostname'>", seen=now - timedelta(minutes=7), since=now
    )
    claim_path(plan).write_bytes(claiming.written(hostile))
    opened, said = _open_with_dialog(desk, plan, "Open Read-Only")
    assert opened
    assert "<img src='/etc/hostname'>" in said[0]
    assert said[0].endswith("(last seen 7 min ago).")
    assert "<img src='/etc/hostname'>" in desk.window.banner.text


def test_a_claim_that_cannot_be_read_is_asked_about(desk: DeskWindow, plan: Path) -> None:
    claim_path(plan).write_bytes(b"[" * 100_000)
    opened, said = _open_with_dialog(desk, plan, "Take Over")
    assert opened
    assert "may be open elsewhere" in said[0]
    assert not desk.workspace.read_only


def test_a_second_window_is_told_of_the_first(
    open_desk: Callable[..., DeskWindow], ask: Any, plan: Path, qtbot: QtBot
) -> None:
    first, second = open_desk(), open_desk()
    assert files.load_file(first.workspace, plan)
    ask.will_answer("read")
    assert files.load_file(second.workspace, plan)
    assert "in another window since" in ask.asked[-1]
    assert second.workspace.read_only == "claimed"
    first.workspace.document.history.mark_clean()
    first.close()
    qtbot.waitUntil(lambda: "is free now" in second.window.banner.text, timeout=30_000)
    _press(second, "Edit")
    assert not second.workspace.read_only


def test_what_a_killed_process_had_open_opens_without_a_question(
    desk: DeskWindow, plan: Path
) -> None:
    with claiming.elsewhere(plan) as owner:
        assert owner.outcome == "mine"
        owner.kill()
    assert claim_path(plan).exists()
    assert files.load_file(desk.workspace, plan)
    assert not desk.workspace.read_only
    desk.close()
    assert _left(plan) == []


def test_asked_for_read_only_it_claims_nothing_until_it_is_edited(
    desk: DeskWindow, plan: Path, hands: WindowHands
) -> None:
    assert files.load_file(desk.workspace, plan, read_only=True)
    assert _left(plan) == []
    assert "(read-only)" in desk.window.windowTitle()
    assert "opened read-only" in desk.window.banner.text
    QApplication.processEvents()
    hands.menu("File", "Edit Read-Only File")
    assert not desk.workspace.read_only
    assert desk.window.banner.text == ""
    assert _left(plan) == [".~lock.plan.geojson#"]


# -- looking on ------------------------------------------------------------------------------------


def _looking_on(desk: DeskWindow, ask: Any, plan: Path) -> None:
    ask.will_answer("read")
    assert files.load_file(desk.workspace, plan)


def _change(desk: DeskWindow) -> None:
    files.with_title(desk.workspace, "Mine", "", "")


def test_what_is_changed_while_looking_on_is_saved_under_another_name(
    hands: WindowHands, ask: Any, plan: Path, hq2: Here, tmp_path: Path
) -> None:
    desk = hands.desk
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    before = plan.read_bytes()
    _change(desk)
    ask.will_answer(plan, None, tmp_path / "mine.geojson")
    hands.key("s", _CTRL)
    assert "read-only here" in ask.asked[-2]
    assert "HQ-2" in ask.asked[-2]
    assert plan.read_bytes() == before
    assert load(tmp_path / "mine.geojson").document.project.title == "Mine"
    assert not desk.workspace.read_only
    assert desk.window.banner.text == ""
    assert claim_path(tmp_path / "mine.geojson").exists()
    assert theirs.check() == "mine"


def test_taken_over_by_the_banner(desk: DeskWindow, ask: Any, plan: Path, hq2: Here) -> None:
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    _press(desk, "Take Over")
    assert not desk.workspace.read_only
    assert desk.window.banner.text == ""
    assert "(read-only)" not in desk.window.windowTitle()
    assert theirs.check() == "taken"


def test_free_by_now_it_is_edited_as_it_is_by_now(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here, qtbot: QtBot
) -> None:
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    plan.write_bytes(dumps(document(unit("v", RIGA))))
    theirs.release()
    qtbot.waitUntil(lambda: "read-only" in desk.window.banner.keys)
    qtbot.waitUntil(lambda: desk.claims.holder is None, timeout=30_000)
    desk.workspace.run("file.edit")
    assert not desk.workspace.read_only
    assert _ids(desk.workspace.document) == {"v"}
    assert not desk.workspace.modified
    _change(desk)
    assert files.save(desk.workspace)
    assert load(plan).document.project.title == "Mine"


def test_free_by_now_and_changed_on_both_sides_nothing_is_lost(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here, qtbot: QtBot
) -> None:
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    _change(desk)
    plan.write_bytes(dumps(document(unit("v", RIGA))))
    theirs.release()
    qtbot.waitUntil(lambda: desk.claims.holder is None, timeout=30_000)
    desk.workspace.run("file.edit")
    assert not desk.workspace.read_only
    assert desk.workspace.document.project.title == "Mine"
    qtbot.waitUntil(lambda: "changed by another program" in desk.window.banner.text, timeout=30_000)
    ask.will_answer("cancel")
    assert not files.save(desk.workspace), "it asks first"
    assert _ids(load(plan).document) == {"v"}


def test_another_who_came_first_is_asked_about(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here, tmp_path: Path
) -> None:
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    theirs.release()
    third = _claimed(plan, claiming.desk(tmp_path / "hq3", machine="HQ-3", number="c"))
    ask.will_answer("cancel")
    _press(desk, "Take Over")
    assert "HQ-3" in ask.asked[-1]
    assert "HQ-3" in desk.window.banner.text
    assert third.check() == "mine"
    # The banner says whom by now, so that nothing is left to ask.
    _press(desk, "Take Over")
    assert third.check() == "taken"
    assert not desk.workspace.read_only


def test_reading_again_while_looking_on_asks_nothing(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here
) -> None:
    theirs = _claimed(plan, hq2)
    _looking_on(desk, ask, plan)
    plan.write_bytes(dumps(document(unit("v", RIGA))))
    desk.workspace.run("file.reload")
    assert _ids(desk.workspace.document) == {"v"}
    assert desk.workspace.read_only == "claimed"
    theirs.release()
    desk.workspace.run("file.reload")
    assert not desk.workspace.read_only


# -- taken over while at work ----------------------------------------------------------------------


def test_taken_over_the_window_says_so_and_keeps_the_work(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here, qtbot: QtBot, tmp_path: Path
) -> None:
    assert files.load_file(desk.workspace, plan)
    _change(desk)
    before = plan.read_bytes()
    theirs = _taken_over(plan, hq2)
    qtbot.waitUntil(lambda: desk.workspace.read_only == "taken-over", timeout=30_000)
    assert "was taken over on HQ-2 at" in desk.window.banner.text
    assert "(read-only)" in desk.window.windowTitle()
    assert desk.workspace.document.project.title == "Mine"
    assert desk.workspace.modified
    ask.will_answer(tmp_path / "mine.geojson")
    _press(desk, "Save As…")
    assert load(tmp_path / "mine.geojson").document.project.title == "Mine"
    assert plan.read_bytes() == before
    assert theirs.check() == "mine"


def test_taken_over_a_moment_ago_saving_finds_out(
    hands: WindowHands,
    ask: Any,
    plan: Path,
    hq2: Here,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("baltic_desk.io.claim_keeper.HEARTBEAT_S", 3600.0)
    monkeypatch.setattr("baltic_desk.io.claim_keeper._FIRST_S", 3600.0)
    desk = hands.desk
    assert files.load_file(desk.workspace, plan)
    _change(desk)
    before = plan.read_bytes()
    theirs = _taken_over(plan, hq2)
    ask.will_answer(None, None)
    hands.key("s", _CTRL)
    assert "was taken over on HQ-2" in ask.asked[-2]
    assert ask.asked[-1] == "Save project"
    assert plan.read_bytes() == before
    assert desk.workspace.modified
    assert theirs.check() == "mine"


def test_taken_back(desk: DeskWindow, plan: Path, hq2: Here, qtbot: QtBot) -> None:
    assert files.load_file(desk.workspace, plan)
    theirs = _taken_over(plan, hq2)
    qtbot.waitUntil(lambda: desk.workspace.read_only == "taken-over", timeout=30_000)
    _press(desk, "Take Over")
    assert not desk.workspace.read_only
    assert theirs.check() == "taken"
    qtbot.wait(300)
    assert not desk.workspace.read_only


# -- what is left ----------------------------------------------------------------------------------


def test_new_another_and_save_as_let_go_of_the_file(desk: DeskWindow, ask: Any, plan: Path) -> None:
    other = plan.with_name("other.geojson")
    shutil.copyfile(plan, other)
    assert files.load_file(desk.workspace, plan)
    assert _left(plan) == [".~lock.plan.geojson#"]
    assert files.load_file(desk.workspace, other)
    assert _left(plan) == [".~lock.other.geojson#"]
    ask.will_answer(plan.with_name("third.geojson"))
    assert files.save_as(desk.workspace)
    assert _left(plan) == [".~lock.third.geojson#"]
    assert files.new_project(desk.workspace)
    assert _left(plan) == []
    bad = plan.with_name("bad.geojson")
    bad.write_bytes(b"{")
    ask.will_answer(None)
    assert not files.load_file(desk.workspace, bad)
    foreign = plan.with_name("foreign.geojson")
    foreign.write_text('{"type":"Point","coordinates":[24.0,57.0]}')
    assert files.load_file(desk.workspace, foreign)
    assert _left(plan) == []


def test_a_save_that_fails_keeps_the_claim_where_it_was(
    desk: DeskWindow, ask: Any, plan: Path
) -> None:
    assert files.load_file(desk.workspace, plan)
    ask.will_answer(plan.parent / "absent" / "x.geojson", None)
    assert not files.save_as(desk.workspace)
    assert _left(plan) == [".~lock.plan.geojson#"]


def test_a_file_that_another_has_open_is_not_saved_over(
    desk: DeskWindow, ask: Any, plan: Path, hq2: Here
) -> None:
    theirs = _claimed(plan, hq2)
    before = plan.read_bytes()
    _change(desk)
    ask.will_answer(plan, None, None)
    assert not files.save_as(desk.workspace)
    assert "is open on HQ-2" in ask.asked[-2]
    assert plan.read_bytes() == before
    assert theirs.check() == "mine"


def test_the_claim_and_its_thread_end_with_the_window(desk: DeskWindow, plan: Path) -> None:
    import threading

    assert files.load_file(desk.workspace, plan)
    assert "project claim" in {thread.name for thread in threading.enumerate()}
    desk.close()
    assert _left(plan) == []
    assert "project claim" not in {thread.name for thread in threading.enumerate()}


# -- a stick ---------------------------------------------------------------------------------------


def test_a_stick_is_pulled_and_put_back(
    desk: DeskWindow, ask: Any, plan: Path, qtbot: QtBot
) -> None:
    assert files.load_file(desk.workspace, plan)
    _change(desk)
    pulled = plan.parent.rename(plan.parent.with_name("pulled"))
    qtbot.waitUntil(lambda: "no longer on the disk" in desk.window.banner.text, timeout=30_000)
    ask.will_answer(None)
    assert not files.save(desk.workspace)
    assert "not saved" in ask.asked[-1]
    assert not plan.parent.exists(), "nothing is made where the stick was"
    assert desk.workspace.modified
    pulled.rename(plan.parent)
    qtbot.waitUntil(lambda: desk.window.banner.text == "", timeout=30_000)
    assert files.save(desk.workspace)
    assert load(plan).document.project.title == "Mine"
    desk.close()
    assert _left(plan) == []
