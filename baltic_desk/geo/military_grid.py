"""UTM coordinates and references of the Military Grid Reference System (MGRS), NGA.STND.0037.

On pyproj's UTM rather than the compiled `mgrs` package: little code, one dependency less whose
wheels must keep up with every Python and platform, and errors that say what is wrong.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from baltic_desk.geo.geodesy import Position
from baltic_desk.geo.projection import Projection

BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"

_SQUARE_M = 100_000
# How far beyond its zone and band a reference may lie: grids overlap at the edges of sheets.
_OVERLAP_DEG = 0.5

_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d*)")


class GridError(ValueError):
    """No position in the grid, or no grid at the position; the message says why."""


@dataclass(frozen=True)
class Utm:
    """Zone, latitude band, and metres; north counts from 10 000 km south of the equator."""

    zone: int
    band: str
    easting_m: float
    northing_m: float


def utm(position: Position) -> Utm:
    """UTM coordinates in the zone that holds the position, with the zones of Norway and Svalbard.

    Raises
    ------
    GridError
        Beyond 80° S to 84° N, where UTM is not defined.
    """
    lon, lat = position
    if not (-80.0 <= lat <= 84.0 and abs(lon) <= 180.0):
        raise GridError("UTM and MGRS end at 80° S and 84° N")
    # Rounded to 10 µm: a hair south of the equator is on it, as it is for the squares of MGRS.
    band = BANDS[min(int((round(lat, 10) + 80.0) // 8.0), len(BANDS) - 1)]
    zone = _zone(lon, band)
    easting_m, northing_m = zone_projection(zone).forward_one(position)
    return Utm(zone, band, easting_m, max(0.0, northing_m + _false_northing_m(band)))


def position_of_utm(coordinates: Utm) -> Position:
    """Position of UTM coordinates; GridError when it lies outside their zone or band."""
    zone, band = coordinates.zone, coordinates.band
    if not 1 <= zone <= 60:
        raise GridError(f"UTM zones go from 1 to 60, not {zone}")
    if band not in BANDS:
        raise GridError(f"{band} is not a latitude band; they are C to X without I and O")
    northing_m = coordinates.northing_m - _false_northing_m(band)
    position = zone_projection(zone).inverse_one((coordinates.easting_m, northing_m))
    if not _is_in(position, zone, band):
        raise GridError(
            f"{coordinates.easting_m:.0f} east, {coordinates.northing_m:.0f} north is not in"
            f" {zone}{band}"
        )
    return position


def mgrs(position: Position, digits: int = 5) -> str:
    """Reference of the square of 10 ** (5 - digits) metres that holds the position.

    >>> mgrs((20.5, 54.7)), mgrs((20.5, 54.7), digits=3)
    ('34U DF 67777 61523', '34U DF 677 615')
    """
    grid = utm(position)
    # MGRS cuts, it does not round: the reference names a square. The micrometre keeps a square's
    # own corner in it.
    easting, northing = (math.floor(metres + 1e-6) for metres in (grid.easting_m, grid.northing_m))
    column = _COLUMNS[(grid.zone - 1) % 3][easting // _SQUARE_M - 1]
    row = _ROWS[(northing // _SQUARE_M + _first_row(grid.zone)) % len(_ROWS)]
    reference = f"{grid.zone:02d}{grid.band} {column}{row}"
    if digits == 0:
        return reference
    size = 10 ** (5 - digits)
    east, north = easting % _SQUARE_M // size, northing % _SQUARE_M // size
    return f"{reference} {east:0{digits}d} {north:0{digits}d}"


def position_of_mgrs(reference: str) -> Position:
    """Middle of the square that an MGRS reference names, in any spacing and precision.

    Raises
    ------
    GridError
        Not a reference, an odd number of digits, or a square that its zone and band do not hold.
    """
    match = _MGRS.fullmatch(re.sub(r"\s", "", reference).upper())
    if match is None:
        raise GridError("An MGRS reference looks like 34U DF 67777 61523")
    zone, band, column, row, figures = int(match[1]), match[2], match[3], match[4], match[5]
    digits, odd = divmod(len(figures), 2)
    if odd:
        raise GridError(f"{len(figures)} digits cannot be halved into east and north")
    if digits > 5:
        raise GridError("MGRS has at most five digits east and five north")
    if not 1 <= zone <= 60:
        raise GridError(f"Grid zones go from 1 to 60, not {zone}")
    columns = _COLUMNS[(zone - 1) % 3]
    if column not in columns:
        raise GridError(f"Zone {zone} has squares {columns[0]} to {columns[-1]}, not {column}{row}")
    size = 10 ** (5 - digits)
    east, north = ((int(half or "0") + 0.5) * size for half in (figures[:digits], figures[digits:]))
    easting_m = (columns.index(column) + 1) * _SQUARE_M + east
    # Rows repeat each 2 000 km, two and a half bands: only one of them can be in this band.
    northing_m = (_ROWS.index(row) - _first_row(zone)) % len(_ROWS) * _SQUARE_M + north
    for _ in range(6):
        position = zone_projection(zone).inverse_one(
            (easting_m, northing_m - _false_northing_m(band))
        )
        if _is_in(position, zone, band):
            return position
        northing_m += len(_ROWS) * _SQUARE_M
    raise GridError(f"Zone {zone}{band} has no square {column}{row} there")


def _false_northing_m(band: str) -> float:
    return 10_000_000.0 if band < "N" else 0.0


def _zone(lon: float, band: str) -> int:
    if band == "V" and 3.0 <= lon < 12.0:
        return 32
    if band == "X" and 0.0 <= lon < 42.0:
        return 31 + 2 * int((lon + 3.0) // 12.0)
    return int((lon + 180.0) // 6.0) % 60 + 1


def _is_in(position: Position, zone: int, band: str) -> bool:
    lon, lat = position
    south = BANDS.index(band) * 8.0 - 80.0
    north = 84.0 if band == "X" else south + 8.0
    west, east = zone_edges(zone, band)
    middle = (west + east) / 2
    off_middle = abs((lon - middle + 180.0) % 360.0 - 180.0)
    return (
        south - _OVERLAP_DEG <= lat <= north + _OVERLAP_DEG
        and off_middle <= (east - west) / 2 + _OVERLAP_DEG
    )


def zone_edges(zone: int, band: str) -> tuple[float, float]:
    special = {
        ("V", 31): (0.0, 3.0),
        ("V", 32): (3.0, 12.0),
        ("X", 31): (0.0, 9.0),
        ("X", 33): (9.0, 21.0),
        ("X", 35): (21.0, 33.0),
        ("X", 37): (33.0, 42.0),
    }
    west = zone * 6.0 - 186.0
    return special.get((band, zone), (west, west + 6.0))


def _first_row(zone: int) -> int:
    """Rows start with A in odd zones and with F in even ones."""
    return 0 if zone % 2 else 5


@lru_cache(maxsize=60)
def zone_projection(zone: int) -> Projection:
    return Projection(
        f"utm-{zone}", f"UTM zone {zone}", f"UTM {zone}", f"+proj=utm +zone={zone} +ellps=WGS84"
    )
