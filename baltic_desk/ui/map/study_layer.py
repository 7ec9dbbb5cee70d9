"""A study of coverage as one picture over the tiles, painted bit by bit when it changes."""

from __future__ import annotations

from collections.abc import Generator, Set
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from baltic_desk.ui.map.coverage_painting import erase_units
from baltic_desk.ui.map.kept_picture import SteppedPicture, Wanted
from baltic_desk.ui.map.placed_reach import Detail
from baltic_desk.ui.map.placed_study import PlacedStudy, ShownStudy, placed_study
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.study_painting import paint_study
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import Grid
from baltic_desk.ui.map.viewport import Frame


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """All that a picture is painted from."""

    placed: PlacedStudy
    scene: Scene
    theme: Theme
    grid: Grid
    without: Set[str]

    def looks_as(self, other: Wanted) -> bool:
        return (
            isinstance(other, _Wanted)
            and self.placed is other.placed
            and self.scene is other.scene
            and self.theme is other.theme
            and self.grid.look == other.grid.look
            and self.without == other.without
        )


class StudyLayer:
    """What a study found, over the tiles."""

    def __init__(self, means: Means) -> None:
        self.shown = ShownStudy()
        self._placed: PlacedStudy | None = None
        self._detail = Detail()
        self._picture = SteppedPicture(means, _paint)

    def show(self, shown: ShownStudy) -> None:
        """Show this from now on; the picture follows."""
        self.shown = shown
        self._placed = None
        if shown.study is None and not shown.exposures:
            self._picture.clear()

    def placed(self, grid: Grid) -> PlacedStudy | None:
        """What is shown as it lies on the map plane; None for nothing."""
        if self.shown.study is None and not self.shown.exposures:
            return None
        projection_id = grid.look.projection_id
        detail = Detail.of(grid.frame.styled_metres_per_px)
        placed = self._placed
        if placed is None or placed.projection_id != projection_id or detail != self._detail:
            self._detail = detail
            placed = self._placed = placed_study(self.shown, projection_id, detail.stray_m)
        return placed

    def fresh(self, scene: Scene, theme: Theme, grid: Grid, without: Set[str]) -> bool:
        """Whether the picture is as it should be."""
        placed = self.placed(grid)
        return placed is None or self._picture.fresh(_Wanted(placed, scene, theme, grid, without))

    def work(
        self, seconds: float, scene: Scene, theme: Theme, grid: Grid, without: Set[str]
    ) -> bool:
        """Paint for about so long; whether there is a new picture to show."""
        placed = self.placed(grid)
        if placed is None:
            return False
        return self._picture.work(seconds, _Wanted(placed, scene, theme, grid, without))

    def paint(self, painter: QPainter, frame: Frame, exposed: QRectF) -> None:
        """Draw the picture as a frame shows it, stretched while another scale is being painted."""
        self._picture.show(painter, frame, exposed)


def _paint(sheet: Sheet, wanted: _Wanted) -> Generator[None]:
    yield from paint_study(sheet, wanted.placed)
    yield from erase_units(sheet, wanted.scene, without=wanted.without)
