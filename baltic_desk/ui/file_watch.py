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

from baltic_desk.app.answering import at_once
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


class _Looked(NamedTuple):
    """What came of looking.

    Attributes
    ----------
    there
        What of the file and its folder is there to be watched.
    anew
        Whether it is to be told in any case.
    turn
        Of the watching it was looked for.
    """

    seen: Seen
    there: tuple[str, ...]
    anew: bool
    turn: int


class FileWatch(QObject):
    """Watches one file; `touched` comes with a `Seen`, after the writing has calmed down."""

    touched = Signal(object)
    _looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: Stamp = None
        self._looking = False
        self._looking_anew = False
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
        """Watch this file from now on and no other; what it holds now is known.

        Where the disk does not answer at once, what it holds is told when it does.
        """
        old = [*self._watcher.files(), *self._watcher.directories()]
        if old:
            self._watcher.removePaths(old)
        self._timer.stop()
        self._turn += 1
        self._path = path
        self._stamp = None
        # A look at an earlier state may hang; it is not waited for. Whether one was asked to tell
        # what the file holds is still owed.
        anew = self._again or (self._looking and self._looking_anew)
        self._looking = self._again = False
        if path is None:
            self._poll.stop()
            return
        self._poll.start()
        first = at_once(lambda: (_stamp(path), _there(path)))
        if first is not None:
            self._stamp, there = first
            self._add(there)
        if first is None or anew:
            self.look_anew()

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
        self._looking, self._looking_anew = True, anew
        arguments = (self._path, self._stamp, anew, self._turn)
        threading.Thread(target=self._read, args=arguments, name="looking", daemon=True).start()

    def _read(self, path: Path, known: Stamp, anew: bool, turn: int) -> None:
        stamp = _stamp(path)
        digest = ""
        if stamp is not None and (anew or stamp != known):
            with suppress(OSError):
                digest = digest_of(read_regular(path))
        found = _Looked(Seen(path, stamp, digest), _there(path), anew, turn)
        with suppress(RuntimeError):  # the window has been closed meanwhile
            self._looked.emit(found)

    def _found(self, found: _Looked) -> None:
        if found.turn != self._turn:
            return
        self._looking = False
        seen = found.seen
        if found.anew or seen.stamp != self._stamp:
            self._stamp = seen.stamp
            self._add(found.there)
            self.touched.emit(seen)
        if self._again:
            self._again = False
            self._look(anew=True)

    def _heard(self) -> None:
        self._timer.start()

    def _add(self, there: tuple[str, ...]) -> None:
        """Watch what is there: Qt looks at it itself, so only what answered a moment ago."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        missing = [name for name in there if name not in watched]
        if missing:
            self._watcher.addPaths(missing)


def _there(path: Path) -> tuple[str, ...]:
    return tuple(str(each) for each in (path, path.parent) if is_there(each))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
