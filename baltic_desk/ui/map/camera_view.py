"""A view with a camera: where it looks, how it glides there, and what of the earth is where."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pyqtgraph as pg  # pyright: ignore[reportMissingTypeStubs]
from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGraphicsView

from baltic_desk.geo.geodesy import Position
from baltic_desk.ui.map.pointing import PointedView
from baltic_desk.ui.map.viewport import (
    CSS_DPI,
    MIDDLE,
    Bounds,
    Camera,
    Pixel,
    Viewport,
    metres_per_px_at,
    scale_denominator,
    viewport_around,
)

FRAME_MS = 15
GLIDE = 0.30
"""Share of the way to the wanted scale that a frame goes."""
ARRIVED = 1.004
SANE_DPI = (60.0, 400.0)


class CameraView(PointedView):
    """Looks through one viewport while it glides to another. All pixels are logical ones."""

    camera_changed = Signal()
    frame_shown = Signal()
    """Another viewport is on the screen, be it for one frame of a zoom."""

    def __init__(self, projection_id: str) -> None:
        super().__init__()
        self._viewport = Viewport.of(Camera(MIDDLE, 1500.0), projection_id, 640, 480)
        self._goal = self._viewport
        self._zoom_about: Pixel = (0.0, 0.0)
        self._box = pg.ViewBox(lockAspect=True, enableMouse=False, enableMenu=False)
        self._box.disableAutoRange()
        # Whoever changes the picture says so: the scene, told of a moved item, would have every
        # frame painted twice.
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setCentralItem(self._box)
        self._glide = QTimer(self)
        self._glide.setInterval(FRAME_MS)
        self._glide.setTimerType(Qt.TimerType.PreciseTimer)
        self._glide.timeout.connect(self._glide_a_frame)
        self._last_frame = perf_counter()

    def _leave_scale(self) -> None:
        """Another scale is about to be shown."""
        raise NotImplementedError

    def _aim(self, about: Pixel) -> None:
        """Another viewport is to be shown; what lies about a pixel of it matters most."""
        raise NotImplementedError

    @property
    def projection_id(self) -> str:
        """The projection drawn in."""
        return self._goal.projection_id

    @property
    def shown(self) -> Viewport:
        """The viewport on the screen now, perhaps in the middle of a zoom."""
        return self._viewport

    @property
    def goal(self) -> Viewport:
        """What is shown at the end of any zoom that is going on."""
        return self._goal

    @property
    def gliding(self) -> bool:
        """Whether a zoom is going on."""
        return self._glide.isActive()

    # -- camera ----------------------------------------------------------------------------

    def camera(self) -> Camera:
        """What is looked at, at the end of any zoom that is going on."""
        return self._goal.camera()

    def set_camera(self, camera: Camera) -> None:
        """Look at something else, at once."""
        goal = self._goal
        self._show(
            Viewport.of(camera.limited(), goal.projection_id, goal.width, goal.height, goal.dpr)
        )

    def center(self) -> Position:
        """Place at the centre of the view."""
        return self.camera().center

    def size_px(self) -> tuple[int, int]:
        """Width and height of the view, logical pixels."""
        return self._goal.width, self._goal.height

    def look_at(self, center: Position, metres_per_px: float | None = None) -> None:
        """Bring a place to the centre, at the present scale unless one is given."""
        self.set_camera(Camera(center, metres_per_px or self.camera().metres_per_px))

    def zoom(self, factor: float, about_px: Pixel | None = None) -> None:
        """Glide nearer (above 1) or farther, about a pixel that stays where it is."""
        about = about_px or (self._goal.width / 2, self._goal.height / 2)
        self._zoom_about = about
        nearer = self._goal.zoomed(factor, about)
        limited = nearer.camera().limited()
        exact = limited.metres_per_px / nearer.camera().metres_per_px
        goal = nearer if exact == 1.0 else self._goal.zoomed(factor / exact, about)
        begins = not self.gliding
        if begins:
            self._leave_scale()
            self._glide.start()
            self._last_frame = perf_counter()
        self._goal = goal
        self._aim(about)
        if begins:
            self._glide_a_frame()  # not a timer's interval later
        self.camera_changed.emit()

    def pan_px(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels, to the right and down when positive."""
        goal = self._goal.panned(dx, dy)
        camera = goal.camera()
        if camera.limited() != camera:
            goal = Viewport.of(
                camera.limited(), goal.projection_id, goal.width, goal.height, goal.dpr
            )
            goal = replace(goal, metres_per_px=self._goal.metres_per_px)
        self._show(goal)

    def fit(self, bounds: Bounds) -> None:
        """Show all of west, south, east, north, with a margin."""
        goal = self._goal
        around = viewport_around(bounds, goal.projection_id, goal.width, goal.height)
        self.set_camera(around.camera())

    def dots_per_inch(self) -> float:
        """Logical pixels per inch of the screen, 96 when it says nonsense."""
        dpi = self.screen().physicalDotsPerInch()
        return dpi if SANE_DPI[0] <= dpi <= SANE_DPI[1] else CSS_DPI

    def scale_denominator(self) -> float:
        """1 to this at the centre of the view."""
        return scale_denominator(self.camera().metres_per_px, self.dots_per_inch())

    def set_scale_denominator(self, denominator: float) -> None:
        """Zoom about the centre to a scale."""
        center = self.camera().center
        self.set_camera(Camera(center, metres_per_px_at(denominator, self.dots_per_inch())))

    def metres_per_px(self) -> float:
        """Metres on the ground for a pixel at the centre."""
        return self.camera().metres_per_px

    @property
    def map_metres_per_px(self) -> float:
        """Metres of the map plane for a pixel, at the end of any zoom that is going on."""
        return self._goal.metres_per_px

    # -- places ----------------------------------------------------------------------------

    def to_px(self, position: Position) -> Pixel:
        """Place on the screen."""
        return self._viewport.to_px(self._viewport.projection.forward_one(position))

    def to_position(self, px: Pixel) -> Position:
        """Place on the earth."""
        return self._viewport.projection.inverse_one(self._viewport.to_xy(px))

    # -- frames ----------------------------------------------------------------------------

    def _show(self, viewport: Viewport) -> None:
        """Look through this viewport now."""
        self._glide.stop()
        if viewport.metres_per_px != self._viewport.metres_per_px:
            self._leave_scale()
        self._goal = viewport
        self._place(viewport)
        self._aim(self.pointer_px or (viewport.width / 2, viewport.height / 2))
        self.camera_changed.emit()

    def _place(self, viewport: Viewport) -> None:
        self._viewport = viewport
        left, bottom, right, top = viewport.frame().xy_bounds()
        self._box.setRange(QRectF(left, bottom, right - left, top - bottom), padding=0)
        self.viewport().update()
        self.frame_shown.emit()

    def _glide_a_frame(self) -> None:
        ratio = self._viewport.metres_per_px / self._goal.metres_per_px
        if 1.0 / ARRIVED < ratio < ARRIVED:
            self._glide.stop()
            self._place(self._goal)
            return
        # By the time that has passed, not by frames: a slow machine glides as fast.
        now = perf_counter()
        frames = min((now - self._last_frame) * 1000.0 / FRAME_MS, 4.0)
        self._last_frame = now
        share = 1.0 - (1.0 - GLIDE) ** max(frames, 1.0)
        self._place(self._viewport.zoomed(ratio**share, self._zoom_about))

    def _stop_gliding(self) -> None:
        self._glide.stop()

    # -- events ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "_glide"):  # Qt's own constructor resizes already
            return
        width, height, dpr = self._extent()
        self._show(replace(self._goal, width=width, height=height, dpr=dpr))

    def _extent(self) -> tuple[int, int, float]:
        """Width and height in pixels of the style, and device pixels for each of them."""
        size = self.viewport().size()
        return max(size.width(), 1), max(size.height(), 1), self.devicePixelRatioF()
