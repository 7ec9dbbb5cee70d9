"""Rings that belong to units: which follow when a unit moves, and what goes when it is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from baltic_desk.document.document import Change, Document
from baltic_desk.document.feature import Feature, Foreign, RangeRing, Unit
from baltic_desk.document.project import Overlay


def with_anchored(document: Document, ids: Iterable[str]) -> tuple[str, ...]:
    """These ids, each once, and those of the rings anchored to units among them.

    A ring follows its unit whether or not it is hidden or locked: its place is the unit's, and a
    ring left behind by a lock would show a range from where nothing stands.
    """
    chosen = dict.fromkeys(ids)
    if any(_is_unit(document, record_id) for record_id in chosen):
        chosen.update(dict.fromkeys(ring.id for ring in anchored(document, frozenset(chosen))))
    return tuple(chosen)


def anchored(document: Document, unit_ids: Collection[str]) -> tuple[Feature, ...]:
    """The rings that are anchored to these units."""
    return tuple(
        record
        for record, _ in document.entries()
        if isinstance(record, Feature)
        and isinstance(record.properties, RangeRing)
        and record.properties.anchor in unit_ids
    )


def loosened(feature: Feature, *, unless: Collection[str] = ()) -> Feature:
    """The feature bound to no unit, unless it is bound to one of those."""
    match feature.properties:
        case RangeRing(anchor=str(anchor)) as ring if anchor not in unless:
            return replace(feature, properties=replace(ring, anchor=None))
        case _:
            return feature


class Deletion(NamedTuple):
    """What deleting means: records that go, and features that stay but referred to one of them."""

    remove: tuple[str, ...]
    put: tuple[Feature, ...]

    def fill(self, change: Change) -> None:
        """Write it into an open transaction."""
        for record_id in self.remove:
            change.remove(record_id)
        for feature in self.put:
            change.put(feature)


def deletion(document: Document, ids: Iterable[str]) -> Deletion:
    """What goes and what is cut loose when features or overlays of these ids are deleted.

    A unit takes its rings with it: they are its ranges, and nobody wants to hunt for them. Two
    kinds stay, cut loose: rings that are locked, and rings on another overlay when a whole overlay
    goes. Subordinates of a deleted unit come under the next higher unit that is left. An overlay
    takes everything on it.
    """
    chosen = [i for i in dict.fromkeys(ids) if i in document]
    overlays = [i for i in chosen if isinstance(document.get(i), Overlay)]
    features = [i for i in chosen if isinstance(document.get(i), Feature | Foreign)]
    gone = dict.fromkeys((*features, *overlays))
    for overlay_id in overlays:
        gone.update(dict.fromkeys(document.ids_on(overlay_id)))
    for ring in anchored(document, frozenset(features)):
        if not is_locked(document, ring):
            gone[ring.id] = None
    return Deletion(tuple(gone), _orphans(document, gone))


def is_locked(document: Document, feature: Feature) -> bool:
    """Whether the feature or its overlay is locked."""
    overlay = document.get(feature.overlay)
    return feature.properties.locked or (isinstance(overlay, Overlay) and overlay.locked)


def is_hidden(document: Document, feature: Feature) -> bool:
    """Whether the feature or its overlay is hidden."""
    overlay = document.get(feature.overlay)
    return feature.properties.hidden or (isinstance(overlay, Overlay) and not overlay.visible)


def _orphans(document: Document, gone: Collection[str]) -> tuple[Feature, ...]:
    """Features that stay and referred to what goes, with the reference mended."""
    mended: list[Feature] = []
    for record, _ in document.entries():
        if not isinstance(record, Feature) or record.id in gone:
            continue
        match record.properties:
            case RangeRing(anchor=str(anchor)) if anchor in gone:
                mended.append(loosened(record))
            case Unit(parent=str(parent)) as unit if parent in gone:
                higher = _next_higher(document, parent, gone)
                mended.append(replace(record, properties=replace(unit, parent=higher)))
            case _:
                pass
    return tuple(mended)


def _next_higher(document: Document, unit_id: str, gone: Collection[str]) -> str | None:
    seen: set[str] = set()
    while unit_id in gone and unit_id not in seen:
        seen.add(unit_id)
        match document.feature(unit_id):
            case Feature(properties=Unit(parent=str(parent))):
                unit_id = parent
            case _:
                return None
    return None if unit_id in gone else unit_id


def _is_unit(document: Document, record_id: str) -> bool:
    feature = document.feature(record_id)
    return feature is not None and isinstance(feature.properties, Unit)
