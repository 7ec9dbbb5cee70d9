"""Commands of the Phases menu: new ones, from one to the next, their names, their order."""

from __future__ import annotations

from collections.abc import Sequence

from baltic_desk.app import phases
from baltic_desk.app.command import Command, ask_for_choice
from baltic_desk.app.protocols import Choice
from baltic_desk.app.view_commands import has_window
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.phase_wording import phase_titles

BAR = "phases-bar"
AUDIENCES = {"everyone": "Everyone", "instructor": "Instructor Only"}
"""Whom a phase may be for, and what to call it."""


def phase_choices(workspace: Workspace) -> Sequence[Choice]:
    """The phases in order, the one shown ticked."""
    document = workspace.document
    titles = phase_titles(document.phases())
    return [Choice(i, words, checked=i == document.phase) for i, words in titles.items()]


def audience_choices(workspace: Workspace) -> Sequence[Choice]:
    """Whom the phase shown may be for."""
    phase = phases.shown(workspace)
    now = phase.audience if phase is not None else ""
    return [Choice(i, words, checked=i == now) for i, words in AUDIENCES.items()]


def _next(workspace: Workspace) -> None:
    phases.step(workspace, 1)


def _previous(workspace: Workspace) -> None:
    phases.step(workspace, -1)


def _first(workspace: Workspace) -> None:
    phases.step(workspace, -len(workspace.document.phases()))


def _last(workspace: Workspace) -> None:
    phases.step(workspace, len(workspace.document.phases()))


def _earlier(workspace: Workspace) -> None:
    phases.move(workspace, -1)


def _later(workspace: Workspace) -> None:
    phases.move(workspace, 1)


def _several(workspace: Workspace) -> bool:
    return len(workspace.document.phases()) > 1


def _toggle_bar(workspace: Workspace) -> None:
    workspace.set_settings(phase_bar=not workspace.settings.phase_bar)
    window, wanted = workspace.window, workspace.settings.phase_bar
    if window is not None and phases.has_phases(workspace):
        window.show_panel(BAR, shown=wanted)


def _bar_shown(workspace: Workspace) -> bool:
    return workspace.settings.phase_bar


def _toggle_by_time(workspace: Workspace) -> None:
    workspace.set_settings(phases_by_time=not workspace.settings.phases_by_time)


def _by_time(workspace: Workspace) -> bool:
    return workspace.settings.phases_by_time


_MENU = "Phases"
_WORDS = "phase time step lesson scenario"

