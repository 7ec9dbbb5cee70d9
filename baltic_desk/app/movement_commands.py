"""Commands of how units come to where a phase has them: their way, and what tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from baltic_desk.app.command import Command
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Unit
from baltic_desk.document.movements import Moved, Shows, movement_along
from baltic_desk.document.wording import described
from baltic_desk.tools.move_along import move_along

SHOWS: tuple[tuple[Shows, str], ...] = (
    ("both", "Ghost and Arrow"),
    ("ghost", "Ghost"),
    ("arrow", "Arrow"),
    ("none", "Nothing"),
)
"""What may tell of a movement, and what that is called."""

_MENU = "Phases/Movement"
_WORDS = "movement move path route phase ghost arrow trace way before where it was"


def chosen_moved(workspace: Workspace) -> Iterator[Moved]:
    """How those selected features come here that the phase shown moves."""
    for feature in workspace.selected():
        moved = workspace.document.movement_of(feature.id)
        if moved is not None:
            yield moved


def any_moved(workspace: Workspace) -> bool:
    """Whether the phase shown moves any selected feature."""
    return any(True for _ in chosen_moved(workspace))


def straighten(workspace: Workspace) -> None:
    """Have the selected units come straight here."""
    workspace.settle()
    bent = [moved for moved in chosen_moved(workspace) if moved.between]
    if not bent:
        workspace.say("Their way is straight already.")
        return
    named = described(moved.after for moved in bent)
    with workspace.document.edit(f"Straighten movement of {named}") as change:
        for moved in bent:
            change.come(moved.id, movement_along((), moved.shows))
    workspace.say(f"Straight way for {named}")


def show(workspace: Workspace, shows: Shows) -> None:
    """Have the movement of the selected features shown by this."""
    workspace.settle()
    chosen = list(chosen_moved(workspace))
    if not chosen:
        return
    words = dict(SHOWS)[shows].lower()
    named = described(moved.after for moved in chosen)
    with workspace.document.edit(f"Show movement of {named}: {words}") as change:
        for moved in chosen:
            change.come(moved.id, movement_along(moved.between, shows))
    workspace.say(f"Movement of {named}: {words}")


def along(workspace: Workspace) -> None:
    """Take up the tool that leads the selected unit along a path."""
    workspace.settle()
    try:
        state = move_along(workspace.desk())
    except ValueError as error:
        workspace.say(str(error))
        return
    workspace.start_tool(state)


def can_go_along(workspace: Workspace) -> bool:
    """Whether one unit is selected that was there a phase before."""
    if len(workspace.session.selection) != 1:
        return False
    document = workspace.document
    before = document.phase_before()
    chosen = workspace.selected()
    if before is None or not chosen or not isinstance(chosen[0].properties, Unit):
        return False
    return document.feature_in(before, chosen[0].id) is not None


def toggle_shown(workspace: Workspace) -> None:
    """Show what tells of movements, or nothing of it."""
    project = workspace.document.project
    verb = "Hide" if project.show_movements else "Show"
    with workspace.document.edit(f"{verb} movements") as change:
        change.put(replace(project, show_movements=not project.show_movements))


def _shown(workspace: Workspace) -> bool:
    return workspace.document.project.show_movements


def _shows(shows: Shows) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        show(workspace, shows)

    return run


def _is_shown_by(shows: Shows) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        first = next(chosen_moved(workspace), None)
        return first is not None and first.shows == shows

    return test


def _by_default(shows: Shows) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        project = workspace.document.project
        words = dict(SHOWS)[shows].lower()
        with workspace.document.edit(f"Movements of units: {words}") as change:
            change.put(replace(project, movement_shows=shows))

    return run


def _is_default(shows: Shows) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.document.project.movement_shows == shows

    return test


def _takes_along(workspace: Workspace) -> bool:
    return workspace.controller.state.tool == "move-along"


MOVEMENT_COMMANDS: tuple[Command, ...] = (
    Command(
        id="tool.move-along",
        title="Move along Path",
        run=along,
        menu="Tools",
        shortcut="Shift+M",
        icon="move-along",
        enabled=can_go_along,
        checked=_takes_along,
        keywords=_WORDS,
        hint="From where the selected unit was in the phase before, point by point",
    ),
    Command(
        id="movement.straight",
        title="Straight",
        run=straighten,
        menu=_MENU,
        group=0,
        enabled=any_moved,
        keywords=_WORDS,
    ),
    Command(
        id="movement.along",
        title="Along a Path…",
        run=along,
        menu=_MENU,
        group=0,
        enabled=can_go_along,
        keywords=_WORDS,
    ),
    *(
        Command(
            id=f"movement.shows.{shows}",
            title=f"Show {title}",
            run=_shows(shows),
            menu=_MENU,
            group=1,
            enabled=any_moved,
            checked=_is_shown_by(shows),
            one_of_group=True,
            keywords=_WORDS,
        )
        for shows, title in SHOWS
    ),
    Command(
        id="view.movements",
        title="Show Movements",
        run=toggle_shown,
        menu="View",
        group=2,
        checked=_shown,
        keywords=f"{_WORDS} hide",
        hint="Where units were in the phase before, and the way they came",
    ),
    *(
        Command(
            id=f"movement.default.{shows}",
            title=f"Units: {title}",
            run=_by_default(shows),
            menu=_MENU,
            group=2,
            checked=_is_default(shows),
            one_of_group=True,
            keywords=f"{_WORDS} default",
        )
        for shows, title in SHOWS
    ),
)
