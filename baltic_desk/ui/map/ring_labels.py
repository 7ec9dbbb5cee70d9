"""Name and range on the arc of each ring: where they stand at a scale.

A ring that fits the screen has one label, at the top unless it says where; it moves along the arc
when another ring's label is in the way, and is left out when there is no room at all. On rings too
large for the screen labels stand at even distances, so that one is in sight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from baltic_desk.app.ring_limits import targeting_label
from baltic_desk.document.feature import RangeRing
from baltic_desk.document.style import ring_label
from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import POINTS_TO_PX, Ruler, Type
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.shapes import Shape

LARGEST_PX = 2_400.0
REPEAT_PX = 1_400.0
STEP_RINGS = 8
_NOTE_SHARE = 3.0
_BUCKET_PX = 96.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RingLabel:
    """A label's text and where its middle stands: pixels along the outline, at one scale."""

    text: str
    style: Type
    width_px: float
    at_px: tuple[float, ...]
    at_xy: Floats
    """The same places in map metres (n, 2)."""


class RingPlaces:
    """Labels of a scene at the scale last asked for."""

    def __init__(self, ruler: Ruler) -> None:
        self._ruler = ruler
        self._scene: Scene | None = None
        self._metres_per_px = 0.0
        self._labels: Mapping[int, RingLabel] = {}

    def labels(
        self, scene: Scene, metres_per_px: float
    ) -> Generator[None, None, Mapping[int, RingLabel]]:
        """Labels by the index of their ring in the scene; found in steps."""
        if scene is not self._scene or metres_per_px != self._metres_per_px:
            labels: dict[int, RingLabel] = {}
            for count, found in enumerate(_placing(scene, metres_per_px, self._ruler)):
                if found is not None:
                    labels[found[0]] = found[1]
                if count % STEP_RINGS == 0:
                    yield
            self._labels = labels
            self._scene, self._metres_per_px = scene, metres_per_px
        return self._labels

    def kept(self, scene: Scene, k: int, metres_per_px: float) -> RingLabel | None:
        """The label of a shape as it stands on the tiles; None when that is not known."""
        current = scene is self._scene and metres_per_px == self._metres_per_px
        return self._labels.get(k) if current else None


def label_of(shape: Shape, metres_per_px: float, ruler: Ruler) -> RingLabel | None:
    """The label of one ring, without regard to others; None where there is no room for it."""
    if not isinstance(shape.feature.properties, RangeRing):
        return None
    for spot, _ in _candidates(shape, metres_per_px, ruler):
        return spot.label()
    return None


def _placing(
    scene: Scene, metres_per_px: float, ruler: Ruler
) -> Iterator[tuple[int, RingLabel] | None]:
    """For each ring its index and label, or None where there is no room."""
    taken: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
    for k in scene.rings:
        shape = scene.shapes[k]
        for spot, box in _candidates(shape, metres_per_px, ruler, _note(shape, scene)):
            if len(spot.at_px) > 1 or _free(box, taken):
                yield k, spot.label()
                break
        else:
            yield None


def _free(box: Box, taken: defaultdict[tuple[int, int], list[Box]]) -> bool:
    buckets = [
        (i, j)
        for i in range(int(box[0] // _BUCKET_PX), int(box[2] // _BUCKET_PX) + 1)
        for j in range(int(box[1] // _BUCKET_PX), int(box[3] // _BUCKET_PX) + 1)
    ]
    for bucket in buckets:
        for other in taken[bucket]:
            apart_x = box[0] > other[2] or other[0] > box[2]
            if not (apart_x or box[1] > other[3] or other[1] > box[3]):
                return False
    for bucket in buckets:
        taken[bucket].append(box)
    return True


class _Spot(NamedTuple):
    """Where a label may stand; most spots are tried in vain, so positions are not reckoned yet."""

    shape: Shape
    text: str
    style: Type
    width_px: float
    at_px: tuple[float, ...]
    metres_per_px: float

    def label(self) -> RingLabel:
        at_xy = self.shape.places(np.array(self.at_px) * self.metres_per_px)
        return RingLabel(self.text, self.style, self.width_px, self.at_px, at_xy)


def _note(shape: Shape, scene: Scene) -> str:
    """From where on a weapon needs others to see its target, where that is a matter."""
    ring = shape.feature.properties
    if scene.assumed_antenna_m is None or not isinstance(ring, RangeRing):
        return ""
    return targeting_label(ring, scene.assumed_antenna_m)


def _candidates(
    shape: Shape, metres_per_px: float, ruler: Ruler, note: str = ""
) -> Iterator[tuple[_Spot, Box]]:
    """Spots with the box that each takes on the map, in pixels, the best first; with a note where
    the outline has room for it.
    """
    ring = shape.feature.properties
    assert isinstance(ring, RangeRing)
    last = int(shape.parts.starts[1])
    length_px = float(shape.along[last - 1]) / metres_per_px
    style = Type(shape.style.font_size * POINTS_TO_PX)
    if length_px < 4.0 * style.size_px:
        return
    text = ring_label(ring)
    noted = f"{text} · {note}" if text and note else text
    if length_px > _NOTE_SHARE * ruler.width_px(noted, style):
        text = noted
    width = ruler.width_px(text, style)
    if not text or length_px < 2.0 * width:
        return
    middles = shape.label_places / metres_per_px
    if length_px > np.pi * LARGEST_PX:
        first = float(middles[0])
        count = int(length_px // REPEAT_PX)
        places = (first + np.arange(count) * length_px / count) % length_px
        spot = _Spot(shape, text, style, width, tuple(places.tolist()), metres_per_px)
        yield spot, (0.0, 0.0, 0.0, 0.0)
        return
    half = 0.575 * width
    boxes = _boxes(shape, middles, half, metres_per_px, style)
    for at, box in zip(middles.tolist(), boxes, strict=True):
        yield _Spot(shape, text, style, width, (at,), metres_per_px), box


def _boxes(
    shape: Shape, places: Floats, half: float, metres_per_px: float, style: Type
) -> list[Box]:
    """Left, low, right, high on the map, in pixels, of texts at places along the outline."""
    at = places[:, None] + half * np.array((-1.0, -0.5, 0.0, 0.5, 1.0))
    points = shape.places(at.ravel() * metres_per_px).reshape(*at.shape, 2) / metres_per_px
    x, y = points[..., 0], points[..., 1]
    margin = 0.6 * style.size_px
    sides = (x.min(axis=1) - margin, y.min(axis=1) - margin)
    sides += (x.max(axis=1) + margin, y.max(axis=1) + margin)
    return [(left, low, right, high) for left, low, right, high in np.stack(sides, axis=1).tolist()]
