"""Heights and depths of the region on a regular grid, for tints, hillshade and first-order
horizons.

The shipped grid has cells of one minute of arc. Against heights of settlements it is off by 12 m
(root mean square) and it cuts hill tops by 20 to 180 m; depths are a picture only. Whoever shows it
should say so (`ACCURACY`).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from baltic_desk import paths
from baltic_desk.geo.clipping import Floats

ACCURACY = "coarse: 1 arc-minute, ±12 m RMSE, hill tops low; depths indicative"
GRIDS = {"baltic": "dem_baltic_1min.npz"}


class TerrainFileError(Exception):
    """An elevation file that cannot be read, with its path and the reason."""


@dataclass(frozen=True, slots=True, eq=False)
class Dem:
    """A grid of heights in metres above sea level, negative under the sea.

    `values` int16 (rows from north to south, columns from west to east); `west` and `north` are the
    outer edges, degrees; values stand at cell centres, half a `step_deg` inside.
    """

    values: npt.NDArray[np.int16]
    west: float
    north: float
    step_deg: float
    credit: str

    @property
    def east(self) -> float:
        return self.west + self.values.shape[1] * self.step_deg

    @property
    def south(self) -> float:
        return self.north - self.values.shape[0] * self.step_deg

    def sample(self, positions: npt.ArrayLike) -> Floats:
        """Height in metres at each position (n, 2), between the four nearest cell centres; nan
        outside the grid.
        """
        lon, lat = np.asarray(positions, np.float64).reshape(-1, 2).T
        rows, columns = self.values.shape
        with np.errstate(invalid="ignore"):
            inside = (
                (lon >= self.west) & (lon <= self.east) & (lat >= self.south) & (lat <= self.north)
            )
        x = np.clip(np.where(inside, (lon - self.west) / self.step_deg - 0.5, 0.0), 0, columns - 1)
        y = np.clip(np.where(inside, (self.north - lat) / self.step_deg - 0.5, 0.0), 0, rows - 1)
        i, j = np.minimum(x.astype(np.intp), columns - 2), np.minimum(y.astype(np.intp), rows - 2)
        along, down = x - i, y - j
        upper = self.values[j, i] * (1 - along) + self.values[j, i + 1] * along
        lower = self.values[j + 1, i] * (1 - along) + self.values[j + 1, i + 1] * along
        return np.where(inside, upper * (1 - down) + lower * down, np.nan)


def open_dem(path: Path | None = None) -> Dem:
    """The shipped grid of the Baltic region, or another of the same form.

    The file holds what a plane through the three neighbours to the north and west fails to foretell
    (`coded`): 0.7 MB where the values themselves take 1.0.
    """
    where = path if path is not None else paths.resource("terrain", GRIDS["baltic"])
    try:
        with np.load(where, allow_pickle=False) as file:
            low, high = file["low"].astype(np.int32), file["high"].astype(np.int32)
            west, north, step_deg = (float(value) for value in file["place"])
            credit = file["credit"].tobytes().decode()
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TerrainFileError(f"{where}: {error}") from error
    return Dem(decoded(low | (high << 8)), west, north, step_deg, credit)


def coded(values: npt.NDArray[np.int16]) -> npt.NDArray[np.int32]:
    """Second differences of a grid, zigzag-coded to whole numbers from 0."""
    wide = values.astype(np.int32)
    steps = np.diff(np.diff(wide, axis=0, prepend=0), axis=1, prepend=0)
    return np.where(steps < 0, -2 * steps - 1, 2 * steps)


def decoded(code: npt.NDArray[np.int32]) -> npt.NDArray[np.int16]:
    """The inverse of `coded`.

    >>> decoded(coded(np.array([[3, -5], [7, 2]], np.int16))).tolist()
    [[3, -5], [7, 2]]
    """
    steps = (code >> 1) ^ -(code & 1)
    return np.cumsum(np.cumsum(steps, axis=0), axis=1).astype(np.int16)
