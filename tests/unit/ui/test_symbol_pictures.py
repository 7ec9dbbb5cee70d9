"""Pictures of symbols stand exactly on their position, at any pixel ratio, within bounds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from baltic_desk.ui.fonts import FAMILY, load_fonts
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_pictures import SymbolPicture, SymbolPictures, paint_symbol

INFANTRY = "10031000001211000000"
HEADQUARTERS = "10031002001211000000"
RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)


@pytest.fixture(scope="module")
def pictures(qapp: QApplication) -> SymbolPictures:
    assert qapp is not None
    load_fonts()
    return SymbolPictures(symbol_renderer())


def inked(image: QImage) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, in logical pixels, to a device pixel."""
    dpr = image.devicePixelRatio()
    found = [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).alpha() > 127
    ]
    left, right = min(x for x, _ in found), max(x for x, _ in found) + 1
    top, bottom = min(y for _, y in found), max(y for _, y in found) + 1
    return left / dpr, top / dpr, right / dpr, bottom / dpr


@pytest.mark.parametrize("dpr", RATIOS)
def test_anchor_is_the_middle_of_the_frame(pictures: SymbolPictures, dpr: float) -> None:
    picture = pictures.picture(INFANTRY, {}, 40, dpr)
    left, top, right, bottom = inked(picture.image)
    assert (left + right) / 2 == pytest.approx(picture.anchor.x(), abs=0.6 / dpr)
    assert (top + bottom) / 2 == pytest.approx(picture.anchor.y(), abs=0.6 / dpr)
    # A frame of 1.5 by 1 sizes with half of a stroke of 0.04 on each side.
    assert right - left == pytest.approx(61.6, abs=1.5 / dpr)
    assert bottom - top == pytest.approx(41.6, abs=1.5 / dpr)


@pytest.mark.parametrize("dpr", RATIOS)
def test_anchor_of_a_headquarters_is_the_foot(pictures: SymbolPictures, dpr: float) -> None:
    picture = pictures.picture(HEADQUARTERS, {}, 40, dpr)
    left, _, _, bottom = inked(picture.image)
    assert left + 0.8 == pytest.approx(picture.anchor.x(), abs=1.1 / dpr)
    assert bottom == pytest.approx(picture.anchor.y(), abs=1.1 / dpr)


def test_picture_has_the_pixels_of_its_ratio(pictures: SymbolPictures) -> None:
    picture = pictures.picture(INFANTRY, {"type": "CV90"}, 40, 1.5)
    assert picture.image.devicePixelRatio() == 1.5
    assert picture.size == QSizeF(picture.image.width() / 1.5, picture.image.height() / 1.5)
    assert picture.top_left(QPointF(100, 50)) == QPointF(100, 50) - picture.anchor


def test_a_picture_is_made_once(pictures: SymbolPictures) -> None:
    first = pictures.picture(INFANTRY, {"type": "A", "speed": "1"}, 40, 1.0)
    assert pictures.picture(INFANTRY, {"speed": "1", "type": "A"}, 40, 1.0) is first
    assert pictures.picture(INFANTRY, {"speed": "1", "type": "A"}, 40, 2.0) is not first


def test_kept_pictures_stay_within_their_bytes(qapp: QApplication) -> None:
    assert qapp is not None
    few = SymbolPictures(symbol_renderer(), bytes_kept=100_000)
    made: list[SymbolPicture] = []
    for number in range(40):
        made.append(few.picture(INFANTRY, {"uniqueDesignation": str(number)}, 40, 1.0))
        assert few.kept_bytes <= 100_000
    assert few.picture(INFANTRY, {"uniqueDesignation": "39"}, 40, 1.0) is made[39]
    assert few.picture(INFANTRY, {"uniqueDesignation": "0"}, 40, 1.0) is not made[0]
    few.clear()
    assert few.kept_bytes == 0


def test_vectors_stand_where_pixels_do(pictures: SymbolPictures) -> None:
    at = QPointF(120, 80)
    blitted, painted = (blank(), blank())
    picture = pictures.picture(HEADQUARTERS, {}, 40, 1.0)
    with_painter(blitted, lambda p: p.drawImage(picture.top_left(at), picture.image))
    symbol = pictures.symbol(HEADQUARTERS, {}, 40)
    with_painter(painted, lambda p: paint_symbol(p, symbol, at))
    for a, b in zip(inked(blitted), inked(painted), strict=True):
        assert a == pytest.approx(b, abs=1.0)


def test_vectors_scale_about_the_anchor(pictures: SymbolPictures) -> None:
    image = blank()
    symbol = pictures.symbol(INFANTRY, {}, 40)
    with_painter(image, lambda p: paint_symbol(p, symbol, QPointF(120, 80), 2.0))
    left, top, right, bottom = inked(image)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((120, 80), abs=0.6)
    assert right - left == pytest.approx(123.2, abs=1.5)


def test_a_wrong_code_is_a_question_mark(pictures: SymbolPictures) -> None:
    picture = pictures.picture("nonsense", {}, 40, 1.0)
    assert not picture.valid
    left, top, right, bottom = inked(picture.image)
    assert right - left > 40
    assert bottom - top > 40


def test_letters_of_an_icon_stand_in_the_middle(pictures: SymbolPictures) -> None:
    """QSvgRenderer alone ignores the baseline and sets them a quarter of their height too high."""
    picture = pictures.picture("10041000001505000000", {"fillColor": "#ffffff"}, 200, 1.0)
    image, middle = picture.image, picture.anchor.toPoint()
    # Ink of "EW" and nothing else: dark, within the frame.
    rows = [
        y
        for y in range(middle.y() - 80, middle.y() + 80)
        if any(
            image.pixelColor(x, y).lightness() < 100
            for x in range(middle.x() - 80, middle.x() + 80)
        )
    ]
    assert (rows[0] + rows[-1]) / 2 == pytest.approx(middle.y(), abs=8)


def test_the_shipped_font_stands_in_for_arial(qapp: QApplication) -> None:
    assert qapp is not None
    assert load_fonts() == FAMILY
    assert QFontInfo(QFont(FAMILY)).family() == FAMILY
    assert QFontInfo(QFont("Arial")).family() in {FAMILY, "Arial"}
    for weight in (QFont.Weight.Normal, QFont.Weight.Bold):
        shipped = QFontMetricsF(QFont(FAMILY, 40, weight)).horizontalAdvance("25 CMR žščÄÖ Ж")
        arial = QFontMetricsF(QFont("Arial", 40, weight)).horizontalAdvance("25 CMR žščÄÖ Ж")
        assert arial == pytest.approx(shipped, rel=0.001)


def blank() -> QImage:
    image = QImage(260, 180, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def with_painter(image: QImage, paint: Callable[[QPainter], None]) -> None:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
