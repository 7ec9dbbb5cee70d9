"""A drawn control measure on the map plane of one projection: what is painted and hit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from baltic_desk.geo.clipping import joined
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.geo.projection import Projection
from baltic_desk.symbology.measure_drawing import Drawing, Hatch, Part
from baltic_desk.ui.map.outlined import Outline

METRES_PER_DEGREE = math.radians(6_378_137.0)
"""What the drawing script takes a degree for, at the equator: it is told of planes as of places
there."""
MOST_HATCHES = 4000
"""Strokes of a hatched area; with more of them the strokes stand farther apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroked:
    """Lines; width and dashes in pixels of the style. `hatch` for those that fill an area."""

    outline: Outline
    color: str
    width_px: float
    dash_px: tuple[float, ...]
    flat: bool
    hatch: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The inside of rings."""

    outline: Outline
    color: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Letters:
    """A text whose baseline has its left end, middle or right end at a place of the map plane;
    degrees clockwise."""

    at: tuple[float, float]
    text: str
    align: str
    angle_deg: float
    color: str | None


@dataclass(frozen=True, slots=True)
class Icon:
    """A picture about a place of the map plane."""

    at: tuple[float, float]
    svg: str
    angle_deg: float


Piece = Stroked | Filled | Letters | Icon


class Placed:
    """The pieces of a measure in the order in which they are painted; none where `error` says why.

    Parameters
    ----------
    metres_per_px
        Map metres to the pixel of the style that it was drawn for.
    """

    def __init__(
        self, pieces: Sequence[Piece], metres_per_px: float, error: str | None = None
    ) -> None:
        self.pieces = tuple(pieces)
        self.metres_per_px = metres_per_px
        self.error = error

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """All that is stroked."""
        return tuple(piece.outline for piece in self.pieces if isinstance(piece, Stroked))

    @cached_property
    def _lines(self) -> shapely.MultiLineString:
        found = [
            shapely.LineString(each.parts.path(k))
            for each in self.outlines
            for k in range(len(each.parts))
            if len(each.parts.path(k)) > 1
        ]
        lines = shapely.MultiLineString(found)
        shapely.prepare(lines)
        return lines

    def touches(self, xy: tuple[float, float], tolerance_m: float) -> bool:
        """Whether a stroke comes near a place, or a fill covers it."""
        place = shapely.Point(xy)
        if not self._lines.is_empty and self._lines.dwithin(place, tolerance_m):
            return True
        for piece in self.pieces:
            if isinstance(piece, Filled):
                parts = piece.outline.parts
                rings = (parts.path(k) for k in range(len(parts)) if len(parts.path(k)) > 3)
                if sum(shapely.Polygon(ring).contains(place) for ring in rings) % 2 == 1:
                    return True
        return False


def placed(
    drawing: Drawing, plane: LocalPlane, projection: Projection, metres_per_px: float
) -> Placed:
    """A drawing that was made on a local plane, laid on a map."""
    laid = _Laid(plane, projection, metres_per_px)
    lines = iter(laid.lines(drawing.parts))
    pieces = [piece for part in drawing.parts for piece in laid.pieces(part, lines)]
    return Placed(pieces, metres_per_px)


@dataclass(frozen=True)
class _Laid:
    plane: LocalPlane
    projection: Projection
    metres_per_px: float

    @cached_property
    def north_deg(self) -> float:
        """Bearing of grid north in the middle, where the plane has its north from."""
        return self.projection.convergence_deg(self.plane.center)

    def lines(self, parts: Sequence[Part]) -> list[Floats]:
        """All places of all parts on the map plane, line by line; reckoned in one go, which takes a
        fifth of the time."""
        flats = [flat for part in parts for flat in _flats(part)]
        if not flats:
            return []
        told = np.concatenate([np.array(flat, float) for flat in flats]).reshape(-1, 2)
        xy = self.projection.forward(self.plane.to_lonlat(told * METRES_PER_DEGREE))
        ends = np.cumsum([len(flat) // 2 for flat in flats])
        return [line[np.isfinite(line).all(axis=1)] for line in np.split(xy, ends[:-1])]

    def pieces(self, part: Part, lines: Iterator[Floats]) -> list[Piece]:
        """The pieces of a part, whose places are the next of `lines`."""
        own = [next(lines) for _ in _flats(part)]
        if part.at is not None:
            return self._standing(part, own[0])
        return self._drawn(part, [line for line in own if len(line) > 1])

    def _drawn(self, part: Part, lines: list[Floats]) -> list[Piece]:
        if not lines:
            return []
        outline = Outline(joined(lines))
        found: list[Piece] = []
        if part.rings and part.fill is not None:
            color, opacity = _opaque(part.fill, part.opacity)
            found.append(Filled(outline, color, opacity))
        if part.rings and part.hatch is not None:
            found += self._hatched(lines, part.hatch)
        if part.color is not None and part.width > 0.0:
            color, _ = _opaque(part.color, 1.0)
            found.append(Stroked(outline, color, part.width, part.dash, part.cap == 0))
        return found

    def _standing(self, part: Part, xy: Floats) -> list[Piece]:
        if len(xy) == 0:
            return []
        angle = part.angle - self.north_deg
        angle = (angle + 180.0) % 360.0 - 180.0
        place = (float(xy[0, 0]), float(xy[0, 1]))
        if part.svg:
            return [Icon(place, part.svg, angle)]
        return [Letters(place, part.text, part.align, angle, part.color)] if part.text else []

    def _hatched(self, rings: list[Floats], hatch: Hatch) -> list[Piece]:
        """Strokes that rise to the right, cut to the rings: a pattern of pixels would not be sharp
        in print, and every reader of SVG knows lines."""
        area = shapely.Polygon()
        for ring in rings:
            if len(ring) > 3:
                # Odd-even, as the renderer has it.
                area = area.symmetric_difference(shapely.Polygon(ring).buffer(0.0))
        if area.is_empty:
            return []
        left, bottom, right, top = area.bounds
        step = hatch.tile * self.metres_per_px
        # A stroke is where y - x is a whole number of steps: the same all over the map.
        first, last = math.floor((bottom - right) / step), math.ceil((top - left) / step)
        each = max(1, math.ceil((last - first) / MOST_HATCHES))
        offsets = np.arange(first, last + 1, each) * step
        ends = np.stack(
            [
                np.column_stack((np.full(len(offsets), left), left + offsets)),
                np.column_stack((np.full(len(offsets), right), right + offsets)),
            ],
            axis=1,
        )
        cut = shapely.get_parts(shapely.intersection(shapely.linestrings(ends), area))
        lines = [
            shapely.get_coordinates(line)
            for line in cut
            if shapely.get_type_id(line) == shapely.GeometryType.LINESTRING and not line.is_empty
        ]
        if not lines:
            return []
        return [
            Stroked(Outline(joined(lines)), hatch.color, hatch.width, (), flat=True, hatch=True)
        ]


def _flats(part: Part) -> tuple[tuple[float, ...], ...]:
    return part.lines + part.rings if part.at is None else (part.at,)


def _opaque(color: str, opacity: float | None) -> tuple[str, float]:
    """Colour and opacity of "#aarrggbb" or "#rrggbb"."""
    alpha = 1.0 if opacity is None else opacity
    if len(color) == 9:
        return f"#{color[3:]}", alpha * int(color[1:3], 16) / 255
    return color, alpha
