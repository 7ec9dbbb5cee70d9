"""Hearing a workspace: its document and session, whichever they are at the moment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from baltic_desk.app.workspace import Workspace
from baltic_desk.document.store import Diff


class Following:
    """Tells a widget of what happens, for as long as the widget lives.

    Parameters
    ----------
    owner
        When it is destroyed, the following ends.
    rebound
        Called when another document is on the desk.
    changed, selected, told
        Called with each diff; when selection or active overlay change; with each topic of the
        workspace.
    phased
        Called when another phase is shown, or the phases themselves are others.
    """

    def __init__(
        self,
        workspace: Workspace,
        owner: QObject,
        *,
        rebound: Callable[[], None] | None = None,
        changed: Callable[[Diff], None] | None = None,
        selected: Callable[[], None] | None = None,
        told: Callable[[str], None] | None = None,
        phased: Callable[[], None] | None = None,
    ) -> None:
        self._workspace = workspace
        self._rebound = rebound
        self._changed = changed
        self._selected = selected
        self._told = told
        self._phased = phased
        self._ends: list[Callable[[], None]] = []
        self._stop: Callable[[], None] | None = workspace.subscribe(self._hear)
        self._bind()
        owner.destroyed.connect(self.stop)

    def stop(self) -> None:
        """Hear nothing more; once more is no harm, since the owner's end comes as well."""
        if self._stop is not None:
            self._stop()
            self._stop = None
        self._unbind()

    def _hear(self, topic: str) -> None:
        if topic == "document":
            self._unbind()
            self._bind()
            if self._rebound is not None:
                self._rebound()
        if self._told is not None:
            self._told(topic)

    def _bind(self) -> None:
        if self._changed is not None:
            self._ends.append(self._workspace.document.subscribe(self._changed))
        if self._selected is not None:
            self._ends.append(self._workspace.session.subscribe(self._selected))
        if self._phased is not None:
            self._ends.append(self._workspace.document.on_phase(self._on_phase))

    def _on_phase(self, _phase: str | None) -> None:
        if self._phased is not None:
            self._phased()

    def _unbind(self) -> None:
        while self._ends:
            self._ends.pop()()
