"""Rows of pixels as PNG and GeoTIFF, in slices that can be watched and left.

Qt and Pillow write a picture in one go, which for a large one takes many seconds.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Generator, Iterator

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.georeference import Georeference
from baltic_desk.ui.export.drawing import Progress

Pixels = npt.NDArray[np.uint8]

_ROWS = 128
_LEVEL = 6
_METRES_PER_INCH = 0.0254


class Raster:
    """A picture's pixels, row by row from the top.

    Parameters
    ----------
    rows
        Gives rows from one number up to another, (n, width, 3) in red, green and blue.
    """

    def __init__(
        self, width: int, height: int, dpi: float, rows: Callable[[int, int], Pixels]
    ) -> None:
        self.width, self.height, self.dpi, self._rows = width, height, dpi, rows

    def slices(self) -> Iterator[Pixels]:
        """All rows, some at a time."""
        for first in range(0, self.height, _ROWS):
            yield self._rows(first, min(first + _ROWS, self.height))


def png_steps(raster: Raster, texts: dict[str, str]) -> Generator[Progress, None, bytes]:
    """The pixels as a PNG. Rows are not filtered: maps with their flat colours stay smaller so."""
    per_metre = round(raster.dpi / _METRES_PER_INCH)
    head = struct.pack(">IIBBBBB", raster.width, raster.height, 8, 2, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", head)]
    parts.append(_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)))
    parts += [
        _chunk(b"iTXt", b"\0".join((key.encode(), b"\0", b"", b"", text.encode())))
        for key, text in texts.items()
        if text
    ]
    squeezer = zlib.compressobj(_LEVEL)
    done = 0
    for pixels in raster.slices():
        rows = np.zeros((len(pixels), raster.width * 3 + 1), np.uint8)
        rows[:, 1:] = pixels.reshape(len(pixels), -1)
        data = squeezer.compress(rows.tobytes())
        if data:
            parts.append(_chunk(b"IDAT", data))
        done += len(pixels)
        yield Progress(done, raster.height, "Writing the picture")
    parts += [_chunk(b"IDAT", squeezer.flush()), _chunk(b"IEND", b"")]
    return b"".join(parts)


def tiff_steps(
    raster: Raster, place: Georeference, description: str
) -> Generator[Progress, None, bytes]:
    """The pixels as a GeoTIFF 1.1: baseline RGB, strips deflated after differencing.

    Source: OGC 19-008r4 (GeoTIFF), TIFF 6.0 with Technical Note 1 (predictor) and Adobe's deflate.
    """
    strips: list[bytes] = []
    done = 0
    for pixels in raster.slices():
        differences = pixels.copy()
        differences[:, 1:] -= pixels[:, :-1]
        strips.append(zlib.compress(differences.tobytes(), _LEVEL))
        done += len(pixels)
        yield Progress(done, raster.height, "Writing the picture")
    tags = _Tags()
    tags.longs(256, raster.width)
    tags.longs(257, raster.height)
    tags.shorts(258, 8, 8, 8)
    tags.shorts(259, 8)  # Adobe deflate
    tags.shorts(262, 2)  # RGB
    if description:
        tags.text(270, description)
    tags.longs(273, *_offsets(strips))
    tags.shorts(277, 3)
    tags.longs(278, _ROWS)
    tags.longs(279, *map(len, strips))
    tags.ratio(282, raster.dpi)
    tags.ratio(283, raster.dpi)
    tags.shorts(284, 1)
    tags.shorts(296, 2)  # inch
    tags.text(305, "BalticDesk")
    tags.shorts(317, 2)  # horizontal differencing
    tags.doubles(33550, place.pixel_m, place.pixel_m, 0.0)
    tags.doubles(33922, 0.0, 0.0, 0.0, place.left, place.top, 0.0)
    keys = place.geo_keys()
    tags.shorts(34735, *keys.directory)
    if keys.doubles:
        tags.doubles(34736, *keys.doubles)
    tags.text(34737, keys.texts)
    return b"".join(
        (_HEADER.pack(b"II", 42, _end(strips)), *_padded(strips), tags.at(_end(strips)))
    )


_HEADER = struct.Struct("<2sHI")


def _padded(strips: list[bytes]) -> list[bytes]:
    return [strip + b"\0" * (len(strip) % 2) for strip in strips]


def _offsets(strips: list[bytes]) -> list[int]:
    offsets = [_HEADER.size]
    for strip in _padded(strips):
        offsets.append(offsets[-1] + len(strip))
    return offsets[:-1]


def _end(strips: list[bytes]) -> int:
    return _HEADER.size + sum(map(len, _padded(strips)))


class _Tags:
    """A TIFF directory, little-endian; tags are given in rising order."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, int, int, bytes]] = []

    def shorts(self, tag: int, *values: int) -> None:
        self._entries.append((tag, 3, len(values), struct.pack(f"<{len(values)}H", *values)))

    def longs(self, tag: int, *values: int) -> None:
        self._entries.append((tag, 4, len(values), struct.pack(f"<{len(values)}I", *values)))

    def doubles(self, tag: int, *values: float) -> None:
        self._entries.append((tag, 12, len(values), struct.pack(f"<{len(values)}d", *values)))

    def ratio(self, tag: int, value: float) -> None:
        self._entries.append((tag, 5, 1, struct.pack("<II", round(value * 1000), 1000)))

    def text(self, tag: int, text: str) -> None:
        data = text.encode() + b"\0"
        self._entries.append((tag, 2, len(data), data))

    def at(self, place: int) -> bytes:
        """The directory and what does not fit into it, to stand at that place in the file."""
        beyond = place + 2 + 12 * len(self._entries) + 4
        entries: list[bytes] = []
        further: list[bytes] = []
        for tag, kind, count, data in self._entries:
            head = struct.pack("<HHI", tag, kind, count)
            if len(data) <= 4:
                entries.append(head + data.ljust(4, b"\0"))
                continue
            entries.append(head + struct.pack("<I", beyond))
            further.append(data + b"\0" * (len(data) % 2))
            beyond += len(further[-1])
        return b"".join((struct.pack("<H", len(entries)), *entries, b"\0" * 4, *further))


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(data, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(data)), kind, data, struct.pack(">I", check)))
