"""The script thread gives every call its answer, the urgent first, and leaves nothing behind."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future

import pytest

from baltic_desk.symbology.engine import ScriptEngine, ScriptError
from baltic_desk.symbology.quick_engine import QuickScriptEngine
from baltic_desk.symbology.script_worker import Results, ScriptWorker

SCRIPTS = (
    (
        "numbers.js",
        "var seen = [];"
        "function twice(text) { var n = JSON.parse(text); seen.push(n);"
        " if (n < 0) throw new Error('below zero'); return JSON.stringify(2 * n); }"
        "function order() { return JSON.stringify(seen); }"
        "function forever() { for (;;) {} }"
        "function nothing() {}",
    ),
)
SECONDS = 20.0


def quick() -> ScriptEngine:
    return QuickScriptEngine(limit_s=0.3)


@pytest.fixture
def worker() -> Iterator[ScriptWorker]:
    made = ScriptWorker(quick, lambda: SCRIPTS)
    yield made
    made.close()


class Gate:
    """An engine whose loading waits, so that submissions queue up behind it."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    def engine(self) -> ScriptEngine:
        assert self.opened.wait(SECONDS)
        return quick()


def test_results_come_in_the_order_of_the_arguments(worker: ScriptWorker) -> None:
    assert worker.submit("twice", ["1", "2", "3"]).result(SECONDS) == ["2", "4", "6"]
    assert worker.submit("twice", []).result(SECONDS) == []


def test_one_bad_argument_spoils_only_its_own_result(worker: ScriptWorker) -> None:
    first, bad, last = worker.submit("twice", ["1", "-1", "3"]).result(SECONDS)
    assert (first, last) == ("2", "6")
    assert isinstance(bad, ScriptError)
    assert str(bad) == "twice: Error: below zero"


def test_an_unknown_function_and_one_without_result_are_errors(worker: ScriptWorker) -> None:
    with pytest.raises(ScriptError, match="no script has a function thrice"):
        worker.submit("thrice", ["1"]).result(SECONDS)
    (nothing,) = worker.submit("nothing", ["1"]).result(SECONDS)
    assert isinstance(nothing, ScriptError)


def test_an_endless_script_is_ended_and_the_next_call_works(worker: ScriptWorker) -> None:
    with pytest.raises(ScriptError, match="takes too long"):
        worker.submit("forever", [""]).result(SECONDS)
    assert worker.submit("twice", ["4"]).result(SECONDS) == ["8"]


def test_scripts_that_do_not_load_fail_every_call() -> None:
    worker = ScriptWorker(quick, lambda: [("broken.js", "var a = 1;\nnot javascript")])
    for _ in range(2):
        with pytest.raises(ScriptError, match=r"broken\.js does not load: SyntaxError.*line 2"):
            worker.submit("twice", ["1"]).result(SECONDS)
    worker.close()


def test_the_urgent_come_first_then_the_latest() -> None:
    gate = Gate()
    worker = ScriptWorker(gate.engine, lambda: SCRIPTS)
    futures: list[Future[Results]] = [
        worker.submit("twice", [str(number)], urgency=urgency)
        for number, urgency in ((1, 0), (2, 0), (3, 5), (4, 5), (5, 1))
    ]
    gate.opened.set()
    for future in futures:
        future.result(SECONDS)
    (order,) = worker.submit("order", [""]).result(SECONDS)
    assert isinstance(order, str)
    assert json.loads(order) == [4, 3, 5, 2, 1]
    worker.close()


def test_what_is_cancelled_is_not_called() -> None:
    gate = Gate()
    worker = ScriptWorker(gate.engine, lambda: SCRIPTS)
    unwanted, wanted = worker.submit("twice", ["1"]), worker.submit("twice", ["2"])
    assert unwanted.cancel()
    gate.opened.set()
    assert wanted.result(SECONDS) == ["4"]
    assert worker.submit("order", [""]).result(SECONDS) == ["[2]"]
    worker.close()


def test_closing_cancels_what_waits_and_ends_the_thread() -> None:
    gate = Gate()
    worker = ScriptWorker(gate.engine, lambda: SCRIPTS)
    waiting = worker.submit("twice", ["1"])
    threading.Timer(0.05, gate.opened.set).start()
    worker.close()
    with pytest.raises(CancelledError):
        waiting.result(SECONDS)
    with pytest.raises(ScriptError, match="closed"):
        worker.submit("twice", ["1"])
    worker.close()
    assert _script_threads() == []


def test_a_forgotten_worker_takes_its_thread_along() -> None:
    worker = ScriptWorker(quick, lambda: SCRIPTS)
    worker.submit("twice", ["1"]).result(SECONDS)
    del worker
    gc.collect()
    _until(lambda: _script_threads() == [])


def test_the_interpreter_ends_while_a_script_runs() -> None:
    """The thread comes back from its script to an interpreter that still stands."""
    program = (
        "from baltic_desk.symbology.quick_engine import QuickScriptEngine as Q\n"
        "from baltic_desk.symbology.script_worker import ScriptWorker as W\n"
        "import time\n"
        "w = W(lambda: Q(limit_s=0.5), lambda: [('a.js', 'function f() { for (;;) {} }')])\n"
        "f = w.submit('f', ['']); time.sleep(0.2); print('bye')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "bye\n", "")


def test_other_threads_run_while_a_script_does(worker: ScriptWorker) -> None:
    worker.submit("twice", ["1"]).result(SECONDS)
    running = worker.submit("forever", [""])
    turns = 0
    while not running.done():
        turns += 1
    assert turns > 1000


def _script_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "scripts"]


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()
