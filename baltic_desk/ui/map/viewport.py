"""Where the map is looked at from: camera, viewport, and the frame that painters draw into."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PySide6.QtGui import QTransform

from baltic_desk.geo.geodesy import Floats, Position
from baltic_desk.geo.projection import PROJECTIONS, Projection

Pixel = tuple[float, float]
Bounds = tuple[float, float, float, float]

METRES_PER_INCH = 0.0254
CSS_DPI = 96.0

FINEST_METRES_PER_PX = 0.1
COARSEST_METRES_PER_PX = 8_000.0
CAMERA_BOUNDS: Bounds = (-12.0, 43.0, 58.0, 74.0)
"""Where the camera's centre may be: the region with a wide margin."""

MIDDLE: Position = (22.5, 59.5)

WORLD: Bounds = (-180.0, -89.0, 180.0, 89.0)


@dataclass(frozen=True, slots=True)
class Camera:
    """What is looked at, and from how far: metres on the ground for each logical pixel."""

    center: Position
    metres_per_px: float

    def limited(self) -> Camera:
        """The nearest camera that is allowed."""
        west, south, east, north = CAMERA_BOUNDS
        lon = min(max(self.center[0], west), east)
        lat = min(max(self.center[1], south), north)
        scale = min(max(self.metres_per_px, FINEST_METRES_PER_PX), COARSEST_METRES_PER_PX)
        return Camera((lon, lat), scale)


def scale_denominator(ground_metres_per_px: float, dots_per_inch: float = CSS_DPI) -> float:
    """N of the scale 1:N on a screen of that density.

    >>> round(scale_denominator(100.0))
    377953
    """
    return ground_metres_per_px * dots_per_inch / METRES_PER_INCH


