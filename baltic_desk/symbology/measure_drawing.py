"""Control measures drawn by the mil-sym-ts script: points and numbers in, lines and texts out.

What it draws holds for one scale: the heads of arrows, teeth and the places of texts have their
size in pixels. All places are longitude and latitude, so that any projection can draw them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace

from baltic_desk.geo.geodesy import Floats, Position
from baltic_desk.geo.outlines import OutlineError
from baltic_desk.symbology.control_measures import Measure, drawing_code, measure
from baltic_desk.symbology.draw_rules import rule_of
from baltic_desk.symbology.engine import ScriptEngine, ScriptError
from baltic_desk.symbology.measure_outlines import measure_outline
from baltic_desk.symbology.measure_scripts import scripts

FUNCTION = "drawMeasure"
FONT_SIZE_PX = 13.0
LINE_WIDTH_PX = 2.0

_OWN = {
    "120800": "", "152400": "", "152500": "", "170800": "BDZ", "242400": "AMA", "242500": "ARA",
    "242600": "", "242701": "PSYOP", "242702": "PSYOP", "242703": "PSYOP", "370100": "",
}  # fmt: skip
_OWN_COLORS = {"0": "#FFFF00", "1": "#FFFF00", "4": "#00FF00", "5": "#FFBC01", "6": "#FF0000"}
_PLANNED, _PLANNED_DASH = "1", (4.0, 4.0)
_LINE_STEP, _HALF_CAPITAL = 1.2, 0.36
_METRES_PER_DEGREE = 111_195.0
_MARGIN_PX = 300.0
MILS_PER_DEGREE = 6400 / 360
LARGEST_PX = 12_000.0
"""Larger ones are drawn as at a smaller scale: thousands of teeth would take seconds."""


class MeasureError(Exception):
    """A measure cannot be drawn; one sentence says why."""


class MeasureRequest(msgspec.Struct, frozen=True):
    """A measure to be drawn.

    Attributes
    ----------
    amplifiers
        Letters and texts: ("T", "BLUE"), ("W1", "011800Z"). Of altitudes ("X") there may be
        several, parted by commas.
    metres_per_px
        Scale of the map at the measure.
    line_color, fill_color, text_color
        "#rrggbb" in place of its own; a fill with "#aarrggbb" is translucent.
    """

    sidc: str
    points: tuple[Position, ...]
    metres_per_px: float
    amplifiers: tuple[tuple[str, str], ...] = ()
    distances_m: tuple[float, ...] = ()
    azimuths_deg: tuple[float, ...] = ()
    line_color: str | None = None
    fill_color: str | None = None
    text_color: str | None = None
    line_width_px: float = LINE_WIDTH_PX
    font_size_px: float = FONT_SIZE_PX


class Hatch(msgspec.Struct, frozen=True):
    """Strokes that rise to the right, `tile` pixels apart across and down."""

    tile: float
    width: float
    color: str


class Part(msgspec.Struct, frozen=True):
    """A piece of a drawing: `lines` or `rings` (flat lists of longitude and latitude) with what
    they look like, or a `text` or a picture in `svg` that stands `at` a place.

    Attributes
    ----------
    cap
        0 flat, 1 round, 2 square.
    angle
        Degrees clockwise on a map with north up.
    align
        Which end of the text's baseline is at the place: "left", "center", "right".
    """

    lines: tuple[tuple[float, ...], ...] = ()
    rings: tuple[tuple[float, ...], ...] = ()
    color: str | None = None
    width: float = 0.0
    cap: int = 2
    dash: tuple[float, ...] = ()
    fill: str | None = None
    opacity: float | None = 1.0
    hatch: Hatch | None = None
    at: tuple[float, float] | None = None
    text: str = ""
    align: str = "center"
    angle: float = 0.0
    svg: str = ""


class Drawing(msgspec.Struct, frozen=True):
    """All parts of a measure at a scale, in the order in which they are painted."""

    parts: tuple[Part, ...] = ()
    error: str | None = None


def argument_of(request: MeasureRequest) -> str:
    """JSON that the driver script's `drawMeasure` takes.

    Raises
    ------
    MeasureError
        When the code is none, or points or numbers are missing.
    """
    found = checked(request)
    bbox, size = _frame(request)
    amplifiers = dict(request.amplifiers)
    for letter, numbers in _numbers(rule_of(found).name, request):
        if numbers:
            amplifiers[letter] = ",".join(f"{number:.10g}" for number in numbers)
    attributes = {"LINEWIDTH": str(max(1, round(request.line_width_px)))}
    for name, color in (
        ("LINECOLOR", request.line_color),
        ("FILLCOLOR", request.fill_color),
        ("TEXTCOLOR", request.text_color),
    ):
        if color is not None:
            attributes[name] = color
    told = {
        # By twenty digits it finds no pictures of mines.
        "sidc": drawing_code(request.sidc).ljust(30, "0"),
        "points": request.points,
        "bbox": bbox,
        "size": size,
        "amplifiers": amplifiers,
        "attributes": attributes,
        "font_size": round(request.font_size_px),
    }
    return msgspec.json.encode(told).decode()


def checked(request: MeasureRequest) -> Measure:
    """The measure that is asked for.

    Raises
    ------
    MeasureError
        When the code is none, or points or numbers are missing.
    """
    found = measure(request.sidc)
    if found is None:
        raise MeasureError(f"{request.sidc} is not the code of a line, an area or a task")
    rule = rule_of(found)
    count = len(request.points)
    if count < rule.least:
        raise MeasureError(f"{found.name} needs {rule.least} points, not {count}")
    if rule.geometry == "outline" and (rule.distances or rule.azimuths):
        try:
            measure_outline(found, request.points, request.distances_m, request.azimuths_deg)
        except OutlineError as error:
            raise MeasureError(str(error)) from None
    return found


def drawing_of(request: MeasureRequest, answer: str | ScriptError) -> Drawing:
    """The drawing in the script's answer.

    Raises
    ------
    MeasureError
        When it has none.
    """
    if isinstance(answer, ScriptError):
        raise MeasureError(_sentence(request, str(answer)))
    drawing = _DECODER.decode(answer)
    if drawing.error is not None:
        raise MeasureError(_sentence(request, drawing.error))
    if not drawing.parts:
        raise MeasureError(_sentence(request, "its points give nothing that could be seen"))
    found = measure(request.sidc)
    if found is not None and found.rule == "AREA14":
        return _circles(drawing, len(request.points) - 1)
    return drawing


class MeasureRenderer:
    """Draws measures in a script engine. For the engine's thread only."""

    def __init__(self, engine: ScriptEngine) -> None:
        for name, source in scripts():
            engine.load(name, source)
        self._engine = engine

    def drawing(self, request: MeasureRequest) -> Drawing:
        """The measure as lines, areas and texts.

        Raises
        ------
        MeasureError
            With one sentence for the person.
        """
        own = own_drawing(request)
        if own is not None:
            return own
        argument = argument_of(request)
        try:
            answer: str | ScriptError = self._engine.call(FUNCTION, argument)
        except ScriptError as error:
            answer = error
        return drawing_of(request, answer)


