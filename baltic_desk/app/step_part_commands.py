"""Commands for what the step at hand holds: highlights, overlays, altitude, look, audience."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baltic_desk.app import briefing
from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing_editing import at_hand
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.altitude import altitude_of
from baltic_desk.document.lesson import BriefingStep

MENU = "Briefing"
WORDS = "briefing step slide lesson present"
"""By which all commands of the menu are found."""


def has_step(workspace: Workspace) -> bool:
    """Whether a step is at hand."""
    return at_hand(workspace) is not None


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


STEP_PART_COMMANDS: tuple[Command, ...] = (
    Command(
        id="briefing.highlight",
        title="Highlight Selection in Step",
        run=with_step(_highlight),
        menu=MENU,
        icon="highlight",
        group=3,
        enabled=_can_highlight,
        keywords=f"{WORDS} stand out emphasise light",
        hint="What is selected stands out in the step, all else steps back",
    ),
    Command(
        id="briefing.clear-highlights",
        title="Highlight Nothing in Step",
        run=with_step(lambda workspace, step: editing.set_highlights(workspace, step.id, ())),
        menu=MENU,
        group=3,
        enabled=_has_highlights,
        keywords=f"{WORDS} stand out clear",
    ),
    Command(
        id="briefing.overlays",
        title="Step’s Overlays from Project",
        run=_renews("overlays"),
        menu=MENU,
        group=3,
        enabled=_overlays_differ,
        keywords=f"{WORDS} visible hidden",
    ),
    Command(
        id="briefing.altitude",
        title="Step’s Altitude from Project",
        title_now=_altitude_title,
        run=_renews("altitude"),
        menu=MENU,
        group=3,
        enabled=_altitude_differs,
        keywords=f"{WORDS} reach height",
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
        keywords=f"{WORDS} theme light dark contrast",
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
        keywords=f"{WORDS} audience student instructor",
    ),
)
