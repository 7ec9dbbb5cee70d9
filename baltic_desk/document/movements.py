"""How features come to where a phase has them: from where, along what way, and what tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.layers import Layers
from baltic_desk.document.outline import OutlineError, center_line_of, positions_in
from baltic_desk.document.patching import moves
from baltic_desk.document.places import Path, middle
from baltic_desk.document.project import PROJECT_ID, Project
from baltic_desk.document.record import Movement, Override, Patch
from baltic_desk.document.store import Entry
from baltic_desk.geo.geodesy import Position, destination, legs

Shows = Literal["both", "ghost", "arrow", "none"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A feature that a phase moves.

    Attributes
    ----------
    before, after
        The feature in the phase before, and in this one.
    between
        Positions of the way from one to the other, ends apart; none for the straight line.
    shows
        What tells of it on the map, as the phase or else the project says.
    """

    before: Feature
    after: Feature
    between: Path
    shows: Shows

    @property
    def id(self) -> str:
        """Whose."""
        return self.after.id

    @property
    def way(self) -> Path:
        """From where it was to where it is; geodesic from each position to the next."""
        return (middle(self.before), *self.between, middle(self.after))

    @property
    def ghost(self) -> bool:
        """Whether its place before is shown."""
        return self.shows in ("both", "ghost")

    @property
    def arrow(self) -> bool:
        """Whether its way is shown."""
        return self.shows in ("both", "arrow")


def movements_of(
    layers: Layers, phase_id: str | None, ids: Iterable[str] | None = None
) -> tuple[Moved, ...]:
    """All features that a phase moves, or those of these ids; none in the first.

    They are in the order of changing.
    """
    order = layers.order
    if phase_id not in order[1:]:
        return ()
    before = order[order.index(phase_id) - 1]
    overrides = layers.overrides(phase_id)
    chosen = overrides if ids is None else [i for i in ids if i in overrides]
    return tuple(_movements(layers, before, phase_id, [overrides[i] for i in chosen]))


def _movements(
    layers: Layers, before: str, phase_id: str, changes: Sequence[Entry]
) -> Iterator[Moved]:
    project = layers.base.get(PROJECT_ID)
    default: str = "both"
    if project is not None and isinstance(project.record, Project):
        default = project.record.movement_shows
    for entry in changes:
        match entry.record:
            case Override(change=Patch() as patch) if moves(patch):
                pass
            case _:
                continue
        was, now = layers.entry(patch.id, before), layers.entry(patch.id, phase_id)
        if was is None or now is None or was is now:
            continue
        one, other = was.record, now.record
        if not (isinstance(one, Feature) and isinstance(other, Feature)):
            continue
        if one.geometry != other.geometry:
            between = () if patch.movement is None else positions_of_way(patch.movement.path)
            yield Moved(one, other, between, shows_of(patch.movement, other, default))


def shows_of(movement: Movement | None, feature: Feature, default: str = "both") -> Shows:
    """What tells of a movement: as said of it, else the project's default for units, nothing for
    others.

    >>> from baltic_desk.document.outline import new_ring
    >>> shows_of(None, new_ring("r", (24.0, 57.0), 5000.0, overlay="o"))
    'none'
    """
    said = default if isinstance(feature.properties, Unit) else "none"
    if movement is not None:
        said = movement.shows
    match said:
        case "both" | "ghost" | "arrow":
            return said
        case _:
            return "none"


def positions_of_way(text: str) -> Path:
    """Positions of a movement's path. What is not legible, from a file, is the straight line.

    >>> positions_of_way("20.1,54.7 20.3,54.6"), positions_of_way("north")
    (((20.1, 54.7), (20.3, 54.6)), ())
    """
    try:
        return positions_in(text, of="the path", least=0)
    except OutlineError:
        return ()


def movement_along(between: Sequence[Position], shows: Shows) -> Movement:
    """What a phase has to say of a movement along these positions, ends apart."""
    return Movement(path=center_line_of(between), shows=shows)


def place_along(way: Sequence[Position], share: float) -> Position:
    """The place after a share (0 to 1) of the length of a way, geodesic from each to the next.

    >>> lon, lat = place_along(((24.0, 57.0), (24.0, 58.0), (24.0, 59.0)), 0.75)
    >>> round(lon, 3), round(lat, 2)
    (24.0, 58.5)
    """
    departing_deg, _, length_m = legs(way)
    along_m = np.concatenate(([0.0], np.cumsum(length_m)))
    at_m = min(max(share, 0.0), 1.0) * float(along_m[-1])
    if at_m >= along_m[-1]:
        return way[-1]
    if at_m == 0.0:
        return way[0]
    leg = int(np.searchsorted(along_m, at_m, side="right")) - 1
    return destination(way[leg], float(departing_deg[leg]), at_m - float(along_m[leg]))
