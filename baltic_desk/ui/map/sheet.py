"""What the painting of overlays works on: a painter, a frame, a theme, and the means to draw."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from baltic_desk.document.feature import Lettered, Unit
from baltic_desk.document.style import DASHES, Style
from baltic_desk.ui.map.amplifier_texts import Texts, shown_options
from baltic_desk.ui.map.legible import LEAST_RATIO_OF_LETTERS, on_ground
from baltic_desk.ui.map.lettering import (
    POINTS_TO_PX,
    Ruler,
    Sprites,
    Type,
    as_drawn,
    kept_block,
    paint_text,
)
from baltic_desk.ui.map.measure_pictures import MeasurePictures
from baltic_desk.ui.map.obstacles import Obstacles, body_box
from baltic_desk.ui.map.outlined import Outline
from baltic_desk.ui.map.placed import Stroked
from baltic_desk.ui.map.qt_paths import NO_PEN, color, pen
from baltic_desk.ui.map.ring_labels import RingPlaces
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.unit_pictures import UnitPicture, UnitPictures, stand_in
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.own_pictures import OwnDrawing, OwnPictures, centred
from baltic_desk.ui.symbol_pictures import SymbolPictures, paint_symbol
from baltic_desk.ui.unit_options import size_px

HALO_OPACITY = 0.9
LEAST_CONTRAST = 0.15
LABEL_TYPE = Type(11.0, bold=True)
"""Lettering under a unit that is drawn with the project's own picture."""
LABEL_DOWN_PX = 8.0
STAND_IN_OPACITY = 0.75


