"""Heights of the ground and the sea's surface at any position, from one grid or several in a stack.

Lines of sight ask here; whoever shows the outcome shows the names, the stated errors and the
licences as well. Files that people add are read by `terrain_files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.elevation import ACCURACY, Dem, TerrainFileError, open_dem
from baltic_desk.geo.geodesy import Floats

__all__ = [
    "Bounds",
    "Elevation",
    "HeightGrid",
    "SmoothEarth",
    "Stack",
    "TerrainFileError",
    "bounds_meet",
    "coarse_elevation",
    "spacing_m",
    "stacked",
]

Bounds = tuple[float, float, float, float]
"""West, south, east and north, degrees."""

Heights = npt.NDArray[np.int16] | npt.NDArray[np.int32] | npt.NDArray[np.float32]

# A degree of the meridian, on the mean sphere.
_DEGREE_M = 111_195.0


class Elevation(Protocol):
    """Where heights come from."""

    @property
    def name(self) -> str:
        """What the source is called, for the person."""
        ...

    @property
    def error(self) -> str:
        """How far it may be off, measured or as its maker states, or that nobody says."""
        ...

    @property
    def licence(self) -> str:
        """Credit and terms of use; empty when the source states none."""
        ...

    @property
    def bounds(self) -> Bounds:
        """What it can cover; there may be holes."""
        ...

    def resolution_m(self, bounds: Bounds) -> float:
        """Smallest distance in metres between neighbouring heights within the bounds; inf where the
        source has none.
        """
        ...

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        """Metres above sea level of the surface (the sea's where there is sea), at positions in
        degrees; lon and lat of one shape, and so is the outcome. Between samples it is bilinear;
        nan beyond the edge of the elevation data.
        """
        ...


@dataclass(frozen=True, slots=True)
class SmoothEarth:
    """An earth without relief, all at one height, for reach without terrain."""

    height_m: float = 0.0
    name: str = "no terrain (smooth earth at sea level)"
    error: str = "relief is left out"
    licence: str = ""
    bounds: Bounds = (-180.0, -90.0, 180.0, 90.0)

    def resolution_m(self, bounds: Bounds) -> float:
        """There are no heights to be apart: in a stack it comes last."""
        del bounds
        return np.inf

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        return np.where(np.isfinite(lon) & np.isfinite(lat), self.height_m, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class HeightGrid:
    """Heights on a grid of equal steps in longitude and latitude, or in the metres of a map.

    Attributes
    ----------
    values
        Metres, (rows from north to south, columns from west to east), at least 2 by 2.
    x, y
        Of the north-westernmost sample: degrees, or metres where `project` is given.
    step_x, step_y
        Between neighbours, both positive.
    margin
        How far beyond the outer samples the grid still counts, in steps: 0 where samples are posts
        (HGT, DTED), 0.5 where they are cells. The outermost height is carried on there.
    void
        Value that stands for "no height"; nan counts so in any case. A position any of whose four
        neighbours is void has no height.
    project
        From longitude and latitude to x and y; None where these are the same.
    load
        Called with the rows and columns about to be read, for grids that fill themselves.
    """

    values: Heights
    x: float
    y: float
    step_x: float
    step_y: float
    margin: float
    void: float | None
    name: str
    error: str
    licence: str
    bounds: Bounds
    project: Callable[[Floats, Floats], tuple[Floats, Floats]] | None = None
    load: Callable[[npt.NDArray[np.intp], npt.NDArray[np.intp]], None] | None = None

    def resolution_m(self, bounds: Bounds) -> float:
        if not bounds_meet(self.bounds, bounds):
            return np.inf
        if self.project is not None:
            return min(self.step_x, self.step_y)
        return spacing_m(self.step_x, self.step_y, self.bounds)

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        rows, columns = self.values.shape
        x, y = (lon, lat) if self.project is None else self.project(lon, lat)
        with np.errstate(invalid="ignore", over="ignore"):
            x, y = (x - self.x) / self.step_x, (self.y - y) / self.step_y
            # A rounding beyond the edge of a tile must not open a seam to the next.
            reach = self.margin + 1e-6
            inside = (
                (x >= -reach) & (x <= columns - 1 + reach) & (y >= -reach) & (y <= rows - 1 + reach)
            )
        found = np.full(lon.shape, np.nan)
        if inside.all():
            found[...] = self._between(x, y)
        elif inside.any():
            found[inside] = self._between(x[inside], y[inside])
        return found

    def _between(self, x: Floats, y: Floats) -> Floats:
        rows, columns = self.values.shape
        x, y = np.clip(x, 0, columns - 1), np.clip(y, 0, rows - 1)
        i, j = np.minimum(x.astype(np.intp), columns - 2), np.minimum(y.astype(np.intp), rows - 2)
        if self.load is not None:
            self.load(j, i)
        along, down = x - i, y - j
        upper_left, upper_right = self._at(j, i), self._at(j, i + 1)
        lower_left, lower_right = self._at(j + 1, i), self._at(j + 1, i + 1)
        upper = upper_left + (upper_right - upper_left) * along
        lower = lower_left + (lower_right - lower_left) * along
        return upper + (lower - upper) * down

    def _at(self, row: npt.NDArray[np.intp], column: npt.NDArray[np.intp]) -> Floats:
        found = self.values[row, column].astype(np.float64)
        if self.void is not None:
            found[found == self.void] = np.nan
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Stack:
    """Several sources as one: at each position the first that has a height there.

    With a title it is one thing to the person, like the sheets of a folder.
    """

    sources: tuple[Elevation, ...]
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or ", then ".join(dict.fromkeys(each.name for each in self.sources))

    @property
    def error(self) -> str:
        if self.title:
            return "; ".join(dict.fromkeys(source.error for source in self.sources))
        return "; ".join(dict.fromkeys(f"{source.name}: {source.error}" for source in self.sources))

    @property
    def licence(self) -> str:
        return "; ".join(dict.fromkeys(source.licence for source in self.sources if source.licence))

    @property
    def bounds(self) -> Bounds:
        west, south, east, north = zip(*(source.bounds for source in self.sources), strict=True)
        return min(west), min(south), max(east), max(north)

    def resolution_m(self, bounds: Bounds) -> float:
        return min(source.resolution_m(bounds) for source in self.sources)

    def heights(self, lon: Floats, lat: Floats) -> Floats:
        found = np.full(lon.shape, np.nan)
        for source in self.sources:
            west, south, east, north = source.bounds
            with np.errstate(invalid="ignore"):
                open_yet = (
                    np.isnan(found)
                    & (lon >= west)
                    & (lon <= east)
                    & (lat >= south)
                    & (lat <= north)
                )
            if open_yet.all():
                found = source.heights(lon, lat)
            elif open_yet.any():
                found[open_yet] = source.heights(lon[open_yet], lat[open_yet])
        return found


def stacked(sources: Iterable[Elevation], title: str = "") -> Elevation:
    """The sources as one, the finest first; those equally fine in the order given.

    A title names them all; without one each names itself.

    Raises
    ------
    ValueError
        No source at all.
    """
    ordered = sorted(sources, key=lambda source: source.resolution_m(source.bounds))
    if not ordered:
        raise ValueError("No elevation source to stack")
    return ordered[0] if len(ordered) == 1 else Stack(tuple(ordered), title)


def coarse_elevation(dem: Dem | None = None) -> HeightGrid:
    """The shipped grid of the region, one minute of arc, with the sea at 0 m.

    Land below sea level counts as 0 m too: the grid does not tell it from the sea (the lowest of
    the region, Żuławy, lies at −2 m). `error` is what was measured against heights of settlements.
    """
    dem = open_dem() if dem is None else dem
    step = dem.step_deg
    return HeightGrid(
        values=np.maximum(dem.values, np.int16(0)),
        x=dem.west + step / 2,
        y=dem.north - step / 2,
        step_x=step,
        step_y=step,
        margin=0.5,
        void=None,
        name="shipped terrain, 1 minute of arc",
        error=ACCURACY,
        licence=dem.credit,
        bounds=(dem.west, dem.south, dem.east, dem.north),
    )


def spacing_m(step_lon_deg: float, step_lat_deg: float, bounds: Bounds) -> float:
    """The smaller of two angular steps, in metres at the middle latitude of the bounds."""
    middle = np.radians((bounds[1] + bounds[3]) / 2)
    return float(min(step_lat_deg, step_lon_deg * np.cos(middle))) * _DEGREE_M


def bounds_meet(one: Bounds, other: Bounds) -> bool:
    """Whether the two have a place in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
