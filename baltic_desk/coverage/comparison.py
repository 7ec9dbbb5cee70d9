"""Two altitudes beside each other, in square kilometres and one ratio.

"As published" is an altitude here too: what a map shows that says nothing of altitude.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from baltic_desk.coverage.emitter_reach import EmitterReach
from baltic_desk.coverage.merging import joined, plane_of
from baltic_desk.coverage.reach_outlines import area_m2
from baltic_desk.coverage.ring_classes import RING_CLASSES


@dataclass(frozen=True, slots=True)
class AreaPair:
    """What is covered at one altitude and at another, on the ellipsoid.

    Attributes
    ----------
    title
        What an emitter is called; empty for all of a class and identity.
    ring_ids
        Rings that the areas are of; places that several of them cover count once.
    """

    title: str
    ring_class: str
    identity: str
    ring_ids: tuple[str, ...]
    first_m2: float
    second_m2: float

    @property
    def ratio(self) -> float | None:
        """The second by the first; None where the first is nothing."""
        return self.second_m2 / self.first_m2 if self.first_m2 > 0.0 else None


def compared(first: Iterable[EmitterReach], second: Iterable[EmitterReach]) -> tuple[AreaPair, ...]:
    """Areas by class and identity, of the emitters that both have, in the order of the first."""
    groups: dict[tuple[str, str], list[tuple[EmitterReach, EmitterReach]]] = {}
    for one, other in _pairs(first, second):
        key = one.emitter.ring_class, one.emitter.identity
        groups.setdefault(key, []).append((one, other))
    return tuple(
        AreaPair(
            "",
            ring_class,
            identity,
            tuple(one.emitter.ring_id for one, _ in pairs),
            _area_m2([one for one, _ in pairs]),
            _area_m2([other for _, other in pairs]),
        )
        for (ring_class, identity), pairs in groups.items()
    )


def compared_emitters(
    first: Iterable[EmitterReach], second: Iterable[EmitterReach]
) -> tuple[AreaPair, ...]:
    """Areas of each emitter that both have, in the order of the first."""
    return tuple(
        AreaPair(
            one.emitter.title,
            one.emitter.ring_class,
            one.emitter.identity,
            (one.emitter.ring_id,),
            one.area_m2,
            other.area_m2,
        )
        for one, other in _pairs(first, second)
    )


def pair_title(pair: AreaPair, identity_title: Callable[[str], str] = str) -> str:
    """What is compared: "Air defence, hostile", or the emitter."""
    if pair.title:
        return pair.title
    side = identity_title(pair.identity)
    known = RING_CLASSES[pair.ring_class].title
    return f"{known}, {side.lower()}" if side else known


def ratio_text(ratio: float | None) -> str:
    """A share of an area to read, with two figures where it is small.

    >>> ratio_text(0.0069), ratio_text(0.5), ratio_text(1.0), ratio_text(1e-9), ratio_text(None)
    ('0.69 %', '50 %', '100 %', '0 %', '–')
    """
    if ratio is None:
        return "–"
    percent = ratio * 100.0
    decimals = 0 if percent >= 9.95 or percent < 0.005 else 1 if percent >= 0.995 else 2
    return f"{percent:.{decimals}f} %"


def _pairs(
    first: Iterable[EmitterReach], second: Iterable[EmitterReach]
) -> list[tuple[EmitterReach, EmitterReach]]:
    others = {each.emitter.ring_id: each for each in second}
    return [
        (each, others[each.emitter.ring_id]) for each in first if each.emitter.ring_id in others
    ]


def _area_m2(members: Sequence[EmitterReach]) -> float:
    if len(members) == 1:
        return members[0].area_m2
    plane = plane_of(members)
    return area_m2(plane.on_earth(joined((each.area for each in members), plane)))
