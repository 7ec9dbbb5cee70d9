"""The box of a rectangle or an ellipse: centre, sides, corners, and the figure that fills it."""

from __future__ import annotations

import math

from msgspec.structs import replace

from baltic_desk.document.feature import Ellipse, Rectangle
from baltic_desk.document.geometry import Position
from baltic_desk.geo.geodesy import destination, inverse, midpoint

SMALLEST_M = 1.0
"""No side or radius that is drawn or dragged gets shorter than this."""


def spanned(
    figure: Rectangle | Ellipse, corner: Position, opposite: Position
) -> Rectangle | Ellipse:
    """The figure whose box, at its present bearing, has these two corners."""
    return about_center(figure, midpoint(corner, opposite), opposite)


def about_center(
    figure: Rectangle | Ellipse, center: Position, corner: Position
) -> Rectangle | Ellipse:
    """The figure about a centre whose box, at its present bearing, has this corner."""
    corner_deg, diagonal_m = inverse(center, corner)
    turn = math.radians(corner_deg - figure.bearing_deg)
    half_width_m = abs(diagonal_m * math.sin(turn))
    half_height_m = abs(diagonal_m * math.cos(turn))
    return sized(figure, center, 2.0 * half_width_m, 2.0 * half_height_m)


def sized(
    figure: Rectangle | Ellipse, center: Position, width_m: float, height_m: float
) -> Rectangle | Ellipse:
    """The figure about a centre with the sides of its box, the height along the bearing.

    An ellipse that comes out wider than high is turned by a right angle, so that its bearing
    remains that of the longer axis.
    """
    lon, lat = center
    width_m, height_m = size(width_m), size(height_m)
    match figure:
        case Rectangle():
            return replace(
                figure, center_lon=lon, center_lat=lat, width_m=width_m, height_m=height_m
            )
        case Ellipse():
            wide = width_m > height_m
            return replace(
                figure,
                center_lon=lon,
                center_lat=lat,
                semi_major_m=max(width_m, height_m) / 2,
                semi_minor_m=min(width_m, height_m) / 2,
                bearing_deg=angle(figure.bearing_deg + 90.0) if wide else figure.bearing_deg,
            )


def box(figure: Rectangle | Ellipse) -> tuple[Position, float, float]:
    """Centre, half the width and half the height, the height lying along the bearing."""
    match figure:
        case Rectangle():
            return (figure.center_lon, figure.center_lat), figure.width_m / 2, figure.height_m / 2
        case Ellipse():
            return (figure.center_lon, figure.center_lat), figure.semi_minor_m, figure.semi_major_m


def corners_of(
    center: Position, half_width_m: float, half_height_m: float, bearing_deg: float
) -> tuple[Position, ...]:
    """Right front, right rear, left rear, left front, as seen along the bearing."""
    diagonal_m = math.hypot(half_width_m, half_height_m)
    corner_deg = math.degrees(math.atan2(half_width_m, half_height_m))
    turns = (corner_deg, 180.0 - corner_deg, 180.0 + corner_deg, -corner_deg)
    return tuple(destination(center, bearing_deg + turn, diagonal_m) for turn in turns)


def size(metres: float) -> float:
    """A length to keep: to a centimetre, and not nothing."""
    return max(SMALLEST_M, round(metres, 2))


def angle(angle_deg: float) -> float:
    """A bearing to keep, 0 ≤ angle < 360."""
    return round(angle_deg % 360.0, 4) % 360.0
