"""What students have made of the tasks of a lesson, beside the solution.

Features that answer a task bear its id. Those on an overlay for answers are its solution; all
others, in whichever file, are what somebody answered. Nothing that is found here is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Task, Tolerances
from baltic_desk.document.likeness import (
    altitude_difference,
    altitudes_of,
    apart,
    overlap_share,
    place_of,
    radius_of,
    shape_of,
    symbol_of,
)
from baltic_desk.document.pairing import cheapest_pairs
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry, by_rank
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import Position, distance
from baltic_desk.symbology.standing import echelon_title, identity_title

ANSWER = "answer"
"""Audience of overlays that hold solutions."""

Verdict = Literal["right", "nearly", "wrong", "missing", "extra"]
VERDICTS: tuple[Verdict, ...] = ("right", "nearly", "wrong", "missing", "extra")

NEARLY = 2.0
"""What is within so many times the tolerance is nearly right."""

_OTHER_KIND_M = 1e9
"""What it costs to pair features of different kinds: only when nothing else is left."""


class ExerciseError(ValueError):
    """Two files cannot be compared; a sentence that says why."""


class Criterion(NamedTuple):
    """One thing that is compared.

    Attributes
    ----------
    value
        Metres or a share; None for a symbol.
    text, tolerance
        To be read.
    verdict
        None for what is told but has no tolerance.
    """

    name: Literal["distance", "overlap", "radius", "altitude", "symbol"]
    value: float | None
    text: str
    tolerance: str
    verdict: Literal["right", "nearly", "wrong"] | None


@dataclass(frozen=True, slots=True)
class Result:
    """An answer beside its solution, or one of them alone.

    Attributes
    ----------
    line
        From the answer to the solution, where they are farthest apart.
    """

    task: Task
    solution: Feature | None
    answer: Feature | None
    criteria: tuple[Criterion, ...]
    verdict: Verdict
    line: tuple[Position, Position] | None = None

    def criterion(self, name: str) -> Criterion | None:
        """What was found of one thing."""
        return next((each for each in self.criteria if each.name == name), None)


def solutions(document: Document) -> dict[str, list[Feature]]:
    """Features that are the solution of a task, by its id."""
    return _answering(document, solution=True)


def answers(document: Document) -> dict[str, list[Feature]]:
    """Features that answer a task and are no solution, by its id."""
    return _answering(document, solution=False)


def sides(here: Document, other: Document) -> tuple[Document, Document]:
    """Which of two documents holds the solutions, and which the answers.

    Where both hold solutions, the first is asked.

    Raises
    ------
    ExerciseError
        When neither holds any.
    """
    if solutions(here):
        return here, other
    if solutions(other):
        return other, here
    raise ExerciseError(
        "Neither file holds a solution: features that answer a task on an overlay for answers."
    )


def compared(solution: Document, answer: Document) -> tuple[Result, ...]:
    """Answers beside solutions, task by task in the order of the solution's file.

    Answers are paired with solutions of the same shape so that all distances together are least,
    those of one kind before others.
    """
    right, given = solutions(solution), answers(answer)
    tasks = {task.id: task for task in (*answer.tasks(), *solution.tasks())}
    order = dict.fromkeys(task.id for task in (*solution.tasks(), *answer.tasks()))
    order.update(dict.fromkeys((*right, *given)))
    found: list[Result] = []
    for task_id in order:
        task = tasks.get(task_id) or Task(id=task_id, title="Unknown task")
        found.extend(_of_task(task, right.get(task_id, []), given.get(task_id, [])))
    return tuple(found)


def counted(results: Iterable[Result]) -> dict[Verdict, int]:
    """How many of each verdict."""
    verdicts = [result.verdict for result in results]
    return {verdict: verdicts.count(verdict) for verdict in VERDICTS}


def _answering(document: Document, *, solution: bool) -> dict[str, list[Feature]]:
    found: dict[str, list[Feature]] = {}
    for entry in _features(document):
        record = entry.record
        if not isinstance(record, Feature) or record.properties.answers_task is None:
            continue
        overlay = document.get(record.overlay)
        hidden = isinstance(overlay, Overlay) and overlay.audience == ANSWER
        if hidden == solution:
            found.setdefault(record.properties.answers_task, []).append(record)
    return found


def _features(document: Document) -> Iterator[Entry]:
    """Features as in the phase that is shown; those that are not in it as they first come."""
    seen: set[str] = set()
    phases = [phase.id for phase in document.phases()]
    for number, phase in enumerate(dict.fromkeys((document.phase, *phases))):
        if number == 0 or phase == phases[0]:
            there = document.state(phase)
        else:
            # What a phase does not change has been seen in those before.
            changed = (override.feature_id for override in document.changes_in(phase or ""))
            new = ((i, document.entry_in(phase, i)) for i in changed if i not in seen)
            there = {record_id: entry for record_id, entry in new if entry is not None}
        for entry in by_rank(there.values()):
            if entry.record.id not in seen:
                seen.add(entry.record.id)
                yield entry


def _of_task(task: Task, right: Sequence[Feature], given: Sequence[Feature]) -> Iterator[Result]:
    pairs = dict(_paired(right, given))
    for number, solution in enumerate(right):
        if number in pairs:
            yield _result(task, solution, given[pairs[number]])
        else:
            yield Result(task, solution, None, (), "missing")
    used = set(pairs.values())
    for number, answer in enumerate(given):
        if number not in used:
            yield Result(task, None, answer, (), "extra")


def _paired(right: Sequence[Feature], given: Sequence[Feature]) -> Iterator[tuple[int, int]]:
    for shape in dict.fromkeys(map(shape_of, right)):
        rows = [k for k, each in enumerate(right) if shape_of(each) == shape]
        columns = [k for k, each in enumerate(given) if shape_of(each) == shape]
        costs = np.array(
            [[_cost(right[row], given[column]) for column in columns] for row in rows], float
        ).reshape(len(rows), len(columns))
        for row, column in cheapest_pairs(costs):
            yield rows[row], columns[column]


def _cost(solution: Feature, answer: Feature) -> float:
    off_m = distance(place_of(solution), place_of(answer))
    mine, other = radius_of(solution), radius_of(answer)
    if mine is not None and other is not None:
        off_m += abs(mine - other)  # rings about one place are told apart by their radius
    return off_m + (_OTHER_KIND_M if solution.kind != answer.kind else 0.0)


def _result(task: Task, solution: Feature, answer: Feature) -> Result:
    tolerances = task.tolerances or Tolerances()
    off = apart(answer, solution)
    criteria = tuple(
        each
        for each in (
            _of_distance(off.metres, tolerances),
            _of_overlap(solution, answer),
            _of_radius(solution, answer, tolerances),
            _of_altitude(solution, answer, tolerances),
            _of_symbol(solution, answer, tolerances),
        )
        if each is not None
    )
    ranks = [VERDICTS.index(each.verdict) for each in criteria if each.verdict is not None]
    verdict = VERDICTS[max(ranks, default=0)]
    return Result(task, solution, answer, criteria, verdict, (off.here, off.there))


def _of_distance(metres: float, tolerances: Tolerances) -> Criterion:
    allowed = tolerances.distance_m
    tolerance = "" if allowed is None else format_distance(allowed)
    verdict = None if allowed is None else _judged(metres, allowed)
    return Criterion("distance", metres, format_distance(metres), tolerance, verdict)


def _of_overlap(solution: Feature, answer: Feature) -> Criterion | None:
    if shape_of(solution) != "area":
        return None
    share = overlap_share(answer, solution)
    return None if share is None else Criterion("overlap", share, f"{share:.0%}", "", None)


def _of_radius(solution: Feature, answer: Feature, tolerances: Tolerances) -> Criterion | None:
    mine, other = radius_of(solution), radius_of(answer)
    if tolerances.radius_share is None or mine is None or other is None:
        return None
    share = (other - mine) / mine
    text = f"{share:+.1%} ({'−' if other < mine else '+'}{format_distance(abs(other - mine))})"
    verdict = _judged(abs(share), tolerances.radius_share)
    return Criterion("radius", other - mine, text, f"±{tolerances.radius_share:.0%}", verdict)


def _of_altitude(solution: Feature, answer: Feature, tolerances: Tolerances) -> Criterion | None:
    mine, other = altitudes_of(solution), altitudes_of(answer)
    if tolerances.altitude_m is None or not mine:
        return None
    tolerance = f"±{tolerances.altitude_m:g} m"
    if not other:
        return Criterion("altitude", None, "not stated", tolerance, "wrong")
    metres = altitude_difference(mine, other)
    verdict = _judged(metres, tolerances.altitude_m)
    return Criterion("altitude", metres, f"{metres:,.0f} m off", tolerance, verdict)


def _of_symbol(solution: Feature, answer: Feature, tolerances: Tolerances) -> Criterion | None:
    wanted, given = symbol_of(solution), symbol_of(answer)
    if tolerances.symbol == "none" or wanted is None:
        return None
    if given is None:
        return Criterion("symbol", None, "no symbol", tolerances.symbol, "wrong")
    faults: list[str] = []
    if given.entity != wanted.entity:
        faults.append(f"another entity ({given.entity[2:]}, not {wanted.entity[2:]})")
    if tolerances.symbol != "entity" and given.identity != wanted.identity:
        asked = identity_title(wanted.identity)
        faults.append(f"{identity_title(given.identity)}, not {asked}")
    if tolerances.symbol == "echelon" and given.echelon != wanted.echelon:
        asked = echelon_title(wanted.echelon) or "none"
        faults.append(f"{echelon_title(given.echelon) or 'no echelon'}, not {asked}")
    if not faults:
        return Criterion("symbol", None, "the same", tolerances.symbol, "right")
    # Symbol set, entity and entity type: a tank company for an armoured reconnaissance one.
    akin = given.entity[:6] == wanted.entity[:6]
    verdict = "nearly" if akin and len(faults) == 1 else "wrong"
    return Criterion("symbol", None, "; ".join(faults), tolerances.symbol, verdict)


def _judged(off: float, allowed: float) -> Literal["right", "nearly", "wrong"]:
    # A copy of the solution is right whatever rounding does to it.
    slack = 1e-9 * max(1.0, allowed)
    if off <= allowed + slack:
        return "right"
    return "nearly" if off <= NEARLY * allowed + slack else "wrong"
