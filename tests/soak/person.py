"""Somebody who does anything that can be done at the desk, by chance, one thing after another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from random import Random

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from baltic_desk.app.command import Command
from baltic_desk.app.commands import COMMANDS
from baltic_desk.document.geometry import Position
from baltic_desk.document.places import reference
from baltic_desk.ui.assembly import DeskWindow
from tests.gui.desk_hands import WindowHands
from tests.soak.answers import RandomAnswers

_NEVER = frozenset(
    {
        "file.quit",
        "file.print",  # the system's printers
        "sheet.print",
    }
)
_HEAVY = frozenset({"file.export", "sheet.export", "edit.copy-picture", "exercise.compare"})
_OTHER_PROJECT = frozenset({"file.new", "file.open", "file.open-recent", "file.reload"})
_SHIFT, _CTRL, _ALT, _NO = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
_TOOLS = (
    "line",
    "arrow",
    "freehand",
    "polygon",
    "rectangle",
    "ellipse",
    "corridor",
    "text",
    "mark",
)
_SEARCHES = ("mech inf bn", "s-400", "riga", "mark", "undo", "54.7 20.5", "tank", "phase", "narva")
_STAGE_KEYS = "NNPBWLDCERSTAO[]+-?1"
_LONG = 6
_MOST_FEATURES = 600
_MOST_OVERLAYS = 30
_MOST_PHASES = 10
_MOST_STEPS = 25
_MOST_SHEETS = 6
_MOST_TASKS = 6
_PLACES = ((20.2, 54.2), (27.5, 59.8))


class Person:
    """Hands, eyes and whims.

    Attributes
    ----------
    other_projects
        Whether other projects are opened in between.
    done
        How often each sort of operation was done.
    last
        What was done last: a command by its id.
    """

    def __init__(self, desk: DeskWindow, chance: Random, answers: RandomAnswers) -> None:
        self.desk = desk
        self.hands = WindowHands(desk)
        self.other_projects = False
        self.done: Counter[str] = Counter()
        self.last = ""
        self._chance = chance
        self._answers = answers
        self._commands = [each for each in COMMANDS if each.id not in _NEVER]
        self._sorts: dict[Callable[[], None], float] = {
            self.command: 30.0,
            self.choice: 6.0,
            self.shortcut: 6.0,
            self.click: 12.0,
            self.drag: 12.0,
            self.draw: 10.0,
            self.place: 7.0,
            self.nudge: 6.0,
            self.select: 8.0,
            self.undo: 7.0,
            self.redo: 5.0,
            self.look: 10.0,
            self.fill_in: 8.0,
            self.search: 3.0,
            self.phase: 5.0,
            self.context_menu: 2.0,
            self.save: 2.0,
            self.present: 0.3,
            self.sheets: 0.4,
            self.heavy: 0.25,
        }

    def restrict(self, names: Collection[str]) -> None:
        """Do nothing but operations of these sorts from now on.

        Raises
        ------
        ValueError
            When one of them is not known.
        """
        known = {sort.__name__ for sort in self._sorts}
        if unknown := set(names) - known:
            raise ValueError(f"{', '.join(sorted(unknown))}: of {', '.join(sorted(known))}")
        self._sorts = {
            sort: weight for sort, weight in self._sorts.items() if sort.__name__ in names
        }

    def operate(self) -> str:
        """Do something; what it was."""
        crowd = self._too_much()
        sort = (
            crowd or self._chance.choices(list(self._sorts), weights=list(self._sorts.values()))[0]
        )
        name = self.last = sort.__name__
        self.done[name] += 1
        sort()
        self._leave_what_opened()
        return name

    # -- by name -------------------------------------------------------------------------------

    def command(self) -> None:
        """A command of the table."""
        found = self._chance.choice(self._commands)
        if found.id in _HEAVY or found.id.startswith("present.") or found.choices is not None:
            return
        if found.id in _OTHER_PROJECT and not (self.other_projects and self._now_and_then()):
            return
        self._run(found)

    def choice(self) -> None:
        """An entry of a list in the menus."""
        found = self._chance.choice([each for each in self._commands if each.choices is not None])
        if found.id in _OTHER_PROJECT and not (self.other_projects and self._now_and_then()):
            return
        workspace = self.desk.workspace
        assert found.choices is not None
        assert found.choose is not None
        self.last = found.id
        choices = found.choices(workspace) if found.enabled(workspace) else ()
        if choices:
            found.choose(workspace, self._chance.choice(choices).id)

    def heavy(self) -> None:
        """An export, a picture for the clipboard, a comparison with a student's answers."""
        self.desk.workspace.run(self._chance.choice(sorted(_HEAVY)))

    def save(self) -> None:
        """Save to the project's file."""
        self.desk.workspace.run(self._chance.choice(("file.save", "file.save", "file.save-as")))

    def undo(self) -> None:
        """Take back some steps."""
        for _ in range(self._chance.randrange(1, 8)):
            self.hands.key("z", _CTRL)

    def redo(self) -> None:
        """Do some steps again."""
        for _ in range(self._chance.randrange(1, 8)):
            self.hands.key("z", _CTRL | _SHIFT)

    def nudge(self) -> None:
        """Arrow keys on the map."""
        self.desk.view.setFocus()
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
        for _ in range(self._chance.randrange(1, 6)):
            self.hands.key(self._chance.choice(keys), self._chance.choice((_NO, _SHIFT)))

    def phase(self) -> None:
        """From phase to phase."""
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
        self.hands.key(self._chance.choice(keys), _ALT)

    def shortcut(self) -> None:
        """A letter or function key on the map, whatever it means there."""
        self.desk.view.setFocus()
        key = self._chance.choice("VRLAFPBECTMDHI0123456789.")
        self.hands.key(key, self._chance.choice((_NO, _NO, _SHIFT)))
        if self._chance.random() < 0.3:
            self.hands.key(Qt.Key.Key_Escape)

    # -- on the map ------------------------------------------------------------------------------

    def click(self) -> None:
        """A click, on something or on nothing."""
        self.hands.click(self._place(), keys=self._chance.choice((_NO, _NO, _SHIFT, _CTRL)))

    def drag(self) -> None:
        """Press, move, let go: a thing, a box, a grip."""
        start, end = self._place(), self._anywhere()
        if self._chance.random() < 0.5:
            end = (start[0] + self._chance.gauss(0, 0.2), start[1] + self._chance.gauss(0, 0.1))
        self.hands.drag(start, end, keys=self._chance.choice((_NO, _NO, _NO, _SHIFT, _ALT)))

    def draw(self) -> None:
        """A drawing tool, some points, and the end of it."""
        workspace = self.desk.workspace
        workspace.run(f"insert.{self._chance.choice((*_TOOLS, 'ring'))}")
        start = self._anywhere()
        if self._chance.random() < 0.3:
            self.hands.drag(start, self._anywhere())
        else:
            for _ in range(self._chance.randrange(1, 6)):
                self.hands.click(self._anywhere())
                if self._chance.random() < 0.15:
                    self.hands.type(self._chance.choice(("40", "120 250", "090", "12.5")))
        if self._chance.random() < 0.4:
            self.hands.type("Text")
        self.hands.key(
            self._chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape))
        )
        if self._chance.random() < 0.7:
            self.desk.view.setFocus()
            self.hands.key(Qt.Key.Key_Escape)

    def place(self) -> None:
        """A unit or system by typing it into the palette, as people do."""
        sort = ("mech inf bn hostile", "S-400", "tank coy", "armd bde friend", "SA-21", "radar")
        lon, lat = self._anywhere()
        self.hands.key("p", _CTRL | _SHIFT)
        self._type_quickly(f"{self._chance.choice(sort)} @ {lat:.3f} {lon:.3f}")
        self.hands.key(Qt.Key.Key_Return)

    def look(self) -> None:
        """The wheel, or a shift of the map."""
        view = self.desk.view
        match self._chance.randrange(4):
            case 0:
                self._wheel(self._chance.choice((120, -120)))
            case 1:
                view.pan_px(self._chance.uniform(-300, 300), self._chance.uniform(-200, 200))
            case 2:
                view.look_at(self._anywhere(), self._chance.choice((60.0, 200.0, 600.0, 1500.0)))
            case _:
                self.desk.workspace.run(
                    self._chance.choice(("view.fit-all", "view.fit-region", "view.fit-selection"))
                )

    def select(self) -> None:
        """Some features by chance, or all in a box."""
        ids = [feature.id for feature in self.desk.workspace.document.features()]
        if ids and self._chance.random() < 0.6:
            some = self._chance.sample(ids, min(len(ids), self._chance.choice((1, 1, 2, 5, 30))))
            self.desk.workspace.session.select(some)
        else:
            self.desk.workspace.run("tool.select")
            self.hands.drag(self._anywhere(), self._anywhere())

    def context_menu(self) -> None:
        """The menu of a right click, looked at and left, or its first entries tried."""
        self.desk.view.setFocus()
        self.hands.key(Qt.Key.Key_F10, _SHIFT)
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            for _ in range(self._chance.randrange(4)):
                QTest.keyPress(popup, Qt.Key.Key_Down)
            popup.close()

    # -- in panels and windows ---------------------------------------------------------------------

    def fill_in(self) -> None:
        """A field of a panel that is on show: other text, another choice."""
        fields: list[QWidget] = [
            *self.desk.window.findChildren(QLineEdit),
            *self.desk.window.findChildren(QPlainTextEdit),
            *self.desk.window.findChildren(QComboBox),
        ]
        shown = [each for each in fields if each.isVisible() and each.isEnabled()]
        if not shown:
            return
        field = self._chance.choice(shown)
        field.setFocus()
        if isinstance(field, QComboBox) and not field.isEditable():
            QTest.keyPress(field, self._chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        else:
            if isinstance(field, QLineEdit | QPlainTextEdit):
                field.selectAll()
            self._type_quickly(self._answers.word()[:40])
            self.hands.key(
                self._chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape))
            )
        QApplication.processEvents()

    def search(self) -> None:
        """The palette or the search for places, and what it finds."""
        if self._chance.random() < 0.5:
            self.hands.key("g", _CTRL)
        else:
            self.hands.key("p", _CTRL | _SHIFT)
        self._type_quickly(self._chance.choice(_SEARCHES))
        self.hands.key(Qt.Key.Key_Escape)

    def present(self) -> None:
        """Some steps on the stage, and back."""
        self.desk.workspace.run(self._chance.choice(("present.start", "present.here")))
        presentation = self.desk.present.presentation
        if presentation is None:
            return
        for _ in range(self._chance.randrange(3, 12)):
            QTest.keyPress(presentation.stage, self._chance.choice(_STAGE_KEYS))
            QTest.qWait(self._chance.choice((0, 10, 60)))
        presentation.end()
        QApplication.processEvents()

    def sheets(self) -> None:
        """The editor of sheets: opened, paged, something of it changed, closed."""
        workspace = self.desk.workspace
        workspace.run("sheet.edit" if workspace.document.layouts() else "sheet.new")
        editor = self.desk.sheets.editor
        if editor.isVisible():
            QTest.qWait(self._chance.choice((0, 50, 150)))
            boxes = [box for box in editor.findChildren(QComboBox) if box.isVisible()]
            if boxes:
                box = self._chance.choice(boxes)
                QTest.keyPress(box, Qt.Key.Key_Down)
            editor.turn(1)
            QTest.qWait(30)
            editor.close()

    # -- inside ------------------------------------------------------------------------------------

    def thin_out(self) -> None:
        """Take away half of what is there."""
        workspace = self.desk.workspace
        ids = [feature.id for feature in workspace.document.features()]
        workspace.session.select(self._chance.sample(ids, len(ids) // 2))
        workspace.run("edit.delete")

    def tidy_overlays(self) -> None:
        """Take away the overlay that is drawn on."""
        self._answers_until("overlay.delete", lambda: len(self.desk.workspace.document.overlays()))

    def tidy_phases(self) -> None:
        """Take away the phase that is shown."""
        self._answers_until("phase.delete", lambda: len(self.desk.workspace.document.phases()))

    def tidy_steps(self) -> None:
        """Take away the step at hand, the first if none is."""
        workspace = self.desk.workspace
        workspace.take_step(self._chance.choice(workspace.document.steps()).id)
        self._answers_until("briefing.delete", lambda: len(workspace.document.steps()))

    def tidy_sheets(self) -> None:
        """Take away a sheet."""
        self._answers_until("sheet.delete", lambda: len(self.desk.workspace.document.layouts()))

    def tidy_tasks(self) -> None:
        """Take away a task."""
        self._answers_until("task.delete", lambda: len(self.desk.workspace.document.tasks()))

    def _answers_until(self, command_id: str, count: Callable[[], int]) -> None:
        """Run a command until it was answered so that it took effect, five times at most."""
        before = count()
        for _ in range(5):
            self.desk.workspace.run(command_id)
            if count() < before:
                return

    def _too_much(self) -> Callable[[], None] | None:
        """What has to be thinned out for the project to stay as large as it is."""
        document = self.desk.workspace.document
        if sum(1 for _ in document.features()) > _MOST_FEATURES:
            return self.thin_out
        if len(document.overlays()) > _MOST_OVERLAYS:
            return self.tidy_overlays
        if len(document.phases()) > _MOST_PHASES:
            return self.tidy_phases
        if len(document.steps()) > _MOST_STEPS:
            return self.tidy_steps
        if len(document.layouts()) > _MOST_SHEETS:
            return self.tidy_sheets
        if len(document.tasks()) > _MOST_TASKS:
            return self.tidy_tasks
        return None

    def _run(self, found: Command) -> None:
        self.last = found.id
        if found.enabled(self.desk.workspace):
            found.run(self.desk.workspace)

    def _now_and_then(self) -> bool:
        return self._chance.random() < 0.3

    def _anywhere(self) -> Position:
        if self._chance.random() < 0.5:
            width, height = self.desk.view.size_px()
            px = (self._chance.uniform(0, width), self._chance.uniform(0, height))
            lon, lat = self.desk.view.to_position(px)
            if -179 < lon < 179 and -80 < lat < 80:
                return lon, lat
        (west, south), (east, north) = _PLACES
        return self._chance.uniform(west, east), self._chance.uniform(south, north)

    def _place(self) -> Position:
        """Where something is, if there is anything."""
        if self._chance.random() < 0.3:
            return self._anywhere()
        features = list(self.desk.workspace.document.features())
        return reference(self._chance.choice(features)) if features else self._anywhere()

    def _wheel(self, by: int) -> None:
        viewport = self.desk.view.viewport()
        at = QPointF(viewport.width() * self._chance.random(), viewport.height() / 2)
        event = QWheelEvent(
            at,
            QPointF(viewport.mapToGlobal(at.toPoint())),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            _NO,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def _type_quickly(self, text: str) -> None:
        """Type a short text, paste a longer one."""
        if len(text) > _LONG:
            QApplication.clipboard().setText(text)
            self.hands.key(Qt.Key.Key_V, _CTRL)
            return
        # QTest ends the process for a letter that is not in Latin 1.
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                receiver = QApplication.focusWidget() or self.desk.view
                QApplication.sendEvent(receiver, QKeyEvent(kind, _key(letter), _NO, letter))

    def _leave_what_opened(self) -> None:
        """Close what lies over the map: menus, dialogs without a question, other windows."""
        for _ in range(5):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()
        desk = self.desk
        if desk.present.presentation is not None:
            desk.present.presentation.end()
        for window in QApplication.topLevelWidgets():
            dialog = isinstance(window, QDialog) or window.parent() is None
            if window is not desk.window and window.isVisible() and dialog:
                window.close()
        focus = QApplication.focusWidget()
        if focus is None or not desk.window.isAncestorOf(focus) or self._chance.random() < 0.3:
            desk.window.activateWindow()
            desk.view.setFocus()


def _key(letter: str) -> int:
    """Qt's number for a key that gives a letter: that of its capital, as for real keyboards."""
    return {"\n": int(Qt.Key.Key_Return)}.get(letter, ord(letter.upper()[0]) & 0xFFFFFF)
