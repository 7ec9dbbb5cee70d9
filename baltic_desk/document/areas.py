"""Areas of interest: an area of the document that somebody asks about."""

from __future__ import annotations

import shapely

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.geometry import Polygon


class AreaError(ValueError):
    """There is no such area; the message says why, for the person."""


def area_of_interest(document: Document, wanted: str) -> tuple[str, shapely.Polygon]:
    """Title and shape of the area with an id, or with a name that only one area has.

    Its edges are geodesics between the vertices.

    Raises
    ------
    AreaError
        None or several, or what is no area.
    """
    feature = document.feature(wanted)
    if feature is None:
        named = [each for each in document.features() if each.properties.name == wanted]
        named = [each for each in named if isinstance(each.geometry, Polygon)] or named
        if len(named) > 1:
            raise AreaError(f"“{wanted}” is the name of {len(named)} features; give the id of one")
        feature = named[0] if named else None
    if feature is None:
        raise AreaError(f"there is no feature with the id or name “{wanted}”")
    return _title(feature), shape_of(feature)


def shape_of(feature: Feature) -> shapely.Polygon:
    """The area of a feature, in longitude and latitude.

    Raises
    ------
    AreaError
        It is no area, or one that crosses itself.
    """
    if not isinstance(feature.geometry, Polygon):
        raise AreaError(f"{_title(feature)} is a {feature.kind}, not an area")
    outer, *holes = feature.geometry.coordinates
    shape = shapely.Polygon(outer, holes)
    if not shape.is_valid:
        raise AreaError(f"{_title(feature)}: its outline crosses itself")
    return shape


def _title(feature: Feature) -> str:
    return " ".join(feature.properties.name[:200].split()) or f"{feature.kind} {feature.id[:8]}"
