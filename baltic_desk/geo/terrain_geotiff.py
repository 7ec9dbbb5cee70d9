"""GeoTIFF elevation (OGC 19-008r4), in longitude and latitude or on a map with an EPSG number.

Copernicus GLO-30, FABDEM, EU-DEM and the national models of the region come so. Pixels are decoded
strip by strip or tile by tile as rays come over them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from pyproj.network import (
    set_network_enabled,  # pyright: ignore[reportPrivateImportUsage] - its documented home
)

from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.terrain import Bounds, HeightGrid, TerrainFileError, spacing_m
from baltic_desk.geo.terrain_sheets import NOT_STATED, Sheet, SheetMemory
from baltic_desk.geo.tiff import Tiff, TiffError, read_tiff
from baltic_desk.paths import open_regular

set_network_enabled(active=False)

_DESCRIPTION, _COPYRIGHT = 270, 33432
_PIXEL_SCALE, _TIE_POINTS, _TRANSFORMATION = 33550, 33922, 34264
_GEO_KEYS, _GDAL_METADATA, _NO_DATA = 34735, 42112, 42113
_MODEL_TYPE, _RASTER_TYPE, _GEOGRAPHIC, _PROJECTED, _VERTICAL_UNIT = 1024, 1025, 2048, 3072, 4099
_ANGULAR_UNIT, _DEGREE, _METRE = 2054, 9102, 9001
_IS_POINT = 2
_USER_DEFINED = 32767
# WGS 84 and ETRS89, which this desk does not tell apart.
_AS_IS = (4326, 4258)

# What is no height on earth is none at all: "-9999" and "3.4e38" stand in files without the tag.
_DEEPEST_M, _HIGHEST_M = -12_000.0, 9_000.0
_VOID = -32768
# Whole numbers that 16 bits hold; all others are kept in floating point.
_SHORT = (("i", 1), ("i", 2), ("u", 1))


def geotiff_sheet(path: Path, memory: SheetMemory) -> Sheet:
    """A GeoTIFF of heights in metres above sea level.

    Raises
    ------
    TerrainFileError
        No TIFF of heights, no place on the earth, or a form that is not read. Reading the heights
        raises it for damaged strips and tiles.
    """
    try:
        tiff = read_tiff(path)
        keys = _geo_keys(tiff)
        x, y, step_x, step_y = _grid(tiff, keys)
        epsg = _epsg(keys)
        _check_units(tiff, keys)
        no_data = _no_data(tiff)
        project, bounds = _place(tiff, epsg, x, y, step_x, step_y)
    except (TiffError, OSError) as error:
        raise TerrainFileError(f"{path}: {error}") from error
    name = f"GeoTIFF {path.name}"
    licence = _text(tiff, _COPYRIGHT)
    spacing = min(step_x, step_y) if project else spacing_m(step_x, step_y, bounds)

    def read() -> HeightGrid:
        whole = (tiff.sample.kind, tiff.sample.itemsize) in _SHORT
        # Memory that nothing has been written to yet takes no room.
        shape = (tiff.height, tiff.width)
        values = np.zeros(shape, np.int16) if whole else np.zeros(shape, np.float32)
        return HeightGrid(
            values=values,
            x=x,
            y=y,
            step_x=step_x,
            step_y=step_y,
            margin=0.5,
            void=_VOID if whole else None,
            name=name,
            error=NOT_STATED,
            licence=licence,
            bounds=bounds,
            project=project,
            load=_Blocks(tiff, values, no_data).load,
        )

    return Sheet(path, name, NOT_STATED, licence, bounds, spacing, read, memory)


class _Blocks:
    """Fills a grid with the blocks of a file that are asked for."""

    def __init__(
        self,
        tiff: Tiff,
        values: npt.NDArray[np.int16] | npt.NDArray[np.float32],
        no_data: float | None,
    ) -> None:
        self._tiff = tiff
        self._values = values
        self._no_data = no_data
        self._loaded = np.zeros(len(tiff.offsets), np.bool_)
        self._lock = Lock()

    def load(self, row: npt.NDArray[np.intp], column: npt.NDArray[np.intp]) -> None:
        """Fill the blocks of pixels and of their neighbours below and to the right."""
        tiff = self._tiff
        wanted = np.zeros(len(self._loaded), np.bool_)
        for down in (0, 1):
            rows = (row + down) // tiff.block_height * tiff.across
            for right in (0, 1):
                wanted[rows + (column + right) // tiff.block_width] = True
        if self._loaded[wanted].all():
            return
        with self._lock:
            missing = np.flatnonzero(wanted & ~self._loaded).tolist()
            try:
                with open_regular(tiff.path) as file:
                    for index in missing:
                        self._put(index, tiff.block(file, index))
                        self._loaded[index] = True
            except (TiffError, OSError) as error:
                raise TerrainFileError(f"{tiff.path}: {error}") from error

    def _put(self, index: int, pixels: npt.NDArray[np.generic] | None) -> None:
        tiff, values = self._tiff, self._values
        empty = np.nan if values.dtype.kind == "f" else _VOID
        top, left = index // tiff.across * tiff.block_height, index % tiff.across * tiff.block_width
        place = values[top : top + tiff.block_height, left : left + tiff.block_width]
        if pixels is None:
            place[...] = empty
            return
        with np.errstate(invalid="ignore"):
            heights = pixels.astype(np.float64)
            real = (heights >= _DEEPEST_M) & (heights <= _HIGHEST_M)
            if self._no_data is not None:
                real &= heights != self._no_data
        place[...] = np.where(real, heights, empty)


def _geo_keys(tiff: Tiff) -> dict[int, int]:
    """Keys whose value stands in the directory itself (OGC 19-008r4, 7.1.2)."""
    numbers = tiff.whole(_GEO_KEYS)
    if len(numbers) < 4:
        raise TiffError("is not a GeoTIFF: it does not say where on the earth it lies")
    entries = zip(numbers[4::4], numbers[5::4], numbers[7::4], strict=False)
    return {key: value for key, where, value in entries if where == 0}


def _grid(tiff: Tiff, keys: dict[int, int]) -> tuple[float, float, float, float]:
    """Place of the first pixel's centre, and steps to the east and to the south."""
    scale, tie = _doubles(tiff, _PIXEL_SCALE), _doubles(tiff, _TIE_POINTS)
    matrix = _doubles(tiff, _TRANSFORMATION)
    if len(scale) >= 2 and len(tie) >= 6:
        step_x, step_y = scale[0], scale[1]
        x, y = tie[3] - tie[0] * step_x, tie[4] + tie[1] * step_y
    elif len(matrix) == 16:
        if matrix[1] or matrix[4]:
            raise TiffError("is turned against its coordinate system")
        step_x, step_y, x, y = matrix[0], -matrix[5], matrix[3], matrix[7]
    else:
        raise TiffError("is not a GeoTIFF: it does not say where its pixels lie")
    if not (all(map(math.isfinite, (x, y, step_x, step_y))) and step_x > 0.0 and step_y > 0.0):
        raise TiffError(f"pixels of {step_x:g} by {step_y:g} at {x:g}, {y:g}")
    if keys.get(_RASTER_TYPE, 1) != _IS_POINT:
        x, y = x + step_x / 2, y - step_y / 2
    return x, y, step_x, step_y


