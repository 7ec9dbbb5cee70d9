"""Lost work as it is offered, and the file that it belongs to as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baltic_desk.app.in_thread import in_thread, in_thread_for
from baltic_desk.app.workspace import UNTITLED
from baltic_desk.document.in_steps import Steps
from baltic_desk.io.moments import moment_of
from baltic_desk.io.problem import ProjectError
from baltic_desk.io.project import digest_of, dumps, read_bytes
from baltic_desk.io.recovery import Recoverable, aside_sessions, crashed_sessions, recover
from baltic_desk.io.recovery_trial import Trial, read_trial
from baltic_desk.io.save import save as save_bytes
from baltic_desk.io.save_gate import Gate

PATIENCE_S = 5.0
"""How long a share may take to tell of a file."""


@dataclass(frozen=True, slots=True)
class Lost:
    """One lost document.

    Attributes
    ----------
    aside
        It was recovered or discarded in the last days, and is kept in case that was a mistake.
    trial
        What is known of its having been recovered or read before.
    put_aside_at
        When; None unless it is.
    """

    work: Recoverable
    aside: bool = False
    trial: Trial | None = None
    put_aside_at: datetime | None = None

    @property
    def id(self) -> str:
        """What tells it from others."""
        return self.work.path.name

    @property
    def title(self) -> str:
        """What it is called."""
        path = self.work.original_path
        return self.work.title or (path.name if path is not None else UNTITLED)

    @property
    def was_recovered(self) -> bool:
        """Whether it was put aside because another session has it."""
        return self.aside and self.trial is not None and self.trial.doing == "recovered"

    @property
    def dangerous(self) -> bool:
        """Whether the program ended when it had this before."""
        return self.trial is not None and not self.was_recovered


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """The file that lost work belongs to, as it is now.

    Attributes
    ----------
    same
        Whether it holds what it held when the work began; None when there is none to be read.
    data
        What it holds.
    error
        Why it cannot be read, if it is there.
    """

    same: bool | None = None
    data: bytes = b""
    error: str = ""


def offered() -> tuple[Lost, ...]:
    """What crashed sessions left, the latest first."""
    return tuple(Lost(work, trial=read_trial(work.path)) for work in crashed_sessions())


def put_aside() -> tuple[Lost, ...]:
    """What was recovered or discarded in the last days, the latest first."""
    found: Sequence[Recoverable] = aside_sessions()
    return tuple(
        Lost(work, aside=True, trial=read_trial(work.path), put_aside_at=_touched(work.path))
        for work in found
    )


def file_now(work: Recoverable) -> Steps[FileOnDisk]:
    """Look at the file of lost work: in a thread, because a share that is gone answers late."""
    path = work.original_path
    if path is None:
        return FileOnDisk()
    looked = yield from in_thread_for(lambda: _looked_at(path, work.base_digest), PATIENCE_S)
    return looked or FileOnDisk(error="the disk does not answer")


def copied(work: Recoverable, path: Path) -> Steps[str]:
    """Write the project file of lost work; a warning if something besides did not work."""
    gate = Gate()

    def copy() -> str:
        recovered = recover(work)
        content = dumps(recovered.document, view=recovered.view)
        return save_bytes(path, content, gate=gate).warning or ""

    try:
        return (yield from in_thread(copy))
    finally:
        gate.give_up()


def _looked_at(path: Path, digest: str) -> FileOnDisk:
    try:
        if not path.exists():
            return FileOnDisk()
        data = read_bytes(path)
    except ProjectError as error:
        return FileOnDisk(error=error.text)
    except OSError as error:
        return FileOnDisk(error=error.strerror or str(error))
    return FileOnDisk(same=digest_of(data) == digest, data=data)


def _touched(folder: Path) -> datetime | None:
    try:
        return moment_of(folder.stat().st_mtime)
    except OSError:
        return None
