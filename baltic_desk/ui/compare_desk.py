"""Keeps a comparison of altitudes true: the map's left side, its divider, and the areas."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu

from baltic_desk.app.altitude_comparison import ComparedAreas, compared_areas
from baltic_desk.app.reaches import cut_rings
from baltic_desk.app.settings import TerrainSource
from baltic_desk.app.workspace import Workspace
from baltic_desk.coverage.emitters import RingEmitter
from baltic_desk.document.altitude import COARSE, NO_TERRAIN, PRESETS, Altitude, altitude_text
from baltic_desk.document.emitters import ring_emitters
from baltic_desk.geo.elevation import TerrainFileError
from baltic_desk.ui.altitude_desk import AltitudeDesk
from baltic_desk.ui.compare_card import CompareCard
from baltic_desk.ui.compare_divider import MIDDLE, CompareDivider, CompareHead
from baltic_desk.ui.map.placed_reach import Detail, Reaches
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.following import Following
from baltic_desk.ui.reach_supply import Order, ReachSupply

PUBLISHED = "Published range"
REST_MS = 150
"""Areas are worked out when so long nothing has changed: a drag needs the processor itself."""

MOST_WAITS = 10
"""So many times it is put off while reach is being worked out."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What areas are asked of. `looks` counts what has become known of the terrain."""

    emitters: tuple[RingEmitter, ...]
    left: Altitude | None
    right: Altitude | None
    added: tuple[TerrainSource, ...]
    looks: int


class CompareDesk(QObject):
    """Between workspace, map and altitude desk while altitudes are compared.

    Parameters
    ----------
    supply
        Works out the left side; the altitude desk's own does the right.
    """

    _answered = Signal(object)

    def __init__(
        self, workspace: Workspace, view: MapView, altitude: AltitudeDesk, supply: ReachSupply
    ) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._view = view
        self._altitude = altitude
        self._supply = supply
        self._on = False
        self._closed = False
        self._answer: tuple[_Question, ComparedAreas] | None = None
        self._asked: _Question | None = None
        self._lacking = (0, 0)
        self._looks = 0
        self._waited = 0
        self._current: _Question | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="compare")
        self.menu = QMenu(view)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.divider = CompareDivider(view)
        self.head = CompareHead(view, self.menu)
        self.card = CompareCard(view)
        self._soon = self._timer(0, self._refresh)
        self._rest = self._timer(REST_MS, self._ask)
        self.divider.moved.connect(self._move)
        self.divider.ended.connect(self.end)
        self.head.end.clicked.connect(self.end)
        self._answered.connect(self._take_answer)
        supply.arrived.connect(self._take)
        supply.failed.connect(workspace.say)
        altitude.changed.connect(self._changed)
        altitude.supply.arrived.connect(self._right_came)
        view.camera_changed.connect(self._changed)
        view.installEventFilter(self)
        self._following = Following(
            workspace, self, rebound=self.end, selected=self._changed, told=self._hear
        )

    @property
    def supply(self) -> ReachSupply:
        """Who works out the left side."""
        return self._supply

    @property
    def left(self) -> Altitude | None:
        """What is shown left of the line: counted over the terrain, and with the antennas assumed,
        of the right. None for ranges as published.
        """
        comparison = self._workspace.comparison
        if comparison is None or comparison.left is None:
            return None
        left = comparison.left
        return replace(self._altitude.chosen, altitude_m=left.altitude_m, above=left.above)

    @property
    def right(self) -> Altitude | None:
        """What is shown right of the line; None for ranges as published."""
        return self._altitude.shown

    @property
    def areas(self) -> ComparedAreas | None:
        """The areas of what is shown; None while they are being worked out."""
        if self._answer is None or self._current is None or self._answer[0] != self._current:
            return None
        return self._answer[1]

    def end(self) -> None:
        """Compare no more."""
        self._workspace.compare(None)

    def close(self) -> None:
        """Hear no more, and end the threads."""
        self._closed, self._on = True, False
        self._soon.stop()
        self._rest.stop()
        self._view.removeEventFilter(self)
        self._supply.close()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The parts keep their places; Esc on the map ends it when no tool has a use for that."""
        if not self._on:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize:
            self._soon.start()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            state = self._workspace.controller.state
            if event.key() == Qt.Key.Key_Escape and state.tool == "select" and state.at_rest:
                self.end()
                return True
        return super().eventFilter(watched, event)

    # -- inside ------------------------------------------------------------------------------

    def _timer(self, ms: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(act)
        return timer

    def _hear(self, topic: str) -> None:
        match topic:
            case "compare" if not self._closed:
                self._turn(on=self._workspace.comparison is not None)
            case "settings" | "rings":
                self._changed()
            case _:
                pass

    def _turn(self, *, on: bool) -> None:
        if on and not self._on:
            self._view.set_split(MIDDLE)
        had_keyboard = any(part.hasFocus() for part in (self.divider, *self.head.parts))
        self._on = on
        self.divider.setVisible(on)
        self.head.set_visible(visible=on)
        self.card.setVisible(on)
        if on:
            self._refresh()
            return
        self._rest.stop()
        self._supply.order(None)
        self._view.show_compared(None)
        self._answer = self._asked = self._current = None
        if had_keyboard:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self, _what: object = None) -> None:
        if self._on and not self._soon.isActive():
            self._current = None
            self._soon.start()

    def _refresh(self) -> None:
        if not self._on:
            return
        workspace, left, chosen = self._workspace, self.left, self._altitude.chosen
        # Fields serve both sides; where the right needs any it computes them.
        self._supply.looks = self.right is None
        self._supply.order(
            Order(
                cut_rings(workspace.document, chosen.assumed_antenna_m),
                left,
                self._view.projection_id,
                Detail.of(self._view.map_metres_per_px),
                workspace.settings.terrain_sources,
            )
        )
        self._current = self._question()
        self.head.say(side_title(left), side_title(self.right))
        self._place()
        self._tell()
        if self.areas is None:
            self._rest.start()

    def _take(self, reaches: Reaches) -> None:
        if self._on:
            self._view.show_compared(reaches)
            self._note_looks()

    def _right_came(self, _reaches: Reaches) -> None:
        if self._on:
            self._supply.look_again()
            self._note_looks()

    def _note_looks(self) -> None:
        lacking = self._supply.lacking, self._altitude.supply.lacking
        if lacking != self._lacking:
            self._lacking = lacking
            self._looks += 1
            self._changed()

    def _move(self, share: float) -> None:
        self._view.set_split(share)
        self._place()

    def _place(self) -> None:
        self.divider.place()
        self.divider.raise_()
        self.card.raise_()
        self.head.place()

    def _fill_menu(self) -> None:
        self.menu.clear()
        left = self.left
        self._entry(PUBLISHED, None, checked=left is None)
        for words, altitude_m in PRESETS:
            altitude = replace(self._altitude.chosen, altitude_m=altitude_m)
            self._entry(f"{words}, {altitude_text(altitude_m)}", altitude, checked=left == altitude)
        right = self.right
        if right is not None and right.altitude_m not in dict(PRESETS).values():
            self._entry(f"{side_title(right)}, as the right now", right, checked=left == right)

    def _entry(self, title: str, altitude: Altitude | None, *, checked: bool) -> None:
        action = QAction(title, self.menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(altitude)
        action.triggered.connect(self._choose_left)
        self.menu.addAction(action)

    def _choose_left(self) -> None:
        action, comparison = self.sender(), self._workspace.comparison
        if isinstance(action, QAction) and comparison is not None:
            self._workspace.compare(replace(comparison, left=action.data()))

    # -- areas -------------------------------------------------------------------------------

    def _question(self) -> _Question:
        workspace = self._workspace
        document, rings = workspace.document, workspace.ring_choice
        emitters: list[RingEmitter] = []
        for emitter in ring_emitters(document):
            feature = document.feature(emitter.ring_id)
            if feature is not None and rings.shows(feature):
                emitters.append(emitter)
        added = workspace.settings.terrain_sources
        return _Question(tuple(emitters), self.left, self.right, added, self._looks)

    def _ask(self) -> None:
        question = self._current
        if self._closed or question is None or question == self._asked:
            return
        view, supplies = self._view, (self._supply, self._altitude.supply)
        busy = view.gliding or view.panning or any(supply.busy for supply in supplies)
        if busy and self._waited < MOST_WAITS:
            # Four threads at once would hold up the window; but a fine terrain takes its time.
            self._waited += 1
            self._rest.start()
            return
        self._waited = 0
        self._asked = question
        self._worker.submit(self._work_out, question).add_done_callback(self._worked_out)

    def _work_out(self, question: _Question) -> tuple[_Question, ComparedAreas]:
        shelf = self._workspace.terrain
        altitude = question.right or question.left
        name = NO_TERRAIN if altitude is None else altitude.terrain
        try:
            terrain = shelf.elevation(name, question.added)
        except TerrainFileError:  # which the supplies have told of
            terrain = shelf.elevation(COARSE, ())
        left, right = (question.left, terrain), (question.right, terrain)
        return question, compared_areas(question.emitters, left, right, self._workspace.fields)

    def _worked_out(self, future: Future[tuple[_Question, ComparedAreas]]) -> None:
        if not (self._closed or future.cancelled()):
            self._answered.emit(future)

    def _take_answer(self, future: Future[tuple[_Question, ComparedAreas]]) -> None:
        if self._closed or not self._on:
            return
        self._answer, self._asked = future.result(), None
        if self._current is None:
            return  # it is being looked at anew
        self._tell()
        if self.areas is None:
            self._rest.start()

    def _tell(self) -> None:
        self.card.tell(
            side_title(self.left),
            side_title(self.right),
            self.areas,
            unit=self._workspace.settings.distance_unit,
            assumed_m=self._altitude.chosen.assumed_antenna_m,
        )


def side_title(altitude: Altitude | None) -> str:
    """What a side is called.

    >>> side_title(Altitude(100.0)), side_title(None)
    ('At 100 m above ground', 'Published range')
    """
    return PUBLISHED if altitude is None else f"At {altitude.text}"
