"""Who has a project file open: a claim beside the file, for other machines, and one kept here.

The claim beside it, `.~lock.NAME#`, is advice that everybody with the folder can read. It is never
taken as left over because of its age: machines sleep, shares go away, clocks are wrong. Only a
claim of this very desk (machine and folder of state) can be known to be left over: each process
holds a lock of the operating system for each of its claims, in the folder of state, which ends with
the process however it ends. Where nothing can be put beside the file, the claim in the folder of
state alone keeps two windows of one desk apart.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import secrets
import threading
import time
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec.structs import replace as with_changes

from baltic_desk import __version__
from baltic_desk.io import claim_files
from baltic_desk.io.claim_desk import Here, guarded, held_lock, is_of, lives, lock_path
from baltic_desk.io.claim_files import Found, Record
from baltic_desk.io.lock import FileLock
from baltic_desk.io.save_gate import Gate, GivenUpError

_log = logging.getLogger(__name__)

Standing = Literal["mine", "taken", "away", "nowhere"]
"""How a claim stands: ours; another's by now; the folder is not there, or not to be read; or it can
be put neither beside the file nor in the folder of state."""

# What eCryptfs has room for; other file systems have more.
_LONGEST_NAME_BYTES = 143
_WRITING_S = 0.05
_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a file open.

    Attributes
    ----------
    machine
        Empty when what stands there does not say.
    here
        Whether it is another window of this desk.
    token
        Of the claim; empty when it could not be read.
    """

    machine: str = ""
    since: datetime | None = None
    seen: datetime | None = None
    here: bool = False
    token: str = ""


def real_path(path: Path) -> Path:
    """The path by which a file is the same whatever it was called: without links, and on Windows
    without capitals."""
    return Path(os.path.normcase(os.path.realpath(path)))


def claim_path(path: Path) -> Path:
    """Where the claim on a file is, beside it; by a digest of its name where that is long."""
    real = Path(os.path.realpath(path))
    name = f".~lock.{real.name}#"
    if len(os.fsencode(name)) > _LONGEST_NAME_BYTES:
        same = unicodedata.normalize("NFC", real.name)
        name = f".~lock.{hashlib.sha256(os.fsencode(same)).hexdigest()[:32]}#"
    return real.with_name(name)


def take(
    path: Path, where: Here, *, over: Holder | None = None, gate: Gate | None = None
) -> Claim | Holder:
    """Claim a file, or say who has it.

    Parameters
    ----------
    over
        Whose claim is to be taken over; that of nobody else is.
    gate
        By which another thread can give it up.

    Raises
    ------
    GivenUpError
        When the gate was closed; nothing is claimed then.
    """
    claim = Claim(path, where)
    try:
        holder = claim.place(over, gate)
    except GivenUpError:
        claim.release()
        raise
    if holder is None:
        return claim
    claim.release()
    return holder


def holder_of(path: Path, where: Here) -> Holder | None:
    """Who has a file open now; None when nobody has."""
    for place in _places(path, where):
        holder = _holder(place, claim_files.read(place), where)
        if holder is not None:
            return holder
    return None


