"""Hears when the open file changes on the disk, however the other program writes it.

Measured with Qt 6: a file written in place gives an event on its path; a file that is replaced
gives one and is then dropped from watching; a watch on the folder hears replacing but not writing
in place. So both are watched, and the file is added anew each time. Network drives send no events,
which is why time and size are also looked at when the window comes to the front.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_QUIET_MS = 400

Stamp = tuple[int, int] | None


class FileWatch(QObject):
    """Watches one file; `touched` comes once, after the writing has calmed down."""

    touched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp: Stamp = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._heard)
        self._watcher.directoryChanged.connect(self._heard)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_QUIET_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, path: Path | None) -> None:
        """Watch this file from now on and no other; what it holds now is known."""
        old = [*self._watcher.files(), *self._watcher.directories()]
        if old:
            self._watcher.removePaths(old)
        self._timer.stop()
        self._path = path
        self._stamp = _stamp(path)
        self._add()

    def look(self) -> None:
        """Compare the file with what is known of it, and tell when it is another."""
        if self._path is None:
            return
        self._add()
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._stamp = stamp
            self.touched.emit()

    def _heard(self) -> None:
        self._timer.start()

    def _add(self) -> None:
        if self._path is None:
            return
        wanted = [str(path) for path in (self._path, self._path.parent) if path.exists()]
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
