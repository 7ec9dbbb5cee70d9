"""Painting the way from one picture of a presentation to the next, at any moment of it.

While the camera moves, pictures of half the size are stretched: at full size bilinear stretching
alone costs 14 ms a frame on a screen of 3840 × 2160 without a graphics card, so it takes 4, and the
eye does not see fine detail in what moves. Where the camera stays, pixels are laid on pixels.
Figures are drawn at full size over all of it, but on large screens, where they go into the small
picture as well. A machine that is too slow for that is given a coarser way while it lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from baltic_desk.ui.map.backdrop import target_in
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.figures import Crew
from baltic_desk.ui.present.flight import Flight, Look, eased
from baltic_desk.ui.present.moving_rings import MovingRings
from baltic_desk.ui.present.still import Still

MOVE_S = 0.95
"""How long units take on their way."""
FADE_S = 0.35
"""How long a plain change from one picture to another takes."""
FADE_FROM, FADE_TO = 0.2, 0.8
"""Shares of the way between which one picture gives way to the other."""
SMALLEST, SMALL = 0.25, 0.6
"""Sizes beside the screen between which a stretched picture gives way to the plain region."""
SOFT_UP_TO = 0.9
"""Size beside the screen from which on the edge of a picture becomes hard."""
LARGE_PX = 2_500_000
"""Pixels of a screen from which on the small picture is enlarged by repeating pixels: smoothly it
takes 5 ms at 1920 × 1080, and 16 at 3840 × 2160."""
SLOW_S = 0.012
"""A frame that takes longer is too slow for 60 of them a second."""
_SLOW_FRAMES = 2
_COARSEST = 2

PaintRegion = Callable[[QPainter, Frame], None]


def look_of(frame: Frame) -> Look:
    """What a frame looks at."""
    step = frame.metres_per_unit
    return Look(
        frame.left + frame.width * step / 2,
        frame.top - frame.height * step / 2,
        frame.width * step,
    )


@dataclass(slots=True, eq=False)
class Transition:
    """A way from `start` to `end`; `end` may come while it is under way.

    Attributes
    ----------
    to
        Where the way ends, device pixels of the screen.
    region
        Paints what is below all pictures where they do not reach.
    """

    start: Still
    end: Still | None
    to: Frame
    region: PaintRegion
    crew: Crew | None = None
    rings: MovingRings | None = None
    flight: Flight | None = None
    _small: QImage | None = field(default=None, init=False)
    _coarseness: int = field(default=0, init=False)
    _slow: int = field(default=0, init=False)

    @staticmethod
    def between(
        start: Still,
        end: Still | None,
        to: Frame,
        region: PaintRegion,
        crew: Crew | None = None,
        rings: MovingRings | None = None,
        *,
        flies: bool = True,
    ) -> Transition:
        """A way with a flight, if the camera moves in one plane and `flies`; else it fades."""
        flies &= start.frame.projection_id == to.projection_id
        flight = None
        if flies and not _alike(start.frame, to):
            flight = Flight.between(look_of(start.frame), look_of(to))
        return Transition(start, end, to, region, crew, rings, flight)

    @property
    def seconds(self) -> float:
        """How long it takes: never more than a second."""
        seconds = FADE_S if self.flight is None else self.flight.seconds
        moves = self.crew is not None and bool(self.crew.moving.any())
        return max(seconds, MOVE_S) if moves else seconds

    def frame_at(self, share: float) -> Frame:
        """What the screen shows at a share of the time."""
        if self.flight is None:
            return self.to
        look, to = self.flight.after(share), self.to
        step = look.width / to.width
        return Frame(
            to.projection_id,
            look.x - look.width / 2,
            look.y + to.height * step / 2,
            step,
            to.width,
            to.height,
            to.style_scale,
        )

    def paint(self, painter: QPainter, share: float) -> Frame:
        """Draw the moment at a share of the time, in device pixels; the frame that it shows."""
        begun = perf_counter()
        frame = self.frame_at(share)
        fade = eased((share - FADE_FROM) / (FADE_TO - FADE_FROM))
        way = eased(share)
        if self.flight is None and not self._coarseness:
            self._lay(painter, fade)
            self._paint_figures(painter, frame, way, fade)
        else:
            self._stretch(painter, frame, way, fade)
        self._note(perf_counter() - begun)
        return frame

    # -- inside ------------------------------------------------------------------------------

    def _note(self, seconds: float) -> None:
        self._slow = self._slow + 1 if seconds > SLOW_S else 0
        if self._slow >= _SLOW_FRAMES and self._coarseness < _COARSEST:
            self._coarseness += 1
            self._slow = 0

    def _paint_figures(self, painter: QPainter, frame: Frame, way: float, fade: float) -> None:
        if self.rings is not None:
            self.rings.paint(painter, frame, way)
        if self.crew is not None:
            self.crew.paint(painter, frame, way, fade, smaller=round(self.to.width / frame.width))

    def _lay(self, painter: QPainter, fade: float) -> None:
        whole = QRectF(0, 0, self.to.width, self.to.height)
        start, end = self.start.image, self.end
        if end is None or fade < 1.0:
            painter.drawImage(whole, start, QRectF(start.rect()))
        if end is not None and fade > 0.0:
            painter.setOpacity(fade)
            painter.drawImage(whole, end.image, QRectF(end.image.rect()))
            painter.setOpacity(1.0)

    def _stretch(self, painter: QPainter, frame: Frame, way: float, fade: float) -> None:
        large = frame.width * frame.height > LARGE_PX
        small, part = self._part(frame, 3 if self._coarseness >= _COARSEST else 2)
        below = QPainter(small)
        below.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_pictures(below, part, fade)
        inside = large or self._coarseness > 0
        if inside:
            self._paint_figures(below, part, way, fade)
        below.end()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not large)
        painter.drawImage(
            QRectF(0, 0, frame.width, frame.height), small, QRectF(0, 0, part.width, part.height)
        )
        if not inside:
            self._paint_figures(painter, frame, way, fade)

    def _paint_pictures(self, painter: QPainter, frame: Frame, fade: float) -> None:
        start, end = self.start, self.end
        if end is None:
            order = ((start, 1.0),)
        elif end.frame.metres_per_unit < start.frame.metres_per_unit * 1.001:
            # The finer one comes over the coarser, which stays whole till it is covered.
            order = ((start, 1.0), (end, fade))
        else:
            order = ((end, 1.0), (start, 1.0 - fade))
        (lower, _), (upper, strength) = order[0], order[-1]
        if upper is not lower and strength >= 1.0 and _covers(upper, frame):
            order = ((upper, 1.0),)
        elif not _covers(lower, frame):
            self.region(painter, frame)
        for still, strength in order:
            _draw(painter, still, frame, strength)

    def _part(self, frame: Frame, smaller: int) -> tuple[QImage, Frame]:
        """A picture so many times smaller than the screen, and its frame."""
        width = max(int(frame.width) // smaller, 1)
        height = max(int(frame.height) // smaller, 1)
        if self._small is None or self._small.width() != width:
            self._small = QImage(width, height, QImage.Format.Format_RGB32)
        step = frame.metres_per_unit * frame.width / width
        scale = frame.style_scale / smaller
        return self._small, Frame(
            frame.projection_id, frame.left, frame.top, step, width, height, scale
        )


def _draw(painter: QPainter, still: Still, frame: Frame, strength: float) -> None:
    """A picture where it lies in a frame; very small ones give way to the plain region.

    Its edge is soft, until it nearly fills the screen.
    """
    target = target_in(still.frame, frame)
    size = target.width() / frame.width
    strength *= eased((size - SMALLEST) / (SMALL - SMALLEST))
    if strength <= 0.0 or not target.intersects(QRectF(0, 0, frame.width, frame.height)):
        return
    hard = 1.0 if _covers(still, frame) else eased((size - SOFT_UP_TO) / (1.0 - SOFT_UP_TO))
    for image, share in ((still.soft, 1.0 if hard < 1.0 else 0.0), (still.small, hard)):
        if share > 0.0:
            painter.setOpacity(strength * share)
            painter.drawImage(target, image, QRectF(image.rect()))
    painter.setOpacity(1.0)


def _covers(still: Still, frame: Frame) -> bool:
    return target_in(still.frame, frame).contains(QRectF(0, 0, frame.width, frame.height))


def _alike(a: Frame, b: Frame) -> bool:
    """Whether two frames show the same, but for less than a pixel."""
    step = b.metres_per_unit
    return (
        abs(a.metres_per_unit / step - 1.0) < 1e-4
        and abs(a.left - b.left) < step
        and abs(a.top - b.top) < step
        and (a.width, a.height) == (b.width, b.height)
    )
