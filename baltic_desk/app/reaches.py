"""What each ring of a project reaches at its altitude: which rings, from which fields, and why.

What an emitter sees at which altitude (its visibility field) is computed once, kept, and asked
again for every altitude after. Nothing here knows of threads or windows; `FieldCache` and
`reached` may be used from several threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

import numpy as np

from baltic_desk.coverage.ring_reach import (
    RingLimits,
    RingReach,
    horizon_reach,
    longest_needed_m,
    published_reach,
    seen_reach,
)
from baltic_desk.coverage.viewshed import (
    Emitter,
    ViewshedError,
    VisibilityField,
    visibility_field,
)
from baltic_desk.document.altitude import (
    NO_TERRAIN,
    Altitude,
    AntennaHeight,
    antenna_of,
    is_cut,
    over_horizon,
)
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.geo.terrain import Elevation, TerrainFileError

MOST_BYTES = 512 * 2**20
"""Of fields that are kept: some fifty emitters of 400 km."""

MOST_GROUNDS = 2_000
"""Of places whose height is kept."""

NOT_YET = "terrain not looked at yet"


@dataclass(frozen=True, slots=True)
class CutRing:
    """A ring of which only what is seen is drawn. `unit` is that of its labels."""

    id: str
    limits: RingLimits
    antenna: AntennaHeight
    ring_class: str = "other"
    unit: str = "km"

    def lies_in(self, other: CutRing) -> bool:
        """Whether all that it reaches is reached by another ring of its kind and emitter."""
        mine, its = self.limits, other.limits
        return (
            (self.ring_class, mine.emitter, mine.sector)
            == (other.ring_class, its.emitter, its.sector)
            and mine.range_m <= its.range_m
            and mine.range_min_m >= its.range_min_m
        )


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """What a ring comes to.

    Attributes
    ----------
    altitude
        None as published.
    terrain, terrain_error
        Name of the elevation it was seen over, and how far off that may be; empty over a smooth
        earth. The field itself is not kept: what is drawn would hold more than `FieldCache` may.
    why_smooth
        Why the terrain is not in it, for the person; empty where it is, or nobody wants it.
    """

    ring: CutRing
    altitude: Altitude | None
    reach: RingReach
    terrain: str = ""
    terrain_error: str = ""
    why_smooth: str = ""


@dataclass(frozen=True, slots=True)
class FieldKey:
    """What a field is computed from, but how far out."""

    emitter: Emitter
    terrain: Elevation


class FieldCache:
    """The fields used last, up to a number of bytes; the newest is kept in any case."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._fields: OrderedDict[FieldKey, VisibilityField] = OrderedDict()
        self._ground_m: OrderedDict[FieldKey, float] = OrderedDict()
        self._lock = Lock()

    def ground_m(self, key: FieldKey) -> float:
        """Height of the ground that an antenna stands on, metres; 0 where it is not known.

        Raises
        ------
        TerrainFileError
            When the elevation there cannot be read.
        """
        with self._lock:
            known = self._ground_m.get(key)
        if known is not None:
            return known
        lon, lat = key.emitter.position
        height_m = float(key.terrain.heights(np.array([lon]), np.array([lat]))[0])
        height_m = height_m if np.isfinite(height_m) else 0.0
        with self._lock:
            self._ground_m[key] = height_m
            while len(self._ground_m) > MOST_GROUNDS:
                self._ground_m.popitem(last=False)
        return height_m

    def get(self, key: FieldKey, longest_m: float) -> VisibilityField | None:
        """The field that goes at least so far out, if there is one."""
        with self._lock:
            found = self._fields.get(key)
            if found is None or found.ranges_m[-1] < longest_m:
                return None
            self._fields.move_to_end(key)
            return found

    def put(self, key: FieldKey, field: VisibilityField) -> None:
        """Keep a field in place of the one there is."""
        with self._lock:
            self._fields[key] = field
            self._fields.move_to_end(key)
            while len(self._fields) > 1 and self._bytes() > self.most_bytes:
                self._fields.popitem(last=False)

    @property
    def held_bytes(self) -> int:
        """Memory that the fields take."""
        with self._lock:
            return self._bytes()

    def _bytes(self) -> int:
        return sum(map(field_bytes, self._fields.values()))


def field_bytes(field: VisibilityField) -> int:
    """Memory that a field takes."""
    return field.lowest_m.nbytes + field.ground_m.nbytes + 4 * field.rays.lon.nbytes


def cut_rings(document: Document, assumed_antenna_m: float) -> tuple[CutRing, ...]:
    """Rings that are shown and cut at an altitude, in drawing order."""
    exempt = over_horizon(document)
    return tuple(
        cut_ring(feature.id, feature.properties, assumed_antenna_m)
        for feature in _shown(document)
        if isinstance(feature.properties, RangeRing) and is_cut(feature.properties, exempt)
    )


