"""Long work in steps, so that whoever has it done can show that it goes on, or stop it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

_T = TypeVar("_T")

Steps: TypeAlias = Generator[None, None, _T]
"""Work that yields every few milliseconds, and returns what came of it."""


def finished(steps: Steps[_T]) -> _T:
    """What comes of work that nobody watches."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
