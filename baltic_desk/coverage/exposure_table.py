"""Exposure as tables: comma-separated for a spreadsheet, and lined up to be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from baltic_desk.coverage.exposure import Exposure, Passage
from baltic_desk.coverage.ring_classes import RING_CLASSES

COLUMNS = (
    "route",
    "route_id",
    "owner",
    "system",
    "variant",
    "ring_class",
    "identity",
    "ring_id",
    "entry_km",
    "exit_km",
    "length_km",
    "minutes",
    "entry_lon",
    "entry_lat",
    "entry_limit",
    "exit_lon",
    "exit_lat",
    "exit_limit",
    "altitude_above",
    "published_range_km",
    "antenna_m",
    "antenna_assumed",
    "source",
    "source_date",
    "terrain",
)
"""Of `stretches_csv`. A limit is empty where the route begins or ends inside; minutes are where no
speed is known."""

PROFILE_COLUMNS = ("route", "along_km", "lon", "lat", "ground_m", "altitude_m", "inside")
"""Of `profile_csv`, before one column for each emitter."""

_COMPARED = ("route", "km", "min", "class", "identity", "km inside", "min inside", "at once")

# What a spreadsheet would take for a formula, OWASP's list.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def stretches_csv(exposures: Iterable[Exposure]) -> str:
    """One line for each stretch of each route inside a coverage, with a heading.

    Heights and lengths have their unit in the column's name. A text that a spreadsheet would take
    for a formula has an apostrophe before it.
    """
    rows: list[tuple[object, ...]] = []
    for each in exposures:
        for stretch in each.stretches:
            emitter = stretch.emitter
            rows.append(
                (
                    _safe(each.route.title),
                    _safe(each.route.id),
                    _safe(emitter.owner),
                    _safe(emitter.system),
                    _safe(emitter.variant),
                    emitter.ring_class,
                    emitter.identity,
                    _safe(emitter.ring_id),
                    _km(stretch.entry.along_m),
                    _km(stretch.exit.along_m),
                    _km(stretch.length_m),
                    "" if stretch.minutes is None else f"{stretch.minutes:.2f}",
                    *_place(stretch.entry),
                    *_place(stretch.exit),
                    each.route.above,
                    f"{emitter.range_m / 1000:g}",
                    f"{emitter.antenna_m:g}",
                    "yes" if emitter.antenna_assumed else "no",
                    _safe(emitter.claim.source),
                    _safe(emitter.claim.source_date),
                    _safe(each.terrain if emitter.needs_sight else ""),
                )
            )
    return _csv((COLUMNS, *rows))


def profile_csv(exposure: Exposure) -> str:
    """A route from the side, one line for each place that was looked at.

    For each emitter the lowest altitude above sea level that it sees, metres; empty where nobody
    knows or where it does not depend on sight. `inside` counts the emitters that reach the place.
    """
    profile = exposure.profile
    names = [_safe(f"{each.title} ({each.ring_id}) sees down to_m") for each in exposure.emitters]
    inside = profile.inside.sum(axis=0)
    rows = [
        (
            _safe(exposure.route.title),
            _km(float(along_m)),
            f"{lon:.6f}",
            f"{lat:.6f}",
            _metres(float(ground_m)),
            _metres(float(altitude_m)),
            int(count),
            *(_metres(float(each)) for each in horizons),
        )
        for along_m, (lon, lat), ground_m, altitude_m, count, horizons in zip(
            profile.along_m,
            profile.positions,
            profile.ground_m,
            profile.altitude_m,
            inside,
            profile.horizon_m.T,
            strict=True,
        )
    ]
    return _csv(((*PROFILE_COLUMNS, *names), *rows))


def stretches_text(exposure: Exposure, identity_title: Callable[[str], str] = str) -> str:
    """The stretches of a route as a table to read, and what they come to by class and identity.

    Parameters
    ----------
    identity_title
        What a standard identity, given as its digit, is called.
    """
    route = exposure.route
    altitudes = sorted({leg.altitude_m for leg in route.legs})
    heights = f"{altitudes[0]:g}" if len(altitudes) == 1 else f"{altitudes[0]:g}–{altitudes[-1]:g}"
    above = "ground" if route.above == "ground" else "sea level"
    heading = f"{route.title}: {_km(exposure.length_m, 1)} km at {heights} m above {above}"
    if exposure.minutes is not None:
        heading += f", {exposure.minutes:.1f} min"
    rows: list[tuple[str, ...]] = [("coverage", "from km", "to km", "km", "min", "entry", "exit")]
    for each in sorted(exposure.stretches, key=lambda each: each.entry.along_m):
        rows.append(
            (
                each.emitter.title,
                _km(each.entry.along_m, 1),
                _km(each.exit.along_m, 1),
                _km(each.length_m, 1),
                "" if each.minutes is None else f"{each.minutes:.1f}",
                _told(each.entry, "starts inside"),
                _told(each.exit, "ends inside"),
            )
        )
    sums: list[tuple[str, ...]] = [("class", "identity", "systems", "at once", "km", "%", "min")]
    for total in exposure.totals:
        sums.append(
            (
                RING_CLASSES[total.ring_class].title,
                identity_title(total.identity),
                str(total.systems),
                str(total.most),
                _km(total.length_m, 1),
                f"{100.0 * total.length_m / exposure.length_m:.0f}",
                "" if total.minutes is None else f"{total.minutes:.1f}",
            )
        )
    parts = [heading]
    parts += [_lined_up(rows, texts=(0, 5, 6))] if exposure.stretches else ["inside no coverage"]
    parts += [_lined_up(sums, texts=(0, 1))] if exposure.totals else []
    return "\n\n".join(parts)


def compared_text(exposures: Sequence[Exposure], identity_title: Callable[[str], str] = str) -> str:
    """Several routes beside one another: kilometres and minutes inside by class and identity."""
    keys = dict.fromkeys(
        (total.ring_class, total.identity) for each in exposures for total in each.totals
    )
    rows: list[tuple[str, ...]] = [_COMPARED]
    for each in exposures:
        totals = {(total.ring_class, total.identity): total for total in each.totals}
        for key in keys:
            total = totals.get(key)
            rows.append(
                (
                    each.route.title,
                    _km(each.length_m, 1),
                    "" if each.minutes is None else f"{each.minutes:.1f}",
                    RING_CLASSES[key[0]].title,
                    identity_title(key[1]),
                    _km(0.0 if total is None else total.length_m, 1),
                    "" if total is None or total.minutes is None else f"{total.minutes:.1f}",
                    "0" if total is None else str(total.most),
                )
            )
    return _lined_up(rows, texts=(0, 3, 4))


def _lined_up(rows: Sequence[Sequence[str]], texts: Sequence[int]) -> str:
    """Columns side by side, texts to the left and numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if number in texts else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _told(passage: Passage, inside: str) -> str:
    if passage.limit is None:
        return inside
    lon, lat = passage.position
    return f"{lat:.4f} {lon:.4f} ({passage.limit})"


def _place(passage: Passage) -> tuple[str, str, str]:
    lon, lat = passage.position
    return f"{lon:.6f}", f"{lat:.6f}", passage.limit or ""


def _km(length_m: float, decimals: int = 3) -> str:
    return f"{length_m / 1000:.{decimals}f}"


def _metres(height_m: float) -> str:
    """A height; empty where it is not known, or where nothing of the sky is seen."""
    return f"{height_m:.1f}" if abs(height_m) < 1e9 else ""


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
