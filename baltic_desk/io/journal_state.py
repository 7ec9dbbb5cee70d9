"""What a journal knows of a document: the same for who writes it and for who reads it again.

The thread that writes has this as its own copy, in step with the document; reading a journal does
the same steps to one from a file. Without entries it is the outline by which work is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import Struct

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.history import History, Step
from baltic_desk.document.project import PROJECT_ID, Project
from baltic_desk.document.store import Diff, Entry
from baltic_desk.io.header import SavedView

EMPTY = Diff({}, {})
MOST_DONE = 5_000
"""Longer lists of what was done since the last saving lose their beginning."""


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of a document besides its entries and history.

    Attributes
    ----------
    at
        When it was so, seconds since 1970.
    features
        How many there are before any phase.
    path, digest
        File it belongs to, and the digest of what was last read from or written to it.
    read_only
        That file is of a newer version, and must not be written over.
    """

    at: float
    title: str = ""
    features: int = 0
    phase: str | None = None
    view: SavedView | None = None
    path: str | None = None
    digest: str = ""
    read_only: bool = False


class Did(NamedTuple):
    """Something that was done since the last saving, or (`back`) taken back from before it."""

    label: str
    at: float
    back: bool = False

    @property
    def words(self) -> str:
        """How it is told."""
        return f"Undo {self.label}" if self.back else self.label


@dataclass(slots=True)
class State:
    """Entries by their keys, history, and what was saved.

    Attributes
    ----------
    entries
        None where only the outline is wanted.
    saved
        Entries when the document was last saved; None where that is not known.
    did
        What was done since then, less what was undone of it.
    phase
        The one that is shown.
    """

    history: History
    facts: Facts
    entries: dict[str, Entry] | None = None
    saved: dict[str, Entry] | None = None
    did: list[Did] = field(default_factory=list)
    features: int = 0
    phase: str | None = None

    @classmethod
    def of(
        cls,
        entries: Iterable[Entry],
        history: History,
        facts: Facts,
        saved: Iterable[Entry] | None = None,
    ) -> State:
        """State of a document that has just come, with what is known of the file it came from."""
        present = {entry.record.id: entry for entry in entries}
        state = cls(history, facts, present, phase=facts.phase)
        state.features = sum(map(_is_feature, present.values()))
        if saved is not None:
            state.saved = {entry.record.id: entry for entry in saved}
        elif history.clean_cursor is not None:
            state.saved = _at(history, history.clean_cursor, present)
        if history.clean_cursor is not None:
            state.did = _between(history, facts.at)
        return state

    def frozen(self) -> State:
        """The same as it is now, whatever becomes of this one."""
        history = self.history
        return State(
            History.restored(history.steps, history.cursor, history.clean_cursor),
            self.facts,
            None if self.entries is None else dict(self.entries),
            self.saved,
            list(self.did),
            self.features,
            self.phase,
        )

    def take(self, step: Step, at: float) -> None:
        """Do a new step."""
        self.history.take(step)
        self._apply(step.diff.after, step.phases[1])
        self.did.append(Did(step.label, at))
        del self.did[: max(0, len(self.did) - MOST_DONE)]

    def undo(self, at: float, unknown: Step | None = None) -> Step:
        """Take back a step, or one that the history has not. Raises ValueError where it cannot."""
        if unknown is not None:
            self.history.add_ahead(unknown)
        step = unknown or self.history.back()
        if step is None:
            raise ValueError("there is nothing to undo")
        self._apply(step.diff.before, step.phases[0])
        if self.did and not self.did[-1].back:
            self.did.pop()
        else:
            self.did.append(Did(step.label, at, back=True))
        return step

    def redo(self, at: float, unknown: Step | None = None) -> Step:
        """Do a step again, or one that the history has not. Raises ValueError where it cannot."""
        if unknown is not None:
            self.history.add_behind(unknown)
        step = unknown or self.history.forward()
        if step is None:
            raise ValueError("there is nothing to redo")
        self._apply(step.diff.after, step.phases[1])
        if self.did and self.did[-1].back:
            self.did.pop()
        else:
            self.did.append(Did(step.label, at))
        return step

    def clean(self) -> None:
        """Now is what is saved."""
        self.history.mark_clean()
        self.saved = None if self.entries is None else dict(self.entries)
        self.did.clear()

    def dirty(self) -> None:
        """No state in reach is what is saved."""
        self.history.mark_dirty()

    def document(self) -> Document:
        """A document of these entries, with this history, showing that phase."""
        assert self.entries is not None
        document = Document(self.entries.values())
        if self.phase in {phase.id for phase in document.phases()}:
            document.show_phase(self.phase)
        document.history = self.history
        return document

    @property
    def title(self) -> str:
        """What the project calls itself."""
        entry = None if self.entries is None else self.entries.get(PROJECT_ID)
        if entry is not None and isinstance(entry.record, Project):
            return entry.record.title
        return self.facts.title

    def learn(self, facts: Facts) -> None:
        """Take facts."""
        self.facts = facts
        self.phase = facts.phase

    def _apply(self, wanted: Mapping[str, Entry | None], phase: str | None) -> None:
        self.phase = phase
        entries = self.entries
        if entries is None:
            return
        for key, entry in wanted.items():
            was = entries.get(key)
            self.features += _is_feature(entry) - _is_feature(was)
            if entry is None:
                entries.pop(key, None)
            else:
                entries[key] = entry


def _is_feature(entry: Entry | None) -> bool:
    return entry is not None and isinstance(entry.record, Feature)


def _at(history: History, cursor: int, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Entries when so many steps were behind."""
    found: dict[str, Entry | None] = dict(entries)
    for step in reversed(history.steps[cursor : history.cursor]):
        found.update(step.diff.before)
    for step in history.steps[history.cursor : cursor]:
        found.update(step.diff.after)
    return {key: entry for key, entry in found.items() if entry is not None}


def _between(history: History, at: float) -> list[Did]:
    """What leads from what was saved to now."""
    clean = history.clean_cursor
    assert clean is not None
    done = [Did(step.label, at) for step in history.steps[clean : history.cursor]]
    back = [Did(s.label, at, back=True) for s in reversed(history.steps[history.cursor : clean])]
    return [*back, *done]
