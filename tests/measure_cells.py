"""Each control measure in a cell of its own, painted as the map paints it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QImage, QPainter

from baltic_desk.document.feature import ControlMeasure, Feature
from baltic_desk.document.measure_numbers import with_azimuths, with_distances
from baltic_desk.document.measure_rules import FIELDS, rule_for
from baltic_desk.document.measures import new_measure
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.symbology.control_measures import Measure
from baltic_desk.symbology.measure_drawing import MeasureRequest
from baltic_desk.symbology.measure_examples import CENTER, METRES_PER_PX, TEXTS, example
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

    def __init__(self, measure: Measure, means: Means, identity: str = "3") -> None:
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
