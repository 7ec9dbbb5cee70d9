"""A presentation from its first key to its last: state, stage and notes kept together."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QWidget

from baltic_desk.app.briefing import one_line, step_title
from baltic_desk.app.presenting import Presenting, Programme, Showing
from baltic_desk.app.stage_documents import StageDocuments
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.present.presenter_window import PresenterWindow, Told
from baltic_desk.ui.present.scenery import SceneryMeans
from baltic_desk.ui.present.screens import Seats, seats
from baltic_desk.ui.present.stage import KEY_ZOOM, Stage
from baltic_desk.ui.present.stage_keys import ERASE, NOTES, STAGE_ACTIONS, SWAP, ZOOM_IN, ZOOM_OUT
from baltic_desk.ui.present.still import Still
from baltic_desk.ui.present.wings import Wanted

_TURNS = frozenset({"next", "previous", "confirm", "erase-digit", "first", "last"})
"""What a key that only cuts a way short does not do as well."""
_NOTES_SHARE = 0.42
"""Of the screen's width and height, for notes that share it with the stage."""
_THUMBNAIL_MS = 150


class Presentation(QObject):
    """One presentation.

    Parameters
    ----------
    editor
        The map of the editor: the presentation sets out from what it shows.
    window
        The editor's window: it is where it was when the presentation ends.
    """

    ended = Signal()

    def __init__(
        self,
        workspace: Workspace,
        programme: Programme,
        step: int,
        editor: MapView,
        means: SceneryMeans,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._editor = editor
        self._now = Presenting.begun(programme, step)
        self._swapped = False
        self._over = False
        project = workspace.document.project
        self.stage = Stage(
            means,
            StageDocuments(workspace.document),
            project.marking,
            workspace.settings.stage_scale,
        )
        self.notes = PresenterWindow()
        self.notes.setFont(window.font())
        for source in (self.stage, self.notes):
            source.acted.connect(self.act)
        self.stage.left.connect(self.end)
        self.stage.settled.connect(self._picture_soon)
        self._pictured = QTimer(self)
        self._pictured.setSingleShot(True)
        self._pictured.setInterval(_THUMBNAIL_MS)
        self._pictured.timeout.connect(self._show_next_picture)
        screens = QGuiApplication.instance()
        if isinstance(screens, QGuiApplication):
            screens.screenAdded.connect(self._screens_changed)
            screens.screenRemoved.connect(self._screens_changed)

    @property
    def now(self) -> Presenting:
        """What it is at this moment."""
        return self._now

    def begin(self) -> None:
        """Open the windows and show the first step."""
        place = self._seats()
        start = still_of(self._editor)
        self._take_seats(place, first=True)
        self._editor.rest(at_rest=True)
        self.stage.begin(self._wanted(self._now.showing), start)
        self._tell()

    def act(self, action: str) -> None:
        """Do what a key or click means."""
        if self._over:
            return
        before = self._now
        cut_short = self.stage.skip() and action in _TURNS
        if cut_short and before.screen == "map" and not before.typed:
            return
        if action in STAGE_ACTIONS:
            self._do(action)
            return
        self._now = before.did(action)
        if self._now.ended:
            self.end()
        else:
            self._follow(before, action)

    def end(self) -> None:
        """Close the windows; the editor is as it was."""
        if self._over:
            return
        self._over = True
        self._pictured.stop()
        self.stage.finish()
        self.notes.close()
        self._editor.rest(at_rest=False)
        self._window.activateWindow()
        self._editor.setFocus()
        self.stage.deleteLater()
        self.notes.deleteLater()
        self.ended.emit()

    # -- inside ------------------------------------------------------------------------------

    def _do(self, action: str) -> None:
        if action == ZOOM_IN:
            self.stage.zoom(KEY_ZOOM)
        elif action == ZOOM_OUT:
            self.stage.zoom(1.0 / KEY_ZOOM)
        elif action == ERASE:
            self.stage.erase()
        elif action == SWAP:
            self._swap()
        elif action == NOTES:
            self._toggle_notes()

    def _follow(self, before: Presenting, action: str) -> None:
        now, stage = self._now, self.stage
        stage.take_hand(now.hand, now.ink)
        stage.show_over(screen=now.screen, keys=now.keys_listed)
        stage.say(now.said)
        astray = stage.current.astray
        turned = now.showing.step != before.showing.step
        returns = action in ("return", "digit:0") and not before.typed
        goes_home = returns or (action in _TURNS and before.screen == "map" and not now.said)
        other_phase = now.showing.phase != before.showing.phase
        if turned or other_phase or (goes_home and astray):
            stays = astray and not (turned or goes_home)
            stage.turn_to(self._wanted(now.showing), stays=stays)
        elif now.showing != before.showing:
            stage.change(now.showing)
        self._tell()

    def _wanted(self, showing: Showing) -> Wanted:
        return showing, self._now.programme.steps[showing.step]

    def _tell(self) -> None:
        now = self._now
        programme, step = now.programme, now.step
        self.stage.over.title = one_line(step.title)
        self.stage.curtain.update()
        beside = [number for number in (now.following, now.preceding) if number is not None]
        self.stage.prepare([self._wanted(programme.own(number)) for number in beside])
        after = now.following
        self.notes.tell(
            Told(
                number=now.showing.step + 1,
                count=len(programme.steps),
                title=step_title(step, now.showing.step),
                note=step.note,
                following="" if after is None else step_title(programme.steps[after], after),
                phase=programme.phase_words(now.showing.phase),
                altitude=now.showing.altitude_words,
                changed=now.changed,
                screen=now.screen,
            )
        )
        self._picture_soon()

    def _picture_soon(self) -> None:
        if not self._over and self.notes.isVisible():
            self._pictured.start()

    def _show_next_picture(self) -> None:
        if self.stage.flying:
            self._pictured.start()
            return
        after = self._now.following
        picture = None if after is None else self.stage.picture_of(self._now.programme.own(after))
        self.notes.show_next(picture)

    # -- screens -------------------------------------------------------------------------------

    def _seats(self) -> Seats:
        return seats(QGuiApplication.screens(), self._window.screen(), swapped=self._swapped)

    def _take_seats(self, place: Seats, *, first: bool = False) -> None:
        stage, notes = self.stage, self.notes
        stage.setScreen(place.stage)
        stage.setGeometry(place.stage.geometry())
        stage.showFullScreen()
        if place.notes is not None:
            notes.setScreen(place.notes)
            notes.setGeometry(place.notes.availableGeometry())
            notes.show()
        elif not first and notes.isVisible():
            self._lay_over(place)
        stage.raise_()
        stage.activateWindow()
        stage.setFocus()

    def _lay_over(self, place: Seats) -> None:
        """Notes on the stage's own screen: at its lower right."""
        room: QRect = place.stage.availableGeometry()
        width, height = int(room.width() * _NOTES_SHARE), int(room.height() * _NOTES_SHARE)
        self.notes.setGeometry(
            room.right() - width - 24, room.bottom() - height - 24, width, height
        )

    def _swap(self) -> None:
        place = self._seats()
        if place.notes is None:
            self.stage.say("There is only one screen")
            return
        self._swapped = not self._swapped
        self._take_seats(self._seats())

    def _toggle_notes(self) -> None:
        if self.notes.isVisible():
            self.notes.hide()
            return
        place = self._seats()
        if place.notes is None:
            self._lay_over(place)
        self.notes.show()
        self.notes.raise_()
        self._tell()

    def _screens_changed(self) -> None:
        if not self._over:
            self._take_seats(self._seats())


def still_of(view: MapView) -> Still:
    """What a map shows now, to set out from."""
    frame = view.picture.grid(view.shown).frame
    image = QImage(int(frame.width), int(frame.height), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.picture.paint_still(painter, view.shown)
    painter.end()
    return Still.of(image, frame)
