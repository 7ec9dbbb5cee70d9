"""A share that hangs: calls about a folder do not answer until it is let go again."""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.faults import calls_through

_LONGEST_S = 60.0
"""After so long it answers by itself, so that what waits for it fails and does not stand."""


class HangingShare:
    """While it is entered and hangs, calls about a folder wait, in whichever thread they are made.

    Those of the main thread would hold up the window: they are not made to wait, but noted.

    Parameters
    ----------
    folder
        Calls with a path in it, or with a descriptor opened there, are about it.
    at
        Which call is the first that hangs, from 1; 0 for none until `hang` is called.

    Attributes
    ----------
    made
        Names of the calls about the folder so far, in order.
    waiting
        Names of those that have hung.
    faults
        Where the main thread called while the share was hanging: the last lines of each stack.
    """

    def __init__(self, folder: Path, at: int = 0) -> None:
        self.made: list[str] = []
        self.waiting: list[str] = []
        self.faults: list[str] = []
        self.overdue = False
        self._folder = os.fspath(folder)
        self._at = at
        self._hangs = False
        self._names: frozenset[str] = frozenset()
        self._let_go = threading.Event()
        self._lock = threading.Lock()
        self._main = threading.main_thread()
        self._patched = calls_through(self._hanging)
        self._open: dict[int, tuple[int, int]] = {}
        """Descriptors opened in the folder, with what they are of: others may have their number."""

    def __enter__(self) -> HangingShare:
        self._patched.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.answer()
        self._patched.__exit__(kind, error, trace)

    def hang(self) -> None:
        """Answer nothing from now on."""
        self._hangs = True

    def hang_in(self, *names: str) -> None:
        """Answer nothing from the next call of such a name on, but for the backup `name~`."""
        self._names = frozenset(names)

    def answer(self) -> None:
        """Answer again, also what has been waiting."""
        self._at, self._hangs, self._names = 0, False, frozenset()
        self._let_go.set()
        self._let_go = threading.Event()

    def heard(self, name: str, paths: Sequence[str]) -> None:
        """Note a call that is none of Python's: Qt's own, say."""
        if any(self._is_in(path) for path in paths):
            self._note(name, paths)

    # -- inside --------------------------------------------------------------------------------

    def _hanging(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def hanging(*given: Any, **options: Any) -> Any:
            if self._concerns(given):
                self._note(name, given[-1] if name in ("replace", "rename") else given[0])
            answer = real(*given, **options)
            if real is _OPEN and self._concerns(given):
                self._open[answer] = _file_of(answer)
            return answer

        return hanging

    def _note(self, name: str, what: object) -> None:
        with self._lock:
            self.made.append(name)
            named = name in self._names and not str(what).endswith("~")
            self._hangs = self._hangs or named or 0 < self._at <= len(self.made)
            if not self._hangs:
                return
            let_go = self._let_go
            if threading.current_thread() is self._main:
                lines = "".join(traceback.format_stack(limit=9)[:-2])
                self.faults.append(f"{name} {what}\n{lines}")
                return
            self.waiting.append(name)
        if not let_go.wait(_LONGEST_S):
            self.overdue = True

    def _concerns(self, given: tuple[Any, ...]) -> bool:
        for each in given[:2]:
            if isinstance(each, str | os.PathLike) and self._is_in(os.fspath(each)):
                return True
        known = self._open.get(given[0]) if given and isinstance(given[0], int) else None
        return known is not None and known == _file_of(given[0])

    def _is_in(self, path: object) -> bool:
        return path == self._folder or str(path).startswith(self._folder + os.sep)


_OPEN = os.open
_FSTAT = os.fstat


def _file_of(descriptor: int) -> tuple[int, int]:
    try:
        found = _FSTAT(descriptor)
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino
