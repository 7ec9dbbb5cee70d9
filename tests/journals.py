"""Journals of documents for tests: as killed processes leave them, and as they are read again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.store import Entry
from baltic_desk.io.journal import RecoveryJournal
from baltic_desk.io.recovery import Recoverable, Recovered, crashed_sessions, recover


def put(document: Document, *features: Feature, label: str = "Put") -> None:
    """One step that adds or replaces features."""
    with document.edit(label) as change:
        for feature in features:
            change.put(feature)


def crash(journal: RecoveryJournal) -> None:
    """End a journal as a killed process does: nothing is tidied up, the lock is free."""
    for stop in journal._stop_hearing:
        stop()
    with journal._wake:
        journal._closed = True
        journal._wake.notify()
    journal._thread.join()
    journal._files._close_log()
    if journal._files._lock is not None:
        journal._files._lock.release()
        journal._files._lock = None


def left(root: Path | None = None) -> Recoverable:
    """The only crashed session."""
    (found,) = crashed_sessions(root)
    return found


def recovered(root: Path | None = None) -> Recovered:
    """What the only crashed session left."""
    return recover(left(root))


def stored(document: Document) -> dict[str, Entry]:
    """All that a document holds, by key."""
    return {entry.record.id: entry for entry in document.all_entries()}


def image(document: Document) -> dict[str, Any]:
    """All of a document that a journal has to keep."""
    history = document.history
    return {
        "entries": stored(document),
        "phase": document.phase,
        "labels": history.labels,
        "steps": [(step.label, step.diff, step.phases) for step in history.steps],
        "clean": history.clean_cursor,
    }


def until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that another thread or process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)
