"""Says once per visit to a later phase that what is edited is stored in that phase."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app import phases
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.panels.following import Following


class PhaseNotice(QObject):
    """Adds a sentence to the status line after the first edit in a phase that is not the first."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._told_in: str | None = None
        self._order: tuple[str, ...] = ()
        self._said = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)
        self._stop_stored = workspace.document.on_stored(self._stored)
        self._following = Following(
            workspace, self, rebound=self._rebind, phased=self._phased, told=self._heard
        )
        self._phased()

    def _rebind(self) -> None:
        self._stop_stored = self._workspace.document.on_stored(self._stored)
        self._told_in = None
        self._phased()

    def _phased(self) -> None:
        document = self._workspace.document
        self._order = tuple(phase.id for phase in document.phases())
        if document.phase != self._told_in:
            self._told_in = None

    def _stored(self, ids: frozenset[str]) -> None:
        document = self._workspace.document
        phase = document.phase
        if phase is None or phase == self._told_in or document.history.redo_label is not None:
            return
        # Phases that are rearranged rewrite what they change, which is no edit of a feature.
        if tuple(each.id for each in document.phases()) != self._order or phase == self._order[0]:
            return
        if any(document.change_in(phase, each) is not None for each in ids):
            self._told_in = phase
            self._said = False
            self._soon.start()

    def _heard(self, topic: str) -> None:
        if topic == "message":
            self._said = True

    def _tell(self) -> None:
        workspace = self._workspace
        if phases.shown(workspace) is None or workspace.document.phase != self._told_in:
            return
        notice = f"Editing phase {phases.number(workspace)}: changes are stored there."
        workspace.say(f"{workspace.message} {notice}" if self._said else notice)
