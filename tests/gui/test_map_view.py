"""The map on the screen: camera, pointer, tiles, previews."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter, thread_time

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from baltic_desk.document.document import Document
from baltic_desk.document.moving import moved
from baltic_desk.document.session import Session
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.geodesy import distance
from baltic_desk.tools.tool import NOTHING, Preview
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.theme import LIGHT
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPictures
from tests.features import document, ring, unit

HERE = (24.0, 57.0)
AT_SEA = (19.6, 56.6)


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> SymbolPictures:  # noqa: ARG001  (the engine needs it)
    load_fonts()
    return SymbolPictures(symbol_renderer())


@pytest.fixture
def view(pictures: SymbolPictures, basemap: BaseMap) -> Iterator[MapView]:
    made = MapView(basemap, pictures)
    for name in LAYERS:
        if name not in ("lakes", "borders"):
            made.set_layer_visible(name, False)
    made.resize(640, 480)
    made.show()
    made.set_camera(Camera(HERE, 200.0))
    yield made
    made.close()
    made.deleteLater()


def show(view: MapView, shown: Document) -> Session:
    session = Session(shown)
    view.set_document(shown, session)
    return session


def picture(view: MapView) -> QImage:
    view.flush()
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def inked(image: QImage, background: QImage, around: tuple[float, float], half: int = 12) -> int:
    """Pixels near a place that differ from the background."""
    x, y = round(around[0]), round(around[1])
    return sum(
        image.pixel(i, j) != background.pixel(i, j)
        for i in range(x - half, x + half)
        for j in range(y - half, y + half)
    )


def settle(view: MapView) -> None:
    until = perf_counter() + 10.0
    while not view.complete():
        QApplication.processEvents()
        assert perf_counter() < until, "tiles were never finished"


def test_land_and_sea_have_the_themes_colours(view: MapView) -> None:
    view.set_camera(Camera(AT_SEA, 50.0))
    sea = QColor(picture(view).pixel(320, 240))
    assert sea == QColor(LIGHT.sea)
    view.set_camera(Camera((25.9, 57.2), 5.0))
    assert QColor(picture(view).pixel(320, 240)) == QColor(LIGHT.land)


def test_tiles_come_by_themselves(view: MapView) -> None:
    show(view, document(unit()))
    settle(view)
    assert view.picture.mosaic.kept_bytes > 0


def test_a_place_leads_to_a_pixel_and_back(view: MapView) -> None:
    assert view.to_px(HERE) == pytest.approx((320.0, 240.0), abs=1e-6)
    assert distance(view.to_position(view.to_px((24.1, 57.1))), (24.1, 57.1)) < 0.01


def test_a_unit_is_painted_at_its_place_and_hit_there(view: MapView) -> None:
    bare = picture(view)
    show(view, document(unit()))
    assert inked(picture(view), bare, (320, 240)) > 150
    found = view.hit((320.0, 240.0))
    assert found is not None
    assert found.id == "u"
    assert view.hit((420.0, 240.0)) is None


def test_the_picture_follows_an_edit_and_its_undo(view: MapView) -> None:
    bare = picture(view)
    shown = document(unit())
    show(view, shown)
    picture(view)
    away = unit(at=view.to_position((500.0, 100.0)))
    with shown.edit("Move") as change:
        change.put(away)
    after = picture(view)
    assert inked(after, bare, (320, 240)) == 0
    assert inked(after, bare, (500, 100)) > 150
    shown.undo()
    assert inked(picture(view), bare, (320, 240)) > 150


def test_a_preview_lifts_the_feature_and_shows_it_elsewhere(view: MapView) -> None:
    bare = picture(view)
    shown = document(unit())
    show(view, shown)
    picture(view)
    feature = shown.feature("u")
    assert feature is not None
    end = view.to_position((450.0, 350.0))
    view.set_preview(Preview({"u": moved(feature, HERE, end)}))
    during = picture(view)
    assert inked(during, bare, (320, 240)) == 0
    assert inked(during, bare, (450, 350)) > 150
    view.set_preview(NOTHING)
    assert inked(picture(view), bare, (320, 240)) > 150


def test_a_hidden_overlay_is_not_painted_nor_hit(view: MapView) -> None:
    bare = picture(view)
    shown = document(unit())
    show(view, shown)
    with shown.edit("Hide") as change:
        change.put(replace(shown.overlays()[0], visible=False))
    assert inked(picture(view), bare, (320, 240)) == 0
    assert view.hit((320.0, 240.0)) is None


def test_the_projection_changes_without_moving_the_middle(view: MapView) -> None:
    show(view, document(unit(), ring(radius_m=20_000.0)))
    for projection_id in ("web-mercator", "utm-35n", "laea-europe", "baltic-lcc"):
        view.set_projection(projection_id)
        assert distance(view.center(), HERE) < 1.0
        assert view.metres_per_px() == pytest.approx(200.0, rel=1e-3)
        view.flush()
        assert view.hit((320.0, 240.0)) is not None


def test_the_wheel_zooms_about_the_pointer(view: MapView) -> None:
    at = QPointF(500.0, 100.0)
    before = view.to_position((at.x(), at.y()))
    wheel = QWheelEvent(
        at,
        view.mapToGlobal(at.toPoint()).toPointF(),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    settle(view)
    assert view.metres_per_px() < 160.0
    assert distance(view.to_position((at.x(), at.y())), before) < 5.0


def test_zooming_for_ever_stays_within_limits(view: MapView) -> None:
    for _ in range(40):
        view.zoom(3.0)
    assert view.metres_per_px() == pytest.approx(0.1, rel=0.05)
    for _ in range(60):
        view.zoom(1 / 3.0)
    assert view.metres_per_px() == pytest.approx(8000.0, rel=0.05)


def test_the_scale_that_is_set_is_the_scale_that_is_read(view: MapView) -> None:
    view.set_scale_denominator(250_000.0)
    assert view.scale_denominator() == pytest.approx(250_000.0, rel=1e-3)


def test_panning_moves_the_picture(view: MapView) -> None:
    view.pan_px(100.0, -50.0)
    assert view.to_px(HERE) == pytest.approx((420.0, 190.0), abs=0.5)


def test_the_middle_button_pans_and_tools_do_not_hear_of_it(view: MapView) -> None:
    heard: list[object] = []
    view.pressed.connect(heard.append)
    middle = Qt.MouseButton.MiddleButton
    QTest.mousePress(view.viewport(), middle, pos=QPoint(300, 200))
    QTest.mouseMove(view.viewport(), QPoint(340, 230))
    QTest.mouseRelease(view.viewport(), middle, pos=QPoint(340, 230))
    assert heard == []
    assert view.to_px(HERE) == pytest.approx((360.0, 270.0), abs=0.5)


def test_tools_hear_where_the_left_button_went_down(view: MapView) -> None:
    heard = []
    view.pressed.connect(heard.append)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, control, QPoint(320, 240))
    (pointer,) = heard
    assert pointer.px == (320.0, 240.0)
    assert pointer.ctrl
    assert not pointer.shift
    assert distance(pointer.at, HERE) < 1.0


def test_a_map_of_thousands_of_units_is_painted_in_slices(view: MapView) -> None:
    many = [unit(f"u{k}", at=(23.0 + k % 60 / 30, 56.7 + k // 60 / 50)) for k in range(1500)]
    show(view, document(*many))
    longest = 0.0
    while not view.complete():
        begun = thread_time()
        view.picture.work(0.002, view.shown)
        longest = max(longest, thread_time() - begun)
    assert longest < 0.25  # one slice; a whole painting of these takes longer


def test_all_that_is_painted_fits_the_bound_of_memory(view: MapView) -> None:
    show(view, document(unit()))
    for k in range(12):
        view.look_at((20.0 + k * 0.7, 57.0), 100.0 + 40 * k)
        view.flush()
    assert view.picture.mosaic.kept_bytes <= 70 * 2**20