def _epsg(keys: dict[int, int]) -> int:
    number = keys.get(_PROJECTED) if keys.get(_MODEL_TYPE) == 1 else keys.get(_GEOGRAPHIC)
    if number is None or number in (0, _USER_DEFINED):
        raise TiffError(
            "has a coordinate system without an EPSG number; GDAL gives it one:"
            " gdalwarp -t_srs EPSG:4326"
        )
    return number


def _check_units(tiff: Tiff, keys: dict[int, int]) -> None:
    if keys.get(_VERTICAL_UNIT, _METRE) not in (_METRE, 0, _USER_DEFINED):
        raise TiffError(f"heights in unit EPSG:{keys[_VERTICAL_UNIT]}, only metres are read")
    if keys.get(_MODEL_TYPE) != 1 and keys.get(_ANGULAR_UNIT, _DEGREE) != _DEGREE:
        raise TiffError(f"angles in unit EPSG:{keys[_ANGULAR_UNIT]}, only degrees are read")
    told = _text(tiff, _GDAL_METADATA)
    if 'role="scale"' in told or 'role="offset"' in told:
        raise TiffError("heights are scaled; GDAL undoes it: gdal_translate -unscale -ot Float32")


def _place(
    tiff: Tiff, epsg: int, x: float, y: float, step_x: float, step_y: float
) -> tuple[Callable[[Floats, Floats], tuple[Floats, Floats]] | None, Bounds]:
    """How to come from longitude and latitude to the file's coordinates, and what it covers."""
    west, north = x - step_x / 2, y + step_y / 2
    east, south = west + step_x * tiff.width, north - step_y * tiff.height
    if epsg in _AS_IS:
        if not (west >= -180.01 and east <= 180.01 and south >= -90.01 and north <= 90.01):
            raise TiffError(f"lies from {west:g}, {south:g} to {east:g}, {north:g}: not on earth")
        return None, (west, south, east, north)
    try:
        system = CRS.from_epsg(epsg)
        if not all(axis.unit_name in ("metre", "degree") for axis in system.axis_info):
            raise TiffError(f"EPSG:{epsg} is neither in metres nor in degrees")
        transformer = Transformer.from_crs(4326, system, always_xy=True)
        inverse = Transformer.from_crs(system, 4326, always_xy=True)
        bounds = inverse.transform_bounds(west, south, east, north, densify_pts=41)
    except CRSError as error:
        raise TiffError(f"EPSG:{epsg} is not known") from error
    if not all(map(math.isfinite, bounds)) or bounds[0] > bounds[2]:
        raise TiffError(f"EPSG:{epsg} has no place for it")

    def project(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        there_x, there_y = transformer.transform(lon, lat)
        return np.asarray(there_x, np.float64), np.asarray(there_y, np.float64)

    return project, (bounds[0], bounds[1], bounds[2], bounds[3])


def _no_data(tiff: Tiff) -> float | None:
    text = _text(tiff, _NO_DATA)
    try:
        return float(text) if text else None
    except ValueError as error:
        raise TiffError(f"the value for no height is {text!r}") from error


def _doubles(tiff: Tiff, number: int) -> list[float]:
    value = tiff.tags.get(number, ())
    if isinstance(value, bytes):
        raise TiffError(f"tag {number} does not hold numbers")
    return [float(each) for each in value]


def _text(tiff: Tiff, number: int) -> str:
    value = tiff.tags.get(number, b"")
    return value.decode("utf-8", "replace").strip("\0 \n") if isinstance(value, bytes) else ""
