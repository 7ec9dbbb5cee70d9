"""How far an emitter sees at an altitude, and why no further: a threshold of its visibility field.

Taking the threshold is cheap, so that an altitude can be dragged: only rows of the field in which
something changes are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from baltic_desk.coverage.contours import Crossings, Indices, crossings
from baltic_desk.coverage.line_of_sight import Cause, horizon_m
from baltic_desk.coverage.viewshed import Heights, ViewshedError, VisibilityField
from baltic_desk.geo.geodesy import Floats

CAUSES: tuple[Cause, ...] = ("range", "horizon", "terrain", "data")
_RANGE, _HORIZON, _TERRAIN, _DATA = range(4)

HORIZON_SHARE = 0.9
"""Sight that ends no nearer than this share of the horizon's distance ends at the horizon: the
relief has not taken a tenth of it."""

# A crossing keeps this share of a step from the samples, so that no two of a ring fall together.
_APART = 1e-3
_LEAST_RANGE_M = 1.0
_SAME_M = 1e-6


@dataclass(frozen=True, eq=False)
class Reach:
    """What is seen at one altitude.

    Attributes
    ----------
    altitude_m
        Of the target, above the ground under it or above sea level, as `above_ground` says.
    range_m, range_min_m
        Between which ranges it was asked.
    boundary
        Crossings of the boundary of what is seen.
    bearing
        (n,), of each crossing, as a fractional index into the field's bearings.
    distance_m
        (n,), of each crossing along the ground.
    cause
        (n,), index into `CAUSES`: why what lies beyond the crossing is not seen.
    seen_from_start
        (bearings,), whether sight begins at the emitter, or at the minimum range.
    """

    field: VisibilityField
    altitude_m: float
    above_ground: bool
    range_m: float
    range_min_m: float
    boundary: Crossings
    bearing: Floats
    distance_m: Floats
    cause: npt.NDArray[np.uint8]
    seen_from_start: npt.NDArray[np.bool_]

    @cached_property
    def positions(self) -> Floats:
        """Longitude and latitude (n, 2) of each crossing."""
        return self.field.rays.positions(self.bearing, self.distance_m)

    @cached_property
    def continuous_m(self) -> Floats:
        """Farthest range up to which all is seen, per bearing, metres; 0 where sight does not
        begin at all.
        """
        return self._continuous[0]

    @cached_property
    def continuous_cause(self) -> npt.NDArray[np.uint8]:
        """Why sight first ends, per bearing, index into `CAUSES`; where it does not begin, the
        ground hides a target that would be under it.
        """
        return self._continuous[1]

    @cached_property
    def sectors(self) -> Sectors:
        """All stretches of sight along the bearings, those behind shadows too."""
        radial = self.boundary.radial
        column, distance_m = self.boundary.column[:radial], self.distance_m[:radial]
        starts = np.flatnonzero(self.seen_from_start)
        if self.range_min_m > 0.0:  # sight begins at a crossing of its own there
            starts = starts[:0]
        bearing = np.concatenate((starts, column))
        along_m = np.concatenate((np.zeros(len(starts)), distance_m))
        cause = np.concatenate((np.full(len(starts), _RANGE, np.uint8), self.cause[:radial]))
        order = np.lexsort((np.arange(len(bearing)), bearing))
        begins, ends = order[0::2], order[1::2]
        return Sectors(bearing[begins], along_m[begins], along_m[ends], cause[begins], cause[ends])

    @cached_property
    def _continuous(self) -> tuple[Floats, npt.NDArray[np.uint8]]:
        sectors = self.sectors
        farthest_m = np.zeros(len(self.seen_from_start))
        cause = np.full(len(self.seen_from_start), _TERRAIN, np.uint8)
        # The first stretch of each bearing, if it begins at the start.
        bearing, first = np.unique(sectors.bearing, return_index=True)
        seen = self.seen_from_start[bearing]
        farthest_m[bearing[seen]] = sectors.to_m[first[seen]]
        cause[bearing[seen]] = sectors.cause_to[first[seen]]
        return farthest_m, cause


@dataclass(frozen=True, slots=True, eq=False)
class Sectors:
    """Stretches of sight along bearings, sorted by bearing, then range.

    `bearing` is an index into the field's bearings, `from_m` and `to_m` are metres from the
    emitter, the causes indices into `CAUSES`: what hides what lies before and behind the stretch
    ("range" at the emitter itself).
    """

    bearing: npt.NDArray[np.intp]
    from_m: Floats
    to_m: Floats
    cause_from: npt.NDArray[np.uint8]
    cause_to: npt.NDArray[np.uint8]


def reach(
    field: VisibilityField,
    altitude_m: float,
    *,
    above_ground: bool = False,
    range_m: float | None = None,
    range_min_m: float = 0.0,
) -> Reach:
    """What an emitter sees at an altitude between two ranges; None is as far as the field goes.

    A minimum range of less than a metre counts as none.

    Causes are told apart so: what lies beyond range_m, or nearer than range_min_m, is out of
    *range*. Where elevation ends, *data* do. Of the rest the *horizon* ends what ends at nine
    tenths or more of its distance over a smooth earth (`VisibilityField.level_m`, with the target
    so high above it when `above_ground`); otherwise it is *terrain*, that is, without the relief
    one would see farther. It hides a target that would be under it as well.

    Raises
    ------
    ViewshedError
        Ranges that are not 0 ≤ minimum < maximum ≤ the field's longest, or no such altitude.
    """
    longest_m = float(field.ranges_m[-1])
    range_m = longest_m if range_m is None else range_m
    if not 0.0 <= range_min_m < range_m <= longest_m:
        raise ViewshedError(
            f"Ranges from {range_min_m:g} m to {range_m:g} m are not within the"
            f" {longest_m:g} m that were computed"
        )
    if not np.isfinite(altitude_m):
        raise ViewshedError(f"No such altitude: {altitude_m:g} m")
    range_m = _at_a_row(field, range_m)
    range_min_m = 0.0 if range_min_m < _LEAST_RANGE_M else _at_a_row(field, range_min_m)
    threshold_m = float(np.float32(altitude_m))  # as exact as the field, so that ties are ties
    window = _window(field, threshold_m, above_ground, range_m, range_min_m)
    seen = window.seen(threshold_m)
    boundary = crossings(seen, lambda row, column: window.mean(row, column) <= threshold_m)
    bearing, distance_m, cause = _told(field, window, seen, boundary, threshold_m, above_ground)
    return Reach(
        field,
        altitude_m,
        above_ground,
        range_m,
        range_min_m,
        boundary,
        bearing,
        distance_m,
        cause,
        seen[window.inner].copy(),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    """The rows of a field in which the boundary may lie.

    The first stands at the minimum range, if there is one, and the last at the range, unless sight
    has ended before. `inner` is 1 where a row that hides what is nearer than the minimum range goes
    before, else 0.
    """

    values: Heights
    ranges_m: Floats
    inner: int

    def seen(self, altitude_m: float) -> npt.NDArray[np.bool_]:
        """What is seen, with a hidden row beyond the range and one before the minimum range."""
        rows, columns = self.values.shape
        seen = np.zeros((rows + self.inner + 1, columns), np.bool_)
        np.less_equal(self.values, np.float32(altitude_m), out=seen[self.inner : -1])
        return seen

    def mean(self, row: Indices, column: Indices) -> Floats:
        """Of the four corners of squares, by row and column in what `seen` gives."""
        row = row - self.inner
        right = (column + 1) % self.values.shape[1]
        corners = (self.values[row + up, side] for up in (0, 1) for side in (column, right))
        with np.errstate(invalid="ignore"):
            return np.asarray(sum(corner.astype(np.float64) for corner in corners)) / 4


def _window(
    field: VisibilityField,
    altitude_m: float,
    above_ground: bool,
    range_m: float,
    range_min_m: float,
) -> _Window:
    least, most = field.row_limits(above_ground=above_ground)
    last = int(np.searchsorted(field.ranges_m, range_m))
    maybe_seen = np.flatnonzero(least[: last + 1] <= altitude_m)
    maybe_hidden = np.flatnonzero(~(most[: last + 1] <= altitude_m))
    first = max(int(maybe_hidden[0]) - 1, 0) if len(maybe_hidden) else last - 1
    if range_min_m > 0.0:
        first = int(np.searchsorted(field.ranges_m, range_min_m, side="right")) - 1
    end = min(int(maybe_seen[-1]) + 1, last) if len(maybe_seen) else 0
    end = max(end, first)
    values = field.lowest(slice(first, end + 1), above_ground=above_ground)
    ranges_m = field.ranges_m[first : end + 1].copy()
    at_minimum = range_min_m > 0.0
    at_range = end == last and ranges_m[-1] != range_m
    if at_minimum or at_range:
        values = values.copy()
    if at_minimum:
        values[0], ranges_m[0] = _row_at(field, range_min_m, above_ground), range_min_m
    if at_range:
        values[-1], ranges_m[-1] = _row_at(field, range_m, above_ground), range_m
    return _Window(values, ranges_m, int(at_minimum))


def _at_a_row(field: VisibilityField, range_m: float) -> float:
    """The range, or that of a row which is as good as the same: two rows so near each other give
    points that fall together."""
    nearest_m = float(field.ranges_m[np.argmin(np.abs(field.ranges_m - range_m))])
    return nearest_m if abs(nearest_m - range_m) < _SAME_M else range_m


def _row_at(field: VisibilityField, range_m: float, above_ground: bool) -> Heights:
    """Values (bearings,) at a range between two rows."""
    outer = int(np.searchsorted(field.ranges_m, range_m))
    inner, outside = field.lowest(slice(outer - 1, outer + 1), above_ground=above_ground)
    step_m = field.ranges_m[outer] - field.ranges_m[outer - 1]
    share = np.float32((range_m - field.ranges_m[outer - 1]) / step_m)
    return inner * (1 - share) + outside * share


def _told(
    field: VisibilityField,
    window: _Window,
    seen: npt.NDArray[np.bool_],
    boundary: Crossings,
    altitude_m: float,
    above_ground: bool,
) -> tuple[Floats, Floats, npt.NDArray[np.uint8]]:
    """Bearing, distance and cause of each crossing."""
    row, column = boundary.row, boundary.column
    outward = np.arange(len(row)) < boundary.radial
    other_row = np.where(outward, row + 1, row)
    other_column = np.where(outward, column, (column + 1) % seen.shape[1])
    forward = seen[row, column]  # the first of the two samples is the one that is seen
    seen_row = np.where(forward, row, other_row) - window.inner
    seen_column = np.where(forward, column, other_column)
    hidden_row = np.where(forward, other_row, row) - window.inner
    hidden_column = np.where(forward, other_column, column)
    outside = (hidden_row < 0) | (hidden_row >= len(window.values))
    here = window.values[seen_row, seen_column].astype(np.float64)
    there = window.values[np.clip(hidden_row, 0, len(window.values) - 1), hidden_column].astype(
        np.float64
    )
    no_data = np.isnan(there) & ~outside
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.clip((altitude_m - here) / (there - here), _APART, 1.0 - _APART)
    share[no_data] = _APART
    share[outside] = 0.0
    along = np.where(forward, share, 1.0 - share)
    nearer_m = window.ranges_m[np.clip(row - window.inner, 0, len(window.ranges_m) - 1)]
    farther_m = window.ranges_m[np.clip(other_row - window.inner, 0, len(window.ranges_m) - 1)]
    distance_m = nearer_m + (farther_m - nearer_m) * np.where(outward, along, 0.0)
    bearing = column.astype(np.float64) + np.where(outward, 0.0, along)
    cause = np.full(len(row), _TERRAIN, np.uint8)
    level_m = field.level_m[seen_column]
    target_m = altitude_m if above_ground else altitude_m - level_m
    horizon = horizon_m(field.antenna_m - level_m, target_m, field.k)
    cause[distance_m >= horizon * HORIZON_SHARE] = _HORIZON
    cause[no_data] = _DATA
    cause[outside] = _RANGE
    return bearing, distance_m, cause
