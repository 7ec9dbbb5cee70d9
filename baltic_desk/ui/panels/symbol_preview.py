"""A unit's symbol or a measure's drawing, large, on the theme's paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from baltic_desk.app.settings import ThemeId
from baltic_desk.document.feature import Unit
from baltic_desk.document.project import Picture
from baltic_desk.symbology.options import Value
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.own_pictures import BOX, OwnPictures, centred
from baltic_desk.ui.symbol_pictures import SymbolPicture, SymbolPictures
from baltic_desk.ui.unit_options import symbol_options


def outlined(theme: ThemeId) -> dict[str, Value | None]:
    """Options for symbols in lists: echelon marks lie outside the frame, black on a dark list."""
    return {
        "outlineColor": THEMES[theme].symbol_edge,
        "outlineWidth": THEMES[theme].symbol_edge_width,
    }


class SymbolPreview(QWidget):
    """Draws the unit that it was shown last, as the map of the theme would."""

    def __init__(
        self, pictures: SymbolPictures, *, size_px: float = 44.0, height: int = 104
    ) -> None:
        super().__init__()
        self._pictures = pictures
        self._size_px = size_px
        self._unit: Unit | None = None
        self._image: QImage | None = None
        self._own = OwnPictures()
        self._theme: ThemeId = "light"
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Symbol")

    def show_unit(
        self, unit: Unit | None, theme: ThemeId, pictures: Sequence[Picture] = ()
    ) -> None:
        """Show a unit, or nothing; the project's own pictures are those it may be drawn with."""
        self._own.show(pictures)
        if (unit, theme) != (self._unit, self._theme) or self._image is not None:
            self._image = None
            self._unit, self._theme = unit, theme
            self.setAccessibleDescription(unit.sidc if unit is not None else "")
            self.update()

    def show_image(self, image: QImage | None, sidc: str) -> None:
        """Show a picture of something else than a unit; nothing until there is one."""
        self._unit, self._image = None, image
        self.setAccessibleDescription(sidc)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        theme = THEMES[self._theme]
        painter.fillRect(self.rect(), QColor(theme.land))
        own = None if self._unit is None else self._own.drawing(self._unit.picture)
        if own is not None:
            size = own.size((self.height() - 16) / BOX[1])
            own.paint(painter, centred(QRectF(self.rect()).center(), size))
        elif self._unit is not None:
            made = self._fitting(self._unit)
            middle = QRectF(self.rect()).center()
            corner = middle - QPointF(made.size.width() / 2, made.size.height() / 2)
            painter.drawImage(corner, made.image)
        elif self._image is not None:
            size = self._image.deviceIndependentSize()
            middle = QRectF(self.rect()).center()
            painter.drawImage(middle - QPointF(size.width() / 2, size.height() / 2), self._image)
        painter.end()

    def _fitting(self, unit: Unit) -> SymbolPicture:
        """The symbol as large as fits, with its texts."""
        options = symbol_options(unit, THEMES[self._theme], labelled=True)
        ratio = self.devicePixelRatioF()
        made = self._pictures.picture(unit.sidc, options, self._size_px, ratio)
        room = min((self.width() - 8) / made.size.width(), (self.height() - 8) / made.size.height())
        if room >= 1.0:
            return made
        size_px = max(8.0, round(self._size_px * room, 1))
        return self._pictures.picture(unit.sidc, options, size_px, ratio)
