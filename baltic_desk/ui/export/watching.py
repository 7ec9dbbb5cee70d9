"""Long work in the window: after half a second a dialog shows how far it is and can end it."""

from __future__ import annotations

from contextlib import closing
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog

from baltic_desk.ui.export.drawing import Steps

_SHOW_AFTER_S = 0.5
_SLICE_S = 0.03


def watched(steps: Steps, title: str, doing: str) -> bool:
    """Run the steps to their end; False when the person ended them before."""
    dialog = QProgressDialog(doing, "Cancel", 0, 0, QApplication.activeWindow())
    dialog.setWindowTitle(title)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(2**31 - 1)  # it shows when the clock below says so
    dialog.setMinimumWidth(360)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    begun = looked = monotonic()
    try:
        # Left early, they clean up now, and not when the collector comes by.
        with closing(steps):  # pyright: ignore[reportArgumentType] - generators, all of them
            for step in steps:
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
                    return False
    finally:
        dialog.reset()
        dialog.hide()
        dialog.deleteLater()
    return True
