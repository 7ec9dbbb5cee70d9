"""What a person sets for a system that no source gives: a range of their own, an antenna height."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from baltic_desk.app.settings import DistanceUnit
from baltic_desk.coverage.placing import Antenna
from baltic_desk.coverage.ring_classes import RING_CLASSES
from baltic_desk.coverage.rings import RingParameters, own_ring
from baltic_desk.coverage.systems import System
from baltic_desk.geo.distances import DistanceError, format_distance, parse_distance
from baltic_desk.ui.form import wrong_colour
from baltic_desk.ui.panels.system_rings import figure_line
from baltic_desk.ui.panels.wrapped_words import words

_HIGHEST_M = 40_000.0


class OwnFigures(QWidget):
    """Two fields. `given` follows what is typed; what is no distance is told below the field."""

    given = Signal()

    def __init__(self, system: System, unit: DistanceUnit, antenna: Antenna) -> None:
        super().__init__()
        self._system = system
        self._unit: DistanceUnit = unit
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.range, self._range_told = _field(f"Own range, {unit}", "none")
        self.range.setToolTip("A ring of this range is drawn and marked as an assumption")
        self.antenna, self._antenna_told = _field("Antenna height, m", _start(antenna))
        self.antenna.setToolTip("Over the ground; used for the horizon of radar and air defence")
        self._antenna_is = _basis(antenna)
        self._antenna_told.setText(self._antenna_is)
        for row, (line, told) in enumerate(
            ((self.range, self._range_told), (self.antenna, self._antenna_told))
        ):
            label = QLabel(line.accessibleName())
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(line)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(line, 2 * row, 1)
            grid.addWidget(told, 2 * row + 1, 0, 1, 2)
            line.textEdited.connect(self._on_typed)
        self._tell()

    def ring(self) -> RingParameters | None:
        """Ring of the own range; None while there is none."""
        range_m = _metres(self.range, self._unit)
        return own_ring(self._system, range_m) if range_m is not None and range_m > 0 else None

    def antenna_height_m(self) -> float | None:
        """Height that is set; None while there is none."""
        height_m = _metres(self.antenna, "m")
        return height_m if height_m is not None and 0 < height_m <= _HIGHEST_M else None

    def show_texts(self, range_: str, antenna: str) -> None:
        """Show what was typed before."""
        self.range.setText(range_)
        self.antenna.setText(antenna)
        self._tell()

    def _on_typed(self) -> None:
        self._tell()
        self.given.emit()

    def _tell(self) -> None:
        ring = self.ring()
        told = ""
        if ring is not None:
            title = RING_CLASSES[ring.ring_class].title
            reach = format_distance(ring.radius_max_m, self._unit)
            told = f"{title}, {reach}: an assumption, not from the catalogue"
        _say(self._range_told, told, _wrong(self.range, self._unit, ring is not None))
        height_m = self.antenna_height_m()
        told = self._antenna_is if height_m is None else f"{height_m:g} m: an assumption, set here"
        _say(self._antenna_told, told, _wrong(self.antenna, "m", height_m is not None))


def _field(name: str, placeholder: str) -> tuple[QLineEdit, QLabel]:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(placeholder)
    return line, words("", faint=True)


def _start(antenna: Antenna) -> str:
    return "not known" if antenna.suggestion_m is None else f"{antenna.suggestion_m:g}"


def _basis(antenna: Antenna) -> str:
    """What holds while nothing is typed."""
    if antenna.figure is not None and antenna.height_m is not None:
        return f"{antenna.height_m:g} m: {figure_line(antenna.figure)}"
    if antenna.suggestion_m is None:
        return "Assumption: no source gives it; type one, or none is used"
    note = "" if antenna.figure is None else f" {antenna.figure.note}."
    return f"Assumption: type it, for instance {antenna.suggestion_m:g}, or none is used.{note}"


def _metres(line: QLineEdit, unit: str) -> float | None:
    try:
        return parse_distance(line.text(), unit) if line.text().strip() else None
    except DistanceError:
        return None


def _wrong(line: QLineEdit, unit: str, used: bool) -> str:
    """Why what is typed is not used; empty when it is, or nothing is typed."""
    if used or not line.text().strip():
        return ""
    try:
        parse_distance(line.text(), unit)
    except DistanceError as error:
        text = str(error)
        return f"{text[:1].upper()}{text[1:]}"
    return f"It must be more than 0{' and at most 40 km' if unit == 'm' else ''}"


def _say(label: QLabel, told: str, wrong: str) -> None:
    palette = label.palette()
    if wrong:
        palette.setColor(label.foregroundRole(), wrong_colour(palette))
    label.setObjectName("" if wrong else "faint")
    label.setPalette(palette)
    label.setText(wrong or told)
    label.setVisible(bool(wrong or told))
    label.style().polish(label)
