"""Work that takes seconds, done in a thread: for each name only the latest order counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal

from baltic_desk.coverage.viewshed import ViewshedCancelledError

Work: TypeAlias = Callable[[Callable[[float], None], Callable[[], bool]], object]
"""Something to do. It is given whom to tell the share done, 0 to 1, and whom to ask whether it is
still wanted; if it is not it may raise ViewshedCancelledError.
"""


class Background(QObject):
    """Does one thing after the other; belongs to the window's thread.

    A ValueError of the work is told as a sentence for the person, by `failed`; any other error is
    the program's own and is raised in the window's thread.
    """

    done = Signal(str, object)
    failed = Signal(str, str)
    progressed = Signal(str, float)
    _ended = Signal(str, object, object)
    _went_on = Signal(str, object, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="study")
        self._orders: dict[str, object] = {}
        self._closed = False
        # Never from within `order`, even where the thread is faster than its end.
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._went_on.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether anything is being worked out."""
        return bool(self._orders)

    def order(self, name: str, work: Work) -> None:
        """Do this; what was ordered by the same name before is given up."""
        if self._closed:
            return
        order = object()
        self._orders[name] = order
        future = self._worker.submit(self._run, name, order, work)
        future.add_done_callback(partial(self._end, name, order))

    def cancel(self, name: str) -> None:
        """Give up what was ordered by a name."""
        self._orders.pop(name, None)

    def close(self) -> None:
        """Give everything up and end the thread."""
        self._closed = True
        self._orders.clear()
        self._worker.shutdown(wait=True, cancel_futures=True)

    # -- in the thread -----------------------------------------------------------------------

    def _run(self, name: str, order: object, work: Work) -> object:
        if not self._wanted(name, order):
            raise ViewshedCancelledError
        return work(
            lambda share: self._went_on.emit(name, order, share),
            lambda: not self._wanted(name, order),
        )

    def _end(self, name: str, order: object, future: Future[object]) -> None:
        if not self._closed:
            self._ended.emit(name, order, future)

    def _wanted(self, name: str, order: object) -> bool:
        return self._orders.get(name) is order

    # -- in the window's thread ----------------------------------------------------------------

    def _take(self, name: str, order: object, future: Future[object]) -> None:
        if not self._wanted(name, order) or future.cancelled():
            return
        del self._orders[name]
        try:
            found = future.result()
        except ViewshedCancelledError:
            return
        except ValueError as error:
            self.failed.emit(name, str(error))
        else:
            self.done.emit(name, found)

    def _tell(self, name: str, order: object, share: float) -> None:
        if self._wanted(name, order):
            self.progressed.emit(name, share)
