"""Whether recovered work makes the program end again: a mark in its folder while that is unsure.

Before anything of lost work is read, its folder is marked; the mark goes along to the folder of the
session that takes it over, and goes away when the program has lived with it for a while. A mark
that is found in a folder of a session that ended says that the program did not, and how long it
lived: the time of the file is that of the last sign of life.
"""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from baltic_desk.io.save import SaveError, save
from baltic_desk.paths import open_regular

TRIAL = "trial.json"
PROVEN_AFTER_S = 60.0
"""After so long it was not the recovered work that ended the program."""
_MOST_BYTES = 1024

Doing = Literal["recovering", "reading", "recovered"]


class Trial(Struct, frozen=True, kw_only=True):
    """What the mark says: since when (seconds of the epoch), how often in a row, and for what.

    Attributes
    ----------
    alive
        When the program was last known to live with it.
    """

    begun: float
    times: int
    doing: Doing = "recovering"
    alive: float = 0.0

    @property
    def lived_s(self) -> float:
        """How long the program lived with it."""
        return max(0.0, self.alive - self.begun)


def read_trial(folder: Path) -> Trial | None:
    """The mark of a folder, if there is one."""
    path = folder / TRIAL
    try:
        with open_regular(path) as file:
            trial = msgspec.json.decode(file.read(_MOST_BYTES), type=Trial)
            alive = os.fstat(file.fileno()).st_mtime
    except (OSError, ValueError):
        return None
    return msgspec.structs.replace(trial, alive=alive)


def begin_trial(folder: Path, doing: Doing = "recovering") -> Trial | None:
    """Mark a folder before something of it is read; what its mark was before.

    Raises
    ------
    OSError
        When it cannot be marked.
    """
    before = read_trial(folder)
    times = 1 if before is None else before.times + 1
    _write(folder, Trial(begun=time.time(), times=times, doing=doing))
    return before


def carry_trial(old: Path, new: Path) -> None:
    """Mark the folder of the session that takes work over, as that of the work is.

    Raises
    ------
    OSError
        When it cannot be marked.
    """
    trial = read_trial(old)
    if trial is not None:
        _write(new, msgspec.structs.replace(trial, begun=time.time()))


def mark_recovered(folder: Path) -> None:
    """Say of a folder that is about to be put aside that a later session has all of it."""
    trial = read_trial(folder)
    if trial is not None:
        with contextlib.suppress(OSError):
            _write(folder, msgspec.structs.replace(trial, doing="recovered"))


def beat(folder: Path) -> None:
    """The program lives still."""
    with contextlib.suppress(OSError):
        os.utime(folder / TRIAL)


def end_trial(folder: Path, before: Trial | None = None) -> None:
    """It was not the work's fault; the mark is as it was before, if it was."""
    with contextlib.suppress(OSError):
        if before is None:
            (folder / TRIAL).unlink(missing_ok=True)
        else:
            _write(folder, before)
            os.utime(folder / TRIAL, (before.alive, before.alive))


def _write(folder: Path, trial: Trial) -> None:
    try:
        save(folder / TRIAL, msgspec.json.encode(trial), backup=False)
    except SaveError as error:
        raise OSError(str(error)) from error
