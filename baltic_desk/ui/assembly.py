"""One window with everything in it, put together from its parts and kept together."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QProgressDialog

from baltic_desk.app import files, late_saving, picture_intake
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.claiming import Claims
from baltic_desk.app.extent import REGION
from baltic_desk.app.phase_commands import BAR as PHASE_BAR
from baltic_desk.app.protocols import Ask
from baltic_desk.app.settings import Settings
from baltic_desk.app.workspace import Workspace
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.symbology.script_worker import ScriptWorker
from baltic_desk.symbology.symbols import SymbolRenderer, scripts
from baltic_desk.ui.altitude_bar import AltitudeBar
from baltic_desk.ui.altitude_desk import AltitudeDesk
from baltic_desk.ui.bridge import Bridge
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.clipboard import SystemClipboard
from baltic_desk.ui.compare_desk import CompareDesk
from baltic_desk.ui.exercise_desk import ExerciseDesk
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.export.window_exporter import PictureExporter
from baltic_desk.ui.file_notices import FileNotices
from baltic_desk.ui.image_converter import QtImages
from baltic_desk.ui.late_engine import LateScriptEngine
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.merge.desk import MergeDesk
from baltic_desk.ui.phase_bar import PhaseBar
from baltic_desk.ui.phase_compare_desk import PhaseCompareDesk
from baltic_desk.ui.phase_notice import PhaseNotice
from baltic_desk.ui.present.desk import PresentDesk
from baltic_desk.ui.reach_progress import ReachProgress
from baltic_desk.ui.reach_supply import ReachSupply
from baltic_desk.ui.read_only_notice import ReadOnlyNotice
from baltic_desk.ui.recovery.desk import RecoveryDesk
from baltic_desk.ui.ring_pointer import RingPointer
from baltic_desk.ui.script_engine import script_engine
from baltic_desk.ui.sheets.desk import SheetDesk
from baltic_desk.ui.surfaces import Surfaces
from baltic_desk.ui.symbol_colours import SymbolColours
from baltic_desk.ui.symbol_pictures import SymbolPictures
from baltic_desk.ui.symbol_supply import SymbolSupply
from baltic_desk.ui.window_panels import WindowPanels

_IDLE_MS = 50
_LONGEST_WAIT_MS = 800
_JOURNAL_CHECK_MS = 3000


class DeskWindow(QObject):
    """The map, the workspace, and the window about them.

    Parameters
    ----------
    ask
        Who puts questions to the person.
    """

    def __init__(self, ask: Ask, settings: Settings, basemap: BaseMap) -> None:
        super().__init__()
        self._supply = SymbolSupply(ScriptWorker(script_engine, scripts))
        renderer = SymbolRenderer(LateScriptEngine())
        self.pictures = SymbolPictures(renderer, supply=self._supply)
        self.view = MapView(
            basemap,
            self.pictures,
            theme=THEMES[settings.theme],
            projection_id=settings.projection,
        )
        self.view.setAcceptDrops(False)
        self.view.viewport().setAcceptDrops(False)
        means = Means(basemap, self.pictures)
        self.workspace = Workspace(
            ask,
            self.view,
            settings=settings,
            clipboard=SystemClipboard(),
            exporter=PictureExporter(self.view, means),
            images=QtImages(),
        )
        self.window = MainWindow(self.workspace, self.view, self._may_close)
        self.workspace.window = self.window
        self.colours = SymbolColours(self.workspace, self.pictures, self.window)
        self.altitude = AltitudeDesk(
            self.workspace, self.view, ReachSupply(self.workspace.terrain, self.workspace.fields)
        )
        self.bridge = Bridge(self.workspace, self.view, self.window.hint.hint, self._context_menu)
        # After the bridge: what was installed last sees a key first.
        self.compare = CompareDesk(
            self.workspace,
            self.view,
            self.altitude,
            ReachSupply(self.workspace.terrain, self.workspace.fields),
        )
        self.compare_phases = PhaseCompareDesk(
            self.workspace, self.window, self.view, basemap, self.pictures
        )
        self.rings = RingPointer(self.workspace, self.view)
        self.exercise = ExerciseDesk(self.workspace, self.view, self)
        self.merge = MergeDesk(self.workspace, self.window, self.view)
        self.notices = FileNotices(self.workspace, self.window.banner, self)
        self.claims = Claims(self.workspace)
        self.read_only = ReadOnlyNotice(self.workspace, self.window.banner, self)
        self.autosave = Autosave(self.workspace)
        self.recovery = RecoveryDesk(self.workspace, self.window, self.view, self.autosave)
        self._path: Path | None = None
        self._sample: Path | None = None
        self._opens_read_only = False
        self._theme = settings.theme
        self._waited_ms = 0
        self._panels = WindowPanels(self.workspace, means)
        self._panels.add_to(self.window, self.view)
        self.altitude_bar = AltitudeBar(
            self.workspace, self.altitude, self.view.setFocus, self.window
        )
        self.window.add_bar("altitude", self.altitude_bar, self.altitude_bar.take_keyboard)
        self.phase_bar = PhaseBar(self.workspace, self.view.setFocus, self.window)
        self.window.add_bar(PHASE_BAR, self.phase_bar, self.phase_bar.take_keyboard)
        # What the window was left with may have the bar, and this project no phases.
        self.window.shown_first.connect(self.phase_bar.refresh)
        self.phase_notice = PhaseNotice(self.workspace, self)
        self.window.add_status(ReachProgress(self.altitude.supply))
        self._surfaces = Surfaces(self.workspace, self.window, basemap, self.pictures)
        self.present = PresentDesk(self.workspace, self.window, self.view, basemap, self.pictures)
        self.sheets = SheetDesk(self.workspace, self.window, self.view, means)
        self.window.closed.connect(self.claims.close)
        self.window.closed.connect(self.altitude.close)
        self.window.closed.connect(self.compare.close)
        self.window.closed.connect(self.compare_phases.close)
        self.window.closed.connect(self.merge.close)
        self.window.add_surface("ring-card", self.rings.open_for_selection)
        self.window.closed.connect(self.bridge.close)
        self.window.closed.connect(self._supply.close)
        self.window.closed.connect(self.pictures.measures.close)
        self.window.came_to_front.connect(self.notices.watch.look)
        self.window.files_dropped.connect(self._dropped)
        self.workspace.subscribe(self._hear)
        self._journal_check = QTimer(self)
        self._journal_check.timeout.connect(self._check_journal)
        self._journal_check.start(_JOURNAL_CHECK_MS)

    def show(
        self, path: Path | None = None, *, sample: Path | None = None, read_only: bool = False
    ) -> None:
        """Open the window, then what a crash has left, or a file (a sample as a new project)."""
        self.window.restore()
        self.window.show()
        self.workspace.camera.fit(REGION)
        self._path, self._sample, self._opens_read_only = path, sample, read_only
        # The base map is on the screen before a file, its symbols or a question hold things up.
        QTimer.singleShot(0, self._begin)

    def warm_up(self) -> None:
        """Load the symbol scripts, in their thread, before a symbol is asked for."""
        self._supply.start()

    def close(self) -> bool:
        """Close the window, after the questions that belong to it."""
        return self.window.close()

    def end(self, code: int) -> None:
        """End the program without a question; what is not saved stays in the journal."""
        self.recovery.session_ends()
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QProgressDialog):
                dialog.cancel()  # what is waited for, on a share that hangs say, is not any more
        self.window.close()
        QApplication.exit(code)

    # -- inside --------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.recovery.begin(self._path, self._sample, read_only=self._opens_read_only)
        self._when_idle()

    def _when_idle(self) -> None:
        # The panels take a quarter of a second, which the map needs first.
        self._waited_ms += _IDLE_MS
        if not self.window.isVisible():
            return
        if self.view.complete() or self._waited_ms > _LONGEST_WAIT_MS:
            self._panels.release()
            QTimer.singleShot(0, self.warm_up)
        else:
            QTimer.singleShot(_IDLE_MS, self._when_idle)

    def _check_journal(self) -> None:
        late_saving.hear(self.workspace)
        self.autosave.look()
        self._warn("journal", self.autosave.warning)
        self._warn("versions", self.workspace.versions.warning)

    def _warn(self, key: str, warning: str | None) -> None:
        if warning is None:
            self.window.banner.dismiss(key)
        elif key not in self.window.banner.keys:
            self.window.banner.put(key, warning)

    def _may_close(self) -> bool:
        if self.recovery.session_is_ending and self.workspace.modified:
            return True  # there is nobody to ask, and all is in the journal
        if not files.may_leave(self.workspace):
            return False
        self.autosave.finish()
        return True

    def _context_menu(self, on_feature: bool, at: QPoint) -> None:
        menu = self.window.context_menu(on_feature=on_feature)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _dropped(self, names: list[str], at: QPoint) -> None:
        paths = [Path(name) for name in names]
        pictures = [path for path in paths if picture_intake.is_picture(path)]
        others = [path for path in paths if path not in pictures]
        inside = self.view.rect().contains(at)
        place = self.view.to_position((at.x(), at.y())) if inside else self.view.center()
        for path in pictures:
            picture_intake.place_file(self.workspace, path, place)
        if others:
            files.receive(self.workspace, others)

    def _hear(self, topic: str) -> None:
        match topic:
            case "settings" if self.workspace.settings.theme != self._theme:
                self._theme = self.workspace.settings.theme
                application = QApplication.instance()
                if isinstance(application, QApplication):
                    apply_chrome(application, self._theme)
            case "view":
                self._look_as_saved()
            case _:
                pass

    def _look_as_saved(self) -> None:
        view = self.workspace.view
        if view is not None:
            self.workspace.camera.look_at((view.lon, view.lat))
            self.workspace.camera.set_scale_denominator(view.scale)
