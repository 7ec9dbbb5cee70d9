"""Hears when the open file changes on the disk, however the other program writes it.

Measured with Qt 6: a file written in place gives an event on its path; a file that is replaced
gives one and is then dropped from watching; a watch on the folder hears replacing but not writing
in place. So both are watched, and the file is added anew each time. Network drives send no events,
which is why time and size are also looked at every few seconds, and when the window comes to the
front. All looking is done in a thread: a share that has gone may let it wait for a minute.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from baltic_desk.io.project import digest_of
from baltic_desk.paths import is_there, read_regular

POLL_MS = 5_000
_QUIET_MS = 400

Stamp = tuple[int, int] | None


class Seen(NamedTuple):
    """What was found where the file should be.

    Attributes
    ----------
    stamp
        None where there is no such file.
    digest
        Of its content; empty where it was not read, since its stamp was known or it cannot be read.
    """

    path: Path
    stamp: Stamp
    digest: str = ""


class FileWatch(QObject):
    """Watches one file; `touched` comes with a `Seen`, after the writing has calmed down."""

    touched = Signal(object)
    _looked = Signal(object, bool, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: Stamp = None
        self._looking = False
        self._again = False
        self._turn = 0
        """Counts what is watched; what was seen of an earlier state says nothing of this one."""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._heard)
        self._watcher.directoryChanged.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self.look)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.look)
        self._looked.connect(self._found)

    def watch(self, path: Path | None) -> None:
        """Watch this file from now on and no other; what it holds now is known."""
        old = [*self._watcher.files(), *self._watcher.directories()]
        if old:
            self._watcher.removePaths(old)
        self._timer.stop()
        self._turn += 1
        self._path = path
        self._stamp = _stamp(path)
        self._add()
        if path is None:
            self._poll.stop()
        else:
            self._poll.start()

    def look(self) -> None:
        """Compare the file with what is known of it, and tell when it is another."""
        self._look(anew=False)

    def look_anew(self) -> None:
        """Tell what the file holds, whether or not that is known."""
        self._look(anew=True)

    # -- inside --------------------------------------------------------------------------------

    def _look(self, *, anew: bool) -> None:
        if self._path is None:
            return
        if self._looking:
            self._again = self._again or anew
            return
        self._looking = True
        arguments = (self._path, self._stamp, anew, self._turn)
        threading.Thread(target=self._read, args=arguments, name="looking", daemon=True).start()

    def _read(self, path: Path, known: Stamp, anew: bool, turn: int) -> None:
        stamp = _stamp(path)
        digest = ""
        if stamp is not None and (anew or stamp != known):
            with suppress(OSError):
                digest = digest_of(read_regular(path))
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._looked.emit(Seen(path, stamp, digest), anew, turn)

    def _found(self, seen: Seen, anew: bool, turn: int) -> None:
        self._looking = False
        if turn != self._turn:
            self._again = self._again or anew
        elif anew or seen.stamp != self._stamp:
            self._stamp = seen.stamp
            self._add()
            self.touched.emit(seen)
        if self._again:
            self._again = False
            self._look(anew=True)

    def _heard(self) -> None:
        self._timer.start()

    def _add(self) -> None:
        if self._path is None:
            return
        wanted = [str(path) for path in (self._path, self._path.parent) if is_there(path)]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        missing = [name for name in wanted if name not in watched]
        if missing:
            self._watcher.addPaths(missing)


def _stamp(path: Path | None) -> Stamp:
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status is not None else None
