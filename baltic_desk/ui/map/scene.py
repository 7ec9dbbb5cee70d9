"""What the overlays show, in one projection, at one moment: shapes in drawing order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from baltic_desk.document.altitude import is_cut, over_horizon
from baltic_desk.document.document import Document
from baltic_desk.document.feature import ControlMeasure, Feature, Mark, RangeRing, TextNote, Unit
from baltic_desk.document.project import Picture
from baltic_desk.document.ring_choice import EVERYTHING, RingChoice
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.amplifier_texts import OF_CHOICE, Texts, of_scale
from baltic_desk.ui.map.arrangement import Arrangement, arrangement, body_shift_px
from baltic_desk.ui.map.command_lines import CommandLines, command_lines
from baltic_desk.ui.map.lettering import POINTS_TO_PX
from baltic_desk.ui.map.shapes import Shape, shapes_of
from baltic_desk.ui.map.traces import NO_TRACES, Traces, Wanted, traces_of
from baltic_desk.ui.map.unit_pictures import UNIT_SIZE_PX
from baltic_desk.ui.map.viewport import Bounds

# Where this many units stand in one such box on the screen, their texts would cover one another.
CROWD_BOX_PX = (112.0, 56.0)
CROWD = 3
MOST_REACH_PX = 400.0
KEPT_SCALES = 4
BARE_SHARE = 0.26
"""Of the reach of a unit with texts, what its symbol alone needs."""


AUTO = -1


@dataclass(frozen=True, eq=False)
class Scene:
    """All visible features, bottom to top. A new one takes over the shapes that did not change."""

    projection_id: str
    shapes: tuple[Shape, ...]
    opacity: Floats
    touchable: npt.NDArray[np.bool_]
    """Not locked, neither itself nor its overlay."""
    amplifiers: npt.NDArray[np.int8]
    """How many texts its overlay has beside units, as `Texts`; AUTO where the scale decides."""
    fans: npt.NDArray[np.bool_]
    """Whether its overlay has stacks of units fanned out."""
    cut: npt.NDArray[np.bool_]
    """Published rings of which only what is seen at an altitude counts: drawn faintly."""
    assumed_antenna_m: float | None = None
    """Of antennas of unknown height; None where published ranges are drawn."""
    marking: str = ""
    with_command_lines: bool = False
    pictures: tuple[Picture, ...] = ()
    """The project's own, that units may be drawn with."""
    ring_choice: RingChoice = EVERYTHING
    """Which rings are in it."""
    traces: Traces = NO_TRACES
    """Where features were a phase before, and the way they came."""

    @staticmethod
    def of(
        document: Document,
        projection_id: str,
        before: Scene | None = None,
        *,
        at_altitude: bool | None = None,
        rings: RingChoice = EVERYTHING,
    ) -> Scene:
        """The scene of a document with these rings.

        Parameters
        ----------
        before
            Gives the shapes of features that stayed the same.
        at_altitude
            Whether reach at an altitude is drawn as well; as the project says for None.
        """
        known: Mapping[str, Shape] = {}
        if before is not None and before.projection_id == projection_id:
            known = before.by_id
        features: list[Feature] = []
        opacity: list[float] = []
        touchable: list[bool] = []
        amplifiers: list[int] = []
        fans: list[bool] = []
        for overlay in document.overlays():
            if not overlay.visible:
                continue
            for feature in document.features_on(overlay.id):
                if feature.properties.hidden or not rings.shows(feature):
                    continue
                features.append(feature)
                opacity.append(overlay.opacity)
                touchable.append(not (overlay.locked or feature.properties.locked))
                amplifiers.append(OF_CHOICE.get(overlay.amplifiers, AUTO))
                fans.append(overlay.declutter == "fan")
        if at_altitude is None:
            at_altitude = document.project.altitude_m is not None
        shapes = _shapes(features, projection_id, known)
        drawn = np.array([shape is not None for shape in shapes], bool)
        return Scene(
            projection_id,
            tuple(shape for shape in shapes if shape is not None),
            np.array(opacity, float)[drawn],
            np.array(touchable, bool)[drawn],
            np.array(amplifiers, np.int8)[drawn],
            np.array(fans, bool)[drawn],
            _cut(features, document, at_altitude=at_altitude)[drawn],
            document.project.assumed_antenna_m if at_altitude else None,
            document.project.marking,
            document.project.command_lines,
            document.pictures(),
            rings,
            _traces(document, features, opacity, projection_id, before),
        )

    @cached_property
    def by_id(self) -> Mapping[str, Shape]:
        """Shapes by the id of their feature."""
        return {shape.feature.id: shape for shape in self.shapes}

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Index of each feature in the drawing order."""
        return {shape.feature.id: k for k, shape in enumerate(self.shapes)}

    @cached_property
    def bounds(self) -> Floats:
        """Left, bottom, right, top of each shape (n, 4), map metres."""
        return np.array([shape.bounds for shape in self.shapes], float).reshape(-1, 4)

    @cached_property
    def core(self) -> Floats:
        """The same of their positions only, without what is drawn around them (n, 4)."""
        return np.array([shape.core for shape in self.shapes], float).reshape(-1, 4)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Index of the bounds."""
        left, bottom, right, top = (self.bounds[:, side] for side in range(4))
        return shapely.STRtree(shapely.box(left, bottom, right, top))

    @cached_property
    def is_unit(self) -> npt.NDArray[np.bool_]:
        """Which shapes are units."""
        units = [isinstance(shape.feature.properties, Unit) for shape in self.shapes]
        return np.array(units, bool)

    @cached_property
    def body_px(self) -> Floats:
        """How far from its position a unit is hit, pixels; infinite for other shapes (n,)."""
        reach = np.full(len(self.shapes), np.inf)
        for k, unit in self.units:
            reach[k] = UNIT_SIZE_PX * unit.size + max(map(abs, body_shift_px(unit)))
        return reach

    @cached_property
    def rings(self) -> tuple[int, ...]:
        """Indices of the range rings, the widest first."""
        found = [
            k for k, s in enumerate(self.shapes) if isinstance(s.feature.properties, RangeRing)
        ]
        return tuple(sorted(found, key=lambda k: self.bounds[k, 0] - self.bounds[k, 2]))

    @cached_property
    def by_radius(self) -> tuple[int, ...]:
        """Indices of the range rings, the largest radius first, of equal ones as they are drawn."""
        found = [
            (-ring.radius_max_m, k)
            for k, shape in enumerate(self.shapes)
            if isinstance(ring := shape.feature.properties, RangeRing)
        ]
        return tuple(k for _, k in sorted(found))

    @cached_property
    def reach_px(self) -> Floats:
        """How far beyond its bounds each shape is painted, pixels (n,)."""
        return np.array([reach_px(shape) for shape in self.shapes], float)

    @cached_property
    def command_lines(self) -> CommandLines | None:
        """Lines from units to their superiors; None where they are not wanted."""
        if not self.with_command_lines:
            return None
        return command_lines(self.shapes, self.place, self.projection_id)

    def near(self, bounds: Bounds) -> npt.NDArray[np.int64]:
        """Indices of the shapes whose bounds touch a box, in drawing order."""
        if not self.shapes:
            return np.empty(0, np.int64)
        return np.sort(self.tree.query(shapely.box(*bounds)))

    def seen(self, bounds: Bounds, metres_per_px: float) -> npt.NDArray[np.int64]:
        """Indices of the shapes that are painted within a box at a scale, in drawing order."""
        if not self.shapes:
            return np.empty(0, np.int64)
        left, bottom, right, top = bounds
        arranged = self.arranged(metres_per_px)
        wide = (MOST_REACH_PX + arranged.most_px) * metres_per_px
        found = self.near((left - wide, bottom - wide, right + wide, top + wide))
        reach = self.reach_px[found]
        bare = self.texts(metres_per_px)[found] == Texts.NONE
        reach = np.where(bare, reach * BARE_SHARE, reach)
        reach += np.abs(arranged.offset_px[found]).max(axis=1)
        reach *= metres_per_px
        own = self.bounds[found]
        inside = (own[:, 0] - reach <= right) & (own[:, 2] + reach >= left)
        inside &= (own[:, 1] - reach <= top) & (own[:, 3] + reach >= bottom)
        return found[inside]

    def texts(self, metres_per_px: float) -> npt.NDArray[np.int8]:
        """How many texts each unit shows at a scale, as `Texts` (n,).

        Where units stand close, "auto" leaves them out. That is counted in boxes fixed to the map,
        so that panning changes nothing.
        """
        return self._at(metres_per_px).texts

    def crowded(self, metres_per_px: float) -> npt.NDArray[np.bool_]:
        """Which units stand so close at a scale that their texts would cover one another."""
        return _crowded(self.bounds[:, :2] / metres_per_px, self.is_unit)

    def arranged(self, metres_per_px: float) -> Arrangement:
        """Where each shape is drawn at a scale."""
        return self._at(metres_per_px).arrangement

    def offset_px(self, feature_id: str, metres_per_px: float) -> tuple[float, float]:
        """How far from its place a feature is drawn at a scale, to the right and down."""
        k = self.place.get(feature_id)
        return (0.0, 0.0) if k is None else self.arranged(metres_per_px).of(k)

    def _at(self, metres_per_px: float) -> _AtScale:
        scale = _rounded(metres_per_px)
        kept = self._scales.get(scale)
        if kept is None:
            while len(self._scales) >= KEPT_SCALES:
                self._scales.pop(next(iter(self._scales)))
            kept = self._scales[scale] = self._reckoned(scale)
        return kept

    def _reckoned(self, metres_per_px: float) -> _AtScale:
        texts = self.amplifiers.copy()
        auto = texts == AUTO
        texts[auto] = of_scale(metres_per_px)
        texts[auto & self.crowded(metres_per_px)] = Texts.NONE
        places = self.bounds[[k for k, _ in self.units], :2]
        px = places.reshape(-1, 2) * (1.0 / metres_per_px, -1.0 / metres_per_px)
        fans = self.fans[self.is_unit]
        return _AtScale(texts, arrangement(self.units, px, fans, len(self.shapes)))

    @cached_property
    def units(self) -> list[tuple[int, Unit]]:
        """Index and record of each unit, in drawing order."""
        found = ((k, shape.feature.properties) for k, shape in enumerate(self.shapes))
        return [(k, unit) for k, unit in found if isinstance(unit, Unit)]

    @cached_property
    def _scales(self) -> dict[float, _AtScale]:
        return {}


