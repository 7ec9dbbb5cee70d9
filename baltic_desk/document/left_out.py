"""What a copy for others leaves out of a project, and what in it was cut loose for that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from baltic_desk.document.feature import Feature
from baltic_desk.document.record import Record

Sort = Literal[
    "overlay",
    "feature",
    "foreign",
    "phase",
    "phase state",
    "step",
    "layout",
    "note",
    "tolerance",
    "picture",
    "system",
    "unknown",
    "idle",
    "camera",
]

SORTS: Mapping[Sort, tuple[str, str]] = {
    "overlay": ("overlay", "overlays"),
    "feature": ("feature", "features"),
    "foreign": ("feature that was not understood", "features that were not understood"),
    "phase": ("phase", "phases"),
    "phase state": ("feature in some phases only", "features in some phases only"),
    "step": ("step of the briefing", "steps of the briefing"),
    "layout": ("layout of sheets", "layouts of sheets"),
    "note": ("note of the instructor", "notes of the instructor"),
    "tolerance": ("tolerance of a task", "tolerances of tasks"),
    "picture": ("picture", "pictures"),
    "system": ("system of the project", "systems of the project"),
    "unknown": ("member that is not known", "members that are not known"),
    "idle": ("change without effect", "changes without effect"),
    "camera": ("view of the map", "views of the map"),
}
"""Sorts of what is left out, in the order of telling, with what one and several are called."""


class Left(NamedTuple):
    """One thing that is left out."""

    sort: Sort
    name: str


class Cut(NamedTuple):
    """Something that stays but said something of what goes: what, and what it no longer says."""

    name: str
    what: str


class Note(NamedTuple):
    """A text for the instructor alone, and whose it was."""

    of: str
    text: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """All that a copy leaves out.

    Attributes
    ----------
    things, cuts
        To be told.
    records
        Records of the project that are in the copy in no form, or were otherwise in a phase that
        is not in it.
    notes
        Texts that go with none of those.
    kept
        What the copy says of a feature, by its id: in each phase once.
    """

    things: tuple[Left, ...] = ()
    cuts: tuple[Cut, ...] = ()
    records: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()
    kept: Mapping[str, tuple[Feature, ...]] = field(default_factory=dict[str, tuple[Feature, ...]])

    def counted(self) -> dict[Sort, int]:
        """How many of each sort, without those of which there are none."""
        found = Counter(each.sort for each in self.things)
        return {sort: found[sort] for sort in SORTS if found[sort]}

    def names(self, sort: Sort) -> tuple[str, ...]:
        """What those of a sort are called."""
        return tuple(each.name for each in self.things if each.sort == sort)

    def summary(self) -> str:
        """In one line: "1 overlay, 3 features, 2 notes of the instructor".

        >>> LeftOut((Left("overlay", "Answers"), Left("note", "Peace"))).summary()
        '1 overlay, 1 note of the instructor'
        >>> LeftOut().summary()
        'nothing'
        """
        parts = [f"{n} {SORTS[sort][n != 1]}" for sort, n in self.counted().items()]
        return ", ".join(parts) or "nothing"
