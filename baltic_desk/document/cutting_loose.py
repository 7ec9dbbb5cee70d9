"""References of what stays to what goes: found, and cut so that nothing of them is left."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from baltic_desk.coverage.system_tree import Json
from baltic_desk.document.feature import Area, Feature, Foreign, RangeRing, Unit, Unknown
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.store import Entry

_WORD = re.compile(r"[\w-]{12,}")


def cut_feature(
    feature: Feature,
    here: Mapping[str, Entry],
    before: Mapping[str, Entry],
    gone: Collection[str],
    *,
    answers: bool,
) -> tuple[Feature, tuple[str, ...]]:
    """The feature without references to what has gone, and what it no longer says.

    Subordinates of a unit that goes come under the next higher one that stays.

    Parameters
    ----------
    here, before
        Features of the phase that stay, and all that there were.
    gone
        Ids of all that goes, whatever it is.
    answers
        Whether it may say which task it answers.
    """
    properties = feature.properties
    cuts: list[str] = []

    def is_gone(record_id: str) -> bool:
        return record_id not in here and (record_id in before or record_id in gone)

    match properties:
        case RangeRing(anchor=str(anchor)) if is_gone(anchor):
            properties = replace(properties, anchor=None)
            cuts.append("the unit that it belongs to")
        case Unit(parent=str(parent)) if is_gone(parent):
            higher = _next_higher(parent, here, before)
            properties = replace(properties, parent=None if higher == feature.id else higher)
            cuts.append("its superior")
        case _:
            pass
    if not answers and properties.answers_task is not None:
        properties = replace(properties, answers_task=None)
        cuts.append("the task that it answers")
    unknown, names = _cut_unknown(feature.unknown, gone)
    cuts.extend(f"its property {name}" for name in names)
    if not cuts:
        return feature, ()
    return replace(feature, properties=properties, unknown=unknown), tuple(cuts)


def cut_step(
    step: BriefingStep, gone: Collection[str], phase: str | None
) -> tuple[BriefingStep, tuple[str, ...]]:
    """The step without references to what has gone, and what it no longer says.

    Parameters
    ----------
    phase
        What it shows from now on.
    """
    cuts: list[str] = []
    shown = step.overlays
    if shown is not None and (left := tuple(i for i in shown if i not in gone)) != shown:
        cuts.append(f"{len(shown) - len(left)} of its overlays")
        shown = left
    highlights = tuple(i for i in step.highlights if i not in gone)
    if highlights != step.highlights:
        cuts.append(f"{len(step.highlights) - len(highlights)} of its highlights")
    if phase != step.phase:
        cuts.append("its phase")
    return replace(step, overlays=shown, highlights=highlights, phase=phase), tuple(cuts)


def names_any(foreign: Foreign, gone: Collection[str]) -> bool:
    """Whether a feature that was not understood holds an id of what has gone."""
    try:
        tree = json.loads(foreign.raw)
    except (ValueError, RecursionError):
        return True  # what cannot be looked through cannot be trusted
    return _holds(tree, gone)


def systems_of(feature: Feature) -> str | None:
    """Id of the system that a feature names."""
    match feature.properties:
        case Unit(system=str(system)) | RangeRing(system=str(system)):
            return system
        case Area(coverage_system=str(system)):
            return system
        case _:
            return None


def strings_in(tree: Json) -> Iterator[str]:
    """All texts of parsed JSON, names of members included."""
    stack: list[Json] = [tree]
    while stack:
        match stack.pop():
            case str() as text:
                yield text
            case dict() as members:
                stack.extend(members)
                stack.extend(members.values())
            case list() as values:
                stack.extend(values)
            case _:
                pass


def _cut_unknown(
    unknown: Unknown | None, gone: Collection[str]
) -> tuple[Unknown | None, tuple[str, ...]]:
    if unknown is None:
        return None, ()
    members = {k: v for k, v in unknown.members.items() if not _holds({k: v}, gone)}
    properties = {k: v for k, v in unknown.properties.items() if not _holds({k: v}, gone)}
    names = (*(unknown.members.keys() - members), *(unknown.properties.keys() - properties))
    if not names:
        return unknown, ()
    left = Unknown(members, properties) if members or properties else None
    return left, tuple(sorted(names))


def _holds(tree: Json, gone: Collection[str]) -> bool:
    return any(_names(text, gone) for text in strings_in(tree))


def _names(text: str, gone: Collection[str]) -> bool:
    return text in gone or any(word in gone for word in _words(text))


def _words(text: str) -> Iterable[str]:
    return (found[0] for found in _WORD.finditer(text))


def _next_higher(
    unit_id: str, here: Mapping[str, Entry], before: Mapping[str, Entry]
) -> str | None:
    seen: set[str] = set()
    while unit_id not in here and unit_id not in seen:
        seen.add(unit_id)
        match before.get(unit_id):
            case Entry(record=Feature(properties=Unit(parent=str(parent)))):
                unit_id = parent
            case _:
                return None
    return unit_id if unit_id in here else None
