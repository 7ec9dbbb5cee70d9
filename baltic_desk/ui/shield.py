"""Errors of C code in the override of a Qt method reach the handler and do not end the process.

On Python 3.11 an error that C code sets (`int("x")`, a Qt object that is gone, msgspec, numpy) has
no exception object until somebody handles it. PySide (6.8.3, 6.10.3 and 6.11.3 were tried) takes
what there is instead for one when it leaves an override that was come to through a call of Qt from
Python, `setFocus` say, and that ends the process. While another exception is being handled, Python
makes the object at once. So the program runs in there. Rejected: a wrapper about each of hundreds
of overrides, the next of which would be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


class Shield(Exception):  # noqa: N818 - it tells of no error
    """What is being handled all the time."""


def shielded(run: Callable[[], _T]) -> _T:
    """What `run` gives, run while an exception is being handled."""
    try:
        raise Shield
    except Shield:
        return run()


def without_shield(error: BaseException) -> BaseException:
    """The error, not told any more as one that came while another was handled."""
    each: BaseException = error
    while each.__context__ is not None:
        if isinstance(each.__context__, Shield):
            each.__context__ = None
            break
        each = each.__context__
    return error
