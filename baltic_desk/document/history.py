"""Undo and redo: a list of diffs with a cursor, bounded by memory."""

from __future__ import annotations

from typing import NamedTuple

from baltic_desk.document.feature import Feature, Foreign, Picture
from baltic_desk.document.geometry import LineString, MultiPoint, Point, Polygon, positions_of
from baltic_desk.document.record import Override, Patch
from baltic_desk.document.store import Diff, Entry

MEMORY_BOUND_BYTES = 256 * 1024 * 1024


class Step(NamedTuple):
    """One thing that a person did.

    `diff` is that of what is stored, `phases` those that were shown before and after.
    """

    label: str
    diff: Diff
    cost_bytes: int
    phases: tuple[str | None, str | None] = (None, None)


class History:
    """Steps behind and ahead of now. The oldest are forgotten beyond `bound_bytes`."""

    def __init__(self, bound_bytes: int = MEMORY_BOUND_BYTES) -> None:
        self._steps: list[Step] = []
        self._cursor = 0
        self._clean: int | None = 0
        self._bound_bytes = bound_bytes
        self._cost_bytes = 0

    def record(
        self, label: str, diff: Diff, phases: tuple[str | None, str | None] = (None, None)
    ) -> None:
        """A new step; what had been undone can no longer be redone."""
        if self._clean is not None and self._clean > self._cursor:
            self._clean = None
        self._cost_bytes -= sum(step.cost_bytes for step in self._steps[self._cursor :])
        del self._steps[self._cursor :]
        step = Step(label, diff, _cost(diff), phases)
        self._steps.append(step)
        self._cost_bytes += step.cost_bytes
        self._cursor += 1
        while self._cost_bytes > self._bound_bytes and len(self._steps) > 1:
            self._cost_bytes -= self._steps.pop(0).cost_bytes
            self._cursor -= 1
            if self._clean is not None:
                self._clean = self._clean - 1 if self._clean > 0 else None

    def back(self) -> Step | None:
        """Step to undo, and move the cursor before it; None when there is none."""
        if self._cursor == 0:
            return None
        self._cursor -= 1
        return self._steps[self._cursor]

    def forward(self) -> Step | None:
        """Step to redo, and move the cursor past it; None when there is none."""
        if self._cursor == len(self._steps):
            return None
        self._cursor += 1
        return self._steps[self._cursor - 1]

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

    def mark_dirty(self) -> None:
        """No state in reach is what is saved (a recovered or migrated document)."""
        self._clean = None


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
