"""What the pages of the coverage panel have in common: they follow the document and work in a
thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from baltic_desk.app.coverage_study import SharedFields
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature, Mark, TextNote
from baltic_desk.document.own_systems import OwnSystem
from baltic_desk.document.project import Overlay, Project
from baltic_desk.document.store import Diff
from baltic_desk.geo.terrain import TerrainFileError
from baltic_desk.ui.background import Background
from baltic_desk.ui.panels.following import Following

_PAUSE_MS = 150


class CoveragePage(QWidget):
    """Asks anew, a moment after the last change, while it is seen or what it shows is on the map.

    Parameters
    ----------
    name
        Of its orders to the thread.
    """

    def __init__(self, workspace: Workspace, background: Background, name: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._background = background
        self._name = name
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.refresh)
        background.done.connect(self._on_done)
        background.failed.connect(self._on_failed)
        background.progressed.connect(self._on_progress)
        self._following = Following(
            workspace,
            self,
            rebound=self.refresh_soon,
            changed=self._on_diff,
            told=self._on_told,
        )

    # -- what a page does ----------------------------------------------------------------------

    def ask(self) -> None:
        """Order what is to be shown."""
        raise NotImplementedError

    def take(self, found: object) -> None:
        """Show what was found."""
        raise NotImplementedError

    def tell(self, text: str) -> None:
        """Show a sentence: what goes on, or why there is nothing."""
        raise NotImplementedError

    def on_the_map(self) -> bool:
        """Whether something of it is on the map, even while the page is not seen."""
        return False

    # -- asking --------------------------------------------------------------------------------

    def refresh_soon(self) -> None:
        """Ask anew in a moment."""
        self._stale = True
        self._soon.start()

    def refresh(self) -> None:
        """Ask now, if anybody looks."""
        self._soon.stop()
        if self._stale and (self.isVisible() or self.on_the_map()):
            self._stale = False
            self.ask()

    def fields(self) -> Callable[[], SharedFields]:
        """Gives the visibility fields over the project's terrain, in whichever thread asks.

        It raises ValueError, with a sentence, when the elevation cannot be read.
        """
        workspace = self._workspace
        shelf, cache = workspace.terrain, workspace.fields
        name, added = workspace.document.project.terrain, workspace.settings.terrain_sources

        def opened() -> SharedFields:
            try:
                return SharedFields(shelf.elevation(name, added), cache)
            except TerrainFileError as error:
                raise ValueError(str(error)) from error

        return opened

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    # -- hearing -------------------------------------------------------------------------------

    def _on_diff(self, diff: Diff) -> None:
        for entry in (*diff.before.values(), *diff.after.values()):
            match None if entry is None else entry.record:
                case Feature(properties=TextNote() | Mark()):
                    pass
                case Feature() | Project() | Overlay() | OwnSystem():
                    self.refresh_soon()
                    return
                case _:
                    pass

    def _on_told(self, topic: str) -> None:
        if topic in ("settings", "systems"):
            self.refresh_soon()

    def _on_done(self, name: str, found: object) -> None:
        if name == self._name:
            self.take(found)

    def _on_failed(self, name: str, text: str) -> None:
        if name == self._name:
            self.tell(text)

    def _on_progress(self, name: str, share: float) -> None:
        if name == self._name and share < 1.0:
            self.tell(f"Lines of sight … {share:.0%}")
