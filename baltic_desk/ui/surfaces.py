"""What the window shows over itself: palette, go-to, shortcut sheet, about; made when first asked.

Their modules are imported then too: rapidfuzz and the gazetteer are a tenth of a second at start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from baltic_desk.app.workspace import Workspace
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.about import About
from baltic_desk.ui.finder import Finder, Source
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.shortcut_sheet import ShortcutSheet
from baltic_desk.ui.symbol_pictures import SymbolPictures

if TYPE_CHECKING:
    from baltic_desk.ui.versions.dialog import VersionsDialog

_SYMBOL_PX = 18.0


class Surfaces:
    """The surfaces of one window."""

    def __init__(
        self,
        workspace: Workspace,
        window: MainWindow,
        basemap: BaseMap,
        pictures: SymbolPictures,
    ) -> None:
        self._workspace = workspace
        self._window = window
        self._basemap = basemap
        self._pictures = pictures
        self._finder = Finder(window)
        self._commands: Source | None = None
        self._places: Source | None = None
        self._sheet: ShortcutSheet | None = None
        self._about: About | None = None
        self._versions: VersionsDialog | None = None
        window.add_surface("palette", self._open_palette)
        window.add_surface("go-to", self._open_go_to)
        window.add_surface("shortcuts", self._open_shortcuts)
        window.add_surface("about", self._open_about)
        window.add_surface("versions", self._open_versions)

    def _open_palette(self) -> None:
        from baltic_desk.ui.late_placing import LatePlacing
        from baltic_desk.ui.palette import CommandSource

        if self._commands is None:
            late = LatePlacing(self._workspace)
            late.begin()
            self._commands = CommandSource(self._workspace, late.placing, self._picture)
        self._finder.open(self._commands)

    def _picture(self, sidc: str) -> QImage:
        from baltic_desk.ui.panels.symbol_preview import outlined

        options = outlined(self._workspace.settings.theme)
        ratio = self._window.devicePixelRatioF()
        return self._pictures.picture(sidc, options, _SYMBOL_PX, ratio).image

    def _open_go_to(self) -> None:
        from baltic_desk.geo.gazetteer import open_gazetteer
        from baltic_desk.ui.go_to import PlaceSource

        if self._places is None:
            self._places = PlaceSource(self._workspace, open_gazetteer)
        self._finder.open(self._places)

    def _open_shortcuts(self) -> None:
        from baltic_desk.app.commands import COMMANDS

        if self._sheet is None:
            self._sheet = ShortcutSheet(COMMANDS, self._window)
        self._sheet.open()

    def _open_about(self) -> None:
        if self._about is None:
            self._about = About(self._basemap, self._window)
        self._about.show()
        self._about.raise_()

    def _open_versions(self) -> None:
        from baltic_desk.ui.versions.dialog import VersionsDialog

        if self._versions is None:
            self._versions = VersionsDialog(self._workspace, self._window)
        self._versions.show()
        self._versions.raise_()
        self._versions.activateWindow()
