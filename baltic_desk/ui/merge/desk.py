"""Keeps a merge true while the document is worked on, and shows it on the map."""

from __future__ import annotations

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from baltic_desk.app import merge_sight
from baltic_desk.app.merge_comparison import Merging
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.main_window import MainWindow
from baltic_desk.ui.map.merge_shown import NO_MERGE, Marked, ShownMerge
from baltic_desk.ui.map.view import MapView
from baltic_desk.ui.panels.following import Following

PANEL = "merge"
PAUSE_MS = 150
"""It is compared anew when so long nothing has changed."""
_SLICE_S = 0.008


class MergeDesk(QObject):
    """Between workspace and map while something is merged.

    A click on a sign, or on what only theirs has, looks at that in the list.
    """

    def __init__(self, workspace: Workspace, window: MainWindow, view: MapView) -> None:
        super().__init__(view)
        self._workspace = workspace
        self._window = window
        self._view = view
        self._shown = NO_MERGE
        self._begun = False
        self._pressed = False
        self._job: Generator[None, None, Merging] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE_MS)
        self._soon.timeout.connect(self._begin_again)
        self._work = QTimer(self)
        self._work.setInterval(0)
        self._work.timeout.connect(self._work_a_slice)
        view.viewport().installEventFilter(self)
        self._following = Following(
            workspace,
            self,
            changed=self._changed,
            told=self._hear,
            phased=self._phased,
        )

    @property
    def busy(self) -> bool:
        """Whether it is being compared anew."""
        return self._job is not None or self._soon.isActive()

    def close(self) -> None:
        """Hear no more."""
        self._following.stop()
        self._view.viewport().removeEventFilter(self)
        self._stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on what is marked is for the list, where no tool has a use for it."""
        if self._workspace.merging is None or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        if event.button() != Qt.MouseButton.LeftButton:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress:
            found = self._marked_at(event)
            self._pressed = found is not None
            if found is not None:
                self._view.setFocus(Qt.FocusReason.MouseFocusReason)
                merge_sight.look_at(self._workspace, found.key)
                return True
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed:
            self._pressed = False
            return True
        return super().eventFilter(watched, event)

    # -- what is told ------------------------------------------------------------------------

    def _hear(self, topic: str) -> None:
        if topic == "merging":
            self._turn()
        elif topic == "proposal":
            self._view.show_merge(self._shown, self._workspace.proposal)

    def _changed(self, _diff: object) -> None:
        if self._workspace.merging is not None:
            self._stop()
            self._soon.start()

    def _phased(self) -> None:
        if self._workspace.merging is not None:
            self._soon.start()  # other phases may have been changed as well
            self._show()

    # -- beginning and ending ------------------------------------------------------------------

    def _turn(self) -> None:
        merging = self._workspace.merging
        if merging is None:
            self._stop()
            if self._begun:
                self._window.show_panel(PANEL, shown=False)
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._begun = merging is not None
        self._show()

    def _begin_again(self) -> None:
        merging = self._workspace.merging
        if merging is None or merging.is_of(self._workspace.document):
            return
        self._job = merging.renewed(self._workspace.document)
        self._work.start()

    def _work_a_slice(self) -> None:
        deadline = perf_counter() + _SLICE_S
        try:
            while self._job is not None and perf_counter() < deadline:
                next(self._job)
        except StopIteration as end:
            self._stop()
            self._take(end.value)

    def _take(self, renewed: Merging) -> None:
        now = self._workspace.merging
        if now is not None and now.digest == renewed.digest:
            # What has been decided meanwhile counts.
            self._workspace.show_merging(renewed.deciding(now))

    def _stop(self) -> None:
        self._soon.stop()
        self._work.stop()
        if self._job is not None:
            self._job.close()
            self._job = None

    # -- on the map ----------------------------------------------------------------------------

    def _show(self) -> None:
        merging, document = self._workspace.merging, self._workspace.document
        if merging is None:
            self._shown = NO_MERGE
        else:
            marked = tuple(
                Marked(
                    pair.proposal.key,
                    pair.proposal.what,
                    pair.proposal.conflict,
                    merging.takes.get(pair.proposal.key) == "theirs",
                    pair.base,
                    pair.mine,
                    pair.theirs,
                )
                for pair in merge_sight.pairs(merging, document)
            )
            self._shown = ShownMerge(marked)
        self._view.show_merge(self._shown, self._workspace.proposal)

    def _marked_at(self, event: QMouseEvent) -> Marked | None:
        state = self._workspace.controller.state
        if state.tool != "select" or not state.at_rest or self._view.panning:
            return None
        px = (event.position().x(), event.position().y())
        found = self._view.merge_hit(px, signs=True)
        if found is None and self._view.hit(px) is None:
            found = self._view.merge_hit(px, signs=False)
        return found
