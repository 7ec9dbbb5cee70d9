"""The page of tasks: each with its words and the features that answer it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import task_editing
from baltic_desk.app.extent import extent
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.feature import Feature
from baltic_desk.document.lesson import Task
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.titles import feature_title, kind_icon
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import tooltip

_ID = Qt.ItemDataRole.UserRole
_TEXT_PX = 96
_NONE = "There are no tasks. “New” makes one: a title, what is to be done, and how exactly."


class TaskPage(QWidget):
    """Tasks with what answers them below; a click on a feature selects it, Enter shows it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._busy = False
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(1)
        self.tree.setAccessibleName("Tasks and what answers them")
        self.tree.setIconSize(QSize(16, 16))
        self.hint = words(_NONE, faint=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_PX)
        self.text.setAccessibleName("What is to be done")
        self.tolerances = words("", faint=True)
        self.add = _button("task", "New task")
        self.edit = _button("rename", "Edit task")
        self.earlier = _button("raise", "Task earlier")
        self.later = _button("lower", "Task later")
        self.delete = _button("delete", "Delete task")
        self.answer = QPushButton("Use Selected as Answer")
        self.solution = QPushButton("Mark as Solution")
        self.compare = QPushButton("Compare with Answer File…")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._lay_out()
        for button, command in (
            (self.add, "task.add"),
            (self.edit, "task.edit"),
            (self.earlier, "task.earlier"),
            (self.later, "task.later"),
            (self.delete, "task.delete"),
            (self.compare, "exercise.compare"),
        ):
            button.setProperty("command", command)
            button.clicked.connect(self._run)
        self.answer.clicked.connect(self._use_as_answer)
        self.solution.clicked.connect(self._mark_as_solution)
        self.tree.currentItemChanged.connect(self._chosen)
        self.tree.itemActivated.connect(self._show_on_map)
        self._following = Following(
            workspace,
            self,
            rebound=self.refresh,
            changed=lambda _diff: self._soon.start(),
            selected=self._enable,
            told=self._hear,
        )
        self.refresh()

    def refresh(self) -> None:
        """Show the tasks and answers as they are."""
        self._soon.stop()
        self._busy = True
        focus = self.tree.currentItem()
        kept = None if focus is None else str(focus.data(0, _ID))  # pyright: ignore[reportUnnecessaryComparison]
        self.tree.clear()
        tasks = self._workspace.document.tasks()
        for number, task in enumerate(tasks, start=1):
            self._add(number, task, kept)
        self._busy = False
        self.hint.setVisible(not tasks)
        self.tree.setVisible(bool(tasks))
        self.text.setVisible(bool(tasks))
        self._show_task()

    def _add(self, number: int, task: Task, kept: str | None) -> None:
        features = task_editing.answering_features(self._workspace, task.id)
        row = QTreeWidgetItem([f"{number}. {task_editing.title_of(task)}"])
        row.setData(0, _ID, task.id)
        row.setToolTip(0, tooltip(task.text))
        self.tree.addTopLevelItem(row)
        row.setExpanded(True)
        for feature in features:
            part = "solution" if task_editing.is_solution(self._workspace, feature) else "answer"
            child = QTreeWidgetItem([f"{feature_title(feature)} · {part}"])
            child.setData(0, _ID, feature.id)
            child.setIcon(0, icon(kind_icon(feature)))
            row.addChild(child)
            if feature.id == kept:
                self.tree.setCurrentItem(child)
        now = task_editing.current_task(self._workspace)
        if self.tree.currentItem() is None and task == now:  # pyright: ignore[reportUnnecessaryComparison]
            self.tree.setCurrentItem(row)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for button in (self.add, self.edit, self.earlier, self.later, self.delete):
            tools.addWidget(button)
        tools.addStretch(1)
        marks = QHBoxLayout()
        marks.addWidget(self.answer)
        marks.addWidget(self.solution)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 8)
        column.setSpacing(6)
        column.addLayout(tools)
        column.addWidget(self.hint)
        column.addWidget(self.tree, 1)
        column.addWidget(self.text)
        column.addWidget(self.tolerances)
        column.addLayout(marks)
        column.addWidget(self.compare)
        column.addStretch(0)
        self.setFocusProxy(self.tree)

    # -- what the workspace says -----------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        if topic == "task":
            self.refresh()

    def _show_task(self) -> None:
        task = task_editing.current_task(self._workspace)
        self.text.setPlainText("" if task is None else task.text)
        # A student's file has no tolerances, and shows none that would only be guessed.
        exact = "" if task is None or task.tolerances is None else task.tolerances
        said = f"Compared: {task_editing.tolerance_text(exact)}" if exact else ""
        self.tolerances.setText(said)
        self.tolerances.setVisible(bool(said))
        self._enable()

    def _enable(self) -> None:
        tasks = self._workspace.document.tasks()
        for button in (self.edit, self.delete):
            button.setEnabled(bool(tasks))
        for button in (self.earlier, self.later):
            button.setEnabled(len(tasks) > 1)
        for button in (self.answer, self.solution):
            button.setEnabled(bool(tasks) and self._workspace.any_selected())

    # -- what the person does ----------------------------------------------------------------------

    def _run(self) -> None:
        button = self.sender()
        if isinstance(button, QWidget):
            self._workspace.run(str(button.property("command")))

    def _use_as_answer(self) -> None:
        task = task_editing.current_task(self._workspace)
        if task is not None:
            task_editing.use_as_answer(self._workspace, task.id)

    def _mark_as_solution(self) -> None:
        task = task_editing.current_task(self._workspace)
        if task is not None:
            task_editing.mark_as_solution(self._workspace, task.id)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if self._busy or item is None:
            return
        above = item.parent()
        task = item if above is None else above  # pyright: ignore[reportUnnecessaryComparison]
        self._workspace.task = str(task.data(0, _ID))
        self._show_task()
        feature = self._feature(item)
        if feature is not None:
            self._workspace.session.select([feature.id])

    def _show_on_map(self, item: QTreeWidgetItem) -> None:
        feature = self._feature(item)
        bounds = None if feature is None else extent([feature])
        if feature is not None and bounds is not None:
            self._workspace.session.select([feature.id])
            self._workspace.camera.fit(bounds)

    def _feature(self, item: QTreeWidgetItem) -> Feature | None:
        return self._workspace.document.feature(str(item.data(0, _ID)))


def _button(name: str, title: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setIconSize(QSize(16, 16))
    button.setAutoRaise(True)
    button.setToolTip(tooltip(title))
    button.setAccessibleName(title)
    return button
