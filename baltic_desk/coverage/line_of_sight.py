"""How low one can see over a curved earth: the horizon, and the shadow of what stands in the way.

Radio waves bend down a little in the air. Where its refractivity falls with height as it does on
average, the ray is straight over an earth whose radius is k = 4/3 of the true one, distances along
the ground kept ("effective radius of the Earth": ITU-R P.310 and P.834; IEC 60050-705-05-40 and
-41, which give 8,500 km). k = 1 is the geometric line of sight, k = 7/6 about that of light (GDAL's
default coefficient 0.857).

All is exact on the sphere of radius k·R. The usual d = √(2kRh₁) + √(2kRh₂) leaves out terms that
lengthen it by 0.07 % at 15 km.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.geodesy import EARTH_RADIUS_M, Floats

Cause = Literal["range", "horizon", "terrain", "data"]
"""Why sight ends: the published range, the curve of the earth at sea level, the ground, or the edge
of the elevation data, beyond which nobody knows."""

STANDARD_K = 4 / 3
"""Effective earth radius factor of the standard atmosphere (ITU-R P.310, IEC 60050-705-05-41)."""


def horizon_m(antenna_m: npt.ArrayLike, target_m: npt.ArrayLike, k: float = STANDARD_K) -> Floats:
    """Distance in metres along the ground at which a target sinks below the horizon of the sea.

    kR · (arccos(kR / (kR + h₁)) + arccos(kR / (kR + h₂))); heights in metres above sea level, what
    lies below it counts as at it. Broadcasts.

    >>> round(float(horizon_m(24.0, 10.0)))
    33227
    """
    radius_m = k * EARTH_RADIUS_M
    return radius_m * (_dip(antenna_m, radius_m) + _dip(target_m, radius_m))


def lowest_visible_m(
    ground_m: Floats, ranges_m: Floats, antenna_m: float, k: float = STANDARD_K
) -> Floats:
    """Lowest altitude in metres above sea level that is seen from the antenna, along profiles.

    The ground hides what lies behind it: with θ = s / kR the angle at the earth's centre, a point
    of height h is seen at the elevation

        tan α = ((kR + h) cos θ − (kR + H)) / ((kR + h) sin θ)

    and under the highest elevation met on the way (the point's own included) one sees down to
    (kR + H) / (cos θ − tan α sin θ) − kR. That is the ground itself where it is visible.

    Parameters
    ----------
    ground_m
        (ranges, profiles), metres above sea level. From the first nan of a profile on, the outcome
        is nan: nobody knows what hides behind it.
    ranges_m
        (ranges,), from the antenna along the ground, rising; 0 is allowed as the first.
    antenna_m
        H, above sea level.

    >>> ranges = np.array([[0.0], [10e3], [20e3], [40e3]])[:, 0]
    >>> lowest_visible_m(np.array([[0.0], [100.0], [0.0], [0.0]]), ranges, 24.0).ravel().round(1)
    array([  0. , 100. , 187.8, 398.6])
    """
    radius_m = k * EARTH_RADIUS_M
    angle = (ranges_m / radius_m)[:, None]
    cosine, sine = np.cos(angle), np.sin(angle)
    with np.errstate(divide="ignore", invalid="ignore"):
        up = radius_m + ground_m
        slope = (up * cosine - (radius_m + antenna_m)) / (up * sine)
        below = ranges_m == 0.0  # straight down, which hides nothing
        slope[below] = np.where(np.isnan(ground_m[below]), np.nan, -np.inf)
        highest = np.maximum.accumulate(slope, axis=0)
        across = cosine - highest * sine
        lowest = (radius_m + antenna_m) / across - radius_m
        lowest[across <= 0.0] = np.inf
        # Ground in sight is met exactly, without the rounding of the way there and back.
        np.copyto(lowest, ground_m, where=highest == slope)
    return lowest


def _dip(height_m: npt.ArrayLike, radius_m: float) -> Floats:
    """Angle at the earth's centre between a point and its horizon."""
    height = np.maximum(np.asarray(height_m, np.float64), 0.0)
    return np.arctan2(np.sqrt(height * (2.0 * radius_m + height)), radius_m)
