"""Commands that begin a presentation, and how large things are in it."""

from __future__ import annotations

from collections.abc import Sequence

from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.view_commands import has_window, opens
from baltic_desk.app.workspace import Workspace

SIZES: tuple[tuple[float, str], ...] = (
    (0.75, "Smaller"),
    (1.0, "As Suits the Screen"),
    (1.25, "Larger"),
    (1.5, "Large"),
    (2.0, "Very Large"),
)


def _sizes(workspace: Workspace) -> Sequence[Choice]:
    chosen = workspace.settings.stage_scale
    return [Choice(f"{size:g}", title, checked=size == chosen) for size, title in SIZES]


def _choose_size(workspace: Workspace, size: str) -> None:
    workspace.set_settings(stage_scale=float(size))
    title = next(title for known, title in SIZES if f"{known:g}" == size)
    workspace.say(f"Symbols and letters in a presentation: {title.lower()}")


PRESENT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="present.start",
        title="Present",
        run=opens("present"),
        menu="Briefing",
        shortcut="F5",
        icon="full-screen",
        group=-1,
        enabled=has_window,
        keywords="presentation slide show briefing projector steps start",
        hint="Full screen, from the first step; without steps, phase by phase",
    ),
    Command(
        id="present.here",
        title="Present from Here",
        run=opens("present-here"),
        menu="Briefing",
        shortcut="Shift+F5",
        group=-1,
        enabled=has_window,
        keywords="presentation slide show briefing current step phase",
        hint="Full screen, from the step at hand, or the first of the phase that is shown",
    ),
    Command(
        id="present.size",
        title="Size in a Presentation",
        run=ask_for_choice("Size in a Presentation", _sizes, _choose_size),
        menu="Briefing",
        group=-1,
        keywords="presentation projector symbols text larger legible scale stage",
        choices=_sizes,
        choose=_choose_size,
    ),
)
