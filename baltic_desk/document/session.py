"""What a person has at hand in a document: selection, active overlay. Never saved or undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from baltic_desk.document.document import Document
from baltic_desk.document.store import Diff


class Session:
    """Selection in the order of selecting, and the overlay that new features go to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._selection: dict[str, None] = {}
        self._active_overlay: str | None = None
        self._observers: list[Callable[[], None]] = []
        self._stop = document.subscribe(self._forget_removed)

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of the selected features, first selected first."""
        return tuple(self._selection)

    def select(self, ids: Iterable[str]) -> None:
        """Select these and nothing else."""
        self._set(dict.fromkeys(ids))

    def toggle(self, feature_id: str) -> None:
        """Add to the selection, or take out of it."""
        chosen = dict(self._selection)
        if feature_id in chosen:
            del chosen[feature_id]
        else:
            chosen[feature_id] = None
        self._set(chosen)

    def clear(self) -> None:
        """Select nothing."""
        self._set({})

    @property
    def active_overlay(self) -> str | None:
        """Overlay that new features go to: the chosen one, else the topmost that is unlocked."""
        usable = [o.id for o in self.document.overlays() if not o.locked and o.visible]
        if self._active_overlay in usable:
            return self._active_overlay
        return usable[-1] if usable else None

    @active_overlay.setter
    def active_overlay(self, overlay_id: str | None) -> None:
        self._active_overlay = overlay_id
        self._notify()

    def subscribe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Call `observer` when selection or active overlay changes; the answer ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def close(self) -> None:
        """Stop hearing the document."""
        self._stop()

    def _set(self, chosen: dict[str, None]) -> None:
        if list(chosen) != list(self._selection):
            self._selection = chosen
            self._notify()

    def _forget_removed(self, diff: Diff) -> None:
        gone = {i for i, entry in diff.after.items() if entry is None and i in self._selection}
        if gone:
            self._set({i: None for i in self._selection if i not in gone})

    def _notify(self) -> None:
        for observer in tuple(self._observers):
            observer()
