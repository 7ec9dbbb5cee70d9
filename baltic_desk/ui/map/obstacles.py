"""What names of the base map give way to: boxes of units with their texts, notes and marks."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Mark, TextNote, Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Ruler, Type
from baltic_desk.ui.map.placing import Box, indices
from baltic_desk.ui.map.scene import BARE_SHARE, Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.unit_pictures import size_px, symbol_options

if TYPE_CHECKING:
    from baltic_desk.ui.map.sheet import Sheet

_LENIENCY_PX = 1.5
"""A unit's box is that of a picture, whose rim is empty."""


def hides_names(shape: Shape) -> bool:
    """Whether names give way to a feature: those that stand at a point are in their way."""
    return isinstance(shape.feature.properties, Unit | TextNote | Mark)


class Obstacles:
    """Boxes of a scene at the scale last asked for, reckoned where they are looked at."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._look: tuple[object, ...] = ()
        self._at: Floats = np.empty((0, 2))
        self._reach: Floats = np.empty((0, 1))
        self._unknown: npt.NDArray[np.bool_] = np.empty(0, bool)
        self._boxes: Floats = np.empty((0, 4))

    def within(self, sheet: Sheet, scene: Scene, box: Floats) -> Generator[None, None, Floats]:
        """Those that overlap a box, all in style pixels from the plane's origin (n, 4)."""
        metres_per_px = sheet.frame.styled_metres_per_px
        look = (metres_per_px, sheet.theme.id, sheet.scale, sheet.vector)
        if scene is not self._scene or look != self._look:
            self._begin(scene, metres_per_px)
            self._scene, self._look = scene, look
        crowded = scene.crowded(metres_per_px)
        reaches = np.hstack((self._at - self._reach, self._at + self._reach))
        # Between two steps this one may be asked about another scene or scale.
        at, boxes, unknown = self._at, self._boxes, self._unknown
        for k in indices(unknown & touching(reaches, box)):
            found = _box(sheet, scene.shapes[k], labelled=not crowded[k])
            boxes[k] = np.array(found) + np.concatenate((at[k], at[k]))
            unknown[k] = False
            # A symbol that has not been drawn yet takes some milliseconds.
            yield
        inset = (_LENIENCY_PX, _LENIENCY_PX, -_LENIENCY_PX, -_LENIENCY_PX)
        return boxes[touching(boxes, box)] + np.array(inset)

    def _begin(self, scene: Scene, metres_per_px: float) -> None:
        reach = np.where(scene.crowded(metres_per_px), BARE_SHARE, 1.0) * scene.reach_px
        self._at = scene.bounds[:, :2] * (1.0 / metres_per_px, -1.0 / metres_per_px)
        self._reach = reach[:, None]
        self._unknown = np.array([hides_names(shape) for shape in scene.shapes], bool)
        self._boxes = np.full((len(scene.shapes), 4), np.nan)


def _box(sheet: Sheet, shape: Shape, *, labelled: bool) -> Box:
    """Left, top, right, bottom of what stands at a point, style pixels from it."""
    match shape.feature.properties:
        case Unit() as unit:
            return _unit_box(sheet, unit, labelled=labelled)
        case TextNote() as note if note.name:
            width, height = _extent(note.name, shape, sheet.means.ruler, bold=True)
            turn = math.radians(note.rotation_deg)
            wide = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
            high = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
            shift = {"left": 0.5, "center": 0.0, "right": -0.5}[note.align] * width
            x, y = shift * math.cos(turn), shift * math.sin(turn)
            return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
        case Mark() as mark:
            radius = mark.size_px / 2
            width, height = _extent(mark.name, shape, sheet.means.ruler)
            high = max(radius, height / 2)
            return -radius, -high, radius + 4.0 + width if mark.name else radius, high
        case _:
            return math.nan, math.nan, math.nan, math.nan


def _unit_box(sheet: Sheet, unit: Unit, *, labelled: bool) -> Box:
    if sheet.vector:
        options = symbol_options(unit, sheet.theme, labelled=labelled)
        symbol = sheet.means.pictures.symbol(unit.sidc, options, size_px(unit))
        (x, y), (width, height) = symbol.anchor, symbol.size
        return -x, -y, width - x, height - y
    scale = sheet.scale
    image, (x, y) = sheet.means.units.picture(unit, sheet.theme, scale, labelled=labelled)
    return -x / scale, -y / scale, (image.width() - x) / scale, (image.height() - y) / scale


def _extent(text: str, shape: Shape, ruler: Ruler, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of lettering at the feature's size, pixels."""
    size = shape.style.font_size * POINTS_TO_PX
    lines = text.split("\n")
    width = max(ruler.width_px(line, Type(size, bold=bold)) for line in lines)
    return width, size * (1.0 + 1.12 * (len(lines) - 1))


def touching(boxes: Floats, box: Floats) -> npt.NDArray[np.bool_]:
    """Which boxes (n, 4) overlap one; boxes of nan overlap none."""
    return (
        (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0])
        & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
    )  # fmt: skip
