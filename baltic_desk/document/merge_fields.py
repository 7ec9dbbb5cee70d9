"""Records as parts that two people may change apart from each other, and put together again.

Parts that only mean something together are one, named by the first: both coordinates of a centre,
both bearings of a sector. An outline that follows from figures is no part of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec
from msgspec.structs import replace

from baltic_desk.document.feature import AnyProperties, Feature, Foreign
from baltic_desk.document.outline import outline
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.patching import fields_of, shape_follows, shaping_of
from baltic_desk.document.record import Override, Patch, Record
from baltic_desk.document.scalars import Unknown
from baltic_desk.geo.outlines import OutlineError

Take = Literal["theirs", "mine"]
"""Whose is taken where both changed the same part; of other parts both are."""

WHOLE: Final = "whole"
"""The one part of what cannot be taken apart."""
GEOMETRY: Final = "geometry"
UNKNOWN: Final = "unknown"
"""How names of parts begin that this version does not know."""

Parts = Mapping[str, Any]
# Any: a part may be whatever a field of a record holds, and goes back into that field.


class Absent:
    """Stands for a part that is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()

_TOGETHER = (("center_lon", "center_lat"), ("bearing_from_deg", "bearing_to_deg"))
_FIRST_OF = {name: names[0] for names in _TOGETHER for name in names}
_ALL_OF = {names[0]: names for names in _TOGETHER}


@dataclass(frozen=True, slots=True)
class Plan:
    """What each side made of the parts of a record.

    Attributes
    ----------
    theirs, mine
        Parts that only they, or only I, have changed.
    conflicts
        Parts that both have changed, and not alike.
    """

    theirs: tuple[str, ...]
    mine: tuple[str, ...]
    conflicts: tuple[str, ...]

    def without(self, name: str) -> Plan:
        """The same but for one part."""
        kept = (
            tuple(n for n in each if n != name) for each in (self.theirs, self.mine, self.conflicts)
        )
        return Plan(*kept)


def plan_of(base: Record | None, mine: Record, theirs: Record) -> Plan:
    """What each side made of a record; without a common one, all that differs is in conflict."""
    if mine == theirs:
        return Plan((), (), ())
    known = (mine, theirs) if base is None else (base, mine, theirs)
    forms = {_form(each) for each in known}
    if len(forms) > 1 or None in forms:
        return _of_wholes(base, mine, theirs)
    now, other = _parts(mine), _parts(theirs)
    was: Parts = {} if base is None else _parts(base)
    names = dict.fromkeys((*was, *now, *other))
    own: list[str] = []
    foreign: list[str] = []
    both: list[str] = []
    for name in names:
        b, m, t = (each.get(name, ABSENT) for each in (was, now, other))
        if base is None:
            b = ABSENT if m != t else t
        if m == t and base is None:
            continue
        if t == b:
            if m != b:
                own.append(name)
        elif m == b:
            foreign.append(name)
        elif m != t:
            both.append(name)
    shaping = _shaping(mine)
    if shaping:
        touched = shaping.intersection((*own, *foreign, *both))
        if touched:  # the outline follows
            own, foreign, both = (
                [n for n in each if n != GEOMETRY] for each in (own, foreign, both)
            )
        plan = Plan(tuple(foreign), tuple(own), tuple(both))
        if shaping.isdisjoint(foreign) or shaping.isdisjoint(own) or _fits(mine, theirs, plan):
            return plan
        # Figures of both sides that give no outline together.
        clash = tuple(dict.fromkeys((*both, *(n for n in (*foreign, *own) if n in shaping))))
        return Plan(
            tuple(n for n in foreign if n not in clash),
            tuple(n for n in own if n not in clash),
            clash,
        )
    return Plan(tuple(foreign), tuple(own), tuple(both))


def combined(mine: Record, theirs: Record, plan: Plan, take: Take) -> Record:
    """The record with what both sides made of it."""
    chosen = plan.theirs + (plan.conflicts if take == "theirs" else ())
    if not chosen:
        return mine
    if WHOLE in chosen:
        return theirs
    if not plan.mine and (take == "theirs" or not plan.conflicts):
        return theirs
    return _with(mine, theirs, chosen)


def differing(before: Record, after: Record) -> tuple[str, ...]:
    """Names of the parts that are not the same."""
    return plan_of(before, before, after).theirs


def part(record: Record | None, name: str) -> object:
    """What a record has of a part; ABSENT where it has none."""
    if record is None:
        return ABSENT
    if name == WHOLE or _form(record) is None:
        return record
    return _parts(record).get(name, ABSENT)


def with_parts(record: Record, other: Record, names: Iterable[str]) -> Record:
    """The record with these parts as another of the same form has them."""
    return _with(record, other, tuple(names))


# -- inside ------------------------------------------------------------------------------------


def _of_wholes(base: Record | None, mine: Record, theirs: Record) -> Plan:
    if mine == theirs:
        return Plan((), (), ())
    if base is not None and theirs == base:
        return Plan((), (WHOLE,), ())
    if base is not None and mine == base:
        return Plan((WHOLE,), (), ())
    return Plan((), (), (WHOLE,))


