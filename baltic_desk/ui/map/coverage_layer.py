"""Reach at an altitude as one picture over the tiles, painted anew, bit by bit, when it changes.

Not in the tiles: an altitude that is dragged would make all of them stale ten times a second.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.coverage_painting import (
    erase_units,
    paint_published_labels,
    paint_reach_labels,
    paint_reaches,
)
from baltic_desk.ui.map.kept_picture import blit
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import Grid
from baltic_desk.ui.map.viewport import Frame

MARGIN_PX = 64
"""Beyond the view, so that a small pan shows no edge of the picture."""
_REACH_PX = 420.0
"""How far labels go beyond the edges that they belong to."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """All that a picture is painted from."""

    reaches: Reaches
    scene: Scene
    theme: Theme
    grid: Grid
    without: frozenset[str]

    def same_look(self, other: _Wanted | None) -> bool:
        """Whether only what is reached differs."""
        return (
            other is not None
            and self.scene is other.scene
            and self.theme is other.theme
            and self.grid.look == other.grid.look
            and self.without == other.without
        )


class CoverageLayer:
    """Keeps the picture and paints the next one in steps."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self.reaches: Reaches | None = None
        self._image: QImage | None = None
        self._frame: Frame | None = None
        self._painted: _Wanted | None = None
        self._job: Generator[None] | None = None
        self._job_of: _Wanted | None = None
        self._spare: QImage | None = None

    def show(self, reaches: Reaches | None) -> None:
        """Show this from now on; the picture follows."""
        self.reaches = reaches
        if reaches is None:
            self._drop_job()
            self._image = self._frame = self._painted = self._spare = None

    def age(self) -> None:
        """Units look different, over which nothing is painted: the picture is shown until the next
        one is there."""
        self._painted = None

    def fresh(self, scene: Scene, theme: Theme, grid: Grid, without: frozenset[str]) -> bool:
        """Whether the picture is as it should be."""
        wanted = self._wanted(scene, theme, grid, without)
        return wanted is None or self._is_painted(wanted)

    def work(
        self, seconds: float, scene: Scene, theme: Theme, grid: Grid, without: frozenset[str]
    ) -> bool:
        """Paint for about so long; whether there is a new picture to show."""
        wanted = self._wanted(scene, theme, grid, without)
        if wanted is None or self._is_painted(wanted):
            self._drop_job()
            return False
        # A picture that is under way is finished although another altitude has come meanwhile: else
        # a steady drag would show none at all.
        if self._job is None or not wanted.same_look(self._job_of):
            self._drop_job()
            self._job, self._job_of = self._paint(wanted), wanted
        deadline = perf_counter() + seconds
        while perf_counter() < deadline:
            try:
                next(self._job)
            except StopIteration:
                self._painted, self._job, self._job_of = self._job_of, None, None
                return True
        return False

    def paint(self, painter: QPainter, frame: Frame, exposed: QRectF) -> None:
        """Draw the picture as a frame shows it, stretched while another scale is being painted.

        Nothing is drawn outside of what is exposed.
        """
        if self._image is not None and self._frame is not None:
            blit(painter, self._image, self._frame, frame, exposed)

    # -- inside ------------------------------------------------------------------------------

    def _wanted(
        self, scene: Scene, theme: Theme, grid: Grid, without: frozenset[str]
    ) -> _Wanted | None:
        reaches = self.reaches
        if reaches is None or reaches.projection_id != scene.projection_id:
            return None
        return _Wanted(reaches, scene, theme, grid, without)

    def _is_painted(self, wanted: _Wanted) -> bool:
        painted = self._painted
        return (
            painted is not None
            and painted.reaches is wanted.reaches
            and wanted.same_look(painted)
            and self._covers(wanted)
        )

    def _covers(self, wanted: _Wanted) -> bool:
        """Whether all that the view shows of it is in the picture."""
        needed = _extent(wanted, margin_px=0)
        own = self._frame
        if needed is None or own is None:
            return needed is None
        half = own.metres_per_unit / 2
        return (
            own.left <= needed.left + half
            and own.top >= needed.top - half
            and own.left + own.width * own.metres_per_unit
            >= needed.left + needed.width * needed.metres_per_unit - half
            and own.top - own.height * own.metres_per_unit
            <= needed.top - needed.height * needed.metres_per_unit + half
        )

    def _paint(self, wanted: _Wanted) -> Generator[None]:
        frame = _extent(wanted, margin_px=MARGIN_PX)
        if frame is None:
            self._image = self._frame = None
            return
        image = self._blank(int(frame.width), int(frame.height))
        yield
        painter = QPainter(image)
        try:
            sheet = Sheet(painter, frame, wanted.theme, self._means, waits=False)
            scene, reaches, without = wanted.scene, wanted.reaches, wanted.without
            yield from paint_reaches(sheet, scene, reaches, without=without)
            yield from erase_units(sheet, scene, without=without)
            yield from paint_published_labels(sheet, scene, reaches)
            yield from paint_reach_labels(sheet, scene, reaches, without=without)
        finally:
            painter.end()
        self._spare, self._image, self._frame = self._image, image, frame

    def _blank(self, width: int, height: int) -> QImage:
        image, self._spare = self._spare, None
        if image is None or image.width() != width or image.height() != height:
            image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        return image

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.close()
            self._job = self._job_of = None


def _extent(wanted: _Wanted, *, margin_px: int) -> Frame | None:
    """The part of the view, with a margin, in which anything is painted; whole device pixels."""
    frame = wanted.grid.frame
    step = frame.metres_per_unit
    box = wanted.reaches.bounds
    if box is None:
        return None
    beyond_px = math.ceil(_REACH_PX * frame.style_scale)
    left = max(math.floor((box[0] - frame.left) / step) - beyond_px, -margin_px)
    right = min(math.ceil((box[2] - frame.left) / step) + beyond_px, int(frame.width) + margin_px)
    top = max(math.floor((frame.top - box[3]) / step) - beyond_px, -margin_px)
    bottom = min(math.ceil((frame.top - box[1]) / step) + beyond_px, int(frame.height) + margin_px)
    if right <= left or bottom <= top:
        return None
    return Frame(
        frame.projection_id,
        frame.left + left * step,
        frame.top - top * step,
        step,
        right - left,
        bottom - top,
        frame.style_scale,
    )
