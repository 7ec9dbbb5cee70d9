"""Commands of the Briefing menu. They act on the step at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import briefing
from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing_editing import at_hand, number_of
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.step_part_commands import (
    MENU,
    STEP_PART_COMMANDS,
    WORDS,
    has_step,
    with_step,
)
from baltic_desk.app.workspace import Workspace

PANEL, TITLE, NOTE = "briefing", "briefing-title", "briefing-note"
"""The panel, and the window's surfaces where a title and a note are written."""


def has_steps(workspace: Workspace) -> bool:
    """Whether there are steps at all."""
    return bool(workspace.document.steps())


def add(workspace: Workspace) -> None:
    """Add a step of what is seen; its title can be written at once, Tab leads to its note."""
    editing.add_step(workspace)
    _write(workspace, TITLE)


def add_highlighted(workspace: Workspace) -> None:
    """Add a step of what is seen in which what is selected stands out."""
    editing.add_step(workspace, selection_stands_out=True)
    _write(workspace, TITLE)


def _write(workspace: Workspace, surface: str) -> bool:
    """Bring the panel forward and write there; False without a window."""
    if workspace.window is None:
        return False
    workspace.window.show_panel(PANEL, shown=True)
    workspace.window.open(surface)
    return True


def rename(workspace: Workspace) -> None:
    """Write another title in the panel."""
    step = at_hand(workspace)
    if step is None or _write(workspace, TITLE):
        return
    title = workspace.ask.text("Rename step", "Title", step.title)
    if title is not None:
        editing.set_title(workspace, step.id, title)


def edit_note(workspace: Workspace) -> None:
    """Write the note in the panel."""
    step = at_hand(workspace)
    if step is None or _write(workspace, NOTE):
        return
    note = workspace.ask.text("Note", "What is said at this step", step.note)
    if note is not None:
        editing.set_note(workspace, step.id, note)


def go(workspace: Workspace, step_id: str) -> None:
    """Go to a step; nothing in the project changes by it."""
    step = editing.step_of(workspace.document, step_id)
    if step is None:
        return
    briefing.shown(workspace, step)
    steps = workspace.document.steps()
    number = number_of(workspace.document, step.id) or 0
    said = f"Step {number + 1} of {len(steps)}: {briefing.step_title(step, number)}"
    other = [what for what, differs in briefing.differs(workspace, step).items() if differs]
    if other:
        verb = "is" if other == ["altitude"] else "are"
        said += f". Its {' and '.join(other)} {verb} not those of the project"
    workspace.say(f"{said}.")


def step_choices(workspace: Workspace) -> Sequence[Choice]:
    """The steps by number and title, the one at hand ticked."""
    return [
        Choice(
            step.id, f"{k + 1}  {briefing.step_title(step, k)}", checked=step.id == workspace.step
        )
        for k, step in enumerate(workspace.document.steps())
    ]


def _turn(by: int) -> Callable[[Workspace], None]:
    """To the step after or before the one at hand; to the first where none is at hand."""

    def run(workspace: Workspace) -> None:
        steps = workspace.document.steps()
        at = number_of(workspace.document, workspace.step)
        to = 0 if at is None else at + by
        if 0 <= to < len(steps):
            go(workspace, steps[to].id)
        elif steps:
            workspace.say("This is the last step." if by > 0 else "This is the first step.")

    return run


def _move(by: int) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        step = at_hand(workspace)
        at = number_of(workspace.document, workspace.step)
        if step is not None and at is not None:
            editing.move_step(workspace, step, max(at + by, 0))

    return run


def _has_before(workspace: Workspace) -> bool:
    return bool(number_of(workspace.document, workspace.step))


def _has_after(workspace: Workspace) -> bool:
    at = number_of(workspace.document, workspace.step)
    return at is not None and at + 1 < len(workspace.document.steps())


def _shows_otherwise(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    return step is not None and any(briefing.differs(workspace, step).values())


BRIEFING_COMMANDS: tuple[Command, ...] = (
    Command(
        id="briefing.add",
        title="Add Step",
        run=add,
        menu=MENU,
        shortcut="Ctrl+M",
        icon="step-add",
        keywords=f"{WORDS} new capture view",
        hint="A step of what is seen: view, phase, overlays, altitude, rings",
    ),
    Command(
        id="briefing.add-highlighted",
        title="Add Step, Selection Standing Out",
        run=add_highlighted,
        menu=MENU,
        shortcut="Alt+M",
        enabled=lambda workspace: bool(workspace.session.selection),
        keywords=f"{WORDS} new capture view highlight emphasise",
        hint="A step of what is seen; what is selected stands out, all else steps back",
    ),
    Command(
        id="briefing.update",
        title="Update Step from View",
        run=with_step(editing.update_step),
        menu=MENU,
        shortcut="Ctrl+Shift+M",
        icon="step-update",
        enabled=has_step,
        keywords=f"{WORDS} recapture again",
    ),
    Command(
        id="briefing.duplicate",
        title="Duplicate Step",
        run=with_step(editing.duplicate_step),
        menu=MENU,
        icon="duplicate",
        enabled=has_step,
        keywords=f"{WORDS} copy",
    ),
    Command(
        id="briefing.delete",
        title="Delete Step",
        run=with_step(editing.delete_step),
        menu=MENU,
        icon="delete",
        enabled=has_step,
        keywords=f"{WORDS} remove",
    ),
    Command(
        id="briefing.go",
        title="Go to Step",
        run=ask_for_choice("Go to step", step_choices, go),
        choices=step_choices,
        choose=go,
        menu=MENU,
        group=1,
        enabled=has_steps,
        keywords=f"{WORDS} show jump",
    ),
    Command(
        id="briefing.next",
        title="Next Step",
        run=_turn(1),
        menu=MENU,
        shortcut="Alt+PgDown",
        group=1,
        enabled=has_steps,
        keywords=f"{WORDS} forward",
    ),
    Command(
        id="briefing.previous",
        title="Previous Step",
        run=_turn(-1),
        menu=MENU,
        shortcut="Alt+PgUp",
        group=1,
        enabled=has_steps,
        keywords=f"{WORDS} back",
    ),
    Command(
        id="briefing.show-overlays",
        title="Show with Its Overlays and Altitude",
        run=with_step(editing.show_with_overlays),
        menu=MENU,
        group=1,
        enabled=_shows_otherwise,
        keywords=f"{WORDS} visible hidden",
        hint="Changes which overlays are visible in the project, and its altitude",
    ),
    Command(
        id="briefing.rename",
        title="Rename Step…",
        run=rename,
        menu=MENU,
        icon="rename",
        group=2,
        enabled=has_step,
        keywords=f"{WORDS} title name",
    ),
    Command(
        id="briefing.note",
        title="Edit Note…",
        run=edit_note,
        menu=MENU,
        shortcut="Ctrl+Alt+M",
        icon="text",
        group=2,
        enabled=has_step,
        keywords=f"{WORDS} write speaker text",
    ),
    Command(
        id="briefing.up",
        title="Move Step Up",
        run=_move(-1),
        menu=MENU,
        icon="raise",
        group=2,
        enabled=_has_before,
        keywords=f"{WORDS} earlier order",
    ),
    Command(
        id="briefing.down",
        title="Move Step Down",
        run=_move(1),
        menu=MENU,
        icon="lower",
        group=2,
        enabled=_has_after,
        keywords=f"{WORDS} later order",
    ),
    *STEP_PART_COMMANDS,
)
