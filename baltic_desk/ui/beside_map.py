"""A second map that looks where the first does: another phase beside the one that is edited."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from baltic_desk.document.ring_choice import ring_choice
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.pointing import NOTCH, ZOOM_OF_NOTCH
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.map.viewport import Viewport
from baltic_desk.ui.symbol_pictures import SymbolPictures

_CLICK_PX = 4.0


class BesideMap(MapView):
    """Follows the camera and the looks of another view, and moves that when it is dragged.

    Nothing on it can be taken hold of: a click only tells which feature was meant.

    Parameters
    ----------
    leader
        The view that it follows.
    """

    clicked = Signal(str)
    """On a feature of this id."""

    def __init__(self, basemap: BaseMap, pictures: SymbolPictures, leader: MapView) -> None:
        self._leader = leader
        self._chosen: tuple[str, ...] = ()
        self._held: QPointF | None = None
        self._pressed_at: QPointF | None = None
        super().__init__(
            basemap,
            pictures,
            theme=leader.theme,
            projection_id=leader.projection_id,
            reliefs=leader.picture.preparation.reliefs,
        )
        self.pictures = pictures
        self._take_layers()
        # After the layers: what is stale here would be stale there.
        self.picture.mosaic.share_base(leader.picture.mosaic)
        self.picture.backdrop.share_overviews(leader.picture.backdrop)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(leader.frameShape())
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        leader.frame_shown.connect(self.follow)
        leader.hovered.connect(self._light_up)

    def follow(self) -> None:
        """Look at what the leader looks at now, in the middle of a zoom as well."""
        leader = self._leader
        if self.projection_id != leader.projection_id:
            self.set_projection(leader.projection_id)
        shown, goal = self._as_here(leader.shown), self._as_here(leader.goal)
        if shown == self._viewport and goal == self._goal:
            return
        if goal.metres_per_px != self._goal.metres_per_px:
            self._picture.keep_backdrop(self._viewport)
        if goal != self._goal:
            self._goal = goal
            self._picture.aim(goal, (goal.width / 2, goal.height / 2))
            self.camera_changed.emit()
        self._place(shown)
        self._resume_work()

    def dress(self, rings: str) -> None:
        """Take on the leader's theme and layers, and show rings by this choice."""
        if self.theme.id != self._leader.theme.id:
            self.set_theme(self._leader.theme.id)
        self._take_layers()
        if rings != self._rings_shown:
            self.show_rings(rings)
        self.follow()

    def choose(self, ids: tuple[str, ...]) -> None:
        """Have these features selected, as far as that decides which rings are shown."""
        if ids != self._chosen:
            self._chosen = ids
            self._session_changed()
        self._light_up()

    def retire(self) -> None:
        """Stop all work, with that on symbols; the map is of no use afterwards."""
        self._leader.frame_shown.disconnect(self.follow)
        self._leader.hovered.disconnect(self._light_up)
        self.close()
        self.pictures.retire()

    def _light_up(self, _feature_id: object = None) -> None:
        """What a list points at, else what alone is selected."""
        alone = self._chosen[0] if len(self._chosen) == 1 else None
        self.set_hovered(self._leader.picture.live.hovered or alone)

    def _take_layers(self) -> None:
        for layer in LAYERS:
            shown = self._leader.layer_visible(layer)
            if self.layer_visible(layer) != shown:
                self.set_layer_visible(layer, shown)

    def _as_here(self, viewport: Viewport) -> Viewport:
        width, height, dpr = self._extent()
        return replace(viewport, width=width, height=height, dpr=dpr)

    def _session_changed(self) -> None:
        # Without handles, which would promise that they can be dragged.
        self._picture.select({}, ring_choice(self._document, self._rings_shown, self._chosen))
        self.viewport().update()
        self._resume_work()

    # -- events ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_work"):  # Qt's own constructor resizes already
            self.follow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if notches:
            at = event.position()
            self._leader.zoom(ZOOM_OF_NOTCH**notches, (at.x(), at.y()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._held = self._pressed_at = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            step = event.position() - self._held
            self._held = event.position()
            self._leader.pan_px(step.x(), step.y())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._held, self._pressed_at = self._pressed_at, None, None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        if pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            apart = event.position() - pressed
            if max(abs(apart.x()), abs(apart.y())) < _CLICK_PX:
                hit = self.hit((pressed.x(), pressed.y()))
                if hit is not None:
                    self.clicked.emit(hit.id)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class BesidePane(QWidget):
    """What shows the second map: all of it, or, laid over the first, what lies left of a line."""

    def __init__(self, map_view: BesideMap) -> None:
        super().__init__()
        self.map = map_view
        self._over: MapView | None = None
        map_view.setParent(self)

    def lie_over(self, view: MapView) -> None:
        """Lie over the first map from now on; `cut` says how far."""
        self._over = view
        self.setParent(view)
        self.cut()
        self.show()

    def stand_alone(self) -> None:
        """Show all of the map, as large as the pane."""
        self._over = None
        self.map.resize(self.size())
        self.show()

    def cut(self) -> None:
        """Reach from the left of the first map to its line."""
        if self._over is None:
            return
        area = self._over.viewport().geometry()
        at = round(self._over.split * area.width())
        self.setGeometry(area.left(), area.top(), at, area.height())
        frame = self.map.frameWidth()
        self.map.setGeometry(-frame, -frame, area.width() + 2 * frame, area.height() + 2 * frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._over is None:
            self.map.resize(self.size())
