"""Undo and redo: a list of diffs with a cursor, bounded by memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import LineString, MultiPoint, Point, Polygon, positions_of
from baltic_desk.document.project import Picture
from baltic_desk.document.record import Override, Patch
from baltic_desk.document.store import Diff, Entry

MEMORY_BOUND_BYTES = 256 * 1024 * 1024

Phases = tuple[str | None, str | None]


class Step(NamedTuple):
    """One thing that a person did.

    `diff` is that of what is stored, `phases` those that were shown before and after.
    """

    label: str
    diff: Diff
    cost_bytes: int
    phases: Phases = (None, None)


class Recorded(NamedTuple):
    """A step was added; what had been undone can no longer be redone."""

    step: Step


class Undone(NamedTuple):
    """The step behind now was taken back."""


class Redone(NamedTuple):
    """The step ahead of now was done again."""


class Cleaned(NamedTuple):
    """Now is what is saved."""


class Dirtied(NamedTuple):
    """No state in reach is what is saved."""


Event = Recorded | Undone | Redone | Cleaned | Dirtied


class History:
    """Steps behind and ahead of now. The oldest are forgotten beyond `bound_bytes`."""

    def __init__(self, bound_bytes: int = MEMORY_BOUND_BYTES) -> None:
        self._steps: list[Step] = []
        self._cursor = 0
        self._clean: int | None = 0
        self._bound_bytes = bound_bytes
        self._cost_bytes = 0
        self._observers: list[Callable[[Event], None]] = []

    @classmethod
    def restored(cls, steps: Iterable[Step], cursor: int, clean: int | None) -> History:
        """A history as another one was.

        Parameters
        ----------
        cursor, clean
            How many of the steps are behind now, and behind what was last saved; None where no
            state in reach is that.

        Raises
        ------
        ValueError
            When there are not so many steps.
        """
        history = cls()
        history._steps = list(steps)
        if not 0 <= cursor <= len(history._steps):
            raise ValueError(f"{cursor} of {len(history._steps)} steps cannot be behind")
        if clean is not None and not 0 <= clean <= len(history._steps):
            raise ValueError(f"{clean} of {len(history._steps)} steps cannot be saved")
        history._cursor = cursor
        history._clean = clean
        history._cost_bytes = sum(step.cost_bytes for step in history._steps)
        return history

    def subscribe(self, hear: Callable[[Event], None]) -> Callable[[], None]:
        """Call `hear` with each event from now on, in their order; the answer ends it."""
        self._observers.append(hear)
        return lambda: self._observers.remove(hear)

    def record(self, label: str, diff: Diff, phases: Phases = (None, None)) -> None:
        """A new step; what had been undone can no longer be redone."""
        self.take(new_step(label, diff, phases))

    def take(self, step: Step) -> None:
        """Record a step that is made already."""
        if self._clean is not None and self._clean > self._cursor:
            self._clean = None
        self._cost_bytes -= sum(gone.cost_bytes for gone in self._steps[self._cursor :])
        del self._steps[self._cursor :]
        self._steps.append(step)
        self._cost_bytes += step.cost_bytes
        self._cursor += 1
        while self._cost_bytes > self._bound_bytes and len(self._steps) > 1:
            self._cost_bytes -= self._steps.pop(0).cost_bytes
            self._cursor -= 1
            if self._clean is not None:
                self._clean = self._clean - 1 if self._clean > 0 else None
        self._tell(Recorded(step))

    def back(self) -> Step | None:
        """Step to undo, and move the cursor before it; None when there is none."""
        if self._cursor == 0:
            return None
        self._cursor -= 1
        self._tell(Undone())
        return self._steps[self._cursor]

    def forward(self) -> Step | None:
        """Step to redo, and move the cursor past it; None when there is none."""
        if self._cursor == len(self._steps):
            return None
        self._cursor += 1
        self._tell(Redone())
        return self._steps[self._cursor - 1]

    def add_ahead(self, step: Step) -> None:
        """A step before all that are known was undone. Raises ValueError if one is behind now."""
        if self._cursor:
            raise ValueError("it is not the first step that was undone")
        self._steps.insert(0, step)
        self._cost_bytes += step.cost_bytes
        if self._clean is not None:
            self._clean += 1

    def add_behind(self, step: Step) -> None:
        """A step after all that are known was redone. Raises ValueError where one is ahead."""
        if self._cursor < len(self._steps):
            raise ValueError("it is not the last step that was redone")
        self._steps.append(step)
        self._cost_bytes += step.cost_bytes
        self._cursor += 1

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, the oldest first, those ahead of now included."""
        return tuple(self._steps)

    @property
    def cursor(self) -> int:
        """How many steps are behind now."""
        return self._cursor

    @property
    def clean_cursor(self) -> int | None:
        """How many steps are behind what was last saved; None when that is out of reach."""
        return self._clean

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._steps[self._cursor - 1].label if self._cursor else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._steps[self._cursor].label if self._cursor < len(self._steps) else None

    @property
    def labels(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Labels behind (oldest first) and ahead of now."""
        names = [step.label for step in self._steps]
        return tuple(names[: self._cursor]), tuple(names[self._cursor :])

    @property
    def clean(self) -> bool:
        """Whether now is what was last saved."""
        return self._clean == self._cursor

    def mark_clean(self) -> None:
        """Now is what is saved."""
        self._clean = self._cursor
        self._tell(Cleaned())

    def mark_dirty(self) -> None:
        """No state in reach is what is saved (a recovered or migrated document)."""
        self._clean = None
        self._tell(Dirtied())

    def _tell(self, event: Event) -> None:
        for hear in tuple(self._observers):
            hear(event)


def new_step(label: str, diff: Diff, phases: Phases = (None, None)) -> Step:
    """A step with what it costs in memory."""
    return Step(label, diff, _cost(diff), phases)


def _cost(diff: Diff) -> int:
    # Measured with tracemalloc: a position costs 104 bytes, a unit with its properties about 700.
    return sum(_entry_cost(e) for side in (diff.before, diff.after) for e in side.values())


def _entry_cost(entry: Entry | None) -> int:
    match entry:
        case Entry(record=Override(change=Patch() as patch)):
            shape = 0 if patch.geometry is None else 104 * len(positions_of(patch.geometry))
            return 800 + shape
        case Entry(record=Override(change=Feature() | Foreign() as record)):
            return 200 + _entry_cost(Entry(record, entry.rank))
        case Entry(record=Feature(geometry=Point())):
            return 800
        case Entry(
            record=Feature(geometry=LineString(coordinates=line) | MultiPoint(coordinates=line))
        ):
            return 800 + 104 * len(line)
        case Entry(record=Feature(geometry=Polygon(coordinates=rings))):
            return 800 + 104 * sum(map(len, rings))
        case Entry(record=Foreign(raw=raw)):
            return 300 + len(raw)
        case Entry(record=Picture(data=data)):
            return 400 + len(data)
        case None:
            return 64
        case _:
            return 400
