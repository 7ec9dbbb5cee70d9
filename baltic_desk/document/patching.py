"""What a phase changes in a feature: told from two states of it, and done to one."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec.structs import replace

from baltic_desk.document.feature import (
    AnyProperties,
    ControlMeasure,
    Corridor,
    Ellipse,
    Feature,
    Foreign,
    RangeRing,
    Rectangle,
)
from baltic_desk.document.outline import outline
from baltic_desk.document.record import Gone, Override, Patch
from baltic_desk.document.store import Entry
from baltic_desk.geo.outlines import OutlineError

_SHAPING: dict[type[AnyProperties], frozenset[str]] = {
    RangeRing: frozenset(
        (
            "center_lon",
            "center_lat",
            "radius_max_m",
            "radius_min_m",
            "bearing_from_deg",
            "bearing_to_deg",
        )
    ),
    Rectangle: frozenset(("center_lon", "center_lat", "width_m", "height_m", "bearing_deg")),
    Ellipse: frozenset(("center_lon", "center_lat", "semi_major_m", "semi_minor_m", "bearing_deg")),
    Corridor: frozenset(("center_line", "width_m")),
    ControlMeasure: frozenset(("control_points", "sidc", "distances_m", "azimuths_deg")),
}
"""Properties that a polygon follows from."""


def shape_follows(properties: AnyProperties) -> bool:
    """Whether the polygon follows from the properties, so that no patch has one."""
    if isinstance(properties, ControlMeasure):
        return properties.control_points is not None
    return type(properties) in _SHAPING


def shaping_of(properties: AnyProperties) -> frozenset[str]:
    """Names of the properties that the polygon follows from; none where it follows from none."""
    return _SHAPING[type(properties)] if shape_follows(properties) else frozenset()


Change = Feature | Foreign | Patch | Gone


def change_between(below: Entry | None, wanted: Entry | None) -> Change | None:
    """What a phase has to hold so that a feature is as wanted; None when there is nothing to do.

    Parameters
    ----------
    below
        The feature as it would be without that; None where there is none.
    """
    if wanted is None:
        return None if below is None else Gone(id=below.record.id)
    record = wanted.record
    assert isinstance(record, Feature | Foreign)
    if below is None:
        return record
    if below == wanted:
        return None
    patch = _patch(below, wanted)
    return record if patch is None else patch


def applied(below: Entry | None, over: Entry) -> Entry | None:
    """What an override makes of a feature."""
    assert isinstance(over.record, Override)
    match over.record.change:
        case Gone():
            return None
        case Patch() as patch:
            if below is None or not isinstance(below.record, Feature):
                return below
            rank = below.rank if patch.rank is None else patch.rank
            return Entry(patched(below.record, patch), rank)
        case Feature() | Foreign() as record:
            return Entry(record, over.rank)


def patched(feature: Feature, patch: Patch) -> Feature:
    """The feature with what a patch changes in it; what does not fit its kind is left out."""
    try:
        return fitted(feature, patch)
    except OutlineError:
        # Parameters of two phases that do not go together: it stays as it is below.
        return feature


def fitted(feature: Feature, patch: Patch) -> Feature:
    """What patched gives. Raises OutlineError where the parameters do not go together."""
    properties = feature.properties
    if patch.kind == feature.kind and patch.properties:
        known = fields_of(type(properties))
        properties = replace(
            properties, **{k: v for k, v in patch.properties.items() if k in known}
        )
    geometry = feature.geometry
    if shape_follows(properties):
        shaping = _SHAPING[type(properties)]
        if not shaping.isdisjoint(patch.properties) or not shape_follows(feature.properties):
            geometry = outline(properties) or geometry
    elif patch.geometry is not None and isinstance(patch.geometry, type(properties).geometry):
        geometry = patch.geometry
    return replace(feature, geometry=geometry, properties=properties)


@cache
def fields_of(kind: type[AnyProperties]) -> frozenset[str]:
    """Names of the properties of a kind."""
    return frozenset(field.name for field in msgspec.structs.fields(kind))


def moves(change: Change) -> bool:
    """Whether a change puts the feature somewhere else than it was."""
    if not isinstance(change, Patch):
        return False
    return change.geometry is not None or not _PLACES.isdisjoint(change.properties)


def comes_to_nothing(below: Feature, patch: Patch, after: Feature) -> bool:
    """Whether a patch changes nothing in a feature as earlier phases say it is.

    A ring on a unit may have been carried elsewhere by then: what puts it anywhere is something.
    """
    if after != below or patch.rank is not None:
        return False
    ring = below.properties
    return not (isinstance(ring, RangeRing) and ring.anchor is not None and moves(patch))


_PLACES = frozenset(("center_lon", "center_lat", "center_line", "control_points"))


def _patch(below: Entry, wanted: Entry) -> Patch | None:
    """The patch from one to the other; None where they are too different for one."""
    was, now = below.record, wanted.record
    if not (isinstance(was, Feature) and isinstance(now, Feature)):
        return None
    if type(was.properties) is not type(now.properties) or was.unknown != now.unknown:
        return None
    changed = {
        name: getattr(now.properties, name)
        for name in sorted(fields_of(type(now.properties)))
        if getattr(was.properties, name) != getattr(now.properties, name)
    }
    follows = shape_follows(now.properties)
    return Patch(
        id=now.id,
        kind=now.kind,
        geometry=None if follows or now.geometry == was.geometry else now.geometry,
        properties=changed,
        rank=None if below.rank == wanted.rank else wanted.rank,
    )
