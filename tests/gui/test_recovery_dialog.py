"""The dialog that offers lost work, by its keys and what it shows; nothing of the work is drawn."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from baltic_desk.app import files
from baltic_desk.io.project import dumps, load
from baltic_desk.io.recovery import crashed_sessions, taken_over
from baltic_desk.io.recovery_trial import begin_trial
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.recovery.comparison import WorkComparison
from baltic_desk.ui.recovery.dialog import RecoveryDialog
from baltic_desk.ui.recovery.work_image import work_image
from tests.features import document, line, unit
from tests.lost_work import crash

MARKUP = "<img src='/etc/passwd'><b>bold"


def lost_plan(folder: Path, name: str = "plan.geojson", *, dangerous: bool = False) -> Path:
    path = folder / name
    path.write_bytes(dumps(document(unit("u"))))
    loaded = load(path)
    session = crash(loaded.document, ("Add line", [line("l")]), path=path, digest=loaded.digest)
    if dangerous:
        begin_trial(session)
        begun = (session / "trial.json").stat().st_mtime
        os.utime(session / "trial.json", (begun + 4, begun + 4))
    return session


@pytest.fixture
def shown(desk: DeskWindow, qtbot: QtBot) -> Any:
    """Opens the dialog over the window, and closes it at the end."""
    opened: list[RecoveryDialog] = []

    def show(*, aside: bool = False) -> RecoveryDialog:
        shelf = desk.recovery.recovering
        shelf.look()
        dialog = RecoveryDialog(shelf, desk.window, aside=aside)
        opened.append(dialog)
        dialog.open()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=30_000)
        return dialog

    yield show
    for dialog in opened:
        dialog.reject()
        dialog.deleteLater()


def default_of(dialog: RecoveryDialog) -> str:
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.isDefault()]
    return button.text().replace("&", "")


def press(dialog: RecoveryDialog, key: Qt.Key, keys: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, key, keys)
    QApplication.processEvents()


def alt(dialog: RecoveryDialog, key: Qt.Key, qtbot: QtBot, until: Callable[[], bool]) -> None:
    """Strike a button's letter; Qt has the button go down and up first."""
    press(dialog, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(until, timeout=30_000)


def texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_enter_recovers_what_is_chosen_at_first(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, tmp_path: Path
) -> None:
    lost_plan(tmp_path)
    dialog = shown()
    assert dialog.list.hasFocus()
    assert default_of(dialog) == "Recover"
    press(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert {f.id for f in desk.workspace.document.features()} == {"u", "l"}
    assert desk.window.isWindowModified()
    assert desk.window.windowTitle().startswith("plan.geojson")
    assert "Recovered plan.geojson" in desk.window.hint.text()


def test_escape_keeps_everything_for_later(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, tmp_path: Path
) -> None:
    session = lost_plan(tmp_path)
    dialog = shown()
    press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert session.exists()
    assert files.is_untouched(desk.workspace)


def test_what_is_known_is_shown(
    shown: Callable[..., RecoveryDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    lost_plan(tmp_path)
    dialog = shown()
    qtbot.waitUntil(
        lambda: "has not been changed since" in dialog.details.file.text(), timeout=30_000
    )
    assert dialog.details.title.whole == "plan.geojson"
    assert "2 features" in dialog.details.facts.text()
    assert str(tmp_path / "plan.geojson") in dialog.details.path.whole


def test_what_made_the_program_end_is_marked_and_not_chosen(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, tmp_path: Path
) -> None:
    lost_plan(tmp_path, dangerous=True)
    dialog = shown()
    assert dialog.current is None
    assert default_of(dialog) == "Keep for Later"
    assert not dialog.recover.isEnabled()
    press(dialog, Qt.Key.Key_Down)
    assert dialog.current is not None
    assert "The program ended again 4 s after this was recovered." in texts(dialog)
    assert default_of(dialog) == "Save a Copy…"
    assert dialog.recover.text() == "&Recover Anyway"
    assert files.is_untouched(desk.workspace)


def test_of_several_the_first_that_is_safe_is_chosen(
    shown: Callable[..., RecoveryDialog], tmp_path: Path
) -> None:
    lost_plan(tmp_path, "safe.geojson")
    lost_plan(tmp_path, "dangerous.geojson", dangerous=True)
    dialog = shown()
    assert dialog.list.count() == 2
    assert dialog.current is not None
    assert dialog.current.title == "safe.geojson"


def test_what_was_put_aside_is_not_chosen_while_something_is_offered(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    lost_plan(tmp_path, "discarded.geojson")
    shelf = desk.recovery.recovering
    shelf.look()
    ask.will_answer("discard")
    assert shelf.discard(shelf.lost[0])
    lost_plan(tmp_path, "dangerous.geojson", dangerous=True)
    dialog = shown(aside=True)
    assert dialog.list.count() == 2
    assert dialog.current is None
    assert default_of(dialog) == "Keep for Later"


def test_a_copy_is_saved_by_enter_and_the_dialog_stays(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, ask: Any, tmp_path: Path
) -> None:
    session = lost_plan(tmp_path, dangerous=True)
    dialog = shown()
    press(dialog, Qt.Key.Key_Down)
    ask.will_answer(tmp_path / "copy.geojson")
    press(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "Saved a copy" in texts(dialog)
    assert {f.id for f in load(tmp_path / "copy.geojson").document.features()} == {"u", "l"}
    assert session.exists()
    assert files.is_untouched(desk.workspace)


def test_discarding_one_leaves_the_other_in_the_list(
    shown: Callable[..., RecoveryDialog], ask: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    lost_plan(tmp_path, "a.geojson")
    lost_plan(tmp_path, "b.geojson")
    dialog = shown()
    assert dialog.current is not None
    discarded = dialog.current.title
    ask.will_answer("discard")
    alt(dialog, Qt.Key.Key_D, qtbot, lambda: dialog.list.count() == 1)
    assert dialog.current is not None
    assert dialog.current.title != discarded
    ask.will_answer("discard")
    alt(dialog, Qt.Key.Key_D, qtbot, lambda: not dialog.isVisible())


def test_what_was_put_aside_is_in_the_menu_and_comes_back(
    shown: Callable[..., RecoveryDialog], desk: DeskWindow, ask: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    lost_plan(tmp_path)
    shelf = desk.recovery.recovering
    shelf.look()
    ask.will_answer("discard")
    assert shelf.discard(shelf.lost[0])
    dialog = shown(aside=True)
    assert dialog.current is not None
    assert dialog.current.aside
    assert "discarded" in dialog.details.facts.text()
    assert dialog.offer_again.isVisible()
    assert not dialog.discard.isVisible()
    alt(dialog, Qt.Key.Key_O, qtbot, lambda: dialog.discard.isVisible())
    assert dialog.current is not None
    assert not dialog.current.aside
    press(dialog, Qt.Key.Key_Return)
    assert {f.id for f in desk.workspace.document.features()} == {"u", "l"}


@pytest.mark.parametrize("button", ["recover", "compare", "copy", "discard"])
def test_what_another_window_has_recovered_meanwhile_is_told_and_no_longer_offered(
    shown: Callable[..., RecoveryDialog], tmp_path: Path, ask: Any, button: str
) -> None:
    session = lost_plan(tmp_path)
    lost_plan(tmp_path, "other.geojson")
    dialog = shown()
    titles = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(titles.index("plan.geojson"))
    assert len(titles) == 2
    (lost,) = [each for each in crashed_sessions() if each.path == session]
    taken_over(lost)
    first = {"copy": [tmp_path / "copy.geojson"], "discard": ["discard"]}
    ask.will_answer(*first.get(button, []), None)
    getattr(dialog, button).click()
    told = "“plan.geojson” is no longer here. Another window has recovered"
    assert ask.asked[-1].startswith(told)
    assert dialog.isVisible()
    assert dialog.list.count() == 1
    assert dialog.current is not None
    assert dialog.current.title == "other.geojson"


def test_everything_is_reached_with_the_tab_key(
    shown: Callable[..., RecoveryDialog], tmp_path: Path
) -> None:
    lost_plan(tmp_path)
    dialog = shown()
    reached = set()
    for _ in range(12):
        reached.add(dialog.focusWidget())
        press(dialog, Qt.Key.Key_Tab)
    wanted = {dialog.list, dialog.details.steps, dialog.recover, dialog.compare, dialog.copy,
              dialog.discard, dialog.later}  # fmt: skip
    assert wanted <= reached


def test_the_comparison_lists_what_recovering_would_change(
    shown: Callable[..., RecoveryDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    lost_plan(tmp_path)
    dialog = shown()
    seen: list[tuple[str, list[str]]] = []

    def look() -> None:
        over = QApplication.activeModalWidget()
        if isinstance(over, WorkComparison):
            seen.append((texts(over), [row.what for row in over.list.rows()]))
            QTest.keyClick(over, Qt.Key.Key_Escape)
        elif not seen:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    alt(dialog, Qt.Key.Key_F, qtbot, lambda: bool(seen))
    assert "plan.geojson as it is on the disk now" in seen[0][0]
    assert seen[0][1] == ["added"]
    assert dialog.isVisible()


def test_names_of_files_are_plain_text(
    shown: Callable[..., RecoveryDialog], tmp_path: Path
) -> None:
    loaded = document(unit("u"))
    session = crash(loaded, (MARKUP, [unit("v")]), path=tmp_path / "<b>no.geojson")
    assert session.exists()
    dialog = shown()
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


# -- the picture -----------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data())


@pytest.mark.usefixtures("qapp")
def test_only_small_whole_pictures_are_decoded(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    assert work_image(None).isNull()
    assert work_image(path).isNull()
    path.write_bytes(png(480, 300))
    assert work_image(path).width() == 480
    for content in (
        b"",
        b"GIF89a",
        png(480, 300)[:-40],
        png(4000, 10),
        b"\x89PNG" + bytes(5_000_000),
    ):
        path.write_bytes(content)
        assert work_image(path).isNull()


def test_a_picture_is_made_after_changes_when_nothing_moves(
    open_desk: Callable[..., DeskWindow], qtbot: QtBot
) -> None:
    desk = open_desk()
    desk.recovery.picture._pause_ms = 20
    desk.view.flush()
    workspace = desk.workspace
    with workspace.document.edit("Add") as change:
        change.put(unit("u", overlay=workspace.document.overlays()[0].id))
    desk.autosave.flush()
    folder = desk.autosave.folder
    assert folder is not None
    qtbot.waitUntil(lambda: (folder / "picture.png").exists(), timeout=30_000)
    image = work_image(folder / "picture.png")
    assert 0 < image.width() <= 480
    assert 0 < image.height() <= 300
