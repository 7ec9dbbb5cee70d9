"""A program of its own that does what it is told with lost work, and ends as it is told.

    python -m tests.gui.lost_hands DEED...

Deeds, in order: `draw` marks on the map; `wait` until they are in the journal; `tell` what the
recovery dialog shows, a line of JSON; `recover` what is chosen there, or the first; `later`;
`die` as by a fault of the program; `live` until it is killed. Each is said when it is done.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from baltic_desk.app.settings import Settings
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.application import make_application
from baltic_desk.ui.assembly import DeskWindow
from baltic_desk.ui.dialogs import WindowAsk
from baltic_desk.ui.endings import Endings
from baltic_desk.ui.recovery.dialog import RecoveryDialog
from tests.gui.desk_hands import WindowHands

MARKS = 12


class Deeds:
    """Does one deed after the other, from within the event loop, dialogs or no."""

    def __init__(self, desk: DeskWindow, deeds: list[str]) -> None:
        self._desk = desk
        self._deeds = iter(deeds)
        self._now: Iterator[None] | None = None
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(20)

    def _go_on(self) -> None:
        if self._now is None:
            deed = next(self._deeds, "")
            if not deed:
                self._timer.stop()
                return
            self._now = getattr(self, f"_{deed}")()
        work = self._now
        self._now = iter(())  # a deed that opens a dialog is in the middle of itself meanwhile
        try:
            next(work)
        except StopIteration:
            self._now = None
        else:
            self._now = work

    def _draw(self) -> Iterator[None]:
        # On a busy machine what is looked for at the start is waited for behind a dialog.
        while not self._desk.view.complete() or QApplication.activeModalWidget() is not None:
            yield
        hands = WindowHands(self._desk)
        while not hands.features():
            hands.key("m")
            hands.click((18.0, 57.0), keys=Qt.KeyboardModifier.ShiftModifier)
            yield
        for step in range(1, MARKS):
            hands.click((18.0 + step / 2, 57.0), keys=Qt.KeyboardModifier.ShiftModifier)
        say(f"drawn {len(hands.features())}")

    def _wait(self) -> Iterator[None]:
        self._desk.autosave.flush()
        say("kept")
        yield

    def _tell(self) -> Iterator[None]:
        while (dialog := shown_dialog()) is None:
            yield
        (default,) = [b for b in dialog.findChildren(QPushButton) if b.isDefault()]
        rows = [dialog.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
                for row in range(dialog.list.count())]  # fmt: skip
        chosen = dialog.current
        told = {
            "rows": rows,
            "chosen": None if chosen is None else chosen.title,
            "default": default.text().replace("&", ""),
            "features": len(list(self._desk.workspace.document.features())),
        }
        say(json.dumps(told))

    def _recover(self) -> Iterator[None]:
        while (dialog := shown_dialog()) is None:
            yield
        if dialog.current is None:
            QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        dialog.recover.click()
        features = len(list(self._desk.workspace.document.features()))
        say(f"recovered {features}")

    def _later(self) -> Iterator[None]:
        while (dialog := shown_dialog()) is None:
            yield
        dialog.reject()
        say("later")

    def _live(self) -> Iterator[None]:
        say("living")
        yield

    def _die(self) -> Iterator[None]:
        say("dying")
        os._exit(9)
        yield


def shown_dialog() -> RecoveryDialog | None:
    """The recovery dialog, if it is there."""
    dialog = QApplication.activeModalWidget()
    return dialog if isinstance(dialog, RecoveryDialog) else None


def say(words: str) -> None:
    """Tell the test."""
    print(words, flush=True)


def main(deeds: list[str], path: Path | None = None) -> int:
    """Open a window and do all that."""
    application = make_application()
    desk = DeskWindow(WindowAsk(), Settings(), open_basemap())
    Endings(application, desk.recovery.session_ends, desk.end)
    desk.show(path)
    desk.window.resize(1000, 700)
    doing = Deeds(desk, deeds)
    assert doing is not None
    return application.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
