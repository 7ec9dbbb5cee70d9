"""Every question that stops the program, in one place, so that tests can answer it.

Text that came from a file (names, messages, paths) is shown as plain text only: in rich text
`<img src=…>` would load a local file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.protocols import Choice, Field, FileKind, Row
from baltic_desk.document.in_steps import Steps
from baltic_desk.symbology.own_picture import Drawable
from baltic_desk.ui.own_pictures import BOX, OwnDrawing

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from baltic_desk.app.recovering import Recovering

_TITLE = "BalticDesk"
_ROW_IMAGE_PX = 36
_SQUEEZE_PX = 60
_LONG_DETAIL = 60  # characters; a list with such a row is there to be read
_FEW_LINES = 10  # a field of more is text to be read, as wide as it comes

_SHOW_AFTER_S = 0.5
_SLICE_S = 0.05

_T = TypeVar("_T")

_ROLES = {
    "accept": QMessageBox.ButtonRole.AcceptRole,
    "destroy": QMessageBox.ButtonRole.DestructiveRole,
    "reject": QMessageBox.ButtonRole.RejectRole,
}
_BOX_ROLES = {
    "accept": QDialogButtonBox.ButtonRole.AcceptRole,
    "destroy": QDialogButtonBox.ButtonRole.DestructiveRole,
    "reject": QDialogButtonBox.ButtonRole.RejectRole,
}


class WindowAsk:
    """Puts questions in front of the window that is active; satisfies `Ask`."""

    def choose(self, question: str, detail: str, choices: Sequence[Choice]) -> str | None:
        """Id of the chosen answer; None when the question was closed."""
        box = QMessageBox(_parent())
        box.setWindowTitle(_TITLE)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(question)
        box.setInformativeText(detail)
        _plain(box)
        buttons: dict[QPushButton, str] = {}
        for choice, title in zip(choices, _with_mnemonics(choices), strict=True):
            button = QPushButton(title)
            box.addButton(button, _ROLES[choice.role])
            buttons[button] = choice.id
            if choice.role == "reject":
                box.setEscapeButton(button)
        first = next(iter(buttons), None)
        if first is not None:
            box.setDefaultButton(first)
        box.exec()
        clicked = box.clickedButton()
        return buttons.get(clicked) if isinstance(clicked, QPushButton) else None

    def tell(self, message: str, detail: str = "") -> None:
        """Say something that has to be seen before work goes on."""
        box = QMessageBox(_parent())
        box.setWindowTitle(_TITLE)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(message)
        box.setInformativeText(detail)
        _plain(box)
        box.exec()

    def text(self, title: str, label: str, value: str = "") -> str | None:
        """A line of text; None when cancelled."""
        answer = self.form(title, (Field("text", label, value),))
        return None if answer is None else answer["text"]

    def form(self, title: str, fields: Sequence[Field]) -> Mapping[str, str] | None:
        """Texts and choices by field id; None when cancelled."""
        dialog = QDialog(_parent())
        dialog.setWindowTitle(title)
        many_lines = any(field.lines > _FEW_LINES for field in fields)
        dialog.setMinimumWidth(760 if many_lines else 380)
        layout = QVBoxLayout(dialog)
        form = QFormLayout()
        if many_lines:
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        layout.addLayout(form)
        edits: dict[str, QLineEdit | QPlainTextEdit | QComboBox] = {}
        for field in fields:
            edits[field.id] = edit = _edit(field)
            label = QLabel(field.label)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(edit)
            form.addRow(label, edit)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        layout.addWidget(buttons)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        return {key: _value(edit) for key, edit in edits.items()}

    def pick(
        self, title: str, detail: str, rows: Sequence[Row], choices: Sequence[Choice]
    ) -> tuple[str, str] | None:
        """A row of a list and what to do with it (their ids); None when closed."""
        return _Picker(title, detail, rows, choices, _parent()).ask()

    def recover(self, recovering: Recovering, *, aside: bool = False) -> None:
        """Show lost work and do with it what the person wants, until they leave it."""
        from baltic_desk.ui.recovery.dialog import RecoveryDialog

        dialog = RecoveryDialog(recovering, _parent() or _main_window(), aside=aside)
        dialog.exec()
        dialog.deleteLater()

    def open_file(self, title: str, kinds: Sequence[FileKind], folder: Path) -> Path | None:
        """An existing file; None when cancelled."""
        name, _ = QFileDialog.getOpenFileName(_parent(), title, str(folder), _filters(kinds))
        return Path(name) if name else None

    def open_folder(self, title: str, folder: Path) -> Path | None:
        """An existing folder; None when cancelled."""
        name = QFileDialog.getExistingDirectory(_parent(), title, str(folder))
        return Path(name) if name else None

    def save_file(self, title: str, kinds: Sequence[FileKind], suggestion: Path) -> Path | None:
        """A file to write, overwriting already agreed to; None when cancelled."""
        dialog = QFileDialog(_parent(), title, str(suggestion.parent), _filters(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kinds[0].suffixes[0].lstrip("."))
        dialog.selectFile(suggestion.name)
        dialog.filterSelected.connect(_SuffixFollowsFilter(dialog, kinds).follow)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return None
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if chosen else None

    def wait(self, words: str, steps: Steps[_T]) -> _T | None:
        """What comes of long work; after half a second a dialog shows and can end it."""
        begun = looked = monotonic()
        dialog: QProgressDialog | None = None
        try:
            while True:
                try:
                    next(steps)
                except StopIteration as end:
                    return end.value
                now = monotonic()
                if dialog is None:
                    # Until it shows no event is heeded: nothing else may begin meanwhile.
                    if now - begun > _SHOW_AFTER_S:
                        dialog = _progress(words)
                elif now - looked > _SLICE_S:
                    QApplication.processEvents()
                    looked = monotonic()
                    if dialog.wasCanceled():
                        steps.close()
                        return None
        finally:
            if dialog is not None:
                dialog.reset()
                dialog.deleteLater()


def choose_printer(printer: QPrinter, title: str) -> bool:
    """Let the person choose printer, paper and copies in the system's dialog; False to leave it."""
    from PySide6.QtPrintSupport import QPrintDialog

    dialog = QPrintDialog(printer, _parent())
    dialog.setWindowTitle(title)
    return dialog.exec() == QDialog.DialogCode.Accepted


