"""GeoJSON of other programs, in and out, and the clipboard, which speaks GeoJSON too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
from msgspec import Raw

from baltic_desk.document.document import Document, new_id
from baltic_desk.document.feature import AnyProperties, Feature, RangeRing, Unit
from baltic_desk.document.pictures import bring
from baltic_desk.document.project import Overlay, Picture
from baltic_desk.io.collection import MAX_FEATURES, collection_in, is_collection
from baltic_desk.io.collector import paused_collector
from baltic_desk.io.exchange.crs import transform_of
from baltic_desk.io.exchange.geometry import GeometryReader
from baltic_desk.io.exchange.plain import read_plain
from baltic_desk.io.feature_json import UndecodableError, from_tree, is_known_kind
from baltic_desk.io.feature_writer import encode, json_line
from baltic_desk.io.header import HEADER
from baltic_desk.io.picture_json import PICTURES, read_pictures, write_pictures
from baltic_desk.io.problem import Problem, ProjectError, in_one_line
from baltic_desk.io.strict_json import Json, StrictJsonError, loads

MOST_LEFT_OUT = 5_000
"""Features of a file that cannot be read and yet are looked at one by one."""

_LONGEST_NAME = 200

_SIMPLE = ("Point", "LineString", "Polygon")
_GEOMETRIES = frozenset((*_SIMPLE, *(f"Multi{kind}" for kind in _SIMPLE), "GeometryCollection"))


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read from another file: one overlay with features on it, and their pictures."""

    overlay: Overlay
    features: tuple[Feature, ...]
    problems: tuple[Problem, ...]
    pictures: tuple[Picture, ...] = ()


def read_geojson(data: bytes, name: str) -> Imported:
    """Features of a FeatureCollection, a bare feature or a bare geometry.

    Features of our own kinds come as they are; plain ones as units (`sidc`), rings (a point with
    `radius`, metres), marks, lines and areas. A feature that cannot be read is left out and told.

    Raises
    ------
    ProjectError
        When this is no GeoJSON at all.
    """
    try:
        with paused_collector():
            return _imported(data, Overlay(id=new_id(), name=name[:_LONGEST_NAME]))
    except StrictJsonError as error:
        raise ProjectError(error.text, place=error.place) from None


def _imported(data: bytes, overlay: Overlay) -> Imported:
    tree, members = _members(data)
    reprojection = transform_of(tree.get("crs"))
    problems: list[Problem] = []
    if reprojection is not None:
        problems.append(Problem("crs", f"positions are reprojected from {reprojection[0]}"))
    geometries = GeometryReader(reprojection[1] if reprojection else None)
    features: list[Feature] = []
    taken: set[str] = set()
    left_out = 0
    for number, raw in enumerate(members):
        place = f"features[{number}]" if isinstance(raw, Raw) else "feature"
        if left_out >= MOST_LEFT_OUT:
            text = f"from here on nothing is read: {left_out:,} features could not be"
            problems.append(Problem(place, text))
            break
        member = loads(bytes(raw), root=place) if isinstance(raw, Raw) else raw
        if not isinstance(member, dict) or member.get("type") != "Feature":
            problems.append(Problem(place, "this is not a feature; it is left out"))
            left_out += 1
            continue
        found, said = _read(member, place, geometries, overlay.id)
        problems += said
        left_out += not found
        if len(features) + len(found) > MAX_FEATURES:
            raise ProjectError(f"there are more than {MAX_FEATURES:,} features", place=place)
        for feature in found:
            if feature.id in taken:
                text = f'the id "{feature.id[:40]}" is taken; the feature has a new one'
                problems.append(Problem(f"{place}.id", text))
                feature = msgspec.structs.replace(feature, id=new_id())
            taken.add(feature.id)
            features.append(feature)
    if geometries.heights:
        text = f"heights (third numbers) of {geometries.heights:,} positions are not kept"
        problems.append(Problem("features", text))
    pictures = _pictures(tree, problems)
    return Imported(overlay, tuple(features), tuple(map(in_one_line, problems)), pictures)


