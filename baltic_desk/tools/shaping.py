"""What a handle of each kind does when it is dragged or a value is typed, and what it tells."""

from __future__ import annotations

import math

from msgspec.structs import replace

from baltic_desk.document.boxes import sized
from baltic_desk.document.feature import (
    Corridor,
    Ellipse,
    Feature,
    RangeRing,
    Rectangle,
    TextNote,
    Unit,
)
from baltic_desk.document.geometry import Position
from baltic_desk.document.moving import rotated
from baltic_desk.document.places import middle, paths, reference, with_properties
from baltic_desk.document.reshaping import has_vertices, with_bearing, with_handle, with_radius
from baltic_desk.geo.distances import (
    format_bearing,
    format_distance,
    parse_bearing,
    parse_distance,
)
from baltic_desk.geo.geodesy import bearing, destination, distance
from baltic_desk.tools.entry import place, size, turn
from baltic_desk.tools.grips import Grip
from baltic_desk.tools.guides import (
    geodesic_guide,
    leg_text,
    place_text,
    round_angle,
    round_length,
    steered,
)
from baltic_desk.tools.ring_entry import label_unit, unit_in
from baltic_desk.tools.tool import Desk, Guide, Pixel, Pointer

_SNAP_PX = 8.0
_MOST_OFFSET_PX = 1000.0
_PLACE = "Distance and bearing, or a coordinate"

ENTRIES = {
    "vertex": _PLACE,
    "edge": _PLACE,
    "center": _PLACE,
    "corner": "Width x height",
    "radius_max": "Range",
    "radius_min": "Minimum range",
    "width": "Width",
    "bearing_from": "Bearing",
    "bearing_to": "Bearing",
    "direction": "Bearing",
    "rotate": "Bearing, or angle to turn by",
    "offset": "Pixels to the right and down",
}
"""What can be typed while a handle of that kind is dragged."""

LABELS = {
    "vertex": "Move vertex",
    "edge": "Insert vertex",
    "center": "Move",
    "corner": "Resize",
    "radius_max": "Change range of",
    "radius_min": "Change minimum range of",
    "width": "Change width of",
    "bearing_from": "Change sector of",
    "bearing_to": "Change sector of",
    "direction": "Turn",
    "rotate": "Rotate",
    "offset": "Offset symbol of",
}
"""Names of the undo steps; what was changed is added where it is not said."""


def handle_kind(grip: Grip) -> str:
    """Which sort of handle it is: its name without the number."""
    return grip.name.partition(":")[0]


def dragged(feature: Feature, grip: Grip, pointer: Pointer, desk: Desk) -> Feature:
    """The feature with the handle where the pointer is; Shift keeps to round figures.

    Raises
    ------
    ValueError
        When that gives no such feature.
    """
    about = middle(feature)
    match handle_kind(grip):
        case "offset":
            return _with_offset(feature, *_dragged_offset(feature, grip, pointer, desk))
        case "direction" if desk.view.drawn_offset_px(feature.id) != (0.0, 0.0):
            dx, dy = desk.view.drawn_offset_px(feature.id)
            at = desk.view.to_position((pointer.px[0] - dx, pointer.px[1] - dy))
            to_deg = bearing(about, at)
            return with_bearing(feature, round_angle(to_deg) if pointer.shift else to_deg)
        case "radius_max" | "radius_min" as which if pointer.shift:
            radius_m = round_length(distance(about, pointer.at), desk)
            return with_radius(feature, which, radius_m)
        case "direction" | "rotate" | "bearing_from" | "bearing_to" if pointer.shift:
            off_m = distance(about, pointer.at)
            to_deg = round_angle(bearing(about, pointer.at))
            return with_handle(feature, grip.handle, destination(about, to_deg, off_m))
        case "vertex" | "edge" | "center":
            to = steered(_neighbour(feature, grip), pointer)
            return with_handle(feature, grip.handle, to)
        case _:
            return with_handle(feature, grip.handle, pointer.at)


def as_typed(feature: Feature, grip: Grip, text: str, now: Pointer, desk: Desk) -> Feature:
    """The feature with the value of the handle that was typed.

    Raises
    ------
    ValueError
        When it is no such value, or gives no such feature.
    """
    unit = desk.distance_unit
    match handle_kind(grip), feature.properties:
        case "offset", _:
            return _with_offset(feature, *_typed_offset(text))
        case "radius_max" | "radius_min" as which, RangeRing() as ring:
            named = unit_in(text)
            said = ring.unit if named is None else label_unit(named)
            typed = with_properties(feature, replace(ring, unit=said))
            return with_radius(typed, which, parse_distance(text, unit))
        case "width", Corridor() as corridor:
            width_m = parse_distance(text, unit)
            if width_m <= 0.0:
                raise ValueError("A corridor must be wider than nothing")
            return with_properties(feature, replace(corridor, width_m=width_m))
        case "corner", Rectangle() | Ellipse() as figure:
            sides = size(text, unit)
            if sides.bearing_deg is not None:
                figure = replace(figure, bearing_deg=sides.bearing_deg)
            sized_to = sized(figure, reference(feature), sides.width_m, sides.height_m)
            return with_properties(feature, sized_to)
        case "bearing_from", RangeRing() as ring:
            return with_properties(feature, replace(ring, bearing_from_deg=parse_bearing(text)))
        case "bearing_to", RangeRing() as ring:
            return with_properties(feature, replace(ring, bearing_to_deg=parse_bearing(text)))
        case (("direction" | "rotate"), Unit() | TextNote() | Rectangle() | Ellipse()):
            return with_bearing(feature, turn(text))
        case "rotate", _:
            return rotated(feature, middle(feature), turn(text))
        case _:
            return with_handle(feature, grip.handle, place(text, grip.position, now.at, unit))


