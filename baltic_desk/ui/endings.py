"""Ends of the program that nobody asks it about: signals, and the end of the person's session."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from time import monotonic
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication

_NAMES = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")
_AT_ONCE_S = 2.0
"""Signals that come so soon after the first are the same end: services and terminals send two."""


class Endings(QObject):
    """Has the work kept, and the program ended, when the system says so.

    Parameters
    ----------
    keep
        Keeps the work; it must not ask anything. The session may go on after it all the same.
    end
        Ends the program, with that exit code.
    """

    def __init__(
        self, application: QGuiApplication, keep: Callable[[], None], end: Callable[[int], None]
    ) -> None:
        super().__init__(application)
        self._keep = keep
        self._end = end
        self._told: int | None = None
        self._told_at = 0.0
        self._kept = False
        self._wake: QSocketNotifier | None = None
        self._pipe: tuple[int, int] | None = None
        application.commitDataRequest.connect(self._commit)
        application.aboutToQuit.connect(self.close)
        self._before = {
            number: signal.signal(number, self._signalled)
            for name in _NAMES
            if (number := getattr(signal, name, None)) is not None
        }
        if os.name != "nt":
            self._wake_by_signals()

    def close(self) -> None:
        """Leave signals to whom they were left before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}
        if self._pipe is not None:
            signal.set_wakeup_fd(-1)
            if self._wake is not None:
                self._wake.setEnabled(False)
            for descriptor in self._pipe:
                os.close(descriptor)
            self._pipe = None

    def _wake_by_signals(self) -> None:
        """Python handles signals between its own instructions, and Qt waits outside of them."""
        reader, writer = self._pipe = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self._wake = QSocketNotifier(reader, QSocketNotifier.Type.Read, self)
        self._wake.activated.connect(self._woken)

    def _woken(self) -> None:
        if self._pipe is not None:
            with contextlib.suppress(BlockingIOError):
                os.read(self._pipe[0], 64)

    def _signalled(self, number: int, _frame: FrameType | None) -> None:
        if self._told is not None:
            if self._kept or monotonic() - self._told_at > _AT_ONCE_S:
                os._exit(128 + number)  # told again: what can be kept has been
            return
        self._told, self._told_at = number, monotonic()
        # Not here, in the middle of whatever was going on.
        QTimer.singleShot(0, self._end_now)

    def _end_now(self) -> None:
        self._keep()
        self._kept = True
        self._end(128 + (self._told or 0))

    def _commit(self) -> None:
        self._keep()
