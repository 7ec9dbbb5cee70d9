"""The page of a comparison: a row for each answer and solution, with what was found."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from baltic_desk.app.exercise_check import Exercise, feature_of
from baltic_desk.app.extent import extent
from baltic_desk.app.task_editing import title_of
from baltic_desk.app.workspace import Workspace
from baltic_desk.document.exercise import VERDICTS, Result
from baltic_desk.document.lesson import Task
from baltic_desk.ui.map.exercise_painting import colours_on
from baltic_desk.ui.panels.figures_table import FiguresTable
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.titles import feature_title
from baltic_desk.ui.panels.wrapped_words import words

COLUMNS = ("Task and feature", "Result", "Distance", "Radius", "Altitude", "Symbol", "Overlap")
SIGNS = {"right": "✓", "nearly": "≈", "wrong": "✗", "missing": "–", "extra": "+"}
"""What stands before a verdict, so that it is not told by its colour alone."""

_FIRST_PX = 150
_NONE = (
    "Nothing is compared. “Compare with Answer File” opens a second file beside this one: a"
    " student’s beside the solution, or the solution beside a student’s. It changes neither."
)


class ExercisePage(QWidget):
    """A click on a row, or Enter, selects and shows it; the arrow keys select."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._results: tuple[Result, ...] = ()
        self.summary = words(_NONE, faint=True)
        self.table = FiguresTable("Answers beside solutions", COLUMNS, first_px=_FIRST_PX)
        self.whole = words("")
        self.compare = QPushButton("Compare with Answer File…")
        self.keep = QPushButton("Keep as Overlay")
        self.export = QPushButton("Export…")
        self.end = QPushButton("End")
        buttons = QHBoxLayout()
        for button in (self.keep, self.export, self.end):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addWidget(self.compare)
        column.addLayout(buttons)
        self.setFocusProxy(self.table)
        for button, command in (
            (self.compare, "exercise.compare"),
            (self.keep, "exercise.keep"),
            (self.export, "exercise.export"),
            (self.end, "exercise.end"),
        ):
            button.setProperty("command", command)
            button.clicked.connect(self._run)
        self.table.currentCellChanged.connect(self._select)
        self.table.cellClicked.connect(self._show_on_map)
        self.table.cellActivated.connect(self._show_on_map)
        self._following = Following(workspace, self, told=self._hear)
        self._hear("exercise")

    def _hear(self, topic: str) -> None:
        if topic in ("exercise", "settings"):
            self._show(self._workspace.exercise)

    def _show(self, exercise: Exercise | None) -> None:
        self._results = () if exercise is None else exercise.results
        self.summary.setText(
            _NONE
            if exercise is None
            else f"With {exercise.name}: {exercise.summary()}. Dashes on the map: answers."
        )
        self.table.blockSignals(True)
        numbers = {task.id: n for n, task in enumerate(self._tasks(exercise), start=1)}
        self.table.show_rows(
            [_row(result, numbers.get(result.task.id)) for result in self._results]
        )
        self.table.blockSignals(False)
        ground = self.palette().color(QPalette.ColorRole.Base).lightness()
        inks = colours_on(ground, VERDICTS)
        for row, result in enumerate(self._results):
            item = self.table.item(row, 1)
            if item is not None:  # pyright: ignore[reportUnnecessaryComparison]
                item.setForeground(inks[result.verdict])
        for part in (self.table, self.whole, self.keep, self.export, self.end):
            part.setVisible(exercise is not None)
        self.compare.setVisible(exercise is None)
        self._tell(self.table.currentRow())

    def _tasks(self, exercise: Exercise | None) -> tuple[Task, ...]:
        """The tasks of the solution's file."""
        if exercise is None:
            return ()
        return (self._workspace.document if exercise.here_solves else exercise.other).tasks()

    def _tell(self, row: int) -> None:
        known = 0 <= row < len(self._results)
        self.whole.setText(_whole(self._results[row]) if known else "")

    def _run(self) -> None:
        button = self.sender()
        if isinstance(button, QWidget):
            self._workspace.run(str(button.property("command")))

    def _select(self, row: int) -> None:
        self._tell(row)
        exercise = self._workspace.exercise
        if exercise is None or not 0 <= row < len(self._results):
            return
        here = exercise.of_here(self._results[row])
        known = here is not None and self._workspace.document.feature(here.id) is not None
        self._workspace.session.select([here.id] if here is not None and known else [])

    def _show_on_map(self, row: int) -> None:
        if not 0 <= row < len(self._results):
            return
        self._select(row)
        result = self._results[row]
        bounds = extent([each for each in (result.solution, result.answer) if each is not None])
        if bounds is not None:
            self._workspace.camera.fit(bounds)


def _row(result: Result, number: int | None) -> tuple[str, ...]:
    def said(name: str) -> str:
        found = result.criterion(name)
        return "" if found is None else found.text

    title = f"{number or '?'}. {feature_title(feature_of(result))}"
    verdict = f"{SIGNS[result.verdict]} {result.verdict}"
    return (title, verdict, *map(said, ("distance", "radius", "altitude", "symbol", "overlap")))


def _whole(result: Result) -> str:
    """A result in sentences: what was compared, how far off it is, and what is allowed."""
    match result.verdict:
        case "missing":
            return f"{feature_title(feature_of(result))}: no answer was given."
        case "extra":
            return f"{feature_title(feature_of(result))}: there is no solution for it."
        case _:
            pass
    answer, solution = result.answer, result.solution
    assert answer is not None
    assert solution is not None
    parts: list[str] = []
    for each in result.criteria:
        exact = "compared by" if each.name == "symbol" else "allowed"
        judged = f" ({exact} {each.tolerance}): {each.verdict}" if each.verdict else ""
        parts.append(f"{each.name} {each.text}{judged}")
    names = f"{feature_title(answer)} for {feature_title(solution)}"
    return f"{title_of(result.task)}\n{names}: {'; '.join(parts)}."
