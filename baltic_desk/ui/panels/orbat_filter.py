"""What the ORBAT panel looks for: words, an identity, an echelon."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from baltic_desk.symbology.enumerations import ECHELONS, STANDARD_IDENTITIES
from baltic_desk.symbology.standing import UNSTATED, echelon_sign
from baltic_desk.ui.panels.orbat_rows import Wanted

_PAUSE_MS = 120


class OrbatFilter(QWidget):
    """Tells `wanted` a moment after the last key, and at once when something is chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text = QLineEdit()
        self.text.setPlaceholderText("Filter by name or designation")
        self.text.setAccessibleName("Filter units")
        self.text.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.text.textChanged.connect(self._pause.start)
        self.text.returnPressed.connect(self._at_once)
        self.identity = _choice("Identity", "Any identity", STANDARD_IDENTITIES)
        signs = {
            code: f"{echelon_sign(code)}  {title}".strip()
            for code, title in reversed(tuple(ECHELONS.items()))
            if code != "00"
        }
        self.echelon = _choice("Echelon", "Any echelon", {**signs, UNSTATED: "No echelon"})
        self.identity.activated.connect(self._at_once)
        self.echelon.activated.connect(self._at_once)
        choices = QHBoxLayout()
        choices.setSpacing(4)
        choices.addWidget(self.identity, 1)
        choices.addWidget(self.echelon, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(4)
        layout.addWidget(self.text)
        layout.addLayout(choices)

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(self.text.text(), _chosen(self.identity), _chosen(self.echelon))

    def clear(self) -> None:
        """Look for everything again."""
        self.text.clear()
        self.identity.setCurrentIndex(0)
        self.echelon.setCurrentIndex(0)
        self._at_once()

    def _at_once(self) -> None:
        self._pause.stop()
        self.changed.emit()


def _choice(name: str, every: str, titles: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(7)
    box.addItem(every, None)
    for code, title in titles.items():
        box.addItem(title, code)
    return box


def _chosen(box: QComboBox) -> frozenset[str]:
    code = box.currentData()
    return frozenset() if code is None else frozenset({str(code)})
