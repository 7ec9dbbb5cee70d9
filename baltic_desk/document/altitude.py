"""The altitude that reach is drawn for: what the project says of it, and what it means for a ring.

Air defence and sensors have to see their target: their rings are cut to what they see of one at
that altitude. Anti-ship and surface-to-surface weapons fly on out of sight: their rings stay, and
say from where on somebody else has to see the target for them.
"""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass
from typing import Literal, cast

from msgspec.structs import replace

from baltic_desk.coverage.line_of_sight import horizon_m
from baltic_desk.coverage.over_horizon import sees_over_horizon, shipped_over_horizon
from baltic_desk.document.document import Document
from baltic_desk.document.feature import RangeRing
from baltic_desk.document.own_systems import read_own
from baltic_desk.document.project import Project
from baltic_desk.geo.distances import UNITS, DistanceError, grouped, parse_distance

Datum = Literal["ground", "sea"]

LOWEST_M, HIGHEST_M = 10.0, 15_000.0
"""From where to where the control is dragged."""
LEAST_M = 1.0
"""The lowest altitude that may be typed."""
PRESETS: tuple[tuple[str, float], ...] = (
    ("Sea-skimmer", 10.0),
    ("Low", 100.0),
    ("Medium", 3_000.0),
    ("High", 10_000.0),
)
STEPS_M = tuple(
    number * 10.0**power for power in (1, 2, 3, 4) for number in (1, 1.5, 2, 3, 5, 7)
    if number * 10.0**power <= HIGHEST_M
)  # fmt: skip
"""What the keys step through."""

NO_TERRAIN, COARSE = "none", "coarse"

CUT_CLASSES = frozenset({"air-defence", "sensor"})
AIMED_CLASSES = frozenset({"anti-ship", "surface-to-surface"})
DATUM_WORDS: dict[Datum, str] = {"ground": "above ground", "sea": "above sea level"}


@dataclass(frozen=True, slots=True)
class Altitude:
    """Against which target reach is drawn, and over what.

    Attributes
    ----------
    altitude_m
        Of the target, counted from the ground under it or from sea level, as `above` says.
    terrain
        "none", "coarse", or the name of an added source.
    assumed_antenna_m
        Height over the ground of antennas of which none is stated.
    """

    altitude_m: float
    above: Datum = "ground"
    terrain: str = COARSE
    assumed_antenna_m: float = 10.0

    @property
    def above_ground(self) -> bool:
        """Whether it is counted from the ground under the target."""
        return self.above == "ground"

    @property
    def text(self) -> str:
        """Altitude and what it is counted from: "10 m above ground"."""
        return f"{altitude_text(self.altitude_m)} {DATUM_WORDS[self.above]}"


@dataclass(frozen=True, slots=True)
class AntennaHeight:
    """Height of an antenna over the ground, metres, and whether that is only assumed."""

    height_m: float
    assumed: bool

    @property
    def text(self) -> str:
        """Its height, and that it is assumed where it is."""
        return f"antenna {self.height_m:g} m" + (", assumed" if self.assumed else "")


def altitude_of(project: Project) -> Altitude | None:
    """What a project is drawn for; None where published ranges are drawn."""
    return None if project.altitude_m is None else _altitude(project, project.altitude_m)


def chosen_altitude(project: Project) -> Altitude:
    """What a project is drawn for, or would be if it were switched on: then the lowest."""
    return _altitude(project, LOWEST_M if project.altitude_m is None else project.altitude_m)


def put_altitude(document: Document, altitude: Altitude | None, *, on: bool = True) -> bool:
    """Draw a project for an altitude, or published ranges for None: one step of undo.

    Whether that changed anything. What it is counted from and over what terrain stays in the
    project when it is switched off; `on` False changes only that.
    """
    project = document.project
    if altitude is None:
        wanted, label = replace(project, altitude_m=None), "Draw published ranges"
    else:
        wanted = replace(
            project,
            altitude_m=altitude.altitude_m if on else None,
            altitude_above=altitude.above,
            terrain=altitude.terrain,
            assumed_antenna_m=altitude.assumed_antenna_m,
        )
        label = step_label(altitude) if on else "Choose how reach is drawn"
    if wanted == project:
        return False
    with document.edit(label) as change:
        change.put(wanted)
    return True


