"""Long work of a background thread in slices, between which the window gets the interpreter."""

from __future__ import annotations

import time
from collections.abc import Callable

SLICE_S = 0.002
LONGEST_SLICE_S = 0.016
YIELD_S = 0.0005
_AT_REST_S = 0.001


class StoppedError(Exception):
    """The work is not wanted any more."""


class Turns:
    """Counts the time of slices. Encoding holds the interpreter, however many threads there are.

    Slices grow while nobody else wants the interpreter, and are short again as soon as somebody
    does: a thread that comes in the middle of a long one has it after the 5 ms for which Python
    makes it wait in any case.

    Parameters
    ----------
    stopped
        Whether the work is to be given up; asked between slices.
    between
        What else there is to be done between slices.
    """

    def __init__(
        self,
        stopped: Callable[[], bool] = lambda: False,
        between: Callable[[], None] = lambda: None,
    ) -> None:
        self._stopped = stopped
        self._between = between
        self._slice_s = SLICE_S
        self._ends = time.monotonic() + SLICE_S

    def take(self) -> None:
        """Let others run if a slice is over. Raises StoppedError when the work is given up."""
        now = time.monotonic()
        if now <= self._ends:
            return
        if self._stopped():
            raise StoppedError
        time.sleep(YIELD_S)
        at_rest = time.monotonic() - now < _AT_REST_S
        self._slice_s = min(2 * self._slice_s, LONGEST_SLICE_S) if at_rest else SLICE_S
        self._between()
        self._ends = time.monotonic() + self._slice_s
