"""Asking a disk or share that may not answer: in a thread, waited for as long as the person will.

A share that has gone may let a single call wait for minutes. So nothing about a path that a person
has named is asked in the window's own thread: what is done with it goes through here.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from baltic_desk.app.in_thread import in_thread, in_thread_for
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.in_steps import finished
from baltic_desk.io.project_claim import real_path

_P = ParamSpec("_P")
_T = TypeVar("_T")

AT_ONCE_S = 0.1
"""What takes no longer is not felt."""

_PATIENCE_S = 2.0


class NotAnsweredError(Exception):
    """The person did not wait for an answer; nothing has come of what was asked."""


def answered(
    workspace: Workspace,
    name: str,
    work: Callable[[], _T],
    *,
    words: str = "",
    unheard: Callable[[_T], object] | None = None,
) -> _T:
    """What comes of work that asks a disk, or its exception.

    Parameters
    ----------
    name
        Of the file that it is about.
    work
        Done in a thread: it must not change anything that others see.
    words
        What is said while it is waited for, if that is not simply that.
    unheard
        Called in the thread with what came too late, to clean it up.

    Raises
    ------
    NotAnsweredError
        When the person would not wait.
    """

    def kept(result: tuple[_T]) -> None:
        if unheard is not None:
            unheard(result[0])

    steps = in_thread(lambda: (work(),), unheard=kept)
    found = workspace.ask.wait(words or f"Waiting for {name} …", steps)
    if found is None:
        raise NotAnsweredError(f"{name} was not waited for any longer; nothing has been changed.")
    return found[0]


def at_once(work: Callable[[], _T]) -> _T | None:
    """What comes of work that asks a disk, if that answers so soon that nobody notices."""
    return finished(in_thread_for(work, AT_ONCE_S))


def stoppable(
    act: Callable[Concatenate[Workspace, _P], bool],
) -> Callable[Concatenate[Workspace, _P], bool]:
    """Of something that a person has done: False, and said, when an answer was not waited for."""

    @functools.wraps(act)
    def stopped(workspace: Workspace, *arguments: _P.args, **options: _P.kwargs) -> bool:
        with told(workspace):
            return act(workspace, *arguments, **options)
        return False

    return stopped


@contextlib.contextmanager
def told(workspace: Workspace) -> Generator[None]:
    """When an answer is not waited for, what is done here ends, and that is said."""
    try:
        yield
    except NotAnsweredError as error:
        workspace.say(str(error))


def is_same(path: Path, known: Path | None) -> bool:
    """Whether two names are of one file; for threads, since it asks the disk.

    What is known may be on a share that hangs: a file that answers is not on it.
    """
    if known is None or path == known:
        return known is not None
    real = real_path(path)

    def same() -> bool:
        if real == real_path(known):
            return True
        try:
            return path.samefile(known)
        except OSError:
            return False

    return bool(finished(in_thread_for(same, _PATIENCE_S)))
