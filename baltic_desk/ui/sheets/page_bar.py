"""Above the preview: which page is looked at, and how near."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from baltic_desk.ui.plain_text import plain_label, tooltip
from baltic_desk.ui.sheets.page_view import ZOOM_STEP, PageView


class PageBar(QWidget):
    """Turns pages and zooms a page view."""

    turned = Signal(int)
    """So many pages on."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view
        self.back = _button("◀", "Page before", "Ctrl+PgUp", partial(self.turned.emit, -1))
        self.on = _button("▶", "Next page", "Ctrl+PgDown", partial(self.turned.emit, 1))
        self._where, self._zoomed = plain_label(), plain_label()
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.back, self._where, self.on):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(_button("−", "Farther", "Ctrl+−", self.farther))
        row.addWidget(self._zoomed)
        row.addWidget(_button("+", "Nearer", "Ctrl++", self.nearer))
        row.addWidget(_button("Page", "The whole page", "Ctrl+0", self.whole))
        row.addWidget(_button("100 %", "As large as on paper", "Ctrl+1", self.true_size))

    def tell_page(self, at: int, count: int, words: str) -> None:
        """Say which page it is, from 0."""
        self._where.setText(f"Page {at + 1} of {count}: {words}" if count > 1 else "")
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at + 1 < count)

    def tell_zoom(self) -> None:
        """Say how large the page is beside the paper."""
        self._zoomed.setText(f"{self._view.shown_zoom:.0%}")

    def nearer(self) -> None:
        """Larger by a step."""
        self._view.set_zoom(self._view.shown_zoom * ZOOM_STEP)

    def farther(self) -> None:
        """Smaller by a step."""
        self._view.set_zoom(self._view.shown_zoom / ZOOM_STEP)

    def whole(self) -> None:
        """The whole page."""
        self._view.set_zoom(None)

    def true_size(self) -> None:
        """As large as the paper."""
        self._view.set_zoom(1.0)


def _button(text: str, name: str, keys: str, act: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAutoRaise(True)
    button.setToolTip(tooltip(f"{name}  {keys}"))
    button.setAccessibleName(name)
    button.clicked.connect(act)
    return button
