"""Python's garbage collector, kept to the window's thread.

The collector runs in whichever thread makes the objects that set it off. In a script thread it
would destroy Qt objects that others own: their timers stay behind and end the process when they
fire. So it is switched off, and a timer of the window's thread does its work.
"""

from __future__ import annotations

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from baltic_desk.ui.memory import give_back_memory

_LOOK_MS = 250
_YOUNG = 2_000  # objects made and not freed since the last look
_LOOKS_TO_MIDDLE = 20
_LOOKS_TO_OLD = 240  # a minute
_SHARE = 0.002  # of the time, at most, for looking through all objects


class WindowGarbage(QObject):
    """Collects what only rings of references keep, now and then, in the thread that made this.

    Young objects are looked through in under a millisecond. All of them are once in a minute at
    most, and so seldom that it takes no more than a five hundredth of the time.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._looks = 0
        self._next_old = _LOOKS_TO_OLD
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)

    def look(self) -> None:
        """Collect what is due."""
        self._looks += 1
        if self._looks >= self._next_old:
            began = perf_counter()
            gc.collect(2)
            give_back_memory()
            took_s = perf_counter() - began
            wait_s = max(took_s / _SHARE, _LOOKS_TO_OLD * _LOOK_MS / 1000)
            self._next_old = self._looks + round(wait_s * 1000 / _LOOK_MS)
        elif self._looks % _LOOKS_TO_MIDDLE == 0:
            gc.collect(1)
        elif gc.get_count()[0] > _YOUNG:
            gc.collect(0)
