"""Answers and solutions of an exercise over the map: both drawn, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from baltic_desk.app.exercise_check import VERDICT_COLOURS, Exercise, line_text
from baltic_desk.document.exercise import Verdict
from baltic_desk.document.feature import Feature
from baltic_desk.geo.geodesy import Position, geodesic, midpoint
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map import live_painting
from baltic_desk.ui.map.dense import is_dense, paint_dense
from baltic_desk.ui.map.lettering import Type
from baltic_desk.ui.map.qt_paths import NO_BRUSH, brush, pen, polygon
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.sheet import Sheet

LINE_PX = 2.2
DOT_PX = 4.0
BAND_PX = 6.0
BAND_OPACITY = 0.5
DASH = (2.2, 1.4)
"""Answers have a band of dashes, solutions one without gaps."""
LABEL = Type(11.5, bold=True)
LABEL_UP_PX = 11.0
_DARK = 128  # lightness of the land below which a theme is a dark one


@dataclass(frozen=True, slots=True)
class Between:
    """A line from an answer to its solution, and what stands at it."""

    start: Position
    end: Position
    text: str
    verdict: Verdict


class Judged(NamedTuple):
    """A feature with its verdict; `foreign` is what only the other file has."""

    feature: Feature
    verdict: Verdict
    solution: bool
    foreign: bool


@dataclass(frozen=True, slots=True, eq=False)
class ShownExercise:
    """What is shown of a comparison.

    Attributes
    ----------
    features
        Of both files; what the map shows anyway is only marked.
    """

    features: tuple[Judged, ...] = ()
    lines: tuple[Between, ...] = ()
    _shapes: dict[str, tuple[Shape | None, ...]] = field(
        default_factory=dict[str, "tuple[Shape | None, ...]"]
    )

    @staticmethod
    def of(exercise: Exercise | None) -> ShownExercise:
        """All results of an exercise; nothing for None."""
        if exercise is None:
            return NOTHING
        features: list[Judged] = []
        lines: list[Between] = []
        for result in exercise.results:
            here, other = exercise.of_here(result), exercise.of_other(result)
            for feature, foreign in ((here, False), (other, True)):
                if feature is not None:
                    solution = feature is result.solution
                    features.append(Judged(feature, result.verdict, solution, foreign))
            if result.line is not None:
                lines.append(Between(*result.line, line_text(result), result.verdict))
        return ShownExercise(tuple(features), tuple(lines))

    def shapes(self, projection_id: str) -> tuple[Shape | None, ...]:
        """The features as they lie on the map plane."""
        if projection_id not in self._shapes:
            made = shapes_of([each.feature for each in self.features], PROJECTIONS[projection_id])
            self._shapes.clear()
            self._shapes[projection_id] = tuple(made)
        return self._shapes[projection_id]


NOTHING = ShownExercise()


def paint_exercise(
    sheet: Sheet, shown: ShownExercise, scene: Scene, settled_metres_per_px: float
) -> None:
    """Features in a band of their verdict's colour, then the lines between them."""
    if not shown.features:
        return
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shapes = shown.shapes(scene.projection_id)
    drawn: list[Shape] = []
    for judged, made in zip(shown.features, shapes, strict=True):
        if made is None:
            continue
        there = None if judged.foreign else scene.by_id.get(judged.feature.id)
        if there is None:
            drawn.append(made)
        _paint_band(sheet, there or made, _colour(sheet, judged.verdict), judged.solution)
    live_painting.paint_features(sheet, drawn, scene, settled_metres_per_px)
    for line in shown.lines:
        _paint_between(sheet, line)


def _paint_band(sheet: Sheet, shape: Shape, colour: str, solution: bool) -> None:
    dash = () if solution else DASH
    painter, frame = sheet.painter, sheet.frame
    painter.setBrush(NO_BRUSH)
    if shape.is_point:
        painter.setPen(pen(colour, 2.5 * sheet.scale, 0.9, dash))
        x, y = frame.units(shape.parts.positions[:1])[0].tolist()
        half = live_painting.UNIT_FRAME_PX[0] * sheet.scale
        painter.drawEllipse(QPointF(x, y), half, half)
        return
    width = (shape.style.stroke_width + BAND_PX) * sheet.scale
    stroke = pen(colour, width, BAND_OPACITY, dash, bevel=True, flat=True)
    if is_dense(shape, frame):
        paint_dense(painter, frame, shape, stroke)
        return
    painter.save()
    painter.setTransform(frame.transform, True)
    painter.setPen(stroke)
    painter.drawPath(shape.path_at(frame.metres_per_unit))
    painter.restore()


def _paint_between(sheet: Sheet, line: Between) -> None:
    painter, scale = sheet.painter, sheet.scale
    colour = _colour(sheet, line.verdict)
    units = live_painting.units_of(sheet, geodesic((line.start, line.end)).tolist())
    units = units[np.isfinite(units).all(axis=1)]
    if len(units) > 1:
        painter.setBrush(NO_BRUSH)
        painter.setPen(pen(sheet.theme.overlay_halo, (LINE_PX + 2.5) * scale, 0.7))
        painter.drawPolyline(polygon(units))
        painter.setPen(pen(colour, LINE_PX * scale, 1.0, (4.0, 2.5)))
        painter.drawPolyline(polygon(units))
        end_x, end_y = units[-1].tolist()
        painter.setPen(pen(sheet.theme.overlay_halo, scale))
        painter.setBrush(brush(colour))
        painter.drawEllipse(QPointF(end_x, end_y), DOT_PX * scale, DOT_PX * scale)
    x, y = live_painting.units_of(sheet, [midpoint(line.start, line.end)])[0].tolist()
    if np.isfinite([x, y]).all():
        sheet.text(line.text, LABEL, (x, y - LABEL_UP_PX * scale), colour)


def _colour(sheet: Sheet, verdict: Verdict) -> str:
    """The verdict's colour, lighter where the ground is dark."""
    colour = QColor(VERDICT_COLOURS[verdict])
    if QColor(sheet.theme.land).lightness() < _DARK:
        colour = colour.lighter(190)
    return colour.name()


def colours_on(lightness: int, verdicts: Iterable[Verdict]) -> Mapping[Verdict, QColor]:
    """Colours of verdicts on a ground of a lightness of 0 to 255, for words."""
    factor = 100 if lightness >= _DARK else 190
    return {each: QColor(VERDICT_COLOURS[each]).lighter(factor) for each in verdicts}
