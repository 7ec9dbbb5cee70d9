"""The map on the screen: what is shown on it, what is hit, and that it is painted in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import sleep

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsView

from baltic_desk.document.document import Document
from baltic_desk.document.feature import Feature
from baltic_desk.document.ring_choice import ALL, RingChoice, ring_choice
from baltic_desk.document.session import Session
from baltic_desk.document.store import Diff
from baltic_desk.geo.basemap import BaseMap
from baltic_desk.geo.projection import DEFAULT_PROJECTION
from baltic_desk.tools.tool import Hit, Preview
from baltic_desk.ui.map import hits
from baltic_desk.ui.map.camera_view import CameraView
from baltic_desk.ui.map.compositor import Compositor
from baltic_desk.ui.map.exercise_painting import ShownExercise
from baltic_desk.ui.map.live import shown_handles
from baltic_desk.ui.map.merge_shown import Marked, ShownMerge
from baltic_desk.ui.map.painting import LAYERS
from baltic_desk.ui.map.picture import Picture
from baltic_desk.ui.map.placed_reach import Reaches
from baltic_desk.ui.map.placed_study import ShownStudy
from baltic_desk.ui.map.relief import Reliefs
from baltic_desk.ui.map.sheet_frames import ShownSheets
from baltic_desk.ui.map.theme import LIGHT, THEMES, Theme
from baltic_desk.ui.map.viewport import (
    Pixel,
    Viewport,
)
from baltic_desk.ui.symbol_pictures import SymbolPictures

SLICE_S = 0.003
SLICE_WHILE_MOVING_S = 0.002
LOOK_AGAIN_MS = 100


class MapView(CameraView):
    """The map. All positions are (lon, lat), all pixels logical ones of the view."""

    hovered = Signal(object)
    """A list points at a feature of this id, or at none."""
    failed = Signal(str)
    """A file of the map cannot be read, and why."""

    def __init__(
        self,
        basemap: BaseMap,
        pictures: SymbolPictures,
        *,
        theme: Theme = LIGHT,
        projection_id: str = DEFAULT_PROJECTION,
        reliefs: Reliefs | None = None,
    ) -> None:
        super().__init__(projection_id)
        self._picture = Picture(basemap, pictures, theme, frozenset(LAYERS), reliefs)
        self._document = Document()
        self._session = Session(self._document)
        self._rings_shown = ALL
        self._stop_hearing = [lambda: None]
        self._closed = False
        self._at_rest = False
        self._box.addItem(Compositor(self._compose, self.devicePixelRatioF), ignoreBounds=True)
        self._work = QTimer(self)
        self._work.timeout.connect(self._work_a_slice)
        preparation = self._picture.preparation
        preparation.progressed.connect(self._resume_work)
        preparation.failed.connect(self.failed)
        preparation.relief_ready.connect(self._relief_came)
        preparation.names_ready.connect(self._names_came)
        if pictures.supply is not None:
            pictures.supply.arrived.connect(self._resume_work)
            pictures.supply.failed.connect(self.failed)
        pictures.measures.arrived.connect(self._resume_work)
        pictures.measures.failed.connect(self.failed)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_document(self._document, self._session)

    # -- what is shown ---------------------------------------------------------------------

    def set_document(self, document: Document, session: Session) -> None:
        """Show another document with its selection."""
        for stop in self._stop_hearing:
            stop()
        self._document, self._session = document, session
        self._stop_hearing = [
            document.subscribe(self._document_changed),
            document.on_phase(self._phase_changed),
            session.subscribe(self._session_changed),
        ]
        self._picture.show_document(document)
        self.light(())
        self._session_changed()
        self._resume_work()

    def set_preview(self, preview: Preview) -> None:
        """Show what a gesture would do."""
        self._update_device(self._picture.show_preview(preview, self._viewport))
        self._resume_work()

    def show_reaches(self, reaches: Reaches | None) -> None:
        """Show what is reached at an altitude; None for published ranges."""
        self._picture.show_reaches(reaches)
        if reaches is None:
            self.viewport().update()
        self._resume_work()

    def show_compared(self, reaches: Reaches | None) -> None:
        """Show this left of the split, and what `show_reaches` shows right of it; None ends it."""
        self._picture.show_compared(reaches)
        self.viewport().update()
        self._resume_work()

    @property
    def split(self) -> float:
        """Where the view is divided while altitudes are compared, as a share of its width."""
        return self._picture.split

    def set_split(self, share: float) -> None:
        """Divide the view elsewhere."""
        before, self._picture.split = self._picture.split, min(max(share, 0.0), 1.0)
        left, right = sorted((before * self._viewport.width, self.split * self._viewport.width))
        changed = QRectF(left - 1, 0, right - left + 2, self._viewport.height)
        self.viewport().update(changed.toAlignedRect())

    def show_study(self, shown: ShownStudy) -> None:
        """Show a study of coverage, and routes with their exposure."""
        self._picture.show_study(shown)
        self.viewport().update()
        self._resume_work()

    def show_exercise(self, shown: ShownExercise) -> None:
        """Show answers beside solutions; nothing for an empty one."""
        self._picture.exercise = shown
        self.viewport().update()
        self._resume_work()

    def show_merge(self, shown: ShownMerge, current: str = "") -> None:
        """Show what a merge is about, one of it most of all; nothing for an empty one."""
        layer = self._picture.merge
        if shown is not layer.shown:
            layer.show(shown)
        layer.current = current
        self.viewport().update()
        self._resume_work()

    def merge_hit(self, px: Pixel, *, signs: bool, tolerance_px: float = 6.0) -> Marked | None:
        """What a merge marks at a pixel: by its sign alone, or by what theirs has there."""
        scene = self._picture.scene(self._viewport.projection_id)
        ruler, shown = self._picture.means.ruler, self._picture.merge.shown
        return shown.hit(self._viewport, scene, px, tolerance_px, ruler, signs=signs)

    def show_sheets(self, shown: ShownSheets) -> None:
        """Show the frames of sheets of paper."""
        self._picture.sheets = shown
        self.viewport().update()

    def set_theme(self, theme_id: str) -> None:
        """Paint in the theme of that id."""
        self._picture.keep_backdrop(self._viewport)
        self._picture.set_theme(THEMES[theme_id])
        self._show(self._goal)

    @property
    def theme(self) -> Theme:
        """The theme painted in."""
        return self._picture.theme

    def set_projection(self, projection_id: str) -> None:
        """Draw in another projection, the same place in the middle at the same scale."""
        if projection_id == self._goal.projection_id:
            return
        self._picture.keep_backdrop(self._viewport)
        self.light(())
        goal = self._goal
        moved = Viewport.of(goal.camera(), projection_id, goal.width, goal.height, goal.dpr)
        self._picture.move_to(moved)
        self._show(moved)
        self._picture.live.show(self._picture.live.preview, projection_id)

    def set_layer_visible(self, name: str, visible: bool) -> None:
        """Show or hide a layer of the base map, by its name in painting.LAYERS."""
        layers = self._picture.layers
        self._picture.set_layers(layers | {name} if visible else layers - {name})
        self.viewport().update()
        self._resume_work()

    def layer_visible(self, name: str) -> bool:
        """Whether a layer of the base map is shown."""
        return name in self._picture.layers

    def show_rings(self, choice: str) -> None:
        """Show these rings, by an id of ring_choice.CHOICES."""
        self._rings_shown = choice
        self._session_changed()

    @property
    def ring_choice(self) -> RingChoice:
        """Which rings are shown."""
        return self._picture.scene(self._goal.projection_id).ring_choice

    def set_hovered(self, feature_id: str | None) -> None:
        """Light up a feature, as when a list points at it."""
        if self._picture.live.hovered != feature_id:
            self._picture.live.hovered = feature_id
            self.viewport().update()
            self.hovered.emit(feature_id)

    def light(self, ids: Iterable[str], first: str = "", *, dims: bool = False) -> None:
        """Light up rings with their unit, `first` most of all; `dims`: all else steps back.

        Without ids nothing is lit any more.
        """
        lit = self._picture.live.lit
        self._picture.light(ids, first, self._goal.projection_id, dims=dims)
        if lit is not self._picture.live.lit:
            self.viewport().update()

    @property
    def picture(self) -> Picture:
        """What paints it, for measurements."""
        return self._picture

    def complete(self) -> bool:
        """Whether all that is in sight has been painted as it should be."""
        self._picture.scene(self._goal.projection_id)  # what has changed becomes stale now
        settled = self._viewport == self._goal and not self._picture.live.settling
        painted = self._picture.reach_is_painted(self._goal)
        painted = painted and self._picture.merge_is_painted(self._goal)
        return settled and painted and self._picture.mosaic.complete()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is painted ahead of need."""
        return self._at_rest

    def rest(self, *, at_rest: bool) -> None:
        """Paint nothing ahead of need until told otherwise: others need the time."""
        self._at_rest = at_rest
        if at_rest:
            self._work.stop()
        else:
            self._resume_work()

    def flush(self) -> None:
        """Paint all that is in sight now, however long it takes: for screenshots and tests."""
        self._show(self._goal)
        while not (self.complete() and self._picture.shaded(self._goal)):
            busy, _ = self._picture.work(0.05, self._goal)
            if not busy:
                sleep(0.002)  # spinning would keep the interpreter from the threads waited for
            # Relief and names come as events of another thread.
            QCoreApplication.sendPostedEvents(self._picture.preparation)
            QCoreApplication.sendPostedEvents(self)
        self.viewport().update()

    # -- places ----------------------------------------------------------------------------

    def drawn_offset_px(self, feature_id: str) -> Pixel:
        """How far from its place a unit is drawn, to the right and down."""
        scene = self._picture.scene(self._goal.projection_id)
        return scene.offset_px(feature_id, self._goal.metres_per_px)

    def hit(self, px: Pixel, *, tolerance_px: float = 6.0) -> Hit | None:
        """Topmost visible, unlocked feature under a pixel: selected first, vertex before body."""
        scene = self._picture.scene(self._viewport.projection_id)
        shown = shown_handles(self._picture.live, self._picture.selection, self.metres_per_px())
        for feature in self._picture.selection.values():
            k = scene.place.get(feature.id)
            if k is not None and scene.touchable[k]:
                found = hits.hit_handle(feature, shown, self._viewport, px, tolerance_px)
                if found is not None:
                    return found
        ruler = self._picture.means.ruler
        return hits.hit_body(
            scene, self._viewport, px, tolerance_px, self._picture.selection, ruler
        )

    def rings_at(self, px: Pixel, *, tolerance_px: float = 6.0) -> Sequence[str]:
        """Ids of visible rings and covered areas whose line runs by a pixel, topmost first."""
        scene = self._picture.scene(self._viewport.projection_id)
        ruler = self._picture.means.ruler
        return hits.rings_at(scene, self._viewport, px, tolerance_px, ruler)

    def hits_within(self, corner: Pixel, opposite: Pixel) -> Sequence[str]:
        """Ids of unlocked visible features that lie wholly inside a box on the screen."""
        scene = self._picture.scene(self._viewport.projection_id)
        return hits.within(scene, self._viewport, corner, opposite)

    # -- pictures --------------------------------------------------------------------------

    def _compose(self, painter: QPainter, exposed: QRectF) -> None:
        settled = self._viewport.metres_per_px == self._goal.metres_per_px
        self._picture.compose(painter, exposed, self._viewport, settled=settled)

    def _leave_scale(self) -> None:
        self._picture.keep_backdrop(self._viewport)

    def _aim(self, about: Pixel) -> None:
        self._picture.aim(self._goal, about)
        self._resume_work()

    def _work_a_slice(self) -> None:
        gliding = self.gliding or self.panning
        seconds = SLICE_WHILE_MOVING_S if gliding else SLICE_S
        busy, new = self._picture.work(seconds, self._goal)
        if not busy and self._picture.mosaic.complete():
            self._work.stop()
        elif not busy:
            # What is waited for from the threads may have been called off by a move meanwhile.
            self._work.start(LOOK_AGAIN_MS)
        if not self.gliding:
            for box in new:
                self._update_device(box)

    def _resume_work(self) -> None:
        # Word from the worker threads can still be on its way when the view has been closed.
        if self._closed or self._at_rest:
            return
        if self._work.interval() or not self._work.isActive():
            self._work.start(0)

    def _relief_came(self) -> None:
        self._picture.mosaic.age_all()
        self._resume_work()

    def _names_came(self) -> None:
        self._picture.mosaic.age_nameless()
        self._resume_work()

    def _update_device(self, box: QRectF) -> None:
        """Paint a part of the view again, given in device pixels."""
        dpr = self.devicePixelRatioF()
        logical = QRectF(box.x() / dpr, box.y() / dpr, box.width() / dpr, box.height() / dpr)
        self.viewport().update(logical.toAlignedRect().intersected(QRect(self.viewport().rect())))

    def _document_changed(self, diff: Diff) -> None:
        self._picture.take(diff)
        self._session_changed()
        self._resume_work()

    def _phase_changed(self, _phase: str | None) -> None:
        # What tells of movements may be other though no feature is.
        self._picture.take_phase()
        self._resume_work()

    def _session_changed(self) -> None:
        found = ((i, self._document.feature(i)) for i in self._session.selection)
        chosen = {i: f for i, f in found if isinstance(f, Feature)}
        self._picture.select(chosen, ring_choice(self._document, self._rings_shown, chosen))
        self.viewport().update()
        self._resume_work()

    def _pointer_moved(self) -> None:
        if self.pointer_px is not None:
            self._picture.live.pointer_px = self.pointer_px

    # -- the end ---------------------------------------------------------------------------

    def close(self) -> bool:
        """Stop all work; the view is of no use afterwards."""
        self._closed = True
        self._work.stop()
        self._stop_gliding()
        for stop in self._stop_hearing:
            stop()
        self._stop_hearing = []
        self._picture.preparation.close()
        # Not pyqtgraph's own: it takes the scene apart while events are still on their way to it.
        return QGraphicsView.close(self)
