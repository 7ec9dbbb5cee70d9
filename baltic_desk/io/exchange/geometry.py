"""GeoJSON geometries of other programs taken apart into points, lines and polygons of ours."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from baltic_desk.document.geometry import Geometry, LineString, Point, Polygon, Position
from baltic_desk.document.outline import rounded, wound
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

MAX_VERTICES = 1_000_000
MAX_PARTS = 50_000
"""Geometries that Multi… ones and collections of one file come to: each is a feature of its own."""

Transform = Callable[[list[Position]], list[Position]]

_PARTS = {"MultiPoint": "Point", "MultiLineString": "LineString", "MultiPolygon": "Polygon"}


class GeometryReader:
    """Reads geometries one after the other and gathers what was wrong with them.

    Parts of Multi… geometries and of collections come out one by one. Mended, and told: rings that
    are not closed, longitudes a whole turn away. Heights are counted, not kept.
    """

    def __init__(self, transform: Transform | None = None) -> None:
        self.problems: list[Problem] = []
        self.heights = 0
        self._transform = transform
        self._vertices = 0
        self._parts_left = MAX_PARTS

    def read(self, value: Json, place: str) -> list[Geometry]:
        """The simple geometries in a GeoJSON geometry; what cannot be read is left out and told."""
        self._vertices = 0
        found: list[Geometry] = []
        for kind, coordinates, part in self._simple(value, place):
            try:
                found.append(rounded(self._geometry(kind, coordinates, part)))
            except _BadGeometryError as error:
                self.problems.append(Problem(error.place, error.text))
        return found

    def _simple(self, value: Json, place: str) -> Iterator[tuple[str, Json, str]]:
        match value:
            case None:
                self.problems.append(Problem(place, "there is no geometry"))
            case {"type": "GeometryCollection", "geometries": list() as members}:
                if self._has_room(len(members), place):
                    for number, member in enumerate(members):
                        yield from self._simple(member, f"{place}.geometries[{number}]")
            case {"type": "Point" | "LineString" | "Polygon" as kind, "coordinates": coordinates}:
                yield str(kind), coordinates, f"{place}.coordinates"
            case {"type": str(kind), "coordinates": list() as parts} if kind in _PARTS:
                if self._has_room(len(parts), place):
                    for number, part in enumerate(parts):
                        yield _PARTS[kind], part, f"{place}.coordinates[{number}]"
            case {"type": str(kind)}:
                known = kind in _PARTS or kind in ("Point", "LineString", "Polygon")
                text = "has no coordinates" if known else "is not a geometry of GeoJSON"
                self.problems.append(Problem(place, f"{kind[:40]} {text}"))
            case _:
                self.problems.append(Problem(place, "this is not a geometry"))

    def _has_room(self, parts: int, place: str) -> bool:
        if parts > self._parts_left:
            text = f"the file has more than {MAX_PARTS:,} parts of geometries"
            self.problems.append(Problem(place, text))
            return False
        self._parts_left -= parts
        return True

    def _geometry(self, kind: str, coordinates: Json, place: str) -> Geometry:
        if kind == "Point":
            return Point(self._on_earth([self._position(coordinates, place)], place)[0])
        if kind == "LineString":
            line = self._line(coordinates, place)
            if len(line) < 2:
                raise _BadGeometryError(place, "a line needs two positions or more")
            return LineString(tuple(self._on_earth(line, place)))
        return self._polygon(coordinates, place)

    def _polygon(self, coordinates: Json, place: str) -> Polygon:
        if not isinstance(coordinates, list) or not coordinates:
            raise _BadGeometryError(place, "a polygon needs a list of rings")
        rings: list[list[Position]] = []
        for number, part in enumerate(coordinates):
            ring_place = f"{place}[{number}]"
            ring = self._line(part, ring_place)
            if ring and ring[0] != ring[-1]:
                ring.append(ring[0])
                self.problems.append(Problem(ring_place, "the ring was not closed; it is now"))
            if len(ring) < 4:
                raise _BadGeometryError(ring_place, "a ring needs four positions or more")
            rings.append(ring)
        whole = self._on_earth([position for ring in rings for position in ring], place)
        positions = iter(whole)
        return wound(Polygon(tuple(tuple(next(positions) for _ in ring) for ring in rings)))

    def _line(self, value: Json, place: str) -> list[Position]:
        if not isinstance(value, list):
            raise _BadGeometryError(place, "a list of positions is expected")
        self._vertices += len(value)
        if self._vertices > MAX_VERTICES:
            raise _BadGeometryError(place, f"more than {MAX_VERTICES:,} positions in one feature")
        return [self._position(item, f"{place}[{number}]") for number, item in enumerate(value)]

    def _position(self, value: Json, place: str) -> Position:
        match value:
            case [int() | float() as x, int() | float() as y, *rest]:
                if isinstance(x, bool) or isinstance(y, bool):
                    raise _BadGeometryError(place, "a position holds true or false, not numbers")
                self.heights += bool(rest)
                return float(x), float(y)
            case _:
                raise _BadGeometryError(place, "a position needs two numbers")

    def _on_earth(self, positions: list[Position], place: str) -> list[Position]:
        """The positions in degrees within ±180 and ±90."""
        if self._transform is not None:
            positions = self._transform(positions)
        # Reprojecting what lies outside a projection gives infinity.
        astray = next((p for p in positions if not (math.isfinite(p[0]) and abs(p[1]) <= 90)), None)
        if astray is not None:
            where = f"{astray[0]:g}, {astray[1]:g}"
            raise _BadGeometryError(place, f"longitude, latitude {where} is not on the earth")
        west, east = min(p[0] for p in positions), max(p[0] for p in positions)
        if west >= -180 and east <= 180:
            return positions
        turns = math.floor((west + 180) / 360)
        if east - 360 * turns > 180:
            text = f"longitudes {west:g} to {east:g} lie across the 180° meridian"
            raise _BadGeometryError(place, text)
        text = f"longitude {west:g} is read as {west - 360 * turns:g}"
        self.problems.append(Problem(place, text))
        return [(lon - 360 * turns, lat) for lon, lat in positions]


class _BadGeometryError(ValueError):
    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.text = text
        super().__init__(f"{place}: {text}")