PHASE_COMMANDS: tuple[Command, ...] = (
    Command(
        id="phase.new",
        title="New Phase",
        run=phases.new_phase,
        menu=_MENU,
        shortcut="Alt+N",
        icon="phase-add",
        keywords=f"{_WORDS} add",
        hint="Begins as the phase that is shown; what is changed from then on is stored in it",
    ),
    Command(
        id="phase.duplicate",
        title="Duplicate Phase",
        run=phases.duplicate,
        menu=_MENU,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} copy",
    ),
    Command(
        id="phase.delete",
        title="Delete Phase",
        run=phases.delete,
        menu=_MENU,
        icon="delete",
        enabled=_several,
        keywords=f"{_WORDS} remove",
    ),
    Command(
        id="phase.next",
        title="Next Phase",
        run=_next,
        menu=_MENU,
        shortcut="Alt+Right",
        icon="phase-next",
        group=1,
        enabled=phases.has_next,
        repeats=True,
        keywords=_WORDS,
    ),
    Command(
        id="phase.previous",
        title="Previous Phase",
        run=_previous,
        menu=_MENU,
        shortcut="Alt+Left",
        icon="phase-previous",
        group=1,
        enabled=phases.is_later,
        repeats=True,
        keywords=f"{_WORDS} back",
    ),
    Command(
        id="phase.first",
        title="First Phase",
        run=_first,
        menu=_MENU,
        shortcut="Alt+Home",
        group=1,
        enabled=phases.is_later,
        keywords=_WORDS,
    ),
    Command(
        id="phase.last",
        title="Last Phase",
        run=_last,
        menu=_MENU,
        shortcut="Alt+End",
        group=1,
        enabled=phases.has_next,
        keywords=_WORDS,
    ),
    Command(
        id="phase.go",
        title="Show Phase",
        run=ask_for_choice("Show phase", phase_choices, phases.go_to),
        choices=phase_choices,
        choose=phases.go_to,
        menu=_MENU,
        group=1,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} go to choose",
    ),
    Command(
        id="phase.rename",
        title="Rename Phase…",
        run=phases.ask_name,
        menu=_MENU,
        icon="rename",
        group=2,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} name",
    ),
    Command(
        id="phase.when",
        title="Date and Duration…",
        run=phases.ask_when,
        menu=_MENU,
        group=2,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} when begin start dtg hours days",
    ),
    Command(
        id="phase.note",
        title="Note…",
        run=phases.ask_note,
        menu=_MENU,
        group=2,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} text describe",
    ),
    Command(
        id="phase.audience",
        title="For Whom",
        run=ask_for_choice("For whom is the phase?", audience_choices, phases.give_to),
        choices=audience_choices,
        choose=phases.give_to,
        menu=_MENU,
        group=2,
        enabled=phases.has_phases,
        keywords=f"{_WORDS} audience student instructor hide",
    ),
    Command(
        id="phase.earlier",
        title="Move Phase Earlier",
        run=_earlier,
        menu=_MENU,
        shortcut="Alt+Shift+Left",
        group=3,
        enabled=phases.is_later,
        keywords=f"{_WORDS} order before reorder",
    ),
    Command(
        id="phase.later",
        title="Move Phase Later",
        run=_later,
        menu=_MENU,
        shortcut="Alt+Shift+Right",
        group=3,
        enabled=phases.has_next,
        keywords=f"{_WORDS} order after reorder",
    ),
    Command(
        id="phase.merge",
        title="Merge into the Phase Before",
        run=phases.merge,
        menu=_MENU,
        group=3,
        enabled=phases.is_later,
        keywords=f"{_WORDS} join combine",
    ),
    Command(
        id="phase.split",
        title="Split: Selection in a Phase of Its Own",
        run=phases.split,
        menu=_MENU,
        group=3,
        enabled=phases.can_split,
        keywords=f"{_WORDS} divide put off later",
        hint="What happens to the selected features comes in a new phase after this one",
    ),
    Command(
        id="phase.take-back",
        title="Take Back Changes in This Phase",
        run=phases.take_back,
        menu=_MENU,
        group=4,
        enabled=phases.changes_selected,
        keywords=f"{_WORDS} selection revert reset override",
        hint="The selected features are again as in the phase before",
    ),
    Command(
        id="phase.apply-before",
        title="Apply to the Phase Before",
        run=phases.apply_before,
        menu=_MENU,
        group=4,
        enabled=phases.changes_selected,
        keywords=f"{_WORDS} selection correct move change down earlier",
        hint="What this phase changes of the selection is so in the phase before already",
    ),
    Command(
        id="phase.apply-all",
        title="Apply to All Earlier Phases",
        run=phases.apply_to_all,
        menu=_MENU,
        group=4,
        enabled=phases.changes_selected,
        keywords=f"{_WORDS} selection correct everywhere change down base",
        hint="What this phase changes of the selection is so in all phases before already",
    ),
    Command(
        id="view.phase-bar",
        title="Phase Bar",
        run=_toggle_bar,
        menu=_MENU,
        group=5,
        enabled=has_window,
        checked=_bar_shown,
        keywords=f"{_WORDS} slider timeline show hide",
        hint="Shown along the lower edge where a project has phases",
    ),
    Command(
        id="view.phases-by-time",
        title="Space Phases by Time",
        run=_toggle_by_time,
        menu=_MENU,
        group=5,
        enabled=phases.can_follow_time,
        checked=_by_time,
        keywords=f"{_WORDS} proportional slider date",
        hint="Where all phases say when they begin",
    ),
)
