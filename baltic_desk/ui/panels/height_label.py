"""The height of a place, from the coarse grid that ships with the program."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel

from baltic_desk.document.geometry import Position
from baltic_desk.geo.elevation import ACCURACY, Dem, TerrainFileError, open_dem
from baltic_desk.ui.plain_text import tooltip

_log = logging.getLogger(__name__)

OPEN_AFTER_MS = 1500
LONGEST = "≈ −8888 m, coarse 1′"
_LOOK_MS = 40


class HeightLabel(QLabel):
    """Empty until the grid is open, and outside of it.

    The grid is opened in the background when the label has been on show for a moment: it takes
    60 ms, a jolt if the map were being dragged just then. `ready` follows.
    """

    ready = Signal()

    def __init__(self, open_heights: Callable[[], Dem] = open_dem) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._open = open_heights
        self._heights: Dem | None = None
        self._opening: Future[Dem] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._take)
        self.setAccessibleName("Height")
        self.setToolTip(tooltip(f"Height above sea level; {ACCURACY}"))

    def show_place(self, place: Position | None) -> None:
        """Say the height there."""
        text = self._text(place)
        if text != self.text():
            self.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._opening is None and self._heights is None:
            QTimer.singleShot(OPEN_AFTER_MS, self, self._begin)

    def _text(self, place: Position | None) -> str:
        if self._heights is None or place is None:
            return ""
        height_m = float(self._heights.sample([place])[0])
        if not math.isfinite(height_m):
            return ""
        whole_m = round(height_m)
        return f"≈ {'−' if whole_m < 0 else ''}{abs(whole_m)} m, coarse 1′"

    def _begin(self) -> None:
        if self._opening is None:
            worker = ThreadPoolExecutor(1, thread_name_prefix="heights")
            self._opening = worker.submit(self._open)
            worker.shutdown(wait=False)
            self._look.start()

    def _take(self) -> None:
        if self._opening is None or not self._opening.done():
            return
        self._look.stop()
        try:
            self._heights = self._opening.result()
        except TerrainFileError as error:
            _log.warning("there are no heights: %s", error)
        else:
            self.ready.emit()
