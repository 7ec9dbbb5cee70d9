"""Where names stand on the map at one scale: the important first, none over another.

Places are fixed to the map, not to the view: names stay put while panning. The plane is cut into
large chunks, each placed on its own; a name has to lie wholly inside the chunk of its position, so
that neighbours need not know of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from baltic_desk.geo.geodesy import Floats
from baltic_desk.ui.map.lettering import Ruler
from baltic_desk.ui.map.names import Kind, NameTable
from baltic_desk.ui.map.viewport import Frame

CHUNK_PX = 4096.0
_BUCKET_PX = 128.0
_GAP_PX = 2.0
SIGN_RADIUS_PX = {
    "": 0.0,
    "dot": 2.0,
    "town": 2.6,
    "city": 3.2,
    "capital": 4.0,
    "airport": 4.5,
    "port": 4.5,
}

Box = tuple[float, float, float, float]
# Where the text stands about its sign: the first free one is taken.
SIDES: Floats = np.array(
    (
        (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0),
        (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8),
    )
)  # fmt: skip


class Chunk(NamedTuple):
    """Column and row of a square of CHUNK_PX, counted from the origin, to the right and down."""

    i: int
    j: int


@dataclass(frozen=True, slots=True, eq=False)
class PlacedNames:
    """Names of some chunks. Units are pixels of the style from the plane's origin, y downwards."""

    table: NameTable
    index: npt.NDArray[np.int64]
    """Row of the table."""
    place: Floats
    """Where the sign stands (n, 2)."""
    middle: Floats
    """Middle of the text (n, 2); nan where only the sign is shown."""
    half: Floats
    """Half the width and height of the text with a gap about it (n, 2)."""
    boxes: Floats
    """Left, top, right, bottom of sign and text (n, 4)."""

    def those(self, chosen: npt.NDArray[np.bool_]) -> PlacedNames:
        """Some of the names."""
        return PlacedNames(
            self.table, self.index[chosen], self.place[chosen], self.middle[chosen],
            self.half[chosen], self.boxes[chosen],
        )  # fmt: skip

    def kind(self, k: int) -> Kind:
        """The sort of the k-th name."""
        return self.table.kinds[int(self.table.kind[self.index[k]])]

    def text(self, k: int) -> str:
        """What the k-th name says."""
        return self.table.texts[int(self.index[k])]


def chunks(frame: Frame) -> Iterator[Chunk]:
    """The chunks that a frame touches."""
    left, bottom, right, top = frame.xy_bounds()
    side = CHUNK_PX * frame.styled_metres_per_px
    for j in range(int(-top // side), int(-bottom // side) + 1):
        for i in range(int(left // side), int(right // side) + 1):
            yield Chunk(i, j)


def placed_names(
    table: NameTable,
    xy: Floats,
    metres_per_px: float,
    ground_metres_per_px: float,
    chunk: Chunk,
    layers: Set[str],
    ruler: Ruler,
) -> PlacedNames:
    """Names of one chunk; `xy` are the map metres of all names of the table."""
    px = xy * (1.0 / metres_per_px, -1.0 / metres_per_px)
    corner = np.array(chunk) * CHUNK_PX
    shown = np.array([kind.layer in layers for kind in table.kinds])[table.kind]
    shown &= table.from_metres_per_px <= ground_metres_per_px
    shown &= ground_metres_per_px < table.to_metres_per_px
    shown &= ((px >= corner) & (px < corner + CHUNK_PX)).all(axis=1)
    room = _Room((corner[0], corner[1], corner[0] + CHUNK_PX, corner[1] + CHUNK_PX))
    index: list[int] = []
    places: list[tuple[float, float]] = []
    middles: list[tuple[float, float]] = []
    halves: list[tuple[float, float]] = []
    boxes: list[Box] = []
    for row in indices(shown):
        x, y = px[row].tolist()
        kind = table.kinds[int(table.kind[row])]
        half = _half(table.texts[row], kind, ruler)
        found = _find(room, kind, half, x, y)
        if found is not None:
            index.append(row)
            places.append((x, y))
            middles.append(found[0])
            halves.append(half)
            boxes.append(found[1])
    return PlacedNames(
        table,
        np.array(index, np.int64),
        np.array(places, float).reshape(-1, 2),
        np.array(middles, float).reshape(-1, 2),
        np.array(halves, float).reshape(-1, 2),
        np.array(boxes, float).reshape(-1, 4),
    )


def indices(chosen: npt.NDArray[np.bool_]) -> list[int]:
    """Where an array is true."""
    found: npt.NDArray[np.intp] = np.nonzero(chosen)[0]
    return found.tolist()


class _Room:
    """Boxes taken so far, found by the squares they touch."""

    def __init__(self, limits: Box) -> None:
        self._limits = limits
        self._taken: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def free(self, box: Box) -> bool:
        west, north, east, south = self._limits
        if box[0] < west or box[1] < north or box[2] > east or box[3] > south:
            return False
        for bucket in _buckets(box):
            for other in self._taken.get(bucket, ()):
                if (
                    box[0] < other[2] and other[0] < box[2]
                    and box[1] < other[3] and other[1] < box[3]
                ):  # fmt: skip
                    return False
        return True

    def take(self, box: Box) -> None:
        for bucket in _buckets(box):
            self._taken[bucket].append(box)


def _buckets(box: Box) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i in range(int(box[0] // _BUCKET_PX), int(box[2] // _BUCKET_PX) + 1)
        for j in range(int(box[1] // _BUCKET_PX), int(box[3] // _BUCKET_PX) + 1)
    ]


def _half(text: str, kind: Kind, ruler: Ruler) -> tuple[float, float]:
    """Half the width and height of a text, with a gap about it; nothing for none."""
    if not text:
        return 0.0, 0.0
    lines = text.split("\n")
    width = max(ruler.width_px(line, kind.type) for line in lines)
    return width / 2 + _GAP_PX, (0.5 + 0.56 * (len(lines) - 1)) * kind.type.size_px + _GAP_PX


def _find(
    room: _Room, kind: Kind, half: tuple[float, float], x: float, y: float
) -> tuple[tuple[float, float], Box] | None:
    """Middle of the text and the box of all; takes the room."""
    radius = SIGN_RADIUS_PX[kind.sign]
    sign = (x - radius, y - radius, x + radius, y + radius)
    if radius and not room.free(sign):
        return None
    half_width, half_height = half
    if not half_width:
        room.take(sign)
        return (np.nan, np.nan), sign
    for side_x, side_y in SIDES.tolist() if radius else ((0.0, 0.0),):
        middle_x = x + side_x * (radius + half_width)
        middle_y = y + side_y * (radius + half_height - 1.0)
        box = (
            middle_x - half_width, middle_y - half_height,
            middle_x + half_width, middle_y + half_height,
        )  # fmt: skip
        if room.free(box):
            room.take(box)
            room.take(sign)
            whole = (
                min(box[0], sign[0]), min(box[1], sign[1]),
                max(box[2], sign[2]), max(box[3], sign[3]),
            )  # fmt: skip
            return (middle_x, middle_y), whole
    return None
