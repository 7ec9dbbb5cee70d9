"""Shapes whose lines cover the map again and again are painted in bounded time, and are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import thread_time

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.feature import Area, Feature, Line
from baltic_desk.document.geometry import LineString, Polygon, Position
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document

LONGEST_S = 8.0
"""Of this thread, for all the tiles and three frames with a selection: on a machine that does much
else. A polygon of these was painted for minutes."""


@pytest.fixture
def view(qapp: QApplication, basemap: BaseMap) -> Iterator[MapView]:  # noqa: ARG001  (is needed)
    load_fonts()
    made = MapView(basemap, SymbolPictures(symbol_renderer()))
    made.resize(1000, 700)
    made.show()
    made.set_camera(Camera((22.0, 60.0), 2_000.0))
    yield made
    made.close()
    made.deleteLater()


def _tangle(count: int) -> tuple[Position, ...]:
    lonlat = np.random.default_rng(1).uniform((9.0, 52.0), (36.0, 67.0), (count, 2))
    return tuple((lon, lat) for lon, lat in lonlat.round(5).tolist())


def _tangled_area() -> Feature:
    ring = _tangle(20_000)
    return Feature(id="a", geometry=Polygon(((*ring, ring[0]),)), properties=Area(overlay="o"))


def _hatched_area() -> Feature:
    ring = _tangle(3_000)
    looks = Area(overlay="o", coverage_class="electronic-warfare", coverage_status="assumption")
    return Feature(id="a", geometry=Polygon(((*ring, ring[0]),)), properties=looks)


def _tangled_line() -> Feature:
    looks = Line(overlay="o", stroke_width=6.0, dash="dot")
    return Feature(id="a", geometry=LineString(_tangle(20_000)), properties=looks)


def _holes() -> Feature:
    outer = ((9.0, 52.0), (36.0, 52.0), (36.0, 67.0), (9.0, 67.0), (9.0, 52.0))
    holes = (
        ((x, y), (x + 0.01, y + 0.01), (x + 0.02, y), (x, y))
        for x in (9.1 + 0.02 * np.arange(300)).tolist()
        for y in (52.1 + 0.02 * np.arange(200)).tolist()
    )
    return Feature(id="a", geometry=Polygon((outer, *holes)), properties=Area(overlay="o"))


@pytest.mark.parametrize(
    "made",
    [_tangled_area, _hatched_area, _tangled_line, _holes],
    ids=["tangled_area", "hatched_area", "tangled_line", "holes"],
)
def test_a_dense_shape_is_painted_in_bounded_time(
    view: MapView, made: Callable[[], Feature]
) -> None:
    feature = made()
    view.flush()
    bare = view.viewport().grab().toImage()
    session = Session(document(feature))
    begun = thread_time()
    view.set_document(session.document, session)
    view.flush()
    seen = view.viewport().grab().toImage()
    session.select([feature.id])
    for _ in range(3):
        view.viewport().grab()
    # Near by, where few of its lines are seen, it is drawn as it is.
    view.set_camera(Camera((22.0, 60.0), 20.0))
    view.flush()
    took_s = thread_time() - begun
    assert seen != bare
    assert took_s < LONGEST_S, f"{took_s:.1f} s"