def own_drawing(request: MeasureRequest) -> Drawing | None:
    """One of the areas that the script has in its tables and does not draw: outline and texts.

    None for all others.

    Raises
    ------
    MeasureError
        When points are missing, or its size is.
    """
    found = measure(request.sidc)
    if found is None or found.code not in _OWN:
        return None
    checked(request)
    if rule_of(found).geometry == "outline":
        (ring,) = measure_outline(found, request.points, request.distances_m)
    else:
        ring = np.array((*request.points, request.points[0]), float)
    color = request.line_color or _OWN_COLORS.get(request.sidc[3], "#000000")
    outline = Part(
        rings=(tuple(ring.ravel().tolist()),),
        color=color,
        width=request.line_width_px,
        dash=_PLANNED_DASH if request.sidc[6] == _PLANNED else (),
        fill=request.fill_color,
    )
    said = dict(request.amplifiers)
    name = " ".join(filter(None, (_OWN[found.code], said.get("T", ""))))
    lines = [
        name,
        said.get("H", ""),
        " - ".join(said[each] for each in ("W", "W1") if each in said),
    ]
    lines = [line for line in lines if line]
    lon, lat = ring[:-1].mean(axis=0)
    letter = request.font_size_px * request.metres_per_px / _METRES_PER_DEGREE
    first = _HALF_CAPITAL - _LINE_STEP * (len(lines) - 1) / 2
    letters = [
        Part(
            at=(float(lon), float(lat) - letter * (number * _LINE_STEP + first)),
            text=line,
            color=request.text_color or color,
        )
        for number, line in enumerate(lines)
    ]
    return Drawing((outline, *letters))


