"""Makers of elevation files: HGT, DTED and GeoTIFF, whole or damaged."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np


def slope(rows: int, columns: int) -> np.ndarray:
    """Heights that are different everywhere, some below 0: bilinear between samples."""
    return (np.arange(rows)[:, None] * 3 - np.arange(columns) * 2).astype(np.int16)


def write_hgt(path: Path, values: np.ndarray) -> Path:
    path.write_bytes(values.astype(">i2").tobytes())
    return path


def dted(
    values: np.ndarray,
    *,
    corner: bytes = b"0200000E0540000N",
    interval: bytes = b"03000300",
    accuracy: bytes = b"0008",
    level: bytes = b"DTED0",
    security: bytes = b"U",
    datum: bytes = b"WGS84",
) -> bytes:
    """A cell with the heights (north to south, west to east)."""
    rows, columns = values.shape
    uhl = b"UHL1" + corner + interval + b"NA  " + b"U  " + b" " * 12
    uhl += f"{columns:04d}{rows:04d}".encode() + b"0"
    dsi = bytearray(b"DSI" + security + b" " * 644)
    dsi[59:64], dsi[144:149] = level, datum
    acc = b"ACC" + b"NA  " + accuracy + b" " * (2700 - 11)
    content = bytearray(uhl.ljust(80) + bytes(dsi) + acc)
    for column in range(columns):
        upward = values[::-1, column].astype(int)
        magnitude = np.where(upward < 0, 0x8000 | -upward, upward).astype(">u2")
        record = struct.pack(">B3sHH", 0xAA, column.to_bytes(3, "big"), column, 0)
        record += magnitude.tobytes()
        content += record + struct.pack(">I", sum(record))
    return bytes(content)


def geotiff(
    values: np.ndarray,
    *,
    west: float = 20.0,
    north: float = 55.0,
    step: float = 0.1,
    compression: int = 1,
    predictor: int = 1,
    tile: tuple[int, int] | None = None,
    rows_per_strip: int = 4,
    order: str = "<",
    big: bool = False,
    epsg: int = 4326,
    point: bool = False,
    no_data: str = "",
    extra: dict[int, tuple[int, bytes, int]] | None = None,
) -> bytes:
    """A GeoTIFF with the heights (north to south, west to east), in their own type.

    `extra` replaces or adds tags: number to (type, value in the byte order, count).
    """
    values = values.astype(values.dtype.newbyteorder(order))
    rows, columns = values.shape
    size = values.itemsize
    block_rows, block_columns = tile or (rows_per_strip, columns)
    blocks: list[bytes] = []
    for top in range(0, rows, block_rows):
        for left in range(0, columns, block_columns):
            block = values[top : top + block_rows, left : left + block_columns]
            if tile:
                block = np.pad(
                    block,
                    ((0, block_rows - block.shape[0]), (0, block_columns - block.shape[1])),
                )
            blocks.append(_packed(_predicted(block, predictor), compression))
    kind = {"u": 1, "i": 2, "f": 3}[values.dtype.kind]
    projected = epsg > 5000 or 2000 < epsg < 4000
    keys = [1024, 0, 1, 1 if projected else 2, 1025, 0, 1, 2 if point else 1]
    keys += [3072 if projected else 2048, 0, 1, epsg]
    keys = [1, 1, 0, len(keys) // 4, *keys]

    def shorts(*numbers: int) -> tuple[int, bytes, int]:
        return 3, struct.pack(f"{order}{len(numbers)}H", *numbers), len(numbers)

    def longs(*numbers: int) -> tuple[int, bytes, int]:
        return 4, struct.pack(f"{order}{len(numbers)}I", *numbers), len(numbers)

    def doubles(*numbers: float) -> tuple[int, bytes, int]:
        return 12, struct.pack(f"{order}{len(numbers)}d", *numbers), len(numbers)

    start = 16 if big else 8
    offsets = np.cumsum([start, *map(len, blocks)])[:-1].tolist()
    tags = {
        256: longs(columns),
        257: longs(rows),
        258: shorts(size * 8),
        259: shorts(compression),
        262: shorts(1),
        277: shorts(1),
        317: shorts(predictor),
        339: shorts(kind),
        33550: doubles(step, step, 0.0),
        33922: doubles(0.0, 0.0, 0.0, west, north, 0.0),
        34735: shorts(*keys),
    }
    if tile:
        tags |= {322: longs(tile[1]), 323: longs(tile[0])}
        tags |= {324: longs(*offsets), 325: longs(*map(len, blocks))}
    else:
        tags |= {278: longs(rows_per_strip)}
        tags |= {273: longs(*offsets), 279: longs(*map(len, blocks))}
    if no_data:
        tags[42113] = (2, no_data.encode() + b"\0", len(no_data) + 1)
    tags |= extra or {}
    body = b"".join(blocks)
    at = start + len(body)
    inline = 8 if big else 4
    long = "Q" if big else "I"
    after = at + (8 if big else 2) + len(tags) * (20 if big else 12) + (8 if big else 4)
    entries, late = b"", b""
    for number, (form, value, count) in sorted(tags.items()):
        if len(value) > inline:
            where = struct.pack(order + long, after + len(late))
            late += value
        else:
            where = value.ljust(inline, b"\0")
        entries += struct.pack(f"{order}HH{long}", number, form, count) + where
    head = {"<": b"II", ">": b"MM"}[order]
    if big:
        head += struct.pack(order + "HHHQ", 43, 8, 0, at)
    else:
        head += struct.pack(order + "HI", 42, at)
    count = struct.pack(order + ("Q" if big else "H"), len(tags))
    return head + body + count + entries + b"\0" * (8 if big else 4) + late


def _predicted(block: np.ndarray, predictor: int) -> bytes:
    if predictor == 1:
        return block.tobytes()
    if predictor == 2:
        whole = np.ascontiguousarray(block).view(f"{block.dtype.byteorder}u{block.itemsize}")
        whole = whole.astype(f"u{block.itemsize}")
        steps = np.diff(whole, axis=1, prepend=np.zeros((len(whole), 1), whole.dtype))
        return steps.astype(steps.dtype.newbyteorder(block.dtype.byteorder)).tobytes()
    swapped = np.ascontiguousarray(block.astype(block.dtype.newbyteorder(">")))
    planes = swapped.view(np.uint8).reshape(*block.shape, block.itemsize).transpose(0, 2, 1)
    flat = planes.reshape(len(block), -1)
    return np.diff(flat, axis=1, prepend=np.zeros((len(flat), 1), np.uint8)).tobytes()


def _packed(plain: bytes, compression: int) -> bytes:
    if compression in (8, 32946):
        return zlib.compress(plain)
    if compression == 5:
        return lzw(plain)
    if compression == 32773:
        pieces = [plain[at : at + 128] for at in range(0, len(plain), 128)]
        return b"".join(bytes((len(piece) - 1,)) + piece for piece in pieces)
    return plain


def lzw(plain: bytes) -> bytes:
    """As TIFF 6.0, section 13, has it."""
    table = {bytes((value,)): value for value in range(256)}
    following, width = 258, 9
    bits, count = 256, 9
    word = b""
    for value in plain:
        longer = word + bytes((value,))
        if longer in table:
            word = longer
            continue
        bits, count = (bits << width) | table[word], count + width
        table[longer] = following
        following += 1
        if following == 4095:
            bits, count = (bits << width) | 256, count + width
            table = {bytes((each,)): each for each in range(256)}
            following, width = 258, 9
        elif following == 1 << width:
            width += 1
        word = bytes((value,))
    if word:
        bits, count = (bits << width) | table[word], count + width
        following += 1
        if following == 1 << width:
            width += 1
    bits, count = (bits << width) | 257, count + width
    spare = -count % 8
    return (bits << spare).to_bytes((count + spare) // 8, "big")