class _AtScale(NamedTuple):
    """What hangs on the scale."""

    texts: npt.NDArray[np.int8]
    arrangement: Arrangement


@lru_cache(maxsize=64)
def _rounded(metres_per_px: float) -> float:
    """Screen, tiles and print come to the same scale by other sums."""
    return float(f"{metres_per_px:.9g}")


def reach_px(shape: Shape) -> float:
    """How far beyond its bounds a shape is painted, pixels: widths, heads, texts."""
    properties = shape.feature.properties
    match properties:
        case Unit():
            return min(170.0 * properties.size, MOST_REACH_PX)
        case TextNote() | Mark():
            size = shape.style.font_size * POINTS_TO_PX
            longest = max(map(len, properties.name.split("\n")))
            return min(0.75 * size * longest + 24.0, MOST_REACH_PX)
        case ControlMeasure():
            size = shape.style.font_size * POINTS_TO_PX
            longest = max(len(text) for text in _texts_of(properties))
            return min(60.0 + 0.75 * size * longest + 6.0 * shape.style.stroke_width, MOST_REACH_PX)
        case _:
            # Names of areas may be a little wider than the area.
            return 40.0 + 3.0 * shape.style.stroke_width


def _texts_of(measure: ControlMeasure) -> list[str]:
    found = (measure.designation, measure.designation_2, measure.dtg, measure.dtg_2,
             measure.additional_information, measure.country, measure.target_number)  # fmt: skip
    # Words of the standard's own stand before the designation: "CFL", "FSCL".
    return ["", *("0" * 12 + text for text in found if text)]


