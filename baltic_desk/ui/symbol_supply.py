"""Symbols drawn by the script thread while the window goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from baltic_desk.symbology.engine import ScriptError
from baltic_desk.symbology.script_worker import Results, ScriptWorker
from baltic_desk.symbology.symbols import Asked, Symbol, asked, drawn

BATCH = 24
"""Symbols to a call: 10 ms of script. Each return has to win the interpreter lock back, and a new
wish waits for the call that is under way."""
_ROUND = 1_000_000


class SymbolSupply(QObject):
    """Has symbols drawn in batches, those of the latest round first, and hands them over.

    Belongs to the window's thread; only the callbacks of batches run in the script thread.
    """

    arrived = Signal()
    """Symbols can be taken."""
    failed = Signal(str)
    """No symbols will come, and why."""

    def __init__(self, worker: ScriptWorker) -> None:
        super().__init__()
        self._worker = worker
        self._wanted: dict[Hashable, Asked] = {}
        self._next: list[Hashable] = []
        self._under_way: dict[Future[Results], Sequence[Hashable]] = {}
        self._ready: deque[tuple[Hashable, Asked, Symbol]] = deque()
        self._urgency = 0
        self._closed = False
        self._beside: list[SymbolSupply] = []
        self._beside_whom: SymbolSupply | None = None
        self.broken = False
        """Whether no symbols will come."""
        self._send = QTimer(self)
        self._send.setSingleShot(True)
        self._send.timeout.connect(self.send)

    def start(self) -> None:
        """Load the scripts before anything is asked for."""
        if not self._closed:
            self._worker.start()

    def ask(self, key: Hashable, what: Asked) -> None:
        """Have a symbol drawn; asking again while it is under way changes nothing."""
        if key in self._wanted or self._closed:
            return
        self._wanted[key] = what
        self._next.append(key)
        if len(self._next) >= BATCH:
            self.send()
        elif not self._send.isActive():
            self._send.start(0)

    def send(self) -> None:
        """Have what was asked for drawn now, however little it is."""
        keys, self._next = self._next, []
        whats = [self._wanted[key] for key in keys]
        if not keys or self._closed:
            return
        self._urgency -= 1  # within a round those asked for first come first
        future = self._worker.submit(
            "drawSymbol", [what.argument for what in whats], urgency=self._urgency
        )
        self._under_way[future] = keys
        future.add_done_callback(partial(self._done, keys, whats))

    def take(self) -> tuple[Hashable, Asked, Symbol] | None:
        """A symbol that has been drawn, with the key that it was asked for by."""
        if not self._ready:
            return None
        key, what, symbol = self._ready.popleft()
        self._wanted.pop(key, None)
        return key, what, symbol

    def forget_waiting(self) -> frozenset[Hashable]:
        """What has not begun is no longer wanted: what that was."""
        forgotten: list[Hashable] = list(self._next)
        self._next.clear()
        for future, keys in list(self._under_way.items()):
            if future.cancel():
                self._under_way.pop(future, None)
                forgotten += keys
        for key in forgotten:
            self._wanted.pop(key, None)
        self._urgency += _ROUND
        return frozenset(forgotten)

    def beside(self) -> SymbolSupply:
        """Another supply that draws in the same thread and ends with this one."""
        other = SymbolSupply(self._worker)
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

    def _done(
        self, keys: Sequence[Hashable], whats: Sequence[Asked], future: Future[Results]
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
        for key, what, answer in zip(keys, whats, future.result(), strict=True):
            if isinstance(answer, ScriptError):
                if what.valid and not self._closed:
                    self._ask_for_question_mark(key, what)
                continue
            self._ready.append((key, what, drawn(what, answer)))
        if not self._closed:
            self.arrived.emit()

    def _ask_for_question_mark(self, key: Hashable, what: Asked) -> None:
        """The script stumbled over a symbol: drawn as one that means nothing."""
        plain = asked("", what.size, {})
        try:
            future = self._worker.submit("drawSymbol", [plain.argument], urgency=self._urgency)
        except ScriptError:  # the window is closing
            return
        future.add_done_callback(partial(self._done, (key,), (plain,)))
