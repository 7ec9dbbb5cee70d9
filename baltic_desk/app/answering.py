"""Asking a disk or share that may not answer: in a thread, waited for as long as the person will.

A share that has gone may let a single call wait for minutes. So nothing about a path that a person
has named is asked in the window's own thread: what is done with it goes through here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from baltic_desk.app.in_thread import in_thread, in_thread_for
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.in_steps import finished

_P = ParamSpec("_P")
_T = TypeVar("_T")

AT_ONCE_S = 0.1
"""What takes no longer is not felt."""


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
        try:
            return act(workspace, *arguments, **options)
        except NotAnsweredError as error:
            workspace.say(str(error))
            return False

    return stopped
