"""Recovery in the window: what is offered at the start, and signs of life while one works."""

from __future__ import annotations

import logging
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app import files
from baltic_desk.app.answering import at_once, is_same
from baltic_desk.app.autosave import Autosave
from baltic_desk.app.in_thread import in_thread_for
from baltic_desk.app.recovering import Recovering
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.in_steps import finished
from baltic_desk.io.recovery import sessions_dir
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.recovery.work_picture import WorkPicture

_BEAT_MS = 1000
_ENDING_S = 60.0
"""How long after the system said that it ends the session the window closes without a question."""

_PATIENCE_S = 20.0
"""How long the end waits for a disk: what ends programs gives them a minute or so."""

_log = logging.getLogger(__name__)


class RecoveryDesk(QObject):
    """Offers lost work, and sees to it that work is kept when the end comes without being asked.

    Parameters
    ----------
    autosave
        Who keeps the work of this session.
    """

    def __init__(
        self, workspace: Workspace, window: MainWindow, view: MapView, autosave: Autosave
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._autosave = autosave
        self._ends_at: float | None = None
        self._known: frozenset[str] = frozenset()
        self.recovering = Recovering(workspace, autosave)
        workspace.recovering = self.recovering
        self.picture = WorkPicture(workspace, view, autosave.put_picture, self)
        window.came_to_front.connect(self._look)
        window.closed.connect(self._close)
        self._beat = QTimer(self)
        self._beat.timeout.connect(self.recovering.go_on)
        self._beat.start(_BEAT_MS)

    def begin(self, path: Path | None, sample: Path | None, *, read_only: bool = False) -> None:
        """Offer lost work; then a file is opened, or a sample, unless some is on the desk.

        The offer is first: a file that made the program end is not opened before it is answered.
        """
        recovered = self.recovering.offer()
        if self.session_is_ending:
            return
        if recovered:
            # Where that cannot be told at once, to offer it is no mistake.
            own = self._workspace.path
            if path is not None and not at_once(lambda: is_same(path, own)):
                self._offer_file(path)
            return
        if path is not None:
            files.load_file(self._workspace, path, read_only=read_only)
        if sample is not None:
            files.load_sample(self._workspace, sample)

    def keep_now(self) -> None:
        """Write into the journal what is not there yet.

        Raises
        ------
        OSError
            When it cannot be kept.
        """
        if not self._flushed():
            raise OSError(self._autosave.warning or "the disk does not answer")

    def session_ends(self) -> None:
        """The system is about to end the program: all is kept, and nothing is asked."""
        self._settle()
        self._flushed()
        self.recovering.prove()
        self._ends_at = monotonic() + _ENDING_S

    @property
    def session_is_ending(self) -> bool:
        """Whether the system said a moment ago that it ends the program."""
        return self._ends_at is not None and monotonic() < self._ends_at

    def _flushed(self) -> bool:
        """Write what is not in the journal yet; whether all is there. A stuck disk is given up."""
        finished(in_thread_for(self._autosave.flush, _PATIENCE_S))
        return self._autosave.kept

    def _settle(self) -> None:
        # What is half typed belongs to the work; if it cannot be taken, the rest is kept without.
        try:
            self._workspace.settle()
        except Exception:  # noqa: BLE001 - whatever is broken, the journal is to be written
            _log.exception("what was being typed is not kept")

    def _offer_file(self, path: Path) -> None:
        self._window.banner.put(
            "begin",
            f"{path.name} has not been opened, because recovered work is on the desk.",
            (("Open", lambda: files.open_file(self._workspace, path)),),
        )

    def _look(self) -> None:
        """Other sessions may have ended meanwhile; looked at closely only when some have come."""
        own = self._autosave.folder
        known = _names(sessions_dir()) - {own.name if own is not None else ""}
        if known != self._known:
            self._known = known
            self.recovering.look()

    def _close(self) -> None:
        self._beat.stop()
        self.picture.close()


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()
