"""The thread that keeps a claim alive, or watches another's until the file is free."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from baltic_desk.io.claim_desk import Here
from baltic_desk.io.project_claim import Claim, Holder, Standing, holder_of

HEARTBEAT_S = 30.0
WATCH_S = 10.0
# Where a share cannot keep two from claiming in the same moment, they find out soon.
_FIRST_S = 2.0
# A share that does not answer is not waited for any longer when a window closes.
_LONGEST_RELEASE_S = 2.0
_TICK_S = 0.05


@dataclass(frozen=True, slots=True)
class Watched:
    """A file that another has, or had."""

    path: Path


@dataclass(frozen=True, slots=True)
class Report:
    """What was found last.

    Attributes
    ----------
    of
        The claim that was kept, or the file that was watched.
    standing
        Of the claim; None of a file that is watched.
    holder
        Who has the file; None for oneself, or nobody.
    """

    of: Claim | Watched
    standing: Standing | None = None
    holder: Holder | None = None


class ClaimKeeper:
    """Looks after one claim or one file at a time; a thread of its own touches the disk.

    `report` is what it found last; it is read from any thread.
    """

    def __init__(
        self, where: Here, *, heartbeat_s: float = HEARTBEAT_S, watch_s: float = WATCH_S
    ) -> None:
        self.report: Report | None = None
        self._where = where
        self._heartbeat_s = heartbeat_s
        self._watch_s = watch_s
        self._wake = threading.Condition()
        self._subject: Claim | Watched | None = None
        self._leaving: list[Claim] = []
        self._closed = False
        self._thread: threading.Thread | None = None

    def keep(self, claim: Claim) -> None:
        """Keep this claim alive from now on."""
        self._look_after(claim)

    def watch(self, path: Path) -> None:
        """Watch who has this file from now on."""
        self._look_after(Watched(path))

    def rest(self) -> None:
        """Look after nothing."""
        self._look_after(None)

    def release(self, claim: Claim) -> None:
        """Take a claim away; on the disk this is done, unless that does not answer."""
        with self._wake:
            if self._subject is claim:
                self._subject = None
            if self._closed:
                claim.release()
                return
            self._leaving.append(claim)
            self._wake.notify_all()
            self._start()
            thread = self._thread
            ends = time.monotonic() + _LONGEST_RELEASE_S
            # Whatever ended the thread, nobody waits for what it can do no longer.
            while claim in self._leaving and thread is not None and thread.is_alive():
                left_s = ends - time.monotonic()
                if left_s <= 0:
                    break
                self._wake.wait(min(left_s, _TICK_S))

    def close(self) -> None:
        """End the thread; the claim it keeps is taken away."""
        with self._wake:
            kept = self._subject
        if isinstance(kept, Claim):
            self.release(kept)
        with self._wake:
            self._closed = True
            self._subject = None
            self._wake.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_LONGEST_RELEASE_S)

    # -- inside --------------------------------------------------------------------------------

    def _look_after(self, subject: Claim | Watched | None) -> None:
        with self._wake:
            self._subject = subject
            self.report = None
            self._wake.notify_all()
            if subject is not None:
                self._start()

    def _start(self) -> None:
        if (self._thread is None or not self._thread.is_alive()) and not self._closed:
            self._thread = threading.Thread(target=self._run, name="project claim", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        subject: Claim | Watched | None = None
        due = 0.0
        while True:
            with self._wake:
                while not (self._closed or self._leaving):
                    if self._subject is not subject:
                        subject = self._subject
                        due = time.monotonic() + min(_FIRST_S, self._pause_s(subject))
                    left_s = due - time.monotonic()
                    if subject is not None and left_s <= 0:
                        break
                    self._wake.wait(None if subject is None else left_s)
                if self._closed and not self._leaving:
                    return
                leaving = tuple(self._leaving)
            if leaving:
                for claim in leaving:
                    claim.release()
                with self._wake:
                    self._leaving = self._leaving[len(leaving) :]
                    self._wake.notify_all()
            elif subject is not None:
                self._tell(_looked(subject, self._where))
                due = time.monotonic() + self._pause_s(subject)

    def _pause_s(self, subject: Claim | Watched | None) -> float:
        return self._watch_s if isinstance(subject, Watched) else self._heartbeat_s

    def _tell(self, report: Report) -> None:
        with self._wake:
            if report.of is self._subject:
                self.report = report


def _looked(subject: Claim | Watched, where: Here) -> Report:
    match subject:
        case Claim():
            standing = subject.check()
            return Report(subject, standing, subject.holder)
        case Watched():
            return Report(subject, None, holder_of(subject.path, where))
