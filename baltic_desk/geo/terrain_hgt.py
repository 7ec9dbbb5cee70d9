"""HGT: the heights of the Shuttle Radar Topography Mission and what takes its form.

One degree by one degree, named for its south-western corner ("N54E020.hgt"); rows of big-endian
16-bit metres from north to south, posts on the edges, -32768 for none (SRTM Collection User Guide,
NASA JPL/LP DAAC, version 3, section 2.1).
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from baltic_desk.geo.terrain import HeightGrid, TerrainFileError, spacing_m
from baltic_desk.geo.terrain_sheets import NOT_STATED, Sheet, SheetMemory
from baltic_desk.paths import open_regular

_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_SIDES = {1201: "3″", 3601: "1″"}
_VOID = -32768


def hgt_sheet(path: Path, memory: SheetMemory) -> Sheet:
    """A sheet of 1 or 3 seconds of arc.

    Raises
    ------
    TerrainFileError
        A name that does not tell the corner, or a size that is neither 1201² nor 3601² heights.
    """
    west, south = _corner(path)
    side = _side(path)
    bounds = (west, south, west + 1.0, south + 1.0)
    step = 1.0 / (side - 1)
    name = f"HGT {_SIDES[side]} {path.name}"

    def read() -> HeightGrid:
        try:
            with open_regular(path) as file:
                values = np.frombuffer(file.read(side * side * 2), ">i2")
        except OSError as error:
            raise TerrainFileError(f"{path}: {error}") from error
        if len(values) != side * side:
            raise TerrainFileError(f"{path}: ends after {values.nbytes} bytes")
        return HeightGrid(
            values=values.astype(np.int16).reshape(side, side),
            x=west,
            y=south + 1.0,
            step_x=step,
            step_y=step,
            margin=0.0,
            void=_VOID,
            name=name,
            error=NOT_STATED,
            licence="",
            bounds=bounds,
        )

    return Sheet(path, name, NOT_STATED, "", bounds, spacing_m(step, step, bounds), read, memory)


def _corner(path: Path) -> tuple[float, float]:
    named = _NAME.match(path.name)
    if named is None:
        raise TerrainFileError(
            f"{path}: an HGT file is named for its south-western corner, like N54E020.hgt"
        )
    south = int(named[2]) * (1 if named[1].upper() == "N" else -1)
    west = int(named[4]) * (1 if named[3].upper() == "E" else -1)
    if not (-90 <= south < 90 and -180 <= west < 180):
        raise TerrainFileError(f"{path}: there is no corner {named[0]}")
    return float(west), float(south)


def _side(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise TerrainFileError(f"{path}: {error}") from error
    for side in _SIDES:
        if size == side * side * 2:
            return side
    raise TerrainFileError(
        f"{path}: {size} bytes are neither the 2,884,802 of an HGT file of 3 seconds of arc nor the"
        " 25,934,402 of one of 1 second"
    )
