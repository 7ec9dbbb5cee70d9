"""A small picture of the map, made now and then while one works: how it looked, for after a crash.

The window's thread only copies what is on the screen, some milliseconds at most; the copy is made
small and encoded in a thread, for those take ten times as long.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage

from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.image_converter import png_of
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.recovery.work_image import HEIGHT_PX, WIDTH_PX

PAUSE_MS = 4_000
"""Without changes, before a picture is made."""
LONGEST_WAIT_S = 30.0
"""After a change: then it is made although there are more."""
LOOK_AGAIN_MS = 500

_log = logging.getLogger(__name__)


class WorkPicture(QObject):
    """Has a picture made some seconds after changes, whenever nothing moves on the map.

    Parameters
    ----------
    put
        Takes the picture as a PNG; called in a thread.
    """

    def __init__(
        self,
        workspace: Workspace,
        view: MapView,
        put: Callable[[bytes], None],
        parent: QObject,
        *,
        pause_ms: int = PAUSE_MS,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._view = view
        self._put = put
        self._pause_ms = pause_ms
        self._since: float | None = None
        self._thread: threading.Thread | None = None
        self._stop_hearing: tuple[Callable[[], None], ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        workspace.subscribe(self._hear)
        self._watch()

    def close(self) -> None:
        """Make no more; one that is being made is waited for."""
        self._timer.stop()
        for stop in self._stop_hearing:
            stop()
        self._stop_hearing = ()
        if self._thread is not None:
            self._thread.join()

    def want(self) -> None:
        """Have a picture made soon."""
        now = monotonic()
        if self._since is None:
            self._since = now
        if now - self._since < LONGEST_WAIT_S or not self._timer.isActive():
            self._timer.start(self._pause_ms)

    def _hear(self, topic: str) -> None:
        if topic == "document":
            self._watch()
            self.want()

    def _watch(self) -> None:
        for stop in self._stop_hearing:
            stop()
        document = self._workspace.document
        self._stop_hearing = document.subscribe(self._changed), document.on_phase(self._changed)

    def _changed(self, _what: object) -> None:
        self.want()

    def _look(self) -> None:
        """Make a picture if there is anything to be kept and nothing moves."""
        if not self._workspace.modified:
            self._since = None
        elif self._busy():
            self._timer.start(LOOK_AGAIN_MS)
        else:
            self._since = None
            image = self._view.viewport().grab().toImage()
            self._thread = threading.Thread(
                target=self._keep, args=(image,), name="picture of the work", daemon=True
            )
            self._thread.start()

    def _busy(self) -> bool:
        view = self._view
        if not view.isVisible() or view.at_rest or view.gliding or view.panning:
            return True
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return True
        if self._thread is not None and self._thread.is_alive():
            return True
        return not view.complete()

    def _keep(self, image: QImage) -> None:
        small = image.scaled(
            WIDTH_PX,
            HEIGHT_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(1.0)
        try:
            self._put(png_of(small))
        except OSError as error:
            _log.warning("no picture of the work is kept: %s", error)
