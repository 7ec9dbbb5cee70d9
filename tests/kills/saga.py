"""Kills a process that works on one project, again and again, and looks each time what is left."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from baltic_desk.document.document import Document
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import dumps, load
from baltic_desk.io.recovery import crashed_sessions, recover
from tests.kills.worker import project, state_of

BOUND_S = 2.0
_ROOT = Path(__file__).parents[2]
_START_S = 60.0


@dataclass(frozen=True)
class Told:
    """A line of a worker: when, what about, and what."""

    at: float
    about: str
    what: str


@dataclass
class Outcome:
    """What came of the kills.

    Attributes
    ----------
    lost
        Sentences: what was worked on longer than the bound before a kill, and is not there.
    unreadable
        Sentences: a file or journal that could not be read.
    ages_s
        For each kill, how long before it the first thing was done that is not there any more; 0
        when nothing is missing.
    """

    kills: int = 0
    recovered: int = 0
    from_file: int = 0
    while_beginning: int = 0
    operations: int = 0
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    ages_s: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills after {self.operations} operations"
            f" ({self.while_beginning} before the first of them); {self.recovered} times work was"
            f" recovered, {self.from_file} times the file had it all; lost beyond {BOUND_S:g} s:"
            f" {len(self.lost)}; unreadable: {len(self.unreadable)}; what was missing was at most"
            f" {max(self.ages_s, default=0.0):.2f} s old"
        )


class Saga:
    """One project and one folder of state through many lives, each of which ends by a kill.

    Parameters
    ----------
    window
        Whether the lives have the real window; then each is a process started anew.
    """

    def __init__(self, folder: Path, seed: int, *, window: bool = False) -> None:
        self.outcome = Outcome()
        self.path = folder / "project.geojson"
        first = dumps(project())
        self.path.write_bytes(first)
        self._files = {hashlib.sha256(first).hexdigest()}
        self._state = folder / "state"
        self._scratch = folder / "scratch"
        self._chance = Random(seed)
        self._window = window
        self._told: list[Told] = []
        self._new = threading.Condition()
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(_ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "BALTIC_DESK_STATE": str(self._state),
            "BALTIC_DESK_CONFIG": str(folder / "config"),
            "BALTIC_DESK_CACHE": str(folder / "cache"),
        }
        self._process = None if window else self._started()

    def kill(self, seed: int, after_s: float, *, states: int = 1) -> None:
        """Let a life begin, end it after a time, and look what there is.

        The time begins when so many states have been told of: with the first it has read or
        recovered what it goes on with. With none the beginning itself is cut short.
        """
        process = self._process or self._started()
        assert process.stdin is not None
        begun = len(self._told)
        process.stdin.write(f"{seed}\n")
        process.stdin.flush()
        pid = process.pid if self._window else int(self._wait_for("born", begun).what)
        if states:
            self._wait_for("state", begun, states)
        time.sleep(after_s)
        at = time.monotonic()
        with suppress(ProcessLookupError):  # it failed, and says so
            os.kill(pid, signal.SIGKILL)
        if self._window:
            process.wait()
            self._reader.join()
            process.stdin.close()
        else:
            self._wait_for("died", begun)
        self._look(self._told[begun:], at)

    def close(self) -> None:
        """End the process that forks."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait()
            self._reader.join()
            assert self._process.stdout is not None
            self._process.stdout.close()

    # -- inside --------------------------------------------------------------------------------

    def _started(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.kills.worker", str(self.path)]
        process = subprocess.Popen(
            [*command, *(["--window"] if self._window else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self._environment,
            cwd=_ROOT,
        )
        self._reader = threading.Thread(target=self._read, args=(process,), daemon=True)
        self._reader.start()
        return process

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            parts = line.rstrip("\n").split(" ", 2)
            if line.endswith("\n") and len(parts) == 3:
                with self._new:
                    self._told.append(Told(float(parts[0]), parts[1], parts[2]))
                    self._new.notify_all()
        if self._window:
            process.stdout.close()

    def _wait_for(self, about: str, begun: int, times: int = 1) -> Told:
        found: list[Told] = []

        def there() -> bool:
            found[:] = [told for told in self._told[begun:] if told.about in (about, "failed")]
            return len(found) >= times or any(told.about == "failed" for told in found)

        with self._new:
            assert self._new.wait_for(there, _START_S), f"no {about} in {self._told[begun:]}"
        assert found[-1].about == about, found[-1].what
        return found[-1]

    def _look(self, life: list[Told], at: float) -> None:
        outcome = self.outcome
        outcome.kills += 1
        states = [told for told in life if told.about == "state"]
        failed = [told.what for told in life if told.about in ("failed", "told")]
        assert not failed, failed
        outcome.operations += max(len(states) - 1, 0)
        outcome.while_beginning += not states
        self._files |= {told.what for told in life if told.about == "file"}
        number = f"kill {outcome.kills}"
        found = self._left(number)
        known = [told for told in self._told if told.about == "state"]
        if found is None or not known:
            return
        last = max(
            (k for k, told in enumerate(known) if told.what.startswith(found[0])), default=None
        )
        if last is None and not any(map(known[-1].what.startswith, found[1:])):
            outcome.lost.append(f"{number}: a state that never was")
            return
        missing = [] if last is None else known[last + 1 :]
        age_s = at - missing[0].at if missing else 0.0
        outcome.ages_s.append(age_s)
        if age_s > BOUND_S:
            outcome.lost.append(f"{number}: {len(missing)} operations, the first {age_s:.2f} s old")

    def _left(self, number: str) -> tuple[str, ...] | None:
        """Digests of what a person has at the next start, or how they begin where it is a file,
        which has no undo; then of what is one step back or forth. Of a copy: nothing is changed."""
        outcome = self.outcome
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() not in self._files:
            outcome.unreadable.append(f"{number}: the file is neither the old nor the new one")
        shutil.rmtree(self._scratch, ignore_errors=True)
        sessions = self._scratch / "sessions"
        if (self._state / "sessions").is_dir():
            shutil.copytree(self._state / "sessions", sessions)
        try:
            left = crashed_sessions(sessions) if sessions.is_dir() else []
            outcome.unreadable += [f"{number}: {each.path}" for each in left if not each.readable]
            readable = [each for each in left if each.readable]
            if readable:
                outcome.recovered += 1
                document = recover(readable[0]).document
                # It may have been done and kept, and not yet told of when the process ended.
                return state_of(document), *map(_without_undo, _neighbours(document))
            outcome.from_file += 1
            return (_without_undo(state_of(load(self.path).document)),)
        except ProjectError as error:
            outcome.unreadable.append(f"{number}: {error}")
            return None


def _neighbours(document: Document) -> Iterator[str]:
    if document.undo() is not None:
        yield state_of(document)
        document.redo()
    if document.redo() is not None:
        yield state_of(document)


def _without_undo(state: str) -> str:
    return state.partition(":")[0]
