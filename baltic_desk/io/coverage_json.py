"""Coverage as a GeoJSON file that any GIS opens: areas with their owners and limits as columns.

Every value is flat, and one name is always of one type. Areas are MultiPolygons, edges LineStrings,
RFC 7946, seven decimals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
import shapely

from baltic_desk.coverage.emitter_reach import LIMITS, EmitterReach
from baltic_desk.coverage.emitters import RingEmitter, TargetAltitude
from baltic_desk.coverage.merging import Arc, Band, Merged
from baltic_desk.coverage.overlap import Gap, Overlap
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.terrain import Elevation
from baltic_desk.io.feature_writer import SEPARATOR, json_line

DECIMALS = 7
_GRID = 10.0**-DECIMALS

Columns = dict[str, object]
Feature = dict[str, object]


class CoverageFeatures:
    """Features of one coverage: all at one altitude over one terrain.

    Parameters
    ----------
    altitude
        None for areas as drawn.
    identity_title
        What a standard identity, given as its digit, is called.
    """

    def __init__(
        self,
        altitude: TargetAltitude | None,
        terrain: Elevation,
        identity_title: Callable[[str], str] = str,
    ) -> None:
        self._terrain = terrain
        self._said = "as published" if altitude is None else f"at {altitude}"
        self._identity_title = identity_title
        self._common: Columns = {
            "altitude_m": None if altitude is None else altitude.altitude_m,
            "altitude_above": None if altitude is None else altitude.above,
            "terrain": None if altitude is None else terrain.name,
        }

    def of_emitters(
        self, reaches: Iterable[EmitterReach], *, edges: bool = False
    ) -> Iterator[Feature]:
        """One area for each emitter, and with `edges` a line for each part of its edge."""
        for each in reaches:
            columns = self._of_emitter(each.emitter) | {
                "area_km2": _km2(each.area_m2),
                **_shares(each),
            }
            name = f"{each.emitter.title} {self._said}"
            yield _area(each.area, {"part": "emitter", "name": name, **columns})
            if edges:
                for edge in each.edges:
                    parts = {"part": "edge", "limited_by": edge.limit}
                    named = {**parts, "name": f"{name}: {edge.limit}"}
                    yield _line(edge.positions, {**self._of_emitter(each.emitter), **named})

    def of_merged(self, merged: Iterable[Merged], *, edges: bool = False) -> Iterator[Feature]:
        """One outline for each class and identity with the bands in it, and with `edges` its arcs,
        each with its owners and limits.
        """
        for each in merged:
            group = self._group(each.ring_class, each.identity)
            bands = ("outline", each.outline), *(("band", band) for band in each.bands)
            for part, band in bands:
                title = group["group"] if part == "outline" else band.title
                emitters = [member.emitter for member in band.members]
                columns = {
                    "part": part,
                    "name": f"{title} {self._said}",
                    **group,
                    **self._owners(emitters),
                    "published_range_m": band.range_m,
                    "area_km2": _km2(band.area_m2),
                    "limited_by": _arc_limits(band),
                }
                yield _area(band.area, columns)
                if edges:
                    by_id = {emitter.ring_id: emitter for emitter in emitters}
                    for arc in band.arcs:
                        yield _line(arc.positions, self._of_arc(arc, part, group, by_id))

    def of_overlap(self, overlaps: Iterable[Overlap]) -> Iterator[Feature]:
        """One area for each count of systems, by class and identity."""
        for each in overlaps:
            group = self._group(each.ring_class, each.identity)
            for area in each.areas:
                systems = "1 system" if area.count == 1 else f"{area.count} systems"
                columns = {
                    "part": "count",
                    "name": f"{group['group']}: {systems} {self._said}",
                    **group,
                    "systems": area.count,
                    "systems_in_all": each.systems,
                    "area_km2": _km2(area.area_m2),
                }
                yield _area(area.area, columns)

    def of_gap(self, gap: Gap, title: str) -> Iterator[Feature]:
        """What of an area of interest no friendly sensor sees."""
        columns: Columns = {
            "part": "gap",
            "name": f"Not seen by friendly sensors {self._said}: {title}",
            "area_km2": _km2(gap.area_m2),
            "share_of_interest": round(gap.share, 4),
            **self._common,
        }
        yield _area(gap.area, columns)

    def collection(self, features: Iterable[Feature]) -> bytes:
        """The file, one feature a line."""
        terrain = self._terrain
        parts = [f"Coverage {self._said}", terrain.name, terrain.error, terrain.licence]
        said = json_line(". ".join(part for part in parts if part))
        lines = SEPARATOR.join(map(json_line, features))
        head = b'{"type":"FeatureCollection","description":%b,"features":[\n' % said
        return head + lines + b"\n]}\n"

    def _of_emitter(self, emitter: RingEmitter) -> Columns:
        claim = emitter.claim
        return {
            **self._group(emitter.ring_class, emitter.identity),
            **self._owners([emitter]),
            "variant": emitter.variant,
            "published_range_m": emitter.range_m,
            "range_min_m": emitter.range_min_m,
            "antenna_m": emitter.antenna_m,
            "antenna_assumed": emitter.antenna_assumed,
            "needs_sight": emitter.needs_sight,
            "status": claim.status,
            "source": claim.source,
            "source_url": claim.source_url,
            "source_date": claim.source_date,
        }

    def _group(self, ring_class: str, identity: str) -> Columns:
        known = RING_CLASSES[ring_class]
        title = self._identity_title(identity)
        return {
            "group": f"{known.title}, {title.lower()}" if title else known.title,
            "ring_class": ring_class,
            "identity": identity,
            "identity_title": title,
            **self._common,
            "stroke": known.stroke,
            "fill": known.stroke,
            "fill-opacity": 0.1,
        }

    def _owners(self, emitters: Sequence[RingEmitter]) -> Columns:
        return {
            "owners": _joined(emitter.title for emitter in emitters),
            "owner_ids": _joined(emitter.owner_id for emitter in emitters),
            "ring_ids": _joined(emitter.ring_id for emitter in emitters),
            "systems": len({emitter.owner_id for emitter in emitters}),
            "system": _joined(emitter.system for emitter in emitters),
        }

    def _of_arc(
        self, arc: Arc, part: str, group: Columns, emitters: Mapping[str, RingEmitter]
    ) -> Columns:
        owners = [emitters[ring_id] for ring_id in dict.fromkeys(o.ring_id for o in arc.owners)]
        limits = _joined(arc.limits)
        columns = {"part": f"{part} edge", **group, **self._owners(owners), "limited_by": limits}
        return {**columns, "name": f"{columns['owners']}: {limits}"}


def _area(area: shapely.MultiPolygon, columns: Mapping[str, object]) -> Feature:
    # On the grid of seven decimals it is valid here, and so it is for whoever reads it.
    fine = shapely.set_precision(area, _GRID)
    polygons = [
        part for part in shapely.get_parts(fine) if isinstance(part, shapely.Polygon)
    ]  # fmt: skip
    coordinates = [
        [_positions(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors)]
        for part in shapely.orient_polygons(shapely.MultiPolygon(polygons)).geoms
    ]
    return _feature("MultiPolygon", coordinates, columns)


def _line(positions: Floats, columns: Mapping[str, object]) -> Feature:
    return _feature("LineString", _positions(positions), columns)


def _feature(kind: str, coordinates: object, columns: Mapping[str, object]) -> Feature:
    properties = {name: value for name, value in columns.items() if value is not None}
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _positions(lonlat: Floats) -> list[list[float]]:
    found: list[list[float]] = np.round(lonlat, DECIMALS).tolist()
    return found


def _shares(reach: EmitterReach) -> Columns:
    """What limits it, in words and as a column for each limit, percent of the edge's length."""
    shares = reach.shares
    told = ", ".join(f"{limit} {share:.0%}" for limit, share in shares.items())
    columns: Columns = {"limited_by": told}
    for limit in LIMITS:
        columns[f"limited_by_{limit}_pct"] = round(100.0 * shares.get(limit, 0.0), 1)
    return columns


def _arc_limits(band: Band) -> str:
    return _joined(limit for arc in band.arcs for limit in arc.limits)


def _joined(texts: Iterable[str]) -> str:
    """Texts, each once; empty ones are left out."""
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _km2(area_m2: float) -> float:
    return round(area_m2 / 1e6, 3)
