"""What names of the base map give way to: boxes of units with their texts, notes and marks."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from baltic_desk.document.feature import Mark, TextNote, Unit
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.amplifier_texts import Texts, shown_options
from baltic_desk.ui.map.arrangement import SYMBOL_PX, body_shift_px
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Ruler, Type, as_drawn
from baltic_desk.ui.map.placing import Box, indices
from baltic_desk.ui.map.scene import BARE_SHARE, Scene
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.unit_options import size_px

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
        sheet.means.own.show(scene.pictures)
        texts = scene.texts(metres_per_px).tolist()
        reaches = np.hstack((self._at - self._reach, self._at + self._reach))
        # Between two steps this one may be asked about another scene or scale.
        at, boxes, unknown = self._at, self._boxes, self._unknown
        for k in indices(unknown & touching(reaches, box)):
            found = _box(sheet, scene.shapes[k], Texts(texts[k]))
            boxes[k] = np.array(found.box) + np.concatenate((at[k], at[k]))
            unknown[k] = not found.final
            # A symbol that has not been drawn yet takes some milliseconds.
            yield
        inset = (_LENIENCY_PX, _LENIENCY_PX, -_LENIENCY_PX, -_LENIENCY_PX)
        return boxes[touching(boxes, box)] + np.array(inset)

    def _begin(self, scene: Scene, metres_per_px: float) -> None:
        bare = scene.texts(metres_per_px) == Texts.NONE
        reach = np.where(bare, BARE_SHARE, 1.0) * scene.reach_px
        places = scene.bounds[:, :2] * (1.0 / metres_per_px, -1.0 / metres_per_px)
        self._at = places + scene.arranged(metres_per_px).offset_px
        self._reach = reach[:, None]
        self._unknown = np.array([hides_names(shape) for shape in scene.shapes], bool)
        self._boxes = np.full((len(scene.shapes), 4), np.nan)


class _Found(NamedTuple):
    box: Box
    final: bool = True
    """False for a stand-in of a symbol that is still being drawn."""


def _box(sheet: Sheet, shape: Shape, texts: Texts) -> _Found:
    """Left, top, right, bottom of what stands at a point, style pixels from it."""
    match shape.feature.properties:
        case Unit() as unit:
            return _unit_box(sheet, unit, texts)
        case TextNote() as note if note.name:
            width, height = _extent(note.name, shape, sheet.means.ruler, bold=True)
            turn = math.radians(note.rotation_deg)
            wide = abs(width * math.cos(turn)) + abs(height * math.sin(turn))
            high = abs(width * math.sin(turn)) + abs(height * math.cos(turn))
            shift = {"left": 0.5, "center": 0.0, "right": -0.5}[note.align] * width
            x, y = shift * math.cos(turn), shift * math.sin(turn)
            return _Found((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        case Mark() as mark:
            radius = mark.size_px / 2
            width, height = _extent(mark.name, shape, sheet.means.ruler)
            high = max(radius, height / 2)
            right = radius + 4.0 + width if mark.name else radius
            return _Found((-radius, -high, right, high))
        case _:
            return _Found((math.nan, math.nan, math.nan, math.nan))


def _unit_box(sheet: Sheet, unit: Unit, texts: Texts) -> _Found:
    own = sheet.own_box(unit, texts)
    if own is not None:
        return _Found(own)
    if sheet.vector:
        options = shown_options(unit, sheet.theme, texts)
        symbol = sheet.means.pictures.symbol(unit.sidc, options, size_px(unit))
        (x, y), (width, height) = symbol.anchor, symbol.size
        return _Found((-x, -y, width - x, height - y))
    scale = sheet.scale
    picture = sheet.unit_picture(unit, texts)
    if picture is None:
        return _Found(body_box(unit), final=False)
    image, (x, y) = picture
    return _Found(
        (-x / scale, -y / scale, (image.width() - x) / scale, (image.height() - y) / scale)
    )


def body_box(unit: Unit) -> Box:
    """Left, top, right, bottom of a unit's frame, about, in pixels from its place."""
    (x, y), half = body_shift_px(unit), 0.5 * unit.size
    wide, high = SYMBOL_PX[0] * half, SYMBOL_PX[1] * half
    return x - wide, y - high, x + wide, y + high


def _extent(text: str, shape: Shape, ruler: Ruler, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of lettering at the feature's size, pixels."""
    size = shape.style.font_size * POINTS_TO_PX
    style = Type(size, bold=bold)
    lines = as_drawn(text, style).split("\n")
    width = max(ruler.width_px(line, style) for line in lines)
    return width, size * (1.0 + 1.12 * (len(lines) - 1))


def touching(boxes: Floats, box: Floats) -> npt.NDArray[np.bool_]:
    """Which boxes (n, 4) overlap one; boxes of nan overlap none."""
    return (
        (boxes[:, 0] < box[2]) & (boxes[:, 2] > box[0])
        & (boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])
    )  # fmt: skip
