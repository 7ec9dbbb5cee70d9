"""A picture that is kept of what lies over the tiles, somewhat wider than the view."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from time import perf_counter
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.sheet import Means, Sheet
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.tiles import Grid
from baltic_desk.ui.map.viewport import Frame

MARGIN_PX = 160
"""Beyond the view, so that a small pan shows no edge of the picture."""


class Wanted(Protocol):
    """All that a picture is painted from."""

    @property
    def theme(self) -> Theme: ...

    @property
    def grid(self) -> Grid: ...

    def looks_as(self, other: Wanted) -> bool:
        """Whether the other gives the same picture, but for what of the map is in view."""
        ...


_W = TypeVar("_W", bound=Wanted)


class SteppedPicture(Generic[_W]):
    """A picture over the tiles; when another one is wanted, that is painted in steps.

    Parameters
    ----------
    paint
        Paints what is wanted on a sheet, in steps.
    """

    def __init__(self, means: Means, paint: Callable[[Sheet, _W], Generator[None]]) -> None:
        self._means = means
        self._paint = paint
        self._image: QImage | None = None
        self._frame: Frame | None = None
        self._painted: _W | None = None
        self._job: Generator[None] | None = None
        self._job_of: _W | None = None

    @property
    def frame(self) -> Frame | None:
        """What of the map the picture shows; None while there is none."""
        return self._frame

    def clear(self) -> None:
        """Show nothing."""
        self._drop_job()
        self._image = self._frame = self._painted = None

    def fresh(self, wanted: _W) -> bool:
        """Whether the picture is as it should be."""
        own, painted = self._frame, self._painted
        return (
            own is not None
            and painted is not None
            and wanted.looks_as(painted)
            and covers(own, wanted.grid.frame)
        )

    def work(self, seconds: float, wanted: _W) -> bool:
        """Paint for about so long; whether there is a new picture to show."""
        if self.fresh(wanted):
            self._drop_job()
            return False
        if self._job is None or self._job_of is None or not wanted.looks_as(self._job_of):
            self._drop_job()
            self._job, self._job_of = self._painting(wanted), wanted
        deadline = perf_counter() + seconds
        while perf_counter() < deadline:
            try:
                next(self._job)
            except StopIteration:
                self._painted, self._job, self._job_of = self._job_of, None, None
                return True
        return False

    def show(self, painter: QPainter, frame: Frame, exposed: QRectF) -> None:
        """Draw the picture as a frame shows it, stretched while another scale is being painted."""
        if self._image is not None and self._frame is not None:
            blit(painter, self._image, self._frame, frame, exposed)

    def _painting(self, wanted: _W) -> Generator[None]:
        frame = wider(wanted.grid.frame)
        image = blank(frame)
        yield
        painter = QPainter(image)
        try:
            yield from self._paint(
                Sheet(painter, frame, wanted.theme, self._means, waits=False), wanted
            )
        finally:
            painter.end()
        self._image, self._frame = image, frame

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.close()
            self._job = self._job_of = None


def wider(view: Frame) -> Frame:
    """What a picture for a view shows."""
    step = view.metres_per_unit
    return Frame(
        view.projection_id,
        view.left - MARGIN_PX * step,
        view.top + MARGIN_PX * step,
        step,
        int(view.width) + 2 * MARGIN_PX,
        int(view.height) + 2 * MARGIN_PX,
        view.style_scale,
    )


def blank(frame: Frame) -> QImage:
    """A picture of that size with nothing on it."""
    size = int(frame.width), int(frame.height)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def covers(own: Frame, shown: Frame) -> bool:
    """Whether a picture has all that a view of the same scale shows."""
    half, step = own.metres_per_unit / 2, own.metres_per_unit
    return (
        own.left <= shown.left + half
        and own.top >= shown.top - half
        and own.left + own.width * step >= shown.left + shown.width * step - half
        and own.top - own.height * step <= shown.top - shown.height * step + half
    )


def blit(painter: QPainter, image: QImage, own: Frame, frame: Frame, exposed: QRectF) -> None:
    """Draw a picture as a frame shows it, stretched while another scale is being painted.

    Nothing is drawn outside of what is exposed.
    """
    if own.projection_id != frame.projection_id:
        return
    scale = own.metres_per_unit / frame.metres_per_unit
    left = (own.left - frame.left) / frame.metres_per_unit
    top = (frame.top - own.top) / frame.metres_per_unit
    if math.isclose(scale, 1.0, rel_tol=1e-9):
        where = QRectF(round(left), round(top), own.width, own.height)
        seen = where.intersected(exposed.toAlignedRect().toRectF())
        if not seen.isEmpty():
            painter.drawImage(seen, image, seen.translated(-where.x(), -where.y()))
    else:
        where = QRectF(left, top, own.width * scale, own.height * scale)
        painter.save()
        painter.setClipRect(exposed, Qt.ClipOperation.IntersectClip)
        painter.drawImage(where, image, QRectF(0, 0, own.width, own.height))
        painter.restore()
