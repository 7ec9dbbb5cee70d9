"""A scenario of two phases, the second shown, in which some units go somewhere else."""

from __future__ import annotations

from baltic_desk.document.document import Document
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import moved_all
from baltic_desk.document.phase_operations import add_phase
from baltic_desk.document.places import reference
from baltic_desk.document.record import Movement
from tests.features import document, ring, unit

START, END = (21.0, 57.0), (23.0, 57.0)


def two_phases() -> Document:
    """Units `u` with a ring and `v`, both there before; the second phase is shown."""
    held = document(unit("u", START), ring("r", START, 20_000.0, anchor="u"), unit("v", (21, 58)))
    add_phase(held)
    return held


def go(
    held: Document, feature_id: str, to: Position, path: str = "", *, shows: str | None = None
) -> None:
    """Move a feature, with what is anchored to it, in the phase shown."""
    feature = held.feature(feature_id)
    assert feature is not None
    with held.edit("Move") as change:
        for each in moved_all(held, [feature_id], reference(feature), to).values():
            change.put(each)
        if path or shows:
            change.come(feature_id, Movement(path=path, shows=shows or "both"))
