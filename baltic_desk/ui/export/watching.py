"""Long work in the window: after half a second a dialog shows how far it is and can end it."""

from __future__ import annotations

from collections.abc import Generator
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from baltic_desk.ui.dialogs import progress_dialog
from baltic_desk.ui.export.drawing import Progress, Steps

_SHOW_AFTER_S = 0.5
_SLICE_S = 0.03
_T = TypeVar("_T")


def watched(steps: Generator[Progress | None, None, _T], doing: str, title: str) -> _T | None:
    """What the steps come to; None when the person ended them before."""
    dialog = progress_dialog(doing, QApplication.activeWindow())
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(2**31 - 1)  # it shows when the clock below says so
    dialog.setMinimumWidth(360)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    begun = looked = monotonic()
    try:
        while True:
            try:
                step = next(steps)
            except StopIteration as end:
                return end.value
            now = monotonic()
            if now - begun > _SHOW_AFTER_S and not dialog.isVisible():
                dialog.show()
            if step is not None:
                dialog.setLabelText(step.doing[:80])
                dialog.setRange(0, step.of)
                dialog.setValue(step.done)
            if step is not None or now - looked > _SLICE_S:
                QApplication.processEvents()
                looked = monotonic()
            if dialog.wasCanceled():
                return None
    finally:
        # Left early, they clean up now, and not when the collector comes by.
        steps.close()
        dialog.reset()
        dialog.hide()
        dialog.deleteLater()


def done(steps: Steps) -> Generator[Progress | None, None, bool]:
    """Steps that come to True."""
    yield from steps
    return True
