"""One thing at a time done in a thread: the last that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app.in_thread import begun

_T = TypeVar("_T")
_LOOK_MS = 15


class _Order(NamedTuple):
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]


class LastAsked(QObject):
    """Tells what came of the last thing asked for; what was asked for before is forgotten.

    The work must not touch anything of Qt, nor change anything that others see. Unlike that of a
    `Background` it is never waited for: it looks at folders that may not answer.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._running: tuple[_Order, Future[Any]] | None = None
        self._wanted: _Order | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether something was asked for and is not told yet."""
        return self._wanted is not None

    def do(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do this, in place of what was asked for before; `then` or `failed` tells of it."""
        self._wanted = _Order(work, then, failed)
        self._timer.start()
        self._look()

    def forget(self) -> None:
        """Tell nothing more of what was asked for."""
        self._wanted = None

    def _look(self) -> None:
        if self._running is not None and not self._running[1].done():
            return
        done, self._running = self._running, None
        order = self._wanted
        if order is None:
            self._timer.stop()
        elif done is not None and done[0] is order:
            self._wanted = None
            self._timer.stop()
            try:
                found = done[1].result()
            except Exception as error:  # noqa: BLE001 - told where it was asked for
                order.failed(error)
            else:
                order.then(found)
        else:
            self._running = order, begun(order.work)
