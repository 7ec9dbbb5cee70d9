"""What a sheet says of itself: its scale, its projection, and its three norths."""

from __future__ import annotations

from dataclasses import dataclass

from baltic_desk.app.sheet_plan import SheetMap, SheetPlan
from baltic_desk.document.phase_times import MONTHS
from baltic_desk.geo.distances import grouped
from baltic_desk.geo.geodesy import Position
from baltic_desk.geo.magnetic import is_valid, magnetic_field
from baltic_desk.geo.military_grid import utm, zone_projection

FULL_SIZE = "Print at 100 %: this bar is 100 mm long."
_LEAST_DEG = 0.005


@dataclass(frozen=True, slots=True)
class Norths:
    """Directions at a sheet's middle, degrees clockwise from true north.

    Attributes
    ----------
    up_deg
        Of the sheet's upper edge.
    grid_deg
        Of the grid's north: the projection's, or that of the UTM zone named by `grid`.
    magnetic_deg
        None where the magnetic model says nothing for that day.
    yearly_deg
        By how much magnetic north moves in a year.
    """

    up_deg: float
    grid_deg: float
    grid: str
    magnetic_deg: float | None
    yearly_deg: float
    day: str


def norths(plan: SheetPlan, sheet: SheetMap) -> Norths:
    """True, grid and magnetic north at the middle of a sheet."""
    center = plan.center_of(sheet)
    up = plan.projection.convergence_deg(center)
    grid_deg, grid = up, plan.projection.short
    if plan.layout.grid == "mgrs":
        zone = utm(center).zone
        grid_deg, grid = zone_projection(zone).convergence_deg(center), f"UTM zone {zone}"
    magnetic, yearly = _magnetic(center, plan.year)
    day = f"{plan.day.day} {MONTHS[plan.day.month - 1]} {plan.day.year}"
    return Norths(up, grid_deg, grid, magnetic, yearly, day)


def _magnetic(center: Position, year: float) -> tuple[float | None, float]:
    if not is_valid(year):
        return None, 0.0
    now = magnetic_field(center, year).declination_deg
    # The model changes evenly with time.
    return now, magnetic_field(center, year + 1.0).declination_deg - now


def north_words(found: Norths) -> tuple[str, ...]:
    """The three norths in words, one line each."""
    lines = [f"Grid convergence ({found.grid}): {_angle(found.grid_deg)}"]
    if found.magnetic_deg is None:
        lines.append(f"Magnetic declination: not known for {found.day}")
        return tuple(lines)
    lines.append(f"Magnetic declination, {found.day}: {_angle(found.magnetic_deg)}")
    yearly = found.yearly_deg
    if abs(yearly) >= _LEAST_DEG:
        side = "east" if yearly > 0 else "west"
        lines.append(f"moving {abs(yearly):.2f}° {side} a year (WMM2025)")
    else:
        lines.append("hardly moving (WMM2025)")
    lines.append(f"Grid to magnetic: {_angle(found.magnetic_deg - found.grid_deg)}")
    return tuple(lines)


def convergence_sentence(found: Norths) -> str:
    """What convergence means for whoever measures bearings on the sheet."""
    if abs(found.grid_deg) < _LEAST_DEG:
        return "In the middle of the sheet grid north is true north."
    side = "east" if found.grid_deg > 0 else "west"
    sign = "Add" if found.grid_deg > 0 else "Subtract"
    preposition = "to" if found.grid_deg > 0 else "from"
    return (
        f"In the middle of the sheet grid north lies {abs(found.grid_deg):.1f}° {side} of true "
        f"north. {sign} that {preposition} a grid bearing for the true one."
    )


def scale_text(denominator: float) -> str:
    """The representative fraction.

    >>> scale_text(1_000_000.0)
    '1:1 000 000'
    """
    return f"1:{grouped(f'{denominator:.10g}')}"


def position_text(position: Position) -> str:
    """A position to the minute.

    >>> position_text((21.5, 56.25))
    '56°15′N 21°30′E'
    """
    lon, lat = position
    sides = ((lat, "N", "S"), (lon, "E", "W"))
    words: list[str] = []
    for value, positive, negative in sides:
        degrees, minutes = divmod(round(abs(value) * 60), 60)
        words.append(f"{degrees}°{minutes:02d}′{positive if value >= 0 else negative}")
    return " ".join(words)


def projection_words(plan: SheetPlan, sheet: SheetMap) -> tuple[str, ...]:
    """Projection, datum, and how true the scale is away from the centre."""
    factors = [plan.projection.scale_factor(corner) for corner in plan.corners(sheet)]
    factors = [factor for factor in factors if factor == factor]
    scales = [plan.layout.scale * plan.scale_factor / factor for factor in factors]
    least, most = (
        (round(min(scales), -3), round(max(scales), -3)) if scales else (plan.layout.scale,) * 2
    )
    lines = [
        f"Projection: {plan.projection.title}",
        "Ellipsoid and datum: " + _datum(plan),
        f"Scale true at {position_text(plan.center)} (projection’s scale factor there "
        f"{plan.scale_factor:.5f})",
    ]
    if least != most or abs(least / plan.layout.scale - 1) > 1e-3:
        lines.append(f"In the corners {scale_text(least)} to {scale_text(most)}")
    return tuple(lines)


def _datum(plan: SheetPlan) -> str:
    definition = plan.projection.definition
    if "ellps=WGS84" in definition:
        return "WGS 84"
    if "ellps=GRS80" in definition:
        return "GRS 80, ETRS89 (within 1 m of WGS 84)"
    return "sphere of WGS 84’s equator"


def _angle(degrees: float) -> str:
    side = "E" if degrees > 0 else "W"
    return f"{abs(degrees):.1f}° {side}" if abs(degrees) >= 0.05 else "0.0°"
