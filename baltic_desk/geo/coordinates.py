"""Positions as people write them: degrees in three styles, UTM and MGRS, read and written."""

import re
from typing import Literal, get_args

from baltic_desk.geo.angles import AngleError, position_of_angles
from baltic_desk.geo.geodesy import Position
from baltic_desk.geo.military_grid import (
    GridError,
    Utm,
    mgrs,
    position_of_mgrs,
    position_of_utm,
    utm,
)

Format = Literal["dd", "ddm", "dms", "mgrs", "utm"]
FORMATS: tuple[Format, ...] = get_args(Format)

_LONGEST_TEXT = 100
_OUTSIDE_GRID = "outside UTM"

_UTM = re.compile(
    r"([0-9]{1,2})\s*([C-HJ-NP-X])\s+([0-9]{5,7}(?:\.[0-9]{1,6})?)\s*(?:M?E)?"
    r"[\s,]+([0-9]{1,8}(?:\.[0-9]{1,6})?)\s*(?:M?N)?"
)
# "54 DEG" would be the square EG of 54D.
_MGRS = re.compile(r"[0-9]{1,2}\s*(?!DEG\b)[C-HJ-NP-X]\s*[A-HJ-NP-Z]\s*[A-HJ-NP-Z][0-9\s]*")


class CoordinateError(ValueError):
    """The text is not a position; the message says why, for the person."""


def parse(text: str) -> Position:
    """Position written in degrees, degrees and minutes, or with seconds, in MGRS or UTM.

    Latitude comes first unless hemispheres or `lon … lat …` say otherwise. Minutes and seconds may
    be set apart by signs or by spaces, decimals by a point or a comma; hemispheres stand before or
    after; `5443N 02030E` is read as aviators mean it. MGRS gives the middle of its square.

    Raises
    ------
    CoordinateError
        Text that is no position, can be read in two ways, or lies off the earth.

    >>> parse("54°43'12\\"N 20°30'E")
    (20.5, 54.72)
    """
    if len(text) > _LONGEST_TEXT:
        raise CoordinateError("That is too long for a position")
    plain = " ".join(text.upper().split())
    if not plain:
        raise CoordinateError("A position is wanted, such as 54.72 N, 20.5 E")
    try:
        if match := _UTM.fullmatch(plain):
            zone, band, easting, northing = match.groups()
            return position_of_utm(Utm(int(zone), band, float(easting), float(northing)))
        if _MGRS.fullmatch(plain):
            return position_of_mgrs(plain)
        return position_of_angles(plain)
    except (AngleError, GridError) as error:
        raise CoordinateError(str(error)) from None


def format_position(position: Position, style: Format) -> str:
    """The position to read and to copy, to about a metre, in a form that parse understands.

    >>> for style in FORMATS: print(format_position((20.5, 54.72), style))
    54.72000°N 20.50000°E
    54°43.200′N 020°30.000′E
    54°43′12.0″N 020°30′00.0″E
    34U DF 67793 63748
    34U 467794 6063749
    """
    lon, lat = position
    north, east = "S" if lat < 0.0 else "N", "W" if lon < 0.0 else "E"
    try:
        match style:
            case "dd":
                return f"{abs(lat):.5f}°{north} {abs(lon):.5f}°{east}"
            case "ddm":
                return f"{_minutes(lat, 2)}{north} {_minutes(lon, 3)}{east}"
            case "dms":
                return f"{_seconds(lat, 2)}{north} {_seconds(lon, 3)}{east}"
            case "mgrs":
                return mgrs(position)
            case "utm":
                grid = utm(position)
                return f"{grid.zone}{grid.band} {grid.easting_m:.0f} {grid.northing_m:.0f}"
    except GridError:
        return _OUTSIDE_GRID


def _minutes(angle_deg: float, width: int) -> str:
    # Rounded as a whole, so that it never reads 60 minutes.
    degrees, thousandths = divmod(round(abs(angle_deg) * 60_000), 60_000)
    return f"{degrees:0{width}d}°{thousandths / 1000:06.3f}′"


def _seconds(angle_deg: float, width: int) -> str:
    minutes, tenths = divmod(round(abs(angle_deg) * 36_000), 600)
    return f"{minutes // 60:0{width}d}°{minutes % 60:02d}′{tenths / 10:04.1f}″"
