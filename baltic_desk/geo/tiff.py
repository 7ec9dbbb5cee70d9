"""TIFF with one number for each pixel: its tags, and its strips or tiles one at a time.

Classic and BigTIFF (Adobe TIFF 6.0, 1992; BigTIFF design, 2007), uncompressed, deflate, LZW and
PackBits, with horizontal and floating-point predictors (TIFF 6.0 section 14; Adobe Photoshop TIFF
Technical Note 3, 2005). That is what elevation comes in. `tifffile` was not taken: for LZW and
predictors, which GLO-30 and many national models use, it asks for `imagecodecs`, 82 MB installed.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.tiff_codecs import Compression, unpacked, unpredicted
from baltic_desk.paths import open_regular

MOST_PIXELS = 2**28
"""Heights of a gigabyte: 16,384 by 16,384."""

_MOST_TAGS = 1000
_MOST_TAG_BYTES = 32 * 2**20
_MOST_BLOCK_BYTES = 256 * 2**20

_TYPES = {
    1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 6: "b", 7: "s", 8: "h", 9: "i", 10: "ii",
    11: "f", 12: "d", 13: "I", 16: "Q", 17: "q", 18: "Q",
}  # fmt: skip
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PER_PIXEL, _PLANAR = 256, 257, 258, 259, 277, 284
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_BYTES = 273, 278, 279
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_BYTES = 322, 323, 324, 325
_PREDICTOR, _FORMAT = 317, 339
_CODES: dict[int, Compression] = {
    1: "none",
    5: "LZW",
    8: "deflate",
    32946: "deflate",
    32773: "PackBits",
}
_OTHER_CODES = {
    2: "CCITT", 3: "CCITT", 4: "CCITT", 6: "JPEG", 7: "JPEG", 34712: "JPEG 2000", 34887: "LERC",
    34925: "LZMA", 50000: "Zstandard", 50001: "WebP",
}  # fmt: skip
_KINDS = {1: "u", 2: "i", 3: "f"}

Tag = bytes | tuple[int, ...] | tuple[float, ...]


class TiffError(ValueError):
    """What is wrong with a TIFF, and where in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiff:
    """The first image of a file.

    Attributes
    ----------
    sample
        Type of one pixel, in the byte order of the file.
    block_width, block_height
        Of its tiles, or of its strips, which are as wide as the image.
    offsets, sizes
        Of each block in the file, bytes; 0 for one that is left out.
    tags
        All tags of the image by number: text and undefined bytes as they are, others as numbers.
    """

    path: Path
    width: int
    height: int
    sample: np.dtype[np.generic]
    compression: Compression
    predictor: int
    block_width: int
    block_height: int
    offsets: tuple[int, ...]
    sizes: tuple[int, ...]
    tags: dict[int, Tag]

    @property
    def across(self) -> int:
        """How many blocks lie side by side."""
        return -(-self.width // self.block_width)

    def whole(self, number: int) -> tuple[int, ...]:
        """The whole numbers of a tag, none where it is missing."""
        return _whole(self.tags, number)

    def block(self, file: BinaryIO, index: int) -> npt.NDArray[np.generic] | None:
        """Pixels (rows, columns) of a block, cut to the image; None when the file leaves it out.

        Raises
        ------
        TiffError
            It is damaged or ends too early.
        """
        if self.sizes[index] == 0:
            return None
        row, column = divmod(index, self.across)
        rows = self.block_height
        if self.block_width == self.width:  # the last strip may be short
            rows = min(rows, self.height - row * self.block_height)
        wanted = rows * self.block_width * self.sample.itemsize
        file.seek(self.offsets[index])
        coded = file.read(self.sizes[index])
        try:
            plain = unpacked(coded, self.compression, wanted)
        except (zlib.error, ValueError) as error:
            raise TiffError(f"block {index} is damaged ({error})") from error
        if len(plain) < wanted:
            raise TiffError(f"block {index} has {len(plain)} bytes instead of {wanted}")
        pixels = unpredicted(plain[:wanted], self.predictor, self.sample, rows, self.block_width)
        return pixels[
            : self.height - row * self.block_height, : self.width - column * self.block_width
        ]


def read_tiff(path: Path) -> Tiff:
    """Tags and layout of the first image of a file.

    Raises
    ------
    TiffError
        No TIFF, or one of another kind, with more than one number for each pixel, or damaged.
    OSError
        It cannot be read.
    """
    size = path.stat().st_size
    with open_regular(path) as file:
        order, tags = _tags(file, size)
    width, height = _one(tags, _WIDTH), _one(tags, _HEIGHT)
    if not (width >= 2 and height >= 2 and width * height <= MOST_PIXELS):
        raise TiffError(
            f"{width} by {height} pixels; from 2 by 2 to {MOST_PIXELS:,} in all are read"
        )
    if _one(tags, _PER_PIXEL, 1) != 1:
        raise TiffError(f"{_one(tags, _PER_PIXEL)} numbers for each pixel, heights have one")
    sample = _sample(tags, order)
    code = _one(tags, _COMPRESSION, 1)
    if code not in _CODES:
        raise TiffError(
            f"compression {_OTHER_CODES.get(code, code)} is not read; GDAL rewrites it:"
            " gdal_translate -co COMPRESS=DEFLATE"
        )
    predictor = _one(tags, _PREDICTOR, 1) if _CODES[code] in ("LZW", "deflate") else 1
    if predictor not in (1, 2, 3) or (predictor == 3 and sample.kind != "f"):
        raise TiffError(f"predictor {predictor} with {sample.name}")
    if _TILE_OFFSETS in tags:
        block_width, block_height = _one(tags, _TILE_WIDTH), _one(tags, _TILE_HEIGHT)
        offsets, sizes = _whole(tags, _TILE_OFFSETS), _whole(tags, _TILE_BYTES)
    else:
        block_width, block_height = width, min(_one(tags, _ROWS_PER_STRIP, height), height)
        offsets, sizes = _whole(tags, _STRIP_OFFSETS), _whole(tags, _STRIP_BYTES)
    if block_width < 1 or block_height < 1:
        raise TiffError(f"blocks of {block_width} by {block_height} pixels")
    if block_width * block_height * sample.itemsize > _MOST_BLOCK_BYTES:
        raise TiffError(f"blocks of {block_width} by {block_height} pixels are too large")
    blocks = -(-width // block_width) * -(-height // block_height)
    if not len(offsets) == len(sizes) == blocks:
        raise TiffError(f"{len(offsets)} offsets and {len(sizes)} sizes for {blocks} blocks")
    for index, (offset, length) in enumerate(zip(offsets, sizes, strict=True)):
        if length and offset + length > size:
            raise TiffError(f"block {index} lies beyond the end of the file ({size} bytes)")
    return Tiff(
        path,
        width,
        height,
        sample,
        _CODES[code],
        predictor,
        block_width,
        block_height,
        offsets,
        sizes,
        tags,
    )


def _tags(file: BinaryIO, size: int) -> tuple[str, dict[int, Tag]]:
    """Byte order, and the tags of the first directory."""
    head = file.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None or len(head) < 8:
        raise TiffError("is not a TIFF")
    version = struct.unpack(order + "H", head[2:4])[0]
    if version == 42:
        (at,), count_form, entry_form = struct.unpack(order + "I", head[4:8]), "H", "HHI4s"
    elif version == 43 and len(head) == 16:
        (at,), count_form, entry_form = struct.unpack(order + "Q", head[8:16]), "Q", "HHQ8s"
    else:
        raise TiffError(f"is not a TIFF (version {version})")
    count = struct.unpack(order + count_form, _read(file, at, struct.calcsize(count_form), size))[0]
    if not 1 <= count <= _MOST_TAGS:
        raise TiffError(f"the directory has {count} tags")
    length = struct.calcsize(order + entry_form)
    entries = _read(file, at + struct.calcsize(count_form), count * length, size)
    tags: dict[int, Tag] = {}
    for tag, kind, many, inline in struct.iter_unpack(order + entry_form, entries):
        if kind not in _TYPES:
            continue  # a reader skips what it does not know (TIFF 6.0, section 2)
        form = _TYPES[kind]
        needed = many * struct.calcsize("=" + form)
        if needed > min(size, _MOST_TAG_BYTES):
            raise TiffError(f"tag {tag} claims {needed} bytes")
        if needed <= len(inline):
            value = inline[:needed]
        else:
            where = struct.unpack(order + ("I" if len(inline) == 4 else "Q"), inline)[0]
            value = _read(file, where, needed, size)
        if form == "s":
            tags[tag] = value
        else:
            tags[tag] = struct.unpack(f"{order}{many * len(form)}{form[0]}", value)
    return order, tags


def _read(file: BinaryIO, at: int, length: int, size: int) -> bytes:
    if at + length > size:
        raise TiffError(f"{length} bytes at {at} lie beyond the end of the file ({size} bytes)")
    file.seek(at)
    return file.read(length)


def _whole(tags: dict[int, Tag], number: int) -> tuple[int, ...]:
    value = tags.get(number, ())
    if isinstance(value, bytes) or not all(isinstance(each, int) for each in value):
        raise TiffError(f"tag {number} does not hold whole numbers")
    return tuple(int(each) for each in value)


def _one(tags: dict[int, Tag], number: int, default: int | None = None) -> int:
    values = _whole(tags, number)
    if values:
        return values[0]
    if default is None:
        raise TiffError(f"tag {number} is missing")
    return default


def _sample(tags: dict[int, Tag], order: str) -> np.dtype[np.generic]:
    bits, kind = _one(tags, _BITS, 1), _one(tags, _FORMAT, 1)
    if kind not in _KINDS or bits not in (8, 16, 32, 64) or (kind == 3 and bits < 32):
        raise TiffError(f"numbers of {bits} bits in format {kind} are not read")
    return np.dtype(f"{order}{_KINDS[kind]}{bits // 8}")
