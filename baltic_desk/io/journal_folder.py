"""The files of one session's journal on the disk, and in which order they come and go.

A base takes its name when it is whole and on the disk. What was done while it was made is in the
log of the generation before, and at the beginning of its own, which is on the disk before the base
has its name: whichever is found, there is all of it. The generation before goes only when the next
one's base is certainly there. When a log could not be written, the next attempt is a new
generation: nothing is appended to what may be torn. When only a next base could not, the log that
there is goes on.
"""

from __future__ import annotations

import errno
import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from baltic_desk import __version__
from baltic_desk.io.entry_codec import decode_json, encode_json
from baltic_desk.io.journal_reading import base_path, generations, log_path
from baltic_desk.io.lock import FileLock, LockHeldError
from baltic_desk.io.save import SaveError, save
from baltic_desk.io.save_errors import why_not
from baltic_desk.io.save_gate import Gate
from baltic_desk.io.this_computer import computer_id, host
from baltic_desk.paths import read_regular

LOCK = "lock"
SESSION = "session.json"
PICTURE = "picture.png"
LOG_BYTES = 8 * 1024 * 1024
"""A log may become so long, or twice its base, before a new generation begins."""

_log = logging.getLogger(__name__)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM)
_MOST_NOTE_BYTES = 1 << 20


class SessionNote(Struct, frozen=True, kw_only=True):
    """What session.json holds: whose the folder is.

    Attributes
    ----------
    recovered_times
        How often the work in it was recovered before.
    computer
        Its id, which stays when the name `host` changes; empty where it has none.
    """

    pid: int
    host: str
    app: str
    recovered_times: int = 0
    computer: str = ""


_note = msgspec.json.Decoder(SessionNote)


class _Switch(Gate):
    """What is done between the parts of writing a base, and right before it takes its name."""

    def __init__(self, between: Callable[[], None], last: Callable[[], None]) -> None:
        super().__init__()
        self._between = between
        self._last = last

    def check(self) -> None:
        """Between parts."""
        self._between()

    def go_through(self) -> None:
        """Everything of it is on the disk; only the name is missing."""
        self._last()


