"""What a command is: something a person can do, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from baltic_desk.app.protocols import Choice, Row
from baltic_desk.app.workspace import Workspace

MENUS = (
    "File", "Edit", "Insert", "Overlay", "Phases", "Briefing", "Sheets", "View", "Tools",
    "Help",
)  # fmt: skip


def always(_workspace: Workspace) -> bool:
    """Enabled at all times."""
    return True


def ask_for_choice(
    title: str,
    choices: Callable[[Workspace], Sequence[Choice]],
    choose: Callable[[Workspace, str], None],
) -> Callable[[Workspace], None]:
    """The `run` of a command that is a list: put the list to the person and act on the answer."""

    def run(workspace: Workspace) -> None:
        rows = [Row(choice.id, choice.title) for choice in choices(workspace)]
        picked = workspace.ask.pick(title, "", rows, (Choice("ok", "Choose"),)) if rows else None
        if picked is not None:
            choose(workspace, picked[0])

    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A row of the command table.

    `menu` is a path such as "View/Theme"; commands of one menu stand in the order of the table,
    with a line between groups. `title_now` gives a title that depends on the moment ("Undo Move 3
    units"). `checked` makes it a switch, and with `one_of_group` one of those that exclude each
    other. `choices` makes it a list to choose from, which `choose` then acts on: a submenu in the
    menus; run without a choice, it asks. `shortcut` is in Qt's portable spelling; several are
    parted by spaces. `repeats` says that holding the keys down runs it again and again. `on_map`
    marks keys that belong to the map and must not be taken from a list that has the focus.
    """

    id: str
    title: str
    run: Callable[[Workspace], None]
    menu: str
    shortcut: str = ""
    icon: str = ""
    group: int = 0
    enabled: Callable[[Workspace], bool] = always
    checked: Callable[[Workspace], bool] | None = None
    title_now: Callable[[Workspace], str] | None = None
    keywords: str = ""
    hint: str = ""
    repeats: bool = False
    on_map: bool = False
    one_of_group: bool = False
    choices: Callable[[Workspace], Sequence[Choice]] | None = None
    choose: Callable[[Workspace, str], None] | None = None

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """All its shortcuts, the one that is shown first."""
        return tuple(self.shortcut.split())

    def title_for(self, workspace: Workspace) -> str:
        """Title at this moment."""
        return self.title_now(workspace) if self.title_now else self.title
