"""The operating system at its worst: the N-th call fails, or the process dies in it.

Whoever promises something of files tries it for every N and every error. Each try begins with
files of its own.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

CALLS = tuple(
    name
    for name in (
        "open", "write", "read", "fsync", "close", "replace", "rename", "link", "unlink", "remove",
        "stat", "lstat", "fstat", "lseek", "access", "mkdir", "rmdir", "listdir", "scandir",
        "utime", "chmod", "fchmod", "fchown", "ftruncate", "truncate", "fdatasync", "symlink",
        "readlink",
    )
    if hasattr(os, name)
)  # fmt: skip
"""Names in `os`; `io.open` counts besides, by which `Path.open` and its kin come to a file."""

ERRORS = tuple(
    getattr(errno, name)
    for name in (
        "ENOSPC", "EIO", "EACCES", "EPERM", "EROFS", "EDQUOT", "EINTR", "ENAMETOOLONG",
    )
    if hasattr(errno, name)
)  # fmt: skip
"""What a disk, a share or a policy may answer."""

DIED = 9
"""Exit code of a process that died as it should."""

_exit = os._exit  # type: ignore[attr-defined]


class Call(NamedTuple):
    """One call: its name (`io.open` as "io.open") and what it was given."""

    name: str
    arguments: tuple[Any, ...]


class Faults:
    """Counts calls, and makes the N-th fail.

    Parameters
    ----------
    patches
        Of pytest: undone, the operating system is itself again.
    fail_at
        Number of the call that fails, from 1; none for 0.
    error
        Its errno.
    lasting
        Whether all calls after it fail, too: a disk that is full stays so.

    Attributes
    ----------
    made
        The calls so far, in order, that of the failure included.
    """

    def __init__(
        self,
        patches: pytest.MonkeyPatch,
        fail_at: int = 0,
        error: int = errno.EIO,
        *,
        lasting: bool = False,
    ) -> None:
        self.made: list[Call] = []
        self._fail_at = fail_at
        self._error = error
        self._lasting = lasting
        self._lock = threading.Lock()
        _patch(patches.setattr, self._counted)

    @property
    def calls(self) -> int:
        """How many calls there were."""
        return len(self.made)

    @property
    def happened(self) -> bool:
        """Whether the call that was to fail has been made."""
        return 0 < self._fail_at <= len(self.made)

    def names(self) -> list[str]:
        """Names of the calls, in order."""
        return [call.name for call in self.made]

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            with self._lock:
                self.made.append(Call(name, arguments))
                number = len(self.made)
            if number == self._fail_at or (self._lasting and 0 < self._fail_at < number):
                if name == "close":  # a descriptor is gone even when close fails
                    call(*arguments)
                raise OSError(self._error, os.strerror(self._error))
            return call(*arguments, **options)

        return counted


@contextmanager
def calls_through(
    through: Callable[[str, Callable[..., Any]], Callable[..., Any]],
) -> Generator[None]:
    """Each call, that of `open` too, is what is made of its name and the real one, for a while."""
    with pytest.MonkeyPatch.context() as patches:
        for name in CALLS:
            patches.setattr(os, name, through(name, getattr(os, name)))
        for module in (io, builtins):
            patches.setattr(module, "open", through("open", module.open))
        yield


class Death(NamedTuple):
    """What a process that died in its N-th call has left.

    Attributes
    ----------
    code
        DIED, or 0 when there was no N-th call.
    state
        What the script's `state` says of what is there.
    """

    number: int
    code: int
    state: str


def deaths(script: str, folder: Path, *, timeout_s: float = 100) -> list[Death]:
    """Do something in a process that dies in its first call, in its second, …; until it is done.

    Parameters
    ----------
    script
        Python that defines `prepare(place)` for a new folder, `work(place)` for what dies, and
        `state(place)`, a word for what is left. A write in which it dies has done half.
    """
    root = Path(__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-c", "from tests.faults import die_everywhere; die_everywhere()",
         str(folder)],
        input=script, capture_output=True, text=True, timeout=timeout_s, cwd=root, check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    return [Death(int(number), int(code), state) for number, code, state in rows]


def die_everywhere() -> None:
    """What `deaths` runs: forks a process for each N, which is quick, and prints what it left."""
    folder = Path(sys.argv[1])
    defined: dict[str, Any] = {}
    exec(compile(sys.stdin.read(), "<script>", "exec"), defined)
    code = DIED
    number = 0
    while code == DIED:
        number += 1
        place = folder / str(number)
        place.mkdir()
        defined["prepare"](place)
        pid = os.fork()
        if pid == 0:
            _work_and_die(lambda place=place: defined["work"](place), number)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(number, code, defined["state"](place), sep="\t", flush=True)


def _work_and_die(work: Callable[[], None], number: int) -> None:
    made = 0

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*arguments: Any, **options: Any) -> Any:
            nonlocal made
            made += 1
            if made == number:
                if name == "write":
                    half = bytes(arguments[1])
                    call(arguments[0], half[: len(half) // 2])
                _exit(DIED)
            return call(*arguments, **options)

        return dying

    try:
        _patch(setattr, counted)
        work()
        _exit(0 if made < number else 1)
    except BaseException as error:  # noqa: BLE001 - whatever it is, this process ends here
        sys.stderr.write(f"{error!r}\n")
        sys.stderr.flush()
    finally:
        _exit(77)


def _patch(
    put: Callable[[ModuleType, str, Any], None],
    counted: Callable[[str, Callable[..., Any]], Callable[..., Any]],
) -> None:
    for name in CALLS:
        put(os, name, counted(name, getattr(os, name)))
    put(io, "open", counted("io.open", io.open))
