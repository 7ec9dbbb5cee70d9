"""The window in which a sheet is laid out: its properties, and the page beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app import files
from baltic_desk.app import sheet_editing as editing
from baltic_desk.app.commands import command
from baltic_desk.app.sheet_editing import at_hand, name_of
from baltic_desk.app.sheet_report import summary
from baltic_desk.app.workspace import Workspace
from baltic_desk.app.writing import Writing
from baltic_desk.document.layout import Layout, page_mm
from baltic_desk.document.store import Diff
from baltic_desk.ui.actions import shown_shortcut
from baltic_desk.ui.export.image import Means
from baltic_desk.ui.fields.choosing import ChoiceField
from baltic_desk.ui.fields.field import Value
from baltic_desk.ui.form import Form, wrong_colour
from baltic_desk.ui.icons import icon
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import tooltip
from baltic_desk.ui.sheets.menu_button import menu_button
from baltic_desk.ui.sheets.page_bar import PageBar
from baltic_desk.ui.sheets.page_view import PageView
from baltic_desk.ui.sheets.preview_painter import PreviewPainter
from baltic_desk.ui.sheets.rows import content_choice, groups, sheet_rows

_FORM_PX = 330
_ICON = QSize(18, 18)
_MANAGE = ("sheet.new", "sheet.duplicate", "sheet.rename", "sheet.delete")
_PLACE = ("sheet.fit-drawn", "sheet.fit-view", "sheet.centre-selection", "sheet.frame")
_KEYS = (
    "edit.undo", "edit.redo", "file.save", "sheet.export", "sheet.print", "sheet.frame",
)  # fmt: skip
_SHORT = {
    "sheet.fit-drawn": "Fit to Drawn",
    "sheet.fit-view": "Fit to View",
    "sheet.centre-selection": "Centre on Selection",
    "sheet.frame": "Frame on Map",
}
_ICONS = {
    "sheet.save-template": "overlay-add",
    "sheet.fit-view": "region",
    "sheet.frame": "move-to",
}
_NONE = "There is no sheet yet. “New Sheet” makes one of all that is drawn."


class SheetEditor(QWidget):
    """A window of its own, open beside the map; it shows the sheet at hand.

    Parameters
    ----------
    means
        Gives base map, symbols and terrain of the window as they are now.
    """

    hidden = Signal()
    emptied = Signal()
    """There is no sheet to show."""
    turned = Signal()
    """Another page is looked at."""

    def __init__(self, workspace: Workspace, means: Callable[[], Means]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._workspace = workspace
        self._rows = {row.id: row for row in sheet_rows()}
        self._commands: list[tuple[QToolButton | QPushButton, str]] = []
        self._entries: list[tuple[QAction, str]] = []
        self.setObjectName("sheet-editor")
        self.setMinimumSize(760, 480)
        self.painter = PreviewPainter(means, self)
        self.page_view = PageView()
        self._writing = Writing()
        rows = groups(tuple(self._rows.values()))
        self.form = Form(rows, keep=self._keep, withdraw=self._withdraw)
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("Sheet")
        self.chooser.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.told = words("", faint=True)
        self.amiss = words("")
        self.bar = PageBar(self.page_view)
        self._lay_out()
        self._add_keys()
        self.chooser.activated.connect(self._choose)
        self.form.changed.connect(self._changed)
        self.page_view.looked.connect(self._look)
        self.page_view.turned.connect(self.turn)
        self.bar.turned.connect(self.turn)
        self.painter.planned.connect(self._tell)
        self.painter.came.connect(self._show_page)
        self.painter.failed.connect(self._fail)
        self._following = Following(
            workspace,
            self,
            rebound=self.refresh,
            changed=self._document_changed,
            selected=self._enable,
            told=self._hear,
            phased=self.refresh,
        )

    @property
    def layout_at_hand(self) -> Layout | None:
        """The sheet that is edited."""
        return at_hand(self._workspace)

    @property
    def sheet_number(self) -> int:
        """Number of the sheet whose page is looked at; 0 while none is."""
        pages, at = self.painter.pages, self.painter.page
        return pages[at].sheet.number if at < len(pages) else 0

    def open(self) -> None:
        """Show the window with the sheet at hand, and give it the keyboard."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.refresh()
        self.form.field("paper").setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the sheet at hand as it is."""
        layout = self.layout_at_hand
        self.chooser.clear()
        for each in self._workspace.document.layouts():
            self.chooser.addItem(name_of(each), each.id)
            if each == layout:
                self.chooser.setCurrentIndex(self.chooser.count() - 1)
        self.chooser.setEnabled(layout is not None)
        self.form.setEnabled(layout is not None)
        title = self._workspace.title
        self.setWindowTitle(f"{name_of(layout)} — {title}" if layout else f"Sheets — {title}")
        self._enable()
        if layout is None:
            self.painter.rest()
            self.emptied.emit()
            self.told.setText("")
            self.amiss.setText("")
            self.page_view.show_image(None, stale=False, told=_NONE)
            return
        document = self._workspace.document
        content = self.form.field("content")
        assert isinstance(content, ChoiceField)
        content.offer(content_choice(document))
        self.form.show_values({i: row.read(document, layout) for i, row in self._rows.items()})
        self._paint_soon(layout)

    def turn(self, by: int) -> None:
        """Show a page further on or back."""
        self._look_at(self.painter.page + by)
        self.turned.emit()

    def close_work(self) -> None:
        """Hear and paint no more: the window about it ends."""
        self._following.stop()
        self.painter.rest()
        self.close()

    # -- events ----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        self.form.settle()
        self.painter.rest()
        event.accept()
        self.hidden.emit()

    # -- what the workspace says -----------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        match topic:
            case "sheet" | "path":
                self.refresh_if_shown()
            case "settle":
                self.form.settle()
            case _:
                pass

    def _document_changed(self, _diff: Diff) -> None:
        self.refresh_if_shown()

    def refresh_if_shown(self) -> None:
        """As `refresh`, while somebody looks."""
        if self.isVisible():
            self.refresh()

    # -- what the person does --------------------------------------------------------------------

    def _choose(self, index: int) -> None:
        self.form.settle()
        self._workspace.take_sheet(str(self.chooser.itemData(index)))

    def _changed(self, row_id: str, value: Value) -> None:
        row = self._rows[row_id]
        try:
            self._write(row_id, value, more=False)
        except ValueError as error:
            self.form.refuse(row_id, str(error))
            return
        now = self.layout_at_hand
        if now is not None:  # what came to the same is written as it is kept
            self.form.show_values({row_id: row.read(self._workspace.document, now)})

    def _keep(self, row_id: str, text: str) -> bool:
        try:
            self._write(row_id, text, more=True)
        except ValueError:
            return False
        return self.layout_at_hand is not None

    def _withdraw(self, row_id: str) -> bool:
        layout, document = self.layout_at_hand, self._workspace.document
        return layout is not None and self._writing.take_back(document, (layout.id, row_id))

    def _write(self, row_id: str, value: Value, *, more: bool) -> None:
        layout, row, workspace = self.layout_at_hand, self._rows[row_id], self._workspace
        if layout is None:
            return

        def write() -> None:
            if row_id == "marking":
                project = workspace.document.project
                files.with_title(workspace, project.title, str(value or ""), project.description)
                return
            label = f"Change {row.title.lower()} of {{}}"
            editing.change_sheet(workspace, layout.id, label, lambda each: row.write(each, value))

        self._writing.put(workspace.document, (layout.id, row_id), write, more=more)

    def _run(self, command_id: str) -> None:
        self.form.settle()
        self._workspace.run(command_id)
        self._enable()

    # -- the page --------------------------------------------------------------------------------

    def _paint_soon(self, layout: Layout) -> None:
        self.page_view.show_page(page_mm(layout))
        self.page_view.show_image(self.painter.image, stale=True)
        self.painter.show(self._workspace.document, layout, at_once=self.painter.plan is None)
        self._look()

    def _look(self) -> None:
        self._look_at(self.painter.page)

    def _look_at(self, page: int) -> None:
        self.painter.look(page, self.page_view.px_per_mm * self.devicePixelRatioF())
        self.page_view.show_image(self.painter.image, stale=self.painter.busy)
        self.bar.tell_zoom()
        self._tell_page()

    def _show_page(self) -> None:
        self.page_view.show_image(self.painter.image, stale=False)
        self._tell_page()

    def _tell(self) -> None:
        plan = self.painter.plan
        if plan is None:
            return
        self.told.setText(" ".join(filter(None, (summary(plan), self.painter.left_out))))
        self._complain("\n".join(self.painter.problems))
        self._tell_page()

    def _fail(self, why: str) -> None:
        self.told.setText("")
        self._complain(why)
        self.page_view.show_image(None, stale=False, told=why)
        self._tell_page()

    def _complain(self, text: str) -> None:
        self.amiss.setText(text)
        self.amiss.setVisible(bool(text))
        palette = self.amiss.palette()
        palette.setColor(self.amiss.foregroundRole(), wrong_colour(self.palette()))
        self.amiss.setPalette(palette)

    def _tell_page(self) -> None:
        pages, at = self.painter.pages, self.painter.page
        more = ""
        if at < len(pages):
            more = f"sheet {pages[at].sheet.number}{', continued' if pages[at].is_list else ''}"
        self.bar.tell_page(at, len(pages), more)

    def _enable(self) -> None:
        for button, command_id in (*self._commands, *self._entries):
            button.setEnabled(command(command_id).enabled(self._workspace))

    # -- its parts -------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.chooser)
        for command_id in _MANAGE:
            top.addWidget(self._command_button(command_id, short=False))
        more, self._entries = menu_button(self._workspace, self, self._run)
        more.menu().aboutToShow.connect(self._enable)
        top.addWidget(more)
        top.addSpacing(12)
        for command_id in _PLACE:
            top.addWidget(self._command_button(command_id, short=True))
        top.addStretch(1)
        self.chooser.setMinimumWidth(150)
        for command_id, title in (("sheet.print", "Print…"), ("sheet.export", "Export…")):
            push = QPushButton(title)
            self._bind(push, command_id)
            top.addWidget(push)
        push.setDefault(True)

        scrolled = QScrollArea()
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.form)
        rows.addStretch(1)
        scrolled.setWidget(inner)
        scrolled.setWidgetResizable(True)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setMinimumWidth(_FORM_PX)

        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 8, 8)
        column.addWidget(self.bar)
        column.addWidget(self.page_view, 1)
        column.addWidget(self.told)
        column.addWidget(self.amiss)
        self.amiss.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(scrolled)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setCollapsible(0, False)
        split.setCollapsible(1, False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        top.setContentsMargins(8, 0, 8, 0)
        whole.addLayout(top)
        whole.addWidget(split, 1)

    def _command_button(self, command_id: str, *, short: bool) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon(_ICONS.get(command_id) or command(command_id).icon))
        button.setIconSize(_ICON)
        if short:
            button.setText(_SHORT[command_id])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._bind(button, command_id)
        return button

    def _bind(self, button: QToolButton | QPushButton, command_id: str) -> None:
        of = command(command_id)
        keys = shown_shortcut(of)
        title = of.title.rstrip("…")
        button.setToolTip(tooltip(f"{title}  {keys}" if keys else title))
        button.setAccessibleName(title)
        button.clicked.connect(partial(self._run, command_id))
        self._commands.append((button, command_id))

    def _add_keys(self) -> None:
        for command_id in _KEYS:
            action = QAction(self)
            action.setShortcuts([QKeySequence(keys) for keys in command(command_id).shortcuts])
            action.triggered.connect(partial(self._run, command_id))
            self.addAction(action)
        for keys, act in (
            ("Ctrl+W", self.close),
            ("Ctrl+PgDown", partial(self.turn, 1)),
            ("Ctrl+PgUp", partial(self.turn, -1)),
            ("Ctrl+0", self.bar.whole),
            ("Ctrl+1", self.bar.true_size),
            ("Ctrl++", self.bar.nearer),
            ("Ctrl+-", self.bar.farther),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
            self.addAction(action)
