"""Qt without a window: what pictures and symbols need when the command line makes them."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.image_converter import limit_decoders


@contextmanager
def offscreen_application() -> Generator[None]:
    """The application object for the time of a block; the one that is there already serves too."""
    limit_decoders()
    if QCoreApplication.instance() is not None:
        load_fonts()
        yield
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(["baltic-desk"])
    load_fonts()
    try:
        yield
    finally:
        application.shutdown()
