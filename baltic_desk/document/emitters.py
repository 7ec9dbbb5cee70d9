"""The emitters of a document: its range rings with the units that they are anchored to."""

from __future__ import annotations

from collections.abc import Collection

from baltic_desk.coverage.emitters import Claim, RingEmitter
from baltic_desk.document.altitude import antenna_of, is_cut, over_horizon
from baltic_desk.document.anchoring import is_hidden
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, RangeRing, Unit
from baltic_desk.document.standing import titled
from baltic_desk.geo.geodesy import Position
from baltic_desk.symbology.standing import identity


def ring_emitters(
    document: Document, classes: Collection[str] | None = None, *, hidden: bool = False
) -> tuple[RingEmitter, ...]:
    """What the range rings say, in the order of the document.

    Parameters
    ----------
    classes
        Ring classes wanted; all for None.
    hidden
        Whether rings that are hidden, by themselves or with their overlay, count as well.
    """
    found: list[RingEmitter] = []
    first_at: dict[Position, str] = {}
    exempt = over_horizon(document)
    for feature in document.features():
        match feature.properties:
            case RangeRing() as ring if classes is None or ring.ring_class in classes:
                if hidden or not is_hidden(document, feature):
                    sight = is_cut(ring, exempt)
                    found.append(_emitter(document, feature, ring, first_at, needs_sight=sight))
            case _:
                pass
    return tuple(found)


def _emitter(
    document: Document,
    feature: Feature,
    ring: RangeRing,
    first_at: dict[Position, str],
    *,
    needs_sight: bool,
) -> RingEmitter:
    position = ring.center_lon, ring.center_lat
    unit = document.feature(ring.anchor) if ring.anchor is not None else None
    if unit is not None and isinstance(unit.properties, Unit):
        owner_id, owner, side = unit.id, titled(unit), identity(unit.properties.sidc)
        system = ring.system or unit.properties.system or ""
    else:
        owner_id, owner, side = first_at.setdefault(position, feature.id), "", ""
        owner = " ".join((ring.name or ring.label or ring.system or "").split())
        system = ring.system or ""
    antenna = antenna_of(ring, document.project.assumed_antenna_m)
    return RingEmitter(
        ring_id=feature.id,
        owner_id=owner_id,
        owner=owner,
        ring_class=ring.ring_class,
        position=position,
        range_m=ring.radius_max_m,
        range_min_m=ring.radius_min_m,
        sector_deg=_sector(ring),
        system=system,
        variant=ring.variant or "",
        identity=side,
        antenna_m=antenna.height_m,
        antenna_assumed=antenna.assumed,
        needs_sight=needs_sight,
        claim=Claim(
            declared_m=ring.declared_m,
            assessed_m=ring.assessed_m,
            status=ring.status or "",
            source=ring.source or "",
            source_url=ring.source_url or "",
            source_date=ring.source_date or "",
            texts=" ".join(filter(None, (ring.name, ring.label, ring.title, ring.description))),
        ),
    )


def _sector(ring: RangeRing) -> tuple[float, float] | None:
    """Bearings of a sector; None where it goes all round."""
    start_deg, end_deg = ring.bearing_from_deg, ring.bearing_to_deg
    if start_deg is None or end_deg is None or (end_deg - start_deg) % 360.0 == 0.0:
        return None
    return start_deg % 360.0, end_deg % 360.0
