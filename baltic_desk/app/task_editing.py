"""Tasks of a lesson: made, changed, put in order, and which features answer them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from baltic_desk.app.protocols import Choice, Field
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import new_id
from baltic_desk.document.exercise import ANSWER
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Task, Tolerances
from baltic_desk.document.project import Overlay
from baltic_desk.document.wording import described
from baltic_desk.geo.distances import DistanceError, format_distance, parse_distance

SYMBOLS = ("none", "entity", "identity", "echelon")
"""How much of a symbol is compared; each with what comes before it."""

_ANSWERS = "Answers"
_MOVE = "move"
_LEAVE = "leave"
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%?")


def current_task(workspace: Workspace) -> Task | None:
    """The task at hand: the one that was chosen last, else the first."""
    tasks = workspace.document.tasks()
    chosen = next((task for task in tasks if task.id == workspace.task), None)
    return chosen or next(iter(tasks), None)


def title_of(task: Task) -> str:
    """What a task is called, on one line."""
    return " ".join(task.title[:200].split()) or "Task without a title"


def add_task(workspace: Workspace) -> None:
    """Ask for a new task and put it after the others."""
    given = _ask_for(workspace, "New task", Task(id=new_id(), tolerances=Tolerances()))
    if given is None:
        return
    workspace.settle()
    with workspace.document.edit(f"Add task {title_of(given)}") as change:
        change.put(given)
    workspace.choose_task(given.id)
    workspace.say(f"Added the task “{title_of(given)}”.")


def edit_task(workspace: Workspace, task_id: str) -> None:
    """Ask for a task's words and tolerances."""
    task = workspace.document.get(task_id)
    if not isinstance(task, Task):
        return
    given = _ask_for(workspace, "Task", task)
    if given is None or given == task:
        return
    workspace.settle()
    with workspace.document.edit(f"Change task {title_of(given)}") as change:
        change.put(given)


def delete_task(workspace: Workspace, task_id: str) -> None:
    """Delete a task; features that answered it stay and answer none."""
    task = workspace.document.get(task_id)
    if not isinstance(task, Task):
        return
    workspace.settle()
    answering = answering_features(workspace, task_id)
    with workspace.document.edit(f"Delete task {title_of(task)}") as change:
        change.remove(task_id)
        for feature in answering:
            change.put(with_task(feature, None))
    workspace.say(f"Deleted the task “{title_of(task)}”; undo restores it.")


def move_task(workspace: Workspace, task_id: str, by: int) -> None:
    """Put a task earlier (-1) or later (1)."""
    document = workspace.document
    tasks = document.tasks()
    place = next((k for k, task in enumerate(tasks) if task.id == task_id), -1)
    other = place + by
    if place < 0 or not 0 <= other < len(tasks):
        return
    order = list(tasks)
    order.insert(other, order.pop(place))
    ranks = sorted({document.rank(task.id) for task in tasks})
    if len(ranks) < len(tasks):
        ranks = [ranks[0] + k for k in range(len(tasks))]
    workspace.settle()
    with document.edit(f"Move task {title_of(tasks[place])}") as change:
        for task, rank in zip(order, ranks, strict=True):
            if document.rank(task.id) != rank:
                change.put(task, rank)


def answering_features(workspace: Workspace, task_id: str) -> tuple[Feature, ...]:
    """Features that answer a task in the phase that is shown, the solution included."""
    return tuple(
        feature
        for feature in workspace.document.features()
        if feature.properties.answers_task == task_id
    )


def is_solution(workspace: Workspace, feature: Feature) -> bool:
    """Whether it lies on an overlay for answers."""
    overlay = workspace.document.get(feature.overlay)
    return isinstance(overlay, Overlay) and overlay.audience == ANSWER


def use_as_answer(workspace: Workspace, task_id: str) -> None:
    """Have the selected features answer a task."""
    task, chosen = workspace.document.get(task_id), workspace.selected()
    if not isinstance(task, Task) or not chosen:
        return
    workspace.settle()
    with workspace.document.edit(f"Answer {title_of(task)} with {described(chosen)}") as change:
        for feature in chosen:
            change.put(with_task(feature, task_id))
    workspace.choose_task(task_id)
    hidden = sum(is_solution(workspace, feature) for feature in chosen)
    note = " It is on an overlay for answers, and so the solution." if hidden else ""
    workspace.say(f"“{title_of(task)}” is answered with {described(chosen)}.{note}")


