"""Paints what stands out over all else, which may step back: rings that are asked about with their
unit, highlights of a step."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from baltic_desk.document.feature import RangeRing, Unit
from baltic_desk.ui.map.annotation_painting import paint_ring_label
from baltic_desk.ui.map.coverage_painting import paint_reach_of
from baltic_desk.ui.map.live_painting import drawn, paint_selection
from baltic_desk.ui.map.overlay_painting import FAINT
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.qt_paths import color
from baltic_desk.ui.map.ring_labels import label_of
from baltic_desk.ui.map.ring_painting import paint_letters
from baltic_desk.ui.map.ring_washes import paint_washes_of
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shape_painting import paint_shape
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.map.sheet import Sheet

VEIL_OPACITY = 0.55
"""Of the colour of halos over all that steps back: it can still be read."""


class Lit(NamedTuple):
    """Features that stand out; `first` is the id of the ring that is pointed at."""

    shapes: tuple[Shape, ...] = ()
    first: str = ""
    dims: bool = False


NOTHING_LIT = Lit()


def paint_lit(
    sheet: Sheet,
    lit: Lit,
    scene: Scene,
    settled_metres_per_px: float,
    reaches: Reaches | None = None,
) -> None:
    """A veil over the map where all else steps back, then what is lit: rings, units on top.

    Of rings that are cut to what is seen at an altitude, what they reach by `reaches` is lit.
    """
    if not lit.shapes:
        return
    painter = sheet.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if lit.dims:
        paint_veil(sheet)
    ordered = sorted(lit.shapes, key=_from_below)
    cut: set[str] = set()
    if reaches is not None and lit.dims:
        ids = [shape.feature.id for shape in ordered]
        cut = {i for i in ids if i in scene.place and scene.cut[scene.place[i]]}
    if lit.dims:
        paint_washes_of(sheet, (s for s in ordered if s.feature.id not in cut))
        if reaches is not None:
            paint_reach_of(sheet, scene, reaches, cut)
    banded = [s for s in ordered if s.feature.id not in cut]
    paint_selection(sheet, banded, scene, settled_metres_per_px, hovered=True)
    paint_selection(
        sheet, [s for s in ordered if s.feature.id == lit.first], scene, settled_metres_per_px
    )
    scale = sheet.frame.styled_metres_per_px
    for shape in ordered:
        texts, offset_px = drawn(shape, scene, settled_metres_per_px)
        k = scene.place.get(shape.feature.id)
        label = None if k is None else sheet.means.ring_places.kept(scene, k, scale)
        label = label or label_of(shape, scale, sheet.means.ruler)
        painter.setOpacity(FAINT if shape.feature.id in cut else 1.0)
        paint_shape(sheet, shape, texts=texts, offset_px=offset_px)
        painter.setOpacity(1.0)
        paint_letters(sheet, shape, label)
        if label is not None:
            paint_ring_label(sheet, shape, label)


def paint_veil(sheet: Sheet) -> None:
    """What all that steps back lies behind."""
    whole = QRectF(0.0, 0.0, sheet.frame.width, sheet.frame.height)
    sheet.painter.fillRect(whole, color(sheet.theme.overlay_halo, VEIL_OPACITY))


def _from_below(shape: Shape) -> tuple[bool, float]:
    match shape.feature.properties:
        case RangeRing() as ring:
            return False, -ring.radius_max_m
        case properties:
            return isinstance(properties, Unit), 0.0
