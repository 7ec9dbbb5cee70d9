"""PNG of strangers made plain: checked before anything decodes it, and of its picture alone.

W3C PNG (third edition), https://www.w3.org/TR/png-3/: a signature, then chunks of length, type,
data and CRC.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SIDE_PX = 2048
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Texts, profiles and animations are cut out: they show nothing here and may unpack to any size.
_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


class PlainPngError(ValueError):
    """The PNG is not taken; the message says why, for the person."""


@dataclass(frozen=True, slots=True)
class PlainPng:
    """A PNG of its picture alone, and its size in pixels."""

    png: bytes
    width: int
    height: int


def is_png(picture: bytes) -> bool:
    """Whether it begins as a PNG does."""
    return picture.startswith(_SIGNATURE)


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height that a PNG's header gives.

    Raises
    ------
    PlainPngError
        When it has no header.
    """
    if not is_png(png):
        raise PlainPngError("this is not a PNG")
    if len(png) < 33 or png[12:16] != b"IHDR" or png[8:12] != b"\0\0\0\x0d":
        raise PlainPngError("its header is missing")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def png_weight(png: bytes) -> int:
    """Pixels that a PNG unpacks to, by its header; those of more than four bytes count as more.

    Raises
    ------
    PlainPngError
        When its header is missing or damaged.
    """
    width, height = png_size(png)
    return max(width * height, height * _row_bytes(png[24:29], width) // 4)


def plain_png(png: bytes, *, most_side_px: int = MOST_SIDE_PX) -> PlainPng:
    """The PNG with nothing but its picture in it.

    Raises
    ------
    PlainPngError
        When it is no PNG, damaged, or larger than `most_side_px` a side.
    """
    width, height = png_size(png)
    if not (width and height):
        raise PlainPngError("it has no pixels")
    if max(width, height) > most_side_px:
        raise PlainPngError(
            f"{width:,} × {height:,} pixels are more than {most_side_px:,} a side".replace(",", " ")
        )
    row_bytes = _row_bytes(png[24:29], width)
    kept = [_SIGNATURE]
    packed = 0
    pixels = zlib.decompressobj()
    unpacked = 0
    # Interlaced rows have up to seven beginnings in place of one.
    most = height * (row_bytes + 1) * 2 + 64
    for kind, data, whole in _chunks(png):
        if kind[:1].isupper() and kind not in _KEPT:
            raise PlainPngError(f"it needs a part that is not known here ({kind.decode()})")
        if kind == b"IDAT":
            packed += len(data)
            room = most - unpacked
            try:
                unpacked += len(pixels.decompress(data, room + 1))
            except zlib.error:
                raise PlainPngError("its pixels are damaged") from None
            if unpacked > most:
                raise PlainPngError("it unpacks to more pixels than its header says")
        if kind in _KEPT:
            kept.append(whole)
    if not packed or unpacked < height:
        raise PlainPngError("its pixels are missing")
    return PlainPng(b"".join(kept), width, height)


def _row_bytes(rest_of_header: bytes, width: int) -> int:
    depth, colour, packing, filtering, interlaced = rest_of_header
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        raise PlainPngError("its header is damaged")
    return (width * _CHANNELS[colour] * depth + 7) // 8


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Type, data and whole text of each chunk, up to the end of the picture."""
    at = len(_SIGNATURE)
    first = True
    while True:
        if at + 12 > len(png):
            raise PlainPngError("its end is missing")
        (length,) = struct.unpack(">I", png[at : at + 4])
        end = at + 12 + length
        if end > len(png):
            raise PlainPngError("its end is missing")
        kind, data = png[at + 4 : at + 8], png[at + 8 : end - 4]
        (told,) = struct.unpack(">I", png[end - 4 : end])
        if not kind.isalpha() or zlib.crc32(kind + data) != told:
            raise PlainPngError("it is damaged")
        if (kind == b"IHDR") != first:
            raise PlainPngError("its header is not in its place")
        first = False
        yield kind, data, png[at:end]
        if kind == b"IEND":
            return
        at = end
