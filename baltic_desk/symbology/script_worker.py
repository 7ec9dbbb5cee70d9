"""A thread of its own for scripts, so that nobody waits for a symbol who does not have to."""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

import msgspec

from baltic_desk.symbology.engine import ScriptEngine, ScriptError

Scripts = Callable[[], Iterable[tuple[str, str]]]

# QuickJS guards a stack of 1 MB, which is all that a thread has on some systems.
_STACK_BYTES = 16 * 1024 * 1024

# Qt's engine does not know `globalThis`.
_CALL_EACH = """
var everything = this;
function callEach(argument) {
  var request = JSON.parse(argument);
  var called = everything[request.function];
  if (typeof called !== "function") throw new Error("no script has a function " + request.function);
  return JSON.stringify(request.arguments.map(function (one) {
    try { return { text: called(one) }; } catch (error) { return { error: String(error) }; }
  }));
}
"""


class _Outcome(msgspec.Struct, frozen=True, gc=False):
    text: str | None = None
    error: str | None = None


Results = list[str | ScriptError]
"""One for each argument: what the function gave, or why it gave nothing."""


class ScriptWorker:
    """Calls functions of scripts in a thread with an engine of its own.

    Parameters
    ----------
    make_engine
        Makes the engine; called in the thread.
    scripts
        Gives names and sources of the scripts, in order; called in the thread.

    Notes
    -----
    One submission is one call of the engine: each return has to win the interpreter lock back
    (5 ms while the main thread is busy), so many arguments go together. What is urgent comes first,
    then what was submitted last. A future can be cancelled until it runs. Callbacks of futures run
    in the worker's thread.
    """

    def __init__(self, make_engine: Callable[[], ScriptEngine], scripts: Scripts) -> None:
        self._queue = _Queue()
        self._make_engine = make_engine
        self._scripts = scripts
        self._thread: threading.Thread | None = None
        self._numbers = itertools.count()
        self._end: weakref.finalize[[_Queue, threading.Thread], ScriptWorker] | None = None

    def start(self) -> None:
        """Start the thread and load the scripts before anything asks for them."""
        if self._thread is not None or self._queue.closed:
            return
        arguments = (self._queue, self._make_engine, self._scripts)
        before = threading.stack_size(_STACK_BYTES)
        try:
            self._thread = threading.Thread(
                target=_work, args=arguments, name="scripts", daemon=True
            )
            self._thread.start()
        finally:
            threading.stack_size(before)
        # A thread that comes back from a script when the interpreter is gone would end the process.
        self._end = weakref.finalize(self, _finish, self._queue, self._thread)

    def submit(
        self, function: str, arguments: Sequence[str], *, urgency: int = 0
    ) -> Future[Results]:
        """Results of a function for each of the arguments, in their order.

        Parameters
        ----------
        urgency
            Higher comes first; among equals the latest.

        Raises
        ------
        ScriptError
            After `close`. The future raises it when the scripts do not load or the call takes
            too long.
        """
        self.start()
        future: Future[Results] = Future()
        self._queue.put((urgency, next(self._numbers)), (future, function, tuple(arguments)))
        return future

    def close(self) -> None:
        """End the thread after the call that it is in; what waits is cancelled."""
        self._queue.close()
        if self._end is not None:
            self._end()


_Job = tuple[Future[Results], str, tuple[str, ...]]


class _Queue:
    """Jobs by rank, highest first."""

    def __init__(self) -> None:
        self.closed = False
        self._jobs: dict[tuple[int, int], _Job] = {}
        self._changed = threading.Condition()

    def put(self, rank: tuple[int, int], job: _Job) -> None:
        with self._changed:
            if self.closed:
                raise ScriptError("the script worker is closed")
            self._jobs[rank] = job
            self._changed.notify()

    def take(self) -> _Job | None:
        """The next job, waited for; None when there will be no more."""
        with self._changed:
            while not self._jobs and not self.closed:
                self._changed.wait()
            if self.closed:
                return None
            return self._jobs.pop(max(self._jobs))

    def close(self) -> None:
        with self._changed:
            self.closed = True
            waiting = list(self._jobs.values())
            self._jobs.clear()
            self._changed.notify_all()
        for future, _, _ in waiting:
            future.cancel()


def _finish(queue: _Queue, thread: threading.Thread) -> None:
    queue.close()
    if thread is not threading.current_thread():
        thread.join()


def _work(queue: _Queue, make_engine: Callable[[], ScriptEngine], scripts: Scripts) -> None:
    outcomes = msgspec.json.Decoder(list[_Outcome])
    engine: ScriptEngine | None = None
    broken: ScriptError | None = None
    try:
        engine = make_engine()
        for name, source in scripts():
            engine.load(name, source)
        engine.load("call_each.js", _CALL_EACH)
    except (ScriptError, OSError) as error:
        broken = ScriptError(str(error))
    while (job := queue.take()) is not None:
        future, function, arguments = job
        if not future.set_running_or_notify_cancel():
            continue
        if broken is not None or engine is None:
            future.set_exception(broken or ScriptError("no script engine"))
            continue
        asked = msgspec.json.encode({"function": function, "arguments": arguments}).decode()
        try:
            told = outcomes.decode(engine.call("callEach", asked))
        except (ScriptError, msgspec.DecodeError) as error:
            future.set_exception(ScriptError(str(error)))
            continue
        future.set_result([_result(function, outcome) for outcome in told])
        del job, future  # a future that nobody keeps should not stay until the next one


def _result(function: str, outcome: _Outcome) -> str | ScriptError:
    if outcome.text is None:
        return ScriptError(f"{function}: {outcome.error or 'gives no text'}")
    return outcome.text
