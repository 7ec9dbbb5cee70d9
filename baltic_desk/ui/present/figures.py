"""Units as pictures that move over the map from one picture of a presentation to the next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.document.feature import Unit
from baltic_desk.document.geometry import Point
from baltic_desk.document.places import Path
from baltic_desk.geo.geodesy import Floats, Position, geodesic, legs
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.amplifier_texts import Texts
from baltic_desk.ui.map.qt_paths import brush, pen
from baltic_desk.ui.map.sheet import Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.stage_map import StageMap

WAYPOINTS = 65
"""Places along a way that are kept, equally far apart on the earth."""
STEPPED_BACK = 0.45
"""How strongly a unit is drawn that steps back behind those that stand out."""
_STRAY_M = 200.0


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A unit as one picture has it: place, picture, and the pixel of that which stands there.

    `offset` is how far from its place it is drawn, in device pixels.
    """

    position: Position
    image: QImage
    anchor: tuple[float, float]
    offset: tuple[float, float] = (0.0, 0.0)
    opacity: float = 1.0


def figures_of(
    view: StageMap,
    ids: Iterable[str],
    highlights: Sequence[str],
    known: Mapping[str, Figure] | None = None,
) -> dict[str, Figure]:
    """Those of the units that a view shows, in drawing order.

    A symbol that is not there yet is that of a `known` figure; without one it is left out.
    """
    before = known or {}
    viewport, picture = view.goal, view.picture
    scene = picture.scene(viewport.projection_id)
    frame = picture.grid(viewport).frame
    texts = scene.texts(frame.styled_metres_per_px)
    arranged = scene.arranged(frame.styled_metres_per_px)
    sheet = Sheet(QPainter(), frame, picture.theme, picture.means, waits=False)
    wanted = set(ids)
    chosen = set(highlights)
    found: dict[str, Figure] = {}
    for k, unit in scene.units:
        shape = scene.shapes[k]
        if shape.feature.id not in wanted:
            continue
        drawn = _drawn(sheet, unit, Texts(int(texts[k])))
        if drawn is None:
            if shape.feature.id not in before:
                continue
            drawn = before[shape.feature.id].image, before[shape.feature.id].anchor
        dx, dy = arranged.of(k)
        opacity = float(scene.opacity[k])
        if chosen and shape.feature.id not in chosen:
            opacity *= STEPPED_BACK
        geometry = shape.feature.geometry
        assert isinstance(geometry, Point)
        lon, lat, *_ = geometry.coordinates
        found[shape.feature.id] = Figure(
            (lon, lat), *drawn, (dx * sheet.scale, dy * sheet.scale), opacity
        )
    return found


