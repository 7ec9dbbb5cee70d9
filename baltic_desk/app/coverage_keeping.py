"""A study kept as features: areas on an overlay of their own, to be printed, edited and saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from msgspec.structs import replace

from baltic_desk.app.coverage_study import STUDIES, Study
from baltic_desk.coverage.emitter_reach import polygons_of
from baltic_desk.coverage.reach_outlines import area_m2
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import Area, Feature
from baltic_desk.document.geometry import Polygon
from baltic_desk.document.outline import rounded, wound
from baltic_desk.document.project import Overlay
from baltic_desk.geo.equal_area import EqualAreaPlane
from baltic_desk.geo.measure import area_text
from baltic_desk.symbology.standing import identity_title

TOLERANCE_M = 60.0
"""Side of the triangles that edges are simplified by (Visvalingam and Whyatt 1993), metres: a few
hundred vertices are then left, which can be edited by hand.
"""

_COUNT_OPACITY = (0.08, 0.14, 0.20, 0.27, 0.34)


def keep_study(document: Document, study: Study) -> int:
    """Put the areas of a study on a new overlay, as one step of undo; how many there are."""
    at = study.question.altitude
    said = "as published" if at is None else f"at {at}"
    title = f"{STUDIES[study.question.kind]} {said}"
    overlay = Overlay(id=new_id(), name=title)
    features = list(_features(study, overlay.id, said))
    if not features:
        return 0
    with document.edit(f"Keep {title[:1].lower()}{title[1:]}") as change:
        change.put(overlay)
        for feature in features:
            change.put(feature)
    return len(features)


def _features(study: Study, overlay: str, said: str) -> Iterator[Feature]:
    terrain = f"{study.terrain} ({study.terrain_error})" if study.question.altitude else ""
    for each in study.merged:
        stroke = RING_CLASSES[each.ring_class].stroke
        for band in (each.outline, *each.bands):
            outer = band is each.outline
            title = _group(each.ring_class, each.identity) if outer else band.title
            owners = "; ".join(dict.fromkeys(member.emitter.title for member in band.members))
            look = Area(
                overlay=overlay,
                name=f"{title} {said}",
                description=". ".join(filter(None, (owners, terrain))),
                stroke=stroke,
                stroke_width=2.0 if outer else 1.2,
                fill_opacity=0.08 if outer else 0.0,
            )
            yield from _parts([(band.area, look)])
    for each in study.overlaps:
        looks: list[tuple[shapely.MultiPolygon, Area]] = []
        for area in each.areas:
            systems = "1 system" if area.count == 1 else f"{area.count} systems"
            look = Area(
                overlay=overlay,
                name=f"{_group(each.ring_class, each.identity)}: {systems} {said}",
                description=terrain or None,
                stroke=RING_CLASSES[each.ring_class].stroke,
                stroke_width=1.2,
                fill_opacity=_COUNT_OPACITY[min(area.count, len(_COUNT_OPACITY)) - 1],
            )
            looks.append((area.area, look))
        yield from _parts(looks)
    if study.gap is not None and study.question.interest is not None:
        look = Area(
            overlay=overlay,
            name=f"Not seen by friendly sensors {said}: {study.question.interest[0]}",
            description=terrain or None,
            stroke="#5a6470",
            stroke_width=1.2,
            fill_opacity=0.25,
        )
        yield from _parts([(study.gap.area, look)])


def _parts(areas: Sequence[tuple[shapely.MultiPolygon, Area]]) -> Iterator[Feature]:
    """One feature for each polygon of areas that are disjoint; they keep their common edges."""
    looks = [look for area, look in areas for _ in area.geoms]
    if not looks:
        return
    bounds = np.array([area.bounds for area, _ in areas if not area.is_empty])
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    plane = EqualAreaPlane.about(((low[0], low[1]), (high[0], high[1])))
    flat = [part for area, _ in areas for part in plane.flat(area).geoms]
    simple = np.asarray(shapely.coverage_simplify(np.array(flat, object), TOLERANCE_M))
    for part, look in zip(simple.tolist(), looks, strict=True):
        shape = polygons_of(part)
        for polygon in plane.on_earth(shape).geoms:
            rings = tuple(
                tuple((lon, lat) for lon, lat in shapely.get_coordinates(ring).tolist())
                for ring in (polygon.exterior, *polygon.interiors)
            )
            name = f"{look.name}, {area_text(area_m2(polygon))}"
            yield Feature(
                id=new_id(),
                geometry=rounded(wound(Polygon(rings))),
                properties=replace(look, name=name),
            )


def _group(ring_class: str, identity: str) -> str:
    known = RING_CLASSES[ring_class].title
    return f"{known}, {identity_title(identity).lower()}" if identity else known