def step_label(altitude: Altitude) -> str:
    """What the step of undo is called that draws a project for an altitude."""
    return f"Draw reach at {altitude.text}"


def over_horizon(document: Document) -> frozenset[str]:
    """Ids of the systems that see over the horizon, of the shipped catalogue and the project's."""
    own = read_own(document.own_systems()).systems
    replaced = {system.id for system in own}
    return (shipped_over_horizon() - replaced) | {
        system.id for system in own if sees_over_horizon(system)
    }


def is_cut(ring: RangeRing, exempt: Set[str] = frozenset()) -> bool:
    """Whether what the ring shows ends where its target is out of sight.

    Parameters
    ----------
    exempt
        Systems that see over the horizon.
    """
    return ring.ring_class in CUT_CLASSES and ring.system not in exempt


def antenna_of(ring: RangeRing, assumed_m: float) -> AntennaHeight:
    """Height of a ring's antenna: as stated, else as assumed."""
    if ring.antenna_height_m is None:
        return AntennaHeight(assumed_m, assumed=True)
    return AntennaHeight(ring.antenna_height_m, assumed=False)


def own_horizon_m(ring: RangeRing, assumed_antenna_m: float) -> float | None:
    """From where on targeting must come from others: distance in metres to the sea's horizon.

    None where the ring needs none: it shows what is seen, or ends before. Over a smooth earth with
    k = 4/3, to a target at the surface.
    """
    if ring.ring_class not in AIMED_CLASSES:
        return None
    height_m = antenna_of(ring, assumed_antenna_m).height_m
    if not (math.isfinite(height_m) and height_m >= 0.0):
        return None
    horizon = float(horizon_m(height_m, 0.0))
    return horizon if horizon < ring.radius_max_m else None


def altitude_text(altitude_m: float) -> str:
    """An altitude to read: metres, from a kilometre up kilometres.

    >>> altitude_text(10.0), altitude_text(3_000.0), altitude_text(12_345.0)
    ('10 m', '3 km', '12.345 km')
    """
    if altitude_m < 999.5:
        return f"{altitude_m:.3g} m" if altitude_m < 10.0 else f"{altitude_m:.0f} m"
    return f"{grouped(f'{altitude_m / 1000.0:.3f}').rstrip('0').rstrip('.')} km"


def parse_altitude(text: str, default_unit: str = "m") -> float:
    """Metres of an altitude such as `100`, `3 km`, `500 ft` or `FL 350`.

    Raises
    ------
    DistanceError
        Anything else, less than 1 m, or more than 15 km.
    """
    words = text.strip().upper()
    if words.startswith("FL"):
        level = words.removeprefix("FL").strip()
        if not level.isdigit():
            raise DistanceError(f"“{text.strip()[:40]}” is no flight level; write FL 350")
        altitude_m = int(level) * 100.0 * UNITS["ft"]
    else:
        altitude_m = parse_distance(text, default_unit)
    if not LEAST_M <= altitude_m <= HIGHEST_M:
        raise DistanceError(
            f"An altitude goes from {LEAST_M:g} m to {HIGHEST_M / 1000:g} km"
            f" ({altitude_text(altitude_m)} given)"
        )
    return altitude_m


def stepped(altitude_m: float | None, steps: int) -> float:
    """The round altitude so many steps higher (or lower) than one; without one the lowest.

    >>> stepped(10.0, 1), stepped(120.0, -1), stepped(15_000.0, 1)
    (15.0, 100.0, 15000.0)
    """
    if altitude_m is None:
        return LOWEST_M
    for _ in range(abs(steps)):
        if steps > 0:
            altitude_m = next((s for s in STEPS_M if s > altitude_m * 1.001), STEPS_M[-1])
        else:
            altitude_m = next((s for s in reversed(STEPS_M) if s < altitude_m * 0.999), STEPS_M[0])
    return altitude_m


def _altitude(project: Project, altitude_m: float) -> Altitude:
    return Altitude(
        altitude_m,
        cast("Datum", project.altitude_above),  # its pattern lets nothing else in
        project.terrain,
        project.assumed_antenna_m,
    )
