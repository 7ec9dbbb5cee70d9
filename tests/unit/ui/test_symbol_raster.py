"""A symbol's pixels: the anchor exact at every size and ratio, sharp, in the shipped font."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from baltic_desk.symbology.outlined_text import with_outlines
from baltic_desk.symbology.symbols import SymbolRenderer
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.script_engine import symbol_renderer
from baltic_desk.ui.symbol_raster import SymbolPicture, paint_symbol, rasterised
from tests.symbol_pixels import pixels

RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0, 3.0)
HEADQUARTERS = (
    "10031002001211000000",  # friend, land
    "10061002001211000000",  # hostile
    "10043002001202000000",  # neutral, sea
    "13015001001100000000"[:7] + "2" + "001100000000",  # unknown, signals intelligence, space
    "SHGPUCI---A----",
    "10031007161211020000",  # feint task force headquarters of a battalion
)


@pytest.fixture(scope="module")
def renderer(qapp: QApplication) -> SymbolRenderer:
    assert qapp is not None
    load_fonts()
    return symbol_renderer()


def foot_of_staff(picture: SymbolPicture, staff_px: float) -> tuple[float, float]:
    """Middle of the staff and its end, in device pixels, to a part of a pixel by coverage."""
    alpha = pixels(picture.image)[..., 3] / 255.0
    bottom = round(picture.anchor.y() * picture.image.devicePixelRatio())
    # The lower half of the staff stands alone: nothing of the frame is beside it.
    start = bottom - max(2, int(staff_px / 2))
    below = alpha[start:]
    columns = np.arange(alpha.shape[1]) + 0.5
    middle = float((below.sum(axis=0) * columns).sum() / below.sum())
    rows = below.sum(axis=1)
    return middle, start + float(rows.sum() / rows.max())


@settings(deadline=None, max_examples=150)
@given(
    sidc=st.sampled_from(HEADQUARTERS),
    size=st.floats(8.0, 200.0),
    dpr=st.sampled_from(RATIOS),
)
def test_a_headquarters_stands_on_the_foot_of_its_staff(
    renderer: SymbolRenderer, sidc: str, size: float, dpr: float
) -> None:
    symbol = renderer.symbol(sidc, size=size)
    assert symbol.valid
    picture = rasterised(symbol, dpr)
    staff_px = (symbol.anchor[1] - symbol.octagon_anchor[1]) * dpr / 2
    middle, foot = foot_of_staff(picture, staff_px)
    assert middle == pytest.approx(picture.anchor.x() * dpr, abs=0.05)
    assert foot == pytest.approx(picture.anchor.y() * dpr, abs=0.1)


@given(size=st.floats(8.0, 200.0), dpr=st.sampled_from(RATIOS))
@settings(deadline=None, max_examples=60)
def test_the_anchor_is_the_middle_or_the_corner_of_a_pixel(
    renderer: SymbolRenderer, size: float, dpr: float
) -> None:
    picture = rasterised(renderer.symbol(HEADQUARTERS[0], size=size, type="CV90"), dpr)
    for at in (picture.anchor.x() * dpr, picture.anchor.y() * dpr):
        assert 2 * at == pytest.approx(round(2 * at), abs=1e-6)


@pytest.mark.parametrize("dpr", RATIOS)
@pytest.mark.parametrize("at", [(80.0, 90.0), (80.37, 90.71), (81.5, 89.5), (80.001, 90.999)])
def test_a_picture_lands_on_whole_device_pixels(
    renderer: SymbolRenderer, dpr: float, at: tuple[float, float]
) -> None:
    picture = rasterised(renderer.symbol(HEADQUARTERS[0], size=26, uniqueDesignation="A1"), dpr)
    device = QImage(round(200 * dpr), round(150 * dpr), QImage.Format.Format_ARGB32_Premultiplied)
    device.setDevicePixelRatio(dpr)
    device.fill(Qt.GlobalColor.transparent)
    corner = picture.top_left(QPointF(*at))
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(corner, picture.image)
    painter.end()
    left, top = round(corner.x() * dpr), round(corner.y() * dpr)
    assert (corner.x() * dpr, corner.y() * dpr) == pytest.approx((left, top), abs=1e-6)
    image = picture.image
    shown = pixels(device)[top : top + image.height(), left : left + image.width()]
    assert np.array_equal(shown, pixels(image))
    # No further from the position than half a device pixel.
    for stands, wanted in zip((corner + picture.anchor).toTuple(), at, strict=True):
        assert abs(stands - wanted) * dpr <= 0.5 + 1e-6


@pytest.mark.parametrize(("dpr", "columns"), [(1.0, 1), (2.0, 2)])
def test_a_staff_is_sharp_at_the_size_of_the_map(
    renderer: SymbolRenderer, dpr: float, columns: int
) -> None:
    picture = rasterised(renderer.symbol(HEADQUARTERS[0], size=26), dpr)
    alpha = pixels(picture.image)[..., 3]
    row = alpha[round(picture.anchor.y() * dpr) - 4]
    assert (row > 240).sum() == columns
    assert (row[row <= 240] < 16).all()


def test_no_font_of_the_machine_is_asked(renderer: SymbolRenderer) -> None:
    symbol = renderer.symbol(
        HEADQUARTERS[0], size=40, uniqueDesignation="Žemaitija Ø", type="Рота", quantity="12"
    )
    assert "<text" in symbol.svg
    assert "<text" not in with_outlines(symbol.svg)
    before = pixels(rasterised(symbol, 1.5).image)
    QFont.insertSubstitution("Arial", "No Such Font")
    QFont.insertSubstitution("Liberation Sans", "No Such Font")
    try:
        assert np.array_equal(pixels(rasterised(symbol, 1.5).image), before)
    finally:
        QFont.removeSubstitutions("Arial")
        QFont.removeSubstitutions("Liberation Sans")
        load_fonts()


def test_vectors_keep_their_texts_in_the_shipped_font(renderer: SymbolRenderer) -> None:
    from PySide6.QtCore import QBuffer
    from PySide6.QtSvg import QSvgGenerator

    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    painter = QPainter(generator)
    symbol = renderer.symbol(HEADQUARTERS[0], size=40, uniqueDesignation="Griffin")
    paint_symbol(painter, symbol, QPointF(100, 100))
    painter.end()
    written = bytes(buffer.data().data()).decode()
    assert ">Griffin<" in written
    assert 'font-family="Liberation Sans"' in written
    assert "Arial" not in written


@pytest.mark.parametrize("text", ["漢字", "سلام", "שלום", "a\u0308\u0301x", "😀"])
def test_what_the_font_cannot_set_stays_a_text(renderer: SymbolRenderer, text: str) -> None:
    symbol = renderer.symbol(HEADQUARTERS[0], size=40, type=text)
    assert f">{text}</text>" in with_outlines(symbol.svg)
    assert rasterised(symbol, 1.0).image.width() > 0


def test_outlines_stand_where_the_text_did() -> None:
    text = '<text x="100" y="50" text-anchor="{}" font-size="40" fill="red">AVA</text>'
    widths: list[float] = []
    for anchor in ("start", "middle", "end"):
        outlined = with_outlines(text.format(anchor))
        x = float(outlined.split("translate(")[1].split(",")[0])
        widths.append(100 - x)
    assert widths[0] == 0
    assert widths[2] == pytest.approx(2 * widths[1], rel=1e-4)
    # A and V overlap: the widths of the three without kerning are 4098 of 2048 to the em.
    assert widths[2] == pytest.approx((4098 - 304) / 2048 * 40, rel=1e-4)
    assert 'fill="red"' in outlined
