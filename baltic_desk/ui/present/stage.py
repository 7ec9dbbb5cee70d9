"""What the audience sees: a window without chrome, pictures made ready behind it, ways between."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from baltic_desk.app.presenting import Hand, Showing
from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.document.lesson import BriefingStep
from baltic_desk.ui.map.furniture import credit_of
from baltic_desk.ui.map.pointing import NOTCH, ZOOM_OF_NOTCH
from baltic_desk.ui.map.viewport import Frame
from baltic_desk.ui.present.curtain import LASER_GLOW_PX, Curtain, Over
from baltic_desk.ui.present.figures import Crew, figures_of
from baltic_desk.ui.present.ink import INK_PX, Ink
from baltic_desk.ui.present.moving_rings import MovingRings
from baltic_desk.ui.present.scenery import Scenery, SceneryMeans
from baltic_desk.ui.present.stage_keys import action_of
from baltic_desk.ui.present.stage_map import automatic_scale
from baltic_desk.ui.present.still import Still
from baltic_desk.ui.present.transition import Transition

SCENERIES = 3
"""What is shown, what comes next, what was before."""
FRAME_MS = 15
HOLD_S = 1.5
"""How long the end of a way stands still for a picture that is not ready yet."""
SAID_MS = 2500
STILL_MOUSE_MS = 2000
DRAG_PX = 6.0
KEY_ZOOM = 1.35

Wanted = tuple[Showing, BriefingStep]


class Stage(QWidget):
    """A window as large as a screen. What keys mean is for whoever hears `acted`."""

    acted = Signal(str)
    """An action: of a key, or "next" for a click."""
    settled = Signal()
    """A picture has become ready, or another one is shown."""
    camera_moved = Signal()
    left = Signal()
    """The window has been closed."""

    def __init__(
        self, means: SceneryMeans, documents: StageDocuments, marking: str, scale_setting: float
    ) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("stage")
        self.setWindowTitle("Presentation — BalticDesk")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._documents = documents
        self._scale_setting = scale_setting
        self._closed = False
        self._sceneries = [Scenery(means, self) for _ in range(SCENERIES)]
        self._current = self._sceneries[0]
        self._wanted: Sequence[Wanted] = ()
        self._transition: Transition | None = None
        self._target: Scenery | None = None
        self._began = 0.0
        self._hand: Hand = ""
        self._ink_colour = ""
        self.ink = Ink()
        view = self._current.view
        over = Over(
            view.theme, view.picture.means, self._frame(), self._map_frame,
            marking=marking, credit=credit_of(means.basemap),
        )  # fmt: skip
        self.curtain = Curtain(self, over, self.ink)
        for scenery in self._sceneries:
            scenery.progressed.connect(self._progressed)
            scenery.view.camera_changed.connect(self._camera_changed)
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._next_frame)
        self._unsay = QTimer(self)
        self._unsay.setSingleShot(True)
        self._unsay.setInterval(SAID_MS)
        self._unsay.timeout.connect(self._say_nothing)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(STILL_MOUSE_MS)
        self._rest.timeout.connect(self._mouse_rests)
        self._pressed: QPointF | None = None
        self._dragged = False
        self._mouse_rests()

    # -- what is shown -------------------------------------------------------------------------

    @property
    def current(self) -> Scenery:
        """What is shown, or where a way leads to."""
        return self._target or self._current

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
        made = self._made(showing)
        return made is not None and made.ready

    def begin(self, wanted: Wanted, start: Still) -> None:
        """Show the first picture, coming from what the editor shows."""
        self._fill()
        target = self._sceneries[0]
        showing, step = wanted
        target.show(showing, step, self._documents.of(showing.phase), ())
        self._go(start, None, target, None)

    def turn_to(self, wanted: Wanted, *, stays: bool = False) -> None:
        """Go to another picture.

        Parameters
        ----------
        stays
            Keep looking where one looks now.
        """
        self.skip()
        self.ink.erase()
        before = self._current
        showing, step = wanted
        bare = before.bare
        start = bare or before.still()
        figures = {}
        if bare is not None:
            figures = figures_of(before.view, bare.lifted, before.step.highlights)
        scene = before.view.picture.scene(before.view.projection_id)
        phase = None if before.showing is None else before.showing.phase
        camera = before.view.camera() if stays else None
        target = None if stays else self._made(showing)
        if target is None:
            same = before.showing is not None and before.showing.phase == showing.phase
            target = before if same and before.step is step else self._free((showing,))
            movers = self._documents.moved(phase, showing.phase)
            if target is before:
                figures = {}
                start = before.still() if bare is not None else start
            document = self._documents.of(showing.phase)
            target.show(showing, step, document, movers, camera)
        crew = rings = None
        plane = before.view.projection_id
        one_look = target.view.projection_id == plane and target.view.theme is before.view.theme
        if bare is not None and target is not before and one_look:
            after = figures_of(target.view, bare.lifted | target.lifted, step.highlights, figures)
            movements = self._documents.movements(phase, showing.phase)
            theme = target.view.theme
            crew = Crew(figures, after, movements, plane, theme)
            rings = MovingRings(scene, target.view.picture.scene(plane), theme, crew.place_of)
        end = target.bare if crew is not None else (target.still() if target.ready else None)
        self._go(start, end, target, crew, rings, flies=one_look)

    def change(self, showing: Showing) -> None:
        """Show other overlays or another altitude in the present picture."""
        self.skip()
        self._current.change(showing)
        self.settled.emit()

    def prepare(self, wanted: Sequence[Wanted]) -> None:
        """Make these ready while there is time, the first first."""
        self._wanted = wanted
        self._prepare_more()

    def skip(self) -> bool:
        """Be at the end of a way at once; whether there was one."""
        if self._transition is None:
            return False
        self._land()
        return True

    def picture_of(self, showing: Showing) -> QImage | None:
        """A picture of something that is ready, in device pixels."""
        scenery = self._made(showing)
        if scenery is None and self._current.is_of(showing):
            scenery = self._current
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

    def take_hand(self, hand: Hand, ink: str) -> None:
        """Make the mouse a laser pointer, a pen, or nothing."""
        self._ink_colour = ink
        if hand == self._hand:
            return
        self._hand = hand
        self.ink.lift()
        self.over.laser = self._mouse_place() if hand == "laser" else None
        if hand == "pen":
            self._rest.stop()
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self._mouse_rests()
        self.curtain.update()

    def erase(self) -> None:
        """Take what was drawn away."""
        self.ink.erase()
        self.curtain.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Nearer or farther, about a place of the window."""
        self.skip()
        about = at or QPointF(self.width() / 2, self.height() / 2)
        self._current.view.zoom_steadily(factor, about.x(), about.y())

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
        for scenery in self._sceneries:
            scenery.view.rest(at_rest=scenery is not target or target.ready)
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
        if gone >= transition.seconds and (target.ready or gone >= transition.seconds + HOLD_S):
            self._land()
        else:
            self.curtain.update()

    def _land(self) -> None:
        assert self._target is not None
        self._frames.stop()
        self._current, self._target, self._transition = self._target, None, None
        self.over.motion = None
        for scenery in self._sceneries:
            scenery.view.setVisible(scenery is self._current)
            scenery.view.rest(at_rest=False)
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
        if self._transition is not None or self._closed or not self._current.ready:
            return
        keep = [showing for showing, _ in self._wanted]
        for number, (showing, step) in enumerate(self._wanted):
            scenery = self._made(showing)
            if scenery is None:
                phase = None if self._current.showing is None else self._current.showing.phase
                movers = self._documents.moved(phase, showing.phase)
                free = self._free(keep[: number + 1])
                free.show(showing, step, self._documents.of(showing.phase), movers)
                return
            if not scenery.ready:
                return

    def _made(self, showing: Showing) -> Scenery | None:
        """A picture of that, but for the one that is shown."""
        others = (s for s in self._sceneries if s is not self._current)
        return next((s for s in others if s.showing is not None and s.is_of(showing)), None)

    def _free(self, keep: Sequence[Showing]) -> Scenery:
        """A picture that can become another one."""
        others = [s for s in self._sceneries if s is not self._current]
        for scenery in others:
            if scenery.showing is None:
                return scenery
        wanted = {showing for showing, _ in self._wanted} | set(keep)
        for known in (wanted, set(keep)):
            for scenery in others:
                if scenery.showing not in known:
                    return scenery
        return others[-1]

    # -- size ------------------------------------------------------------------------------------

    def _fill(self) -> None:
        scale = automatic_scale(self.height(), self._scale_setting)
        for scenery in self._sceneries:
            scenery.fill(self.width(), self.height(), scale)
        self.curtain.resize(self.size())
        self.over.frame = self._frame()

    def _frame(self) -> Frame:
        """The window in device pixels."""
        dpr = self.devicePixelRatioF()
        scale = dpr * automatic_scale(self.height(), self._scale_setting)
        size = self.size()
        return Frame("", 0.0, 0.0, 1.0, size.width() * dpr, size.height() * dpr, scale)

    def _map_frame(self) -> Frame:
        view = self._current.view
        return view.picture.grid(view.shown).frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._closed or event.size() == event.oldSize():
            return
        self.skip()
        self._fill()
        for scenery in self._sceneries:
            if scenery is not self._current:
                scenery.forget()
            elif scenery.showing is not None:
                scenery.view.look_through(scenery.home)
        self._prepare_more()

    # -- keys and mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = action_of(event)
        if action is not None:
            self.acted.emit(action)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed, self._dragged = event.position(), False
        if self._hand == "pen" and not self.skip():
            self.ink.begin(self._ink_colour, self._xy(event.position()))
            self._update_about(event.position(), INK_PX * 2)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two clicks in a hurry are two clicks

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        at = event.position()
        self._mouse_moves(at)
        if self._hand == "pen" and self.ink.down:
            if self.ink.draw(self._xy(at), self._map_frame().styled_metres_per_px):
                self.curtain.update()
            return
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        step = at - self._pressed
        if self._dragged or step.manhattanLength() > DRAG_PX:
            if not self._dragged:
                self.skip()
            self._dragged = True
            self._pressed = at
            self._current.view.pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._hand == "pen":
            self.ink.lift()
        elif not self._dragged:
            self.acted.emit("next")

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / NOTCH
        if notches:
            self.zoom(ZOOM_OF_NOTCH**notches, event.position())
        event.accept()

    def _mouse_moves(self, at: QPointF) -> None:
        match self._hand:
            case "laser":
                dpr = self.devicePixelRatioF()
                before, self.over.laser = self.over.laser, at * dpr
                if before is not None:
                    self._update_about(before / dpr, LASER_GLOW_PX)
                self._update_about(at, LASER_GLOW_PX)
            case "pen":
                pass
            case "":
                self.setCursor(Qt.CursorShape.ArrowCursor)
                self._rest.start()

    def _mouse_rests(self) -> None:
        if self._hand != "pen":
            self.setCursor(Qt.CursorShape.BlankCursor)

    def _mouse_place(self) -> QPointF:
        at = self.mapFromGlobal(self.cursor().pos())
        return QPointF(at) * self.devicePixelRatioF()

    def _xy(self, at: QPointF) -> tuple[float, float]:
        frame, dpr = self._map_frame(), self.devicePixelRatioF()
        return (
            frame.left + at.x() * dpr * frame.metres_per_unit,
            frame.top - at.y() * dpr * frame.metres_per_unit,
        )

    def _update_about(self, at: QPointF, reach_px: float) -> None:
        reach = int(reach_px * self.over.frame.style_scale / self.devicePixelRatioF()) + 2
        middle = QPoint(int(at.x()), int(at.y()))
        self.curtain.update(QRect(middle - QPoint(reach, reach), QSize(2 * reach, 2 * reach)))

    def _camera_changed(self) -> None:
        if self.sender() is self._current.view:
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
        for scenery in self._sceneries:
            scenery.close()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        if not self._closed:
            self.left.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setCursor(Qt.CursorShape.ArrowCursor)
