"""The ways that units have come in a phase: changed by a handle, written as one undo step."""

from __future__ import annotations

from baltic_desk.document.handles import Handle
from baltic_desk.document.movements import Moved, movement_along
from baltic_desk.document.places import Path
from baltic_desk.geo.geodesy import Position
from baltic_desk.tools.tool import Desk


def way_with(moved: Moved, handle: Handle, position: Position) -> Path:
    """Positions of the way between its ends, with a handle's at another place.

    `way:2` is the third of them; `leg:2` becomes one, on the leg that ends at it.
    """
    number = handle.number or 0
    before, after = moved.between[:number], moved.between[number:]
    return (*before, position, *(after[1:] if handle.name.startswith("way") else after))


def way_without(moved: Moved, handle: Handle) -> Path:
    """Positions of the way between its ends without one of them."""
    return tuple(at for k, at in enumerate(moved.between) if k != handle.number)


def end_before(moved: Moved, handle: Handle) -> Position:
    """From where the leg goes that ends at a handle."""
    return moved.way[handle.number or 0]


def write_way(moved: Moved, between: Path, step: str, desk: Desk) -> None:
    """Have a unit come along these positions, ends apart, as one undo step of that name."""
    with desk.document.edit(step) as change:
        change.come(moved.id, movement_along(between, moved.shows))