def _form(record: Record) -> str | None:
    """What records have in common that have the same parts; None for what has none."""
    match record:
        case Feature():
            return f"feature {record.kind} {shape_follows(record.properties)}"
        case Override(change=Feature() as feature):
            return f"new {feature.kind} {shape_follows(feature.properties)}"
        case Override(change=Patch(kind=kind)):
            return f"patch {kind}"
        case Override() | Foreign() | OwnSystem():
            return None
        case _:
            return type(record).__name__


def _parts(record: Record) -> Parts:
    match record:
        case Override(change=Feature() as feature):
            return _parts_of_feature(feature)
        case Override(change=Patch() as patch):
            return _parts_of_patch(patch)
        case Feature():
            return _parts_of_feature(record)
        case _:
            names = (f.name for f in msgspec.structs.fields(type(record)))
            known = {n: getattr(record, n) for n in names if n not in ("id", UNKNOWN)}
            return known | _unknown_parts(getattr(record, UNKNOWN, None))


def _parts_of_feature(feature: Feature) -> Parts:
    properties = feature.properties
    values: dict[str, Any] = {n: getattr(properties, n) for n in fields_of(type(properties))}
    return _joined(values) | {GEOMETRY: feature.geometry} | _unknown_parts(feature.unknown)


def _parts_of_patch(patch: Patch) -> Parts:
    found = _joined(dict(patch.properties)) | _unknown_parts(patch.unknown)
    if patch.geometry is not None:
        found[GEOMETRY] = patch.geometry
    if patch.movement is not None:
        found["movement"] = patch.movement
    return found


def _joined(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if name not in _FIRST_OF}
    for first, names in _ALL_OF.items():
        if any(name in values for name in names):
            found[first] = tuple(values.get(name, ABSENT) for name in names)
    return found


def _parted(values: Parts) -> dict[str, Any]:
    """The opposite of joining; what is absent is left out."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        names = _ALL_OF.get(name)
        if names is None:
            found[name] = value
        else:
            found.update(zip(names, value, strict=True))
    return {name: value for name, value in found.items() if value is not ABSENT}


def _unknown_parts(unknown: Unknown | None) -> dict[str, Any]:
    if unknown is None:
        return {}
    return {
        **{f"{UNKNOWN} member {name}": value for name, value in unknown.members.items()},
        **{f"{UNKNOWN} property {name}": value for name, value in unknown.properties.items()},
    }


def _unknown_of(parts: Parts) -> Unknown | None:
    members = _named(parts, f"{UNKNOWN} member ")
    properties = _named(parts, f"{UNKNOWN} property ")
    return Unknown(members, properties) if members or properties else None


def _named(parts: Parts, prefix: str) -> dict[str, Any]:
    return {n.removeprefix(prefix): v for n, v in parts.items() if n.startswith(prefix)}


def _shaping(record: Record) -> frozenset[str]:
    """Parts that an outline follows from; none where there is no such."""
    feature = record.change if isinstance(record, Override) else record
    if not isinstance(feature, Feature) or not shape_follows(feature.properties):
        return frozenset()
    return frozenset(_FIRST_OF.get(name, name) for name in shaping_of(feature.properties))


def _fits(mine: Record, theirs: Record, plan: Plan) -> bool:
    try:
        _with(mine, theirs, plan.theirs)
    except OutlineError:
        return False
    return True


def _with(mine: Record, theirs: Record, chosen: tuple[str, ...]) -> Record:
    """Mine with the chosen parts of theirs. Raises OutlineError where the figures clash."""
    now, other = _parts(mine), _parts(theirs)
    parts = dict(now)
    for name in chosen:
        value = other.get(name, ABSENT)
        if value is ABSENT:
            parts.pop(name, None)
        else:
            parts[name] = value
    match mine, theirs:
        case Override(change=Feature() as a), Override(change=Feature() as b):
            return replace(mine, change=_feature(a, b, now, other, parts))
        case Override(change=Patch() as patch), _:
            return replace(mine, change=_patch(patch, parts))
        case Feature() as a, Feature() as b:
            return _feature(a, b, now, other, parts)
        case _:
            known = {n: v for n, v in parts.items() if not n.startswith(UNKNOWN)}
            if UNKNOWN in mine.__struct_fields__:
                known[UNKNOWN] = _unknown_of(parts)
            return replace(mine, **known)


def _feature(mine: Feature, theirs: Feature, now: Parts, other: Parts, parts: Parts) -> Feature:
    values = {n: v for n, v in parts.items() if n != GEOMETRY and not n.startswith(UNKNOWN)}
    properties: AnyProperties = replace(mine.properties, **_parted(values))
    geometry = parts[GEOMETRY]
    shaping = _shaping(mine)
    if shaping:
        as_mine = all(parts.get(n) == now.get(n) for n in shaping)
        as_theirs = all(parts.get(n) == other.get(n) for n in shaping)
        if not as_mine:
            geometry = theirs.geometry if as_theirs else outline(properties) or mine.geometry
    return replace(mine, properties=properties, geometry=geometry, unknown=_unknown_of(parts))


def _patch(mine: Patch, parts: Parts) -> Patch:
    apart = (GEOMETRY, "movement")
    values = {n: v for n, v in parts.items() if n not in apart and not n.startswith(UNKNOWN)}
    return replace(
        mine,
        geometry=parts.get(GEOMETRY),
        movement=parts.get("movement"),
        properties=_parted(values),
        unknown=_unknown_of(parts),
    )
