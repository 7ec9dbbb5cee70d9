"""The briefing panel: its steps with small pictures, the note of one, and what that holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import briefing_editing as editing
from baltic_desk.app.briefing import step_title
from baltic_desk.app.briefing_commands import go
from baltic_desk.app.commands import command
from baltic_desk.app.workspace import Workspace
from baltic_desk.app.writing import Writing
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.document.store import Diff
from baltic_desk.ui.actions import ChoiceMenu, shown_shortcut
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.briefing_delegate import ROW_PX, StepDelegate
from baltic_desk.ui.panels.briefing_facts import facts_of
from baltic_desk.ui.panels.briefing_holds import HoldsBox
from baltic_desk.ui.panels.briefing_note import NoteField, length_words
from baltic_desk.ui.panels.briefing_rows import StepRows
from baltic_desk.ui.panels.briefing_thumbnails import StepThumbnails
from baltic_desk.ui.panels.briefing_view import StepView
from baltic_desk.ui.panels.elided_line import ElidedLine
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.plain_text import plain_label, tooltip

_BAR = ("briefing.add", "briefing.update", "-", "briefing.up", "briefing.down", "briefing.delete")
_CONTEXT = (
    "briefing.rename", "briefing.note", "briefing.update", "briefing.show-overlays", "-",
    "briefing.duplicate", "briefing.up", "briefing.down", "briefing.delete", "-",
    "briefing.highlight", "briefing.clear-highlights", "briefing.overlays", "briefing.altitude",
    "briefing.theme", "briefing.audience",
)  # fmt: skip
_ICON_PX = 16
_WITHOUT_NOTE_PX = 3 * ROW_PX + 215
"""Three steps, and all of the panel that is neither steps nor note."""


class BriefingPanel(QWidget):
    """Steps in order; the one at hand is the workspace's, and its note is written below.

    Parameters
    ----------
    thumbnails
        Draws the small pictures; without it there are none.
    to_map
        Gives the keyboard back to the map.
    """

    def __init__(
        self,
        workspace: Workspace,
        thumbnails: StepThumbnails | None = None,
        to_map: Callable[[], None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._thumbnails = thumbnails
        self._to_map = to_map
        self._busy = False
        self._buttons: dict[str, QToolButton] = {}
        self.rows = StepRows(
            workspace, thumbnails.picture if thumbnails is not None else lambda _id: None, self
        )
        self.view = StepView(self.rows)
        self._delegate = StepDelegate(self.rows, self.view)
        self.view.setItemDelegate(self._delegate)
        self.note = NoteField()
        self.note.setObjectName("note")
        self.note.keep_by(self._keep_note)
        self._writing = Writing()
        self.holds = HoldsBox()
        self._length = plain_label()
        self._length.setObjectName("faint")
        self._of = ElidedLine()
        self._of.setObjectName("heading")
        self._empty = plain_label(
            "No steps yet.\n\nA step keeps what the map shows: view, phase, overlays, altitude, "
            f"rings. {shown_shortcut(command('briefing.add'))} adds one, "
            f"{shown_shortcut(command('briefing.add-highlighted'))} one in which what is selected "
            "stands out."
        )
        self._empty.setObjectName("faint")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(12, 12, 12, 12)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh)
        self._lay_out()
        self._connect()
        self._following = Following(
            workspace,
            self,
            rebound=self._rebound,
            changed=self._changed,
            selected=self._soon.start,
            told=self._told,
        )
        self._refresh()

    def write_title(self) -> None:
        """Write the title of the step at hand."""
        self._refresh()
        row = self.rows.row_of(self._workspace.step)
        if row is not None:
            self.view.write_title(row)

    def write_note(self) -> None:
        """Write the note of the step at hand."""
        self._refresh()
        if editing.at_hand(self._workspace) is not None:
            self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- parts -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 4, 6, 4)
        bar.setSpacing(2)
        for command_id in _BAR:
            if command_id == "-":
                bar.addStretch(1)
                continue
            button = _button(command_id)
            button.clicked.connect(self._run_button)
            self._buttons[command_id] = button
            bar.addWidget(button)
        self._add_is_named()
        self._middle = QWidget()
        self._stack = QStackedLayout(self._middle)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        heading = QHBoxLayout()
        heading.setContentsMargins(0, 0, 0, 0)
        heading.addWidget(self._of, 1)
        heading.addWidget(self._length)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(8, 6, 8, 4)
        below.setSpacing(4)
        below.addLayout(heading)
        below.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._middle, 1)
        layout.addWidget(self._below)
        layout.addWidget(self.holds)
        self.setFocusProxy(self.view)
        QWidget.setTabOrder(self.view, self.note)

    def _add_is_named(self) -> None:
        button = self._buttons["briefing.add"]
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText("Add Step")

    def _connect(self) -> None:
        view, note = self.view, self.note
        view.go_wanted.connect(self._go)
        view.delete_wanted.connect(self._delete)
        view.move_wanted.connect(self._move)
        view.left.connect(self._leave)
        view.selectionModel().selectionChanged.connect(self._on_selection)
        view.verticalScrollBar().valueChanged.connect(self._want_pictures)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        self._delegate.to_note.connect(self.write_note)
        self._delegate.to_map.connect(self._leave)
        note.given.connect(self._on_note)
        note.left.connect(self._leave)
        note.textChanged.connect(self._show_length)
        self.holds.renew_wanted.connect(self._renew)
        self.holds.clear_wanted.connect(self._clear)
        if self._thumbnails is not None:
            self._thumbnails.came.connect(self.rows.picture_came)

    # -- what the workspace says -----------------------------------------------------------------

    def _rebound(self) -> None:
        if self._thumbnails is not None:
            self._thumbnails.forget()
        self._refresh()

    def _changed(self, _diff: Diff) -> None:
        self._age()

    def _age(self) -> None:
        if self._thumbnails is not None:
            self._thumbnails.age()
        self._soon.start()

    def _told(self, topic: str) -> None:
        match topic:
            case "settle":
                self.note.settle()
            case "step":
                self._refresh()
            case "settings":
                self._age()
            case "rings":
                self._soon.start()
            case _:
                pass

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.make_room(self.height() - _WITHOUT_NOTE_PX)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def _refresh(self) -> None:
        """Show the steps as they are, and the one at hand."""
        self._soon.stop()
        self._busy = True
        self.rows.renew()
        self._stack.setCurrentWidget(self.view if self.rows.rowCount() else self._empty)
        row = self.rows.row_of(self._workspace.step)
        if row is None:
            self.view.clearSelection()
        elif row != self.view.currentIndex().row() or not self.view.selectedIndexes():
            self.view.set_current_row(row)
        self._busy = False
        self._show_step()
        for command_id, button in self._buttons.items():
            button.setEnabled(command(command_id).enabled(self._workspace))
        self._want_pictures()

    def _show_step(self) -> None:
        step = editing.at_hand(self._workspace)
        self._below.setVisible(step is not None)
        self.holds.setVisible(step is not None)
        if step is None:
            self.note.show_note("", "")
            return
        title = self._title(step)
        self._of.show_text(f"Note of {title}")
        self.note.call(title)
        self.note.show_note(step.id, step.note)
        self.holds.show_facts(facts_of(self._workspace.document, step))
        self._show_length()

    def _show_length(self) -> None:
        self._length.setText(length_words(self.note.toPlainText()))

    def _want_pictures(self) -> None:
        if self._thumbnails is None or not self.isVisible():
            return
        seen = self.view.seen_rows()
        ids = [step.id for step in self.rows.steps]
        others = [step_id for row, step_id in enumerate(ids) if row not in seen]
        self._thumbnails.want([*(ids[row] for row in seen if row < len(ids)), *others])

    # -- what the person does --------------------------------------------------------------------

    def _on_selection(self) -> None:
        if self._busy:
            return
        for index in self.view.selectedIndexes():
            self._workspace.take_step(self.rows.steps[index.row()].id)

    def _on_note(self, step_id: str, note: str) -> None:
        self._write_note(step_id, note, more=False)

    def _keep_note(self, step_id: str, note: str) -> bool:
        self._write_note(step_id, note, more=True)
        return True

    def _write_note(self, step_id: str, note: str, *, more: bool) -> None:
        workspace = self._workspace
        write = partial(editing.set_note, workspace, step_id, note)
        self._writing.put(workspace.document, step_id, write, more=more)

    def _go(self, row: int) -> None:
        go(self._workspace, self.rows.steps[row].id)

    def _delete(self, row: int) -> None:
        editing.delete_step(self._workspace, self.rows.steps[row])

    def _move(self, row: int, to: int) -> None:
        if 0 <= to < self.rows.rowCount():
            editing.move_step(self._workspace, self.rows.steps[row], to)

    def _renew(self, what: str) -> None:
        if self._workspace.step is not None:
            editing.renew(self._workspace, self._workspace.step, what)

    def _clear(self, what: str, item: str) -> None:
        if self._workspace.step is not None:
            editing.clear(self._workspace, self._workspace.step, what, item)

    def _leave(self) -> None:
        self._to_map()

    def _run_button(self) -> None:
        sender = self.sender()
        found = (i for i, button in self._buttons.items() if button is sender)
        self._workspace.run(next(found))

    def _open_menu(self, at: QPoint) -> None:
        index = self.view.indexAt(at)
        if not index.isValid():
            return
        self.view.set_current_row(index.row())
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu:
        """What can be done to the step at hand now."""
        workspace, menu = self._workspace, QMenu(self)
        for command_id in _CONTEXT:
            if command_id == "-":
                menu.addSeparator()
                continue
            each = command(command_id)
            if not each.enabled(workspace):
                continue
            if each.choices is not None:
                menu.addMenu(ChoiceMenu(each, workspace, menu))
            else:
                action = menu.addAction(each.title_for(workspace).replace("&", "&&"))
                action.setData(command_id)
                action.triggered.connect(self._run_entry)
        return menu

    def _run_entry(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._workspace.run(str(sender.data()))

    def _title(self, step: BriefingStep) -> str:
        return step_title(step, self.rows.row_of(step.id) or 0)


def _button(command_id: str) -> QToolButton:
    each = command(command_id)
    button = QToolButton()
    button.setIcon(icon(each.icon))
    button.setIconSize(QSize(_ICON_PX, _ICON_PX))
    button.setAutoRaise(True)
    keys = shown_shortcut(each)
    button.setToolTip(tooltip(f"{each.title}  {keys}" if keys else each.title))
    button.setAccessibleName(each.title)
    return button