def _circles(drawing: Drawing, count: int) -> Drawing:
    """So many of the circles that the script makes: always three, whatever points there are."""
    return Drawing(
        tuple(
            replace(part, lines=part.lines[:count], rings=()) if part.lines else part
            for part in drawing.parts
        )
    )


def places(flat: Sequence[float]) -> Floats:
    """Longitudes and latitudes (n, 2) of a flat list."""
    return np.array(flat, float).reshape(-1, 2)


def _frame(request: MeasureRequest) -> tuple[list[float], list[float]]:
    """A box about the measure in degrees, and its size in pixels."""
    lonlat = np.array(request.points, float)
    low, high = lonlat.min(axis=0), lonlat.max(axis=0)
    latitude = math.radians(float(low[1] + high[1]) / 2)
    across_m = _METRES_PER_DEGREE * max(math.cos(latitude), 0.01)
    per_m = np.array((1.0 / across_m, 1.0 / _METRES_PER_DEGREE))
    reach_m = max((*request.distances_m, 0.0))
    extent_m = float(((high - low) / per_m).max()) + 2 * reach_m
    metres_per_px = max(request.metres_per_px, extent_m / LARGEST_PX)
    margin = (reach_m + _MARGIN_PX * metres_per_px + 0.2 * extent_m) * per_m
    low, high = low - margin, high + margin
    size = (high - low) / per_m / metres_per_px
    return [*low.tolist(), *high.tolist()], size.tolist()


def _numbers(
    rule: str, request: MeasureRequest
) -> tuple[tuple[str, tuple[float, ...]], tuple[str, tuple[float, ...]]]:
    """Distances and azimuths as the script takes them by a rule."""
    distances_m, azimuths_deg = request.distances_m, request.azimuths_deg
    match rule:
        case "AREA22":
            distances_m = ()
        case "RECTANGULAR2":
            # Attitudes of targets are in mils.
            azimuths_deg = tuple(azimuth_deg * MILS_PER_DEGREE for azimuth_deg in azimuths_deg)
        case "ELLIPSE1":
            # The half axis to the east, that to the north, and how far they are turned to the left.
            distances_m = distances_m[1::-1]
            azimuths_deg = tuple(-azimuth_deg % 360.0 for azimuth_deg in azimuths_deg)
        case "POINT18":
            axis_deg, half_deg = azimuths_deg[:2]
            azimuths_deg = ((axis_deg - half_deg) % 360.0, (axis_deg + half_deg) % 360.0)
        case _:
            pass
    return ("AM", distances_m), ("AN", azimuths_deg)


def _sentence(request: MeasureRequest, why: str) -> str:
    found = measure(request.sidc)
    name = found.name if found is not None else request.sidc
    return f"{name} cannot be drawn: {why.strip().rstrip('.')}"


_DECODER = msgspec.json.Decoder(Drawing)
