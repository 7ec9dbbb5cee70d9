"""Magnetic declination by the World Magnetic Model 2025 (NOAA and BGS, doi:10.25921/aqfd-sd83).

The model's 12 degrees of spherical harmonics are summed as its technical report has them (sections
1.2 to 1.5). Own code, because the PyPI package brings 500 kB of models that are not wanted here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from baltic_desk.geo.geodesy import Floats, Position
from baltic_desk.paths import resource

VALID_FROM, VALID_TO = 2025.0, 2030.0
"""Decimal years."""

_DEGREES = 12
_REFERENCE_RADIUS_KM = 6371.2
_A_KM, _FLATTENING = 6378.137, 1 / 298.257223563


@dataclass(frozen=True, slots=True)
class MagneticField:
    """Components of the field, nanotesla: to the true north, to the east, down."""

    north_nt: float
    east_nt: float
    down_nt: float

    @property
    def declination_deg(self) -> float:
        """Bearing of magnetic north, positive east of true north."""
        return math.degrees(math.atan2(self.east_nt, self.north_nt))

    @property
    def inclination_deg(self) -> float:
        """How far the field points below the horizon."""
        horizontal = math.hypot(self.north_nt, self.east_nt)
        return math.degrees(math.atan2(self.down_nt, horizontal))


def decimal_year(day: date) -> float:
    """The day as a year and a share of it.

    >>> decimal_year(date(2026, 7, 2))
    2026.5
    """
    first = date(day.year, 1, 1)
    days = (date(day.year + 1, 1, 1) - first).days
    return round(day.year + (day - first).days / days, 3)


def is_valid(year: float) -> bool:
    """Whether the model is made for that time."""
    return VALID_FROM <= year < VALID_TO


def magnetic_field(position: Position, year: float, height_km: float = 0.0) -> MagneticField:
    """The field at a place, `height_km` above the ellipsoid, at a decimal year.

    Raises
    ------
    ValueError
        Within a kilometre of a pole, where there is no east.
    """
    lon, lat = map(math.radians, position)
    if math.cos(lat) < 1.5e-4:
        raise ValueError("there is no declination at a pole")
    # Geocentric latitude and radius of the place.
    e2 = _FLATTENING * (2 - _FLATTENING)
    normal = _A_KM / math.sqrt(1 - e2 * math.sin(lat) ** 2)
    across = (normal + height_km) * math.cos(lat)
    up = (normal * (1 - e2) + height_km) * math.sin(lat)
    radius = math.hypot(across, up)
    around = math.atan2(up, across)

    g, h = _coefficients(year)
    p, dp = _legendre(math.sin(around), math.cos(around))
    n = np.arange(_DEGREES + 1)[:, None]
    m = np.arange(_DEGREES + 1)[None, :]
    reach = (_REFERENCE_RADIUS_KM / radius) ** (n + 2)
    even = g * np.cos(m * lon) + h * np.sin(m * lon)
    odd = g * np.sin(m * lon) - h * np.cos(m * lon)
    north = -float((reach * even * dp).sum())
    east = float((reach * m * odd * p).sum()) / math.cos(around)
    down = -float(((n + 1) * reach * even * p).sum())

    turn = around - lat  # from the geocentric to the geodetic horizon
    return MagneticField(
        north * math.cos(turn) - down * math.sin(turn),
        east,
        north * math.sin(turn) + down * math.cos(turn),
    )


def _coefficients(year: float) -> tuple[Floats, Floats]:
    """g and h (13, 13) by degree and order at that time."""
    epoch, table = _model()
    return table[0] + (year - epoch) * table[2], table[1] + (year - epoch) * table[3]


@lru_cache(maxsize=1)
def _model() -> tuple[float, Floats]:
    """The epoch, and g, h, and what each changes in a year (4, 13, 13)."""
    lines = resource("magnetic", "WMM2025.COF").read_text("ascii").splitlines()
    epoch = float(lines[0].split()[0])
    table = np.zeros((4, _DEGREES + 1, _DEGREES + 1))
    for line in lines[1:]:
        parts = line.split()
        if len(parts) == 6:
            table[:, int(parts[0]), int(parts[1])] = [float(part) for part in parts[2:]]
    return epoch, table


def _legendre(sine: float, cosine: float) -> tuple[Floats, Floats]:
    """Schmidt semi-normalised functions of a latitude, and their derivatives by it (13, 13)."""
    size = _DEGREES + 1
    p, dp = np.zeros((size, size)), np.zeros((size, size))
    p[0, 0] = 1.0
    for n in range(1, size):
        for m in range(n + 1):
            if m == n:
                k = math.sqrt((2 * n - 1) / (2 * n)) if n > 1 else 1.0
                p[n, n] = k * cosine * p[n - 1, n - 1]
                dp[n, n] = k * (cosine * dp[n - 1, n - 1] - sine * p[n - 1, n - 1])
                continue
            root = math.sqrt(n * n - m * m)
            one = (2 * n - 1) / root
            p[n, m] = one * sine * p[n - 1, m]
            dp[n, m] = one * (sine * dp[n - 1, m] + cosine * p[n - 1, m])
            if n > 1:
                two = math.sqrt((n - 1) ** 2 - m * m) / root if m < n - 1 else 0.0
                p[n, m] -= two * p[n - 2, m]
                dp[n, m] -= two * dp[n - 2, m]
    return p, dp
