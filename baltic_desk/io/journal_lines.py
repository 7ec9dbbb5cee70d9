"""Lines of the journal's files: each says what kind it is and bears a check sum.

`1f3a5b7d E ["Feature",3.0,{…}]`: eight hexadecimal digits of the CRC-32 of all that follows them,
one letter, JSON. A line without its end, or with another sum, was not written to its end or is
damaged. In a log each sum goes on from that of the line before: lines cannot be lost or swapped
unnoticed, nor be those of another log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

_HEAD = 11
"""Bytes before the JSON: sum, blank, kind, blank."""


class Line(NamedTuple):
    """A line that is whole. `check` is its sum, with which the next of a log goes on."""

    kind: str
    payload: bytes
    check: int

    @property
    def length(self) -> int:
        """Bytes that it takes in the file."""
        return _HEAD + len(self.payload) + 1


def framed(kind: str, *payload: bytes, seed: int = 0) -> tuple[bytes, int]:
    """A line of those bytes, which have no line break in them, and its sum.

    >>> framed("E", b"[1,", b"2]")[0]
    b'7e73d69a E [1,2]\\n'
    """
    letter = kind.encode() + b" "
    check = crc32(letter, seed)
    for part in payload:
        check = crc32(part, check)
    return b"".join((b"%08x " % check, letter, *payload, b"\n")), check


def unframed(line: bytes, seed: int = 0) -> Line | None:
    """What is in a line (its break left off), if it is whole."""
    if len(line) < _HEAD or line[8:9] != b" " or line[10:11] != b" ":
        return None
    check = crc32(memoryview(line)[9:], seed)
    if line[:8] != b"%08x" % check:
        return None
    return Line(line[9:10].decode("latin-1"), line[_HEAD:], check)


def whole_lines(data: bytes) -> Iterator[bytes]:
    """Lines that have their end, without it."""
    start = 0
    while (end := data.find(b"\n", start)) >= 0:
        yield data[start:end]
        start = end + 1


def chained(data: bytes, seed: int) -> Iterator[Line]:
    """Lines of a log from its beginning up to the first that is not whole."""
    for raw in whole_lines(data):
        line = unframed(raw, seed)
        if line is None:
            return
        yield line
        seed = line.check
