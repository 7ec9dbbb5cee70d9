"""The threads that keep a claim alive, or watch another's until the file is free."""

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
# A share that does not answer is not waited for any longer when a window closes,
_LONGEST_CLOSE_S = 2.0
# nor, in the window's own thread, when it turns to another file.
_LONGEST_RELEASE_S = 0.2


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
    """Looks after one claim or one file at a time; threads of its own touch the disk.

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
        self._leaving: dict[Claim, threading.Thread] = {}
        self._closed = False
        self._thread: threading.Thread | None = None
        self._asking = False
        """Whether the thread is asking the disk, which may not answer."""

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
        """Take a claim away; on the disk this is done, unless that takes its time to answer."""
        self._leave(claim).join(_LONGEST_RELEASE_S)

    def wait_for_released(self, path: Path) -> None:
        """Wait until a claim on this file that was to be taken away is. No window may wait so."""
        with self._wake:
            leaving = tuple(self._leaving.items())
        for claim, thread in leaving:
            if claim.is_on(path):
                thread.join()

    def close(self) -> None:
        """End the threads; the claim it keeps is taken away. That is not waited for long."""
        with self._wake:
            kept = self._subject
            self._closed = True
            self._subject = None
            self._wake.notify_all()
        if isinstance(kept, Claim):
            self._leave(kept)
        with self._wake:
            threads = [*self._leaving.values(), *filter(None, (self._thread,))]
        ends = time.monotonic() + _LONGEST_CLOSE_S
        for thread in threads:
            thread.join(max(0.0, ends - time.monotonic()))

    # -- inside --------------------------------------------------------------------------------

    def _leave(self, claim: Claim) -> threading.Thread:
        with self._wake:
            if self._subject is claim:
                self._subject = None
            thread = self._leaving.get(claim)
            if thread is None:
                # Each its own: what hangs on one share holds up nothing on another.
                thread = threading.Thread(
                    target=self._take_away, args=(claim,), name="leaving claim", daemon=True
                )
                self._leaving[claim] = thread
                thread.start()
            return thread

    def _take_away(self, claim: Claim) -> None:
        claim.release()
        with self._wake:
            del self._leaving[claim]

    def _look_after(self, subject: Claim | Watched | None) -> None:
        with self._wake:
            self._subject = subject
            self.report = None
            self._wake.notify_all()
            alive = self._thread is not None and self._thread.is_alive()
            if subject is not None and not self._closed and not (alive and not self._asking):
                self._asking = False
                self._thread = threading.Thread(target=self._run, name="project claim", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        me = threading.current_thread()
        subject: Claim | Watched | None = None
        due = 0.0
        while True:
            with self._wake:
                while not self._closed and self._thread is me:
                    if self._subject is not subject:
                        subject = self._subject
                        due = time.monotonic() + min(_FIRST_S, self._pause_s(subject))
                    left_s = due - time.monotonic()
                    if subject is not None and left_s <= 0:
                        break
                    self._wake.wait(None if subject is None else left_s)
                if self._closed or self._thread is not me:
                    return
                self._asking = True
            assert subject is not None
            report = _looked(subject, self._where)
            with self._wake:
                if self._thread is not me:
                    return  # it took so long that another has taken its place
                self._asking = False
                if report.of is self._subject:
                    self.report = report
            due = time.monotonic() + self._pause_s(subject)

    def _pause_s(self, subject: Claim | Watched | None) -> float:
        return self._watch_s if isinstance(subject, Watched) else self._heartbeat_s


def _looked(subject: Claim | Watched, where: Here) -> Report:
    match subject:
        case Claim():
            standing = subject.check()
            return Report(subject, standing, subject.holder)
        case Watched():
            return Report(subject, None, holder_of(subject.path, where))
