"""Control measures drawn by a script thread: in the background for the screen, or waited for."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from concurrent.futures import Future
from functools import partial

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.measure_drawing import (
    FUNCTION,
    Drawing,
    MeasureError,
    MeasureRequest,
    argument_of,
    drawing_of,
    own_drawing,
)
from baltic_desk.symbology.measure_scripts import scripts
from baltic_desk.symbology.script_worker import Results, ScriptWorker
from baltic_desk.ui.script_engine import script_engine

BATCH = 8
"""Measures to a call, 20 ms of script: what a new wish has to wait for."""
_ROUND = 1_000_000
_AT_ONCE = 1_000_000_000

Drawn = Drawing | MeasureError
"""What a measure looks like, or why it cannot be drawn."""


class MeasureSupply(QObject):
    """Has control measures drawn. The 7 MB of script are loaded when the first is asked for.

    Belongs to the window's thread; only the callbacks of batches run in the script thread.
    """

    arrived = Signal()
    """Drawings can be taken."""
    failed = Signal(str)
    """No drawings will come, and why."""

    def __init__(self, worker: ScriptWorker | None = None) -> None:
        super().__init__()
        self._worker = worker or ScriptWorker(script_engine, scripts)
        self._wanted: dict[Hashable, MeasureRequest] = {}
        self._next: list[Hashable] = []
        self._under_way: dict[Future[Results], Sequence[Hashable]] = {}
        self._ready: deque[tuple[Hashable, Drawn]] = deque()
        self._urgency = 0
        self._closed = False
        self._beside: list[MeasureSupply] = []
        self._beside_whom: MeasureSupply | None = None
        self.broken = False
        """Whether no drawings will come."""
        self.warm = False
        """Whether the scripts are loaded, so that one drawing takes milliseconds."""
        self._send = QTimer(self)
        self._send.setSingleShot(True)
        self._send.timeout.connect(self._submit)

    def ask(self, key: Hashable, request: MeasureRequest) -> None:
        """Have a measure drawn; asking again while it is under way changes nothing."""
        if key in self._wanted or self._closed:
            return
        self._wanted[key] = request
        self._next.append(key)
        if len(self._next) >= BATCH:
            self._submit()
        elif not self._send.isActive():
            self._send.start(0)

    def take(self) -> tuple[Hashable, Drawn] | None:
        """A measure that has been drawn, by the key that it was asked for with."""
        if not self._ready:
            return None
        key, drawn = self._ready.popleft()
        self._wanted.pop(key, None)
        return key, drawn

    def draw(self, request: MeasureRequest) -> Drawn:
        """A measure drawn now: some milliseconds once the scripts are loaded, half a second before.

        Raises
        ------
        ScriptError
            When there is no script engine, or it has been closed.
        """
        try:
            own = own_drawing(request)
            if own is not None:
                return own
            argument = argument_of(request)
        except MeasureError as error:
            return error
        answer = self._worker.submit(FUNCTION, [argument], urgency=_AT_ONCE).result()
        self.warm = True
        return _read(request, answer[0])

    def forget_waiting(self) -> None:
        """What has not begun is no longer wanted."""
        forgotten: list[Hashable] = list(self._next)
        self._next.clear()
        for future, keys in list(self._under_way.items()):
            if future.cancel():
                self._under_way.pop(future, None)
                forgotten += keys
        for key in forgotten:
            self._wanted.pop(key, None)
        self._urgency += _ROUND

    def beside(self) -> MeasureSupply:
        """Another supply that draws in the same thread and ends with this one."""
        other = MeasureSupply(self._worker)
        other._beside_whom = self
        self._beside.append(other)
        return other

    def retire(self) -> None:
        """End this supply, but not the thread, which draws for others."""
        self.forget_waiting()
        self._closed = True
        self._send.stop()
        if self._beside_whom is not None:
            self._beside_whom._beside.remove(self)
            self._beside_whom = None

    def close(self) -> None:
        """End the script thread."""
        for supply in (self, *self._beside):
            supply._closed = True
            supply._send.stop()
        self._worker.close()

    def _submit(self) -> None:
        keys, self._next = self._next, []
        if not keys or self._closed:
            return
        requests: list[MeasureRequest] = []
        arguments: list[str] = []
        asked: list[Hashable] = []
        for key in keys:
            request = self._wanted[key]
            try:
                own = own_drawing(request)
                argument = "" if own is not None else argument_of(request)
            except MeasureError as error:
                self._ready.append((key, error))
                continue
            if own is not None:
                self._ready.append((key, own))
                continue
            asked.append(key)
            requests.append(request)
            arguments.append(argument)
        if len(asked) < len(keys):
            self.arrived.emit()
        if not asked:
            return
        self._urgency -= 1  # within a round those asked for first come first
        future = self._worker.submit(FUNCTION, arguments, urgency=self._urgency)
        self._under_way[future] = asked
        future.add_done_callback(partial(self._done, asked, requests))

    def _done(
        self,
        keys: Sequence[Hashable],
        requests: Sequence[MeasureRequest],
        future: Future[Results],
    ) -> None:
        """In the script thread."""
        if future.cancelled():
            return
        self._under_way.pop(future, None)
        error = future.exception()
        if error is not None:
            self.broken = True
            if not self._closed:
                self.failed.emit(str(error))
            return
        self.warm = True
        for key, request, answer in zip(keys, requests, future.result(), strict=True):
            self._ready.append((key, _read(request, answer)))
        if not self._closed:
            self.arrived.emit()


def _read(request: MeasureRequest, answer: str | ScriptError) -> Drawn:
    try:
        return drawing_of(request, answer)
    except MeasureError as error:
        return error
    except msgspec.DecodeError as error:
        return MeasureError(f"{request.sidc} cannot be drawn: {error}")
