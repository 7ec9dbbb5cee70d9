"""DTED, Digital Terrain Elevation Data, levels 0 to 2 (MIL-PRF-89020B).

A heading of three fixed records (UHL, DSI, ACC), then one record for each meridian from west to
east, heights from south to north: 16 bits of sign and magnitude, -32767 for none, and a checksum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.terrain import Bounds, HeightGrid, TerrainFileError, spacing_m
from baltic_desk.geo.terrain_sheets import NOT_STATED, Sheet, SheetMemory
from baltic_desk.paths import open_regular

_UHL, _DSI, _ACC = 80, 648, 2700
_HEADING = _UHL + _DSI + _ACC
_SENTINEL = 0xAA
_MOST_POSTS = 3601  # level 2
_VOID = -32767
# Some producers wrote two's complement: no ground lies so deep.
_LOWEST = -16_000

_ANGLE = re.compile(rb"(\d{3})(\d{2})(\d{2})([NSEW])")


@dataclass(frozen=True, slots=True)
class _Heading:
    west: float
    south: float
    step_lon: float
    step_lat: float
    columns: int
    rows: int
    accuracy: str
    """Absolute vertical accuracy, metres, 90 % linear error; "NA" where unknown."""
    level: str
    security: str
    datum: str

    @property
    def bounds(self) -> Bounds:
        return (
            self.west,
            self.south,
            self.west + (self.columns - 1) * self.step_lon,
            self.south + (self.rows - 1) * self.step_lat,
        )

    @property
    def bytes_of_heights(self) -> int:
        return self.columns * (12 + 2 * self.rows)


def dted_sheet(path: Path, memory: SheetMemory) -> Sheet:
    """A DTED cell; its error is the absolute vertical accuracy of its ACC record.

    Raises
    ------
    TerrainFileError
        What is not DTED, is cut short, or states a grid that no level has. Reading the heights
        raises it for records out of place and checksums that do not match.
    """
    heading = _heading(path)
    name = f"{heading.level or 'DTED'} {path.name}"
    error = NOT_STATED
    if heading.accuracy.isdigit():
        error = f"±{int(heading.accuracy)} m (90 %), as stated in the file"
    # What the cell says of its own protection is not dropped on the way to a picture.
    marking = {"U": "", "": ""}.get(heading.security, f"marked {heading.security}")

    def read() -> HeightGrid:
        return HeightGrid(
            values=_heights(path, heading),
            x=heading.west,
            y=heading.bounds[3],
            step_x=heading.step_lon,
            step_y=heading.step_lat,
            margin=0.0,
            void=_VOID,
            name=name,
            error=error,
            licence=marking,
            bounds=heading.bounds,
        )

    spacing = spacing_m(heading.step_lon, heading.step_lat, heading.bounds)
    return Sheet(path, name, error, marking, heading.bounds, spacing, read, memory)


def _heading(path: Path) -> _Heading:
    try:
        size = path.stat().st_size
        with open_regular(path) as file:
            heading = file.read(_HEADING)
    except OSError as error:
        raise TerrainFileError(f"{path}: {error}") from error
    uhl, dsi, acc = heading[:_UHL], heading[_UHL : _UHL + _DSI], heading[_UHL + _DSI :]
    if not uhl.startswith(b"UHL1"):
        raise TerrainFileError(f"{path}: is not DTED, it does not begin with UHL1")
    if len(heading) < _HEADING or not dsi.startswith(b"DSI") or not acc.startswith(b"ACC"):
        raise TerrainFileError(f"{path}: the heading of {_HEADING} bytes is cut short or damaged")
    found = _Heading(
        west=_angle(path, "longitude", uhl[4:12]),
        south=_angle(path, "latitude", uhl[12:20]),
        step_lon=_number(path, "longitude interval", uhl[20:24]) / 36_000.0,
        step_lat=_number(path, "latitude interval", uhl[24:28]) / 36_000.0,
        columns=_number(path, "number of meridians", uhl[47:51]),
        rows=_number(path, "number of heights", uhl[51:55]),
        accuracy=_text(acc[7:11]),
        level=_text(dsi[59:64]),
        security=_text(dsi[3:4]),
        datum=_text(dsi[144:149]),
    )
    if not (2 <= found.columns <= _MOST_POSTS and 2 <= found.rows <= _MOST_POSTS):
        raise TerrainFileError(
            f"{path}: {found.columns} by {found.rows} heights are no cell of DTED 0 to 2"
        )
    west, south, east, north = found.bounds
    if found.step_lon <= 0.0 or found.step_lat <= 0.0 or east - west > 1.01 or north - south > 1.01:
        raise TerrainFileError(f"{path}: the intervals do not fit a cell of one degree")
    if not (-180.0 <= west <= 180.0 and south >= -90.0 and north <= 90.01):
        raise TerrainFileError(f"{path}: the corner {west:g}, {south:g} is not on the earth")
    if found.datum not in ("WGS84", ""):
        raise TerrainFileError(f"{path}: horizontal datum {found.datum}, only WGS84 is read")
    if size < _HEADING + found.bytes_of_heights:
        raise TerrainFileError(
            f"{path}: {size} bytes, {_HEADING + found.bytes_of_heights} are needed for"
            f" {found.columns} by {found.rows} heights"
        )
    return found


def _heights(path: Path, heading: _Heading) -> npt.NDArray[np.int16]:
    """Heights (rows from north to south, columns from west to east)."""
    try:
        with open_regular(path) as file:
            file.seek(_HEADING)
            content = file.read(heading.bytes_of_heights)
    except OSError as error:
        raise TerrainFileError(f"{path}: {error}") from error
    if len(content) < heading.bytes_of_heights:
        raise TerrainFileError(f"{path}: ends after {_HEADING + len(content)} bytes")
    records = np.frombuffer(content, np.uint8).reshape(heading.columns, -1)
    amiss = np.flatnonzero(records[:, 0] != _SENTINEL)
    if len(amiss):
        raise TerrainFileError(f"{path}: meridian {amiss[0] + 1} does not begin with AA")
    order = _big_endian(records[:, 4:6])[:, 0]
    if not np.array_equal(order, np.arange(heading.columns)):
        raise TerrainFileError(f"{path}: the meridians are not in order from west to east")
    stated = np.ascontiguousarray(records[:, -4:]).view(">u4")[:, 0]
    summed = records[:, :-4].sum(axis=1, dtype=np.uint32)
    amiss = np.flatnonzero(stated != summed)
    if len(amiss):
        raise TerrainFileError(
            f"{path}: the checksum of meridian {amiss[0] + 1} is {stated[amiss[0]]}, its bytes sum"
            f" to {summed[amiss[0]]} ({len(amiss)} of {heading.columns} differ)"
        )
    coded = _big_endian(records[:, 8:-4])
    magnitude = (coded & 0x7FFF).astype(np.int16)
    values = np.where(coded & 0x8000, -magnitude, magnitude)
    deep = (values < _LOWEST) & (values != _VOID)
    values[deep] = coded[deep].astype(np.int16)
    return np.ascontiguousarray(values.T[::-1])


def _big_endian(part: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    return np.ascontiguousarray(part).view(">u2").astype(np.uint16)


def _angle(path: Path, what: str, text: bytes) -> float:
    """Degrees of DDDMMSSH."""
    parts = _ANGLE.fullmatch(text)
    if parts is None:
        raise TerrainFileError(f"{path}: the {what} of the origin is {text!r}")
    degrees = int(parts[1]) + int(parts[2]) / 60 + int(parts[3]) / 3600
    return -degrees if parts[4] in b"SW" else degrees


def _number(path: Path, what: str, text: bytes) -> int:
    stripped = text.strip()
    if not stripped.isdigit():
        raise TerrainFileError(f"{path}: the {what} is {text!r}")
    return int(stripped)


def _text(field: bytes) -> str:
    return field.decode("ascii", "replace").strip("\0 ")
