from __future__ import annotations

import contextlib
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic_desk.symbology.plain_png import PlainPngError, plain_png

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 6, rest: bytes = b"\0\0\0"):
    return chunk(b"IHDR", struct.pack(">IIBB", width, height, depth, colour) + rest)


def rows(width: int, height: int) -> bytes:
    return chunk(b"IDAT", zlib.compress((b"\0" + b"\x01\x02\x03\xff" * width) * height))


END = chunk(b"IEND", b"")
GOOD = SIGNATURE + header(4, 3) + rows(4, 3) + END


def refusal(png: bytes) -> str:
    with pytest.raises(PlainPngError) as caught:
        plain_png(png)
    return str(caught.value)


def test_a_plain_picture_is_kept_as_it_is() -> None:
    found = plain_png(GOOD)
    assert (found.png, found.width, found.height) == (GOOD, 4, 3)


def test_texts_profiles_animations_and_what_follows_are_cut_out() -> None:
    loud = (
        SIGNATURE
        + header(4, 3)
        + chunk(b"iCCP", b"x\0\0" + zlib.compress(b"0" * 10_000_000))
        + chunk(b"zTXt", b"x")
        + chunk(b"acTL", b"\0" * 8)
        + rows(4, 3)
        + END
        + b"<script>"
    )
    assert plain_png(loud).png == GOOD


@pytest.mark.parametrize(
    ("png", "why"),
    [
        (b"", "not a PNG"),
        (b"\xff\xd8\xff", "not a PNG"),
        (SIGNATURE, "header is missing"),
        (SIGNATURE + header(0, 3) + rows(4, 3) + END, "no pixels"),
        (SIGNATURE + header(100_000, 100_000) + rows(4, 3) + END, "more than 2 048 a side"),
        (SIGNATURE + header(2049, 1) + rows(2049, 1) + END, "more than 2 048 a side"),
        (SIGNATURE + header(4, 3, depth=3) + rows(4, 3) + END, "header is damaged"),
        (SIGNATURE + header(4, 3, rest=b"\0\0\7") + rows(4, 3) + END, "header is damaged"),
        (SIGNATURE + header(4, 3) + END, "pixels are missing"),
        (SIGNATURE + header(4, 3) + rows(4, 3), "end is missing"),
        (GOOD[:-6], "end is missing"),
        (GOOD.replace(b"IDAT", b"IDAZ"), "damaged"),
        (SIGNATURE + header(4, 3) + chunk(b"IDAT", b"no zlib") + END, "pixels are damaged"),
        (SIGNATURE + header(4, 3) + chunk(b"NEWP", b"") + rows(4, 3) + END, "NEWP"),
        (SIGNATURE + header(4, 3) + header(4, 3) + rows(4, 3) + END, "not in its place"),
        (SIGNATURE + header(4, 3) + rows(2000, 2000) + END, "more pixels than its header"),
    ],
)
def test_what_is_no_picture_or_a_trap_is_refused(png: bytes, why: str) -> None:
    assert why in refusal(png)


def test_a_bomb_of_pixels_is_not_unpacked_in_memory() -> None:
    bomb = zlib.compress(b"\0" * 300_000_000, 9)
    parts = [bomb[k : k + 8192] for k in range(0, len(bomb), 8192)]
    png = SIGNATURE + header(4, 3) + b"".join(chunk(b"IDAT", part) for part in parts) + END
    assert "more pixels" in refusal(png)


@settings(max_examples=300)
@given(
    at=st.integers(0, len(GOOD) - 1),
    byte=st.integers(0, 255),
    cut=st.integers(0, len(GOOD)),
    flip=st.booleans(),
)
def test_a_damaged_picture_has_an_answer(at: int, byte: int, cut: int, flip: bool) -> None:
    damaged = GOOD[:at] + bytes([byte]) + GOOD[at + 1 :] if flip else GOOD[:cut]
    with contextlib.suppress(PlainPngError):
        assert plain_png(damaged).width == 4
