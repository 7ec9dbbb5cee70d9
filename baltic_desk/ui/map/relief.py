"""Tints of height and depth with hill shading, as two pictures on the map plane.

Shaded from the north-west with the slopes much exaggerated: the region is flat (most of it below
200 m), and a true shading of it is a blank sheet. The pictures are made once for a projection and
theme, on any thread, and stretched under the vector map; they fade out where the 1-minute heights
would show as blobs.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from baltic_desk.geo.elevation import Dem, open_dem
from baltic_desk.geo.geodesy import Floats
from baltic_desk.geo.projection import PROJECTIONS
from baltic_desk.ui.map.theme import Stops, Theme

LONGEST_SIDE_PX = 1400
NODE_PX = 20
EXAGGERATION = 14.0
LAND_FADE_PX = 70
SEA_FADE_PX = 150
"""Deep water differs more from the sea's plain colour than hills do from the land's."""
BAND_ROWS = 96
BAND_NODES = 5
KEPT_RELIEFS = 3

Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Heights:
    """Heights on a grid of the map plane, rows from the top; nan where nothing is known."""

    left: float
    top: float
    metres_per_px: float
    metres: Singles


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Pictures of land and sea floor, with their place on the map plane."""

    left: float
    top: float
    metres_per_px: float
    land: QImage
    sea: QImage


class Reliefs:
    """Reliefs by projection and theme, the latest kept; views of one window share them.

    They may be asked for from any thread.
    """

    def __init__(self, dem: Callable[[], Dem] = open_dem) -> None:
        self._open_dem = dem
        self._lock = Lock()  # also while one is made, which others then need not make again
        self._heights: tuple[str, Heights] | None = None
        self._made: OrderedDict[tuple[str, str], Relief] = OrderedDict()

    def known(self, projection_id: str, theme: Theme) -> Relief | None:
        """A relief that has been made already."""
        return self._made.get((projection_id, theme.id))

    def made(self, projection_id: str, theme: Theme) -> Relief:
        """A relief, which may take a second.

        Raises
        ------
        TerrainFileError
            When the heights cannot be read.
        """
        key = (projection_id, theme.id)
        with self._lock:
            if key not in self._made:
                if self._heights is None or self._heights[0] != projection_id:
                    self._heights = (projection_id, heights(self._open_dem(), projection_id))
                self._made[key] = relief(self._heights[1], theme)
            found = self._made[key]
            self._made.move_to_end(key)
            while len(self._made) > KEPT_RELIEFS:
                self._made.popitem(last=False)
        return found


