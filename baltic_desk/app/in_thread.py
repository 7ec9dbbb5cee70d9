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


def in_thread(
    work: Callable[[], _T], *, unheard: Callable[[_T], object] | None = None
) -> Steps[_T]:
    """What comes of the work, or its exception, when it has ended.

    Work that is not waited for any longer goes on to its end, and nobody hears of it.

    Parameters
    ----------
    unheard
        Called in a thread with what came of work that was not waited for, to clean it up.
    """
    ended = yield from _until_ended(work, None, unheard)
    assert ended is not None
    return ended.result()


def in_thread_for(work: Callable[[], _T], patience_s: float) -> Steps[_T | None]:
    """The same, waited for so long at most; then None comes of it."""
    ended = yield from _until_ended(work, monotonic() + patience_s, None)
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


def _until_ended(
    work: Callable[[], _T], deadline: float | None, unheard: Callable[[_T], object] | None
) -> Steps[Future[_T] | None]:
    future = begun(work)
    heard = False
    try:
        while not future.done():
            if deadline is not None and monotonic() > deadline:
                return None
            wait((future,), _STEP_S)
            yield
        heard = True
        return future
    finally:
        if not heard and unheard is not None:
            _when_done(future, unheard)


def _when_done(future: Future[_T], clean: Callable[[_T], object]) -> None:
    def ended(done: Future[_T]) -> None:
        # In a thread even if it was done by now: then this is who did not wait.
        if done.exception() is None:
            begun(lambda: clean(done.result()))

    future.add_done_callback(ended)
