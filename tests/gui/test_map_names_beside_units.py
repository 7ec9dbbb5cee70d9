"""Names of the shown map step aside when a unit comes and return when it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, unit

RIGA = (24.105, 56.949)
SIGULDA = (24.853, 57.154)
Show = Callable[[Document], MapView]


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> SymbolPictures:  # noqa: ARG001  (the engine needs it)
    load_fonts()
    return SymbolPictures(symbol_renderer())


@pytest.fixture
def show(pictures: SymbolPictures, basemap: BaseMap) -> Iterator[Show]:
    made: list[MapView] = []
    # Without coasts: their edges' dots are a level lighter or darker from one cut of tiles to the
    # next, and which are painted together depends on what is ready first.
    names_only = BaseMap({"places": basemap.layers["places"]})

    def shown(of: Document) -> MapView:
        view = MapView(names_only, pictures)
        made.append(view)
        for name in LAYERS:
            view.set_layer_visible(name, name == "places")
        view.resize(900, 600)
        view.show()
        view.set_camera(Camera(RIGA, 400.0))
        view.set_document(of, Session(of))
        return view

    yield shown
    for view in made:
        view.close()
        view.deleteLater()


def picture(view: MapView) -> np.ndarray:
    view.flush()
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[..., :3].copy()


def test_after_an_edit_the_picture_is_that_of_a_map_opened_anew(show: Show) -> None:
    shown = document(unit(at=RIGA))
    view = show(shown)
    at_riga = picture(view)
    with shown.edit("Move") as change:
        change.put(unit(at=SIGULDA))
    elsewhere = picture(view)
    assert (elsewhere != at_riga).any()
    assert (elsewhere == picture(show(document(unit(at=SIGULDA))))).all()
    shown.undo()
    assert (picture(view) == at_riga).all()
