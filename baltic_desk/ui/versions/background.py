"""One thing at a time done in a thread: the last that was asked for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 15


@dataclass(slots=True)
class _Task:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]
    result: list[Any] = field(default_factory=list)
    error: Exception | None = None

    def run(self) -> None:
        try:
            self.result.append(self.work())
        except Exception as error:  # noqa: BLE001 - told where it was asked for
            self.error = error


class Background(QObject):
    """Tells what came of the last thing asked for; what was asked for before is forgotten.

    The work must not touch anything of Qt, nor change anything that others see.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: tuple[threading.Thread, _Task] | None = None
        self._wanted: _Task | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether something was asked for and is not told yet."""
        return self._wanted is not None

    def do(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do this, in place of what was asked for before; `then` or `failed` tells of it."""
        self._wanted = _Task(work, then, failed)
        self._timer.start()
        self._look()

    def forget(self) -> None:
        """Tell nothing more of what was asked for."""
        self._wanted = None

    def _look(self) -> None:
        if self._running is not None and self._running[0].is_alive():
            return
        done, self._running = self._running, None
        task = self._wanted
        if task is None:
            self._timer.stop()
        elif done is not None and done[1] is task:
            self._wanted = None
            self._timer.stop()
            if task.error is not None:
                task.failed(task.error)
            else:
                task.then(task.result[0])
        else:
            thread = threading.Thread(target=task.run, name="versions dialog", daemon=True)
            self._running = thread, task
            thread.start()
