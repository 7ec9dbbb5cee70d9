"""Drawing order: features within and between overlays, and the overlays themselves.

Each function fills an open `Change`. Records keep their ranks where they can, so that one step
forward of one among ten thousand is a diff of one; when no number is left between two neighbours,
the whole sheet is numbered anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec.structs import replace

from baltic_desk.document.document import Change, Document
from baltic_desk.document.feature import Feature, Foreign
from baltic_desk.document.project import Overlay
from baltic_desk.document.store import Entry


def bring_to_front(change: Change, document: Document, ids: Iterable[str]) -> None:
    """Put features on top of their overlays, in the order they had."""
    for _, order, chosen in _sheets(change, document, ids):
        rest = [i for i in order if i not in chosen]
        _arrange(change, [*rest, *_kept(order, chosen)], chosen)


def send_to_back(change: Change, document: Document, ids: Iterable[str]) -> None:
    """Put features at the bottom of their overlays, in the order they had."""
    for _, order, chosen in _sheets(change, document, ids):
        rest = [i for i in order if i not in chosen]
        _arrange(change, [*_kept(order, chosen), *rest], chosen)


def bring_forward(change: Change, document: Document, ids: Iterable[str]) -> None:
    """Raise features by one each within their overlays."""
    for _, order, chosen in _sheets(change, document, ids):
        _arrange(change, _raised(order, chosen), chosen)


def send_backward(change: Change, document: Document, ids: Iterable[str]) -> None:
    """Lower features by one each within their overlays."""
    for _, order, chosen in _sheets(change, document, ids):
        lowered = _raised(order[::-1], chosen)[::-1]
        _arrange(change, lowered, chosen)


def move_to_overlay(
    change: Change, document: Document, ids: Iterable[str], overlay_id: str
) -> None:
    """Put features on another overlay, on top, in the order they had.

    Raises
    ------
    KeyError
        When there is no such overlay.
    """
    if not isinstance(document.get(overlay_id), Overlay):
        raise KeyError(overlay_id)
    top = max((rank for _, rank in _ranked(change, document, overlay_id)), default=0.0)
    sheets = _sheets(change, document, ids)
    moving = [i for old, order, chosen in sheets if old != overlay_id for i in _kept(order, chosen)]
    for feature_id in moving:
        entry = change.get(feature_id)
        # What was not understood stays where its bytes say.
        if entry is not None and isinstance(entry.record, Feature):
            top += 1.0
            properties = replace(entry.record.properties, overlay=overlay_id)
            change.put(replace(entry.record, properties=properties), top)


def put_under(change: Change, document: Document, ids: Iterable[str], neighbour_id: str) -> None:
    """Put features just below another, on its overlay, in the order they had.

    Raises
    ------
    KeyError
        When there is no such neighbour.
    """
    entry = change.get(neighbour_id)
    if entry is None or not isinstance(entry.record, Feature | Foreign):
        raise KeyError(neighbour_id)
    overlay_id = entry.record.overlay
    chosen = {i for i in ids if i != neighbour_id}
    move_to_overlay(change, document, chosen, overlay_id)
    order = [i for i, _ in _ranked(change, document, overlay_id)]
    rest = [i for i in order if i not in chosen]
    place = rest.index(neighbour_id)
    _arrange(change, [*rest[:place], *_kept(order, chosen), *rest[place:]], chosen)


def move_overlay(change: Change, document: Document, overlay_id: str, index: int) -> None:
    """Put an overlay at an index of the overlays as they then lie, the lowest being 0.

    Raises
    ------
    KeyError
        When there is no such overlay.
    """
    order = [record_id for record_id, _ in _ranked(change, document, None)]
    if overlay_id not in order:
        raise KeyError(overlay_id)
    order.remove(overlay_id)
    order.insert(max(0, min(index, len(order))), overlay_id)
    _arrange(change, order, {overlay_id})


def arrange_overlays(change: Change, document: Document, order: Sequence[str]) -> None:
    """Put all overlays in this order, the lowest first.

    Raises
    ------
    ValueError
        When these are not all the overlays, each once.
    """
    present = [record_id for record_id, _ in _ranked(change, document, None)]
    if sorted(order) != sorted(present):
        raise ValueError("an order of overlays must name each of them once")
    _arrange(change, order, set(order))


# A sheet is what is ordered within itself: the records of an overlay, or (None) the overlays.
_Sheet = str | None


def _sheets(
    change: Change, document: Document, ids: Iterable[str]
) -> list[tuple[str, list[str], set[str]]]:
    """For each overlay that holds some of these: its id, the order on it, those chosen."""
    chosen: dict[str, set[str]] = {}
    for record_id in ids:
        entry = change.get(record_id)
        if entry is not None and isinstance(entry.record, Feature | Foreign):
            chosen.setdefault(entry.record.overlay, set()).add(record_id)
    return [
        (overlay_id, [i for i, _ in _ranked(change, document, overlay_id)], some)
        for overlay_id, some in chosen.items()
    ]


def _ranked(change: Change, document: Document, sheet: _Sheet) -> list[tuple[str, float]]:
    """Ids and ranks on a sheet as the change leaves them, the lowest first."""
    stored = (
        [overlay.id for overlay in document.overlays()] if sheet is None else document.ids_on(sheet)
    )
    found: list[tuple[str, float]] = []
    for record_id in dict.fromkeys((*stored, *change.entries)):
        entry = change.get(record_id)
        match entry:
            case None:
                continue
            case Entry(record=Feature() | Foreign() as record, rank=rank):
                if record.overlay == sheet:
                    found.append((record_id, rank))
            case Entry(record=Overlay(), rank=rank):
                if sheet is None:
                    found.append((record_id, rank))
            case _:
                continue
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _kept(order: Sequence[str], chosen: set[str]) -> list[str]:
    return [record_id for record_id in order if record_id in chosen]


def _raised(order: Sequence[str], chosen: set[str]) -> list[str]:
    """The order with each chosen one past its next neighbour; a block moves as one."""
    new = list(order)
    for at in range(len(new) - 2, -1, -1):
        if new[at] in chosen and new[at + 1] not in chosen:
            new[at], new[at + 1] = new[at + 1], new[at]
    return new


def _arrange(change: Change, order: Sequence[str], moving: set[str]) -> None:
    """Give ranks that rise along the order; those not moving keep theirs if that can be."""
    ranks = {record_id: _rank(change, record_id) for record_id in order}
    new = _filled(order, ranks, moving)
    if new is None:
        first = min(ranks.values())
        new = {record_id: first + number for number, record_id in enumerate(order)}
    for record_id, rank in new.items():
        entry = change.get(record_id)
        if entry is not None and entry.rank != rank:
            change.put(entry.record, rank)


def _filled(
    order: Sequence[str], ranks: dict[str, float], moving: set[str]
) -> dict[str, float] | None:
    """New ranks of those moving, between those that stay; None when there is no room left."""
    new: dict[str, float] = {}
    run: list[str] = []
    below: float | None = None
    for record_id in order:
        if record_id in moving:
            run.append(record_id)
            continue
        above = ranks[record_id]
        spread = _between(below, above, len(run))
        if spread is None:
            return None
        new.update(zip(run, spread, strict=True))
        run, below = [], above
    spread = _between(below, None, len(run))
    if spread is None:
        return None
    new.update(zip(run, spread, strict=True))
    return new


def _between(below: float | None, above: float | None, count: int) -> list[float] | None:
    """So many ranks that rise from below to above; None when there is no room for them."""
    match below, above:
        case None, None:
            spread = [float(number) for number in range(1, count + 1)]
        case float() | int() as low, None:
            spread = [low + number for number in range(1, count + 1)]
        case None, float() | int() as high:
            spread = [high - number for number in range(count, 0, -1)]
        case float() | int() as low, float() | int() as high:
            step = (high - low) / (count + 1)
            spread = [low + step * number for number in range(1, count + 1)]
    edges = [x for x in (below, *spread, above) if x is not None]
    rising = all(one < next_ for one, next_ in pairwise(edges))
    return spread if rising else None


def _rank(change: Change, record_id: str) -> float:
    entry = change.get(record_id)
    assert entry is not None
    return entry.rank