def _shapes(
    features: list[Feature], projection_id: str, known: Mapping[str, Shape]
) -> list[Shape | None]:
    shapes: list[Shape | None] = []
    fresh: list[int] = []
    for k, feature in enumerate(features):
        present = known.get(feature.id)
        if present is not None and present.feature is feature:
            shapes.append(present)
        else:
            shapes.append(None)
            fresh.append(k)
    made = shapes_of([features[k] for k in fresh], PROJECTIONS[projection_id])
    for k, shape in zip(fresh, made, strict=True):
        shapes[k] = shape
    return shapes


def _traces(
    document: Document,
    shown: Sequence[Feature],
    opacity: Sequence[float],
    projection_id: str,
    before: Scene | None,
) -> Traces:
    """What tells of the movements of shown features, where the project wants that."""
    moved = document.movements() if document.project.show_movements else ()
    if not moved:
        return NO_TRACES
    place = {feature.id: k for k, feature in enumerate(shown)}
    hidden = {overlay.id for overlay in document.overlays() if not overlay.visible}
    wanted: list[Wanted] = []
    for each in moved:
        k = place.get(each.id)
        was = each.before
        if k is None or was.properties.hidden or was.overlay in hidden:
            continue
        if each.shows != "none" and (shown[k] is each.after or shown[k] == each.after):
            wanted.append(Wanted(each, opacity[k]))
    plane = PROJECTIONS[projection_id]
    if before is None or before.projection_id != projection_id:
        return traces_of(wanted, plane)
    return traces_of(wanted, plane, before.by_id, before.traces)


def _cut(
    features: list[Feature], document: Document, *, at_altitude: bool
) -> npt.NDArray[np.bool_]:
    cut = np.zeros(len(features), bool)
    if at_altitude:
        exempt = over_horizon(document)
        rings = ((k, feature.properties) for k, feature in enumerate(features))
        cut[[k for k, ring in rings if isinstance(ring, RangeRing) and is_cut(ring, exempt)]] = True
    return cut


def _crowded(px: Floats, is_unit: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    crowded = np.zeros(len(px), bool)
    box = np.floor(px[is_unit] / CROWD_BOX_PX).astype(np.int64)
    if len(box):
        # One number for a box: unique rows take ten times as long.
        key = box[:, 0] * 2**32 + box[:, 1]
        _, box_of, counts = np.unique(key, return_inverse=True, return_counts=True)
        crowded[is_unit] = counts[box_of.ravel()] >= CROWD
    return crowded
