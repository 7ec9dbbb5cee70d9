"""Makers of emitters for tests of what they reach."""

from __future__ import annotations

from msgspec.structs import replace

from baltic_desk.coverage.emitters import Claim, RingEmitter
from baltic_desk.document.altitude import CUT_CLASSES
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.outline import new_parametric, new_point

KALININGRAD = (20.5, 54.7)
HOSTILE = "10061500001111070000"
FRIEND = "10031000001211000000"


def emitter(
    ring_id: str = "r",
    at: Position = KALININGRAD,
    range_m: float = 400_000.0,
    *,
    owner_id: str = "",
    owner: str = "",
    ring_class: str = "air-defence",
    identity: str = "6",
    range_min_m: float = 0.0,
    sector_deg: tuple[float, float] | None = None,
    antenna_m: float | None = 24.0,
    system: str = "s400",
    variant: str = "",
    claim: Claim | None = None,
) -> RingEmitter:
    return RingEmitter(
        ring_id=ring_id,
        owner_id=owner_id or ring_id,
        owner=owner,
        ring_class=ring_class,
        position=at,
        range_m=range_m,
        range_min_m=range_min_m,
        sector_deg=sector_deg,
        system=system,
        variant=variant,
        identity=identity,
        antenna_m=10.0 if antenna_m is None else antenna_m,
        antenna_assumed=antenna_m is None,
        needs_sight=ring_class in CUT_CLASSES,
        claim=claim or Claim(),
    )


def battery(
    unit_id: str = "u",
    at: Position = KALININGRAD,
    *,
    name: str = "S-400 Triumf",
    sidc: str = HOSTILE,
    system: str | None = "s400",
    overlay: str = "o",
) -> Feature:
    """A unit of the catalogue."""
    properties = Unit(overlay=overlay, sidc=sidc, name=name, system=system)
    return new_point(unit_id, properties, at)


def ring_of(
    owner: Feature | Position,
    range_m: float = 400_000.0,
    ring_id: str = "r",
    **more: object,
) -> Feature:
    """A ring about a unit, anchored to it, or about a place."""
    if isinstance(owner, Feature):
        lon, lat = owner.geometry.coordinates
        more = {"anchor": owner.id, "overlay": owner.overlay, **more}
    else:
        lon, lat = owner
    properties = RangeRing(overlay="o", center_lon=lon, center_lat=lat, radius_max_m=range_m)
    return new_parametric(ring_id, replace(properties, **more))