def heights(dem: Dem, projection_id: str) -> Heights:
    """Heights of the whole region on a grid of the map plane."""
    rows, columns = dem.values.shape
    west, north = dem.west, dem.north
    east, south = west + columns * dem.step_deg, north - rows * dem.step_deg
    projection = PROJECTIONS[projection_id]
    share = np.arange(60, dtype=np.float64) / 59.0
    rim = projection.forward(
        _grid(west + share * (east - west), south + share * (north - south)).reshape(-1, 2)
    )
    left, bottom = map(float, np.nanmin(rim, axis=0))
    right, top = map(float, np.nanmax(rim, axis=0))
    step = max(right - left, top - bottom) / LONGEST_SIDE_PX
    width, height = int((right - left) / step), int((top - bottom) / step)
    # Only every 20th pixel is projected, the rest lies between: 5 ms against 400, within 30 m.
    nodes_x, nodes_y = width // NODE_PX + 2, height // NODE_PX + 2
    places = _grid(
        left + (np.arange(nodes_x, dtype=np.float64) * NODE_PX + 0.5) * step,
        top - (np.arange(nodes_y, dtype=np.float64) * NODE_PX + 0.5) * step,
    )
    nodes = projection.inverse(places.reshape(-1, 2))
    nodes = nodes.reshape(nodes_y, nodes_x, 2)
    metres = np.full((height, width), np.nan, np.float32)
    # In bands: the positions of all pixels at once would take 100 MB for a moment.
    for first in range(0, height, BAND_NODES * NODE_PX):
        band = nodes[first // NODE_PX : first // NODE_PX + BAND_NODES + 1]
        lonlat = _between(band)[: height - first, :width]
        inside = (
            (lonlat[..., 0] > west) & (lonlat[..., 0] < east)
            & (lonlat[..., 1] > south) & (lonlat[..., 1] < north)
        )  # fmt: skip
        rows = metres[first : first + len(lonlat)]
        rows[inside] = dem.sample(lonlat[inside])
    return Heights(float(left), float(top), float(step), metres)


def relief(ground: Heights, theme: Theme) -> Relief:
    """Pictures of the heights in a theme's colours."""
    known = np.isfinite(ground.metres)
    metres = _smooth(np.where(known, ground.metres, np.float32(0.0)))
    on_land, at_sea = _fade(known, LAND_FADE_PX), _fade(known, SEA_FADE_PX)
    form = QImage.Format.Format_ARGB32_Premultiplied
    height, width = metres.shape
    land, sea = QImage(width, height, form), QImage(width, height, form)
    # In bands: colours of the whole region at once would take 100 MB for a moment.
    for first in range(0, height, BAND_ROWS):
        rows = slice(first, first + BAND_ROWS)
        above = max(first - 1, 0)
        light = _illumination(np.maximum(metres[above : first + BAND_ROWS + 1], 0.0), ground)
        light = light[first - above :][:BAND_ROWS]
        depths = np.minimum(metres[rows], 0.0)
        _fill(land, first, _shaded(_tint(metres[rows], theme.heights), light, theme), on_land[rows])
        _fill(sea, first, _tint(depths, theme.depths), at_sea[rows])
    return Relief(ground.left, ground.top, ground.metres_per_px, land, sea)


def _grid(x: Floats, y: Floats) -> Floats:
    """Pairs (rows, columns, 2) of every y with every x."""
    pairs = np.empty((len(y), len(x), 2))
    pairs[..., 0], pairs[..., 1] = x[None], y[:, None]
    return pairs


def _between(nodes: Floats) -> Floats:
    """Bilinear values at every pixel of a grid of nodes."""
    share = (np.arange(NODE_PX) / NODE_PX)[:, None]
    rows = nodes[:-1, None] * (1 - share[..., None]) + nodes[1:, None] * share[..., None]
    rows = rows.reshape(-1, *nodes.shape[1:])
    wide = rows[:, :-1, None] * (1 - share) + rows[:, 1:, None] * share
    return wide.reshape(len(rows), -1, nodes.shape[2])


def _smooth(values: Singles) -> Singles:
    for axis in (0, 1):
        before, after = np.roll(values, 1, axis), np.roll(values, -1, axis)
        values = (before + 2 * values + after) * np.float32(0.25)
    return values


def _fade(known: npt.NDArray[np.bool_], reach_px: int) -> Singles:
    """Opacity falling to nothing at the edge of what is known, over so much of it."""
    fade = known.astype(np.float32)
    for axis in (0, 1):
        fade = _mean_along(fade, axis, reach_px)
    share = np.clip(2.0 * fade - 1.0, 0.0, 1.0)
    return (share * share * (3.0 - 2.0 * share)).astype(np.float32)


def _mean_along(values: Singles, axis: int, reach: int) -> Singles:
    """Mean of the values up to `reach` before and after; nothing beyond the edges."""
    across = np.moveaxis(values, axis, 0)
    padded = np.concatenate(
        [np.zeros((reach + 1, across.shape[1])), across, np.zeros((reach, across.shape[1]))]
    )
    sums = np.cumsum(padded, axis=0)
    window = 2 * reach + 1
    means = (sums[window:] - sums[:-window]) / window
    return np.moveaxis(means, 0, axis).astype(np.float32)


def _illumination(metres: Singles, ground: Heights) -> Singles:
    """How much lighter or darker than level ground, -1 to 1, lit from the north-west."""
    down, right = np.gradient(metres, ground.metres_per_px)
    # Steep ground is damped: an exaggeration that shows a drumlin makes a wall of Norway.
    slope = np.hypot(down, right)
    factor = EXAGGERATION / (1.0 + 30.0 * slope)
    facing = (right + down) * factor * np.float32(np.sqrt(0.5))
    return (facing / np.sqrt(1.0 + facing**2)).astype(np.float32)


def _tint(metres: Singles, stops: Stops) -> Singles:
    at = np.array([stop for stop, _ in stops])
    colors = np.array([_rgb(name) for _, name in stops])
    channels = [np.interp(metres, at, colors[:, k]) for k in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def _shaded(rgb: Singles, light: Singles, theme: Theme) -> Singles:
    dark = np.maximum(-light, 0.0)[..., None] * np.float32(theme.shade_strength)
    bright = np.maximum(light, 0.0)[..., None] * np.float32(theme.light_strength)
    shaded = rgb + (np.array(_rgb(theme.shade), np.float32) - rgb) * dark
    return (shaded + (np.float32(255.0) - shaded) * bright).astype(np.float32)


def _rgb(name: str) -> tuple[int, int, int]:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)


def _fill(image: QImage, first: int, rgb: Singles, alpha: Singles) -> None:
    """Write rows of a picture."""
    rows, width = alpha.shape
    memory = np.frombuffer(image.bits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    argb = memory[first : first + rows, : 4 * width].reshape(rows, width, 4)
    argb[..., 2::-1] = np.clip(rgb * alpha[..., None], 0, 255)
    argb[..., 3] = alpha * 255
