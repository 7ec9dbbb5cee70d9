"""The kinds of fields, and what all fields have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

MIXED_TEXT: Final = "—"


class Mixed(Enum):
    """What is shown when things differ in this."""

    MIXED = 0


MIXED: Final = Mixed.MIXED

Value = str | float | bool | None
Shown = Value | Mixed


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text.

    Attributes
    ----------
    suggestions
        Asked for when the field gets the focus.
    free
        Half of it is as good as all of it, so that it may be kept while it is typed: a name, but no
        number, place or code.
    """

    suggestions: Callable[[], Sequence[str]] | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Several lines of text."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, each with its words; `searchable` ones are found by typing."""

    options: tuple[tuple[Value, str], ...]
    searchable: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A fraction from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour "#rrggbb", or None for the default. `swatches` are offered in rows of eight."""

    swatches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something to read and to copy, not to change."""


Kind = Text | Lines | Choice | Flag | Percent | Colour | Fact


class Field(QWidget):
    """One value on show. `given` bears what a person made of it."""

    given = Signal(object)
    touched = Signal()
    """Something is typed that has not been given yet."""

    def show_value(self, value: Shown, default: str = "") -> None:
        """Show a value; `default` is what holds when there is none."""
        raise NotImplementedError

    def call(self, name: str) -> None:
        """Give it the name that a screen reader says."""
        self.setAccessibleName(name)
        control = self.focusProxy()
        if control is not None:
            control.setAccessibleName(name)

    def settle(self) -> None:
        """Give now what is still being typed or dragged."""

    def discard(self) -> None:
        """Forget what is being typed; the next value is shown whatever it is."""

    def reopen(self) -> None:
        """What was given was refused: keep it as it is, to be put right."""

    def keep_by(self, keep: Callable[[str], bool], withdraw: Callable[[], bool]) -> None:
        """Have what is written so far kept by somebody, if it can be.

        Parameters
        ----------
        keep
            Given it each second or so; whether the document holds it then.
        withdraw
            Takes all that was kept of it out of the document again; whether that could be.
        """


def fill(outer: QWidget, inner: QWidget) -> None:
    """Put one widget into another, without a margin."""
    layout = QVBoxLayout(outer)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(inner)
    policy = outer.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
    outer.setSizePolicy(policy)
