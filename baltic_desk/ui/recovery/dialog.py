"""The dialog that offers lost work: which documents, what is known of each, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.lost_work import Lost
from baltic_desk.app.recovering import Recovering
from baltic_desk.app.recovery_words import counted, moment
from baltic_desk.ui.panels.two_lines import TWO_LINES, TwoLineDelegate, TwoLines
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.plain_text import tooltip
from baltic_desk.ui.recovery.comparison import show_comparison
from baltic_desk.ui.recovery.details import WorkDetails

_SIZE = QSize(1080, 570)
_MARGIN_PX = 60
_LIST_PX = 250
_ID = Qt.ItemDataRole.UserRole + 1
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
_CRASHED = (
    "The program ended without saving. What was being worked on has been kept, and is only read "
    "when you choose it."
)
_LEFT = "What was kept of sessions that ended without saving, and what was put aside of it."
_NOTHING_LEFT = "Nothing waits to be recovered. What was put aside in the last days is kept here."
_CHOOSE = (
    "The program ended again soon after this was recovered.\n\nChoose it in the list to see what "
    "is known of it. Nothing of it has been opened."
)


class LostList(QListWidget):
    """Chooses nothing by itself when it takes the keyboard; the first key that moves does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.selectedItems() and event.key() in _MOVES and self.count():
            self.setCurrentRow(0, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            event.accept()
            return
        super().keyPressEvent(event)


class RecoveryDialog(QDialog):
    """Shows lost documents until one of them is on the desk, or the person leaves the rest.

    Parameters
    ----------
    aside
        Show as well what was put aside in the last days.
    """

    def __init__(self, recovering: Recovering, parent: QWidget | None, *, aside: bool) -> None:
        super().__init__(parent)
        self._recovering = recovering
        self._aside = aside
        self.setWindowTitle("Recover Unsaved Work")
        self.intro = words("")
        self.list = LostList()
        self.list.setAccessibleName("Lost documents")
        self.list.setItemDelegate(TwoLineDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedWidth(_LIST_PX)
        self.details = WorkDetails()
        self.unchosen = words(_CHOOSE, faint=True)
        self.unchosen.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.details)
        self.stack.addWidget(self.unchosen)
        self.said = words("", faint=True)
        self.said.hide()
        self.recover = QPushButton("&Recover")
        self.compare = QPushButton("Compare with &File…")
        self.copy = QPushButton("Save a &Copy…")
        self.discard = QPushButton("&Discard…")
        self.offer_again = QPushButton("&Offer Again")
        self.later = QPushButton("&Keep for Later")
        self.list.itemSelectionChanged.connect(self._show_current)
        self.list.itemDoubleClicked.connect(self._take_default)
        self.recover.clicked.connect(self._recover)
        self.compare.clicked.connect(self._compare)
        self.copy.clicked.connect(self._copy)
        self.discard.clicked.connect(self._discard)
        self.offer_again.clicked.connect(self._offer_again)
        self.later.clicked.connect(self.reject)
        self._put_together()
        self._fill(None)
        room = self.screen().availableSize() - QSize(_MARGIN_PX, _MARGIN_PX)
        self.resize(_SIZE.boundedTo(room))
        self.list.setFocus()

    @property
    def current(self) -> Lost | None:
        """The document chosen in the list."""
        chosen = self.list.selectedItems()
        lost_id = chosen[0].data(_ID) if chosen else None
        return next((lost for lost in self._shown() if lost.id == lost_id), None)

    def done(self, result: int) -> None:
        """Leave it; what is looked at is let go."""
        self.details.forget()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.details.forget()
        super().closeEvent(event)

    # -- what is shown -----------------------------------------------------------------------------

    def _put_together(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.recover, self.compare, self.copy, self.discard, self.offer_again):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.later)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.stack, 1)
        right.addWidget(self.said)
        right.addLayout(buttons)
        parts = QHBoxLayout()
        parts.setSpacing(16)
        parts.addWidget(self.list)
        parts.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(self.intro)
        layout.addLayout(parts, 1)

    def _shown(self) -> tuple[Lost, ...]:
        shelf = self._recovering
        return (*shelf.lost, *shelf.aside) if self._aside else shelf.lost

    def _fill(self, chosen: str | None) -> None:
        """Show what there is now, with that one chosen, or the first that is safe to recover."""
        shown = self._shown()
        if not shown:
            self.accept()
            return
        if self._recovering.lost:
            self.intro.setText(_LEFT if self._aside else _CRASHED)
        else:
            self.intro.setText(_NOTHING_LEFT)
        self.later.setText("&Keep for Later" if self._recovering.lost else "C&lose")
        self.list.blockSignals(True)
        self.list.clear()
        for lost in shown:
            item = QListWidgetItem(lost.title, self.list)
            row = _row(lost)
            item.setData(TWO_LINES, row)
            item.setData(_ID, lost.id)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {row.detail}, {row.note}"
            )
            item.setToolTip(tooltip(lost.title))
        self.list.blockSignals(False)
        ids = [lost.id for lost in shown]
        offered = self._recovering.lost or shown
        safe = next((i for i, lost in enumerate(offered) if not lost.dangerous), -1)
        row = ids.index(chosen) if chosen in ids else safe
        if row >= 0:
            self.list.setCurrentRow(row)
        self._show_current()

    def _show_current(self) -> None:
        lost = self.current
        self.stack.setCurrentWidget(self.unchosen if lost is None else self.details)
        if lost is not None:
            self.details.show_lost(lost)
        readable = lost is not None and lost.work.readable
        dangerous = lost is not None and lost.dangerous
        self.recover.setText("&Recover Anyway" if dangerous else "&Recover")
        self.recover.setEnabled(readable)
        self.copy.setEnabled(readable)
        self.compare.setEnabled(
            readable and lost is not None and lost.work.original_path is not None
        )
        self.discard.setVisible(lost is None or not lost.aside)
        self.discard.setEnabled(lost is not None)
        self.offer_again.setVisible(lost is not None and lost.aside)
        self._default(lost).setDefault(True)

    def _default(self, lost: Lost | None) -> QPushButton:
        if lost is None or not lost.work.readable:
            return self.later
        return self.copy if lost.dangerous else self.recover

    # -- what the person does ----------------------------------------------------------------------

    def _take_default(self) -> None:
        self._default(self.current).click()

    def _recover(self) -> None:
        lost = self.current
        if lost is not None and self._recovering.recover(lost):
            self.accept()
            return
        self._fill(None if lost is None else lost.id)

    def _compare(self) -> None:
        lost = self.current
        compared = None if lost is None else self._recovering.compare(lost)
        if lost is not None and compared is not None:
            show_comparison(lost, compared, self)
        elif lost is not None:
            self._fill(lost.id)  # it may have gone meanwhile

    def _copy(self) -> None:
        lost = self.current
        path = None if lost is None else self._recovering.save_copy(lost)
        if path is not None:
            self._say(f"Saved a copy as {path}. What was kept is still here.")
        elif lost is not None:
            self._fill(lost.id)

    def _discard(self) -> None:
        lost = self.current
        if lost is None:
            return
        if not self._recovering.discard(lost):
            self._fill(lost.id)
            return
        if not self._recovering.lost:
            self.accept()
            return
        self._say(f"Discarded {lost.title}. File > Recover Unsaved Work… has it for some days.")
        self._fill(None)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()

    def _offer_again(self) -> None:
        lost = self.current
        if lost is not None:
            self._recovering.offer_again(lost)
            self._fill(lost.id)


def _row(lost: Lost) -> TwoLines:
    done = counted(len(lost.work.steps), "change") if lost.work.steps else ""
    detail = " · ".join(filter(None, (f"kept {moment(lost.work.saved_at)}", done)))
    if lost.aside:
        note = "recovered" if lost.was_recovered else "discarded"
    else:
        note = "ended again" if lost.dangerous else ""
    return TwoLines(lost.title, detail, note)
