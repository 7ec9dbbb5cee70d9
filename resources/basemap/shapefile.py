"""Reading shapefiles: outlines and attribute tables, as far as Natural Earth's need it."""

from __future__ import annotations

import struct

import numpy as np

from baltic_desk.geo.clipping import Floats

HEADER_BYTES = 100


def shapes(shp: bytes) -> list[list[Floats]]:
    """The parts (lon, lat) of each line or polygon of a `.shp`."""
    found: list[list[Floats]] = []
    at = HEADER_BYTES
    while at < len(shp):
        (words,) = struct.unpack_from(">i", shp, at + 4)
        record, at = at + 8, at + 8 + 2 * words
        (kind,) = struct.unpack_from("<i", shp, record)
        if kind == 0:
            found.append([])
            continue
        parts, points = struct.unpack_from("<2i", shp, record + 36)
        starts = np.frombuffer(shp, "<i4", parts, record + 44)
        positions = np.frombuffer(shp, "<f8", 2 * points, record + 44 + 4 * parts).reshape(-1, 2)
        found.append([part.copy() for part in np.split(positions, starts[1:])])
    return found


def attributes(dbf: bytes) -> dict[str, list[str]]:
    """The columns of a `.dbf` as text."""
    count, first, width = struct.unpack_from("<IHH", dbf, 4)
    columns: dict[str, list[str]] = {}
    place, at = 1, 32
    while dbf[at] != 0x0D:
        name = dbf[at : at + 11].partition(b"\0")[0].decode("ascii").lower()
        size = dbf[at + 16]
        offsets = (first + k * width + place for k in range(count))
        columns[name] = [dbf[o : o + size].decode("utf-8", "replace").strip(" \0") for o in offsets]
        place, at = place + size, at + 32
    return columns
