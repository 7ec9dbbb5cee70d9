"""Keeps a comparison of answers with solutions true while either is worked on, and on the map."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.map.exercise_painting import ShownExercise
from baltic_desk.ui.panels.following import Following

PAUSE_MS = 150
"""It is compared anew when so long nothing has changed."""


class ExerciseMap(Protocol):
    """The map on which answers and solutions are shown."""

    def show_exercise(self, shown: ShownExercise) -> None:
        """Show this; nothing for an empty one."""
        ...


class ExerciseDesk(QObject):
    """Between workspace and map while another file is compared."""

    def __init__(self, workspace: Workspace, shown_on: ExerciseMap, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._map = shown_on
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self.renew)
        self._following = Following(
            workspace,
            self,
            changed=lambda _diff: self._changed(),
            told=self._hear,
            phased=self._changed,  # the other file may differ where this one does not
        )

    def renew(self) -> None:
        """Compare with what the document has become."""
        self._soon.stop()
        exercise = self._workspace.exercise
        if exercise is not None:
            self._workspace.show_exercise(exercise.renewed(self._workspace.document))

    def _changed(self) -> None:
        if self._workspace.exercise is not None:
            self._soon.start()

    def _hear(self, topic: str) -> None:
        if topic == "exercise":
            self._map.show_exercise(ShownExercise.of(self._workspace.exercise))
