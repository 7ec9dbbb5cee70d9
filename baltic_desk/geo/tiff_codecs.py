"""How strips and tiles of a TIFF are packed: deflate, LZW, PackBits, and predictors."""

from __future__ import annotations

import zlib
from typing import Literal

import numpy as np
import numpy.typing as npt

Compression = Literal["none", "deflate", "LZW", "PackBits"]

_CLEAR, _END = 256, 257
_WIDEST_BITS = 12


def unpacked(coded: bytes, compression: Compression, wanted: int) -> bytes:
    """The plain bytes, `wanted` at most, to however many the block would unpack.

    Raises
    ------
    zlib.error, ValueError
        The packed bytes make no sense.
    """
    match compression:
        case "none":
            return coded[:wanted]
        case "deflate":
            return zlib.decompressobj().decompress(coded, wanted)
        case "LZW":
            return _unpacked_lzw(coded, wanted)
        case "PackBits":
            return _unpacked_bits(coded, wanted)


def unpredicted(
    plain: bytes, predictor: int, sample: np.dtype[np.generic], rows: int, columns: int
) -> npt.NDArray[np.generic]:
    """Pixels (rows, columns) of the type `sample`, or of its big-endian twin.

    Predictor 2 holds differences between neighbours as whole numbers (TIFF 6.0, section 14), 3 the
    bytes of floating-point numbers in planes, the most significant first, and differences between
    neighbouring bytes (Adobe Photoshop TIFF Technical Note 3).
    """
    match predictor:
        case 2:
            size = sample.itemsize
            whole = np.frombuffer(plain, f"{sample.byteorder}u{size}").reshape(rows, columns)
            summed = np.cumsum(whole.astype(f"=u{size}"), axis=1, dtype=f"=u{size}")
            return summed.view(sample.newbyteorder("="))
        case 3:
            steps = np.frombuffer(plain, np.uint8).reshape(rows, -1)
            planes = np.cumsum(steps, axis=1, dtype=np.uint8).reshape(rows, -1, columns)
            together = np.ascontiguousarray(planes.transpose(0, 2, 1))
            return together.view(sample.newbyteorder(">"))[:, :, 0]
        case _:
            return np.frombuffer(plain, sample).reshape(rows, columns)


def _unpacked_lzw(coded: bytes, wanted: int) -> bytes:
    """TIFF 6.0, section 13: codes of 9 to 12 bits, the most significant bit first."""
    first = [bytes((value,)) for value in range(256)] + [b"", b""]
    table, before = first.copy(), b""
    width, widens_at = 9, 511
    held, bits, length = 0, 0, 0
    out: list[bytes] = []
    for byte in coded:
        held, bits = (held << 8) | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits
        held &= (1 << bits) - 1
        if code == _CLEAR:
            table, before = first.copy(), b""
            width, widens_at = 9, 511
            continue
        if code == _END:
            break
        if code < len(table):
            entry = table[code]
        elif code == len(table) and before:
            entry = before + before[:1]
        else:
            raise ValueError(f"LZW code {code} of {len(table)}")
        out.append(entry)
        length += len(entry)
        if length >= wanted:
            break
        if before:
            table.append(before + entry[:1])
            if len(table) >= widens_at and width < _WIDEST_BITS:
                width += 1
                widens_at = (1 << width) - 1
        before = entry
        if len(table) > 1 << _WIDEST_BITS:
            raise ValueError("LZW table without end")
    return b"".join(out)[:wanted]


def _unpacked_bits(coded: bytes, wanted: int) -> bytes:
    """TIFF 6.0, section 9."""
    out = bytearray()
    at = 0
    while at < len(coded) and len(out) < wanted:
        head = coded[at]
        at += 1
        if head < 128:
            out += coded[at : at + head + 1]
            at += head + 1
        elif head > 128:
            out += coded[at : at + 1] * (257 - head)
            at += 1
    return bytes(out[:wanted])
