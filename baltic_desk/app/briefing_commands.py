"""Commands of the Briefing menu. They act on the step at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import briefing
from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing_editing import at_hand, number_of
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.lesson import BriefingStep

MENU = "Briefing"
PANEL, TITLE, NOTE = "briefing", "briefing-title", "briefing-note"
"""The panel, and the window's surfaces where a title and a note are written."""


def has_step(workspace: Workspace) -> bool:
    """Whether a step is at hand."""
    return at_hand(workspace) is not None


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


def with_step(do: Callable[[Workspace, BriefingStep], object]) -> Callable[[Workspace], None]:
    """A command that does something to the step at hand."""

    def run(workspace: Workspace) -> None:
        step = at_hand(workspace)
        if step is not None:
            do(workspace, step)

    return run


def _highlight(workspace: Workspace, step: BriefingStep) -> None:
    editing.set_highlights(workspace, step.id, briefing.present_highlights(workspace))


def _can_highlight(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    chosen = briefing.present_highlights(workspace)
    return step is not None and bool(chosen) and chosen != step.highlights


def _has_highlights(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    return step is not None and bool(step.highlights)


def audience_choices(workspace: Workspace) -> Sequence[Choice]:
    """Whom the step at hand may be for, that which holds ticked."""
    step = at_hand(workspace)
    now = step.audience if step is not None else ""
    return [Choice(i, title, checked=i == now) for i, title in editing.AUDIENCES.items()]


def choose_audience(workspace: Workspace, audience: str) -> None:
    """Say whom the step at hand is for."""
    step = at_hand(workspace)
    if step is not None:
        editing.set_audience(workspace, step.id, audience)


def theme_choices(workspace: Workspace) -> Sequence[Choice]:
    """Looks that the step at hand may have, its own ticked."""
    step = at_hand(workspace)
    now = (step.theme or "") if step is not None else None
    return [Choice(i, title, checked=i == now) for i, title in editing.THEMES.items()]


def choose_theme(workspace: Workspace, theme: str) -> None:
    """Present the step at hand in a look of its own, or in the presenter's."""
    step = at_hand(workspace)
    if step is not None:
        editing.set_theme(workspace, step.id, theme)


def _altitude_title(workspace: Workspace) -> str:
    altitude = altitude_of(workspace.document.project)
    now = "published ranges" if altitude is None else altitude.text
    return f"Step’s Altitude from Project ({now})"


def _altitude_differs(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    return step is not None and briefing.with_altitude(workspace, step) != step


def _renews(what: str) -> Callable[[Workspace], None]:
    return with_step(lambda workspace, step: editing.renew(workspace, step.id, what))


def _overlays_differ(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    return step is not None and briefing.with_overlays(workspace, step) != step


def _shows_otherwise(workspace: Workspace) -> bool:
    step = at_hand(workspace)
    return step is not None and any(briefing.differs(workspace, step).values())


_WORDS = "briefing step slide lesson present"

BRIEFING_COMMANDS: tuple[Command, ...] = (
    Command(
        id="briefing.add",
        title="Add Step",
        run=add,
        menu=MENU,
        shortcut="Ctrl+M",
        icon="step-add",
        keywords=f"{_WORDS} new capture view",
        hint="A step of what is seen: view, phase, overlays, altitude, rings",
    ),
    Command(
        id="briefing.add-highlighted",
        title="Add Step, Selection Standing Out",
        run=add_highlighted,
        menu=MENU,
        shortcut="Alt+M",
        enabled=lambda workspace: bool(workspace.session.selection),
        keywords=f"{_WORDS} new capture view highlight emphasise",
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
        keywords=f"{_WORDS} recapture again",
    ),
    Command(
        id="briefing.duplicate",
        title="Duplicate Step",
        run=with_step(editing.duplicate_step),
        menu=MENU,
        icon="duplicate",
        enabled=has_step,
        keywords=f"{_WORDS} copy",
    ),
    Command(
        id="briefing.delete",
        title="Delete Step",
        run=with_step(editing.delete_step),
        menu=MENU,
        icon="delete",
        enabled=has_step,
        keywords=f"{_WORDS} remove",
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
        keywords=f"{_WORDS} show jump",
    ),
    Command(
        id="briefing.next",
        title="Next Step",
        run=_turn(1),
        menu=MENU,
        shortcut="Alt+PgDown",
        group=1,
        enabled=has_steps,
        keywords=f"{_WORDS} forward",
    ),
    Command(
        id="briefing.previous",
        title="Previous Step",
        run=_turn(-1),
        menu=MENU,
        shortcut="Alt+PgUp",
        group=1,
        enabled=has_steps,
        keywords=f"{_WORDS} back",
    ),
    Command(
        id="briefing.show-overlays",
        title="Show with Its Overlays and Altitude",
        run=with_step(editing.show_with_overlays),
        menu=MENU,
        group=1,
        enabled=_shows_otherwise,
        keywords=f"{_WORDS} visible hidden",
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
        keywords=f"{_WORDS} title name",
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
        keywords=f"{_WORDS} write speaker text",
    ),
    Command(
        id="briefing.up",
        title="Move Step Up",
        run=_move(-1),
        menu=MENU,
        icon="raise",
        group=2,
        enabled=_has_before,
        keywords=f"{_WORDS} earlier order",
    ),
    Command(
        id="briefing.down",
        title="Move Step Down",
        run=_move(1),
        menu=MENU,
        icon="lower",
        group=2,
        enabled=_has_after,
        keywords=f"{_WORDS} later order",
    ),
    Command(
        id="briefing.highlight",
        title="Highlight Selection in Step",
        run=with_step(_highlight),
        menu=MENU,
        icon="highlight",
        group=3,
        enabled=_can_highlight,
        keywords=f"{_WORDS} stand out emphasise light",
        hint="What is selected stands out in the step, all else steps back",
    ),
    Command(
        id="briefing.clear-highlights",
        title="Highlight Nothing in Step",
        run=with_step(lambda workspace, step: editing.set_highlights(workspace, step.id, ())),
        menu=MENU,
        group=3,
        enabled=_has_highlights,
        keywords=f"{_WORDS} stand out clear",
    ),
    Command(
        id="briefing.overlays",
        title="Step’s Overlays from Project",
        run=_renews("overlays"),
        menu=MENU,
        group=3,
        enabled=_overlays_differ,
        keywords=f"{_WORDS} visible hidden",
    ),
    Command(
        id="briefing.altitude",
        title="Step’s Altitude from Project",
        title_now=_altitude_title,
        run=_renews("altitude"),
        menu=MENU,
        group=3,
        enabled=_altitude_differs,
        keywords=f"{_WORDS} reach height",
    ),
    Command(
        id="briefing.theme",
        title="Step’s Look",
        run=ask_for_choice("Look of the step", theme_choices, choose_theme),
        choices=theme_choices,
        choose=choose_theme,
        menu=MENU,
        icon="theme",
        group=3,
        enabled=has_step,
        keywords=f"{_WORDS} theme light dark contrast",
    ),
    Command(
        id="briefing.audience",
        title="Step Shown To",
        run=ask_for_choice("Step shown to", audience_choices, choose_audience),
        choices=audience_choices,
        choose=choose_audience,
        menu=MENU,
        group=3,
        enabled=has_step,
        keywords=f"{_WORDS} audience student instructor",
    ),
)
