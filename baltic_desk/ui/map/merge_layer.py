"""A merge as one picture over the tiles, painted bit by bit when it changes."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from baltic_desk.ui.map.kept_picture import SteppedPicture, Wanted
from baltic_desk.ui.map.merge_painting import paint_current, paint_merge
from baltic_desk.ui.map.merge_shown import NO_MERGE, ShownMerge
from baltic_desk.ui.map.scene import Scene
from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import Grid


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """All that a picture is painted from."""

    shown: ShownMerge
    scene: Scene
    theme: Theme
    grid: Grid
    age: int

    def looks_as(self, other: Wanted) -> bool:
        return (
            isinstance(other, _Wanted)
            and self.shown is other.shown
            and self.scene is other.scene
            and self.theme is other.theme
            and self.grid.look == other.grid.look
            and self.age == other.age
        )


class MergeLayer:
    """What a merge is about, over the tiles.

    Attributes
    ----------
    current
        Key of what stands out; empty for nothing.
    """

    def __init__(self, means: Means) -> None:
        self.shown = NO_MERGE
        self.current = ""
        self._picture = SteppedPicture(means, _paint)
        self._age = 0

    def show(self, shown: ShownMerge) -> None:
        """Show this from now on; the picture follows."""
        self.shown = shown
        if not shown.marked:
            self._picture.clear()

    def age(self) -> None:
        """Pictures of symbols have come: what stood in for them is painted again."""
        if self.shown.marked:
            self._age += 1

    def fresh(self, scene: Scene, theme: Theme, grid: Grid) -> bool:
        """Whether the picture is as it should be."""
        return not self.shown.marked or self._picture.fresh(self._wanted(scene, theme, grid))

    def work(self, seconds: float, scene: Scene, theme: Theme, grid: Grid) -> bool:
        """Paint for about so long; whether there is a new picture to show."""
        if not self.shown.marked:
            return False
        return self._picture.work(seconds, self._wanted(scene, theme, grid))

    def paint(self, sheet: Sheet, scene: Scene, exposed: QRectF) -> None:
        """Draw the picture, and what is chosen above it."""
        if not self.shown.marked:
            return
        self._picture.show(sheet.painter, sheet.frame, exposed)
        if self.current:
            frame = self._picture.frame or sheet.frame
            paint_current(sheet, self.shown, self.current, scene, frame.styled_metres_per_px)

    def _wanted(self, scene: Scene, theme: Theme, grid: Grid) -> _Wanted:
        return _Wanted(self.shown, scene, theme, grid, self._age)


def _paint(sheet: Sheet, wanted: _Wanted) -> Generator[None]:
    yield from paint_merge(sheet, wanted.shown, wanted.scene, sheet.frame.styled_metres_per_px)
