"""Each control measure in a cell of its own, painted as the map paints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.measure_numbers import with_azimuths, with_distances
from baltic_desk.document.measure_rules import FIELDS, rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.measure_drawing import MeasureRequest
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, TEXTS, example
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.measure_painting import drawing, paint_measure
from baltic_desk.ui.map.placed import Placed
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import THEMES
from baltic_desk.ui.map.viewport import Frame
from tests.symbol_pixels import pixels

PROJECTION_ID = "web-mercator"
"""North is up everywhere: level lines stay level."""
SIZE_PX = (240, 164)
AROUND_PX = 40
"""Room about a cell, to see what is drawn beyond it."""
INSET_PX = (14, 14)
LABEL_PX = 14
BLOCK_PX = 20
_STEPS = 60
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"


def example_feature(
    measure: Measure,
    *,
    width_px: float = SIZE_PX[0] - 2 * INSET_PX[0],
    height_px: float = SIZE_PX[1] - 2 * INSET_PX[1],
    texts: Mapping[str, str] = TEXTS,
    identity: str = "3",
) -> Feature:
    """The measure as a feature about CENTER, for a map of METRES_PER_PX."""
    request = example(
        measure, width_px=width_px, height_px=height_px, texts=texts, identity=identity
    )
    return feature_of(request)


def feature_of(request: MeasureRequest) -> Feature:
    """The feature that the map would ask for so."""
    rule = rule_for(request.sidc)
    assert rule is not None
    fields = {FIELDS[letter]: text for letter, text in request.amplifiers if letter in FIELDS}
    properties = ControlMeasure(overlay="o", sidc=request.sidc, **fields)
    properties = with_azimuths(
        with_distances(properties, request.distances_m), request.azimuths_deg
    )
    return new_measure(rule.title, properties, request.points, rule.form)


class Cell:
    """One measure, painted alone on white with room around it."""

    def __init__(
        self, measure: Measure, means: Means, identity: str = "3", *, moved_px: float = 0.0
    ) -> None:
        self.measure = measure
        projection = PROJECTIONS[PROJECTION_ID]
        (shape,) = shapes_of([example_feature(measure, identity=identity)], projection)
        assert shape is not None
        self.shape: Shape = shape
        x, y = projection.forward_one(CENTER)
        scale = METRES_PER_PX * projection.scale_factor(CENTER)
        width, height = (side + 2 * AROUND_PX for side in SIZE_PX)
        frame = Frame(
            PROJECTION_ID, x - width / 2 * scale, y + height / 2 * scale, scale, width, height
        )
        self.image = QImage(width, height, QImage.Format.Format_RGB32)
        self.image.fill(0xFFFFFFFF)
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(moved_px, 0.0)
        sheet = Sheet(painter, frame, THEMES["contrast"], means)
        drawn = drawing(sheet, shape)
        assert drawn is not None
        self.drawn: Placed = drawn
        paint_measure(sheet, shape)
        painter.end()

    @property
    def ink(self) -> np.ndarray:
        """How dark each pixel is, 0 to 1, with the room around."""
        return 1.0 - pixels(self.image)[..., :3].min(axis=2) / 255.0

    @property
    def spilt(self) -> int:
        """Pixels with ink beyond the cell."""
        inked = self.ink > 0.1
        inside = inked[AROUND_PX:-AROUND_PX, AROUND_PX:-AROUND_PX]
        return int(inked.sum() - inside.sum())


def signature(cell: Cell) -> str:
    """How much ink each block of BLOCK_PX has, row by row, in 64 steps from "0": what a reader of
    the picture takes in, whatever the edges are smoothed like."""
    inside = cell.ink[AROUND_PX:-AROUND_PX, AROUND_PX:-AROUND_PX]
    rows, columns = inside.shape[0] // BLOCK_PX, inside.shape[1] // BLOCK_PX
    blocks = inside[: rows * BLOCK_PX, : columns * BLOCK_PX]
    share = blocks.reshape(rows, BLOCK_PX, columns, BLOCK_PX).mean(axis=(1, 3))
    steps = np.minimum(np.round(share * _STEPS), 63).astype(int).ravel()
    return "".join(_DIGITS[step] for step in steps)


def strays(now: str, then: str) -> float:
    """By how much the ink of any block differs at most, as a share of the block."""
    if len(now) != len(then):
        return 1.0
    return (
        max(abs(_DIGITS.index(a) - _DIGITS.index(b)) for a, b in zip(now, then, strict=True))
        / _STEPS
    )


def contact_sheet(cells: Sequence[Cell], columns: int = 8) -> QImage:
    """The cells in rows, each with code, name and rule below it."""
    width, height = SIZE_PX[0], SIZE_PX[1] + LABEL_PX
    rows = -(-len(cells) // columns)
    sheet = QImage(columns * width, rows * height, QImage.Format.Format_RGB32)
    sheet.fill(0xFFFFFFFF)
    painter = QPainter(sheet)
    painter.setFont(Type(11.0).font())
    for number, cell in enumerate(cells):
        x, y = number % columns * width, number // columns * height
        painter.drawImage(x, y, cell.image, AROUND_PX, AROUND_PX, *SIZE_PX)
        painter.setPen(QColor("#c8ccd8"))
        painter.drawRect(x, y, width - 1, height - 1)
        painter.setPen(QColor("#222266"))
        measure = cell.measure
        said = f"{measure.code} {measure.name} ({measure.rule}, {measure.versions[0]})"
        painter.drawText(QRect(x + 3, y + SIZE_PX[1] - 3, width - 6, LABEL_PX), said)
    painter.end()
    return sheet
