"""What is known of one lost document before any of it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.app.lost_work import FileOnDisk, Lost, file_now
from baltic_desk.app.recovery_words import ended_text, facts, file_text, moment
from baltic_desk.document.in_steps import Steps
from baltic_desk.io.recovery import Done
from baltic_desk.ui.panels.elided_line import ElidedLine
from baltic_desk.ui.panels.wrapped_words import words
from baltic_desk.ui.recovery.work_image import WIDTH_PX, WorkImage, work_image

MOST_STEPS = 2_000
_STEPS_PX = 230
_LOOK_MS = 20
_UNREADABLE = "What was kept of this cannot be read. It stays where it is until it is discarded."


class WorkDetails(QWidget):
    """Title, file, time, size, picture, and what was done since the last save."""

    def __init__(self) -> None:
        super().__init__()
        self._looking: Steps[FileOnDisk] | None = None
        self._lost: Lost | None = None
        self.title = ElidedLine()
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.title.setFont(font)
        self.path = ElidedLine()
        self.path.setObjectName("faint")
        self.facts = words("")
        self.file = words("")
        self.warning = words("")
        self._warned = QFrame()
        self._warned.setObjectName("banner")
        QHBoxLayout(self._warned).addWidget(self.warning)
        self.image = WorkImage()
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setObjectName("heading")
        self.steps = QListWidget()
        self.steps.setUniformItemSizes(True)
        self.steps.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.steps.setStyleSheet("QListWidget { padding: 4px; }")
        self.heading.setBuddy(self.steps)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._put_together()

    def _put_together(self) -> None:
        done = QVBoxLayout()
        done.setSpacing(4)
        done.addWidget(self.heading)
        done.addWidget(self.steps, 1)
        parts = QHBoxLayout()
        parts.setSpacing(14)
        parts.addWidget(self.image, WIDTH_PX, Qt.AlignmentFlag.AlignTop)
        parts.addLayout(done, _STEPS_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self.title, self.path, self.facts, self.file, self._warned):
            layout.addWidget(widget)
        layout.addSpacing(6)
        layout.addLayout(parts, 1)

    def show_lost(self, lost: Lost) -> None:
        """Show another document."""
        if lost == self._lost:
            return
        self._lost = lost
        work = lost.work
        self.title.show_text(lost.title)
        self.path.show_text(str(work.original_path or ""))
        self.path.setVisible(work.original_path is not None)
        self.facts.setText(facts(lost))
        ended = ended_text(lost.trial) if lost.dangerous and lost.trial is not None else ""
        said = " ".join(filter(None, (ended, "" if work.readable else _UNREADABLE)))
        self.warning.setText(said)
        self._warned.setVisible(bool(said))
        self.image.show_image(work_image(work.picture))
        self._show_steps(lost)
        self.file.setText("" if work.original_path is None else "…")
        self._looking = file_now(work)
        self._timer.start()
        self._look()

    def forget(self) -> None:
        """Look at nothing any more."""
        self._timer.stop()
        self._looking = self._lost = None

    def _look(self) -> None:
        """See whether it is known by now what has become of the file."""
        if self._looking is None or self._lost is None:
            self._timer.stop()
            return
        try:
            next(self._looking)
        except StopIteration as end:
            self._timer.stop()
            self._looking = None
            self.file.setText(file_text(self._lost, end.value))

    def _show_steps(self, lost: Lost) -> None:
        steps = lost.work.steps
        since = "Done" if lost.work.original_path is None else "Done since the last save"
        self.heading.setText(f"{since} ({len(steps)})")
        self.steps.clear()
        if len(steps) > MOST_STEPS:
            self.steps.addItem(f"… {len(steps) - MOST_STEPS} before these")
        self.steps.addItems([_line(done) for done in steps[-MOST_STEPS:]])
        self.steps.setAccessibleName(self.heading.text())
        self.steps.scrollToBottom()


def _line(done: Done) -> str:
    label = "".join(each if each.isprintable() else " " for each in done.label)
    return f"{moment(done.at, seconds=True)}   {label}"
