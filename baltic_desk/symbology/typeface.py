"""Outlines and widths of the letters of a TrueType font, read from its file.

Qt's own reader lives no longer than the application object and in one thread only, and a font that
is installed comes before one that is shipped. This reads what it is given and nothing else: the
tables `cmap`, `glyf`, `loca`, `hmtx` and `kern` as the OpenType specification 1.9 has them.
"""

from __future__ import annotations

import functools
import struct
from pathlib import Path

Contour = tuple[tuple[float, float], str]
"""Where a contour starts, y downwards, and the rest of it as relative SVG path data."""

_Points = list[list[tuple[float, float, bool]]]

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 1, 2, 8, 32, 64, 128


class Typeface:
    """A TrueType font. All lengths are in units of its design grid, `em` to the font's size."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        count = self._unpack(">H", 4)[0]
        self._tables = {
            self._bytes[place : place + 4]: self._unpack(">L", place + 8)[0]
            for place in range(12, 12 + 16 * count, 16)
        }
        self.em: int = self._unpack(">H", self._tables[b"head"] + 18)[0]
        self._long_offsets = self._unpack(">h", self._tables[b"head"] + 50)[0] == 1
        self._widths: int = self._unpack(">H", self._tables[b"hhea"] + 34)[0]
        self._glyphs = self._read_cmap()
        self._kerning = self._read_kern()
        self.contours = functools.lru_cache(maxsize=1024)(self._contours)

    def glyph(self, letter: str) -> int | None:
        """Number of the glyph of a letter, None when the font has none."""
        return self._glyphs.get(ord(letter))

    def advance(self, glyph: int) -> int:
        """Width of a glyph."""
        place = self._tables[b"hmtx"] + 4 * min(glyph, self._widths - 1)
        return int(self._unpack(">H", place)[0])

    def kerning(self, glyph: int, following: int) -> int:
        """What is added to the width of a glyph before another."""
        return self._kerning.get((glyph, following), 0)

    def _contours(self, glyph: int) -> tuple[Contour, ...]:
        return tuple(_path_data(points) for points in self._points(glyph) if len(points) > 1)

    def _unpack(self, form: str, place: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._bytes, place)

    def _read_cmap(self) -> dict[int, int]:
        """Glyphs by code point: subtable of format 4 for Unicode, which every such font has."""
        start = self._tables[b"cmap"]
        for place in range(start + 4, start + 4 + 8 * self._unpack(">H", start + 2)[0], 8):
            platform, encoding, offset = self._unpack(">HHL", place)
            if (platform, encoding) == (3, 1):
                return self._read_segments(start + offset)
        raise ValueError("the font has no Unicode table")

    def _read_segments(self, start: int) -> dict[int, int]:
        count = self._unpack(">H", start + 6)[0] // 2
        rows = [start + 14 + skip for skip in (0, 2 * count + 2, 4 * count + 2, 6 * count + 2)]
        ends, starts, deltas, offsets = (self._unpack(f">{count}H", row) for row in rows)
        found: dict[int, int] = {}
        for i in range(count):
            for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
                glyph = code
                if offsets[i]:
                    place = rows[3] + 2 * i + offsets[i] + 2 * (code - starts[i])
                    glyph = self._unpack(">H", place)[0]
                    if glyph == 0:
                        continue
                glyph = (glyph + deltas[i]) & 0xFFFF
                if glyph:
                    found[code] = glyph
        return found

    def _read_kern(self) -> dict[tuple[int, int], int]:
        start = self._tables.get(b"kern")
        if start is None:
            return {}
        count = self._unpack(">H", start + 10)[0]  # the first subtable, of format 0
        rows = struct.iter_unpack(">HHh", self._bytes[start + 18 : start + 18 + 6 * count])
        return {(left, right): value for left, right, value in rows}

    def _points(self, glyph: int) -> _Points:
        """Contours as points and whether they lie on the curve, y downwards."""
        loca, form, size = self._tables[b"loca"], ">LL", 4
        if not self._long_offsets:
            form, size = ">HH", 2
        start, end = self._unpack(form, loca + glyph * size)
        if start == end:
            return []
        place = self._tables[b"glyf"] + (start if self._long_offsets else 2 * start)
        count = self._unpack(">h", place)[0]
        if count < 0:
            return self._composite(place + 10)
        return self._simple(place + 10, count)

    def _simple(self, place: int, contours: int) -> _Points:
        ends = self._unpack(f">{contours}H", place)
        place += 2 * contours
        place += 2 + self._unpack(">H", place)[0]  # the instructions for hinting
        total = ends[-1] + 1
        flags: list[int] = []
        while len(flags) < total:
            flag = self._bytes[place]
            place += 1
            flags.append(flag)
            if flag & _REPEAT:
                flags += [flag] * self._bytes[place]
                place += 1
        columns: list[list[int]] = []
        for short, same in ((_X_SHORT, _X_SAME), (_Y_SHORT, _Y_SAME)):
            column: list[int] = []
            at = 0
            for flag in flags:
                if flag & short:
                    at += self._bytes[place] if flag & same else -self._bytes[place]
                    place += 1
                elif not flag & same:
                    at += self._unpack(">h", place)[0]
                    place += 2
                column.append(at)
            columns.append(column)
        points = [
            (float(x), float(-y), bool(flag & _ON_CURVE))
            for x, y, flag in zip(*columns, flags, strict=True)
        ]
        starts = (0, *(end + 1 for end in ends[:-1]))
        return [points[a : b + 1] for a, b in zip(starts, ends, strict=True)]

    def _composite(self, place: int) -> _Points:
        """A letter with its accent, and the like: parts that are glyphs, each moved and scaled."""
        found: _Points = []
        flags = _MORE
        while flags & _MORE:
            flags, part = self._unpack(">HH", place)
            assert flags & _OFFSETS, "parts placed by their points are not in the shipped fonts"
            dx, dy = self._unpack(">hh" if flags & _WORDS else ">bb", place + 4)
            place += 8 if flags & _WORDS else 6
            a, b, c, d = 1.0, 0.0, 0.0, 1.0
            if flags & _SCALE:
                a = d = self._unpack(">h", place)[0] / 16384
                place += 2
            elif flags & _TWO_SCALES:
                a, d = (value / 16384 for value in self._unpack(">hh", place))
                place += 4
            elif flags & _MATRIX:
                a, b, c, d = (value / 16384 for value in self._unpack(">hhhh", place))
                place += 8
            for points in self._points(part):
                found.append([(a * x - c * y + dx, d * y - b * x - dy, on) for x, y, on in points])
        return found


def _path_data(points: list[tuple[float, float, bool]]) -> Contour:
    """A contour of points of which those off the curve are controls of parabolas."""
    first = next((i for i, point in enumerate(points) if point[2]), None)
    if first is None:  # all off the curve: it goes through the middle of any two
        points = [_middle(points[-1], points[0]), *points]
        first = 0
    ring = [*points[first:], *points[: first + 1]]
    start = at = (ring[0][0], ring[0][1])
    steps: list[str] = []
    control: tuple[float, float, bool] | None = None
    for point in ring[1:]:
        if control is None:
            if point[2]:
                steps.append(f"l{point[0] - at[0]:.6g},{point[1] - at[1]:.6g}")
                at = (point[0], point[1])
            else:
                control = point
            continue
        end = point if point[2] else _middle(control, point)
        steps.append(
            f"q{control[0] - at[0]:.6g},{control[1] - at[1]:.6g}"
            f" {end[0] - at[0]:.6g},{end[1] - at[1]:.6g}"
        )
        at = (end[0], end[1])
        control = None if point[2] else point
    return start, "".join(steps)


def _middle(
    a: tuple[float, float, bool], b: tuple[float, float, bool]
) -> tuple[float, float, bool]:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, True)
