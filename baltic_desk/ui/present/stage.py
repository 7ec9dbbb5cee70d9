"""What the audience sees: a window without chrome, pictures made ready behind it, ways between."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QImage,
    QPainter,
    QResizeEvent,
)

from baltic_desk.app.presenting import Showing
from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.ui.map.furniture import credit_of
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.curtain import Curtain, Over
from baltic_desk.ui.present.figures import Crew, Figure, figures_of
from baltic_desk.ui.present.moving_rings import MovingRings
from baltic_desk.ui.present.scenery import Scenery, SceneryMeans
from baltic_desk.ui.present.stage_map import automatic_scale
from baltic_desk.ui.present.stage_window import StageWindow
from baltic_desk.ui.present.still import Still
from baltic_desk.ui.present.transition import Transition
from baltic_desk.ui.present.wings import Wanted, Wings

FRAME_MS = 15
HOLD_S = 1.5
"""How long the end of a way stands still for a picture that is not ready yet."""
FIRST_HOLD_S = 8.0
"""How long that of the first does: what the editor showed stands there, rather than a map in tiles
with symbols that come one by one."""
SAID_MS = 2500
KEY_ZOOM = 1.35


class Stage(StageWindow):
    """A window as large as a screen."""

    settled = Signal()
    """A picture has become ready, or another one is shown."""
    camera_moved = Signal()
    left = Signal()
    """The window has been closed."""

    def __init__(
        self, means: SceneryMeans, documents: StageDocuments, marking: str, scale_setting: float
    ) -> None:
        super().__init__()
        self.setObjectName("stage")
        self.setWindowTitle("Presentation — BalticDesk")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._documents = documents
        self._scale_setting = scale_setting
        self._closed = False
        self.wings = Wings(means, documents, self)
        self._transition: Transition | None = None
        self._target: Scenery | None = None
        self._began = 0.0
        self._hold_s = HOLD_S
        view = self.wings.on_stage.view
        over = Over(
            view.theme, view.picture.means, self._frame(), self.map_frame,
            marking=marking, credit=credit_of(means.basemap),
        )  # fmt: skip
        self.curtain = Curtain(self, over, self.ink)
        self.wings.progressed.connect(self._progressed)
        for scenery in self.wings:
            scenery.view.camera_changed.connect(self._camera_changed)
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._next_frame)
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.setInterval(SAID_MS)
        self._unsay.timeout.connect(self._say_nothing)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def current(self) -> Scenery:
        """What is shown, or where a way leads to."""
        return self._target or self.wings.on_stage

    @property
    def over(self) -> Over:
        """What is seen over the map."""
        return self.curtain.over

    @property
    def flying(self) -> bool:
        """Whether one picture is on its way to the next."""
        return self._transition is not None

    @property
    def transition(self) -> Transition | None:
        """The way that it is on."""
        return self._transition

    def is_ready(self, showing: Showing) -> bool:
        """Whether a picture stands ready that is not shown yet."""
        made = self.wings.made(showing)
        return made is not None and made.ready

    def begin(self, wanted: Wanted, start: Still) -> None:
        """Show the first picture, coming from what the editor shows."""
        self._fill()
        target = self.wings.on_stage
        self.wings.become(target, wanted)
        self._go(start, None, target, None)
        self._hold_s = FIRST_HOLD_S

    def turn_to(self, wanted: Wanted, *, stays: bool = False) -> None:
        """Go to another picture.

        Parameters
        ----------
        stays
            Keep looking where one looks now.
        """
        self.skip()
        self.ink.erase()
        before = self.wings.on_stage
        showing, step = wanted
        phase = None if before.showing is None else before.showing.phase
        bare, figures = before.bare, dict[str, Figure]()
        if bare is not None:
            figures = figures_of(before.view, bare.lifted, before.step.highlights)
        scene = before.view.picture.scene(before.view.projection_id)
        target = None if stays else self.wings.made(showing)
        if target is None:
            # The same picture looked at from elsewhere, or with other overlays, stays where it is.
            same = before.step is step and phase == showing.phase
            target = before if same else self.wings.free((showing,))
        start = before.still() if bare is None or target is before else bare
        if target is before or not target.is_of(showing):
            camera = before.view.camera() if stays else None
            self.wings.become(target, wanted, camera)
        crew = rings = None
        plane = before.view.projection_id
        one_look = target.view.projection_id == plane and target.view.theme is before.view.theme
        if bare is not None and target is not before and one_look:
            after = figures_of(target.view, bare.lifted | target.lifted, step.highlights, figures)
            through = self._documents.ways(phase, showing.phase)
            theme = target.view.theme
            crew = Crew(figures, after, through, plane, theme)
            rings = MovingRings(scene, target.view.picture.scene(plane), theme, crew.place_of)
        end = target.bare if crew is not None else (target.still() if target.ready else None)
        self._go(start, end, target, crew, rings, flies=one_look)

    def change(self, showing: Showing) -> None:
        """Show other overlays or another altitude in the present picture."""
        self.skip()
        self.wings.on_stage.change(showing)
        self.settled.emit()

    def prepare(self, wanted: Sequence[Wanted]) -> None:
        """Make these ready while there is time, the first first."""
        self.wings.want(wanted)
        self._prepare_more()

    def skip(self) -> bool:
        """Be at the end of a way at once; whether there was one."""
        if self._transition is None:
            return False
        self._land()
        return True

    def picture_of(self, showing: Showing) -> QImage | None:
        """A picture of something that is ready, in device pixels."""
        here = self.wings.on_stage
        scenery = here if here.is_of(showing) else self.wings.made(showing)
        return scenery.view.still()[0] if scenery is not None and scenery.ready else None

    # -- over it -------------------------------------------------------------------------------

    def show_over(self, **changes: object) -> None:
        """Change what is seen over the map, by the names of `Over`."""
        for name, value in changes.items():
            setattr(self.over, name, value)
        self.curtain.cover()

    def say(self, words: str) -> None:
        """Some words for a moment."""
        self.over.said = words
        self.curtain.update()
        if words:
            self._unsay.start()
        else:
            self._unsay.stop()

    def erase(self) -> None:
        """Take what was drawn away."""
        self.ink.erase()
        self.curtain.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther, about a place of the window."""
        self.skip()
        about = at or QPointF(self.width() / 2, self.height() / 2)
        self.wings.on_stage.view.zoom_steadily(factor, about.x(), about.y())

    def pan(self, dx: float, dy: float) -> None:
        """Shift the map by logical pixels."""
        self.wings.on_stage.view.pan(dx, dy)

    # -- going from one picture to the next ----------------------------------------------------

    def _go(
        self,
        start: Still,
        end: Still | None,
        target: Scenery,
        crew: Crew | None,
        rings: MovingRings | None = None,
        *,
        flies: bool = True,
    ) -> None:
        picture, theme = target.view.picture, target.view.theme

        def region(painter: QPainter, frame: Frame) -> None:
            picture.backdrop.paint_region(
                painter, frame, theme, QRectF(0, 0, frame.width, frame.height)
            )

        to = picture.grid(target.view.goal).frame
        self._transition = Transition.between(start, end, to, region, crew, rings, flies=flies)
        self._target = target
        self.over.theme, self.over.means = theme, picture.means
        self.over.motion = self._paint_motion
        self._began = perf_counter()
        self._hold_s = HOLD_S
        self._share_time()
        self.curtain.raise_()
        self.curtain.cover()
        self._frames.start()

    def _paint_motion(self, painter: QPainter) -> None:
        assert self._transition is not None
        share = (perf_counter() - self._began) / self._transition.seconds
        self._transition.paint(painter, min(share, 1.0))

    def _next_frame(self) -> None:
        transition, target = self._transition, self._target
        assert transition is not None
        assert target is not None
        gone = perf_counter() - self._began
        if gone >= transition.seconds and (
            target.ready or gone >= transition.seconds + self._hold_s
        ):
            self._land()
        else:
            self.curtain.update()

    def _land(self) -> None:
        assert self._target is not None
        self._frames.stop()
        self.wings.on_stage, self._target, self._transition = self._target, None, None
        self.over.motion = None
        for scenery in self.wings:
            scenery.view.setVisible(scenery is self.wings.on_stage)
        self._share_time()
        self.curtain.raise_()
        self.curtain.cover()
        self.settled.emit()
        self._prepare_more()

    def _progressed(self) -> None:
        transition, target = self._transition, self._target
        if transition is not None and target is not None and transition.end is None:
            if transition.crew is not None:
                transition.end = target.bare
            elif target.ready:
                transition.end = target.still()
        if transition is None:
            self.settled.emit()
            self._prepare_more()

    def _prepare_more(self) -> None:
        if self._transition is None and not self._closed:
            self.wings.prepare()
            self._share_time()

    def _share_time(self) -> None:
        """Have painted what is needed, and nothing else."""
        for scenery in self.wings:
            if self._transition is not None:
                works = scenery is self._target and not scenery.ready
            else:
                works = scenery is self.wings.on_stage or not scenery.ready
            scenery.view.rest(at_rest=not (works and scenery.showing is not None))

    # -- size ------------------------------------------------------------------------------------

    def _fill(self) -> None:
        scale = automatic_scale(self.height(), self._scale_setting)
        self.wings.fill(self.width(), self.height(), scale)
        self.curtain.resize(self.size())
        self.over.frame = self._frame()

    def _frame(self) -> Frame:
        """The window in device pixels."""
        dpr = self.devicePixelRatioF()
        scale = dpr * automatic_scale(self.height(), self._scale_setting)
        size = self.size()
        return Frame("", 0.0, 0.0, 1.0, size.width() * dpr, size.height() * dpr, scale)

    def map_frame(self) -> Frame:
        """What the map shows just now, in device pixels."""
        view = self.wings.on_stage.view
        return view.picture.grid(view.shown).frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._closed or event.size() == event.oldSize():
            return
        self.skip()
        self._fill()
        self._prepare_more()

    def _camera_changed(self) -> None:
        if self.sender() is self.wings.on_stage.view:
            self.curtain.update()
            self.camera_moved.emit()

    def _say_nothing(self) -> None:
        self.say("")

    # -- the end -----------------------------------------------------------------------------------

    def finish(self) -> None:
        """End all work and close the window."""
        if self._closed:
            return
        self._closed = True
        for timer in (self._frames, self._unsay, self._rest):
            timer.stop()
        self.wings.close()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if not self._closed:
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setCursor(Qt.CursorShape.ArrowCursor)
