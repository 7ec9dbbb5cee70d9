"""Fields to choose with: one of several, yes or no, a fraction."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSlider

from baltic_desk.ui.fields.field import MIXED, MIXED_TEXT, Choice, Field, Shown, fill

_KEYS_SETTLE_MS = 450


class ChoiceField(Field):
    """A `Choice`."""

    def __init__(self, kind: Choice) -> None:
        super().__init__()
        self._values = [value for value, _ in kind.options]
        self._box = _Box(self)
        for _, title in kind.options:
            self._box.addItem(title)
        self._box.activated.connect(self._on_activated)
        fill(self, self._box)

    def offer(self, kind: Choice) -> None:
        """Offer other values from now on; what is shown has to be shown again."""
        values = [value for value, _ in kind.options]
        if values == self._values:
            return
        self._values = values
        with QSignalBlocker(self._box):
            self._box.clear()
            self._box.addItems([title for _, title in kind.options])

    def show_value(self, value: Shown, default: str = "") -> None:
        index = -1 if value is MIXED or value not in self._values else self._values.index(value)
        self._box.setCurrentIndex(index)
        self._box.setPlaceholderText(MIXED_TEXT if value is MIXED else default or MIXED_TEXT)
        if None in self._values and default:
            self._box.setItemText(self._values.index(None), default)

    def _on_activated(self, index: int) -> None:
        self.given.emit(self._values[index])


class _Box(QComboBox):
    """A combo box that leaves the wheel to the page unless it has the focus."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        field.setFocusProxy(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FlagField(Field):
    """A `Flag`."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QCheckBox(self)
        self.setFocusProxy(self._box)
        self._box.clicked.connect(self._on_clicked)
        fill(self, self._box)

    def show_value(self, value: Shown, default: str = "") -> None:
        del default
        self._box.setTristate(value is MIXED)
        state = Qt.CheckState.PartiallyChecked
        if value is not MIXED:
            state = Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        self._box.setCheckState(state)

    def _on_clicked(self) -> None:
        # From "differs" a click makes all of them so.
        self._box.setTristate(False)
        self.given.emit(self._box.isChecked())


class PercentField(Field):
    """A `Percent`: given when the slider is let go, or some moments after the last key."""

    def __init__(self) -> None:
        super().__init__()
        self._slider = _Slider(self)
        self._slider.setRange(0, 100)
        self._slider.setPageStep(10)
        self._figure = QLabel()
        self._figure.setTextFormat(Qt.TextFormat.PlainText)
        self._figure.setFixedWidth(self.fontMetrics().horizontalAdvance("100 %") + 4)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._pending = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_KEYS_SETTLE_MS)
        self._pause.timeout.connect(self.settle)
        self._slider.valueChanged.connect(self._on_moved)
        self._slider.sliderReleased.connect(self.settle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._slider)
        layout.addWidget(self._figure)

    def show_value(self, value: Shown, default: str = "") -> None:
        if self._pending:
            return
        number = default if value is None else value
        with QSignalBlocker(self._slider):
            if number is MIXED or number == "":
                self._figure.setText(MIXED_TEXT)
            else:
                self._slider.setValue(round(float(number) * 100))
                self._figure.setText(f"{self._slider.value()} %")

    def settle(self) -> None:
        self._pause.stop()
        if self._pending:
            self._pending = False
            self.given.emit(self._slider.value() / 100)

    def discard(self) -> None:
        self._pause.stop()
        self._pending = False

    def _on_moved(self, percent: int) -> None:
        self._figure.setText(f"{percent} %")
        self._pending = True
        if not self._slider.isSliderDown():
            self._pause.start()


class _Slider(QSlider):
    def __init__(self, field: Field) -> None:
        super().__init__(Qt.Orientation.Horizontal, field)
        field.setFocusProxy(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
