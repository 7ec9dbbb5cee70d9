"""Keeping versions of what is saved, in a thread of its own: whoever saves does not wait for it."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from baltic_desk.io.backups import Content, keep
from baltic_desk.io.save import SaveError

_log = logging.getLogger(__name__)


class _Job(NamedTuple):
    path: Path
    folder: Path
    contents: Sequence[Content]


class VersionKeeper:
    """Keeps versions, one after the other. What cannot be kept is a warning and no more.

    The program does not end before all are kept.

    Attributes
    ----------
    warning
        Why the last version was not kept, in a sentence; None when it was.
    """

    def __init__(self) -> None:
        self.warning: str | None = None
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Condition()
        self._running = False

    def keep(self, path: Path, contents: Sequence[Content], folder: Path) -> None:
        """Keep what a project file held, the oldest first, as soon as may be.

        Parameters
        ----------
        folder
            What `folder_for` gives for it. It asks the disk of the file, which may not answer;
            what is done here must not hang, since the end of the program waits for it.
        """
        job = _Job(path, folder, tuple(contents))
        with self._wake:
            self._jobs.append(job)
            if self._running:
                return
            self._running = True
        threading.Thread(target=self._run, name="versions").start()

    def wait(self, timeout_s: float = 60.0) -> bool:
        """Wait until all are kept; whether they are."""
        with self._wake:
            return self._wake.wait_for(lambda: not self._running, timeout_s)

    def _run(self) -> None:
        while True:
            with self._wake:
                if not self._jobs:
                    self._running = False
                    self._wake.notify_all()
                    return
                job = self._jobs.popleft()
            try:
                keep(job.path, job.contents, folder=job.folder)
            except (SaveError, OSError) as error:
                why = error.text if isinstance(error, SaveError) else str(error)
                self.warning = (
                    f"{job.path.name} is saved, but no version of it was kept in the list of "
                    f"versions: {why}."
                )
                _log.warning("no version was kept: %s", error)
            except BaseException:
                with self._wake:
                    self._running = False
                    self._wake.notify_all()
                raise
            else:
                self.warning = None
