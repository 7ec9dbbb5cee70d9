"""Radars that see beyond the horizon, by the ionosphere or along the sea: no line of sight cuts
them.
"""

from __future__ import annotations

from functools import lru_cache

from baltic_desk.coverage.systems import System, open_systems

_WORD = "OTH"


def sees_over_horizon(system: System) -> bool:
    """Whether the catalogue files a system under over-the-horizon (OTH) radars."""
    return _WORD in system.category.replace("/", " ").split()


@lru_cache(maxsize=1)
def shipped_over_horizon() -> frozenset[str]:
    """Ids of those of the shipped catalogue."""
    return frozenset(system.id for system in open_systems().systems if sees_over_horizon(system))
