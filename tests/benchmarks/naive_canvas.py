"""The same scene drawn as pyqtgraph's examples would: an item for each thing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.geometry import LineString, Point, Polygon
from baltic_desk.document.style import style_of
from baltic_desk.geo.basemap import open_basemap
from baltic_desk.geo.projection import DEFAULT_PROJECTION, PROJECTIONS
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures

WORLD = (8.5, 51.5, 36.5, 67.5)


class NaiveView(pg.PlotWidget):
    """A plot that notes when it was painted last."""

    painted = 0.0

    def paintEvent(self, event: object) -> None:
        super().paintEvent(event)
        self.painted = perf_counter()


def measure_naive(
    document: Document,
    width: int,
    height: int,
    views: Mapping[str, tuple[tuple[float, float], float]],
    *,
    frames: int,
    level: int,
) -> dict[str, dict[str, float]]:
    """Milliseconds for a frame while panning and zooming, by view."""
    begun = perf_counter()
    view = NaiveView(background="#d3e3ea")
    view.resize(width, height)
    view.hideAxis("left")
    view.hideAxis("bottom")
    box = view.getPlotItem().getViewBox()
    box.setAspectLocked(True)
    box.disableAutoRange()
    _add_base_map(view, level)
    pictures = SymbolPictures(symbol_renderer())
    for feature in document.features():
        _add(view, feature, pictures)
    look_at(box, views["region"], width, height)
    view.show()
    _frame(view, lambda: None)
    results = {"naive first frame, s": {"median": perf_counter() - begun}}
    for name, place in views.items():
        look_at(box, place, width, height)
        _frame(view, lambda: None)
        scale = place[1]
        for what, act in (
            ("pan", lambda scale=scale: box.translateBy(x=20 * scale, y=4 * scale)),
            ("zoom", lambda: box.scaleBy((0.96, 0.96))),
        ):
            times = sorted(_frame(view, act) for _ in range(frames))
            results[f"naive {what} {name}"] = {"median": times[frames // 2], "max": times[-1]}
    view.close()
    return results


def look_at(
    box: pg.ViewBox, place: tuple[tuple[float, float], float], width: int, height: int
) -> None:
    """Show a place at metres per pixel."""
    (lon, lat), scale = place
    x, y = PROJECTIONS[DEFAULT_PROJECTION].forward_one((lon, lat))
    half_width, half_height = width / 2 * scale, height / 2 * scale
    box.setRange(
        xRange=(x - half_width, x + half_width),
        yRange=(y - half_height, y + half_height),
        padding=0,
    )


def _frame(view: NaiveView, act: Callable[[], None]) -> float:
    begun = perf_counter()
    act()
    view.viewport().update()
    while view.painted < begun:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    return (view.painted - begun) * 1000


def _add_base_map(view: NaiveView, of_levels: int) -> None:
    """Each layer's lines at one of its levels, one curve a layer, as one would load a shapefile."""
    projection = PROJECTIONS[DEFAULT_PROJECTION]
    for name, layer in open_basemap().layers.items():
        if layer.kind == "point":
            continue
        level = range(len(layer.levels))[of_levels]
        xy: list[np.ndarray] = []
        for key in layer.cells(level, WORLD):
            stroke = layer.cell(key).stroke
            for k in range(len(stroke)):
                xy += [projection.forward(stroke.path(k)), np.full((1, 2), np.nan)]
        if xy:
            line = np.concatenate(xy)
            color = "#84617e" if name == "borders" else "#7d9bab"
            view.addItem(pg.PlotCurveItem(line[:, 0], line[:, 1], pen=color, connect="finite"))


def _add(view: NaiveView, feature: Feature, pictures: SymbolPictures) -> None:
    projection = PROJECTIONS[DEFAULT_PROJECTION]
    style = style_of(feature)
    pen = pg.mkPen(style.stroke, width=style.stroke_width)
    match feature.geometry:
        case Point(coordinates=position):
            assert isinstance(feature.properties, Unit)
            x, y = projection.forward_one(position)
            picture = pictures.picture(feature.properties.sidc, {}, 26.0)
            symbol = pg.QtWidgets.QGraphicsPixmapItem(pg.QtGui.QPixmap.fromImage(picture.image))
            symbol.setFlag(symbol.GraphicsItemFlag.ItemIgnoresTransformations)
            symbol.setPos(x, y)
            symbol.setOffset(-picture.anchor)
            view.addItem(symbol)
            text = pg.TextItem(feature.properties.designation or "", color="k", anchor=(0, 0.5))
            text.setPos(x, y)
            view.addItem(text)
        case LineString(coordinates=line):
            xy = projection.forward(line)
            view.addItem(pg.PlotCurveItem(xy[:, 0], xy[:, 1], pen=pen, antialias=True))
        case Polygon(coordinates=rings):
            xy = projection.forward(rings[0])
            fill = QColor(style.fill)
            fill.setAlphaF(style.fill_opacity)
            item = pg.PlotCurveItem(
                xy[:, 0], xy[:, 1], pen=pen, antialias=True, fillLevel=xy[:, 1].mean(), brush=fill
            )
            view.addItem(item)
