"""What happens when the program itself is at fault: the work is kept, and one can go on.

Whatever nobody has caught comes here, from the window's thread and from others.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from baltic_desk.app.protocols import Ask, Choice, FileKind
from baltic_desk.io.save import SaveError, save
from baltic_desk.ui.program_log import about_program, described, last_lines, log_path, places
from baltic_desk.ui.shield import without_shield

REPORT_NAME = "baltic-desk-report.txt"
_REPORT_LINES = 200
_CHOICES = (Choice("on", "Go On", "reject"), Choice("report", "Save Report…"))
_TEXT = FileKind("Text", (".txt",))

_log = logging.getLogger(__name__)


class FailureReport(QObject):
    """Takes each exception that nobody caught, and shows the first of each kind from its place.

    Attributes
    ----------
    keep
        Writes unsaved work into the recovery journal now.

    Parameters
    ----------
    ask
        Who shows it to the person and waits.
    """

    _elsewhere = Signal(str, str)

    def __init__(self, ask: Ask, keep: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.keep = keep
        self._ask = ask
        self._told: set[tuple[type[BaseException], str]] = set()
        self._telling = False
        # To the window's thread, where there may be a dialog.
        self._elsewhere.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over from Python's own hooks: in this thread, in others, and in destructors."""
        sys.excepthook = self.report
        threading.excepthook = self._of_thread
        sys.unraisablehook = self._unraisable

    def report(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log a failure; keep the work and show it if it is the first of its kind there."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        without_shield(error)
        _log.critical("unexpected", exc_info=(kind, error, trace))
        place = next(iter(places(trace)), "")
        first = (kind, place) not in self._told
        self._told.add((kind, place))
        # A fault in painting comes back with every frame: one dialog, and never one on another.
        if not first:
            return
        sentence, said = f"{kind.__name__}: {error}\n{place}", described(error)
        if threading.current_thread() is threading.main_thread():
            self._tell(sentence, said)
        else:
            self._elsewhere.emit(sentence, said)

    def _tell(self, sentence: str, said: str) -> None:
        if self._telling:
            return
        self._telling = True
        try:
            kept = self._keep()
            answer = self._ask.choose("Something went wrong in the program.",
                f"{sentence}\n\n{kept} Save it under a new name to be sure.", _CHOICES)  # fmt: skip
            if answer == "report":
                self._save(said)
        finally:
            self._telling = False

    def _keep(self) -> str:
        # Whatever is broken by now, this must come to its end.
        with suppress(Exception):
            if self.keep is not None:
                self.keep()
            return "Your work is kept in the recovery journal; you can go on."
        return "Your work could not be kept in the recovery journal."

    def _save(self, said: str) -> None:
        path = self._ask.save_file("Save Report", (_TEXT,), Path.home() / REPORT_NAME)
        if path is None:
            return
        try:
            save(path, report_text(said).encode("utf-8", "backslashreplace"), backup=False)
        except SaveError as error:
            self._ask.tell("The report could not be saved.", str(error))

    def _of_thread(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self.report(told.exc_type, told.exc_value, told.exc_traceback)

    @staticmethod
    def _unraisable(told: sys.UnraisableHookArgs) -> None:
        if told.exc_value is not None:
            _log.error("in a destructor", exc_info=told.exc_value)


def report_text(said: str) -> str:
    """What a stranger needs to find the fault: no names, no paths, nothing of the project."""
    return (
        f"{about_program()}\n\n{said}\n\nThe end of the log ({log_path().name}):\n"
        f"{last_lines(_REPORT_LINES)}\n"
    )
