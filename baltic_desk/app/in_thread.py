"""Work that cannot be cut into steps, in a thread, so that it can be waited for all the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import TypeVar

from baltic_desk.document.in_steps import Steps

_T = TypeVar("_T")
_STEP_S = 0.01


def in_thread(
    work: Callable[[], _T], *, unheard: Callable[[_T], object] | None = None
) -> Steps[_T]:
    """What comes of the work, or its exception, when it has ended.

    Work that is not waited for any longer goes on to its end, and nobody hears of it.

    Parameters
    ----------
    unheard
        Called in the thread with what came of work that was not waited for, to clean it up.
    """
    ended = yield from _until_ended(work, None, unheard)
    assert ended is not None
    return ended.result()


def in_thread_for(work: Callable[[], _T], patience_s: float) -> Steps[_T | None]:
    """The same, waited for so long at most; then None comes of it."""
    ended = yield from _until_ended(work, monotonic() + patience_s, None)
    return None if ended is None else ended.result()


def _until_ended(
    work: Callable[[], _T], deadline: float | None, unheard: Callable[[_T], object] | None
) -> Steps[Future[_T] | None]:
    future: Future[_T] = Future()
    ended, lock = threading.Event(), threading.Lock()
    left = False

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            future.set_exception(error)
            ended.set()
            return
        with lock:
            if not left:
                future.set_result(result)
                ended.set()
                return
        if unheard is not None:
            unheard(result)

    _daemon(run)
    heard = False
    try:
        while not ended.wait(_STEP_S):
            if deadline is not None and monotonic() > deadline:
                return None
            yield
        heard = True
        return future
    finally:
        with lock:
            left = True
        if not heard and unheard is not None and future.done() and future.exception() is None:
            result = future.result()  # it came in the very moment in which it was left
            _daemon(lambda: unheard(result))


def _daemon(work: Callable[[], object]) -> None:
    # Not of a pool: at the end of the program nobody waits for a disk that does not answer.
    threading.Thread(target=work, name="waited for", daemon=True).start()
