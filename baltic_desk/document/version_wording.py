"""Stored records of any sort, and what became of them from one version to another, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.geometry import Position
from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.phase_comparison import What, middle_of
from baltic_desk.document.phase_wording import field_words, phase_titles
from baltic_desk.document.project import Overlay, Picture, Project
from baltic_desk.document.record import Gone, Override, Patch, Record
from baltic_desk.document.store import Stored
from baltic_desk.document.wording import described, titled

_LONGEST = 200
_NOT_UNDERSTOOD = "Feature that is not understood"


def titles_of_phases(version: Stored) -> dict[str, str]:
    """What the phases of a version are called, by id, in order."""
    found = [(e.rank, e.record) for e in version.values() if isinstance(e.record, Phase)]
    return phase_titles([phase for _, phase in sorted(found, key=lambda each: each[0])])


def features_of(version: Stored) -> dict[str, Feature]:
    """All features by id: as they are before all phases, or else where they first appear."""
    found: dict[str, Feature] = {}
    for entry in version.values():
        match entry.record:
            case Feature() as feature:
                found[feature.id] = feature
            case Override(change=Feature() as feature):
                found.setdefault(feature.id, feature)
            case _:
                pass
    return found


def record_title(record: Record, features: Mapping[str, Feature]) -> str:
    """What a record is called, on one line; a change in a phase after the feature that it changes.

    Parameters
    ----------
    features
        Those of either version, where to look for that feature.
    """
    match record:
        case Feature():
            return titled(record)
        case Foreign():
            return _NOT_UNDERSTOOD
        case Overlay():
            return _named("Overlay", record.name)
        case Project():
            return "Project"
        case Picture():
            return _named("Picture", record.name)
        case OwnSystem():
            return _named("System", record.system_id)
        case Phase():
            return _named("Phase", record.name)
        case BriefingStep():
            return _named("Step", record.title)
        case Task():
            return _named("Task", record.title)
        case Layout():
            return _named("Sheet", record.name)
        case Override():
            feature = features.get(record.feature_id)
            return _NOT_UNDERSTOOD if feature is None else titled(feature)


def place_to_look(record: Record, features: Mapping[str, Feature]) -> Position | None:
    """Where on the map a record is; None for what is nowhere."""
    match record:
        case Feature() as feature:
            return middle_of(feature)
        case Override(change=Feature() as feature):
            return middle_of(feature)
        case Override(change=change):
            feature = features.get(change.id)
            if feature is None:
                return None
            if isinstance(change, Patch) and isinstance(
                change.geometry, type(feature.properties).geometry
            ):
                feature = msgspec.structs.replace(feature, geometry=change.geometry)
            return middle_of(feature)
        case _:
            return None


def kind_words(record: Record, version: Stored) -> str:
    """What sort of thing it is, of a feature with its overlay: "unit on Blue"; else nothing."""
    match record:
        case Feature() | Foreign():
            overlay = version.get(record.overlay)
            kind = described([record]) if isinstance(record, Feature) else ""
            if overlay is None or not isinstance(overlay.record, Overlay):
                return kind
            name = _line(overlay.record.name)
            return f"{kind} on {name}".strip() if name else kind
        case _:
            return ""


def changed_words(was: Record, now: Record, elsewhere: bool) -> str:
    """What differs in a record of the same id."""
    if type(was) is not type(now):
        return "something else than before"
    names = [field for field in now.__struct_fields__ if getattr(was, field) != getattr(now, field)]
    if elsewhere:
        ordered = isinstance(now, Feature | Foreign | Overlay)
        names.append("rank" if ordered else "place in the list")
    return f"{_named_fields(names)} changed"


# -- changes in a phase --------------------------------------------------------------------------


def override_what(was: Record | None, now: Record | None, elsewhere: bool) -> What:
    """What sort of difference it is when a phase makes another change in a feature."""
    one, other = _change(was), _change(now)
    appeared, appears = (isinstance(each, Feature | Foreign) for each in (one, other))
    vanished, vanishes = (isinstance(each, Gone) for each in (one, other))
    if (vanished and not vanishes) or (one is None and appears):
        return "added"
    if (vanishes and not vanished) or (other is None and appeared):
        return "removed"
    return "moved" if _is_place(_differing(one, other)) and not elsewhere else "changed"


def override_words(was: Record | None, now: Record | None, elsewhere: bool) -> str:
    """What a phase does with a feature, which it did not; or no longer."""
    one, other = _change(was), _change(now)
    if one is None:
        return f"{_does(other)} in this phase"
    if other is None:
        return f"no longer {_does(one)} in this phase"
    if type(one) is not type(other):
        return f"{_does(other)} in this phase, where it {_past(one)}"
    names = _differing(one, other)
    if elsewhere:
        names.append("rank")
    return f"{_named_fields(names)} changed in this phase"


def _change(record: Record | None) -> Feature | Foreign | Patch | Gone | None:
    return record.change if isinstance(record, Override) else None


def _does(change: Feature | Foreign | Patch | Gone | None) -> str:
    match change:
        case Feature() | Foreign():
            return "appears"
        case Gone():
            return "vanishes"
        case Patch() if _is_place(_differing(None, change)):
            return "moves"
        case Patch():
            names = [n for n in _facts(change) if n not in ("kind", "movement")]
            return f"changes ({_named_fields(names)})" if names else "changes"
        case None:
            return ""


def _past(change: Feature | Foreign | Patch | Gone) -> str:
    match change:
        case Feature() | Foreign():
            return "appeared"
        case Gone():
            return "vanished"
        case Patch():
            return "changed"


def _is_place(names: Collection[str]) -> bool:
    """Whether these fields say nothing but another place."""
    return not _PLACES.isdisjoint(names) and {*_PLACES, "kind", "movement"}.issuperset(names)


def _differing(
    one: Feature | Foreign | Patch | Gone | None, other: Feature | Foreign | Patch | Gone | None
) -> list[str]:
    """Fields that two changes of a feature say otherwise."""
    said = {} if one is None else _facts(one)
    says = {} if other is None else _facts(other)
    return [name for name in said | says if said.get(name, _NONE) != says.get(name, _NONE)]


def _facts(change: Feature | Foreign | Patch | Gone) -> dict[str, object]:
    """What a change says, by the name of the field."""
    match change:
        case Gone():
            return {}
        case Foreign():
            return {"unknown": change.raw}
        case Patch():
            said: dict[str, object] = {"kind": change.kind, **change.properties}
            parts = {
                "geometry": change.geometry,
                "movement": change.movement,
                "unknown": change.unknown,
                # Which place it gives is told by what lies about it.
                "rank": None if change.rank is None else True,
            }
            return said | {name: value for name, value in parts.items() if value is not None}
        case Feature():
            properties = {n: getattr(change.properties, n)
                          for n in change.properties.__struct_fields__}  # fmt: skip
            return {"kind": change.kind, **properties,
                    "geometry": change.geometry, "unknown": change.unknown}  # fmt: skip


def _named_fields(names: Iterable[str]) -> str:
    told: list[str] = []
    for name in names:
        if name in _PLACES:
            told.append("place")
        else:
            told.append(_FIELDS.get(name) or field_words([name])[0])
    return ", ".join(dict.fromkeys(told)) or "something"


def _named(kind: str, name: str) -> str:
    line = _line(name)
    return f"{kind} “{line}”" if line else kind


def _line(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


_NONE = object()
_PLACES = frozenset(("geometry", "center_lon", "center_lat", "center_line", "control_points"))
_FIELDS = {"movement": "way", "unknown": "what another version wrote", "content": "figures"}
