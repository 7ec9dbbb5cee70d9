"""The handles that the selection offers on the screen, and which of them the pointer is on."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from baltic_desk.document.anchoring import with_anchored
from baltic_desk.document.feature import ControlMeasure, Feature, Unit
from baltic_desk.document.geometry import Position
from baltic_desk.document.handles import Handle, handles
from baltic_desk.document.measure_rules import counted, rule_of
from baltic_desk.document.places import middle
from baltic_desk.document.reshaping import without_vertex
from baltic_desk.document.wording import described
from baltic_desk.geo.geodesy import midpoint
from baltic_desk.tools.guides import apart_px
from baltic_desk.tools.tool import Desk, Pointer
from baltic_desk.tools.ways import way_without, write_way

_REACH_PX = 8.0
_CLEAR_PX = 36.0
# From a unit's symbol to the handle that moves the symbol only: a corner of the box about it.
_CORNER_PX = (24.0, 20.0)
# Middles of edges shorter than this would hide under the vertices at their ends.
_SHORTEST_EDGE_PX = 28.0
# The same for legs of a way, which end at symbols.
_SHORTEST_LEG_PX = 90.0
# Turning more than this at once is done by a command, not by hand: it would not follow the pointer.
_MOST_TURNED = 1000


class Grip(NamedTuple):
    """A handle of one feature, or (without a feature) the one that turns the whole selection."""

    name: str
    position: Position
    feature_id: str | None = None

    @property
    def handle(self) -> Handle:
        """The handle as its feature knows it."""
        return Handle(self.name, self.position)


def grips(desk: Desk, near: Position | None = None) -> tuple[Grip, ...]:
    """What can be taken hold of: one feature's own handles, or one that turns several."""
    if len(desk.session.selection) > _MOST_TURNED:
        return ()
    chosen = desk.changeable(desk.session.selection)
    if len(chosen) == 1:
        (feature,) = chosen
        try:
            found = handles(feature, desk.view.metres_per_px(), near)
        except ValueError:  # parameters that give no figure, from a file; the inspector mends them
            return ()
        if isinstance(feature.properties, Unit):
            return (*_of_symbol(feature, found, desk), *_of_way(feature, desk))
        return tuple(Grip(*handle, feature.id) for handle in _apart(found, desk))
    if chosen:
        return (Grip("rotate", _above([middle(feature) for feature in chosen], desk)),)
    return ()


def _of_symbol(feature: Feature, found: tuple[Handle, ...], desk: Desk) -> tuple[Grip, ...]:
    """A unit's handles about its symbol, wherever that is drawn, and the one that moves only it."""
    view = desk.view
    dx, dy = view.drawn_offset_px(feature.id)
    shifted: list[Grip] = []
    for handle in found:
        x, y = view.to_px(handle.position)
        at = view.to_position((x + dx, y + dy)) if dx or dy else handle.position
        shifted.append(Grip(handle.name, at, feature.id))
    x, y = view.to_px(middle(feature))
    size = feature.properties.size if isinstance(feature.properties, Unit) else 1.0
    corner = (x + dx + _CORNER_PX[0] * size, y + dy + _CORNER_PX[1] * size)
    return (*shifted, Grip("offset", view.to_position(corner), feature.id))


def _of_way(feature: Feature, desk: Desk) -> tuple[Grip, ...]:
    """Handles of the way that a unit has come, where the map shows it: points, middles of legs."""
    moved = desk.document.movement_of(feature.id)
    if moved is None or not (moved.arrow and desk.document.project.show_movements):
        return ()
    points = [Grip(f"way:{k}", at, feature.id) for k, at in enumerate(moved.between)]
    px = [desk.view.to_px(position) for position in moved.way]
    for k, (start, end) in enumerate(pairwise(moved.way)):
        if apart_px(px[k], px[k + 1]) >= _SHORTEST_LEG_PX:
            points.append(Grip(f"leg:{k}", midpoint(start, end), feature.id))
    return tuple(points)


def grip_at(pointer: Pointer, desk: Desk) -> Grip | None:
    """The handle under the pointer: the nearest, middles of edges only where there is no other."""
    within: list[tuple[bool, float, int, Grip]] = []
    for order, grip in enumerate(grips(desk, pointer.at)):
        off_px = apart_px(desk.view.to_px(grip.position), pointer.px)
        if off_px <= _REACH_PX:
            middle_of_edge = grip.name.startswith(("edge", "leg"))
            within.append((middle_of_edge, off_px, order, grip))
    return min(within)[3] if within else None


def center_of(features: tuple[Feature, ...]) -> Position:
    """The position that several features are turned about."""
    middles = [middle(feature) for feature in features]
    west, east = min(lon for lon, _ in middles), max(lon for lon, _ in middles)
    south, north = min(lat for _, lat in middles), max(lat for _, lat in middles)
    return (west + east) / 2, (south + north) / 2


def turned_ids(desk: Desk) -> tuple[str, ...]:
    """What turns when the selection is turned."""
    chosen = (feature.id for feature in desk.changeable(desk.session.selection))
    return with_anchored(desk.document, chosen)


def is_of_way(grip: Grip) -> bool:
    """Whether it is a handle of the way that a unit has come: a point, or the middle of a leg."""
    return grip.name.startswith(("way:", "leg:"))


def removed_way_point(grip: Grip, desk: Desk) -> bool:
    """Whether the handle was a point of a unit's way and has been taken out, as one undo step."""
    moved = desk.document.movement_of(grip.feature_id or "")
    if moved is None or not grip.name.startswith("way:"):
        return False
    write_way(moved, way_without(moved, grip.handle), "Remove point of the way", desk)
    return True


def removed_vertex(grip: Grip, desk: Desk) -> bool:
    """Whether the handle was a vertex and has been taken out, as one undo step."""
    number = grip.handle.number
    if is_of_way(grip):
        return removed_way_point(grip, desk)
    if not grip.name.startswith("vertex") or grip.feature_id is None or number is None:
        return False
    for feature in desk.changeable([grip.feature_id]):
        less = without_vertex(feature, number)
        if less is None:
            raise ValueError(_too_few(feature))
        with desk.document.edit("Remove vertex") as change:
            change.put(less)
        return True
    return False


def _too_few(feature: Feature) -> str:
    if isinstance(feature.properties, ControlMeasure):
        rule = rule_of(feature)
        return f"{rule.title} is drawn by {counted(rule.least, rule.most)}."
    return f"The {described([feature])} needs the vertices it has left."


def _apart(found: tuple[Handle, ...], desk: Desk) -> list[Handle]:
    """Handles without the middles of edges that are too short on the screen."""
    if not any(handle.name.startswith("edge") for handle in found):
        return list(found)
    px = {handle.name: desk.view.to_px(handle.position) for handle in found}
    kept: list[Handle] = []
    for handle in found:
        start = px.get(f"vertex:{handle.number}")
        if handle.name.startswith("edge") and start is not None:
            if apart_px(px[handle.name], start) * 2 >= _SHORTEST_EDGE_PX:
                kept.append(handle)
        else:
            kept.append(handle)
    return kept


def _above(places: list[Position], desk: Desk) -> Position:
    """A place a little above all of these on the screen."""
    px = [desk.view.to_px(position) for position in places]
    x = (min(x for x, _ in px) + max(x for x, _ in px)) / 2
    return desk.view.to_position((x, min(y for _, y in px) - _CLEAR_PX))
