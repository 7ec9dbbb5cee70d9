"""Ghosts and arrows on the screen: tiles age rightly when something of them changes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.document.phase_operations import add_phase, set_movement
from baltic_desk.document.record import Movement
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.tools.tool import NOTHING, Preview
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, unit
from tests.moving import go

START, END = (23.0, 57.0), (25.0, 57.0)


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> SymbolPictures:  # noqa: ARG001  (the engine needs it)
    load_fonts()
    return SymbolPictures(symbol_renderer())


@pytest.fixture
def view(pictures: SymbolPictures, basemap: BaseMap) -> Iterator[MapView]:
    made = MapView(basemap, pictures)
    for name in LAYERS:
        made.set_layer_visible(name, False)
    made.resize(640, 480)
    made.show()
    made.set_camera(Camera((24.0, 57.0), 400.0))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def held(view: MapView) -> Document:
    made = document(unit("u", START))
    add_phase(made)
    view.set_document(made, Session(made))
    picture(view)
    return made


def picture(view: MapView) -> np.ndarray:
    view.flush()
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(480, 640, 4)[..., :3].copy()


def afresh(view: MapView, shown: Document) -> np.ndarray:
    """What is painted when nothing is kept from before."""
    view.set_document(shown, Session(shown))
    return picture(view)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    off = np.abs(one.astype(int) - other).max(axis=2)
    return bool((off > 24).mean() < 0.001)


def test_a_move_leaves_a_ghost_and_its_undo_none(view: MapView, held: Document) -> None:
    bare = picture(view)
    go(held, "u", END)
    after = picture(view)
    assert not same(after, bare)
    assert same(after, afresh(view, held))
    held.undo()
    assert same(picture(view), bare)


def test_what_is_said_of_a_movement_shows_though_no_feature_changes(
    view: MapView, held: Document
) -> None:
    go(held, "u", END)
    both = picture(view)
    assert held.phase is not None
    set_movement(held, held.phase, "u", Movement(path="24.0,57.5"))
    bent = picture(view)
    assert not same(bent, both)
    assert same(bent, afresh(view, held))
    held.undo()
    assert same(picture(view), both)
    with held.edit("Hide") as change:
        change.put(replace(held.project, show_movements=False))
    hidden = picture(view)
    assert same(hidden, afresh(view, held))
    assert not same(hidden, both)


def test_a_phase_in_which_nothing_moves_shows_no_ghost_of_the_one_before(
    view: MapView, held: Document
) -> None:
    go(held, "u", END)
    second = held.phase
    assert second is not None
    moving = picture(view)
    add_phase(held)
    still = picture(view)
    assert not same(still, moving)
    assert same(still, afresh(view, held.snapshot()))
    view.set_document(held, Session(held))
    held.show_phase(second)
    assert same(picture(view), moving)


def test_an_earlier_place_that_is_corrected_moves_the_ghost(view: MapView, held: Document) -> None:
    go(held, "u", END)
    first, second = (phase.id for phase in held.phases())
    before = picture(view)
    held.show_phase(first)
    go(held, "u", (23.2, 57.3))
    held.show_phase(second)
    after = picture(view)
    assert not same(after, before)
    assert same(after, afresh(view, held))


def test_a_snapshot_shows_what_the_phase_shows(view: MapView, held: Document) -> None:
    go(held, "u", END, "24.0,57.4")
    shown = picture(view)
    assert same(afresh(view, held.snapshot()), shown)


def test_while_it_is_dragged_the_arrow_follows(view: MapView, held: Document) -> None:
    go(held, "u", END)
    before = picture(view)
    view.set_preview(Preview({"u": unit("u", (24.5, 57.4))}))
    during = picture(view)
    assert not same(during, before)
    view.set_preview(NOTHING)
    assert same(picture(view), before)
    go(held, "u", (24.5, 57.4))
    assert same(picture(view), during)
