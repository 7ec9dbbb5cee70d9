"""Emitters of a project: what a range ring says of the system in its middle.

Sensors and air defence reach no farther than they see; of them an altitude and a terrain make an
area (`emitter_reach`). All others keep their published range, whatever the altitude: they need
targeting from elsewhere beyond their own horizon, or see around it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from baltic_desk.coverage.viewshed import Emitter
from baltic_desk.geo.distances import format_distance
from baltic_desk.geo.geodesy import Position

Above: TypeAlias = Literal["ground", "sea"]

DEFAULT_ANTENNA_M = 10.0
"""Height over the ground of an antenna of which nobody says anything: an assumption, about that of
a radar on its vehicle without a mast.
"""

HIGHEST_M = 15_000.0
"""Up to which altitude a reach can be asked for."""

FRIENDLY = frozenset({"2", "3"})
"""Standard identities of one's own side: assumed friend and friend."""


class AltitudeError(ValueError):
    """No such target altitude; the message says why, for the person."""


@dataclass(frozen=True, slots=True)
class TargetAltitude:
    """At which altitude something is looked for.

    Raises AltitudeError for one outside 0 to 15,000 m.

    >>> print(TargetAltitude(100.0))
    100 m above ground
    """

    altitude_m: float
    above: Above = "ground"

    def __post_init__(self) -> None:
        if not 0.0 <= self.altitude_m <= HIGHEST_M:
            raise AltitudeError(
                f"A target altitude lies between 0 and {HIGHEST_M:,.0f} m, not at"
                f" {self.altitude_m:g} m"
            )

    @property
    def above_ground(self) -> bool:
        return self.above == "ground"

    def __str__(self) -> str:
        above = "ground" if self.above == "ground" else "sea level"
        return f"{self.altitude_m:g} m above {above}"


@dataclass(frozen=True, slots=True)
class Claim:
    """On whose word a ring stands, as the ring has it; empty texts and None where it says nothing.

    `texts` is what is written about it: name, label, description.
    """

    declared_m: float | None = None
    assessed_m: float | None = None
    status: str = ""
    source: str = ""
    source_url: str = ""
    source_date: str = ""
    texts: str = ""


@dataclass(frozen=True, slots=True)
class RingEmitter:
    """An emitter as a range ring tells of it.

    Attributes
    ----------
    ring_id
        The ring's.
    owner_id, owner
        Id and name of the unit that the ring is anchored to; rings without one that have their
        middle in common belong to the first of them.
    identity
        Standard identity of the owner, a digit from "0" (pending) to "6" (hostile); empty where
        nobody says.
    range_m, range_min_m
        As drawn.
    sector_deg
        Bearings from and to, clockwise; None for all around.
    antenna_m
        Over the ground.
    antenna_assumed
        Whether the ring says nothing of the antenna, so that one is assumed.
    needs_sight
        Whether its reach ends where sight does.
    """

    ring_id: str
    owner_id: str
    owner: str
    ring_class: str
    position: Position
    range_m: float
    range_min_m: float = 0.0
    sector_deg: tuple[float, float] | None = None
    system: str = ""
    variant: str = ""
    identity: str = ""
    antenna_m: float = DEFAULT_ANTENNA_M
    antenna_assumed: bool = True
    needs_sight: bool = True
    claim: Claim = field(default_factory=Claim)

    @property
    def antenna(self) -> Emitter:
        """Place and height that its line of sight is computed from."""
        return Emitter(self.position, self.antenna_m)

    @property
    def title(self) -> str:
        """What it is called: the owner, then the variant or the range.

        >>> ring = RingEmitter("r", "u", "S-400", "air-defence", (20.5, 54.7), 400e3)
        >>> ring.title
        'S-400 · 400 km'
        """
        owner = self.owner or self.system or "Ring"
        which = self.variant or format_distance(self.range_m)
        return owner if which in owner else f"{owner} · {which}"