class _SuffixFollowsFilter:
    """Keeps the default suffix of a save dialog that of the chosen sort of file."""

    def __init__(self, dialog: QFileDialog, kinds: Sequence[FileKind]) -> None:
        self._dialog = dialog
        self._suffixes = {_filter(kind): kind.suffixes[0].lstrip(".") for kind in kinds}

    def follow(self, chosen: str) -> None:
        self._dialog.setDefaultSuffix(self._suffixes.get(chosen, ""))


class _Picker(QDialog):
    """A list with one button for each thing that can be done with a row."""

    def __init__(
        self,
        title: str,
        detail: str,
        rows: Sequence[Row],
        choices: Sequence[Choice],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumSize(460, 300)
        layout = QVBoxLayout(self)
        if detail:
            label = QLabel(detail)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        self._list = QListWidget()
        self._list.setAccessibleName(title)
        self._list.setIconSize(QSize(_ROW_IMAGE_PX, _ROW_IMAGE_PX))
        if any(len(row.detail) > _LONG_DETAIL for row in rows):
            self._list.setWordWrap(True)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setSpacing(3)
            self.setMinimumSize(620, 420)
        for row in rows:
            text = f"{row.title}\n{row.detail}" if row.detail else row.title
            item = QListWidgetItem(text, self._list)
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            if row.image is not None:
                item.setIcon(_icon(row.image))
        self._list.setCurrentRow(0)
        layout.addWidget(self._list)
        box = QDialogButtonBox()
        self._answer: str | None = None
        self._ids: dict[QPushButton, str] = {}
        for choice, title in zip(choices, _with_mnemonics(choices), strict=True):
            button = box.addButton(title, _BOX_ROLES[choice.role])
            self._ids[button] = choice.id
            button.clicked.connect(self._clicked)
        if not any(choice.role == "reject" for choice in choices):
            box.addButton(QDialogButtonBox.StandardButton.Cancel).clicked.connect(self.reject)
        layout.addWidget(box)
        # Buttons of a row that is too narrow are squeezed, and their words cut off.
        self.setMinimumWidth(max(self.minimumWidth(), box.sizeHint().width() + _SQUEEZE_PX))
        self._first = choices[0].id
        self._list.itemActivated.connect(self._activated)

    def ask(self) -> tuple[str, str] | None:
        """Row id and choice id; None when closed."""
        self.exec()
        chosen = self._list.selectedItems()
        if self._answer is None or not chosen:
            return None
        return str(chosen[0].data(Qt.ItemDataRole.UserRole)), self._answer

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._answer = self._ids[button]
        self.accept()

    def _activated(self) -> None:
        self._answer = self._first
        self.accept()


def _icon(image: Drawable) -> QIcon:
    drawing = OwnDrawing(image)
    size = drawing.size(_ROW_IMAGE_PX / max(BOX))
    pixels = drawing.raster(max(1, round(2 * size.width())), max(1, round(2 * size.height())))
    pixels.setDevicePixelRatio(2.0)
    return QIcon(QPixmap.fromImage(pixels))


def progress_dialog(words: str, parent: QWidget | None) -> QProgressDialog:
    """A dialog about something that goes on; what is in its words is no markup."""
    dialog = QProgressDialog("", "Cancel", 0, 0, parent)
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    dialog.setLabel(label)
    return dialog


def _progress(words: str) -> QProgressDialog:
    dialog = progress_dialog(words, _parent())
    dialog.setWindowTitle(_TITLE)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(2**31 - 1)  # it shows now, and not when it thinks fit
    dialog.show()
    QApplication.processEvents()
    return dialog


def _parent() -> QWidget | None:
    # A hidden or half-closed window must not own a question: it would never be seen.
    window = QApplication.activeWindow()
    return window if window is not None and window.isVisible() else None


def _main_window() -> QWidget | None:
    # At the start the window may be on show, and not be the active one yet.
    windows = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
    return next((window for window in windows if window.isVisible()), None)


def _with_mnemonics(choices: Sequence[Choice]) -> list[str]:
    """Titles with a letter for Alt each, the first that no earlier button has."""
    taken: set[str] = set()
    titles: list[str] = []
    for choice in choices:
        free = (i for i, c in enumerate(choice.title) if c.isalpha() and c.lower() not in taken)
        at = next(free, None)
        if at is None:
            titles.append(choice.title)
            continue
        taken.add(choice.title[at].lower())
        titles.append(f"{choice.title[:at]}&{choice.title[at:]}")
    return titles


def _plain(box: QMessageBox) -> None:
    # The informative text has a label of its own, which guesses the format if not told.
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)


def _edit(field: Field) -> QLineEdit | QPlainTextEdit | QComboBox:
    if field.choices:
        box = QComboBox()
        for choice in field.choices:
            box.addItem(choice.title, choice.id)
        box.setCurrentIndex(max(0, box.findData(field.value)))
        box.setMinimumWidth(box.sizeHint().width())
        return box
    if field.lines == 1:
        line = QLineEdit(field.value)
        line.selectAll()
        return line
    text = QPlainTextEdit(field.value)
    text.setTabChangesFocus(True)
    text.setFixedHeight(text.fontMetrics().lineSpacing() * field.lines + 12)
    return text


def _value(edit: QLineEdit | QPlainTextEdit | QComboBox) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData())
    return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()


def _filter(kind: FileKind) -> str:
    patterns = " ".join(f"*{suffix}" for suffix in kind.suffixes)
    return f"{kind.title} ({patterns})"


def _filters(kinds: Sequence[FileKind]) -> str:
    return ";;".join(_filter(kind) for kind in kinds)