class JournalFolder:
    """Folder of a session; made and locked when there is the first base to be written.

    Attributes
    ----------
    generation
        Number of the present one; 0 where there is none.
    broken
        Something could not be written: nothing may be appended any more.
    """

    def __init__(self, path: Path, *, recovered_times: int = 0) -> None:
        self.path = path
        self.generation = 0
        self.broken = False
        self.recovered_times = recovered_times
        self._lock: FileLock | None = None
        self._log: int | None = None
        self._log_bytes = 0
        self._full_bytes = 0
        self._next = 1

    @property
    def full(self) -> bool:
        """Whether the log has become so long that a new generation is due."""
        return self._log_bytes > max(LOG_BYTES, self._full_bytes)

    @property
    def lost(self) -> bool:
        """Whether somebody has taken the files of this generation away."""
        base, log = base_path(self.path, self.generation), log_path(self.path, self.generation)
        return not base.exists() or (self._log is not None and not log.exists())

    @property
    def next_generation(self) -> int:
        """Number of the base that is to be written next."""
        return self._next

    def write_base(
        self,
        data: bytes,
        *,
        between: Callable[[], None] = lambda: None,
        log: Callable[[], bytes] = lambda: b"",
    ) -> None:
        """Begin a new generation.

        Parameters
        ----------
        between
            Done now and then meanwhile; may append to the log of the generation before.
        log
            Beginning of the new log: what was appended since the base was true. Asked for last.

        Raises
        ------
        SaveError, OSError
            When that failed; what was there before is there still, and goes on if it was whole.
        """
        self._begin()
        number = self._next
        self._next += 1
        if not self.generation:
            self.broken = True
        new_log: int | None = None
        begun = 0

        def begin_log() -> None:
            nonlocal new_log, begun
            if lines := log():
                new_log = _created(log_path(self.path, number))
                _write_all(new_log, lines)
                begun = len(lines)

        try:
            gate = _Switch(between, begin_log)
            result = save(base_path(self.path, number), data, backup=False, gate=gate)
        except BaseException:
            _close(new_log)
            self._take_back(number)
            raise
        self._close_log()
        self.broken = False
        self.generation, self._log = number, new_log
        self._log_bytes, self._full_bytes = begun, 2 * len(data)
        self._write_note()
        if result.warning is None:
            self._drop_all_but(number)

    def put_off(self) -> None:
        """The next generation could not begin: only when the log is twice as long it is due."""
        self._full_bytes = 2 * self._log_bytes

    def append(self, data: bytes) -> None:
        """Put lines at the end of the log, on the disk for certain.

        Raises
        ------
        SaveError
            When that failed: part of it may be there.
        """
        path = log_path(self.path, self.generation)
        self.broken = True
        try:
            new = self._log is None
            if self._log is None:
                self._log = _created(path)
            _write_all(self._log, data)
            if new:
                _sync_folder(self.path)
        except OSError as error:
            raise SaveError(path, why_not(error).text) from error
        self.broken = False
        self._log_bytes += len(data)

    def put_picture(self, png: bytes) -> None:
        """Put the picture of the work there, if there is a folder; it is of no importance."""
        if self.generation:
            try:
                save(self.path / PICTURE, png, backup=False)
            except SaveError as error:
                _log.info("no picture of the work: %s", error)

    def forget(self) -> None:
        """Remove all generations: everything is saved. Raises OSError when one stays."""
        self._close_log()
        self.generation = self._log_bytes = 0
        for number in generations(self.path):
            self._drop(number)
        self.broken = False

    def close(self) -> None:
        """Remove the folder."""
        self._close_log()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        shutil.rmtree(self.path, ignore_errors=True)

    def _begin(self) -> None:
        """Make the folder and lock it, before there is anything in it to be found."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = self.path / LOCK
        if self._lock is not None and lock.exists():
            return
        try:
            self._lock = FileLock(lock)
        except LockHeldError:
            raise
        except OSError:
            # Some network drives know no locks; there the process id has to tell who lives.
            _log.info("no lock on %s", self.path)

    def _write_note(self) -> None:
        """Say whose it is; the base says the same, for where this fails."""
        note = SessionNote(
            pid=os.getpid(),
            host=host(),
            app=__version__,
            recovered_times=self.recovered_times,
            computer=computer_id(),
        )
        try:
            save(self.path / SESSION, encode_json(note), backup=False)
        except SaveError as error:
            _log.info("no note beside the journal: %s", error)

    def _drop_all_but(self, number: int) -> None:
        """The next generation is there: older ones go now, or when the one after it is there."""
        with suppress(OSError):
            for other in generations(self.path):
                if other != number:
                    self._drop(other)

    def _drop(self, number: int) -> None:
        # The base first: a log without one is nothing.
        base_path(self.path, number).unlink(missing_ok=True)
        log_path(self.path, number).unlink(missing_ok=True)

    def _take_back(self, number: int) -> None:
        """See that there is nothing of a generation that could not begin.

        A drive of the network may have done what it called failed, and the newest base is read.
        """
        try:
            self._drop(number)
        except OSError:
            self.broken = True

    def _close_log(self) -> None:
        _close(self._log)
        self._log = None


def read_note(folder: Path) -> SessionNote | None:
    """What a session's folder says of itself, if it does."""
    try:
        path = folder / SESSION
        if path.stat().st_size > _MOST_NOTE_BYTES:
            return None
        return decode_json(read_regular(path), _note)
    except (OSError, ValueError):
        return None


def _created(log: Path) -> int:
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _BINARY, 0o600)


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        with suppress(OSError):
            os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Force the entries of a folder to the disk, where the file system can."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
