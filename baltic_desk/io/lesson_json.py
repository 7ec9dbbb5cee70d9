"""Phases, steps, tasks and layouts in the project's own member: lists of records, read leniently.

What a phase changes refers to features, which are read later: it is handed on as it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from baltic_desk.document.layout import Layout
from baltic_desk.document.lesson import BriefingStep, Phase, Task
from baltic_desk.document.phase_times import moment
from baltic_desk.document.scalars import Unknown
from baltic_desk.io.aside import beside, list_in, tell_unread
from baltic_desk.io.feature_json import explained
from baltic_desk.io.lenient import fields_tree, lenient
from baltic_desk.io.problem import Problem
from baltic_desk.io.strict_json import Json

PHASES, STEPS, TASKS, LAYOUTS = "phases", "steps", "tasks", "layouts"
"""Names of the lists in the project's member."""

CHANGES = "changes"
"""Name of the list of what a phase changes."""

MOST: dict[type[Phase | BriefingStep | Task | Layout], int] = {
    Phase: 500,
    BriefingStep: 5_000,
    Task: 5_000,
    Layout: 500,
}
"""Records of each list: every phase costs each feature that one of them changes a look."""

_Record = TypeVar("_Record", Phase, BriefingStep, Task, Layout)


class LessonRead(Struct, frozen=True):
    """What a file holds of a lesson.

    Attributes
    ----------
    changes
        What each phase changes, as it stands in the file, with its place there.
    kept
        Members of the lists that are not what they should be, by the name of the list.
    """

    phases: tuple[Phase, ...] = ()
    steps: tuple[BriefingStep, ...] = ()
    tasks: tuple[Task, ...] = ()
    layouts: tuple[Layout, ...] = ()
    changes: Mapping[str, tuple[str, list[Json]]] = {}
    kept: Mapping[str, list[Json]] = {}


def read_lesson(
    tree: Mapping[str, Json], place: str, taken: Iterable[str], problems: list[Problem]
) -> LessonRead:
    """The lists of a project's member.

    Parameters
    ----------
    place
        Where the member stands, for messages.
    taken
        Ids that other records have; those of phases are theirs alone.
    """
    kept: dict[str, list[Json]] = {}
    others = set(taken)
    changes: dict[str, tuple[str, list[Json]]] = {}

    def of(name: str, record: type[_Record]) -> tuple[_Record, ...]:
        members, rest = list_in(tree, name, place, problems, most=MOST[record])
        found, left = _records(members, f"{place}.{name}", record, others, problems)
        left += rest
        others.update(found)
        if left:
            kept[name] = left
        for each, here in found.values():
            unknown = each.unknown
            if isinstance(each, Phase) and unknown is not None and CHANGES in unknown.properties:
                changes[each.id] = f"{here}.{CHANGES}", _changes(unknown, here, problems)
        return tuple(each for each, _ in found.values())

    phases, steps, tasks = of(PHASES, Phase), of(STEPS, BriefingStep), of(TASKS, Task)
    layouts = of(LAYOUTS, Layout)
    return LessonRead(tuple(map(_without_changes, phases)), steps, tasks, layouts, changes, kept)


def steps_tree(steps: Sequence[BriefingStep]) -> list[dict[str, Any]]:
    """The list of steps as it stands in the file."""
    return [_tree(step) for step in steps]


def tasks_tree(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The list of tasks as it stands in the file."""
    return [_tree(task) for task in tasks]


def layouts_tree(layouts: Sequence[Layout]) -> list[dict[str, Any]]:
    """The list of layouts as it stands in the file."""
    return [_tree(layout) for layout in layouts]


def phase_tree(phase: Phase, changes: Sequence[Json]) -> dict[str, Any]:
    """A phase as it stands in the file."""
    tree = _tree(phase)
    if changes:
        tree[CHANGES] = list(changes)
    return tree


def _tree(record: Phase | BriefingStep | Task | Layout) -> dict[str, Any]:
    return fields_tree(record)


def _records(
    members: list[Json], place: str, record: type[_Record], taken: set[str], problems: list[Problem]
) -> tuple[dict[str, tuple[_Record, str]], list[Json]]:
    """Records by id with their places, and members of the list that are none."""
    what = _WORDS[record]
    found: dict[str, tuple[_Record, str]] = {}
    kept: list[Json] = []
    for number, tree in enumerate(members):
        here = f"{place}[{number}]"
        try:
            if not isinstance(tree, dict) or not isinstance(tree.get("id"), str):
                raise ValueError(f"a {what} needs an id")
            told: list[Problem] = []
            read = lenient(record, tree, here, told, {})
            if read.id in found or read.id in taken:
                raise ValueError(f'the id "{read.id[:40]}" is taken')
            if len(found) >= MOST[record]:
                raise ValueError(f"there are more than {MOST[record]:,} {what}s")
        except ValueError as error:  # msgspec's as well: an id or a view that is none
            why = explained(error)[1] if isinstance(error, msgspec.ValidationError) else str(error)
            problems.append(Problem(here, f"{why}; the {what} is kept but not used"))
            kept.append(tree)
        else:
            problems += told
            if isinstance(read, Phase) and read.start is not None and moment(read.start) is None:
                text = f"there is no such day: {read.start}; the phase has no place in time"
                problems.append(Problem(f"{here}.start", text))
            found[read.id] = read, here
    return found, kept


def _changes(unknown: Unknown, place: str, problems: list[Problem]) -> list[Json]:
    """What a phase changes, all of it: who reads it has a limit of their own."""
    tell_unread(unknown.properties, place, problems)
    return list_in(unknown.properties, CHANGES, place, problems, most=None)[0]


def _without_changes(phase: Phase) -> Phase:
    if phase.unknown is None or CHANGES not in phase.unknown.properties:
        return phase
    unknown = beside(phase.unknown, phase.unknown.properties, CHANGES)
    assert unknown is not None
    others = {k: v for k, v in unknown.properties.items() if k != CHANGES}
    unknown = msgspec.structs.replace(unknown, properties=others) if others else None
    return msgspec.structs.replace(phase, unknown=unknown)


_WORDS: dict[type[Phase | BriefingStep | Task | Layout], str] = {
    Phase: "phase",
    BriefingStep: "step",
    Task: "task",
    Layout: "layout",
}