class Crew:
    """All figures on the way from one picture to another, in one projection.

    Parameters
    ----------
    through
        Where they come through, by the id of the unit.
    """

    def __init__(
        self,
        before: Mapping[str, Figure],
        after: Mapping[str, Figure],
        through: Mapping[str, Path],
        projection_id: str,
        theme: Theme,
    ) -> None:
        self._ids = [*(i for i in before if i not in after), *after]
        self._theme = theme
        self._small: dict[tuple[int, int], QImage] = {}
        self._pairs = [_pair(before.get(i), after.get(i)) for i in self._ids]
        self.ways = _ways(self._ids, before, after, through, projection_id)
        """Places of each on the map plane, start to end (n, WAYPOINTS, 2)."""
        self.moving: npt.NDArray[np.bool_] = (np.ptp(self.ways, axis=1) > 1.0).any(axis=1)
        """Which change their place."""
        self._offsets = np.array(
            [[pair.first.offset, pair.last.offset] for pair in self._pairs], float
        ).reshape(-1, 2, 2)

    def __len__(self) -> int:
        return len(self._pairs)

    def xy(self, share: float) -> Floats:
        """Where they are after a share of the way, on the map plane (n, 2)."""
        at = min(max(share, 0.0), 1.0) * (WAYPOINTS - 1)
        first = min(int(at), WAYPOINTS - 2)
        rest = at - first
        return self.ways[:, first] * (1.0 - rest) + self.ways[:, first + 1] * rest

    def place_of(self, unit_id: str, share: float) -> tuple[float, float] | None:
        """Where one of them is."""
        if unit_id not in self._ids:
            return None
        x, y = self.xy(share)[self._ids.index(unit_id)].tolist()
        return x, y

    def paint(
        self, painter: QPainter, frame: Frame, share: float, fade: float, *, smaller: int = 1
    ) -> None:
        """Draw them in a frame; `fade` is how far the looks have changed.

        The frame is of device pixels, or has `smaller` times fewer of them across.
        """
        if not self._pairs:
            return
        units = frame.units(self.xy(share))
        offsets = self._offsets[:, 0] * (1.0 - share) + self._offsets[:, 1] * share
        drawn = units + offsets / smaller
        shifted = np.abs(drawn - units).max(axis=1) > 0.5
        width, height = frame.width, frame.height
        for pair, (x, y), place, apart in zip(
            self._pairs, drawn.tolist(), units.tolist(), shifted.tolist(), strict=True
        ):
            if not (-_BEYOND < x < width + _BEYOND and -_BEYOND < y < height + _BEYOND):
                continue
            if apart:
                self._paint_leader(painter, place, (x, y), frame.style_scale)
            for figure, strength in pair.at(fade):
                if strength < 1.0:
                    painter.setOpacity(strength)
                painter.drawImage(
                    math.floor(x - figure.anchor[0] / smaller + 0.5),
                    math.floor(y - figure.anchor[1] / smaller + 0.5),
                    figure.image if smaller == 1 else self._shrunk(figure, smaller),
                )
                if strength < 1.0:
                    painter.setOpacity(1.0)

    def _shrunk(self, figure: Figure, smaller: int) -> QImage:
        key = (id(figure), smaller)
        found = self._small.get(key)
        if found is None:
            image = figure.image
            found = self._small[key] = image.scaled(
                max(image.width() // smaller, 1),
                max(image.height() // smaller, 1),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        return found

    def _paint_leader(
        self, painter: QPainter, place: Sequence[float], end: Sequence[float], scale: float
    ) -> None:
        painter.setPen(pen(self._theme.overlay_text, 1.2 * scale))
        painter.setBrush(brush(self._theme.overlay_text))
        painter.drawLine(QPointF(*place), QPointF(*end))


_BEYOND = 400.0


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """A figure at both ends; one of them missing is one that appears or goes."""

    first: Figure
    last: Figure
    appears: bool = False
    goes: bool = False
    same: bool = False

    def at(self, fade: float) -> Sequence[tuple[Figure, float]]:
        """What of it is drawn, and how strongly."""
        if self.appears:
            return ((self.last, self.last.opacity * fade),) if fade > 0.0 else ()
        if self.goes:
            return ((self.first, self.first.opacity * (1.0 - fade)),) if fade < 1.0 else ()
        if self.same or fade <= 0.0 or fade >= 1.0:
            strength = self.first.opacity * (1.0 - fade) + self.last.opacity * fade
            return ((self.last if fade >= 1.0 else self.first, strength),)
        # The one below stays whole while the other comes over it: else both let the map through.
        if fade < 0.5:
            return (
                (self.first, self.first.opacity),
                (self.last, self.last.opacity * 2.0 * fade),
            )
        return (
            (self.first, self.first.opacity * 2.0 * (1.0 - fade)),
            (self.last, self.last.opacity),
        )


def _pair(first: Figure | None, last: Figure | None) -> _Pair:
    if first is None:
        assert last is not None
        return _Pair(last, last, appears=True)
    if last is None:
        return _Pair(first, first, goes=True)
    same = first.anchor == last.anchor and first.image == last.image
    return _Pair(first, last, same=same)


def _ways(
    ids: Sequence[str],
    before: Mapping[str, Figure],
    after: Mapping[str, Figure],
    through: Mapping[str, Path],
    projection_id: str,
) -> Floats:
    lonlat = np.empty((len(ids), WAYPOINTS, 2))
    for k, unit_id in enumerate(ids):
        start = before.get(unit_id) or after[unit_id]
        end = after.get(unit_id) or before[unit_id]
        lonlat[k] = way(start.position, end.position, through.get(unit_id, ()))
    xy = PROJECTIONS[projection_id].forward(lonlat.reshape(-1, 2))
    return xy.reshape(len(ids), WAYPOINTS, 2)


def way(start: Position, end: Position, between: Path = ()) -> Floats:
    """Places from start to end (WAYPOINTS, 2), equally far apart on the ground."""
    if start == end and not between:
        return np.broadcast_to(np.array(start, float), (WAYPOINTS, 2))
    line = geodesic(np.array([start, *between, end], float), _STRAY_M)
    along = np.concatenate(([0.0], np.cumsum(legs(line)[2])))
    at: Floats = np.linspace(0.0, float(along[-1]), WAYPOINTS, dtype=np.float64)
    return np.column_stack((np.interp(at, along, line[:, 0]), np.interp(at, along, line[:, 1])))


def _drawn(sheet: Sheet, unit: Unit, texts: Texts) -> tuple[QImage, tuple[float, float]] | None:
    """A unit's picture and its anchor, device pixels."""
    box = sheet.own_box(unit, texts)
    if box is None:
        ready = sheet.unit_picture(unit, texts)
        if ready is None:
            return None
        image = QImage(ready.image)
        image.setDevicePixelRatio(1.0)  # it is drawn pixel for pixel
        return image, ready.anchor
    left, top, right, bottom = (edge * sheet.scale for edge in box)
    image = QImage(
        max(math.ceil(right - left), 1),
        max(math.ceil(bottom - top), 1),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    frame = Frame(
        sheet.frame.projection_id, 0.0, 0.0, 1.0, image.width(), image.height(), sheet.scale
    )
    Sheet(painter, frame, sheet.theme, sheet.means).unit(unit, (-left, -top), texts)
    painter.end()
    return image, (-left, -top)
