"""A map for an audience: larger symbols and letters, its step's looks, nothing to take hold of."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFrame

from baltic_desk.app.briefing import view_for
from baltic_desk.document.lesson import StepView
from baltic_desk.document.ring_choice import ring_choice
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.tools.tool import NOTHING, Preview
from baltic_desk.ui.map.relief import Reliefs
from baltic_desk.ui.map.theme import Theme
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Camera, Frame, Viewport
from baltic_desk.ui.symbol_pictures import SymbolPictures

HEIGHT_OF_SCALE_1 = 720.0
"""Height of a screen, in logical pixels, at which symbols and letters have the editor's size."""
LEAST_SCALE, MOST_SCALE = 0.75, 4.0


def automatic_scale(height_px: float, setting: float = 1.0) -> float:
    """How much larger than in the editor things are drawn on a screen of a height: 1.5 at 1080.

    On a wall 2.4 m wide the smallest letters are then 15 mm high, which is 5 minutes of arc from
    10 m: what normal eyes just read. `setting` is what the person has chosen on top.
    """
    return min(max(height_px / HEIGHT_OF_SCALE_1 * setting, LEAST_SCALE), MOST_SCALE)


class StageMap(MapView):
    """The map of one picture of a presentation. Pixels are those of the style."""

    _style_scale = 1.0
    _highlights: tuple[str, ...] = ()

    def __init__(
        self,
        basemap: BaseMap,
        pictures: SymbolPictures,
        *,
        theme: Theme,
        projection_id: str,
        reliefs: Reliefs,
    ) -> None:
        super().__init__(
            basemap, pictures, theme=theme, projection_id=projection_id, reliefs=reliefs
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.pictures = pictures

    @property
    def style_scale(self) -> float:
        """How much larger than in the editor things are drawn."""
        return self._style_scale

    def set_style_scale(self, scale: float) -> None:
        """Draw things so much larger."""
        if scale != self._style_scale:
            self._style_scale = scale
            width, height, dpr = self._extent()
            goal = self._goal
            self._show(Viewport.of(goal.camera(), goal.projection_id, width, height, dpr))

    def fill(self, width: int, height: int) -> None:
        """Take this size, shown or not: Qt tells a hidden widget of its size only when it shows."""
        self.resize(width, height)
        self.viewport().resize(width, height)
        wide, high, dpr = self._extent()
        goal = self._goal
        if (goal.width, goal.height, goal.dpr) != (wide, high, dpr):
            self._show(Viewport.of(goal.camera(), goal.projection_id, wide, high, dpr))

    def viewport_of(self, view: StepView, projection_id: str) -> Viewport:
        """What it would show of a step."""
        width, height, dpr = self._extent()
        camera = Camera(*view_for(view, width, height)).limited()
        return Viewport.of(camera, projection_id, width, height, dpr)

    def look_through(self, viewport: Viewport) -> None:
        """Show a viewport of its own projection and size at once."""
        self._show(viewport)

    def highlight(self, ids: Iterable[str]) -> None:
        """Have features stand out, all else step back; rings of chosen units are theirs."""
        self._highlights = tuple(ids)
        self._session_changed()
        self.light(self._highlights, dims=bool(self._highlights))

    def lift(self, ids: Iterable[str]) -> None:
        """Paint the map without these; they show above it meanwhile."""
        found = ((i, self._document.feature(i)) for i in ids)
        features = {i: feature for i, feature in found if feature is not None}
        self.set_preview(Preview(features=features) if features else NOTHING)

    def still(self) -> tuple[QImage, Frame]:
        """A picture in device pixels of what is on the map now, and where that is."""
        viewport = self._viewport
        frame = self._picture.grid(viewport).frame
        image = QImage(int(frame.width), int(frame.height), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        self._picture.paint_still(painter, viewport)
        painter.end()
        return image, frame

    def zoom_steadily(self, factor: float, x: float, y: float) -> None:
        """Zoom about a logical pixel of the widget."""
        self.zoom(factor, (x / self._style_scale, y / self._style_scale))

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by logical pixels of the widget."""
        self.pan_px(dx / self._style_scale, dy / self._style_scale)

    def _extent(self) -> tuple[int, int, float]:
        # Rounded up, so that no strip at the edge is left bare.
        size, scale = self.viewport().size(), self._style_scale
        return (
            max(math.ceil(size.width() / scale), 1),
            max(math.ceil(size.height() / scale), 1),
            self.devicePixelRatioF() * scale,
        )

    def _session_changed(self) -> None:
        rings = ring_choice(self._document, self._rings_shown, self._highlights)
        self._picture.select({}, rings)
        self.viewport().update()
        self._resume_work()