class Means:
    """What painters share and keep: pictures of symbols and lettering, places of labels."""

    def __init__(self, pictures: SymbolPictures) -> None:
        self.pictures = pictures
        self.units = UnitPictures(pictures)
        self.measures = MeasurePictures(pictures.measures)
        self.own = OwnPictures()
        self.ruler = Ruler()
        self.sprites = Sprites()
        self.ring_places = RingPlaces(self.ruler)
        self.obstacles = Obstacles()
        self._memory = {False: bytearray(), True: bytearray()}

    def layer(self, width: int, height: int, *, live: bool) -> QImage:
        """A picture to paint in before it is laid on another, its pixels as they were left.

        There are but two: their memory, 8 MB for a screen, is used again for the next. Tiles are
        painted bit by bit, and a frame that comes in between must not have the same.
        """
        if 4 * width * height > len(self._memory[live]):
            self._memory[live] = bytearray(4 * width * height)
        form = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(self._memory[live], width, height, 4 * width, form)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One painting of overlays.

    Attributes
    ----------
    vector
        Keeps symbols, lines and letters as what they are.
    waits
        Draws symbols that are not there yet. Else something stands in for them, and the pictures
        know what was lacking.
    live
        Painted in each frame: what waits for nothing but milliseconds.
    """

    painter: QPainter
    frame: Frame
    theme: Theme
    means: Means
    vector: bool = False
    waits: bool = True
    live: bool = False

    @property
    def scale(self) -> float:
        """Painter units for a pixel of the style."""
        return self.frame.style_scale

    def stroke(self, style: Style, *, curved: bool = False) -> QPen:
        """The pen of a style; `curved` for lines of many short edges."""
        width = style.stroke_width * self.scale
        dash = DASHES[style.dash]
        return pen(self.ink(style.stroke), width, style.stroke_opacity, dash, bevel=curved)

    def ink(self, name: str) -> str:
        """A feature's colour as lines are drawn with it in this theme."""
        return on_ground(name, self.theme.land)

    def measure_pen(self, piece: Stroked, opacity: float) -> QPen:
        """The pen of a control measure's lines."""
        width = piece.width_px * self.scale
        dash = tuple(length / max(piece.width_px, 0.1) for length in piece.dash_px)
        return pen(self.ink(piece.color), width, opacity, dash, flat=piece.flat)

    def measure_font_px(self, shape: Shape) -> float:
        """Size of a control measure's letters, in whole pixels as the script reckons with."""
        return float(max(round(shape.style.font_size * POINTS_TO_PX), 1))

    def path(self, outline: Outline) -> QPainterPath:
        """An outline's path in map metres, with as many vertices as can be seen."""
        return outline.path if self.vector else outline.path_at(self.frame.metres_per_unit)

    def unit(self, unit: Unit, at: Sequence[float], texts: Texts) -> None:
        """A unit's symbol with its anchor at a place in painter units."""
        own = self.means.own.drawing(unit.picture)
        if own is not None:
            self._own_picture(own, unit, at, labelled=texts > Texts.NONE)
            return
        if self.vector:
            options = shown_options(unit, self.theme, texts)
            symbol = self.means.pictures.symbol(unit.sidc, options, size_px(unit))
            paint_symbol(self.painter, symbol, QPointF(at[0], at[1]), self.scale)
            return
        picture = self.unit_picture(unit, texts)
        if picture is None:
            left, top, right, bottom = (edge * self.scale for edge in body_box(unit))
            box = QRectF(at[0] + left, at[1] + top, right - left, bottom - top)
            self.painter.fillRect(box, color(stand_in(unit.sidc), STAND_IN_OPACITY))
            return
        self.image(picture.image, at[0] - picture.anchor[0], at[1] - picture.anchor[1])

    def _own_picture(
        self, own: OwnDrawing, unit: Unit, at: Sequence[float], *, labelled: bool
    ) -> None:
        """A picture in place of the symbol, and under it what the unit is called."""
        size = own.size(size_px(unit))
        if self.vector:
            own.paint(self.painter, centred(QPointF(at[0], at[1]), size * self.scale))
        else:
            image = self.means.own.image(own, size, self.scale)
            self.image(image, at[0] - image.width() / 2, at[1] - image.height() / 2)
        label = unit.designation or unit.name
        if labelled and label:
            down = size.height() / 2 + LABEL_DOWN_PX
            at = (at[0], at[1] + down * self.scale)
            self.text(label, LABEL_TYPE, at, self.theme.overlay_text)

    def own_box(self, unit: Unit, texts: Texts) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom of a unit drawn with a picture, pixels from its place."""
        own = self.means.own.drawing(unit.picture)
        if own is None:
            return None
        size = own.size(size_px(unit))
        wide, high = size.width() / 2, size.height() / 2
        label = (unit.designation or unit.name) if texts > Texts.NONE else ""
        if not label:
            return -wide, -high, wide, high
        lettered = max(wide, self.means.ruler.width_px(label, LABEL_TYPE) / 2)
        return -lettered, -high, lettered, high + 2 * LABEL_DOWN_PX

    def unit_picture(self, unit: Unit, texts: Texts) -> UnitPicture | None:
        """The picture of a unit's symbol; None while it is being drawn, unless the sheet waits."""
        units = self.means.units
        if self.waits:
            return units.picture(unit, self.theme, self.scale, texts)
        return units.ready(unit, self.theme, self.scale, texts)

    def image(self, image: QImage, left: float, top: float) -> None:
        """A picture pixel for pixel: between pixels it would blur."""
        # Halves always up: Python rounds them to even, and neighbours would go apart.
        left, top = math.floor(left + 0.5), math.floor(top + 0.5)
        width, height = image.width(), image.height()
        if left < self.frame.width and top < self.frame.height and left > -width and top > -height:
            self.painter.drawImage(
                QRectF(left, top, width, height), image, QRectF(0, 0, width, height)
            )

    def letters(self, shape: Shape) -> str:
        """Colour of a feature's lettering: its own, else the one that the theme reads well."""
        properties = shape.feature.properties
        if isinstance(properties, Lettered) and properties.text_color is None:
            return self.theme.overlay_text
        return on_ground(shape.style.text_color, self.theme.land, LEAST_RATIO_OF_LETTERS)

    def halo(self, letters: str) -> QColor:
        """Halo for letters of a colour: the theme's, or its opposite where that would not show."""
        theme = self.theme
        ground = color(theme.overlay_halo)
        if abs(color(letters).lightnessF() - ground.lightnessF()) < LEAST_CONTRAST:
            return color(theme.overlay_text, HALO_OPACITY)
        return color(theme.overlay_halo, HALO_OPACITY)

    def ground_text(self, text: str, style: Type, at: tuple[float, float]) -> None:
        """A label of the map's own frame, centred on a place in painter units."""
        theme = self.theme
        if self.vector:
            self.text(text, style, at, theme.furniture)
            return
        ground = color(theme.furniture_ground, 0.75)
        sprite = self.means.sprites.sprite(text, style, color(theme.furniture), ground, self.scale)
        self.image(sprite.image, at[0] - sprite.middle[0], at[1] - sprite.middle[1])

    def text(
        self,
        text: str,
        style: Type,
        at: tuple[float, float],
        ink: str,
        *,
        halo: bool = True,
        angle_deg: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Lines of text centred on a place in painter units."""
        ground = self.halo(ink) if halo else color(self.theme.overlay_halo, 0.0)
        if not (angle_deg or self.vector):
            sprite = self.means.sprites.sprite(text, style, color(ink, opacity), ground, self.scale)
            self.image(sprite.image, at[0] - sprite.middle[0], at[1] - sprite.middle[1])
            return
        painter = self.painter
        painter.save()
        painter.translate(*at)
        painter.rotate(angle_deg)
        if self.vector:
            self._as_text(text, style, ink, halo=halo)
        else:
            painter.scale(self.scale, self.scale)
            shapes, wide = kept_block(as_drawn(text, style), style)
            painter.setPen(NO_PEN)
            if halo:
                painter.fillPath(wide, ground)
            painter.fillPath(shapes, color(ink, opacity))
        painter.restore()

    def _as_text(self, text: str, style: Type, ink: str, *, halo: bool) -> None:
        lines = as_drawn(text, style).split("\n")
        ground = self.halo(ink) if halo else None
        for number, line in enumerate(lines):
            width = self.means.ruler.width_px(line, style)
            down = (number - (len(lines) - 1) / 2) * 1.12 + 0.36
            at = (-width / 2 * self.scale, down * style.size_px * self.scale)
            paint_text(
                self.painter, line, style, at, color(ink), ground, scale=self.scale, as_text=True
            )
