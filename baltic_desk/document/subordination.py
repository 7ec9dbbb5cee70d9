"""Units put under another or set free, as new records; what would make a ring is refused."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from baltic_desk.document.anchoring import is_locked
from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature, Unit
from baltic_desk.document.orbat import Orbat


class SubordinationError(ValueError):
    """A unit cannot come under another; the message is the sentence for the person."""


def attached(
    document: Document, orbat: Orbat, ids: Iterable[str], superior: str
) -> tuple[Feature, ...]:
    """The units of these ids directly under another, as they then are.

    Of units that lie under each other only the topmost are taken: what hangs together stays so.
    Those that are under it already are left out.

    Raises
    ------
    SubordinationError
        When the superior is none of the document's units, lies under one of them or is one of
        them, or one of them is locked.
    """
    if superior not in orbat.place:
        raise SubordinationError("Only a unit can be a superior.")
    higher = orbat.standing[superior].title
    top = orbat.topmost(ids)
    for unit_id in top:
        title = orbat.standing[unit_id].title
        if unit_id == superior:
            raise SubordinationError(f"{title} cannot be its own superior.")
        if orbat.is_under(superior, unit_id):
            raise SubordinationError(
                f"{title} cannot come under {higher}, which is itself under {title}."
            )
    return _under(document, orbat, top, superior)


def detached(document: Document, orbat: Orbat, ids: Iterable[str]) -> tuple[Feature, ...]:
    """The units of these ids without a superior, with their subordinates still under them.

    Of units that lie under each other only the topmost are set free. Those that name no superior
    are left out; one that names a superior that cannot be is set right by this.

    Raises
    ------
    SubordinationError
        When one of them is locked.
    """
    return _under(document, orbat, orbat.topmost(ids), None)


def _under(
    document: Document, orbat: Orbat, ids: Iterable[str], superior: str | None
) -> tuple[Feature, ...]:
    changed: list[Feature] = []
    for unit_id in ids:
        feature = document.feature(unit_id)
        assert feature is not None
        unit = feature.properties
        assert isinstance(unit, Unit)
        if unit.parent == superior:
            continue
        if is_locked(document, feature):
            raise SubordinationError(f"{orbat.standing[unit_id].title} is locked.")
        changed.append(replace(feature, properties=replace(unit, parent=superior)))
    return tuple(changed)
