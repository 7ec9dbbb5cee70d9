"""What the one who presents looks at: this step and the next, the note, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic, strftime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from baltic_desk.ui.plain_text import plain_label
from baltic_desk.ui.present.stage_keys import ZOOM_IN, ZOOM_OUT, action_of

TICK_MS = 500
NOTE_POINTS, LEAST_POINTS, MOST_POINTS = 20, 10, 60
_STEP_POINTS = 2
_TITLE_POINTS, _CLOCK_POINTS, _SMALL_POINTS = 18, 26, 11


@dataclass(frozen=True, slots=True)
class Told:
    """What the window tells of the moment."""

    number: int
    count: int
    title: str
    note: str
    following: str
    """Title of the next step; empty after the last."""
    phase: str
    altitude: str
    changed: bool
    screen: str


class PresenterWindow(QWidget):
    """A window of its own; keys struck in it are those of the stage, but + and − size the note."""

    acted = Signal(str)
    """An action for the presentation."""
    hidden = Signal()

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("presenter-window")
        self.setWindowTitle("Notes — BalticDesk")
        self.resize(960, 640)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture: QImage | None = None
        self._began = monotonic()
        self._points = NOTE_POINTS
        self.where = _label("where", _SMALL_POINTS)
        self.title = _label("title", _TITLE_POINTS, bold=True)
        self.state = _label("state", _SMALL_POINTS)
        self.clock = _label("clock", _CLOCK_POINTS, bold=True)
        self.elapsed = _label("elapsed", _TITLE_POINTS)
        self.following = _label("following", _SMALL_POINTS)
        self.thumbnail = plain_label()
        self.thumbnail.setObjectName("thumbnail")
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.thumbnail.setMinimumSize(QSize(240, 135))
        self.thumbnail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.thumbnail.setAccessibleName("Next step")
        self.note = QPlainTextEdit()
        self.note.setObjectName("note")
        self.note.setAccessibleName("Note")
        self.note.setReadOnly(True)
        # Keys go to the presentation; the wheel still scrolls.
        self.note.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note.setFrameShape(QFrame.Shape.NoFrame)
        self._lay_out()
        self._size_note(0)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.tell_time)
        self._tick.start()
        self.tell_time()

    def tell(self, told: Told) -> None:
        """Show the moment."""
        self.where.setText(f"Step {told.number} of {told.count}")
        self.title.setText(told.title)
        parts = [told.phase, told.altitude]
        if told.changed:
            parts.append("changed by key: R returns")
        if told.screen != "map":
            parts.append(f"{told.screen} screen")
        self.state.setText(" · ".join(part for part in parts if part))
        self.following.setText(
            f"Next: {told.following}" if told.number < told.count else "This is the last step"
        )
        if self.note.toPlainText() != told.note:
            self.note.setPlainText(told.note)

    def show_next(self, picture: QImage | None) -> None:
        """Show what comes next; nothing while that is not ready."""
        self._picture = picture
        self.thumbnail.setVisible(picture is not None)
        self._fit_picture()

    def tell_time(self) -> None:
        """Show the time of day, and how long it has been."""
        self.clock.setText(strftime("%H:%M:%S"))
        seconds = int(monotonic() - self._began)
        hours, minutes = seconds // 3600, seconds // 60 % 60
        past = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
        self.elapsed.setText(f"{past}:{seconds % 60:02d} past")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = action_of(event)
        if action in (ZOOM_IN, ZOOM_OUT):
            self._size_note(_STEP_POINTS if action == ZOOM_IN else -_STEP_POINTS)
        elif action is not None:
            self.acted.emit(action)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_picture()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.hidden.emit()

    # -- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.where)
        left.addWidget(self.title)
        left.addWidget(self.state)
        left.addWidget(self.note, 1)
        right = QVBoxLayout()
        right.addWidget(self.clock)
        right.addWidget(self.elapsed)
        right.addWidget(self.following)
        right.addWidget(self.thumbnail, 3)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(20)
        row.addLayout(left, 3)
        row.addLayout(right, 2)

    def _size_note(self, change: int) -> None:
        self._points = min(max(self._points + change, LEAST_POINTS), MOST_POINTS)
        # The style sheet of the window would win over a font.
        self.note.setStyleSheet(f"QPlainTextEdit {{ font-size: {self._points}pt; }}")

    def _fit_picture(self) -> None:
        if self._picture is None:
            self.thumbnail.clear()
            return
        dpr = self.devicePixelRatioF()
        room = self.thumbnail.contentsRect().size() * dpr
        small = self._picture.scaled(
            room,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(dpr)
        self.thumbnail.setPixmap(QPixmap.fromImage(small))


def _label(name: str, points: int, *, bold: bool = False) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    weight = QFont.Weight.Bold if bold else QFont.Weight.Normal
    label.setStyleSheet(f"QLabel {{ font-size: {points}pt; font-weight: {int(weight)}; }}")
    return label
