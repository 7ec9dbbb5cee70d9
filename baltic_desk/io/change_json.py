"""What phases change, in the file: for each feature what is set, or that it is gone, or all of it.

    {"id": "u1", "kind": "unit", "set": {"geometry": {…}, "properties": {"designation": null}}}
    {"id": "u2", "gone": true}
    {"feature": {…}}

A property that is null has its default again (RFC 7396 does the same). A rank is the place in the
drawing order counted in features of the first phase: 3.5 lies between the fourth and the fifth.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from msgspec import Raw

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Geometry, Polygon
from baltic_desk.document.lesson import Phase
from baltic_desk.document.outline import foreign_edit, outline, positions_in, rounded, wound
from baltic_desk.document.record import Gone, Movement, Override, Patch, Scalar, override
from baltic_desk.document.scalars import Unknown
from baltic_desk.document.store import Entry
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.io.change_checks import after_change
from baltic_desk.io.change_places import Places, changed_by, in_file_order
from baltic_desk.io.feature_json import (
    KINDS,
    UndecodableError,
    decode_own,
    explained,
    from_tree,
    geometry_from,
)
from baltic_desk.io.feature_writer import encode, json_line
from baltic_desk.io.lesson_json import CHANGES, LessonRead, phase_tree
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

MOST_CHANGES = 200_000
"""In all phases together."""
MOST_UNREAD = 5_000
"""So many that cannot be made are looked at one by one, and each is told."""

_NO_RANK = -1e15
_MEMBERS = frozenset(("id", "kind", "set", "gone", "rank", "movement"))
_SET = frozenset(("geometry", "properties"))
_WITH_FEATURE = frozenset(("feature", "rank"))
_WITH_GONE = frozenset(("id", "kind", "gone"))
_OF_GEOMETRY = frozenset(("type", "coordinates", "bbox"))
_OF_MOVEMENT = frozenset(("path", "shows"))


def read_changes(
    lesson: LessonRead,
    features: Sequence[Feature | Foreign],
    taken: Collection[str],
    problems: list[Problem],
) -> tuple[tuple[Phase, ...], list[Entry]]:
    """What the phases of a file change, as overrides; and the phases, keeping what is not usable.

    Parameters
    ----------
    features
        Those of the first phase, in their order: what is changed.
    taken
        Ids of records that are no features.
    """
    on_top = float(len(features) + MOST_CHANGES)
    shown = {each.id: each for each in features}
    phases: list[Phase] = []
    found: list[Entry] = []
    unread = 0
    for number, phase in enumerate(lesson.phases):
        place, trees = lesson.changes.get(phase.id, ("", []))
        kept: list[Json] = []
        seen: set[str] = set()
        for k, tree in enumerate(trees):
            here = f"{place}[{k}]"
            if unread >= MOST_UNREAD or len(found) >= MOST_CHANGES:
                rest = trees[k:]
                text = f"from here on {len(rest):,} changes are kept, not made: they are too many"
                problems.append(Problem(here, text))
                kept += rest
                break
            try:
                if number == 0:
                    raise UndecodableError(here, "the first phase is the features themselves")
                told: list[Problem] = []
                entry = _entry(tree, here, phase.id, shown, told)
                if not isinstance(changed_by(entry), Patch | Gone) and entry.rank == _NO_RANK:
                    entry = entry._replace(rank=on_top + k)
                feature_id = changed_by(entry).id
                if feature_id in seen:
                    raise UndecodableError(here, "the phase changes this feature twice")
                after = after_change(shown.get(feature_id), changed_by(entry), taken, here, told)
            except UndecodableError as error:
                problems.append(Problem(error.place, f"{error.text}; the change is kept, not made"))
                kept.append(tree)
                unread += 1
                continue
            seen.add(feature_id)
            problems += told
            if after is None:
                del shown[feature_id]
            else:
                shown[feature_id] = after
            found.append(entry)
        phases.append(_keeping(phase, kept))
    return tuple(phases), found


def phases_tree(document: Document, features: Sequence[Entry]) -> tuple[dict[str, Any], ...]:
    """The list of phases as it stands in the file.

    Parameters
    ----------
    features
        Entries of the first phase's features in their order.
    """
    overrides = [e for e in document.all_entries() if isinstance(e.record, Override)]
    places = Places(features, overrides)
    by_phase: dict[str, list[Json]] = {}
    for entry in in_file_order(overrides, features):
        assert isinstance(entry.record, Override)
        by_phase.setdefault(entry.record.phase, []).append(_tree(entry, places))
    trees: list[dict[str, Any]] = []
    for phase in document.phases():
        kept: Json = None
        if phase.unknown is not None:
            kept = phase.unknown.properties.get(CHANGES)
        left = kept if isinstance(kept, list) else []
        trees.append(phase_tree(_keeping(phase, []), [*by_phase.get(phase.id, []), *left]))
    return tuple(trees)


# -- reading -----------------------------------------------------------------------------------


def _entry(
    tree: Json,
    place: str,
    phase: str,
    shown: Mapping[str, Feature | Foreign],
    problems: list[Problem],
) -> Entry:
    if not isinstance(tree, dict):
        raise UndecodableError(place, "this is not a change")
    rank = _number(tree.get("rank"), f"{place}.rank")
    if "feature" in tree:
        _alone(tree, _WITH_FEATURE, place)
        feature = _feature(tree["feature"], f"{place}.feature", problems)
        return Entry(override(phase, feature), _NO_RANK if rank is None else rank)
    feature_id = tree.get("id")
    if not isinstance(feature_id, str) or not 0 < len(feature_id) <= 200:
        raise UndecodableError(f"{place}.id", "a change needs the id of a feature")
    if tree.get("gone") is True:
        _alone(tree, _WITH_GONE, place)
        return Entry(override(phase, Gone(id=feature_id)), 0.0)
    below = shown.get(feature_id)
    kind = tree.get("kind", below.kind if isinstance(below, Feature) else None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise UndecodableError(place, "there is no feature of that id that it could change")
    geometry, properties, unknown = _set_of(tree.get("set"), f"{place}.set", kind)
    others = {name: value for name, value in tree.items() if name not in _MEMBERS}
    if tree.get("gone") not in (None, False):
        raise UndecodableError(f"{place}.gone", "true is expected, or nothing")
    patch = Patch(
        id=feature_id,
        kind=kind,
        geometry=geometry,
        properties=properties,
        rank=rank,
        movement=_movement(tree.get("movement"), f"{place}.movement", problems),
        unknown=Unknown(others, unknown) if others or unknown else None,
    )
    return Entry(override(phase, patch), 0.0)


def _alone(tree: dict[str, Json], names: frozenset[str], place: str) -> None:
    """Refuse a change that says more than one thing: one of them would be lost."""
    for name in tree:
        if name not in names:
            text = f"a feature that is put here whole, or is gone, has no {name[:40]}"
            raise UndecodableError(f"{place}.{name[:60]}", text)


def _feature(tree: Json, place: str, problems: list[Problem]) -> Feature:
    text = json_line(tree)
    feature = decode_own(Raw(text))
    if feature is None:
        if not isinstance(tree, dict):
            raise UndecodableError(place, "this is not a feature")
        if not isinstance(tree.get("id"), str):
            raise UndecodableError(f"{place}.id", "a feature of a phase needs an id")
        feature, told = from_tree(tree, place, overlay="")
        problems += told
    if isinstance(feature.geometry, Polygon):
        feature = msgspec.structs.replace(feature, geometry=wound(feature.geometry))
    edited = foreign_edit(feature)
    if edited is not None:
        geometry = outline(feature.properties)
        if geometry is None:
            raise UndecodableError(place, edited)
        problems.append(Problem(place, f"{edited}; it is drawn as they say"))
        feature = msgspec.structs.replace(feature, geometry=geometry)
    return feature


def _set_of(
    tree: Json, place: str, kind: str
) -> tuple[Geometry | None, dict[str, Scalar], dict[str, Any]]:
    """Geometry, properties by field, and what is not known; a newer version may have set it."""
    if tree is None:
        return None, {}, {}
    if not isinstance(tree, dict):
        raise UndecodableError(place, "this is not an object")
    unknown: dict[str, Any] = {k: v for k, v in tree.items() if k not in _SET}
    geometry = _geometry(tree.get("geometry"), f"{place}.geometry")
    values = tree.get("properties", {})
    if not isinstance(values, dict):
        raise UndecodableError(f"{place}.properties", "this is not an object")
    fields = _by_name(kind)
    properties: dict[str, Scalar] = {}
    for name, value in values.items():
        here = f"{place}.properties.{name[:60]}"
        field = fields.get(name)
        if field is None:
            unknown.setdefault("properties", {})[name] = value
            continue
        if value is None:
            if field.default is msgspec.NODEFAULT:
                raise UndecodableError(here, "this cannot be taken away")
            properties[field.name] = field.default
            continue
        try:
            properties[field.name] = _written(msgspec.convert(value, field.type))
        except msgspec.ValidationError as error:
            raise UndecodableError(here, explained(error)[1]) from None
    return geometry, properties, unknown


@cache
def _fields(kind: str) -> tuple[msgspec.structs.FieldInfo, ...]:
    # Resolving the types of a kind takes 2 ms.
    return msgspec.structs.fields(KINDS[kind])


@cache
def _by_name(kind: str) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in _fields(kind)}


def _geometry(tree: Json, place: str) -> Geometry | None:
    if tree is None:
        return None
    _known_only(tree, _OF_GEOMETRY, place)
    try:
        geometry = geometry_from(tree)
    except msgspec.ValidationError as error:
        raise UndecodableError(place, explained(error)[1]) from None
    return wound(geometry) if isinstance(geometry, Polygon) else geometry


def _movement(tree: Json, place: str, problems: list[Problem]) -> Movement | None:
    if tree is None:
        return None
    _known_only(tree, _OF_MOVEMENT, place)
    try:
        movement = msgspec.convert(tree, Movement)
    except msgspec.ValidationError as error:
        raise UndecodableError(place, explained(error)[1]) from None
    try:
        positions_in(movement.path, of="the path", least=0)
    except OutlineError as error:
        problems.append(Problem(f"{place}.path", f"{error}; the straight line is taken"))
    return movement


def _known_only(tree: Json, names: frozenset[str], place: str) -> None:
    """Refuse members that would not be written back."""
    if isinstance(tree, dict) and (others := tree.keys() - names):
        shown = ", ".join(sorted(others))[:100]
        raise UndecodableError(place, f"this has members that are not known: {shown}")


def _number(value: Json, place: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        raise UndecodableError(place, "a number is expected")
    return float(value)


def _keeping(phase: Phase, kept: list[Json]) -> Phase:
    """The phase with these changes that are kept unread, and no others."""
    before = phase.unknown or Unknown({}, {})
    others = {name: value for name, value in before.properties.items() if name != CHANGES}
    if kept:
        others[CHANGES] = kept
    unknown = Unknown(before.members, others) if others or before.members else None
    return msgspec.structs.replace(phase, unknown=unknown)


# -- writing -----------------------------------------------------------------------------------


def _tree(entry: Entry, places: Places) -> Json:
    match changed_by(entry):
        case Gone(id=feature_id):
            return {"id": feature_id, "gone": True}
        case Feature() as feature:
            place = places.of(entry.rank, feature.id)
            return {"feature": json.loads(encode(feature)), "rank": place}
        case Foreign(raw=raw) as foreign:
            return {"feature": json.loads(raw), "rank": places.of(entry.rank, foreign.id)}
        case Patch() as patch:
            return _patch_tree(patch, places)


def _patch_tree(patch: Patch, places: Places) -> Json:
    unknown = patch.unknown or Unknown({}, {})
    fields = {field.name: field for field in _fields(patch.kind)}
    changed: dict[str, Any] = dict(unknown.properties)
    if patch.geometry is not None:
        changed["geometry"] = msgspec.to_builtins(rounded(patch.geometry))
    values = {
        fields[name].encode_name: None if value == fields[name].default else _written(value)
        for name, value in patch.properties.items()
    }
    values |= unknown.properties.get("properties", {})
    if values:
        changed["properties"] = values
    tree: dict[str, Any] = {"id": patch.id, "kind": patch.kind}
    if changed:
        tree["set"] = changed
    if patch.rank is not None:
        tree["rank"] = places.of(patch.rank, patch.id)
    if patch.movement is not None:
        tree["movement"] = msgspec.to_builtins(patch.movement)
    return tree | {k: v for k, v in unknown.members.items() if k not in tree}


def _written(value: Scalar) -> Scalar:
    return round(value, 7) if isinstance(value, float) else value
