"""The log: what the program and Qt had to say, without anything of what is drawn or where it lies.

A message may cite a name, a text or a path of a project, and logs are sent to strangers. So what
stands in quotation marks is left out, of a path only the end of its name is written (".geojson"),
and of an exception its sort and place, with its words only where they are the interpreter's own.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import re
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from baltic_desk import __version__
from baltic_desk.paths import state_dir

LOG_NAME = "baltic-desk.log"
CRASH_NAME = "baltic-desk-crash.log"
LONGEST_LOG_BYTES = 1_000_000
LOGS_BEFORE = 2
LONGEST_MESSAGE = 2_000

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# The interpreter words these itself, of names in the program and not of what is in a project.
_INTERPRETER_WORDS = (
    AssertionError, AttributeError, ImportError, IndexError, MemoryError, NameError,
    NotImplementedError, RecursionError, RuntimeError, TypeError, ZeroDivisionError,
)  # fmt: skip
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|(?<!\w)'[^']*'|«[^»]*»")
# Names may hold blanks: up to the last that ends as names of files do, all of it is a path.
_FILES = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\\/\n:\"']+)+\.(\w{1,8})\b")
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[\\/][^\\/\s:\"']+)+[\\/]?")
_FRAMES = 30


def log_path() -> Path:
    """Where the log is written."""
    return state_dir() / LOG_NAME


def start_log() -> None:
    """Log to a file in the state folder, and those before it; how it ended at worst beside it."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            path, maxBytes=LONGEST_LOG_BYTES, backupCount=LOGS_BEFORE, encoding="utf-8"
        )
        # A file of its own: it is written to when nothing else can be, so it must not be renamed.
        faulthandler.enable((path.parent / CRASH_NAME).open("w", encoding="utf-8"))
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    qInstallMessageHandler(_qt_message)
    logging.getLogger(__name__).info("%s", about_program())


def about_program() -> str:
    """Versions of the program and of what it runs on."""
    version = ".".join(map(str, sys.version_info[:3]))
    # Not platform.platform(), which asks another program.
    machine = " ".join((platform.system(), platform.release(), platform.machine()))
    return f"BalticDesk {__version__}, Python {version}, Qt {qVersion()}, {machine}"


class PlainFormatter(logging.Formatter):
    """Lines without anything of a project."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        record.message = plain(_said(record))[:LONGEST_MESSAGE]
        record.asctime = self.formatTime(record)
        line = self.formatMessage(record)
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + described(record.exc_info[1])
        return line


def plain(text: str) -> str:
    """A message without what it cites and without folders.

    >>> plain('no symbol for "Brigade HQ" in /media/stick/our plans/north 2.geojson')
    'no symbol for "…" in ….geojson'
    """
    return _FOLDERS.sub("…", _FILES.sub(r"….\1", _QUOTED.sub('"…"', text)))


def _said(record: logging.LogRecord) -> str:
    """The message of a record; of paths in it the suffix, of failed system calls the reason."""
    if isinstance(record.args, tuple):
        return str(record.msg) % tuple(map(_nameless, record.args)) if record.args else record.msg
    return record.getMessage()


def _nameless(argument: object) -> object:
    match argument:
        case Path():
            return f"…{argument.suffix}"
        case OSError():
            return argument.strerror or type(argument).__qualname__
        case _:
            return argument


def described(error: BaseException) -> str:
    """An exception and what led to it, as sorts and places."""
    lines: list[str] = []
    seen: set[int] = set()
    left: BaseException | None = error
    while left is not None and id(left) not in seen:
        seen.add(id(left))
        words = f": {plain(str(left))[:300]}" if type(left) in _INTERPRETER_WORDS else ""
        lines.append(f"  {type(left).__qualname__}{words}")
        lines += [f"    {place}" for place in places(left.__traceback__)]
        left = left.__cause__ or left.__context__
    return "\n".join(lines)


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception went through, the last first."""
    return _placed(traceback.extract_tb(trace))


def _placed(frames: traceback.StackSummary) -> list[str]:
    return [
        f"{Path(frame.filename).name}, line {frame.lineno}, in {frame.name}"
        for frame in reversed(frames[-_FRAMES:])
    ]


def places_of_thread(thread: int) -> list[str]:
    """What a thread is at, the innermost first."""
    frames = sys._current_frames()  # pyright: ignore[reportPrivateUsage] - its documented name
    frame = frames.get(thread)
    return [] if frame is None else _placed(traceback.extract_stack(frame))


def last_lines(count: int) -> str:
    """The end of the log."""
    try:
        lines = log_path().read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-count:])


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    category = getattr(context, "category", "") or "qt"
    logging.getLogger(f"qt.{category}").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