def readout(before: Feature, after: Feature, grip: Grip, now: Pointer, desk: Desk) -> str:
    """The value that the handle has now, to read beside the pointer."""
    unit = desk.distance_unit
    match handle_kind(grip), after.properties:
        case "offset", Unit() as symbol:
            if not (symbol.offset_x_px or symbol.offset_y_px):
                return "At its place"
            return f"{symbol.offset_x_px:+.0f}, {symbol.offset_y_px:+.0f} px"
        case "direction", Unit() as symbol:
            return format_bearing(symbol.direction_deg or 0.0)
        case "radius_max", RangeRing() as ring:
            return f"{format_distance(ring.radius_max_m, unit)}  {_toward(after, now)}"
        case "radius_min", RangeRing() as ring:
            return f"min {format_distance(ring.radius_min_m, unit)}  {_toward(after, now)}"
        case "width", Corridor() as corridor:
            return format_distance(corridor.width_m, unit)
        case "corner", Rectangle() as box:
            return f"{format_distance(box.width_m, unit)} × {format_distance(box.height_m, unit)}"
        case "corner", Ellipse() as ellipse:
            return (
                f"{format_distance(2 * ellipse.semi_major_m, unit)}"
                f" × {format_distance(2 * ellipse.semi_minor_m, unit)}"
            )
        case "direction" | "bearing_from" | "bearing_to", _:
            return _toward(after, now)
        case "rotate", Unit() | TextNote() | Rectangle() | Ellipse():
            return _toward(after, now)
        case "rotate", _:
            about = middle(before)
            return turn_text(bearing(about, now.at) - bearing(about, grip.position))
        case _:
            origin = _neighbour(before, grip)
            to = steered(origin, now)
            return f"{leg_text(origin, to, desk)}\n{place_text(to, desk)}"


def _dragged_offset(feature: Feature, grip: Grip, pointer: Pointer, desk: Desk) -> Pixel:
    """The offset that keeps the handle under the pointer; near its place a symbol snaps to it."""
    x, y = desk.view.drawn_offset_px(feature.id)
    grip_x, grip_y = desk.view.to_px(grip.position)
    dx, dy = x + pointer.px[0] - grip_x, y + pointer.px[1] - grip_y
    return (0.0, 0.0) if math.hypot(dx, dy) < _SNAP_PX else (dx, dy)


def _typed_offset(text: str) -> Pixel:
    try:
        dx, dy = (float(part) for part in text.replace(",", " ").replace("−", "-").split())
    except ValueError:
        raise ValueError("Type two numbers of pixels, such as 40 -25") from None
    if not max(abs(dx), abs(dy)) <= _MOST_OFFSET_PX:
        raise ValueError(f"A symbol can be offset by {_MOST_OFFSET_PX:.0f} pixels at most")
    return dx, dy


def _with_offset(feature: Feature, dx: float, dy: float) -> Feature:
    unit = feature.properties
    if not isinstance(unit, Unit):
        raise ValueError(f"a {feature.kind} has no symbol to offset")
    x, y = (float(round(max(-_MOST_OFFSET_PX, min(way, _MOST_OFFSET_PX)))) for way in (dx, dy))
    return with_properties(feature, replace(unit, offset_x_px=x, offset_y_px=y))


def helping_lines(feature: Feature, grip: Grip, now: Pointer) -> tuple[Guide, ...]:
    """A thin line from what a bearing or a distance is measured from."""
    if handle_kind(grip) == "direction" and isinstance(feature.properties, Unit):
        unit = feature.properties
        if unit.offset_x_px or unit.offset_y_px:
            return ()  # it would begin at the place, not at the symbol
    if handle_kind(grip) in ("radius_max", "radius_min", "direction", "rotate"):
        return (geodesic_guide((middle(feature), now.at)),)
    return ()


def turn_text(angle_deg: float) -> str:
    """An angle turned by, to read: `+30°`."""
    return f"{round((angle_deg + 180.0) % 360.0 - 180.0):+d}°"


def _toward(feature: Feature, now: Pointer) -> str:
    return format_bearing(bearing(middle(feature), now.at))


def _neighbour(feature: Feature, grip: Grip) -> Position:
    """What a dragged vertex is measured from: the one before it (the next, for the first)."""
    number = grip.handle.number
    if number is None or not has_vertices(feature):
        return grip.position
    vertices = [position for path in paths(feature) for position in path]
    if handle_kind(grip) == "edge":
        return vertices[number]
    return vertices[number - 1] if number > 0 else vertices[1]
