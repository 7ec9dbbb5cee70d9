"""Commands about range rings: what one rests on, and which of them are shown."""

from __future__ import annotations

from collections.abc import Callable

from baltic_desk.app.command import Command
from baltic_desk.app.view_commands import opens
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Area, RangeRing, Unit
from baltic_desk.document.ring_choice import ALL, CHOICES, OF_SELECTION


def _asks(workspace: Workspace) -> bool:
    """Whether what is selected may have ranges to tell of; not looked up, for it is asked often."""
    selection = workspace.session.selection
    if workspace.window is None or len(selection) != 1:
        return False
    feature = workspace.document.feature(selection[0])
    match None if feature is None else feature.properties:
        case RangeRing() | Unit() | Area(coverage_class=str()):
            return True
        case _:
            return False


def _shows(choice: str) -> Callable[[Workspace], None]:
    def run(workspace: Workspace) -> None:
        workspace.show_rings(choice)

    return run


def _shown(choice: str) -> Callable[[Workspace], bool]:
    def test(workspace: Workspace) -> bool:
        return workspace.rings_shown == choice

    return test


def _of_selection_or_all(workspace: Workspace) -> None:
    workspace.show_rings(ALL if workspace.rings_shown == OF_SELECTION else OF_SELECTION)


RING_COMMANDS: tuple[Command, ...] = (
    Command(
        id="view.ring-card",
        title="What a Range Rests On",
        run=opens("ring-card"),
        menu="View",
        shortcut="I",
        group=3,
        enabled=_asks,
        keywords="card source figure status year ring provenance citation info",
        hint="Card of the selected ring, or one after the other of the selected unit's rings",
    ),
    *(
        Command(
            id=f"view.rings.{choice}",
            title=title,
            run=_of_selection_or_all if choice == OF_SELECTION else _shows(choice),
            menu="View/Rings",
            shortcut="Shift+R" if choice == OF_SELECTION else "",
            checked=_shown(choice),
            one_of_group=True,
            keywords="rings ranges show hide filter class",
        )
        for choice, title in CHOICES
    ),
)
