"""What a person does to the steps of the briefing; each is one step of undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from baltic_desk.app import briefing
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.document import Change, Document, new_id
from baltic_desk.document.lesson import BriefingStep

AUDIENCES = {"everyone": "Everyone", "instructor": "Instructor Only"}
"""Whom a step may be for, and what to call it."""

THEMES = {
    "": "Presenter’s Own",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High Contrast",
}
"""Looks that a step may have; none of its own first."""


def at_hand(workspace: Workspace) -> BriefingStep | None:
    """The step at hand, if there is one still."""
    return step_of(workspace.document, workspace.step)


def step_of(document: Document, step_id: str | None) -> BriefingStep | None:
    """The step of that id."""
    record = document.get(step_id or "")
    return record if isinstance(record, BriefingStep) else None


def number_of(document: Document, step_id: str | None) -> int | None:
    """Where a step stands, from 0."""
    found = (k for k, step in enumerate(document.steps()) if step.id == step_id)
    return next(found, None)


def called(document: Document, step: BriefingStep) -> str:
    """A step in a label or sentence: “Crisis”."""
    return f"“{briefing.step_title(step, number_of(document, step.id) or 0)}”"


# -- steps --------------------------------------------------------------------------------------


def add_step(workspace: Workspace, *, selection_stands_out: bool = False) -> BriefingStep:
    """A step of what is seen now, after the one at hand, else at the end; it is then at hand."""
    workspace.settle()
    document = workspace.document
    step = briefing.captured(workspace, new_id(), selection_stands_out=selection_stands_out)
    steps = list(document.steps())
    at = number_of(document, workspace.step)
    place = len(steps) if at is None else at + 1
    with document.edit(f"Add step “{step.title}”") as change:
        change.put(step)
        steps.insert(place, step)
        _in_order(change, steps)
    workspace.take_step(step.id)
    out = f"; {len(step.highlights)} selected stand out" if len(step.highlights) > 1 else ""
    out = "; what is selected stands out" if len(step.highlights) == 1 else out
    workspace.say(f"Step {place + 1} of {len(steps)}: “{step.title}”{out}.")
    return step


def duplicate_step(workspace: Workspace, step: BriefingStep) -> BriefingStep:
    """A copy right after a step; it is then at hand."""
    workspace.settle()
    document = workspace.document
    step = step_of(document, step.id) or step
    title = briefing.step_title(step, number_of(document, step.id) or 0)
    copied = replace(step, id=new_id(), title=f"{title} (copy)")
    steps = list(document.steps())
    steps.insert((number_of(document, step.id) or 0) + 1, copied)
    with document.edit(f"Duplicate step “{title}”") as change:
        change.put(copied)
        _in_order(change, steps)
    workspace.take_step(copied.id)
    return copied


def delete_step(workspace: Workspace, step: BriefingStep) -> None:
    """Take a step out; the one after it, else the one before, is then at hand."""
    workspace.settle()
    document = workspace.document
    number = number_of(document, step.id)
    if number is None:
        return
    name = called(document, step)
    with document.edit(f"Delete step {name}") as change:
        change.remove(step.id)
    left = document.steps()
    workspace.take_step(left[min(number, len(left) - 1)].id if left else None)
    workspace.say(f"Deleted step {name}; undo restores it.")


def move_step(workspace: Workspace, step: BriefingStep, to: int) -> None:
    """Bring a step to another place in the order (0 is first)."""
    document = workspace.document
    steps = [each for each in document.steps() if each.id != step.id]
    steps.insert(max(0, min(to, len(steps))), step_of(document, step.id) or step)
    if [each.id for each in steps] == [each.id for each in document.steps()]:
        return
    workspace.settle()
    steps = [step_of(document, each.id) or each for each in steps]
    with document.edit(f"Move step {called(document, step)}") as change:
        _in_order(change, steps)


def _in_order(change: Change, steps: Sequence[BriefingStep]) -> None:
    """Give steps, all of which are there, ranks in this order; as few change as can be."""
    entries = [change.get(step.id) for step in steps]
    ranks = sorted(entry.rank for entry in entries if entry is not None)
    for step, entry, rank in zip(steps, entries, ranks, strict=True):
        if entry is None or entry.rank != rank:
            change.put(step, rank)


# -- what a step says and shows -----------------------------------------------------------------


def change_step(
    workspace: Workspace, step_id: str, label: str, changed: Callable[[BriefingStep], BriefingStep]
) -> bool:
    """Change a step under a label that "{}" stands in for its name; whether that changed it."""
    step = step_of(workspace.document, step_id)
    if step is None:
        return False
    wanted = changed(step)
    if wanted == step:
        return False
    with workspace.document.edit(label.format(called(workspace.document, step))) as change:
        change.put(wanted)
    return True


def set_title(workspace: Workspace, step_id: str, title: str) -> bool:
    """Call a step otherwise."""
    title = title.strip()
    return change_step(workspace, step_id, "Rename step {}", lambda s: replace(s, title=title))


def set_note(workspace: Workspace, step_id: str, note: str) -> bool:
    """Write another note to a step."""
    return change_step(workspace, step_id, "Write note of {}", lambda s: replace(s, note=note))


def update_step(workspace: Workspace, step: BriefingStep) -> None:
    """Bring a step up to what is seen now."""
    workspace.settle()
    fresh = change_step(
        workspace, step.id, "Update step {}", lambda s: briefing.recaptured(workspace, s)
    )
    name = called(workspace.document, step)
    workspace.say(f"{name} shows what is seen now." if fresh else f"{name} shows this already.")


def set_audience(workspace: Workspace, step_id: str, audience: str) -> None:
    """Say whom a step is for: a key of `AUDIENCES`."""
    workspace.settle()
    change_step(workspace, step_id, "Choose who sees {}", lambda s: replace(s, audience=audience))


def set_theme(workspace: Workspace, step_id: str, theme: str) -> None:
    """Present a step in a look of its own: a key of `THEMES`."""
    workspace.settle()
    change_step(workspace, step_id, "Change look of {}", lambda s: replace(s, theme=theme or None))


def set_highlights(workspace: Workspace, step_id: str, ids: Sequence[str]) -> None:
    """Have these features stand out in a step, and no others."""
    workspace.settle()
    chosen = tuple(dict.fromkeys(ids))
    verb = "Highlight in {}" if chosen else "Highlight nothing in {}"
    change_step(workspace, step_id, verb, lambda s: replace(s, highlights=chosen))


def clear(workspace: Workspace, step_id: str, what: str, item: str = "") -> None:
    """Take something out of what a step holds: "phase", "overlays", "altitude", "rings", "theme",
    "audience", or of its "highlights" the one of that id."""
    workspace.settle()

    def without(step: BriefingStep) -> BriefingStep:
        match what:
            case "phase":
                return replace(step, phase=None)
            case "overlays":
                return replace(step, overlays=None)
            case "altitude":
                return replace(step, altitude_m=None)
            case "rings":
                return replace(step, rings="all")
            case "theme":
                return replace(step, theme=None)
            case "audience":
                return replace(step, audience="everyone")
            case _:
                left = tuple(i for i in step.highlights if i != item)
                return replace(step, highlights=left)

    change_step(workspace, step_id, f"Take {_WORDS.get(what, what)} out of {{}}", without)


def renew(workspace: Workspace, step_id: str, what: str) -> None:
    """Bring one thing that a step holds up to what is seen now; "highlights" to what is selected.

    One of "view", "phase", "overlays", "altitude", "rings", "highlights".
    """
    workspace.settle()

    def fresh(step: BriefingStep) -> BriefingStep:
        match what:
            case "view":
                return replace(step, view=briefing.present_view(workspace))
            case "phase":
                return replace(step, phase=workspace.document.phase)
            case "overlays":
                return briefing.with_overlays(workspace, step)
            case "altitude":
                return briefing.with_altitude(workspace, step)
            case "rings":
                return replace(step, rings=workspace.rings_shown)
            case _:
                return replace(step, highlights=briefing.present_highlights(workspace))

    label = f"Update {_WORDS.get(what, what)} of {{}}"
    if not change_step(workspace, step_id, label, fresh):
        workspace.say("The step has this already.")


_WORDS = {"highlights": "highlight"}


def show_with_overlays(workspace: Workspace, step: BriefingStep) -> None:
    """Go to a step, and give the project its overlays and altitude: a change of the project."""
    briefing.shown(workspace, step)
    document = workspace.document
    in_sight = {overlay.id for overlay in briefing.overlays_of(document, step)}
    project = document.project
    with document.edit(f"Show overlays of {called(document, step)}") as change:
        for overlay in document.overlays():
            if overlay.visible != (overlay.id in in_sight):
                change.put(replace(overlay, visible=overlay.id in in_sight))
        if briefing.differs(workspace, step)["altitude"]:
            change.put(
                replace(project, altitude_m=step.altitude_m, altitude_above=step.altitude_above)
            )
