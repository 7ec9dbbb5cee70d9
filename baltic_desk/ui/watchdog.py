"""Notices when the window stands still, and logs what the program is at meanwhile."""

from __future__ import annotations

import logging
import threading
import time

from PySide6.QtCore import QObject, QTimer

from baltic_desk.ui.program_log import places_of_thread

STILL_S = 5.0
_BEAT_MS = 500

_log = logging.getLogger(__name__)


class Watchdog(QObject):
    """Watches the thread that it is made in, which is the window's.

    Parameters
    ----------
    still_s
        How long without a turn of the event loop is too long.
    """

    def __init__(self, parent: QObject | None = None, *, still_s: float = STILL_S) -> None:
        super().__init__(parent)
        self._still_s = still_s
        self._watched = threading.get_ident()
        self._last = time.monotonic()
        self._told = False
        self._ended = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(min(_BEAT_MS, int(still_s * 250)))
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        now = time.monotonic()
        if self._told:
            self._told = False
            _log.warning("the window goes on after %.1f s", now - self._last)
        self._last = now

    def _watch(self) -> None:
        while not self._ended.wait(self._still_s / 5):
            if not self._told and time.monotonic() - self._last > self._still_s:
                self._told = True
                places = "\n    ".join(places_of_thread(self._watched))
                _log.warning("the window stands still at\n    %s", places)
