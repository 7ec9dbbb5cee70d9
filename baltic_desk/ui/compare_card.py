"""The card that tells what two altitudes come to in square kilometres, and their ratio."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from baltic_desk.app.altitude_comparison import ComparedAreas
from baltic_desk.coverage.comparison import pair_title, ratio_text
from baltic_desk.geo.measure import area_text
from baltic_desk.symbology.standing import identity_title

WAITING = "…"
MOST_ROWS = 8
_EDGE_PX = 12
_UP_PX = 30
"""Over the credit of the map."""


class CompareCard(QFrame):
    """At the lower right of the map; takes no clicks."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._lines: list[tuple[str, ...]] = []
        self.setObjectName("compare-card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 9)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(3)
        self.hide()

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """What stands on it, line by line: four cells, or one that goes across."""
        return tuple(self._lines)

    def tell(
        self, left: str, right: str, areas: ComparedAreas | None, *, unit: str, assumed_m: float
    ) -> None:
        """Show areas of both sides; None while they are being worked out.

        Parameters
        ----------
        left, right
            What either side is called.
        unit
            Of distances; areas are in its square.
        assumed_m
            Height that antennas are assumed to have.
        """
        lines: list[tuple[str, ...]] = [("Area reached", left, right, "Right : left")]
        if areas is None:
            lines.append((WAITING,) * 4)
        else:
            lines += _lines(areas, "km" if unit == "m" else unit, assumed_m)
        if lines != self._lines:
            self._lines = lines
            self._fill()
        self.place()

    def place(self) -> None:
        """Stand in its corner."""
        self.adjustSize()
        room = self._over.rect()
        x = room.right() - _EDGE_PX - self.width()
        y = room.bottom() - _UP_PX - self.height()
        self.move(max(x, _EDGE_PX), max(y, _EDGE_PX))

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, cells in enumerate(self._lines):
            for column, text in enumerate(cells):
                label = QLabel(text)
                label.setTextFormat(Qt.TextFormat.PlainText)
                if row == 0 or len(cells) == 1:
                    label.setObjectName("faint")
                elif column == 3:
                    font = label.font()
                    font.setBold(True)
                    label.setFont(font)
                if len(cells) == 1:
                    self._grid.addWidget(label, row, 0, 1, 4)
                elif column == 0:
                    self._grid.addWidget(label, row, column)
                else:
                    self._grid.addWidget(label, row, column, right)
        self.setAccessibleName("Areas compared")
        self.setAccessibleDescription("\n".join(" ".join(cells) for cells in self._lines))
        self._grid.activate()


def _lines(areas: ComparedAreas, unit: str, assumed_m: float) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [
        (
            pair_title(pair, identity_title),
            area_text(pair.first_m2, unit),
            area_text(pair.second_m2, unit),
            ratio_text(pair.ratio),
        )
        for pair in areas.pairs[:MOST_ROWS]
    ]
    if len(areas.pairs) > MOST_ROWS:
        lines.append((f"and {len(areas.pairs) - MOST_ROWS} more groups",))
    if not areas.pairs:
        lines.append(("No range ring is shown",))
    if areas.provisional:
        lines.append(
            (f"Provisional: terrain not looked at for {_of(areas.provisional, areas.rings)}",)
        )
    if areas.assumed:
        lines.append((f"Antenna of {assumed_m:g} m assumed for {_of(areas.assumed, areas.rings)}",))
    if areas.failed:
        lines.append((f"Left out, cannot be computed: {areas.failed}",))
    return lines


def _of(some: int, rings: int) -> str:
    return f"{some} of {rings} rings" if rings != 1 else "the ring"
