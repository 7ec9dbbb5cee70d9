"""A study of coverage as one picture over the tiles, painted bit by bit when it changes."""

from __future__ import annotations

import math
from collections.abc import Generator, Set
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.coverage_painting import erase_units
from baltic_desk.ui.map.placed_reach import Detail
from baltic_desk.ui.map.placed_study import PlacedStudy, ShownStudy, placed_study
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.study_painting import paint_study
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import Grid
from baltic_desk.ui.map.viewport import Frame

MARGIN_PX = 160
"""Beyond the view, so that a small pan shows no edge of the picture."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """All that a picture is painted from."""

    placed: PlacedStudy
    scene: Scene
    theme: Theme
    grid: Grid
    without: Set[str]

    def same_look(self, other: _Wanted | None) -> bool:
        return (
            other is not None
            and self.placed is other.placed
            and self.scene is other.scene
            and self.theme is other.theme
            and self.grid.look == other.grid.look
            and self.without == other.without
        )


class StudyLayer:
    """Keeps the picture and paints the next one in steps."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self.shown = ShownStudy()
        self._placed: PlacedStudy | None = None
        self._detail = Detail()
        self._image: QImage | None = None
        self._frame: Frame | None = None
        self._painted: _Wanted | None = None
        self._job: Generator[None] | None = None
        self._job_of: _Wanted | None = None

    def show(self, shown: ShownStudy) -> None:
        """Show this from now on; the picture follows."""
        self.shown = shown
        self._placed = None
        if shown.study is None and not shown.exposures:
            self._drop_job()
            self._image = self._frame = self._painted = None

    def placed(self, grid: Grid) -> PlacedStudy | None:
        """What is shown as it lies on the map plane; None for nothing."""
        if self.shown.study is None and not self.shown.exposures:
            return None
        projection_id = grid.look.projection_id
        detail = Detail.of(grid.frame.styled_metres_per_px)
        placed = self._placed
        if placed is None or placed.projection_id != projection_id or detail != self._detail:
            self._detail = detail
            placed = self._placed = placed_study(self.shown, projection_id, detail.tolerance_m)
        return placed

    def fresh(self, scene: Scene, theme: Theme, grid: Grid, without: Set[str]) -> bool:
        """Whether the picture is as it should be."""
        placed = self.placed(grid)
        return placed is None or self._is_painted(_Wanted(placed, scene, theme, grid, without))

    def work(
        self, seconds: float, scene: Scene, theme: Theme, grid: Grid, without: Set[str]
    ) -> bool:
        """Paint for about so long; whether there is a new picture to show."""
        placed = self.placed(grid)
        if placed is None:
            return False
        wanted = _Wanted(placed, scene, theme, grid, without)
        if self._is_painted(wanted):
            self._drop_job()
            return False
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
        """Draw the picture as a frame shows it, stretched while another scale is being painted."""
        image, own = self._image, self._frame
        if image is None or own is None or own.projection_id != frame.projection_id:
            return
        scale = own.metres_per_unit / frame.metres_per_unit
        left = (own.left - frame.left) / frame.metres_per_unit
        top = (frame.top - own.top) / frame.metres_per_unit
        if math.isclose(scale, 1.0, rel_tol=1e-9):
            where = QRectF(round(left), round(top), own.width, own.height)
            seen = where.intersected(exposed.toAlignedRect().toRectF())
            painter.drawImage(seen, image, seen.translated(-where.x(), -where.y()))
        else:
            where = QRectF(left, top, own.width * scale, own.height * scale)
            painter.drawImage(where, image, QRectF(0, 0, own.width, own.height))

    # -- inside ------------------------------------------------------------------------------

    def _is_painted(self, wanted: _Wanted) -> bool:
        own, shown = self._frame, wanted.grid.frame
        if own is None or not wanted.same_look(self._painted):
            return False
        half, step = own.metres_per_unit / 2, own.metres_per_unit
        return (
            own.left <= shown.left + half
            and own.top >= shown.top - half
            and own.left + own.width * step >= shown.left + shown.width * step - half
            and own.top - own.height * step <= shown.top - shown.height * step + half
        )

    def _paint(self, wanted: _Wanted) -> Generator[None]:
        view = wanted.grid.frame
        step = view.metres_per_unit
        frame = Frame(
            view.projection_id,
            view.left - MARGIN_PX * step,
            view.top + MARGIN_PX * step,
            step,
            int(view.width) + 2 * MARGIN_PX,
            int(view.height) + 2 * MARGIN_PX,
            view.style_scale,
        )
        size = int(frame.width), int(frame.height)
        image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        yield
        painter = QPainter(image)
        try:
            sheet = Sheet(painter, frame, wanted.theme, self._means, waits=False)
            yield from paint_study(sheet, wanted.placed)
            yield from erase_units(sheet, wanted.scene, without=wanted.without)
        finally:
            painter.end()
        self._image, self._frame = image, frame

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.close()
            self._job = self._job_of = None
