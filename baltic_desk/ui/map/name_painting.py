"""Paints names and their signs where they have been placed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath

from baltic_desk.ui.map.giving_way import names_in_sight
from baltic_desk.ui.map.names import Kind, Sign, ink
from baltic_desk.ui.map.placing import SIGN_RADIUS_PX, PlacedNames
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, color, pen
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import Theme

_STEP_NAMES = 6


def paint_names(
    sheet: Sheet,
    names: Sequence[PlacedNames],
    scene: Scene | None = None,
    *,
    whole: bool = False,
) -> Iterator[None]:
    """All names that reach into the frame, beside the units of the scene; of texts only those that
    are `whole` within it, where that is wanted."""
    frame, scale = sheet.frame, sheet.scale
    left, _, _, top = (edge / frame.styled_metres_per_px for edge in frame.xy_bounds())
    found = yield from names_in_sight(sheet, names, scene)
    for placed in found:
        places = ((placed.place - (left, -top)) * scale).tolist()
        middles = ((placed.middle - (left, -top)) * scale).tolist()
        for k, (place, middle) in enumerate(zip(places, middles, strict=True)):
            kind = placed.kind(k)
            if kind.sign:
                _paint_sign(sheet, kind, *place)
            if np.isfinite(middle[0]) and not (whole and _is_cut(sheet, placed, k, middle)):
                _paint_text(sheet, kind, placed.text(k), *middle)
            if k % _STEP_NAMES == 0:
                yield


def _is_cut(sheet: Sheet, placed: PlacedNames, k: int, middle: Sequence[float]) -> bool:
    """Whether the edge of the frame goes through a name."""
    style, lines = placed.kind(k).type, placed.text(k).split("\n")
    half_x = max(sheet.means.ruler.width_px(line, style) for line in lines) / 2 * sheet.scale
    half_y = 0.6 * len(lines) * style.size_px * sheet.scale
    x, y = middle
    inside_x = half_x <= x <= sheet.frame.width - half_x
    return not (inside_x and half_y <= y <= sheet.frame.height - half_y)


def _paint_text(sheet: Sheet, kind: Kind, text: str, x: float, y: float) -> None:
    letters, halo = ink(kind.role)(sheet.theme)
    if sheet.vector:
        sheet.text(text, kind.type, (x, y), letters)
        return
    ground = color(halo, sheet.theme.halo_opacity)
    sprite = sheet.means.sprites.sprite(text, kind.type, color(letters), ground, sheet.scale)
    sheet.image(sprite.image, x - sprite.middle[0], y - sprite.middle[1])


def _paint_sign(sheet: Sheet, kind: Kind, x: float, y: float) -> None:
    painter, theme, scale = sheet.painter, sheet.theme, sheet.scale
    letters, halo = ink(kind.role)(theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(scale, scale)
    if kind.sign in ("airport", "port"):
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(halo, 3.0 * scale, theme.halo_opacity))
        painter.drawPath(sign_path(kind.sign))
        painter.setPen(pen(letters, 1.2 * scale))
        painter.drawPath(sign_path(kind.sign))
    else:
        _paint_dot(painter, kind.sign, theme, scale)
    painter.restore()


def _paint_dot(painter: QPainter, sign: Sign, theme: Theme, scale: float) -> None:
    radius = SIGN_RADIUS_PX[sign]
    painter.setPen(pen(theme.halo, 1.2 * scale, theme.halo_opacity))
    painter.setBrush(brush(theme.place_dot))
    painter.drawEllipse(QPointF(0, 0), radius, radius)
    if sign in ("city", "capital"):
        painter.setBrush(brush(theme.halo))
        painter.drawEllipse(QPointF(0, 0), 0.5 * radius, 0.5 * radius)
    if sign == "capital":
        painter.setBrush(brush(theme.place_dot))
        painter.setPen(pen(theme.place_dot, 0.5 * scale))
        painter.drawEllipse(QPointF(0, 0), 0.28 * radius, 0.28 * radius)


@lru_cache(maxsize=2)
def sign_path(sign: str) -> QPainterPath:
    """The lines of a sign: a runway in its circle, an anchor."""
    path = QPainterPath()
    if sign == "airport":
        path.addEllipse(QPointF(0, 0), 3.6, 3.6)
        path.moveTo(-2.2, 2.2)
        path.lineTo(2.2, -2.2)
        return path
    path.addEllipse(QPointF(0, -3.2), 1.1, 1.1)
    path.moveTo(0, -2.1)
    path.lineTo(0, 4)
    path.moveTo(-1.8, -0.8)
    path.lineTo(1.8, -0.8)
    path.arcMoveTo(QRectF(-3.6, -3.2, 7.2, 7.2), 200)
    path.arcTo(QRectF(-3.6, -3.2, 7.2, 7.2), 200, 140)
    return path
