"""An error of C code in an override of Qt's is one that the program lives through."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from baltic_desk.ui.shield import Shield, shielded, without_shield

_PROGRAM = """
import sys
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
import shiboken6
from baltic_desk.app.protocols import Ask
from baltic_desk.ui.failure import FailureReport
from baltic_desk.ui.shield import shielded

def bad():
    if sys.argv[1] == "int":
        int("x")
    gone = QLineEdit()
    shiboken6.delete(gone)
    gone.setFocus()

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.KeyPress:
            bad()
        return False

class Field(QLineEdit):
    def keyPressEvent(self, event):
        bad()

class Asks:
    def choose(self, question, detail, choices):
        print(question, flush=True)

def run():
    application = QApplication([])
    FailureReport(Asks()).install()
    field, watch = (Field() if sys.argv[2] == "override" else QLineEdit()), Watch()
    if sys.argv[2] == "filter":
        field.installEventFilter(watch)
    field.show()
    no = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, no, "a")
    QTimer.singleShot(0, lambda: application.sendEvent(field, event))
    QTimer.singleShot(50, application.quit)
    application.exec()
    print("alive", flush=True)

shielded(run)
"""


@pytest.mark.parametrize("where", ["override", "filter"])
@pytest.mark.parametrize("error", ["int", "gone"])
def test_it_comes_to_the_handler_and_the_program_goes_on(error: str, where: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, error, where],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["Something went wrong in the program.", "alive"]


def test_the_shield_is_not_told_of() -> None:
    def fail() -> None:
        try:
            raise KeyError("first")
        except KeyError:
            raise ValueError("second")  # noqa: B904 - as it happens

    with pytest.raises(ValueError, match="second") as raised:
        shielded(fail)
    error = raised.value
    assert isinstance(error.__context__, KeyError)
    assert isinstance(error.__context__.__context__, Shield)
    assert without_shield(error) is error
    assert error.__context__.__context__ is None