def metres_per_px_at(denominator: float, dots_per_inch: float = CSS_DPI) -> float:
    """Metres on the ground for a pixel at the scale 1:denominator."""
    return denominator * METRES_PER_INCH / dots_per_inch


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window of `width` by `height` logical pixels on the map plane, whose y grows upwards."""

    projection_id: str
    center_xy: tuple[float, float]
    metres_per_px: float
    """Map metres for a logical pixel; the projection's scale factor leads to the ground's."""
    width: int
    height: int
    dpr: float = 1.0

    @staticmethod
    def of(
        camera: Camera, projection_id: str, width: int, height: int, dpr: float = 1.0
    ) -> Viewport:
        """Viewport that shows what the camera sees."""
        projection = PROJECTIONS[projection_id]
        center = projection.forward_one(camera.center)
        scale = camera.metres_per_px * projection.scale_factor(camera.center)
        return Viewport(projection_id, center, scale, width, height, dpr)

    @property
    def projection(self) -> Projection:
        """The map projection of the plane."""
        return PROJECTIONS[self.projection_id]

    def camera(self) -> Camera:
        """The camera that sees this."""
        center = self.projection.inverse_one(self.center_xy)
        return Camera(center, self.metres_per_px / self.projection.scale_factor(center))

    def to_xy(self, px: Pixel) -> tuple[float, float]:
        """Map metres under a logical pixel."""
        return (
            self.center_xy[0] + (px[0] - self.width / 2) * self.metres_per_px,
            self.center_xy[1] - (px[1] - self.height / 2) * self.metres_per_px,
        )

    def to_px(self, xy: tuple[float, float]) -> Pixel:
        """Logical pixel of a point on the map plane."""
        return (
            (xy[0] - self.center_xy[0]) / self.metres_per_px + self.width / 2,
            (self.center_xy[1] - xy[1]) / self.metres_per_px + self.height / 2,
        )

    def panned(self, dx: float, dy: float) -> Viewport:
        """The picture shifted by logical pixels, to the right and down when positive."""
        x, y = self.center_xy
        return replace(self, center_xy=(x - dx * self.metres_per_px, y + dy * self.metres_per_px))

    def zoomed(self, factor: float, about: Pixel) -> Viewport:
        """Nearer by a factor, with what is under `about` staying there."""
        x, y = self.to_xy(about)
        scale = self.metres_per_px / factor
        left, up = about[0] - self.width / 2, about[1] - self.height / 2
        return replace(self, center_xy=(x - left * scale, y + up * scale), metres_per_px=scale)

    def frame(self, *, device: bool = False) -> Frame:
        """The frame to paint all of it, in logical or device pixels."""
        pixels = self.dpr if device else 1.0
        left, top = self.to_xy((0.0, 0.0))
        return Frame(
            self.projection_id,
            left,
            top,
            self.metres_per_px / pixels,
            self.width * pixels,
            self.height * pixels,
            style_scale=pixels,
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle of the map plane and the painter units it is drawn in: a tile, a window, a page.

    `left`, `top` are the map metres of its upper left corner, the painter's origin. `style_scale`
    is how many painter units make one unit of a width or text size in the style.
    """

    projection_id: str
    left: float
    top: float
    metres_per_unit: float
    width: float
    height: float
    style_scale: float = 1.0

    @property
    def projection(self) -> Projection:
        """The map projection of the plane."""
        return PROJECTIONS[self.projection_id]

    @property
    def transform(self) -> QTransform:
        """From map metres to painter units."""
        k = 1.0 / self.metres_per_unit
        return QTransform(k, 0.0, 0.0, -k, -self.left * k, self.top * k)

    @property
    def styled_metres_per_px(self) -> float:
        """Map metres for a pixel of the style: what levels of detail go by."""
        return self.metres_per_unit * self.style_scale

    def xy_bounds(self, margin: float = 0.0) -> Bounds:
        """Left, bottom, right, top in map metres, widened by painter units."""
        wider = margin * self.metres_per_unit
        return (
            self.left - wider,
            self.top - self.height * self.metres_per_unit - wider,
            self.left + self.width * self.metres_per_unit + wider,
            self.top + wider,
        )

    def units(self, xy: Floats) -> Floats:
        """Painter units (n, 2) of points on the map plane (n, 2)."""
        return (xy - (self.left, self.top)) * (
            1.0 / self.metres_per_unit,
            -1.0 / self.metres_per_unit,
        )

    def lonlat_bounds(self, margin: float = 0.0) -> Bounds:
        """West, south, east, north around what the frame shows."""
        left, bottom, right, top = self.xy_bounds(margin)
        x, y = np.meshgrid(np.linspace(left, right, 9), np.linspace(bottom, top, 9))
        lonlat = self.projection.inverse(np.column_stack((x.ravel(), y.ravel())))
        lonlat = lonlat[np.isfinite(lonlat).all(axis=1)]
        if len(lonlat) == 0:
            return WORLD
        west, south = lonlat.min(axis=0)
        east, north = lonlat.max(axis=0)
        # Between two samples a parallel bulges by less than a fifth of the sampled height.
        bulge = 0.02 * (north - south)
        return (
            max(float(west), WORLD[0]),
            max(float(south - bulge), WORLD[1]),
            min(float(east), WORLD[2]),
            min(float(north + bulge), WORLD[3]),
        )

    @property
    def detail(self) -> float:
        """Metres on the ground for a pixel of the style, in the middle of the region.

        What appears, fades and is spaced goes by it. The same in all frames of a scale, so that
        neighbouring tiles agree.
        """
        return self.styled_metres_per_px / _middle_scale(self.projection_id)


@lru_cache(maxsize=32)
def _middle_scale(projection_id: str) -> float:
    return PROJECTIONS[projection_id].scale_factor(MIDDLE)


def viewport_around(
    bounds: Bounds, projection_id: str, width: int, height: int, *, margin: float = 0.08
) -> Viewport:
    """Viewport that shows all of west, south, east, north, with a margin as a share of the size."""
    west, south, east, north = bounds
    lon, lat = np.meshgrid(np.linspace(west, east, 9), np.linspace(south, north, 9))
    xy = PROJECTIONS[projection_id].forward(np.column_stack((lon.ravel(), lat.ravel())))
    xy = xy[np.isfinite(xy).all(axis=1)]
    if len(xy) == 0:
        raise ValueError(f"{projection_id} has no place for {bounds}")
    low, high = xy.min(axis=0), xy.max(axis=0)
    size = np.maximum(high - low, 1.0) / (1.0 - 2.0 * margin)
    scale = max(float(size[0]) / width, float(size[1]) / height, FINEST_METRES_PER_PX)
    x, y = (low + high) / 2
    return Viewport(projection_id, (float(x), float(y)), scale, width, height)
