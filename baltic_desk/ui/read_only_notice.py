"""What the window says about a file that it must not write, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from baltic_desk.app import claim_editing, files
from baltic_desk.app.claim_words import name_of, who_has_it, who_took_it
from baltic_desk.app.workspace import Workspace
from baltic_desk.ui.banner import Banner, Offer

_KEY = "read-only"
_LOOK_MS = 1000


class ReadOnlyNotice(QObject):
    """Keeps the banner true to why the workspace's file is read-only.

    It also looks each second at what the thread that keeps the claim has found.
    """

    def __init__(self, workspace: Workspace, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._banner = banner
        self._said = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)
        workspace.subscribe(self._hear)
        self._hear("path")

    def _look(self) -> None:
        if self._workspace.claims is not None:
            self._workspace.claims.look()

    def _hear(self, topic: str) -> None:
        if topic not in ("path", "claim"):
            return
        words = self._words()
        # What was said already may have been dismissed, or stand behind a later message.
        if words != self._said or topic == "path":
            self._say(words)

    def _say(self, words: str) -> None:
        self._said = words
        if words:
            self._banner.put(_KEY, words, self._offers())
        else:
            self._banner.dismiss(_KEY)

    def _words(self) -> str:
        workspace = self._workspace
        path, claims = workspace.path, workspace.claims
        if path is None or workspace.read_only is None:
            return ""
        name = name_of(path)
        holder = claims.holder if claims is not None else None
        match workspace.read_only:
            case "newer":
                return (
                    "This file was made by a newer version. Saving here would lose what this "
                    "version does not know, so it can only be saved under another name."
                )
            case "asked":
                return f"{name} was opened read-only. It can be saved under another name."
            case _ if holder is None:
                return f"{name} is free now: it is no longer open elsewhere."
            case "claimed":
                return (
                    f"Read-only: {who_has_it(name, holder)}. What you change here can be "
                    "saved under another name."
                )
            case "taken-over":
                return (
                    f"Read-only: {who_took_it(name, holder)}. Your work is kept here; save "
                    "it under another name."
                )

    def _offers(self) -> tuple[Offer, ...]:
        save_as = ("Save As…", self._save_as)
        claims = self._workspace.claims
        if not claim_editing.may_edit(self._workspace):
            return (save_as,)
        had = claims is not None and claims.holder is not None
        return (("Take Over" if had else "Edit", self._edit), save_as)

    def _edit(self) -> None:
        claim_editing.edit(self._workspace)
        self._say(self._words())

    def _save_as(self) -> None:
        files.save_as(self._workspace)
        self._say(self._words())
