"""What happens when the program itself is at fault: a log, one plain dialog, and work goes on.

Work in progress is safe in the recovery journal, which nothing here touches.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from baltic_desk import __version__
from baltic_desk.paths import state_dir

LOG_NAME = "baltic-desk.log"
_LOG_BOUND_BYTES = 1_000_000

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger(__name__)


def log_path() -> Path:
    """Where the log is written."""
    return state_dir() / LOG_NAME


def start_log() -> None:
    """Log to a file in the state folder; the one before is kept when it has grown long."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LOG_BOUND_BYTES:
            path.replace(path.with_suffix(".old.log"))
        handler: logging.Handler = logging.FileHandler(path, encoding="utf-8")
        faulthandler.enable(path.open("a", encoding="utf-8"))
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    qInstallMessageHandler(_qt_message)
    _log.info("BalticDesk %s, Python %s, %s", __version__, sys.version, platform.platform())


class FailureReport:
    """An exception hook that logs every failure and shows the first of each kind.

    Parameters
    ----------
    tell
        Shows a message and a detail to the person and waits.
    """

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        self._tell = tell
        self._told: set[tuple[type[BaseException], str]] = set()
        self._telling = False

    def install(self) -> None:
        """Take over from Python's own hook, in this thread and in others."""
        sys.excepthook = self.report

    def report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log a failure; show it if it is the first of its kind from its place."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("unexpected %s", kind.__name__, exc_info=(kind, error, trace))
        place = _place(trace)
        first = (kind, place) not in self._told
        self._told.add((kind, place))
        # A fault in painting comes back with every frame: one dialog, and never one on another.
        in_window = threading.current_thread() is threading.main_thread()
        if first and in_window and not self._telling:
            self._telling = True
            try:
                self._tell(
                    "Something went wrong in the program.",
                    f"{kind.__name__}: {error}\n{place}\n\nYour work is kept in the recovery "
                    f"journal. Save it under a new name to be sure. The log is {log_path()}.",
                )
            finally:
                self._telling = False


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    if not frames:
        return ""
    last = frames[-1]
    return f"{Path(last.filename).name}, line {last.lineno}, in {last.name}"


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    category = getattr(context, "category", "") or "qt"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