def cut_ring(ring_id: str, ring: RangeRing, assumed_antenna_m: float) -> CutRing:
    """A ring as it is cut."""
    antenna = antenna_of(ring, assumed_antenna_m)
    emitter = Emitter((ring.center_lon, ring.center_lat), antenna.height_m)
    return CutRing(
        ring_id,
        RingLimits(
            emitter,
            ring.radius_max_m,
            ring.radius_min_m,
            ring.bearing_from_deg,
            ring.bearing_to_deg,
        ),
        antenna,
        ring.ring_class,
        ring.unit,
    )


def fields_needed(
    rings: Iterable[CutRing], terrain: Elevation, cache: FieldCache
) -> dict[FieldKey, float]:
    """Fields that rings are cut by, and how far out each has to go; rings of one antenna share."""
    needed: dict[FieldKey, float] = {}
    for ring in rings:
        key = FieldKey(ring.limits.emitter, terrain)
        longest_m = longest_needed_m(ring.limits, cache.ground_m(key))
        needed[key] = max(needed.get(key, 0.0), longest_m)
    return needed


def compute(
    key: FieldKey,
    longest_m: float,
    cache: FieldCache,
    *,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> VisibilityField:
    """A field, computed and kept.

    Raises
    ------
    ViewshedError, TerrainFileError
        When there can be none, with the reason.
    ViewshedCancelledError
        `cancelled` said so.
    """
    field = visibility_field(
        key.emitter, key.terrain, longest_m, progress=progress, cancelled=cancelled
    )
    cache.put(key, field)
    return field


def reached(
    ring: CutRing,
    altitude: Altitude,
    terrain: Elevation,
    cache: FieldCache,
    *,
    smallest_m2: float = 0.0,
    stray_m: float = 0.0,
    quick: bool = False,
    why_not: Mapping[FieldKey, str] | None = None,
) -> Reached:
    """What a ring comes to with the fields that there are.

    Over a smooth earth, and provisional, where its field is not there; final where no terrain is
    wanted.

    Parameters
    ----------
    smallest_m2
        Islands and blind areas smaller than that are left out.
    stray_m
        How far edges may run from where they should.
    quick
        Ask a quarter of the bearings, for a picture that is gone in a tenth of a second.
    why_not
        Fields that cannot be computed, with the reason.

    Raises
    ------
    OutlineError
        When not even the circle to the horizon can be drawn there.
    TerrainFileError
        When the elevation under the emitter cannot be read.
    """
    key = FieldKey(ring.limits.emitter, terrain)
    if altitude.terrain == NO_TERRAIN:
        return Reached(ring, altitude, horizon_reach(ring.limits, altitude.altitude_m))
    ground_m = cache.ground_m(key)
    why = (why_not or {}).get(key, "")
    field = None if why else cache.get(key, longest_needed_m(ring.limits, ground_m))
    if field is None:
        smooth = horizon_reach(ring.limits, altitude.altitude_m, ground_m, provisional=True)
        return Reached(ring, altitude, smooth, why_smooth=why or NOT_YET)
    seen = seen_reach(
        field.coarser if quick else field,
        ring.limits,
        altitude.altitude_m,
        above_ground=altitude.above_ground,
        smallest_m2=smallest_m2,
        stray_m=stray_m,
    )
    return Reached(ring, altitude, seen, field.terrain, field.terrain_error)


def published(ring: CutRing) -> Reached:
    """What a ring comes to as published.

    Raises
    ------
    OutlineError
        It cannot be drawn there.
    """
    return Reached(ring, None, published_reach(ring.limits))


def reached_now(
    document: Document,
    altitude: Altitude,
    terrain: Elevation,
    cache: FieldCache,
    *,
    smallest_m2: float = 0.0,
    stray_m: float = 0.0,
    cancelled: Callable[[], bool] | None = None,
) -> list[Reached]:
    """What all rings come to, in drawing order, with the fields that are lacking computed: some
    tenths of a second each. Rings of which nothing can be drawn are left out.

    Raises
    ------
    ViewshedCancelledError
        `cancelled` said so.
    """
    rings = cut_rings(document, altitude.assumed_antenna_m)
    needed = {} if altitude.terrain == NO_TERRAIN else fields_needed(rings, terrain, cache)
    of_field: dict[FieldKey, list[CutRing]] = {}
    for ring in rings:
        of_field.setdefault(FieldKey(ring.limits.emitter, terrain), []).append(ring)
    found: dict[str, Reached] = {}
    # Emitter by emitter: of very many the cache does not hold all fields at once.
    for key, its_rings in of_field.items():
        why_not: dict[FieldKey, str] = {}
        if key in needed and cache.get(key, needed[key]) is None:
            try:
                compute(key, needed[key], cache, cancelled=cancelled)
            except (ViewshedError, TerrainFileError) as error:
                why_not[key] = str(error)
        for ring in its_rings:
            with suppress(OutlineError):
                found[ring.id] = reached(
                    ring,
                    altitude,
                    terrain,
                    cache,
                    smallest_m2=smallest_m2,
                    stray_m=stray_m,
                    why_not=why_not,
                )
    return [found[ring.id] for ring in rings if ring.id in found]


def _shown(document: Document) -> Iterable[Feature]:
    for overlay in document.overlays():
        if overlay.visible:
            yield from (f for f in document.features_on(overlay.id) if not f.properties.hidden)
