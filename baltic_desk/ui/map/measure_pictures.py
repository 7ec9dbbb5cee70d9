"""Drawings of control measures for the scale shown, kept with the shapes that they are of."""

from __future__ import annotations

import math
from collections.abc import Hashable
from time import perf_counter
from typing import NamedTuple

import numpy as np

from baltic_desk.document.feature import ControlMeasure
from baltic_desk.document.geometry import Position
from baltic_desk.document.measures import control_points
from baltic_desk.geo.local_plane import LocalPlane
from baltic_desk.symbology.measure_drawing import MeasureError, MeasureRequest
from baltic_desk.ui.map.lettering import POINTS_TO_PX
from baltic_desk.ui.map.placed import METRES_PER_DEGREE, Placed, placed
from baltic_desk.ui.map.shapes import Shape
from baltic_desk.ui.measure_supply import Drawn, MeasureSupply

KEPT_SCALES = 3
"""Drawings of a measure that are kept."""

LETTERS = {
    "T": "designation", "T1": "designation_2", "H": "additional_information",
    "H1": "additional_information_2", "H2": "additional_information_3", "W": "dtg", "W1": "dtg_2",
    "X": "altitude_depth", "C": "quantity", "V": "type_label", "N": "hostile", "AS": "country",
    "AP": "target_number", "AP1": "target_number_extension",
}  # fmt: skip
"""Fields of the record by the letters of their amplifiers."""


class Key(NamedTuple):
    """What a drawing is of."""

    shape: Shape
    scale: float


class MeasurePictures:
    """Drawings by shape and scale."""

    def __init__(self, supply: MeasureSupply) -> None:
        self.supply = supply
        self._lacking: set[Hashable] = set()

    def at_once(self, shape: Shape, metres_per_px: float) -> Placed:
        """The drawing for a scale, made now if it has to be.

        Raises
        ------
        ScriptError
            When there is no script engine.
        """
        key = key_of(shape, metres_per_px)
        found = shape.drawn.get(key.scale)
        if found is not None:
            return found
        wish = _wish(key)
        if isinstance(wish, MeasureError):
            return _keep(key, wish)
        return _keep(key, self.supply.draw(wish))

    def ready(self, shape: Shape, metres_per_px: float) -> Placed | None:
        """The drawing for a scale if it is there, else it comes, and counts as lacking; till then
        the one for the nearest scale serves."""
        key = key_of(shape, metres_per_px)
        found = shape.drawn.get(key.scale)
        if found is not None:
            return found
        wish = _wish(key)
        if isinstance(wish, MeasureError):
            return _keep(key, wish)
        self._lacking.add(key)
        self.supply.ask(key, wish)
        return latest(shape, metres_per_px)

    def take_lacking(self) -> frozenset[Hashable]:
        """What was lacking since this was last asked."""
        lacking = frozenset(self._lacking)
        self._lacking.clear()
        return lacking

    def work(self, seconds: float) -> frozenset[Hashable]:
        """Lay what has come on the map, for about so long: of which keys."""
        deadline = perf_counter() + seconds
        made: set[Hashable] = set()
        while perf_counter() < deadline and (came := self.supply.take()) is not None:
            key, drawn = came
            assert isinstance(key, Key)
            _keep(key, drawn)
            made.add(key)
        return frozenset(made)


def key_of(shape: Shape, metres_per_px: float) -> Key:
    """Screen, tiles and print come to the same scale by other sums."""
    return Key(shape, float(f"{metres_per_px:.9g}"))


def latest(shape: Shape, metres_per_px: float) -> Placed | None:
    """The drawing made for the scale nearest to this."""
    if not shape.drawn:
        return None
    return min(shape.drawn.values(), key=lambda each: _octaves(each, metres_per_px))


def request_of(
    measure: ControlMeasure, points: tuple[Position, ...], metres_per_px: float, shape: Shape
) -> MeasureRequest:
    """What the renderer is told of a measure.

    Raises
    ------
    MeasureError
        When its numbers are not legible.
    """
    style = shape.style
    fill = None
    if measure.fill is not None or measure.fill_opacity:
        fill = f"#{round(style.fill_opacity * 255):02x}{style.fill[1:]}"
    texts = ((letter, getattr(measure, field)) for letter, field in LETTERS.items())
    return MeasureRequest(
        sidc=measure.sidc,
        points=points,
        metres_per_px=metres_per_px,
        amplifiers=tuple((letter, text) for letter, text in texts if text),
        distances_m=_numbers(measure.distances_m, "distances"),
        azimuths_deg=_numbers(measure.azimuths_deg, "azimuths"),
        line_color=style.stroke if measure.stroke is not None else None,
        fill_color=fill,
        text_color=style.text_color if measure.text_color is not None else None,
        line_width_px=style.stroke_width,
        font_size_px=style.font_size * POINTS_TO_PX,
    )


def _wish(key: Key) -> MeasureRequest | MeasureError:
    feature = key.shape.feature
    measure = feature.properties
    assert isinstance(measure, ControlMeasure)
    try:
        plane = plane_of(key.shape)
        flat = plane.to_xy(control_points(feature)) / METRES_PER_DEGREE
        points = tuple((float(x), float(y)) for x, y in flat)
        ground = key.scale / key.shape.projection.scale_factor(plane.center)
        return request_of(measure, points, ground, key.shape)
    except MeasureError as error:
        return error
    except ValueError as error:
        return MeasureError(str(error))


def plane_of(shape: Shape) -> LocalPlane:
    """The plane that a measure is reckoned on: about the first point where few points and numbers
    give a form around it, else about the middle."""
    points = np.array(control_points(shape.feature), float)
    if len(points) < 3:
        return LocalPlane((float(points[0, 0]), float(points[0, 1])))
    lon, lat = ((points.min(axis=0) + points.max(axis=0)) / 2).tolist()
    return LocalPlane((lon, lat))


def _keep(key: Key, drawn: Drawn) -> Placed:
    shape = key.shape
    if isinstance(drawn, MeasureError):
        made = Placed((), key.scale, str(drawn))
    else:
        made = placed(drawn, plane_of(shape), shape.projection, key.scale)
    shape.drawn[key.scale] = made
    while len(shape.drawn) > KEPT_SCALES:
        shape.drawn.pop(next(iter(shape.drawn)))
    return made


def _octaves(drawn: Placed, metres_per_px: float) -> float:
    return abs(math.log2(drawn.metres_per_px / metres_per_px))


def _numbers(text: str | None, what: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in (text or "").split())
    except ValueError:
        raise MeasureError(f"The {what} “{text}” are not numbers parted by blanks") from None
