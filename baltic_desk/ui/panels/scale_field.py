"""The map's scale, to read, to choose and to type."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from baltic_desk.geo.measure import ScaleError, format_scale, parse_scale

SCALES = (100_000, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 6_000_000)
_OWN_KEYS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape))


class ScaleField(QComboBox):
    """A box of round scales in which any other may be typed.

    `given` bears the denominator that a person chose, `refused` the sentence that says why what
    was typed is no scale, `left` says that they are done and the map should have the keyboard.
    """

    given = Signal(float)
    refused = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._scale = 0.0
        self._line = QLineEdit(self)  # with its parent from the first, or it is drawn framed
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Scale")
        self.setToolTip("Scale of the map; choose one or type one such as 1:250 000")
        self.addItems([format_scale(scale) for scale in SCALES])
        self.setCompleter(None)  # pyright: ignore[reportArgumentType]  # None takes it away
        self.setMaxVisibleItems(len(SCALES))
        self.activated.connect(self._on_chosen)

    def show_scale(self, denominator: float) -> None:
        """Show the map's scale, unless one is being typed."""
        if denominator == self._scale:
            return
        self._scale = denominator
        if not self._being_edited():
            self._restore()

    # The box has the keyboard, never its line: it hands the line its keys by a plain call, which
    # no event filter sees.

    def event(self, event: QEvent) -> bool:
        """Enter and Esc are no shortcuts while this field has the keyboard."""
        ours = isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS
        if ours and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives what is typed; Esc brings back the map's scale."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_typed()
            case Qt.Key.Key_Escape:
                self._restore()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field brings back the map's scale; its list and its menu are no leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Rolling over the status line must not throw the map to another scale.
        event.ignore()

    def _being_edited(self) -> bool:
        return self._line.isModified() and self._line.hasFocus()

    def _restore(self) -> None:
        text = format_scale(self._scale) if self._scale > 0.0 else ""
        if text != self.currentText():
            self.setEditText(text)
        self._line.setModified(False)

    def _on_chosen(self, index: int) -> None:
        self._give(float(SCALES[index]))

    def _on_typed(self) -> None:
        try:
            denominator = parse_scale(self.currentText())
        except ScaleError as error:
            self._line.selectAll()
            self.refused.emit(str(error))
        else:
            self._give(denominator)

    def _give(self, denominator: float) -> None:
        self._line.setModified(False)
        self.given.emit(denominator)
        self.left.emit()
