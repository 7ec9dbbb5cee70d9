"""What limits a ring, in words: for its label, its card, the inspector and the print."""

from __future__ import annotations

from collections.abc import Mapping

from baltic_desk.app.reaches import Reached
from baltic_desk.coverage.line_of_sight import Cause
from baltic_desk.document.altitude import Altitude, altitude_text, antenna_of, own_horizon_m
from baltic_desk.document.feature import RangeRing
from baltic_desk.geo.distances import UNITS, format_distance

CAUSE_WORDS: Mapping[Cause, str] = {
    "range": "published range",
    "horizon": "horizon",
    "terrain": "terrain",
    "data": "edge of the elevation data",
}
"""Why sight ends, in the words of labels and of the legend."""

EARTH = "4/3 earth"

_WORTH_NAMING = 0.1
_ALL = 0.995
_UNEVEN = 0.9


def is_cut_short(reached: Reached) -> bool:
    """Whether a ring comes to less than its published range in some direction."""
    return reached.reach.shares.get("range", 0.0) < _ALL


def reach_label(reached: Reached) -> str:
    """What stands at the edge: "33 km at 10 m: horizon"; in a second line that an antenna is
    assumed, and that the terrain has not been looked at.

    "up to" where it is not nearly as far all round.
    """
    reach, antenna, unit = reached.reach, reached.ring.antenna, reached.ring.unit
    at = _at(reached.altitude)
    if reach.farthest_m == 0.0:
        text = f"nothing {at}: {_causes(reached)}"
    else:
        up_to = "up to " if reach.nearest_m < _UNEVEN * reach.farthest_m else ""
        text = f"{up_to}{_rounded(reach.farthest_m, unit)} {at}: {_causes(reached)}"
    doubts = ["antenna assumed"] * antenna.assumed + ["provisional"] * bool(reached.why_smooth)
    return f"{text}\n{', '.join(doubts)}" if doubts else text


def size_text(reached: Reached) -> str:
    """How far it is reached, at which altitude: "14 km to 33 km at 10 m above ground"."""
    reach, unit = reached.reach, reached.ring.unit
    farthest = _rounded(reach.farthest_m, unit)
    if reach.farthest_m == 0.0:
        size = "nothing"
    elif reach.nearest_m < _UNEVEN * reach.farthest_m:
        size = f"{_rounded(reach.nearest_m, unit)} to {farthest}"
    else:
        size = farthest
    said = "as published" if reached.altitude is None else f"at {reached.altitude.text}"
    return f"{size} {said}"


def causes_text(reached: Reached) -> str:
    """What limits it, and what of that is assumed or provisional."""
    doubts = [reached.ring.antenna.text] * reached.ring.antenna.assumed
    doubts += ["provisional"] * bool(reached.why_smooth)
    return "; ".join((_causes(reached), *doubts))


def reach_text(reached: Reached) -> str:
    """All that is to be known of it, in a sentence."""
    parts = [
        f"{size_text(reached)}: {_causes(reached)}",
        reached.ring.antenna.text,
        EARTH,
    ]
    if reached.terrain:
        parts.append(f"{reached.terrain} ({reached.terrain_error})")
    elif reached.why_smooth:
        parts.append(f"provisional, over a smooth earth: {reached.why_smooth}")
    else:
        parts.append("smooth earth, no terrain")
    return "; ".join(parts)


def _at(altitude: Altitude | None) -> str:
    return "as published" if altitude is None else f"at {altitude_text(altitude.altitude_m)}"


def targeting_text(ring: RangeRing, assumed_antenna_m: float) -> str:
    """From where on a weapon needs others to see its target; empty where it does not."""
    horizon = own_horizon_m(ring, assumed_antenna_m)
    if horizon is None:
        return ""
    antenna = antenna_of(ring, assumed_antenna_m)
    return (
        "needs targeting by others beyond its own horizon,"
        f" {_rounded(horizon, ring.unit)} ({antenna.text})"
    )


def targeting_label(ring: RangeRing, assumed_antenna_m: float) -> str:
    """The same for a label on the arc, where there is little room."""
    horizon = own_horizon_m(ring, assumed_antenna_m)
    if horizon is None:
        return ""
    assumed = ", assumed" if antenna_of(ring, assumed_antenna_m).assumed else ""
    return f"targeting beyond {_rounded(horizon, ring.unit)}{assumed}"


def limits_text(
    ring: RangeRing, altitude: Altitude | None, reached: Reached | None, assumed_antenna_m: float
) -> str:
    """What limits a ring, for its card; empty where nothing but its published range is known to.

    Parameters
    ----------
    altitude
        That is drawn for; None for published ranges.
    reached
        What the ring comes to there, when it is cut and that is known by now.
    """
    if altitude is not None and reached is not None:
        return reach_text(reached)
    return targeting_text(ring, assumed_antenna_m)


def _causes(reached: Reached) -> str:
    """What limits it, in the order of how many directions; what is rare is not named."""
    shares = sorted(reached.reach.shares.items(), key=lambda share: -share[1])
    named = [CAUSE_WORDS[cause] for cause, share in shares if share >= _WORTH_NAMING]
    return ", ".join(named or [CAUSE_WORDS[reached.reach.cause]])


def _rounded(distance_m: float, unit: str) -> str:
    """Two or three figures: more would pretend."""
    step_m = UNITS[unit] if unit != "m" else 100.0
    digits = 1 if distance_m < 10.0 * step_m else 0
    return format_distance(round(distance_m / step_m, digits) * step_m, unit)
