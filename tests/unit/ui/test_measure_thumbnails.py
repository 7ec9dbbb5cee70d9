"""Small pictures of control measures come in the background, tight, legible, and bounded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from baltic_desk.symbology.control_measures import measures
from baltic_desk.ui.chrome_colours import CHROMES
from baltic_desk.ui.fonts import load_fonts
from baltic_desk.ui.map.legible import contrast
from baltic_desk.ui.measure_miniature import BOX
from baltic_desk.ui.measure_supply import MeasureSupply
from baltic_desk.ui.measure_thumbnails import MeasureThumbnails
from tests.symbol_pixels import pixels

PHASE_LINE = "13032500001403000000"
HOSTILE_AREA = "13062500001201000000"


@pytest.fixture(scope="module")
def supply(qapp: QApplication) -> Iterator[MeasureSupply]:
    assert qapp is not None
    load_fonts()
    made = MeasureSupply()
    yield made
    made.close()


def wait(thumbnails: MeasureThumbnails, *wishes: tuple[str, float, float]) -> list[QImage]:
    """The pictures, once all have come."""
    loop, end = QEventLoop(), QTimer()
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    end.start(20_000)

    def asked() -> list[QImage | None]:
        return [thumbnails.picture(*wish) for wish in wishes]

    def look() -> None:
        if all(image is not None for image in asked()):
            loop.quit()

    thumbnails.came.connect(look)
    if any(image is None for image in asked()):
        loop.exec()
    thumbnails.came.disconnect(look)
    found = asked()
    assert all(image is not None for image in found)
    return [image for image in found if image is not None]


def test_a_picture_is_not_waited_for_and_comes_with_a_signal(supply: MeasureSupply) -> None:
    thumbnails = MeasureThumbnails(supply)

    assert thumbnails.picture(PHASE_LINE, 22.0, 1.0) is None
    (image,) = wait(thumbnails, (PHASE_LINE, 22.0, 1.0))

    assert thumbnails.picture(PHASE_LINE, 22.0, 1.0) is image


@pytest.mark.parametrize(("size_px", "dpr"), [(15.0, 1.0), (22.0, 1.0), (22.0, 2.0), (40.0, 1.5)])
def test_a_picture_is_cropped_to_its_ink_and_as_large_as_fits(
    supply: MeasureSupply, size_px: float, dpr: float
) -> None:
    for image in wait(
        MeasureThumbnails(supply), (PHASE_LINE, size_px, dpr), (HOSTILE_AREA, size_px, dpr)
    ):
        size = image.deviceIndependentSize()
        share = size.width() / (BOX[0] * size_px), size.height() / (BOX[1] * size_px)
        assert max(share) == pytest.approx(1.0, abs=1.5 / size_px)
        assert min(share) <= 1.0 + 1.5 / size_px
        inked = pixels(image)[..., 3] > 0
        # The edge of the list's colour ends half a pixel from the rim.
        assert all(rim.any() for rim in (inked[:2], inked[-2:], inked[:, :2], inked[:, -2:]))


def test_measures_have_pictures_and_most_have_their_own(
    supply: MeasureSupply,
) -> None:
    wishes = [(str(each.sidc()), 22.0, 1.0) for each in measures("15")[::4]]

    images = wait(MeasureThumbnails(supply), *wishes)

    assert len({bytes(image.constBits()) for image in images}) > 50
    assert min(int((pixels(image)[..., 3] > 128).sum()) for image in images) > 30


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_lines_are_legible_on_the_list_of_each_theme(supply: MeasureSupply, theme) -> None:
    base = CHROMES[theme].base
    wishes = [
        (f"130{identity}25000012010000{'00'}", 22.0, 1.0) for identity in ("1", "3", "4", "5", "6")
    ]

    for image in wait(MeasureThumbnails(supply, theme), *wishes):
        solid = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        ]
        ratios = [contrast(each.name(), base) for each in solid if each.alpha() == 255]
        assert max(ratios) >= 1.9


def test_hostile_areas_are_red_and_friendly_ones_are_not(supply: MeasureSupply) -> None:
    friendly = HOSTILE_AREA.replace("1306", "1303")
    shares = []
    for image in wait(MeasureThumbnails(supply), (HOSTILE_AREA, 22.0, 1.0), (friendly, 22.0, 1.0)):
        red, green, _, alpha = (pixels(image)[..., k] for k in range(4))
        shares.append(float(((red - green)[alpha > 200] > 100).mean()))

    assert shares[0] > 0.2
    assert shares[1] == 0.0


def test_no_more_is_kept_than_fits(supply: MeasureSupply) -> None:
    thumbnails = MeasureThumbnails(supply, bytes_kept=20_000)

    for each in measures("15")[:30]:
        wait(thumbnails, (str(each.sidc()), 22.0, 1.0))

    assert 0 < thumbnails.kept_bytes <= 20_000


@pytest.mark.parametrize("sidc", ["10031000001211000000", "13032500001301000000", "", "x"])
def test_what_is_no_line_or_area_has_no_picture_and_is_not_asked_for(sidc: str) -> None:
    supply = MeasureSupply()
    thumbnails = MeasureThumbnails(supply)

    assert thumbnails.picture(sidc, 22.0, 1.0) is None

    QApplication.processEvents()
    assert not supply.warm
    supply.close()


def test_pictures_do_not_end_up_among_the_drawings_of_the_map(supply: MeasureSupply) -> None:
    wait(MeasureThumbnails(supply), (PHASE_LINE, 22.0, 1.0))

    assert supply.take() is None


def test_after_the_supply_has_closed_nothing_comes_and_nothing_fails(qapp: QApplication) -> None:
    supply = MeasureSupply()
    thumbnails = MeasureThumbnails(supply)
    supply.close()

    assert thumbnails.picture(PHASE_LINE, 22.0, 1.0) is None
    qapp.processEvents()
