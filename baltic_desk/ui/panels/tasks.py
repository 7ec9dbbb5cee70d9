"""The tasks panel: what is to be done, what answers it, and how it compares with another file."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.panels.exercise_page import ExercisePage
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.task_page import TaskPage


class TasksPanel(QWidget):
    """Two pages: tasks with their answers, and the comparison while there is one."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.tasks = TaskPage(workspace)
        self.comparison = ExercisePage(workspace)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.addTab(self.tasks, "Tasks")
        self.pages.addTab(self.comparison, "Comparison")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.setFocusProxy(self.pages)
        self._compares = False
        self._following = Following(workspace, self, told=self._hear)
        self._hear("exercise")

    def _hear(self, topic: str) -> None:
        if topic != "exercise":
            return
        compares = self._workspace.exercise is not None
        if compares != self._compares:
            self.pages.setCurrentWidget(self.comparison if compares else self.tasks)
        self._compares = compares
