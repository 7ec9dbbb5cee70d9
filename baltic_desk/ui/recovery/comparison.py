"""What recovering would change in a file, as a list of differences in a dialog."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from baltic_desk.app.lost_work import Lost
from baltic_desk.app.recovering import ComparedWork
from baltic_desk.app.recovery_words import moment
from baltic_desk.ui.difference_list import DifferenceList
from baltic_desk.ui.panels.wrapped_words import words

_SIZE = QSize(760, 520)


class WorkComparison(QDialog):
    """The differences from the file to lost work."""

    def __init__(self, lost: Lost, compared: ComparedWork, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Compare {lost.title}")
        before = words(f"From: {compared.before}")
        after = words(f"To: what was not saved, kept {moment(lost.work.saved_at, seconds=True)}")
        self.list = DifferenceList(self)
        self.list.show_differences(compared.differences)
        self.list.show_button.hide()  # neither of them is on the map
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(before)
        layout.addWidget(after)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        self.resize(_SIZE)


def show_comparison(lost: Lost, compared: ComparedWork, parent: QWidget) -> None:
    """Show the differences until the person has seen them."""
    dialog = WorkComparison(lost, compared, parent)
    dialog.exec()
    dialog.deleteLater()
