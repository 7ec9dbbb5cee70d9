"""What a command is: something a person can do, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from baltic_desk.app.workspace import Workspace

MENUS = ("File", "Edit", "Insert", "Overlay", "View", "Tools", "Help")


def always(_workspace: Workspace) -> bool:
    """Enabled at all times."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A row of the command table.

    `menu` is a path such as "View/Theme"; commands of one menu stand in the order of the table, with
    a line between groups. `title_now` gives a title that depends on the moment ("Undo Move 3 units").
    `checked` makes it a switch. `shortcut` is in Qt's portable spelling; several are parted by
    spaces. `repeats` says that holding the keys down runs it again and again. `on_map` marks keys that
    belong to the map and must not be taken from a text field or list that has the focus.
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
    in_menu: bool = True

    @property
    def shortcuts(self) -> tuple[str, ...]:
        """All its shortcuts, the one that is shown first."""
        return tuple(self.shortcut.split())

    def title_for(self, workspace: Workspace) -> str:
        """Title at this moment."""
        return self.title_now(workspace) if self.title_now else self.title
