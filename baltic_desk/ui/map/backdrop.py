"""Earlier pictures of the map, stretched where new tiles are not ready: it is never blank."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.base_painting import paint_base
from baltic_desk.ui.map.cells import ProjectedCells
from baltic_desk.ui.map.qt_paths import color
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.viewport import Bounds, Frame, viewport_around

OVERVIEW_BOUNDS: Bounds = (8.5, 51.5, 36.5, 67.5)
OVERVIEW_PX = 1100
KEPT_OVERVIEWS = 3
_OVERVIEW_LAYERS = frozenset({"lakes", "borders"})


class Backdrop:
    """The last complete picture of the view, and below it an overview of the region."""

    def __init__(self) -> None:
        self._last: tuple[QImage, Frame] | None = None
        self._spare: QImage | None = None
        self._overviews: dict[tuple[str, str], tuple[QImage, Frame]] = {}
        """By projection and theme, the latest last."""

    def share_overviews(self, other: Backdrop) -> None:
        """Have overviews of the region in common with another view of the same base map."""
        self._overviews = other._overviews

    @property
    def empty(self) -> bool:
        """Whether there is no picture of the view yet."""
        return self._last is None

    def blank(self, width: int, height: int) -> QImage:
        """A picture to paint the view in before it is kept."""
        if self._spare is None or (self._spare.width(), self._spare.height()) != (width, height):
            self._spare = QImage(width, height, QImage.Format.Format_RGB32)
        return self._spare

    def keep(self, image: QImage, frame: Frame) -> None:
        """A picture of the view, in device pixels."""
        self._spare = None if self._last is None else self._last[0]
        self._last = (image, frame)

    def shows(self, frame: Frame) -> bool:
        """Whether the picture kept is of exactly this frame."""
        return self._last is not None and self._last[1] == frame

    def move_to(self, frame: Frame) -> None:
        """Pretend that the last picture showed this frame: after a change of projection it is
        nearly right, and better than nothing."""
        if self._last is not None:
            self._last = (self._last[0], frame)

    def has_overview(self, projection_id: str, theme: Theme) -> bool:
        """Whether the region has been painted in a projection and theme."""
        return (projection_id, theme.id) in self._overviews

    def paint_overview(self, cells: ProjectedCells, theme: Theme) -> Iterator[None]:
        """Make the overview, in steps."""
        viewport = viewport_around(
            OVERVIEW_BOUNDS, cells.projection_id, OVERVIEW_PX, OVERVIEW_PX, margin=0.0
        )
        frame = viewport.frame()
        image = QImage(OVERVIEW_PX, OVERVIEW_PX, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        try:
            yield from paint_base(painter, cells, None, frame, theme, _OVERVIEW_LAYERS)
        finally:
            painter.end()
        while len(self._overviews) >= KEPT_OVERVIEWS:
            del self._overviews[next(iter(self._overviews))]
        self._overviews[cells.projection_id, theme.id] = (image, frame)

    def paint(
        self, painter: QPainter, frame: Frame, theme: Theme, exposed: QRectF, *, smooth: bool
    ) -> None:
        """Draw what there is into a frame of device pixels; coarsely while it moves, in a third of
        the time."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        last = None if self._last is None else target_in(self._last[1], frame)
        covered = last is not None and last.contains(QRectF(0, 0, frame.width, frame.height))
        if not covered:
            self.paint_region(painter, frame, theme, exposed)
        if self._last is not None and last is not None:
            _stretch(painter, self._last[0], last)

    def paint_region(self, painter: QPainter, frame: Frame, theme: Theme, exposed: QRectF) -> None:
        """Draw sea, and the overview on it if it is there."""
        painter.fillRect(exposed, color(theme.sea))
        overview = self._overviews.get((frame.projection_id, theme.id))
        if overview is not None:
            _stretch(painter, overview[0], target_in(overview[1], frame))


def target_in(of: Frame, frame: Frame) -> QRectF:
    """Where a frame of the same plane lies in another, painter units."""
    scale = of.metres_per_unit / frame.metres_per_unit
    left = (of.left - frame.left) / frame.metres_per_unit
    top = (frame.top - of.top) / frame.metres_per_unit
    return QRectF(left, top, of.width * scale, of.height * scale)


def _stretch(painter: QPainter, image: QImage, target: QRectF) -> None:
    painter.drawImage(target, image, QRectF(image.rect()))
