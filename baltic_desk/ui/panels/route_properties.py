"""Rows of lines that are routes: altitude and speed, for the whole line or leg by leg."""

from __future__ import annotations

from baltic_desk.coverage.emitters import HIGHEST_M
from baltic_desk.coverage.routes import RouteError
from baltic_desk.document.feature import Line
from baltic_desk.document.routes import leg_numbers
from baltic_desk.ui.fields.field import Choice, Value
from baltic_desk.ui.panels.property import Parse, Property, stored, written

GROUP = "Route"
_FASTEST_KN = 40_000.0


def _numbers(what: str, low: float, high: float) -> Parse:
    """Reads numbers parted by blanks, each within bounds; nothing typed means none."""

    def parse(value: Value) -> Value:
        try:
            found = leg_numbers(str(value or ""), what, "Route")
        except RouteError as error:
            raise ValueError(str(error).partition(": ")[2]) from None
        if found is None:
            return None
        for number in found:
            if not low <= number <= high:
                raise ValueError(f"Each of the {what} must be from {low:g} to {high:g}")
        return " ".join(map(written, found))

    return parse


def _above(value: str) -> Value:
    """Sea level is what holds where nothing is said."""
    return None if value == "sea" else value


ROUTE_PROPERTIES: tuple[Property, ...] = (
    stored(
        "leg_altitudes_m",
        "Altitude, m",
        GROUP,
        (Line,),
        parse=_numbers("altitudes", 0.0, HIGHEST_M),
        hint="Metres: one number, or one for each leg: 100 100 3000",
    ),
    stored(
        "leg_altitudes_above",
        "Counted from",
        GROUP,
        (Line,),
        kind=Choice(((None, "Sea level"), ("ground", "Ground"))),
        show=_above,
    ),
    stored(
        "leg_speeds_kn",
        "Speed, kn",
        GROUP,
        (Line,),
        parse=_numbers("speeds", 0.1, _FASTEST_KN),
        hint="Knots: one number, or one for each leg",
    ),
)