def mark_as_solution(workspace: Workspace, task_id: str) -> None:
    """Make the selected features the solution of a task, on an overlay for answers.

    Those that lie elsewhere are moved there after a question.
    """
    task, chosen = workspace.document.get(task_id), workspace.selected()
    if not isinstance(task, Task) or not chosen:
        return
    workspace.settle()
    elsewhere = [feature for feature in chosen if not is_solution(workspace, feature)]
    target = _answer_overlay(workspace)
    move = False
    if elsewhere:
        new = workspace.document.get(target.id) is None
        made = f" A new overlay “{target.name}” is made for it." if new else ""
        answer = workspace.ask.choose(
            f"Move {described(elsewhere)} to the overlay “{target.name}”?",
            "What lies on an overlay for everyone is in the student copy, and is no solution."
            + made,
            (
                Choice(_MOVE, "Move"),
                Choice(_LEAVE, "Leave Where It Is"),
                Choice("cancel", "Cancel", "reject"),
            ),
        )
        if answer not in (_MOVE, _LEAVE):
            return
        move = answer == _MOVE
    with workspace.document.edit(f"Mark solution of {title_of(task)}") as change:
        if move and workspace.document.get(target.id) is None:
            change.put(target)
        for feature in chosen:
            marked = with_task(feature, task_id)
            if move and feature in elsewhere:
                marked = replace(marked, properties=replace(marked.properties, overlay=target.id))
            change.put(marked)
    workspace.choose_task(task_id)
    workspace.say(f"{described(chosen).capitalize()}: solution of “{title_of(task)}”.")


def take_out(workspace: Workspace) -> None:
    """Have the selected features answer no task."""
    chosen = [f for f in workspace.selected() if f.properties.answers_task is not None]
    if not chosen:
        return
    workspace.settle()
    with workspace.document.edit(f"Take {described(chosen)} out of tasks") as change:
        for feature in chosen:
            change.put(with_task(feature, None))


def with_task(feature: Feature, task_id: str | None) -> Feature:
    """The feature as an answer to a task, or to none."""
    return replace(feature, properties=replace(feature.properties, answers_task=task_id))


def tolerance_text(tolerances: Tolerances | None) -> str:
    """What is compared and how exactly, in one line."""
    given = tolerances or Tolerances()
    parts = [
        "" if given.distance_m is None else f"{format_distance(given.distance_m)} off",
        "" if given.radius_share is None else f"radius ±{given.radius_share:.0%}",
        "" if given.altitude_m is None else f"altitude ±{given.altitude_m:g} m",
        "" if given.symbol == "none" else f"symbol: {given.symbol}",
    ]
    return ", ".join(filter(None, parts)) or "nothing is compared"


# -- asking ------------------------------------------------------------------------------------


def _ask_for(workspace: Workspace, title: str, task: Task) -> Task | None:
    fields = _fields_of(task)
    while True:
        answer = workspace.ask.form(title, fields)
        if answer is None:
            return None
        try:
            tolerances = tolerances_of(answer)
        except ValueError as error:
            workspace.ask.tell("This is not a tolerance.", str(error))
            fields = tuple(replace_value(field, answer[field.id]) for field in fields)
            continue
        return replace(
            task, title=answer["title"].strip(), text=answer["text"], tolerances=tolerances
        )


def replace_value(field: Field, value: str) -> Field:
    """The field with what was typed into it."""
    return Field(field.id, field.label, value, field.lines)


def _fields_of(task: Task) -> Sequence[Field]:
    given = task.tolerances or Tolerances()
    far = "" if given.distance_m is None else format_distance(given.distance_m)
    share = "" if given.radius_share is None else f"{given.radius_share * 100:g} %"
    high = "" if given.altitude_m is None else f"{given.altitude_m:g} m"
    return (
        Field("title", "Title", task.title),
        Field("text", "What students are to do", task.text, lines=5),
        Field("distance", "Distance may be off by (empty: any)", far),
        Field("radius", "Radius may be off by (empty: any)", share),
        Field("altitude", "Altitude may be off by (empty: any)", high),
        Field("symbol", f"Symbol is compared by ({', '.join(SYMBOLS)})", given.symbol),
    )


def tolerances_of(answer: Mapping[str, str]) -> Tolerances:
    """Tolerances as they were typed; what is empty is not compared.

    Raises
    ------
    ValueError
        With a sentence about what cannot be read.
    """
    symbol = answer["symbol"].strip().lower() or "none"
    if symbol not in SYMBOLS:
        raise ValueError(f"“{symbol[:40]}” is none of {', '.join(SYMBOLS)}.")
    return Tolerances(
        distance_m=_metres(answer["distance"], "km"),
        radius_share=_share(answer["radius"]),
        altitude_m=_metres(answer["altitude"], "m"),
        symbol=symbol,
    )


def _metres(text: str, unit: str) -> float | None:
    if not text.strip():
        return None
    try:
        return parse_distance(text, unit)
    except DistanceError as error:
        raise ValueError(f"{error}.") from error


def _share(text: str) -> float | None:
    if not text.strip():
        return None
    found = _PERCENT.fullmatch(text.strip())
    share = float(found[1].replace(",", ".")) / 100 if found else math.nan
    if not 0 <= share <= 10:
        raise ValueError(f"“{text[:40]}” is not a share of the radius, such as 10 %.")
    return share


def _answer_overlay(workspace: Workspace) -> Overlay:
    """The topmost unlocked overlay for answers, or one that is yet to be made."""
    found = [o for o in workspace.document.overlays() if o.audience == ANSWER and not o.locked]
    return found[-1] if found else Overlay(id=new_id(), name=_ANSWERS, audience=ANSWER)
