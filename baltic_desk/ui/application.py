"""Starting the program with a window, and everything that holds for the whole application."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from baltic_desk import __version__
from baltic_desk.app.settings import load_settings
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.ui.chrome import apply_chrome
from baltic_desk.ui.dialogs import WindowAsk
from baltic_desk.ui.endings import Endings
from baltic_desk.ui.failure import FailureReport
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.garbage import WindowGarbage
from baltic_desk.ui.icons import program_icon
from baltic_desk.ui.image_converter import limit_decoders
from baltic_desk.ui.memory import keep_heaps_few
from baltic_desk.ui.program_log import start_log
from baltic_desk.ui.shield import shielded
from baltic_desk.ui.watchdog import Watchdog

_CHROME_POINTS = 9.5


def run_window(path: Path | None, *, sample: Path | None = None, read_only: bool = False) -> int:
    """Open the window, with a file or a shipped project, until it is closed; the exit code."""
    return shielded(lambda: _run_window(path, sample=sample, read_only=read_only))


def _run_window(path: Path | None, *, sample: Path | None, read_only: bool) -> int:
    start_log()
    settings = load_settings()
    application = make_application()
    apply_chrome(application, settings.theme)
    ask = WindowAsk()
    failures = FailureReport(ask)
    failures.install()
    # Late, because the map's library takes half a second to load and errors can be shown by now.
    from baltic_desk.ui.assembly import DeskWindow

    desk = DeskWindow(ask, settings, open_basemap())
    failures.keep = desk.recovery.keep_now
    Endings(application, desk.recovery.session_ends, desk.end)
    desk.show(path, sample=sample, read_only=read_only)
    watchdog = Watchdog()
    try:
        return application.exec()
    finally:
        watchdog.close()


def make_application() -> QApplication:
    """The application object with the names, fonts and scaling that all windows need."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QCoreApplication.setApplicationName("BalticDesk")
    QCoreApplication.setApplicationVersion(__version__)
    QCoreApplication.setOrganizationName("BalticDesk")
    QGuiApplication.setDesktopFileName("baltic-desk")
    keep_heaps_few()
    limit_decoders()
    application = QApplication(sys.argv[:1])
    WindowGarbage(application)
    family = load_fonts()
    if sys.platform.startswith("linux") and not _desktop_has_fonts():
        font = QFont(family)
        font.setPointSizeF(_CHROME_POINTS)
        application.setFont(font)
    application.setWindowIcon(program_icon())
    return application


def _desktop_has_fonts() -> bool:
    """Whether a desktop's own settings choose the font; plain X11 has none worth keeping."""
    return os.environ.get("XDG_CURRENT_DESKTOP", "").upper() in {"GNOME", "KDE", "UNITY"}
