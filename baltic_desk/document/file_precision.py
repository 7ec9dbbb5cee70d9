"""Records with all that saving and reading may make other: decimals, windings, ranks.

What is compared with something that has been in a file is compared so; else every unit that was
ever dragged would have moved by a millimetre.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from msgspec import structs
from msgspec.structs import replace

from baltic_desk.document.feature import AnyProperties, Feature
from baltic_desk.document.geometry import Geometry, Polygon
from baltic_desk.document.outline import rounded, rounded_center, wound
from baltic_desk.document.record import Override, Patch, Record, Scalar
from baltic_desk.document.scalars import Unknown

_DECIMALS = 7
"""A centimetre. RFC 7946 (11.2) advises against more."""

_R = TypeVar("_R", bound=Record)


def comparable(record: _R) -> _R:
    """The record as it is after it has been saved and read, but for numbers of ranks.

    Whatever rank a patch has is 0: what it means is told by what lies about it.
    """
    match record:
        case Feature():
            return _feature(record)
        case Override(change=Feature() as change):
            return replace(record, change=_feature(change))
        case Override(change=Patch() as change):
            return replace(record, change=_patch(change))
        case _:
            return record


def same_in_file(one: Record, other: Record) -> bool:
    """Whether a file would not tell the two apart, the drawing order left out of account."""
    return one == other or comparable(one) == comparable(other)


def _feature(feature: Feature) -> Feature:
    return replace(
        feature,
        geometry=_geometry(feature.geometry),
        properties=rounded_center(feature.properties),
        unknown=_said(feature.unknown, type(feature.properties)),
    )


def _patch(patch: Patch) -> Patch:
    values: dict[str, Any] = {name: _value(value) for name, value in patch.properties.items()}
    geometry = None if patch.geometry is None else _geometry(patch.geometry)
    rank = None if patch.rank is None else 0.0
    return replace(
        patch, geometry=geometry, properties=values, rank=rank, unknown=_said(patch.unknown)
    )


def _said(unknown: Unknown | None, kind: type[AnyProperties] | None = None) -> Unknown | None:
    """Unknown content, None where there is nothing in it; what its kind knows is written as such.

    A feature that has become one of another kind may hold what that kind does know.
    """
    if unknown is None:
        return None
    properties = unknown.properties
    if kind is not None:
        properties = {k: v for k, v in properties.items() if k not in _names_in_file(kind)}
    return Unknown(unknown.members, properties) if unknown.members or properties else None


@cache
def _names_in_file(kind: type[AnyProperties]) -> frozenset[str]:
    return frozenset(field.encode_name for field in structs.fields(kind)) | {"kind"}


def _value(value: Scalar) -> Scalar:
    return round(value, _DECIMALS) if isinstance(value, float) else value


def _geometry(geometry: Geometry) -> Geometry:
    written = rounded(geometry)
    return wound(written) if isinstance(written, Polygon) else written
