"""The N-th call of the operating system fails, or the process is dead from there on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.faults import calls_through


class Died(BaseException):
    """The process is dead: nothing that it does from now on reaches the disk."""


class BrokenDisk:
    """While it is entered, the calls about a folder are counted, and the N-th goes wrong.

    Parameters
    ----------
    folder
        Where calls count: those with a path in it, or with a descriptor opened there.
    at
        Which call; 0 for none, so that they are only counted.
    error
        Its errno; None to die there, half way through what was to be written.
    lasting
        Whether all calls after it fail, too, as on a share that has gone.
    """

    def __init__(
        self, folder: Path, at: int = 0, error: int | None = None, *, lasting: bool = False
    ) -> None:
        self.calls = 0
        self.failed: str | None = None
        self._folder = os.fspath(folder)
        self._at = at
        self._lasting = lasting
        self._error = error
        self._dead = False
        self._patched = calls_through(self._counted)
        self._open: set[int] = set()

    def __enter__(self) -> BrokenDisk:
        self._patched.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._patched.__exit__(kind, error, trace)
        for descriptor in self._open:  # the system would close them
            os.close(descriptor)

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **options: Any) -> Any:
            if not self._concerns(given):
                return real(*given, **options)
            if self._dead:
                raise Died
            self.calls += 1
            if self.calls == self._at or (self._lasting and 0 < self._at < self.calls):
                self.failed = name
                self._fail(name, real, given)
            answer = real(*given, **options)
            if real is _OPEN:
                self._open.add(answer)
            elif name == "close":
                self._open.discard(given[0])
            return answer

        return counted

    def _concerns(self, given: tuple[Any, ...]) -> bool:
        for each in given[:2]:
            if isinstance(each, str | os.PathLike) and os.fspath(each).startswith(self._folder):
                return True
        return bool(given) and isinstance(given[0], int) and given[0] in self._open

    def _fail(self, name: str, real: Callable[..., Any], given: tuple[Any, ...]) -> None:
        if self._error is None:
            self._dead = True
            if name == "write":
                real(given[0], bytes(given[1])[: len(given[1]) // 2])
            raise Died
        if name == "close":  # a descriptor is gone even when close fails
            self._open.discard(given[0])
            real(*given)
        raise OSError(self._error, os.strerror(self._error))


_OPEN = os.open
