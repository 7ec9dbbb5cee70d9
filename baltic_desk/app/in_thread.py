"""Work that cannot be cut into steps, in a thread, so that it can be waited for all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from time import monotonic
from typing import TypeVar

from baltic_desk.document.in_steps import Steps

_T = TypeVar("_T")
_STEP_S = 0.01


def in_thread(work: Callable[[], _T]) -> Steps[_T]:
    """What comes of the work, or its exception, when it has ended.

    Work that is not waited for any longer goes on to its end, and nobody hears of it.
    """
    ended = yield from _until_ended(work, None)
    assert ended is not None
    return ended.result()


def in_thread_for(work: Callable[[], _T], patience_s: float) -> Steps[_T | None]:
    """The same, waited for so long at most; then None comes of it."""
    ended = yield from _until_ended(work, monotonic() + patience_s)
    return None if ended is None else ended.result()


def begun(work: Callable[[], _T]) -> Future[_T]:
    """Work begun in a thread of its own; at the end of the program nobody waits for it."""
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            future.set_exception(error)

    # Not of a pool, whose threads are waited for: a disk may never answer.
    threading.Thread(target=run, name="waited for", daemon=True).start()
    return future


def _until_ended(work: Callable[[], _T], deadline: float | None) -> Steps[Future[_T] | None]:
    future = begun(work)
    while not future.done():
        if deadline is not None and monotonic() > deadline:
            return None
        wait((future,), _STEP_S)
        yield
    return future
