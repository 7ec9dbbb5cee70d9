"""Killed or ended in the middle of work, the next start offers that work back, and never loops."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from baltic_desk.app.lost_work import offered
from baltic_desk.io.recovery import crashed_sessions
from baltic_desk.ui.assembly import DeskWindow
from tests.gui.lost_hands import MARKS

_ROOT = Path(__file__).resolve().parents[2]

posix = pytest.mark.skipif(os.name == "nt", reason="signals are another matter there")


@contextmanager
def program(*deeds: str) -> Iterator[subprocess.Popen[str]]:
    """A window in a process of its own that does this."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gui.lost_hands", *deeds],
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@posix
def test_work_survives_kill_9(open_desk: Callable[..., DeskWindow], ask: Any, qtbot: Any) -> None:
    with program("draw", "live") as process:
        assert said(process) == f"drawn {MARKS}"
        # No more than two seconds of work are at risk.
        time.sleep(2.0)
        process.kill()
        process.wait()

    ask.will_answer(lambda shelf: shelf.recover(shelf.lost[0]))
    desk = open_desk()
    qtbot.waitUntil(lambda: len(list(desk.workspace.document.features())) == MARKS, timeout=30_000)
    assert desk.workspace.modified
    assert desk.workspace.path is None
    assert desk.window.isWindowModified()


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_and_loses_nothing(number: signal.Signals) -> None:
    with program("draw", "live") as process:
        assert said(process) == f"drawn {MARKS}"
        assert said(process) == "living"
        process.send_signal(number)
        assert process.wait(timeout=60) == 128 + number
    (lost,) = crashed_sessions()
    assert lost.feature_count == MARKS


def _ends_again(times: int) -> None:
    """Draw and die; then recover and die so many times, looking at what is offered each time."""
    with program("draw", "wait", "die") as process:
        assert said(process) == f"drawn {MARKS}"
        assert process.wait(timeout=90) == 9
    for number in range(times):
        with program("tell", "recover", "die") as process:
            told = json.loads(said(process))
            assert len(told["rows"]) == 1
            assert told["features"] == 0, "something was recovered without an answer"
            again = number > 0
            assert ("ended again" in told["rows"][0]) is again
            assert told["chosen"] == (None if again else "Untitled")
            assert told["default"] == ("Keep for Later" if again else "Recover")
            assert said(process) == f"recovered {MARKS}"
            assert process.wait(timeout=90) == 9
    (lost,) = offered()
    assert lost.work.feature_count == MARKS
    assert lost.trial is not None
    assert lost.trial.times == times


def test_what_makes_the_program_end_again_does_not_loop() -> None:
    _ends_again(2)


@pytest.mark.slow
def test_it_does_not_loop_however_often() -> None:
    _ends_again(5)


@posix
@pytest.mark.slow
def test_a_signal_while_the_dialog_is_open_changes_nothing() -> None:
    with program("draw", "wait", "die") as process:
        assert said(process) == f"drawn {MARKS}"
        assert process.wait(timeout=90) == 9
    with program("tell", "live") as process:
        assert "Untitled" in said(process)
        assert said(process) == "living"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
    (lost,) = offered()
    assert lost.work.feature_count == MARKS
    assert not lost.dangerous
