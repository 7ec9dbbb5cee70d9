"""Lines from each unit to its superior on the map plane, where both are on the map."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Point
from baltic_desk.geo.geodesy import GEOD, Floats
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.symbology.standing import identity
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.viewport import Bounds

STRAY_M = 25.0
"""About how far a line may stray from its geodesic: a pixel at 1 : 100 000."""
_LONG_M = 20_000.0
_MOST_HALVINGS = 6
_MOST_BOXES = 64

INKS: Mapping[str, str] = {
    "0": "#8a6d00", "1": "#8a6d00", "2": "#1660a8", "3": "#1660a8",
    "4": "#1e7a34", "5": "#b3261e", "6": "#b3261e",
}  # fmt: skip
"""By standard identity of the subordinate: the colours of the frames, dark enough for a line."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CommandLines:
    """Lines as straight pieces on the map plane.

    Attributes
    ----------
    ends
        Ids of subordinate and superior of each line.
    pieces
        x, y of both ends of each piece (n, 4), map metres.
    line_of
        Which line each piece belongs to (n,).
    inks
        Colour of each line; empty for the theme's own.
    """

    ends: tuple[tuple[str, str], ...]
    pieces: Floats
    line_of: Ints
    inks: tuple[str, ...]

    def boxes(self, ids: Collection[str]) -> list[Bounds]:
        """Left, bottom, right, top of each line that begins or ends at one of these units.

        Of very many lines it is one box about them all.
        """
        wanted = [k for k, ends in enumerate(self.ends) if ends[0] in ids or ends[1] in ids]
        if not wanted:
            return []
        if len(wanted) > _MOST_BOXES:
            return [_box(self.pieces[np.isin(self.line_of, wanted)])]
        return [_box(self.pieces[self.line_of == k]) for k in wanted]


def command_lines(
    shapes: Sequence[Shape], place: Mapping[str, int], projection_id: str
) -> CommandLines:
    """The lines of all units whose superior is among the shapes as well.

    Parameters
    ----------
    place
        Index of each shape by the id of its feature.
    """
    ends: list[tuple[str, str]] = []
    pairs: list[tuple[int, int]] = []
    for k, shape in enumerate(shapes):
        superior = place.get(superior_of(shape) or "")
        if superior is not None and isinstance(shapes[superior].feature.properties, Unit):
            ends.append((shape.feature.id, shapes[superior].feature.id))
            pairs.append((k, superior))
    if not pairs:
        return CommandLines((), np.empty((0, 4)), np.empty(0, np.int64), ())
    xy = np.array([shape.bounds[:2] for shape in shapes], float)
    links = np.array(pairs, np.int64)
    start, end = xy[links[:, 0]], xy[links[:, 1]]
    linked, place_of = np.unique(links, return_inverse=True)
    numbers: list[int] = linked.tolist()
    lonlat = np.array([_lonlat(shapes[k]) for k in numbers], float)
    lonlat = lonlat[place_of.ravel()].reshape(-1, 4)
    counts = _pieces_needed(lonlat, start, end, projection_id)
    pieces: list[Floats] = []
    owners: list[Ints] = []
    distinct: list[int] = np.unique(counts).tolist()
    for count in distinct:
        own = np.flatnonzero(counts == count)
        line = _along(lonlat[own], start[own], end[own], count, projection_id)
        pieces.append(np.concatenate((line[:, :-1], line[:, 1:]), axis=2).reshape(-1, 4))
        owners.append(np.repeat(own, count))
    inks = tuple(ink_of(shapes[k]) for k, _ in pairs)
    return CommandLines(tuple(ends), np.vstack(pieces), np.concatenate(owners), inks)


def _box(pieces: Floats) -> Bounds:
    xy = pieces.reshape(-1, 2)
    (left, bottom), (right, top) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return left, bottom, right, top


def superior_of(shape: Shape) -> str | None:
    """Id of a unit's superior; None for what has none or is its own."""
    match shape.feature.properties:
        case Unit(parent=str(parent)) if parent != shape.feature.id:
            return parent
        case _:
            return None


def ink_of(shape: Shape) -> str:
    """Colour of the line from a unit; empty for the theme's own."""
    unit = shape.feature.properties
    assert isinstance(unit, Unit)
    return INKS.get(identity(unit.sidc), "")


def _pieces_needed(lonlat: Floats, start: Floats, end: Floats, projection_id: str) -> Ints:
    """Into how many pieces each line has to be cut to follow its geodesic: a power of two."""
    counts = np.ones(len(lonlat), np.int64)
    long = np.flatnonzero(np.hypot(*(end - start).T) > _LONG_M)
    if len(long):
        line = _along(lonlat[long], start[long], end[long], 4, projection_id)
        # At the quarters as well: across a projection's middle a geodesic bends both ways.
        share = np.linspace(0.0, 1.0, 5)[:, None]
        straight = line[:, :1] * (1.0 - share) + line[:, -1:] * share
        sag_m = np.hypot(*np.moveaxis(line - straight, 2, 0)).max(axis=1)
        # Halving a line leaves a quarter of its sag.
        halvings = np.ceil(np.log2(np.maximum(sag_m / STRAY_M, 1.0)) / 2).astype(np.int64)
        counts[long] = 2 ** np.minimum(halvings, _MOST_HALVINGS)
    return counts


def _along(lonlat: Floats, start: Floats, end: Floats, count: int, projection_id: str) -> Floats:
    """Map metres (n, count + 1, 2) along the geodesics between two positions each (n, 4)."""
    if count == 1:
        return np.stack((start, end), axis=1)
    bearing_deg, _, distance_m = GEOD.inv(*np.ascontiguousarray(lonlat.T))
    share = np.linspace(0.0, 1.0, count + 1)[1:-1]
    lon, lat, _ = GEOD.fwd(
        np.repeat(lonlat[:, 0], len(share)),
        np.repeat(lonlat[:, 1], len(share)),
        np.repeat(np.asarray(bearing_deg, float), len(share)),
        np.outer(np.asarray(distance_m, float), share).ravel(),
    )
    between = PROJECTIONS[projection_id].forward(np.column_stack((lon, lat)))
    between = between.reshape(-1, len(share), 2)
    return np.concatenate((start[:, None], between, end[:, None]), axis=1)


def _lonlat(shape: Shape) -> tuple[float, float]:
    geometry = shape.feature.geometry
    assert isinstance(geometry, Point)
    lon, lat = geometry.coordinates
    return lon, lat
