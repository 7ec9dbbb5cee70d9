"""One feature from its text in the file.

Most features are as this program wrote them: decoded by type, and proven free of duplicate names
and unknown members because encoding them again gives the same bytes. That takes 10 µs. All others
are parsed strictly and taken apart by hand, so that nothing in them is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from msgspec import Raw

from baltic_desk.document.document import new_id
from baltic_desk.document.feature import AnyProperties, ControlMeasure, Feature, Unknown
from baltic_desk.document.geometry import Geometry, MultiPoint, Point, Polygon, positions_of
from baltic_desk.document.outline import wound
from baltic_desk.document.style import style_of
from baltic_desk.io import legs
from baltic_desk.io.exchange.geometry import MAX_VERTICES, GeometryReader
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

MAX_ID = 200

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Feature)
_START = b'{"type":"Feature","id":'
_POLYGON_START = _START + b'%b,"geometry":{"type":"Polygon","coordinates":'
_POLYGON_END = b'},"properties":%b}'

KINDS: Mapping[str, type[Any]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(AnyProperties)
}
"""Properties by their kind as it is written in the file."""

_SHAPES: Mapping[str, type[Any]] = {
    str(shape.__struct_config__.tag): shape for shape in get_args(Geometry)
}

_FIELDS = {
    tag: frozenset(field.encode_name for field in msgspec.structs.fields(kind)) | {"kind"}
    for tag, kind in KINDS.items()
}
_ALL_FIELDS = frozenset[str]().union(*_FIELDS.values(), {"id", legs.VERTICES})
_SWITCHES = frozenset(
    field.encode_name
    for kind in KINDS.values()
    for field in msgspec.structs.fields(kind)
    if field.type is bool
)
# A table of another program may have found out that they look like numbers.
_NUMBERS_AS_TEXT = frozenset(("leg_altitudes_m", "leg_speeds_kn"))
_FIGURES = frozenset(
    (
        "center_lon",
        "center_lat",
        "radius_max_m",
        "radius_min_m",
        "bearing_from_deg",
        "bearing_to_deg",
        "bearing_deg",
        "width_m",
        "height_m",
        "semi_major_m",
        "semi_minor_m",
        "center_line",
        "control_points",
        "anchor",
        "label_bearing_deg",
    )
)
# What the typed decoder needs less than this much text for cannot hold too many positions.
_LONG_TEXT = 6 * MAX_VERTICES
BRACKETS_ABOUT = 10_000
"""Brackets that are none of positions: of lists of them, and in texts."""


class UndecodableError(ValueError):
    """The feature cannot be understood; says where in it and why."""

    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.text = text
        super().__init__(f"{place}: {text}")


def decode_own(raw: Raw) -> Feature | None:
    """The feature, if this is just how this program writes it."""
    text = bytes(raw)
    if not text.startswith(_START):
        return None
    # Before it is decoded: positions take fifteen times the room that brackets have in the file.
    if len(text) > _LONG_TEXT and text.count(b"[") > MAX_VERTICES + BRACKETS_ABOUT:
        return None
    try:
        feature = _DECODER.decode(raw)
    except (ValueError, RecursionError):  # msgspec's own errors, and bad UTF-8
        return None
    if feature.unknown is not None or not _is_own_text(text, feature):
        return None
    if len(text) > _LONG_TEXT and len(positions_of(feature.geometry)) > MAX_VERTICES:
        return None
    return feature


def field_names(kind: str) -> frozenset[str]:
    """Names that mean something among the properties of a kind, in the file."""
    return _FIELDS[kind] | {legs.VERTICES}


def is_known_kind(kind: Json) -> bool:
    """Whether features of this kind can be read."""
    return isinstance(kind, str) and kind in KINDS


def id_of(tree: dict[str, Json], properties: dict[str, Json]) -> str | None:
    """Id of a feature; where GeoPandas has put it among the properties it is taken out of them.

    Ids are text here: a number is written as its digits.
    """
    value = tree.get("id")
    if value is None:
        value = properties.get("id")
        if _digits(value) is not None:
            del properties["id"]
    return _digits(value)


def from_tree(tree: dict[str, Json], place: str, *, overlay: str) -> tuple[Feature, list[Problem]]:
    """A feature of a known kind from parsed JSON, with what was wrong and lived with.

    Null stands for absent and 0.0 and 1.0 for false and true, as GeoPandas writes them. Members and
    properties that are not known are kept, except `bbox`, which would be wrong after an edit.

    Parameters
    ----------
    overlay
        Where a feature goes that does not say.

    Raises
    ------
    UndecodableError
        When it is not a feature of its kind.
    """
    problems: list[Problem] = []
    properties = tree.get("properties")
    if not isinstance(properties, dict):
        raise UndecodableError(f"{place}.properties", "this is not an object")
    properties = dict(properties)
    kind = properties.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise UndecodableError(f"{place}.properties.kind", f"the kind {_shown(kind)} is not known")
    feature_id = id_of(tree, properties)
    if feature_id is None:
        feature_id = new_id()
        problems.append(Problem(f"{place}.id", "there was no usable id; the feature has a new one"))
    if properties.get("overlay") is None:
        properties["overlay"] = overlay
    fields = _FIELDS[kind]
    properties = without_nulls(properties)
    known = {k: _as_kept(k, v) for k, v in properties.items() if k in fields}
    others = {k: v for k, v in properties.items() if k not in fields}
    members = {
        k: v for k, v in tree.items() if k not in ("type", "id", "geometry", "properties", "bbox")
    }
    try:
        geometry = _geometry(tree.get("geometry"), f"{place}.geometry", problems, KINDS[kind])
        if issubclass(KINDS[kind], legs.KINDS) and legs.VERTICES in others:
            given = legs.between_vertices(str(others.pop(legs.VERTICES)), geometry)
            if given is None:
                text = "another program changed this; each of its positions is a vertex now"
                problems.append(Problem(f"{place}.geometry", text))
            geometry = given or geometry
        feature = Feature(
            id=feature_id,
            geometry=geometry,
            properties=properties_from(known),
            unknown=Unknown(members, others) if members or others else None,
        )
    except msgspec.ValidationError as error:
        path, reason = explained(error)
        raise UndecodableError(f"{place}.properties{path}", reason) from None
    except ValueError as error:
        if isinstance(error, UndecodableError):
            raise
        raise UndecodableError(f"{place}.geometry", str(error)) from None
    return feature, problems


def properties_from(tree: dict[str, Json]) -> AnyProperties:
    """Properties of a kind that there is. Raises msgspec.ValidationError.

    By the kind's own type: a union is worked out anew at each call, which takes 20 µs.
    """
    properties: AnyProperties = msgspec.convert(tree, KINDS[str(tree["kind"])])
    return properties


def geometry_from(value: Json) -> Geometry:
    """A geometry as we have them. Raises msgspec.ValidationError."""
    kind = value.get("type") if isinstance(value, dict) else None
    shape = _SHAPES.get(kind) if isinstance(kind, str) else None
    geometry: Geometry = msgspec.convert(value, shape or Geometry)
    return geometry


def without_nulls(properties: dict[str, Json]) -> dict[str, Json]:
    """The properties without nulls under names of ours: a table has each column in each row."""
    return {k: v for k, v in properties.items() if v is not None or k not in _ALL_FIELDS}


def as_plain_area(feature: Feature) -> Feature:
    """A parametric feature as an area of its present shape and look.

    The figures that gave its shape are gone with it; facts such as its source stay as unknown
    properties.
    """
    tree = msgspec.to_builtins(feature.properties)
    look = style_of(feature)
    style = {
        "stroke": look.stroke,
        "stroke-width": look.stroke_width,
        "stroke-opacity": look.stroke_opacity,
        "fill": look.fill,
        "fill-opacity": look.fill_opacity,
        "dash": look.dash,
    }
    area = {k: v for k, v in tree.items() if k in _FIELDS["polygon"]} | style | {"kind": "polygon"}
    facts = {k: v for k, v in tree.items() if k not in area and k not in _FIGURES}
    before = feature.unknown or Unknown({}, {})
    others = before.properties | facts
    return msgspec.structs.replace(
        feature,
        properties=properties_from(area),
        unknown=Unknown(before.members, others) if before.members or others else None,
    )


def explained(error: msgspec.ValidationError) -> tuple[str, str]:
    """Path (`.sidc`, with its dot) and reason of a validation error, in words for people."""
    reason, _, path = str(error).partition(" - at `")
    path = path.removesuffix("`").removeprefix("$")
    if path == ".sidc" and "regex" in reason:
        return path, "this is no symbol code of 20 or 30 digits or 10 to 15 letters"
    if "regex" in reason:
        return path, "the value is none of those allowed here"
    for typed, plain in _PLAIN_WORDS:
        reason = reason.replace(typed, plain)
    return path, reason[:1].lower() + reason[1:]


_PLAIN_WORDS = (
    ("Expected `str` of length <= ", "the text must not be longer than "),
    ("Expected `str` of length >= ", "the text must not be shorter than "),
    ("Expected `float` >= ", "the number must not be less than "),
    ("Expected `float` <= ", "the number must not be more than "),
    ("Expected `float` > ", "the number must be more than "),
    ("Object missing required field", "there is no"),
    ("Expected `str`", "text is expected"),
    ("Expected `float`", "a number is expected"),
    ("Expected `bool`", "true or false is expected"),
    ("got `", "not `"),
    ("`str | null`", "text"),
)


def _as_kept(name: str, value: Json) -> Json:
    """A value in the type that it has here: tables of other programs know fewer."""
    if name in _SWITCHES and value in (0, 1):
        return bool(value)
    if name in _NUMBERS_AS_TEXT:
        return _digits(value) or value
    return value


def _geometry(value: Json, place: str, problems: list[Problem], kind: type[Any]) -> Geometry:
    several = issubclass(kind, ControlMeasure)
    try:
        geometry = geometry_from(value)
    except msgspec.ValidationError:
        return _mended_geometry(value, place, problems, several=several)
    if isinstance(geometry, Point if several else MultiPoint):
        return _mended_geometry(value, place, problems, several=several)
    if isinstance(value, dict) and (extra := value.keys() - {"type", "coordinates", "bbox"}):
        names = ", ".join(sorted(extra))
        problems.append(Problem(place, f"members of the geometry are not kept: {names[:200]}"))
    return wound(geometry) if isinstance(geometry, Polygon) else geometry


def _mended_geometry(
    value: Json, place: str, problems: list[Problem], *, several: bool
) -> Geometry:
    """What other programs make of our geometries: heights added, single parts in Multi…

    With `several`, points belong together: those of a control measure.
    """
    reader = GeometryReader()
    found = reader.read(value, place)
    points = [part for part in found if isinstance(part, Point)]
    if several and points and len(points) == len(found) and not reader.problems:
        found = [MultiPoint(tuple(point.coordinates for point in points))]
    if len(found) != 1:
        what = reader.problems[0] if reader.problems else None
        if what is None:
            raise UndecodableError(place, f"one geometry is expected, not {len(found)}")
        raise UndecodableError(what.place, what.text)
    problems.extend(reader.problems)
    if reader.heights:
        problems.append(Problem(place, "heights are not kept"))
    return found[0]


def _is_own_text(text: bytes, feature: Feature) -> bool:
    """Whether the feature encodes to just this text, so that nothing else can be in it."""
    if not isinstance(feature.geometry, Polygon):
        return _ENCODER.encode(feature) == text
    # Outlines are long. Between the fixed beginning and end there is but one value that the typed
    # decoder took for coordinates: without a quotation mark it holds no names.
    start = _POLYGON_START % _ENCODER.encode(feature.id)
    end = _POLYGON_END % _ENCODER.encode(feature.properties)
    return (
        text.startswith(start)
        and text.endswith(end)
        and text.find(b'"', len(start), len(text) - len(end)) < 0
    )


def _digits(value: Json) -> str | None:
    match value:
        case bool():
            return None
        case str():
            return value or None
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case _:
            return None


def _shown(value: Json) -> str:
    text = value if isinstance(value, str) else type(value).__name__
    return f'"{text[:40]}"'
