"""In the status line: for how many emitters the terrain has been looked at, and a way to stop."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from baltic_desk.ui.plain_text import plain_label, tooltip
from baltic_desk.ui.reach_supply import ReachSupply

_BAR_PX = 80
_SHARES = 100


class ReachProgress(QWidget):
    """Seen while lines of sight are computed, and after that was stopped."""

    def __init__(self, supply: ReachSupply) -> None:
        super().__init__()
        self._supply = supply
        self.words = plain_label()
        self.words.setObjectName("faint")
        self.bar = QProgressBar()
        self.bar.setFixedSize(_BAR_PX, 8)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Lines of sight computed")
        self.button = QToolButton()
        self.button.setText("Stop")
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(6)
        for part in (self.words, self.bar, self.button):
            layout.addWidget(part)
        supply.progressed.connect(self.show_progress)
        self.hide()

    def show_progress(self, done: float, total: int) -> None:
        """Emitters done, and of how many."""
        lacking = self._supply.lacking
        stopped = self._supply.stopped and lacking > 0
        under_way = done < total and not stopped
        self.setVisible(stopped or under_way)
        self.bar.setVisible(under_way)
        if under_way:
            self.words.setText(f"Lines of sight {int(done) + 1} of {total}")
            self.bar.setRange(0, total * _SHARES)
            self.bar.setValue(round(done * _SHARES))
            self._offer("Stop", "Stop computing lines of sight")
        elif stopped:
            emitters = "1 emitter" if lacking == 1 else f"{lacking} emitters"
            self.words.setText(f"Terrain not looked at for {emitters}")
            self._offer("Compute", "Compute the lines of sight that are lacking")

    def _offer(self, words: str, hint: str) -> None:
        if self.button.text() != words:
            self.button.setText(words)
            self.button.setAccessibleName(hint)
            self.button.setToolTip(tooltip(hint))

    def _on_clicked(self) -> None:
        if self._supply.stopped:
            self._supply.resume()
        else:
            self._supply.stop()