def import_into(document: Document, imported: Imported) -> Overlay:
    """Put what was read on an overlay of its own, on top, as one undo step.

    Ids that the document has already are changed, and what refers to them with them.
    """
    renamed = {f.id: new_id() for f in imported.features if f.id in document}
    overlay = imported.overlay
    if overlay.id in document:
        overlay = msgspec.structs.replace(overlay, id=new_id())
    with document.edit(f"Import {overlay.name}".rstrip()) as change:
        change.put(overlay)
        features = bring(change, document, imported.features, imported.pictures)
        for feature in _renamed(features, renamed):
            properties = msgspec.structs.replace(feature.properties, overlay=overlay.id)
            change.put(msgspec.structs.replace(feature, properties=properties))
    return overlay


def to_geojson(features: tuple[Feature, ...], pictures: Sequence[Picture] = ()) -> bytes:
    """A FeatureCollection of these features and pictures and nothing else, one on each line."""
    lines = b",\n".join(map(encode, features))
    own = b""
    if pictures:
        own = b",\n" + json_line(HEADER) + b":" + json_line({PICTURES: write_pictures(pictures)})
    return b'{"type":"FeatureCollection"' + own + b',"features":[\n' + lines + b"\n]}\n"


def from_clipboard(text: str) -> tuple[Feature, ...]:
    """What content_of_clipboard gives, without pictures."""
    return content_of_clipboard(text).features


def content_of_clipboard(text: str) -> Imported:
    """Features from GeoJSON text, in its order, all with new ids.

    What referred to another of them (a ring to its unit, a unit to its parent) refers to the copy;
    what referred to something else still does.

    Raises
    ------
    ProjectError
        When the text is not GeoJSON, or not one of its features can be read.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise ProjectError("half a character: a surrogate stands alone") from None
    imported = read_geojson(data, "Clipboard")
    if not imported.features and imported.problems:
        problem = imported.problems[0]
        raise ProjectError(problem.text, place=problem.place)
    features = _renamed(imported.features, {f.id: new_id() for f in imported.features})
    return replace(imported, features=features)


def _pictures(tree: Json, problems: list[Problem]) -> tuple[Picture, ...]:
    match tree:
        case {"baltic_desk": dict() as own}:
            return read_pictures(own, HEADER, (), problems, keep=False)[0]
        case _:
            return ()


def _members(data: bytes) -> tuple[dict[str, Json], Sequence[Raw | dict[str, Json]]]:
    """Members of a GeoJSON text and its features, unread where they are in a list."""
    if is_collection(data):
        collection = collection_in(data)
        return collection.members, collection.raws
    tree = loads(data)
    match tree:
        case {"type": "Feature"}:
            return tree, [tree]
        case {"type": str(kind)} if kind in _GEOMETRIES:
            return tree, [{"type": "Feature", "geometry": tree, "properties": {}}]
        case {"type": str(kind)}:
            raise ProjectError(f'this is not GeoJSON: the type is "{kind[:40]}"', place="type")
        case dict():
            raise ProjectError('this is not GeoJSON: there is no "type"')
        case _:
            raise ProjectError("this is not GeoJSON: it is not an object")


def _read(
    tree: dict[str, Json], place: str, geometries: GeometryReader, overlay: str
) -> tuple[list[Feature], list[Problem]]:
    properties = tree.get("properties")
    if isinstance(properties, dict) and is_known_kind(properties.get("kind")):
        try:
            feature, problems = from_tree(tree, place, overlay=overlay)
        except UndecodableError:
            # "line" and "text" are kinds in other programs too.
            pass
        else:
            return [feature], problems
    return read_plain(tree, place, geometries, overlay=overlay)


def _renamed(features: tuple[Feature, ...], names: dict[str, str]) -> tuple[Feature, ...]:
    return tuple(
        msgspec.structs.replace(
            feature,
            id=names.get(feature.id, feature.id),
            properties=_referring(feature.properties, names),
        )
        for feature in features
    )


def _referring(properties: AnyProperties, names: dict[str, str]) -> AnyProperties:
    match properties:
        case RangeRing(anchor=str(anchor)) if anchor in names:
            return msgspec.structs.replace(properties, anchor=names[anchor])
        case Unit(parent=str(parent)) if parent in names:
            return msgspec.structs.replace(properties, parent=names[parent])
        case _:
            return properties