class Claim:
    """One window's claim on one file. All of it may be called from any thread; nothing raises but
    what a gate does.

    Attributes
    ----------
    holder
        Who has taken it over, once `check` says so.
    """

    def __init__(self, path: Path, where: Here) -> None:
        self.path = path
        self.holder: Holder | None = None
        self._where = where
        self._real = real_path(path)
        self._places = _places(path, where)
        now = _now()
        self._record: Record = Record(
            token=secrets.token_hex(16),
            machine=where.machine,
            desk=where.desk,
            pid=os.getpid(),
            since=now,
            seen=now,
            program=__version__[:32],
        )
        self._lock: FileLock | None = None
        self._placed: set[Path] = set()
        self._was_placed: set[Path] = set()
        self._busy = threading.RLock()
        self._released = False

    @property
    def beside(self) -> bool:
        """Whether others than this desk can see it."""
        return self._places[0] in self._placed

    def is_on(self, path: Path) -> bool:
        """Whether this is the file, under whatever name."""
        return real_path(path) == self._real

    def place(self, over: Holder | None = None, gate: Gate | None = None) -> Holder | None:
        """Put the claim in its places, or say who is there; all as for `take`."""
        gate = gate or Gate()
        with self._busy, guarded(self._where.folder):
            self._hold_lock()
            found = {place: claim_files.read(place) for place in self._places}
            # Who is named beside the file has it. A window of this desk that is named here alone
            # was taken over from in that case, and only has not heard of it yet.
            holders = (_holder(place, there, self._where) for place, there in found.items())
            holder = next((each for each in holders if each is not None), None)
            if holder is not None and (over is None or over.token != holder.token):
                return holder
            for place, there in found.items():
                gate.check()
                holder = self._put(place, there, gate)
                if holder is not None:
                    return holder
        return None

    def check(self) -> Standing:
        """Give a sign of life, and say how the claim stands; where it is gone it is put again."""
        # A share that does not answer holds up one thread and not also the other.
        if not self._busy.acquire(timeout=_PATIENCE_S):
            return "away"
        try:
            return "taken" if self._released else self._checked()
        finally:
            self._busy.release()

    def release(self) -> None:
        """Take the claim away; what is another's by now stays."""
        with self._busy:
            if self._released:
                return
            self._released = True
            for place in self._places:
                if not claim_files.remove(place, self._record.token):
                    _log.info("a claim was left behind")
            self._placed.clear()
            if self._lock is not None:
                self._lock.release()  # first, since Windows does not remove what is open
            with contextlib.suppress(OSError):
                lock_path(self._record, self._where).unlink()

    # -- inside --------------------------------------------------------------------------------

    def _checked(self) -> Standing:
        self._record = with_changes(self._record, seen=_now())
        self._placed = {place for place in self._places if self._refreshed(place)}
        failed = False
        if len(self._placed) < len(self._places):
            with guarded(self._where.folder):
                for place in self._places:
                    if place in self._placed:
                        continue
                    there = self._looked_at(place)
                    gone_wrong = there is Found.OBSTACLE and place in self._was_placed
                    if there is Found.FAILED or gone_wrong:
                        failed = failed or not self._is_own(place)
                        continue
                    self.holder = self._put_again(place, there)
                    if self.holder is not None:
                        return "taken"
        if not self.beside and (failed or not _is_folder(self._places[0].parent)):
            return "away"
        return "mine" if self._placed else "nowhere"

    def _hold_lock(self) -> None:
        """Before anybody can read the token, so that nobody finds it without its lock."""
        self._lock = held_lock(self._record, self._where)
        if self._lock is None:
            # Nobody can tell then whether this process lives: its claim is left to a person's
            # judgement, as another machine's is.
            self._record = with_changes(self._record, desk=secrets.token_hex(16))

    def _refreshed(self, place: Path) -> bool:
        there = claim_files.refresh(place, self._record)
        return isinstance(there, Record) and there.token == self._record.token

    def _looked_at(self, place: Path) -> Record | Found:
        there = claim_files.read(place)
        if there is Found.GARBLED:
            # Somebody may be writing it at this moment.
            time.sleep(_WRITING_S)
            there = claim_files.read(place)
        return there

    def _put_again(self, place: Path, there: Record | Found) -> Holder | None:
        if isinstance(there, Record) and there.token == self._record.token:
            self._placed.add(place)
            return None
        return _holder(place, there, self._where) or self._put(place, there, Gate())

    def _put(self, place: Path, there: Record | Found, gate: Gate) -> Holder | None:
        """Put the record in the place of what is there; who was quicker, if somebody was."""
        if there is Found.OBSTACLE or (there is Found.FAILED and self._is_own(place)):
            return None
        try:
            if there is Found.NOTHING:
                claim_files.create(place, self._record)
            else:
                claim_files.replace(place, self._record, gate)
        except FileExistsError:
            return _holder(place, claim_files.read(place), self._where)
        except OSError as error:
            _log.info("a claim could not be placed: %s", error.strerror)
            return _holder(place, there, self._where)
        self._placed.add(place)
        self._was_placed.add(place)
        return None

    def _is_own(self, place: Path) -> bool:
        return place.parent == self._where.folder


# -- inside ------------------------------------------------------------------------------------


def _places(path: Path, where: Here) -> tuple[Path, Path]:
    """Where claims on a file stand: beside it, and in this desk's own folder."""
    # A folder of state may be shared by machines, on which the same path is another file.
    key = f"{where.machine}\0".encode() + os.fsencode(real_path(path))
    return claim_path(path), where.folder / f"{hashlib.sha256(key).hexdigest()[:32]}.json"


def _holder(place: Path, there: Record | Found, where: Here) -> Holder | None:
    """Who has the file, by what stands in a place; None for nobody who lives."""
    match there:
        case Found.NOTHING | Found.OBSTACLE:
            return None
        case Found.GARBLED | Found.FAILED:
            # In one's own folder that is no word of another; beside the file it may be.
            return None if place.parent == where.folder else Holder()
        case Record():
            if not lives(there, where):
                return None
            ours = is_of(there, where)
            return Holder(there.machine, there.since, there.seen, ours, there.token)


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _now() -> datetime:
    # Whole seconds, so that all records of a claim have one length.
    return datetime.now(UTC).replace(microsecond=0)
